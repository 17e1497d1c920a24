"""The figures of a frame as numbers and codes, for derivation; and what must be there.

What all rows are asked is asked of few words, in narrow columns, and first whether any
row gives reason to ask at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from resolution_targets.derivationcodes import KINDS, PROBLEMS, SLOTS, Codes, coded, looked_up
from resolution_targets.derivationnumbers import longer, padding, places_of, with_numbers
from resolution_targets.derivationplaces import repeated
from resolution_targets.derivationrules import WEAKNESS, unit_plans
from resolution_targets.derivationwords import DerivationProblem
from resolution_targets.errors import (
    InvalidPeriodError,
    UnknownOptionError,
)
from resolution_targets.observations import parse_observation_status
from resolution_targets.periods import parse_period
from resolution_targets.vocabulary import canonical_unit, is_unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from resolution_targets.dataset import Dataset
    from resolution_targets.derivationlayout import Layout
    from resolution_targets.derivationrules import Rule

# What is weaker than every status: nobody said how firm the figure is.
UNKNOWN_STATUS = len(WEAKNESS)
# The notes of other steps, each with what it says of a row.
NOTES: Mapping[str, DerivationProblem] = {
    "unreadable": DerivationProblem.UNREADABLE,
    "passed_over": DerivationProblem.PASSED_OVER,
}
_CODED = ("area", "period", "unit", "status")
_FACTS = ("row", "ind", "period", "pair", "year", "was_derived", "problem")


class Given(NamedTuple):
    """The rows of a frame that the rules speak of.

    Attributes:
        rows: Those that can be used, with `row` (its place), `ind`, `area`, `year`, `slot`,
            `kind`, `key`, `unit`, `rank` (of its status), `was_derived`, `value`, `n`, `den`, `t`,
            `period`, `pair` (the indicator with its unit) and, where a value was written with
            zeros at its end, `padding`, those zeros.
        ranges: Reported ranges, with `row`, `key`, `unit`, `n`, `den` and `t` of the smaller end
            and `n_upper`, `den_upper` and `t_upper` of the larger.
        defects: All others: `row`, `ind`, `period`, `pair`, `year`, `was_derived` and `problem`.
        repeated: Keys that more than one usable row has.
    """

    rows: pl.DataFrame
    ranges: pl.DataFrame
    defects: pl.DataFrame
    repeated: pl.Series


def coded_rows(
    frame: pl.DataFrame, layout: Layout, dataset: Dataset, rules: Sequence[Rule]
) -> tuple[Given, Codes]:
    """The rows that the rules speak of, as numbers and codes; and what the codes stand for."""
    ids = tuple(sorted({each for rule in rules for each in (rule.indicator.id, *rule.parts)}))
    rows, words = _coded(frame, layout, ids)
    periods, units, statuses = (words[name].to_list() for name in _CODED[1:])
    times = _times(periods)
    years = [time[0] for time in times if time is not None]
    first_year = min(years, default=1) - 1
    pairs = _pairs(rows, ids, units if layout.has("unit") else None, dataset)
    codes = Codes(
        indicators=ids,
        areas=words["area"],
        periods=tuple(periods),
        units=pairs.units,
        unit_words=tuple(pairs.table["word"]),
        unit_names=tuple(pairs.table["name"]),
        unit_order=tuple(pairs.table["order"]),
        first_year=first_year,
        years=max(years, default=1) - first_year + 1,
    )
    ranks = [_rank(word) for word in statuses]
    known = rows.with_columns(
        pl.lit(pairs.places).gather(pairs.number).alias("pair"),
        *(
            _looked_up("period", [None if time is None else time[place] for time in times], name)
            for place, name in enumerate(("year", "slot", "kind"))
        ),
        _looked_up("status", ranks, "rank").fill_null(UNKNOWN_STATUS),
    ).with_columns(pl.lit(pairs.table["unit"]).gather("pair"))
    sound, broken = _parted(known, _problems(codes, layout, words))
    sound = _numbered(sound, pairs).with_columns(
        key=codes.key(*map(pl.col, ("ind", "area", "year", "slot")))
    )
    is_range = (pl.col("problem") == DerivationProblem.RANGE.value) & ~pl.col("was_derived")
    given = Given(
        rows=sound,
        ranges=_ranges(broken.filter(is_range), pairs, layout, codes),
        defects=broken.select(_FACTS),
        repeated=_repeated(sound, codes, times),
    )
    return given, codes


def _coded(
    frame: pl.DataFrame, layout: Layout, ids: Sequence[str]
) -> tuple[pl.DataFrame, dict[str, pl.Series]]:
    """The rows that the rules speak of, with a code for each word; and the words."""
    given, found = coded(_text(frame, "indicator"))
    of_word = pl.Series(
        [ids.index(word) if word in ids else None for word in found], dtype=pl.UInt32
    )
    inds = looked_up(of_word, given)
    concerned, row = frame, pl.int_range(pl.len(), dtype=pl.UInt32)
    if inds.null_count():
        is_known = inds.is_not_null()
        concerned, row = frame.filter(is_known), pl.lit(is_known.arg_true())
        inds = inds.drop_nulls()
    columns: dict[str, pl.Expr] = {
        name: pl.col(name).is_not_null() for name in NOTES if layout.has(name)
    }
    if layout.has("value_upper"):
        columns["upper"] = _number(frame, "value_upper")
    if layout.has("decimals") and not frame.schema["value"].is_integer():
        columns["decimals"] = pl.col("decimals").cast(pl.Int64)
    sources = {name: name for name in _CODED if layout.has(name)} | {"status": layout.status}
    words: dict[str, pl.Series] = {}
    for name in _CODED:
        source = sources.get(name)
        if source is None:
            words[name] = pl.Series([], dtype=pl.String)
            columns[name] = pl.lit(None, pl.UInt32)
        else:
            codes, words[name] = coded(_text(concerned, source))
            columns[name] = pl.lit(codes)
    if not layout.has("area"):
        words["area"], columns["area"] = pl.Series(["-"]), pl.lit(0, pl.UInt32)
    rows = concerned.select(
        row=row,
        ind=pl.lit(inds),
        value=_number(frame, "value"),
        was_derived=pl.col("derived_from").is_not_null() if layout.was_derived else False,
        **columns,
    )
    return rows, words


def _text(frame: pl.DataFrame, name: str) -> pl.Series:
    return frame[name].cast(pl.String)


def _number(frame: pl.DataFrame, name: str) -> pl.Expr:
    """A column as doubles; floats of less precision as the decimals that they print as."""
    # 0.1 in single precision is 0.10000000149 in double.
    if frame.schema[name] in (pl.Float32(), pl.Float16()):
        return pl.col(name).cast(pl.String).cast(pl.Float64)
    return pl.col(name).cast(pl.Float64)


def _is_blank(name: str, words: pl.Series) -> pl.Expr:
    """Whether a cell says nothing."""
    blank = (words == "").arg_true().cast(pl.UInt32)
    return pl.col(name).is_null() | pl.col(name).is_in(blank.implode())


def _looked_up(name: str, values: Sequence[object], new: str) -> pl.Expr:
    """What goes with each code of a column."""
    # One more than there are codes, since a literal of no values has no length.
    table = pl.Series([*values, None], dtype=pl.Int32)
    return pl.lit(table).gather(pl.col(name)).alias(new)


def _times(periods: Sequence[str]) -> list[tuple[int, int, int] | None]:
    """For each word its year, slot and kind; None where it is no period."""
    times: list[tuple[int, int, int] | None] = []
    for word in periods:
        try:
            period = parse_period(word)
        except InvalidPeriodError:
            times.append(None)
        else:
            slot = SLOTS.index((period.first_month, period.last_month))
            times.append((period.year, slot, KINDS.index(period.kind)))
    return times


def _rank(word: str) -> int | None:
    try:
        return WEAKNESS[parse_observation_status(word)]
    except UnknownOptionError:
        return None


class _Pairs(NamedTuple):
    """The indicators with each unit that their figures have.

    Attributes:
        number: A number for each indicator with each unit, of a row.
        places: For each such number the pair, where there is one.
        table: For each pair `word` and `name` of the unit, `order` (that of the names), and
            `unit`, what it is brought to, by `fn` over `fd`.
        units: The units that figures are brought to.
    """

    number: pl.Expr
    places: pl.Series
    table: pl.DataFrame
    units: tuple[str, ...]


def _pairs(
    rows: pl.DataFrame, ids: Sequence[str], words: Sequence[str] | None, dataset: Dataset
) -> _Pairs:
    own = {indicator.id: indicator.unit for indicator in dataset.indicators}
    width = len(words or ()) + 1
    number = pl.col("ind") * width + pl.col("unit").fill_null(width - 1)
    there: list[int] = rows.select(number).to_series().unique().sort().to_list()
    found: list[tuple[str, str | None]] = []
    for each in there:
        id_, unit = ids[each // width], each % width
        word = own.get(id_) if words is None else [*words, None][unit]
        found.append((id_, word))
    plans = unit_plans(dataset, {(id_, word) for id_, word in found if word})
    chosen = [plans[id_, word] if word else None for id_, word in found]
    # What is derived comes in the indicators' own units, whichever the given ones are.
    own_ones = {own[id_] for id_ in ids if id_ in own}
    units = tuple(sorted({plan.unit for plan in chosen if plan is not None} | own_ones))
    names = [_name(word) for _, word in found]
    order = sorted(set(names))
    table = pl.DataFrame(
        {
            "word": [word for _, word in found],
            "name": names,
            "order": [order.index(name) for name in names],
            "unit": [None if plan is None else units.index(plan.unit) for plan in chosen],
            "fn": [None if plan is None else float(plan.factor.numerator) for plan in chosen],
            "fd": [None if plan is None else float(plan.factor.denominator) for plan in chosen],
        },
        schema={
            **dict.fromkeys(("word", "name"), pl.String()),
            **dict.fromkeys(("order", "unit"), pl.Int32()),
            **dict.fromkeys(("fn", "fd"), pl.Float64()),
        },
    )
    places = pl.Series([None], dtype=pl.UInt32).new_from_index(0, len(ids) * width)
    counted = pl.int_range(len(there), dtype=pl.UInt32, eager=True)
    return _Pairs(number, places.scatter(there, counted), table, units)


def _name(word: str | None) -> str:
    return canonical_unit(word) if word and is_unit(word) else word or ""


def _problems(
    codes: Codes, layout: Layout, words: Mapping[str, pl.Series]
) -> dict[DerivationProblem, pl.Expr]:
    """What may keep a row from being used, each with what shows it; the first counts."""
    value, upper = pl.col("value"), pl.col("upper")
    wordless = [place for place, word in enumerate(codes.unit_words) if not word]
    cases: dict[DerivationProblem, pl.Expr] = {
        **{problem: pl.col(name) for name, problem in NOTES.items() if layout.has(name)},
        DerivationProblem.NOT_REPORTED: value.is_null(),
        DerivationProblem.NAN: value.is_nan(),
        DerivationProblem.INFINITE: value.is_infinite(),
        DerivationProblem.NO_UNIT: pl.col("pair").is_in(wordless),
        DerivationProblem.OTHER_UNIT: pl.col("unit").is_null(),
        DerivationProblem.NO_AREA: _is_blank("area", words["area"]),
        DerivationProblem.NO_PERIOD: _is_blank("period", words["period"]),
        DerivationProblem.UNREADABLE_PERIOD: pl.col("slot").is_null(),
    }
    if layout.has("value_upper"):
        cases |= {
            DerivationProblem.HALF_RANGE: value.is_null() & upper.is_not_null(),
            DerivationProblem.NAN: value.is_nan() | upper.is_nan(),
            DerivationProblem.INFINITE: value.is_infinite() | upper.is_infinite(),
            DerivationProblem.REVERSED_RANGE: upper < value,
            DerivationProblem.RANGE: upper != value,
        }
    return {problem: cases[problem] for problem in DerivationProblem if problem in cases}


def _parted(
    rows: pl.DataFrame, cases: Mapping[DerivationProblem, pl.Expr]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that can be used, and those that cannot, with the `problem` of each."""
    shown = rows.select(holds.any().alias(problem.value) for problem, holds in cases.items())
    there = [problem for problem in cases if shown[problem.value].any()]
    chain: Any = pl
    for problem in there:
        chain = chain.when(cases[problem]).then(pl.lit(problem.value, PROBLEMS))
    if not there:
        return rows, rows.clear().with_columns(problem=pl.lit(None, PROBLEMS))
    named = rows.with_columns(problem=chain.otherwise(None))
    is_sound = pl.col("problem").is_null()
    return named.filter(is_sound).drop("problem"), named.filter(~is_sound)


