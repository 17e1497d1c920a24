"""Progress by name: of one series of figures, and of whole frames."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, overload

from resolution_targets.assessments import Refusal, Request, assess, observations_of
from resolution_targets.dataset import Dataset
from resolution_targets.errors import InvalidFieldError, ProgressMethodError, UnknownIndicatorError
from resolution_targets.members import as_member
from resolution_targets.periods import as_period
from resolution_targets.progresschecks import Options, exact_option
from resolution_targets.progressmethods import METHODS, Band, ProgressMethod
from resolution_targets.wording import check_language

if TYPE_CHECKING:
    from resolution_targets.assessments import Number, Period, Series
    from resolution_targets.periods import ReferencePeriod
    from resolution_targets.progressvalues import Progress
    from resolution_targets.targets import Target

FrameT = TypeVar("FrameT")


@overload
def progress(
    series: Series,
    target: Target,
    *,
    method: ProgressMethod | str = ...,
    baseline: Period | None = ...,
    period: Period | None = ...,
    bands: Mapping[str, Number | None] | None = ...,
    lower: Number | None = ...,
    upper: Number | None = ...,
    limit: Number | None = ...,
) -> Progress: ...
@overload
def progress(
    series: FrameT,
    target: Dataset,
    *,
    method: ProgressMethod | str = ...,
    baseline: Period | None = ...,
    bands: Mapping[str, Number | None] | None = ...,
    lower: Mapping[str, Number] | None = ...,
    upper: Mapping[str, Number] | None = ...,
    limit: Mapping[str, Number] | None = ...,
    language: str = ...,
) -> FrameT: ...
def progress(  # noqa: PLR0913  # one question, and what the methods take
    series: object,
    target: Target | Dataset,
    *,
    method: ProgressMethod | str = ProgressMethod.SHARE_OF_CHANGE,
    baseline: Period | None = None,
    period: Period | None = None,
    bands: Mapping[str, Number | None] | None = None,
    lower: Any = None,
    upper: Any = None,
    limit: Any = None,
    language: str = "en",
) -> object:
    """How far figures have come towards their targets, by a method with a name.

    The bound is the target's easier one, and the indicator's direction says what is good.
    No method knows "trên": a figure on the bound has come all the way, though it may not
    have met the promise yet. What the methods are, and what each refuses, stands on the
    page "Progress methods".

    Of a frame every row comes out once, in order, with `progress`, `progress_unit`,
    `progress_band`, and where a method says nothing of a row `progress_problem` (the name of
    a `ProgressProblem`) and `progress_reason` (a sentence). Its columns are read as `compare`
    reads them; a method that counts from a baseline needs the column `period` too. A range,
    as figure or as baseline, is refused, since no end of it is what was reported. A row that
    is `unreadable` or `passed_over` is neither figure nor baseline, and contradicts nothing.

    Args:
        series: Observations, of which those of the target's indicator and area count; or
            numbers in the target's unit by period; or a polars frame, eager or lazy.
        target: The target; for a frame, the dataset with all of them.
        method: The name of a `ProgressMethod`.
        baseline: The period that the change is counted from. If it is not given, that of the
            earliest figure; in a frame, the year before each target's.
        period: The period of the figure, the latest if it is not given; not for frames,
            each of whose rows is asked about.
        bands: Words of your own for `progress_chart` and `cagr_ratio`, each with its least
            value; the lowest has None. The best one counts as on track.
        lower: For `min_max`: the smaller end of the range, in the target's unit; for a frame,
            by indicator.
        upper: For `min_max`: the larger end, likewise.
        limit: For `open_sdg_trend`: what the indicator cannot pass, 100 say; likewise.
        language: The language of `progress_reason`, "en" or "vi".

    Returns:
        The progress; for a frame, one of the same kind.

    Raises:
        ProgressMethodError: The method says nothing of these figures; of a frame's rows, a
            column says so.
        UnknownOptionError: There is no such method or language.
        InvalidPeriodError: `baseline` or `period` names no period.
        InvalidFieldError: An option is one that the method does not take, or bands are not
            bands, or a number is not finite; or the dataset has two targets for one indicator.
        UnknownIndicatorError: For a frame, an option is for an indicator without a target.
        MissingColumnError: The frame lacks a column.
        ColumnTypeError: `value` or `value_upper` holds no numbers, or a column of words no
            text.
        ColumnClashError: The frame has a column already that this call adds.
        UnsupportedFrameError: It is no polars frame.

    Examples:
        >>> import polars as pl, resolution_targets as rt
        >>> ds = rt.load("ha-tinh-2025")
        >>> rt.progress({"2023": 10, "2024": 11}, ds["doctors-per-10000"], method="escap").value
        Decimal('5')
        >>> figures = pl.DataFrame(
        ...     {"indicator": ["forest-cover"] * 2, "value": [50.0, 51.5],
        ...      "period": ["2024", "2025"]}
        ... )
        >>> rt.progress(figures, ds)["progress"].to_list()
        [None, 0.75]
    """
    chosen = as_member(ProgressMethod, method, "method")
    _check_taken(chosen, lower=lower, upper=upper, limit=limit)
    start = None if baseline is None else as_period(baseline)
    own_bands = None if bands is None else _bands(bands)
    if isinstance(target, Dataset):
        if period is not None:
            raise InvalidFieldError(
                field="period", value=period, expected="None: every row of a frame is asked about"
            )
        check_language(language)
        ranges = {"lower": lower, "upper": upper, "limit": limit}
        return _of_frame(series, target, chosen, start, own_bands, ranges, language)
    numbers: dict[str, Any] = {
        name: exact_option(name, number)
        for name, number in (("lower", lower), ("upper", upper), ("limit", limit))
    }
    request = Request(
        baseline=start,
        period=None if period is None else as_period(period),
        options=Options(bands=own_bands, **numbers),
    )
    observations: Any = series
    found = assess(observations_of(observations, target), target, chosen, request)
    if isinstance(found, Refusal):
        raise ProgressMethodError(
            method=chosen.value,
            target=target.id,
            problem=found.problem.value,
            reason=found.reason("en"),
        )
    return found


def _check_taken(method: ProgressMethod, **options: object) -> None:
    """Refuse an option that the method would not look at."""
    for name, value in options.items():
        if value is not None and name not in METHODS[method].takes:
            (taker,) = (one.value for one, rules in METHODS.items() if name in rules.takes)
            raise InvalidFieldError(
                field=name,
                value=value,
                expected=f"None for method {method.value!r}; {taker!r} takes it",
            )


def _bands(bands: Mapping[str, Number | None]) -> tuple[Band, ...]:
    """The caller's bands, the best first."""
    leasts = {word: exact_option("bands", least) for word, least in bands.items()}
    lowest = [word for word, least in leasts.items() if least is None]
    ordered = sorted(
        ((word, least) for word, least in leasts.items() if least is not None),
        key=lambda band: band[1],
        reverse=True,
    )
    if len(lowest) != 1 or not ordered or len(set(leasts.values())) < len(leasts):
        raise InvalidFieldError(
            field="bands",
            value=dict(bands),
            expected="words with their least values, all different, and None for the lowest",
        )
    best, *others = ordered
    return (
        Band(word=best[0], least=best[1], is_on_track=True),
        *(Band(word=word, least=least) for word, least in others),
        Band(word=lowest[0], least=None),
    )


