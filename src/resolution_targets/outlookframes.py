"""Outlooks on a whole frame of figures for parts of a year."""

from __future__ import annotations

from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING, Any, TypeVar

import attrs
import narwhals as nw
import polars as pl

from resolution_targets.columns import RATE_COLUMN, VALUE, VALUE_UPPER, word
from resolution_targets.comparison import judge_frame
from resolution_targets.criteria import Reading, Rounding, Status
from resolution_targets.errors import ColumnClashError, MissingColumnError
from resolution_targets.lookup import attach_rows
from resolution_targets.members import as_member
from resolution_targets.outcomes import IS_JUDGED, is_judged, rate_in_words, reasons, sentence
from resolution_targets.outlookplans import outlook_plan, period_names
from resolution_targets.outlooks import MARGIN, as_margin
from resolution_targets.outlookwords import OutlookProblem, Pace, outlook_problem_template
from resolution_targets.plans import temporary
from resolution_targets.profiles import EVEN, Profile
from resolution_targets.rates import ExchangeRate, as_rates
from resolution_targets.requested import Request
from resolution_targets.spans import edges
from resolution_targets.wording import check_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from resolution_targets.comparison import JudgedFrame
    from resolution_targets.dataset import Dataset

FrameT = TypeVar("FrameT")

OUTLOOK_COLUMNS = (
    *("pace", "attained_share", "expected_share", "required", "required_unit"),
    *("projected", "projected_unit", "projected_status", "projection_method"),
    *("outlook_problem", "outlook_reason"),
)
_RANGE_COLUMNS = ("projected_upper",)
_LOW, _HIGH = temporary("outlook_low"), temporary("outlook_high")
_IS_SOUND, _REASON = temporary("is_sound"), temporary("sound_reason")
_PROBLEM = temporary("outlook_problem")


def outlook(  # noqa: PLR0913  # one parameter for each option
    frame: FrameT,
    dataset: Dataset,
    *,
    profile: Profile | Mapping[str, Profile] = EVEN,
    margin: Decimal | int | str = MARGIN,
    reading: Reading | str = Reading.STRICT,
    rates: Iterable[ExchangeRate] = (),
    language: str = "en",
) -> FrameT:
    """Every row of a frame with where it stands within the year, beside the verdict on it.

    The frame is one that `compare` takes, with a column `period`. Amounts that grow over the
    year are held against an expected path, and a month or quarter alone against its own
    share of it; stocks, rates and shares against the promise itself, as "so far".

    Beside what `compare` adds, the year-end `status` among it, there are added:
    `pace` ("ahead", "on_track", "behind"), `attained_share` and `expected_share` (of the
    bound), `required` (what each month that is left must bring, in `required_unit`),
    `projected` (the year-end value, in `projected_unit`), `projected_status` and
    `projection_method` (the profile's name, or "carried_forward"), and where something is
    missing `outlook_problem` (the name of an `OutlookProblem`) and `outlook_reason` (a
    sentence). A frame that reports ranges gets `projected_upper` too.

    Args:
        frame: A polars frame, eager or lazy.
        dataset: The targets.
        profile: How a year's amount is expected to come in, or such a profile for each
            indicator by its id; those without one come in evenly.
        margin: How far past the path, as a share of it, still counts as on track. Short of
            the path is behind, whatever the margin.
        reading: As for `compare`.
        rates: As for `compare`.
        language: The language of the reasons, "en" or "vi".

    Returns:
        A frame of the same kind, with as many rows, in the same order.

    Raises:
        MissingColumnError: There is no column `indicator`, `value` or `period`.
        ColumnTypeError: `value` holds no numbers, or a key column no text.
        ColumnClashError: The frame has a column already that this call adds.
        UnsupportedFrameError: It is no polars frame.
        UnknownOptionError: `reading` or `language` is not one of its words.
        InvalidFieldError: The margin is no share, there are two rates for the same
            currencies, or the dataset has two targets for one indicator.

    Examples:
        >>> import polars as pl, resolution_targets as rt
        >>> figures = pl.DataFrame(
        ...     {"indicator": ["budget-revenue", "new-jobs"], "period": ["2025-9M", "2025-Q1"],
        ...      "value": [15000.0, 5722.0]}
        ... )
        >>> found = rt.outlook(figures, rt.load("ha-tinh-2025"))
        >>> found["pace"].to_list(), found["projected"].to_list()
        (['ahead', 'behind'], [20000.0, 22888.0])
    """
    check_language(language)
    request = Request(
        dataset=dataset,
        reading=as_member(Reading, reading, "reading"),
        rounding=Rounding.EXACT,
        rates=as_rates(rates),
        language=language,
    )
    exact_margin = as_margin(margin)
    judged = judge_frame(frame, request)
    _check_columns(judged)
    columns, placed = judged.columns, _so_far(judged, request)
    with_units = columns.has("unit")
    table = outlook_plan(request, columns.grid, profile, exact_margin, with_units=with_units)
    names = period_names(request)
    known_periods = pl.col(word("period")).cast(pl.Enum(names), strict=False).to_physical()
    # The row after the known periods is for all others.
    place = known_periods.cast(pl.UInt32).fill_null(len(names))
    row = pl.col(temporary("case")) * (len(names) + 1) + place
    low, high = edges(columns, request)
    known = attach_rows(placed, table, row).with_columns(low.alias(_LOW), high.alias(_HIGH))
    known = known.with_columns(_pace().alias("pace"), _problem().alias(_PROBLEM))
    none = nw.lit(None, nw.String)
    reason = none if _is_all(known, nw.col(_PROBLEM).is_null()) else _reason(request)
    result = known.with_columns(*_findings(judged), reason.alias("outlook_reason"))
    added = (*OUTLOOK_COLUMNS, *(_RANGE_COLUMNS if columns.has("value_upper") else ()))
    native: FrameT = result.select(*judged.names, *added).to_native()
    return native


