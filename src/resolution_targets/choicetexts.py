"""What a frame says of the rows that were passed over, and of those that are contradicted.

The sentences are those of `choices`; here they are put together column by column, for the
rows that need one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from resolution_targets.choices import (
    ALIKE,
    BESIDE,
    ELLIPSIS,
    MOST_WORDINGS,
    ChoicePolicy,
    sentence,
    status_span,
)
from resolution_targets.observations import ObservationStatus
from resolution_targets.wording import range_template, truth_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from resolution_targets.choices import Request

_MOST_OTHERS = 5
_CODES = {status_span(status).least: status.value for status in reversed(ObservationStatus)}
# The policies by which a row may be open: what it says of its rank has to be read.
_READ = (ChoicePolicy.LATEST, ChoicePolicy.BEST_STATUS)
_LONGEST_UNMARKED = 3
# How a language marks thousands and decimals.
_MARKS: Mapping[str, tuple[str, str]] = {"en": (",", "."), "vi": (".", ",")}


def reasons(told: pl.DataFrame, request: Request) -> pl.Series:
    """Why each row was passed over; null for the others.

    Args:
        told: `contest`, `is_beaten` and `is_winner`, `best`, the rank of the winners, and
            what the rows say: `value` and, if there, `value_upper`, `unit`, `source` and
            `word`.
        request: What was asked for.
    """
    beaten, winners = (told.filter(name) for name in ("is_beaten", "is_winner"))
    rank = {
        ChoicePolicy.LATEST: pl.col("word"),
        ChoicePolicy.BEST_STATUS: pl.col("best").replace_strict(_CODES, default=None),
    }.get(request.policy, pl.lit(""))
    named = winners.select("contest", _figure(told, request.language), rank=rank)
    figures = _worded(named, ["contest"], BESIDE)
    ranks = named.group_by("contest").agg(pl.col("rank").min())
    template = sentence(request.policy.value, request.language)
    reason = _filled(template, {"winners": pl.col("figure"), "rank": pl.col("rank")})
    said = figures.join(ranks, on="contest").select("contest", reason.alias("reason"))
    found = beaten.select("contest").join(said, on="contest", how="left", maintain_order="left")
    return _spread(found["reason"], told["is_beaten"])


def conflicts(told: pl.DataFrame, request: Request) -> pl.Series:
    """Which other values contradict each row; null where none does.

    Args:
        told: `contest`, `level` and `is_contradicted`, `is_read`, whether the policy could
            read the row's `word`, and what the rows say, as for `reasons`.
        request: What was asked for.
    """
    rows = told.filter("is_contradicted").with_columns(_figure(told, request.language))
    keys = ["contest", "level"]
    # One text for each value, in the order of the values: no place in the frame counts.
    values = (
        _worded(rows.select(*keys, "figure"), keys, ALIKE)
        .sort(keys)
        .with_columns(place=pl.int_range(pl.len()).over("contest"), count=pl.len().over("contest"))
    )
    # A row lists five others. Which five is one of six cases: its own is the first of the
    # values, the second, ... or behind the fifth.
    first = values.filter(pl.col("place") <= _MOST_OTHERS)
    others = (
        first.select("contest", "place", "count")
        .join(first.select("contest", other="place", figure="figure"), on="contest")
        .filter(pl.col("other") != pl.col("place"))
        .sort("contest", "place", "other")
        .group_by("contest", "place", maintain_order=True)
        .agg(
            pl.col("figure").str.join(BESIDE),
            more=pl.col("count").first().cast(pl.Int64) - 1 - pl.len(),
        )
    )
    more = _filled(sentence("more", request.language), {"count": pl.col("more").cast(pl.String)})
    text = _filled(sentence("conflict", request.language), {"others": pl.col("figure")})
    said = others.select(
        "contest",
        "place",
        text=text + pl.when(pl.col("more") > 0).then(more).otherwise(pl.lit("")),
    )
    found = (
        rows.select(*keys, _note(request))
        .join(values.select(*keys, "place"), on=keys, how="left", maintain_order="left")
        .with_columns(pl.col("place").clip(upper_bound=_MOST_OTHERS))
        .join(said, on=["contest", "place"], how="left", maintain_order="left")
        .select(pl.col("text") + pl.col("note"))
    )
    return _spread(found.to_series(), told["is_contradicted"])


def _worded(rows: pl.DataFrame, keys: list[str], joint: str) -> pl.DataFrame:
    """The figures of each key in one text, by the alphabet."""
    groups = rows.group_by(keys).agg(pl.col("figure").first(), size=pl.len())
    alone = groups.filter(pl.col("size") == 1).drop("size")
    several = groups.filter(pl.col("size") > 1)
    if several.is_empty():
        return alone
    figure = pl.col("figure")
    is_longer = figure.len() > MOST_WORDINGS
    joined = (
        rows.join(several, on=keys, how="semi")
        .unique([*keys, "figure"])
        .sort("figure")
        .group_by(keys, maintain_order=True)
        .agg(
            figure.head(MOST_WORDINGS).str.join(joint)
            + pl.when(is_longer).then(pl.lit(joint + ELLIPSIS)).otherwise(pl.lit(""))
        )
    )
    return pl.concat([alone, joined.select(alone.columns)])


def _figure(told: pl.DataFrame, language: str) -> pl.Expr:
    """A row's value, unit and source as a text: "8 to 8.5% (gazette)"."""
    parts = [_amount("value", told.schema["value"], language)]
    if "value_upper" in told.columns:
        upper = _amount("value_upper", told.schema["value_upper"], language)
        ends = {"low": parts[0], "high": upper}
        parts = [pl.coalesce(_filled(range_template(language), ends), parts[0])]
    if "unit" in told.columns:
        unit = pl.col("unit").str.strip_chars()
        parts.append(pl.when(~unit.is_in(["%", "‰", ""])).then(pl.lit(" ")))
        parts.append(unit)
    if "source" in told.columns:
        source = pl.col("source")
        parts.append(pl.when(source != "").then(pl.format(" ({})", source)))
    return pl.concat_str(parts, ignore_nulls=True).alias("figure")


