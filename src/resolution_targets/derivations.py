"""Figures that follow from reported ones, with a trail of what they came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from resolution_targets.derivationresults import DerivedObservations
from resolution_targets.derivationrules import rules_of
from resolution_targets.derivationsteps import Steps
from resolution_targets.errors import UnsupportedFrameError
from resolution_targets.observations import Observation
from resolution_targets.wording import check_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polars as pl

    from resolution_targets.dataset import Dataset
    from resolution_targets.derivationrules import Rule


@overload
def derive(
    figures: Iterable[Observation],
    dataset: Dataset,
    *,
    levels: Mapping[str, str] | None = None,
    language: str = "en",
) -> DerivedObservations: ...


@overload
def derive(
    figures: pl.DataFrame,
    dataset: Dataset,
    *,
    levels: Mapping[str, str] | None = None,
    language: str = "en",
) -> pl.DataFrame: ...


@overload
def derive(
    figures: pl.LazyFrame,
    dataset: Dataset,
    *,
    levels: Mapping[str, str] | None = None,
    language: str = "en",
) -> pl.LazyFrame: ...


def derive(
    figures: Iterable[Observation] | pl.DataFrame | pl.LazyFrame,
    dataset: Dataset,
    *,
    levels: Mapping[str, str] | None = None,
    language: str = "en",
) -> DerivedObservations | pl.DataFrame | pl.LazyFrame:
    """Reported figures, and those that follow from them.

    What follows, by the kind of the indicator: a *change*, from the level at the end of the
    year before and the level now; a *growth rate*, from the same period of the year before;
    the *sum* of the year so far, from months and quarters without a gap; a *ratio*, from
    its numerator and denominator of the same area and period. What was derived serves
    further rules. A reported figure stays as it is, and is what later steps use; where a
    derived one contradicts it, that is said. From figures of one indicator, area and period
    that disagree nothing is derived, nor from a range, which a derived figure contradicts
    only if it lies outside.

    A frame has the columns `indicator`, `value` and `period`, and may have `area`, `unit`
    and `status`, as for `compare`. `value_upper` is the larger end of a range, and `decimals`
    how many a value was written with. A row is not used, and contradicts nothing, where
    `unreadable` says why its value is none, or `passed_over` why another one was chosen. Whole
    numbers come out as floats, enumerations as text. Added are `derived_from` (a trail, on
    derived rows), `disagreement` (on reported ones), and `derivation_problem` (the name of
    a `DerivationProblem`) and `derivation_reason` on rows from which nothing was derived
    though their indicator has a rule.

    Args:
        figures: Observations, or a polars frame, eager or lazy.
        dataset: The indicators, with their kinds, units, numerators and denominators.
        levels: The indicators that growth rates and changes are of, where the dataset does
            not say: `{"grdp-growth": "grdp-constant-prices"}`.
        language: The language of a frame's sentences, "en" or "vi".

    Returns:
        `DerivedObservations`, or a frame of the same kind: the given rows, then the derived
        ones, in which columns that nobody can know are null.

    Raises:
        UnknownIndicatorError: `levels` names an indicator that the dataset lacks.
        InvalidFieldError: `levels` gives a level to an indicator that takes none, or would
            have an indicator follow from itself.
        UnknownOptionError: `language` is neither "en" nor "vi".
        UnsupportedFrameError: The figures are neither observations nor a polars frame.
        MissingColumnError: The frame lacks `indicator`, `value` or `period`.
        ColumnTypeError: `value` or `value_upper` holds no numbers, `decimals` no integers, or
            a column of words no text.
        ColumnClashError: The frame has a column already that this call adds.

    Examples:
        >>> import polars as pl, resolution_targets as rt
        >>> ds = rt.load("ha-tinh-2025", version="1.0.0")
        >>> rates = pl.DataFrame({"indicator": ["poverty-rate", "poverty-rate"],
        ...                       "period": ["2024", "2025"], "value": [2.41, 1.9]})
        >>> print(*rt.derive(rates, ds).select("indicator", "value", "derived_from").row(2))
        poverty-reduction 0.51 poverty-rate 2024: 2.41 percent; poverty-rate 2025: 1.9 percent
    """
    check_language(language)
    rules = rules_of(dataset, levels or {})
    if hasattr(figures, "collect_schema") or hasattr(figures, "columns"):
        # polars: 60 ms and more that observations do without.
        from resolution_targets.derivationframes import derive_frame  # noqa: PLC0415

        framed: pl.DataFrame | pl.LazyFrame = derive_frame(figures, dataset, rules, language)
        return framed
    each: Any = figures
    return _derive_each(each, dataset, rules)


def _derive_each(
    figures: Iterable[object], dataset: Dataset, rules: tuple[Rule, ...]
) -> DerivedObservations:
    given = tuple(map(_observation, figures))
    steps = Steps(dataset, rules, given)
    steps.run()
    order = {rule.indicator.id: place for place, rule in enumerate(rules)}
    derived = tuple(
        sorted(
            steps.derived,
            key=lambda each: (order[each.indicator], each.reference_area, each.reference_period),
        )
    )
    return DerivedObservations(
        observations=(*given, *derived),
        derived=derived,
        disagreements=tuple(steps.disagreements),
        problems=tuple(steps.problems),
    )


def _observation(value: object) -> Observation:
    if isinstance(value, Observation):
        return value
    raise UnsupportedFrameError(found=f"{type(value).__module__}.{type(value).__name__}")
