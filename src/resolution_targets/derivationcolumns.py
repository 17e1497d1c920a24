"""The figures of a frame as numbers and codes, for derivation; and what must be there.

Every word is a code: indicators, areas, periods and units are few, so Python sees each of
them once, however many rows there are. Every number is a whole one over a power of ten,
`n / den`: whole numbers below 2**53 add up and multiply exactly in floats, and the one
division at the end is rounded correctly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import attrs
import narwhals as nw
import polars as pl

from resolution_targets.decimals import decimals_of
from resolution_targets.derivationrules import WEAKNESS, unit_plans
from resolution_targets.derivationwords import DerivationProblem
from resolution_targets.errors import (
    InvalidPeriodError,
    UnknownOptionError,
)
from resolution_targets.numerals import MOST_DECIMALS
from resolution_targets.observations import parse_observation_status
from resolution_targets.periods import PeriodKind, ReferencePeriod, parse_period
from resolution_targets.vocabulary import canonical_unit, is_unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from resolution_targets.dataset import Dataset
    from resolution_targets.derivationlayout import Layout
    from resolution_targets.derivationrules import Rule

# The stretches of a year, those from January first: 2025 is the twelfth, 2025-Q1 the third.
SLOTS: tuple[tuple[int, int], ...] = (
    *((1, last) for last in range(1, 13)),
    *((month, month) for month in range(2, 13)),
    *((first, first + 2) for first in (4, 7, 10)),
)
MONTHS = 12
# What is weaker than every status: nobody said how firm the figure is.
UNKNOWN_STATUS = len(WEAKNESS)
PROBLEMS = pl.Enum([problem.value for problem in DerivationProblem])

_KINDS = list(PeriodKind)


@attrs.frozen(kw_only=True, eq=False)
class Codes:
    """What the codes in a table of figures stand for.

    Attributes:
        indicators: The indicators that the rules speak of.
        areas: The areas.
        periods: What stands in the column of periods.
        units: The units that figures are brought to.
        unit_words: For each indicator with each unit, what stands in the column of units; of
            a frame without one, the indicator's own.
        unit_names: The same by their canonical names, where they have one.
        first_year: The year before the first one.
        years: How many years there are, that one among them.
    """

    indicators: tuple[str, ...]
    areas: pl.Series
    periods: tuple[str, ...]
    units: tuple[str, ...]
    unit_words: tuple[str | None, ...]
    unit_names: tuple[str, ...]
    first_year: int
    years: int

    def indicator(self, id_: str) -> int:
        """The code of an indicator."""
        return self.indicators.index(id_)

    @property
    def per_year(self) -> int:
        """How far the keys of one time in two consecutive years lie apart."""
        return len(SLOTS)

    @property
    def per_area(self) -> int:
        """How far the keys of two consecutive areas lie apart."""
        return self.per_year * self.years

    @property
    def per_indicator(self) -> int:
        """How far the keys of two consecutive indicators lie apart."""
        return self.per_area * max(1, len(self.areas))

    def key(self, indicator: pl.Expr, area: pl.Expr, year: pl.Expr, slot: pl.Expr) -> pl.Expr:
        """One number for an indicator, area and time."""
        parts = (
            (indicator, self.per_indicator),
            (area, self.per_area),
            (year - self.first_year, self.per_year),
        )
        total = slot.cast(pl.Int64)
        for part, size in parts:
            total = total + part.cast(pl.Int64) * size
        return total


def coded_rows(
    frame: pl.DataFrame, layout: Layout, dataset: Dataset, rules: Sequence[Rule]
) -> tuple[pl.DataFrame, Codes]:
    """The rows that the rules speak of, as numbers and codes.

    Returns:
        A row for each of them, with `row` (its place), `ind`, `area`, `year`, `slot`, `kind`,
        `key`, `unit`, `rank` (of its status), `was_derived`, `n`, `den`, `t` (one in the last
        published digit, over `den`), `preference` (which of equal figures stands for all),
        `period`, `pair` (the indicator with its unit), `note` (why the value could not be read) and
        `problem`; and what the codes stand
        for.
    """
    ids = tuple(sorted({each for rule in rules for each in (rule.indicator.id, *rule.parts)}))
    rows = frame.select(
        row=pl.int_range(pl.len(), dtype=pl.UInt32),
        ind=_words("indicator").cast(pl.Enum(ids), strict=False).to_physical().cast(pl.UInt32),
        value=pl.col("value").cast(pl.Float64),
        area=_words("area") if layout.has("area") else pl.lit("-"),
        period=_words("period"),
        unit=_words("unit") if layout.has("unit") else pl.lit(None, pl.String),
        status=_words(layout.status) if layout.status else pl.lit(None, pl.String),
        was_derived=pl.col("derived_from").is_not_null() if layout.was_derived else False,
        single=_as_written(frame),
        note=_words("unreadable") if layout.has("unreadable") else pl.lit(None, pl.String),
    ).filter(pl.col("ind").is_not_null())
    rows = rows.with_columns(value=pl.coalesce("single", "value")).drop("single")
    # Areas may be many, and stay a column; the other words are few.
    areas, rows = _coded(rows, "area")
    period_words, rows = _coded(rows, "period")
    status_words, rows = _coded(rows, "status")
    unit_words, rows = _coded(rows, "unit")
    periods, statuses, words = (each.to_list() for each in (period_words, status_words, unit_words))
    times = _times(periods)
    years = [time[0] for time in times if time is not None]
    first_year = min(years, default=1) - 1
    pairs = _pairs(rows, ids, words if layout.has("unit") else None, dataset)
    codes = Codes(
        indicators=ids,
        areas=areas,
        periods=tuple(periods),
        units=pairs.units,
        unit_words=tuple(pairs.table["word"]),
        unit_names=tuple(pairs.table["name"]),
        first_year=first_year,
        years=max(years, default=1) - first_year + 1,
    )
    pair = pl.col("ind") * (len(words) + 1) + pl.col("unit").fill_null(len(words))
    numbered = rows.with_columns(pair=pl.lit(pairs.places).gather(pair)).with_columns(
        *(pl.lit(pairs.table[name]).gather("pair") for name in ("unit", "fn", "fd", "order")),
        *(
            _looked_up("period", [None if time is None else time[place] for time in times], name)
            for place, name in enumerate(("year", "slot", "kind"))
        ),
        _looked_up("status", [_rank(word) for word in statuses], "rank").fill_null(UNKNOWN_STATUS),
    )
    is_blank = (_is_blank("area", areas), _is_blank("period", period_words))
    rank = pl.col("rank").cast(pl.Int64) * len(_KINDS) + pl.col("kind")
    return with_numbers(numbered).with_columns(
        key=codes.key(*map(pl.col, ("ind", "area", "year", "slot"))),
        preference=rank * max(1, pairs.table.height) + pl.col("order"),
        problem=_problem(codes, *is_blank),
    ).drop("order"), codes


def _words(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String)


def _as_written(frame: pl.DataFrame) -> pl.Expr:
    """Floats of less precision as the decimals they print as; null where they are doubles."""
    # 0.1 in single precision is 0.10000000149 in double.
    if frame.schema["value"] in (pl.Float32(), pl.Float16()):
        return pl.col("value").cast(pl.String).cast(pl.Float64)
    return pl.lit(None, pl.Float64)


def _coded(rows: pl.DataFrame, name: str) -> tuple[pl.Series, pl.DataFrame]:
    """The words of a column, and the rows with codes in their place."""
    # A set of words of its own: one that all columns share grows, and so do its codes.
    coded = rows[name].cast(pl.Categorical(pl.Categories.random()))
    distinct = coded.unique().drop_nulls()
    places = distinct.to_physical().cast(pl.UInt32)
    order = pl.DataFrame({"place": places, "word": distinct.cast(pl.String)}).sort("place")
    codes = coded.to_physical().cast(pl.UInt32)
    return order["word"], rows.with_columns(codes)


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
            times.append((period.year, slot, _KINDS.index(period.kind)))
    return times


def _rank(word: str) -> int | None:
    try:
        return WEAKNESS[parse_observation_status(word)]
    except UnknownOptionError:
        return None


class _Pairs(NamedTuple):
    """The indicators with each unit that their figures have.

    Attributes:
        places: For each indicator and each unit, the last of which is none, the pair.
        table: For each pair `word` and `name` of the unit, `order` (that of the names), and
            `unit`, what it is brought to, by `fn` over `fd`.
        units: The units that figures are brought to.
    """

    places: pl.Series
    table: pl.DataFrame
    units: tuple[str, ...]


def _pairs(
    rows: pl.DataFrame, ids: Sequence[str], words: Sequence[str] | None, dataset: Dataset
) -> _Pairs:
    own = {indicator.id: indicator.unit for indicator in dataset.indicators}
    there = rows.select("ind", "unit").unique().sort("ind", "unit")
    found: list[tuple[str, str | None]] = []
    for ind, unit in there.iter_rows():
        id_ = ids[int(ind)]
        word = own.get(id_) if words is None else None if unit is None else words[int(unit)]
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
    width = len(words or ()) + 1
    slots = there.select(pl.col("ind") * width + pl.col("unit").fill_null(width - 1)).to_series()
    places = pl.Series([None], dtype=pl.UInt32).new_from_index(0, len(ids) * width)
    return _Pairs(places.scatter(slots, there.with_row_index()["index"]), table, units)


def _name(word: str | None) -> str:
    return canonical_unit(word) if word and is_unit(word) else word or ""


def _problem(codes: Codes, no_area: pl.Expr, no_period: pl.Expr) -> pl.Expr:
    """What keeps a row from being used; null where nothing does."""
    value = pl.col("value")
    wordless = [place for place, word in enumerate(codes.unit_words) if not word]
    cases: Mapping[DerivationProblem, pl.Expr] = {
        DerivationProblem.UNREADABLE: pl.col("note").is_not_null(),
        DerivationProblem.NOT_REPORTED: value.is_null(),
        DerivationProblem.NAN: value.is_nan(),
        DerivationProblem.INFINITE: value.is_infinite(),
        DerivationProblem.NO_UNIT: pl.col("pair").is_in(wordless),
        DerivationProblem.OTHER_UNIT: pl.col("unit").is_null(),
        DerivationProblem.NO_AREA: no_area,
        DerivationProblem.NO_PERIOD: no_period,
        DerivationProblem.UNREADABLE_PERIOD: pl.col("slot").is_null(),
    }
    chain: Any = pl
    for problem, holds in cases.items():
        chain = chain.when(holds).then(pl.lit(problem.value, PROBLEMS))
    named: pl.Expr = chain.otherwise(None)
    return named


def with_numbers(figures: pl.DataFrame) -> pl.DataFrame:
    """The values as whole numbers over a power of ten, in the units they are brought to.

    Args:
        figures: A table with `value`, and `fn` over `fd`, what it is multiplied by.

    Returns:
        The table with `n`, `den` and `t` in the place of the factor. A value that has more
        digits than anyone publishes was computed; it stands as it is, and its `t` is 0.
    """
    counted: Any = nw.from_native(figures).with_columns(places=decimals_of(nw.col("value")))
    powers = pl.Series([10.0**places for places in range(MOST_DECIMALS + 1)])
    scaled = counted.to_native().with_columns(scale=pl.lit(powers).gather(pl.col("places")))
    scale, fn, fd = pl.col("scale"), pl.col("fn"), pl.col("fd")
    # Thousands of a tenth are hundreds: what cancels need not be carried along.
    common = pl.when(fn % scale == 0).then(scale).when(scale % fn == 0).then(fn).otherwise(1.0)
    over, under = quotient(fn, common), quotient(scale, common) * fd
    is_written = scale.is_not_null()
    numbered: pl.DataFrame = scaled.with_columns(
        n=pl.when(is_written)
        .then((pl.col("value") * scale).round() * over)
        .otherwise(pl.col("value") * fn),
        den=pl.when(is_written).then(under).otherwise(fd),
        t=pl.when(is_written).then(over).otherwise(0.0),
    ).drop("places", "scale", "fn", "fd")
    return numbered


def period_word(codes: Codes, table: pl.DataFrame) -> pl.Expr:
    """The name of each period, by `year`, `slot` and `kind`; few as they are, all are written."""
    parts = (("slot", len(SLOTS)), ("kind", len(_KINDS)))
    number = pl.col("year") - codes.first_year
    for name, size in parts:
        number = number * size + pl.col(name)
    size = codes.years * len(SLOTS) * len(_KINDS)
    there = table.select(number=number, year="year", slot="slot", kind="kind").unique("number")
    names = [_period_name(*time) for time in there.select("year", "slot", "kind").iter_rows()]
    words = pl.Series([None], dtype=pl.UInt32).new_from_index(0, size)
    places = words.scatter(there["number"], pl.int_range(there.height, dtype=pl.UInt32, eager=True))
    return pl.lit(pl.Series([*names, None], dtype=pl.String)).gather(pl.lit(places).gather(number))


def _period_name(year: int, slot: int, kind: int) -> str:
    last = SLOTS[slot][1]
    numbers = {PeriodKind.YEAR: 0, PeriodKind.QUARTER: last // 3}
    named = _KINDS[kind]
    return str(ReferencePeriod(year=year, kind=named, number=numbers.get(named, last)))


def kind_so_far() -> pl.Expr:
    """The kind of a period that begins in January, by its `slot`."""
    year, so_far = map(_KINDS.index, (PeriodKind.YEAR, PeriodKind.YEAR_TO_DATE))
    return pl.when(pl.col("slot") == MONTHS - 1).then(year).otherwise(so_far)


def status_codes() -> pl.Series:
    """The SDMX code of each rank of a status; null for the unknown one."""
    return pl.Series([*(status.value for status in WEAKNESS), None], dtype=pl.String)


def quotient(over: pl.Expr, under: pl.Expr) -> pl.Expr:
    """One column by another, each number rounded once."""
    # By a column of one number throughout polars does not divide: it multiplies by one over
    # that, and 12 * (1 / 10) is 1.2000000000000002. A column that depends on the other is none.
    return over / (under + over * 0.0)


def digits(value: pl.Expr) -> pl.Expr:
    """Numbers as they would be written: a float knows not whether it was 8 or 8.0."""
    return value.cast(pl.String).str.strip_suffix(".0")