def _amount(name: str, dtype: pl.DataType, language: str) -> pl.Expr:
    """A column's numbers with their thousands marked, all digits kept."""
    value = pl.col(name)
    if dtype == pl.Boolean:
        done, not_done = (
            truth_in_words(is_done=truth, language=language) for truth in (True, False)
        )
        return pl.when(value).then(pl.lit(done)).otherwise(pl.lit(not_done))
    thousands, decimals = _MARKS[language]
    text = value.cast(pl.String)
    if not dtype.is_integer():
        # "17900.0" was written 17900, and so was the "17900.000" of a column of decimals.
        text = text.str.replace(r"^(-?[0-9]+)\.0*$|^(-?[0-9]+\.[0-9]*[1-9])0+$", "$1$2")
    whole = text.str.extract(r"^-?([0-9]+)")
    rest = (
        text.str.strip_prefix("-").str.strip_prefix(whole).str.replace(".", decimals, literal=True)
    )
    marked = (
        whole.str.reverse()
        .str.replace_all(r"([0-9]{3})", f"${{1}}{thousands}")
        .str.strip_chars_end(thousands)
        .str.reverse()
    )
    sign = pl.when(text.str.starts_with("-")).then(pl.lit("-")).otherwise(pl.lit(""))
    is_short = whole.str.len_bytes() <= _LONGEST_UNMARKED
    return pl.when(is_short).then(sign + whole + rest).otherwise(sign + marked + rest)


def _note(request: Request) -> pl.Expr:
    """What to add where the policy could not read what it ranks a row by."""
    if request.policy not in _READ:
        return pl.lit("").alias("note")
    word = pl.col("word").fill_null("").str.strip_chars()
    blank = sentence(f"no_{request.policy.value}", request.language)
    odd = sentence(f"odd_{request.policy.value}", request.language)
    return (
        pl.when(pl.col("is_read"))
        .then(pl.lit(""))
        .when(word == "")
        .then(pl.lit(blank))
        .otherwise(_filled(odd, {"text": word}))
        .alias("note")
    )


def _filled(template: str, facts: Mapping[str, pl.Expr]) -> pl.Expr:
    """A sentence with the facts of each row in the place of their names in braces."""
    names = [name for name in facts if f"{{{name}}}" in template]
    names.sort(key=lambda name: template.index(f"{{{name}}}"))
    for name in names:
        template = template.replace(f"{{{name}}}", "{}")
    return pl.format(template, *(facts[name] for name in names))


def _spread(texts: pl.Series, wanted: pl.Series) -> pl.Series:
    """The texts in the rows that they are for, in order; null in the others."""
    place = pl.when(pl.lit(wanted)).then(pl.lit(wanted).cum_sum() - 1)
    spread: pl.Series = pl.select(pl.lit(texts).gather(place)).to_series()
    return spread