def _check_columns(judged: JudgedFrame) -> None:
    own = judged.columns.names
    if "period" not in own:
        raise MissingColumnError(missing=["period"], found=list(own), where="the frame")
    clashing = [name for name in own if name in (*OUTLOOK_COLUMNS, *_RANGE_COLUMNS)]
    if clashing:
        raise ColumnClashError(
            columns=clashing, hint="an outlook adds these; drop or rename them first"
        )


def _so_far(judged: JudgedFrame, request: Request) -> Any:  # noqa: ANN401  # narwhals' two kinds of frame share no type
    """The frame with whether a row could be judged as of its own period, and why not."""
    of_any_period = attrs.evolve(request, any_period=True)
    columns, shape = judged.columns, judged.shape
    sound = judged.frame.with_columns(is_judged(columns, of_any_period).alias(IS_JUDGED))
    reason = nw.lit(None, nw.String)
    if shape.has_problems and not _is_all(sound, nw.col(IS_JUDGED)):
        reason = reasons(columns, of_any_period, shape)
    rates = [rate_in_words(request).alias(RATE_COLUMN)] if request.rates else []
    return sound.with_columns(nw.col(IS_JUDGED).alias(_IS_SOUND), reason.alias(_REASON), *rates)


def _is_all(frame: Any, condition: nw.Expr) -> bool:  # noqa: ANN401  # see _so_far
    """Whether a condition is known to hold of every row; of a lazy frame nothing is known."""
    return isinstance(frame, nw.DataFrame) and bool(frame.select(condition.all()).item())


def _is_known() -> nw.Expr:
    """Whether a row is sound, of the target's year, and of a target that has a path."""
    is_of_year = ~nw.col(temporary("is_path")).is_null()
    return nw.col(_IS_SOUND) & is_of_year & nw.col(temporary("obstacle")).is_null()


def _is_whole(name: str) -> nw.Expr:
    return (nw.col(_LOW) >= nw.col(temporary(f"{name}_from"))) & (
        nw.col(_HIGH) <= nw.col(temporary(f"{name}_to"))
    )


def _is_part() -> nw.Expr:
    return (nw.col(_HIGH) >= nw.col(temporary("pace_from"))) & (
        nw.col(_LOW) <= nw.col(temporary("pace_to"))
    )


def _pace() -> nw.Expr:
    known, is_milestone = _is_known(), nw.col(temporary("is_milestone"))
    chain: Any = nw.when(known & _is_whole("pace") & _is_whole("ahead"))
    chain = chain.then(nw.lit(Pace.AHEAD.value))
    chain = chain.when(known & _is_whole("pace")).then(nw.lit(Pace.ON_TRACK.value))
    chain = chain.when(known & ~_is_part() & ~is_milestone).then(nw.lit(Pace.BEHIND.value))
    pace: nw.Expr = chain.otherwise(nw.lit(None, nw.String))
    return pace


