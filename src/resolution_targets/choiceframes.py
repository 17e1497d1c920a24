"""Which of several figures stands, in frames: the rules of `choices`, column by column.

Python sees each distinct indicator, period, unit and status once, and no row.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, overload

import polars as pl

from resolution_targets.choicelevels import coded, figures_of, levels, looked_up
from resolution_targets.choices import (
    HIGHEST,
    LOWEST,
    Choice,
    ChoicePolicy,
    Request,
    Span,
    check_source,
    choose_observations,
    requested,
    status_span,
)
from resolution_targets.choicetexts import conflicts, reasons
from resolution_targets.errors import (
    ColumnClashError,
    ColumnTypeError,
    MissingColumnError,
    UnknownOptionError,
)
from resolution_targets.observations import parse_observation_status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from resolution_targets.observations import Observation

PolarsT = TypeVar("PolarsT", pl.DataFrame, pl.LazyFrame)

_ADDED = ("passed_over", "conflict")
_STATUS = ("status", "observation_status")
_WORDS = ("indicator", "area", "period", "unit", "source", "unreadable", "passed_over", *_STATUS)
_NUMBERS = ("value", "value_upper")
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_MONTH = r"^[0-9]{4}-[0-9]{2}$"
_YEAR = r"^[0-9]{4}$"


@overload
def choose(
    figures: PolarsT,
    *,
    policy: ChoicePolicy | str = ...,
    source: str | None = ...,
    language: str = ...,
) -> PolarsT: ...


@overload
def choose(
    figures: Iterable[Observation],
    *,
    policy: ChoicePolicy | str = ...,
    source: str | None = ...,
    language: str = ...,
) -> Choice: ...


def choose(
    figures: Any,
    *,
    policy: ChoicePolicy | str = ChoicePolicy.ALL,
    source: str | None = None,
    language: str = "en",
) -> Any:
    """Which of several figures for one indicator, area and time stand, by a policy.

    Figures contest each other if they are for one indicator, area and time (2025 and
    2025-12M are one) and in units that convert. One is passed over where another one is
    ahead of it for certain, by the policy; a tie, a day that is not given or a status that
    is not known leaves both standing. Equal values contradict nothing, whatever their units
    and sources; standing figures of different values do. A range is one figure, whose value
    are both its ends. A figure without a value stands for nothing, contests nothing and
    stays as it is, and so does one that is half a range or a reversed one: `compare` says
    why it cannot be judged.

    A frame has the columns `indicator` and `value`, and may have `value_upper`, `unit`,
    `area`, `period`, `status`, `published` (a day, or as much of it as is known: 2025-07)
    and `source`. A
    column that is not there says the same of all rows; an empty cell in one that is there
    says nothing, so that the row contests nothing. A row without a unit contests those
    without one only. Added are `passed_over`, why the row was not chosen, and `conflict`,
    which other standing values contradict it. Rows that are passed over already stay so,
    which lets one policy settle what another one left open.

    Args:
        figures: A polars frame, eager or lazy, or some `Observation`s.
        policy: "all", "latest", "best_status" or "source".
        source: The id or address of the source whose figures stand where it has one, for
            the policy "source".
        language: The language of the reasons, "en" or "vi".

    Returns:
        For a frame, a frame of the same kind with every row in its order; for observations
        a `Choice`.

    Raises:
        UnknownOptionError: There is no such policy or language.
        InvalidFieldError: A source is named without the policy "source", or the reverse.
        UnknownSourceError: No figure is of the source; of a lazy frame this is known only
            when it is collected.
        MissingColumnError: The frame lacks `indicator`, `value` or what the policy asks for.
        ColumnTypeError: `value` or `value_upper` holds no numbers, or another column no text.
        ColumnClashError: The frame has both `status` and `observation_status`.
        UnsupportedFrameError: It is neither a polars frame nor some observations.

    Examples:
        >>> import polars as pl, resolution_targets as rt
        >>> reported = pl.DataFrame(
        ...     {"indicator": "budget-revenue", "value": [10200, 11000], "unit": "billion VND",
        ...      "published": ["2025-06-30", "2025-07-04"]}
        ... )
        >>> rt.choose(reported, policy="latest")["passed_over"].to_list()
        ['11,000 billion VND: published later, 2025-07-04', None]
        >>> rt.choose(reported)["conflict"].to_list()
        ['contradicted by 11,000 billion VND', 'contradicted by 10,200 billion VND']
    """
    request = requested(policy, source, language)
    if isinstance(figures, (pl.DataFrame, pl.LazyFrame)):
        schema = dict(figures.collect_schema())
        _check(schema, request)
        if isinstance(figures, pl.DataFrame):
            return _chosen(figures, request)
        # Whether a row stands depends on all others, so the frame is taken as a whole.
        added: dict[str, pl.DataType] = dict.fromkeys(_ADDED, pl.String())
        return figures.map_batches(partial(_chosen, request=request), schema=schema | added)
    return choose_observations(figures, request)


def _check(schema: Mapping[str, pl.DataType], request: Request) -> None:
    names = list(schema)
    if set(_STATUS) <= set(names):
        hint = "both would say how firm a figure is; drop or rename one"
        raise ColumnClashError(columns=_STATUS, hint=hint)
    needed = ("indicator", "value", *_NEEDED[request.policy])
    missing = [
        name
        for name in needed
        if name not in names and not (name == "status" and "observation_status" in names)
    ]
    if missing:
        raise MissingColumnError(missing=missing, found=names, where="the frame")
    for name in _NUMBERS:
        dtype = schema.get(name, pl.Null())
        if not (dtype.is_numeric() or isinstance(dtype, (pl.Boolean, pl.Null))):
            raise ColumnTypeError(
                column=name,
                found=f"{dtype}",
                expected="numbers; read_observations turns text to numbers in a locale that you "
                "name",
            )
    for name in _WORDS:
        # Years come as integers from many readers; they are as good as their text.
        is_year = name == "period" and name in schema and schema[name].is_integer()
        if name in schema and not is_year and not _is_text(schema[name]):
            raise ColumnTypeError(column=name, found=f"{schema[name]}", expected="text")
    published = schema.get("published", pl.Null())
    if not (isinstance(published, (pl.Date, pl.Datetime)) or _is_text(published)):
        raise ColumnTypeError(
            column="published", found=f"{published}", expected="days, or text such as 2025-07-04"
        )


def _is_text(dtype: pl.DataType) -> bool:
    return isinstance(dtype, (pl.String, pl.Categorical, pl.Enum, pl.Null))


class _Ranks(NamedTuple):
    """How a policy ranks each row.

    Attributes:
        least: The lowest rank that it can have.
        most: The highest one.
        is_read: Whether what the row says of its rank can be read.
        word: What it says.
    """

    least: pl.Series
    most: pl.Series
    is_read: pl.Series
    word: pl.Series


def _chosen(frame: pl.DataFrame, request: Request) -> pl.DataFrame:
    """The frame with what was passed over, and what contradicts what."""
    figures = _as_text(frame)
    if request.source is not None:
        check_source(request.source, figures["source"].unique().sort())
    found = figures_of(figures)
    contest = found.contest
    for name in ("unreadable", "passed_over"):
        if name in figures.columns:
            contest = _without(contest, figures[name].is_not_null())
    said = [name for name in (*_NUMBERS, "unit", "source") if name in figures.columns]
    told = figures.select(said).with_columns(contest.alias("contest"))
    passed_over = (
        figures["passed_over"]
        if "passed_over" in figures.columns
        else pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
    )
    rank = _RANKS.get(request.policy)
    if rank is not None:
        ranks = rank(figures, request)
        told = told.with_columns(
            ranks.word.alias("word"), ranks.is_read.alias("is_read"), *_placed(contest, ranks)
        )
        passed_over = passed_over.zip_with(~told["is_beaten"], reasons(told, request))
        contest = _without(contest, told["is_beaten"])
    level = levels(found, contest)
    told = told.with_columns(level.alias("level"), _is_contradicted(contest, level))
    return frame.with_columns(
        passed_over.alias("passed_over"), conflicts(told, request).alias("conflict")
    )


def _as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns that a choice looks at, of words as text and of names as ours."""
    names = [name for name in (*_WORDS, *_NUMBERS, "published") if name in frame.columns]
    figures = frame.select(names)
    if "observation_status" in names:
        figures = figures.rename({"observation_status": "status"})
    if isinstance(figures.schema.get("published"), pl.Datetime):
        figures = figures.with_columns(pl.col("published").dt.date())
    if isinstance(figures.schema["value"], pl.Null):
        figures = figures.with_columns(pl.col("value").cast(pl.Float64))
    # True is no end of a range; as for comparing, it is 1.
    if isinstance(figures.schema.get("value_upper"), (pl.Null, pl.Boolean)):
        figures = figures.with_columns(pl.col("value_upper").cast(pl.Float64))
    return figures.with_columns(pl.exclude(_NUMBERS).cast(pl.String))