def _of_frame(  # noqa: PLR0913, PLR0917  # what progress was asked
    frame: object,
    dataset: Dataset,
    method: ProgressMethod,
    baseline: ReferencePeriod | None,
    bands: tuple[Band, ...] | None,
    ranges: Mapping[str, Any],
    language: str,
) -> object:
    # They need polars.
    from resolution_targets.progressframes import frame_progress  # noqa: PLC0415
    from resolution_targets.progresstables import FrameRequest  # noqa: PLC0415

    known = dict.fromkeys(target.indicator.id for target in dataset.targets)
    by_indicator = {name: _by_indicator(name, numbers) for name, numbers in ranges.items()}
    for numbers in by_indicator.values():
        for indicator in numbers:
            if indicator not in known:
                raise UnknownIndicatorError(key=indicator, dataset=dataset.label, known=known)
    options: dict[str, Options] = {}
    for indicator in known:
        numbers = {name: each.get(indicator) for name, each in by_indicator.items()}
        options[indicator] = Options(bands=bands, **numbers)
    asked = FrameRequest(
        dataset=dataset,
        method=method,
        baseline=baseline,
        options=options,
        own_bands=bands,
        language=language,
    )
    return frame_progress(frame, asked)


def _by_indicator(name: str, numbers: object) -> dict[str, Any]:
    if numbers is None:
        return {}
    if not isinstance(numbers, Mapping):
        raise InvalidFieldError(
            field=name,
            value=numbers,
            expected="a number for each indicator, {'forest-cover': 100} say",
        )
    return {indicator: exact_option(name, number) for indicator, number in numbers.items()}