def _numbered(rows: pl.DataFrame, pairs: _Pairs) -> pl.DataFrame:
    """The rows with their values as whole numbers over a power of ten."""
    shortest = places_of(rows["value"])
    places = shortest
    if "decimals" in rows.columns:
        places = longer(shortest, rows["decimals"])
        if not places.equals(shortest):
            rows = rows.with_columns(padding=padding(shortest, places))
    return with_numbers(_with_factors(rows, pairs), places).drop(
        "status", *NOTES, "upper", "decimals", strict=False
    )


def _with_factors(rows: pl.DataFrame, pairs: _Pairs) -> pl.DataFrame:
    # Most figures come in their indicator's own unit.
    if (pairs.table["fn"] == 1).all() and (pairs.table["fd"] == 1).all():
        return rows
    return rows.with_columns(pl.lit(pairs.table[name]).gather("pair") for name in ("fn", "fd"))


def _ranges(broken: pl.DataFrame, pairs: _Pairs, layout: Layout, codes: Codes) -> pl.DataFrame:
    """Both ends of the ranges as numbers."""
    if not layout.has("value_upper"):
        broken = broken.with_columns(upper=pl.lit(None, pl.Float64))
    low = _numbered(broken, pairs).select(
        "row", "unit", "n", "den", "t", key=codes.key(*map(pl.col, ("ind", "area", "year", "slot")))
    )
    ends = broken.with_columns(value="upper").drop("decimals", strict=False)
    high = _numbered(ends, pairs).select(pl.col("n", "den", "t").name.suffix("_upper"))
    return low.hstack(high)


def _repeated(
    rows: pl.DataFrame, codes: Codes, times: Sequence[tuple[int, int, int] | None]
) -> pl.Series:
    """The keys that more than one row has."""
    inds = sorted(rows["ind"].unique())
    # Keys leave room for all times of all years; the times that are there are few.
    spans = sorted({time[:2] for time in times if time is not None})
    numbers = [None if time is None else spans.index(time[:2]) for time in times]
    compact = pl.Series([None], dtype=pl.Int64).new_from_index(0, len(codes.indicators))
    compact = compact.scatter(inds, range(len(inds)))
    area, size = max(1, len(codes.areas)), max(1, len(spans))
    number = (pl.lit(compact).gather("ind") * area + pl.col("area")) * size + _looked_up(
        "period", numbers, "time"
    )
    found = repeated(rows.select(number).to_series(), len(inds) * area * size)
    if found.is_empty():
        return rows["key"].clear()
    return rows.filter(number.is_in(found.implode()))["key"].unique()