def _problem() -> nw.Expr:
    is_path, is_late = nw.col(temporary("is_path")), ~nw.col(temporary("is_cumulative"))
    cases = {
        OutlookProblem.NOT_JUDGED: ~nw.col(_IS_SOUND),
        OutlookProblem.OTHER_YEAR: is_path.is_null(),
        **{
            problem: nw.col(temporary("obstacle")) == problem.value
            for problem in (OutlookProblem.NOT_A_YEAR, OutlookProblem.NO_SHARE)
        },
        OutlookProblem.NO_PATH: nw.col(temporary("is_milestone")) & ~_is_whole("pace"),
        OutlookProblem.UNSETTLED_RANGE: _is_part() & ~_is_whole("pace"),
        OutlookProblem.LATER_PART: is_path & is_late,
        OutlookProblem.NOTHING_EXPECTED: is_path & (nw.col(temporary("share")) == 0),
    }
    chain = reduce(
        lambda so_far, case: so_far.when(case[1]).then(nw.lit(case[0].value)),
        cases.items(),
        nw.when(nw.lit(value=False)).then(nw.lit(None, nw.String)),
    )
    problem: nw.Expr = chain
    return problem


def _findings(judged: JudgedFrame) -> Iterator[nw.Expr]:
    """The other columns that an outlook adds, once pace and problem are known."""
    paced, problem = ~nw.col("pace").is_null(), nw.col(_PROBLEM)
    value, bound = nw.col(VALUE).cast(nw.Float64), nw.col(temporary("bound"))
    factor, share = nw.col(temporary("factor")), nw.col(temporary("share"))
    left, is_path = nw.col(temporary("months_left")), nw.col(temporary("is_path"))
    is_cumulative = nw.col(temporary("is_cumulative"))
    is_required = paced & is_path & is_cumulative & (left > 0)
    is_projected = paced & (~is_path | is_cumulative) & (share > 0) & ~bound.is_null()
    yield nw.when(paced & (bound > 0)).then(value / bound).alias("attained_share")
    yield nw.when(paced).then(share).alias("expected_share")
    gap = (value - bound) * factor
    yield nw.when(is_required).then((0.0 - gap) / left).alias("required")
    yield nw.when(is_required).then(nw.col(temporary("required_unit"))).alias("required_unit")
    yield nw.when(is_projected).then(value * factor / share).alias("projected")
    if judged.columns.has("value_upper"):
        upper = nw.col(VALUE_UPPER).cast(nw.Float64)
        yield nw.when(is_projected).then(upper * factor / share).alias("projected_upper")
    yield nw.when(is_projected).then(nw.col(temporary("projected_unit"))).alias("projected_unit")
    status: Any = nw.when(paced & problem.is_null() & _is_whole("projected"))
    status = status.then(nw.lit(Status.EXCEEDED.value))
    status = status.when(paced & problem.is_null() & _is_whole("pace"))
    status = status.then(nw.lit(Status.MET.value))
    status = status.when(paced & problem.is_null()).then(nw.lit(Status.MISSED.value))
    yield status.otherwise(nw.lit(None, nw.String)).alias("projected_status")
    yield nw.when(paced).then(nw.col(temporary("method"))).alias("projection_method")
    yield problem.alias("outlook_problem")


def _reason(request: Request) -> nw.Expr:
    problem = nw.col(_PROBLEM)
    # Null where there is no problem, so that building the sentences costs little.
    open_row = nw.when(~problem.is_null())
    facts = {
        "period": open_row.then(nw.col(word("period"))),
        "target_period": open_row.then(nw.col(temporary("wanted_period"))),
    }
    chain: Any = nw.when(problem == OutlookProblem.NOT_JUDGED.value).then(nw.col(_REASON))
    for each in OutlookProblem:
        if each is not OutlookProblem.NOT_JUDGED:
            said = sentence(outlook_problem_template(each, request.language), facts)
            chain = chain.when(problem == each.value).then(said)
    reason: nw.Expr = chain.otherwise(nw.lit(None, nw.String))
    return reason