def _without(contest: pl.Series, is_out: pl.Series) -> pl.Series:
    """The contests, without those rows."""
    nothing = pl.Series([None], dtype=contest.dtype).new_from_index(0, len(contest))
    return contest.zip_with(~is_out, nothing)


def _placed(contest: pl.Series, ranks: _Ranks) -> list[pl.Series]:
    """Which rows are outranked for certain, which ones outrank them, and by which rank."""
    least, most = pl.col("least"), pl.col("most")
    placed = (
        pl.DataFrame([contest.alias("contest"), ranks.least, ranks.most])
        .with_columns(best=least.max().over("contest"), weakest=most.min().over("contest"))
        .select(
            "best",
            is_beaten=(most < pl.col("best")) & pl.col("contest").is_not_null(),
            is_winner=(least == pl.col("best"))
            & (pl.col("weakest") < pl.col("best"))
            & pl.col("contest").is_not_null(),
        )
    )
    return placed.get_columns()


def _is_contradicted(contest: pl.Series, level: pl.Series) -> pl.Series:
    """Whether the figures that stand in a row's contest have several values."""
    standing = pl.DataFrame([contest.alias("contest"), level.alias("level")])
    found = standing.select(
        is_contradicted=pl.col("contest").is_not_null()
        & (pl.col("level").min().over("contest") != pl.col("level").max().over("contest"))
    )
    return found.to_series()


def _by_day(figures: pl.DataFrame, _: Request) -> _Ranks:
    """The days of publication, each as the span of days that it may be."""
    word = figures["published"].str.strip_chars()
    codes, distinct = coded(word)
    table = pl.DataFrame({"text": pl.Series(distinct, dtype=pl.String)})
    text = pl.col("text")
    first = {
        _DAY: text.str.to_date("%Y-%m-%d", strict=False),
        _MONTH: (text + "-01").str.to_date("%Y-%m-%d", strict=False),
        _YEAR: (text + "-01-01").str.to_date("%Y-%m-%d", strict=False),
    }
    last = {
        _DAY: first[_DAY],
        _MONTH: first[_MONTH].dt.month_end(),
        _YEAR: first[_YEAR].dt.offset_by("1y").dt.offset_by("-1d"),
    }
    days = table.select(least=_of_form(first), most=_of_form(last)).select(pl.all().to_physical())
    least, most = (looked_up(days[name], codes) for name in ("least", "most"))
    return _ranks(least, most, least.is_not_null(), word)


def _of_form(days: Mapping[str, pl.Expr]) -> pl.Expr:
    """The day by the form that the text has; null if it has none."""
    cases = [pl.when(pl.col("text").str.contains(form)).then(day) for form, day in days.items()]
    return pl.coalesce(cases)


def _by_status(figures: pl.DataFrame, _: Request) -> _Ranks:
    word = figures["status"].str.strip_chars()
    codes, distinct = coded(word)
    spans = [_span(text) for text in distinct]
    least, most = (
        looked_up(pl.Series([span and span[end] for span in spans], dtype=pl.Int32), codes)
        for end in (0, 1)
    )
    return _ranks(least, most, least.is_not_null(), word)


def _span(text: str) -> Span | None:
    try:
        return status_span(parse_observation_status(text))
    except UnknownOptionError:
        return None


def _by_source(figures: pl.DataFrame, request: Request) -> _Ranks:
    is_named = (figures["source"] == request.source).fill_null(value=False)
    rank = is_named.cast(pl.Int32)
    return _ranks(rank, rank, pl.Series([True]).new_from_index(0, len(rank)), figures["source"])


def _ranks(least: pl.Series, most: pl.Series, is_read: pl.Series, word: pl.Series) -> _Ranks:
    """The ranks of rows; what cannot be read may have any."""
    return _Ranks(
        least=least.fill_null(LOWEST).alias("least"),
        most=most.fill_null(HIGHEST).alias("most"),
        is_read=is_read,
        word=word,
    )


_RANKS: Mapping[ChoicePolicy, Callable[[pl.DataFrame, Request], _Ranks]] = {
    ChoicePolicy.LATEST: _by_day,
    ChoicePolicy.BEST_STATUS: _by_status,
    ChoicePolicy.SOURCE: _by_source,
}
_NEEDED: Mapping[ChoicePolicy, tuple[str, ...]] = {
    ChoicePolicy.ALL: (),
    ChoicePolicy.LATEST: ("published",),
    ChoicePolicy.BEST_STATUS: ("status",),
    ChoicePolicy.SOURCE: ("source",),
}
