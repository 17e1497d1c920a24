"""Promises side by side: with another dataset's, or with what was reported already.

Which of two promises is harder is asked of `changekinds`, so that this and a diff say the
same: the harder one is met by fewer values.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING

import attrs

from resolution_targets.changekinds import COMMON_FIELDS, ChangeKind, kinds_between
from resolution_targets.criteria import Status
from resolution_targets.dataset import Dataset
from resolution_targets.errors import InvalidFieldError, UnknownIndicatorError
from resolution_targets.numerals import as_written
from resolution_targets.observations import Observation
from resolution_targets.pairingchecks import figure_mismatch, target_mismatch, unit_mismatch
from resolution_targets.pairingwords import (
    Mismatch,
    Standing,
    explanation,
    frame_of_pairings,
    markdown_of_pairings,
    reason_in_words,
)
from resolution_targets.rates import ExchangeRate, as_rates, factor_at
from resolution_targets.targets import Target
from resolution_targets.units import as_decimal
from resolution_targets.verdicts import Verdict
from resolution_targets.wording import check_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import polars as pl

# From ours to theirs: where theirs is tighter, ours is the easier promise.
_STANDINGS: Mapping[ChangeKind, Standing] = {
    ChangeKind.TIGHTENED: Standing.EASIER,
    ChangeKind.LOOSENED: Standing.HARDER,
}


@attrs.frozen(kw_only=True)
class Pairing:
    """A promise and what it is set beside, with what can be said of the two.

    Numbers are counted between bounds, of a range its easier end, in the unit of our
    promise; they are None where nothing is compared. Equal bounds are not yet equal
    promises: "above 95%" is harder than "95%". Of a figure that was reported as a range, it
    is the smaller end that difference and ratio are counted from, whichever way is better.

    Attributes:
        indicator: The indicator's id.
        ours: Our promise.
        theirs: The other promise, or a reported figure.
        standing: How ours stands beside theirs.
        mismatch: Why they are not comparable; None if they are.
        verdict: What our target says of the figure; None for a promise, and where the
            target was not asked.
        rate: The exchange rate that theirs was converted at; None if none was needed.
    """

    indicator: str
    ours: Target
    theirs: Target | Observation
    standing: Standing
    mismatch: Mismatch | None = None
    verdict: Verdict | None = None
    rate: ExchangeRate | None = None

    @property
    def theirs_in_our_unit(self) -> Decimal | None:
        """Their bound or figure in our unit, of a range the smaller end.

        It is exact wherever it has an end as a decimal.
        """
        theirs = self._theirs
        return None if theirs is None else as_decimal(theirs)

    @property
    def theirs_upper_in_our_unit(self) -> Decimal | None:
        """The larger end of a figure that was reported as a range, in our unit; else None.

        Examples:
            >>> import resolution_targets as rt
            >>> dataset = rt.load("vietnam-2025")
            >>> estimate = rt.Observation(
            ...     indicator="gdp-growth", reference_area="VN", reference_period=2025,
            ...     value=Decimal("0.062"), value_upper=Decimal("0.065"), unit="dimensionless",
            ... )
            >>> pairing = rt.side_by_side(dataset, [estimate])["gdp-growth"]
            >>> pairing.theirs_in_our_unit, pairing.theirs_upper_in_our_unit, pairing.difference
            (Decimal('6.2'), Decimal('6.5'), Decimal('0.3'))
        """
        if isinstance(self.theirs, Target) or self.theirs.value_upper is None:
            return None
        upper = self._in_our_unit(self.theirs.value_upper)
        return None if upper is None else as_decimal(upper)

    @property
    def difference(self) -> Decimal | None:
        """Our bound less theirs, or less the smaller end of a range, in `difference_unit`."""
        ours, theirs = self._ours, self._theirs
        return None if ours is None or theirs is None else as_decimal(ours - theirs)

    @property
    def difference_unit(self) -> str | None:
        """The unit of the difference: ours, or percentage points between shares."""
        return None if self.difference is None else self.ours.gap_unit

    @property
    def ratio(self) -> Fraction | None:
        """Our bound as a share of theirs, exactly; None unless both are above zero.

        Of a range it is a share of the smaller end.
        """
        ours, theirs = self._ours, self._theirs
        if ours is None or theirs is None or ours <= 0 or theirs <= 0:
            return None
        return ours / theirs

    def reason_in(self, language: str) -> str:
        """Why the two are not comparable, in Vietnamese or English; "" if they are.

        Raises:
            UnknownOptionError: The language is neither "vi" nor "en".

        Examples:
            >>> import resolution_targets as rt
            >>> target = rt.load("ha-tinh-2025")["export-turnover"]
            >>> figure = rt.Observation(indicator="export-turnover", reference_area="VN-23",
            ...     reference_period=2024, value=63000, unit="billion VND")
            >>> dataset = rt.Dataset(id="mine", version="1.0.0", targets=(target,))
            >>> rt.side_by_side(dataset, [figure]).rows[0].reason_in("en")
            'billion USD and billion VND are two currencies: convert one first, at a dated rate'
        """
        check_language(language)
        return reason_in_words(self, language)

    def explain(self, language: str = "en") -> str:
        """Both sides, the difference between them and what follows, in sentences.

        Args:
            language: "vi" or "en".

        Raises:
            UnknownOptionError: The language is another one.

        Examples:
            >>> import resolution_targets as rt
            >>> province, country = rt.load("ha-tinh-2025"), rt.load("vietnam-2025")
            >>> pairing = rt.side_by_side(province, country)["doctors-per-10000"]
            >>> print(pairing.explain())
            (12) Doctors per 10,000 people. This promise: 12 doctors per 10,000 people; \
the other: about 15 doctors per 10,000 people. Difference: -3 doctors per 10,000 people, \
80% of the other: easier.
        """
        check_language(language)
        return explanation(self, language)

    @property
    def _is_compared(self) -> bool:
        return self.standing not in (Standing.NOT_COMPARABLE, Standing.NOT_REPORTED)

    @property
    def _ours(self) -> Fraction | None:
        bound = self.ours.easier_bound
        return None if bound is None or not self._is_compared else Fraction(bound)

    @property
    def _theirs(self) -> Fraction | None:
        """Their bound or figure in our unit; None where there is none, or for a milestone."""
        theirs = self.theirs
        return self._in_our_unit(
            theirs.easier_bound if isinstance(theirs, Target) else theirs.value
        )

    def _in_our_unit(self, value: Decimal | float | None) -> Fraction | None:
        if value is None or self._ours is None:
            return None
        rates = () if self.rate is None else (self.rate,)
        return Fraction(as_written(value)) * factor_at(self.theirs.unit, self.ours.unit, rates)[0]


@attrs.frozen(kw_only=True)
class SideBySide:
    """The promises of a dataset set beside another one's, or beside reported figures.

    Everything of both sides is in it once: a promise with several figures stands in
    several rows.

    Attributes:
        here: Our dataset and its version.
        there: The other dataset and its version; "" for reported figures.
        rows: What both sides have, in the order of our text.
        only_here: Our promises without a counterpart.
        only_there: What they have without a counterpart.
    """

    here: str
    there: str
    rows: tuple[Pairing, ...]
    only_here: tuple[Target, ...]
    only_there: tuple[Target | Observation, ...]

    def __getitem__(self, indicator: str) -> Pairing:
        """The first pairing of an indicator, by its id.

        Raises:
            UnknownIndicatorError: Not both sides have it; a near name is offered.
        """
        for pairing in self.rows:
            if pairing.indicator == indicator:
                return pairing
        raise UnknownIndicatorError(
            key=indicator,
            dataset=f"what {self.here} and {self.there or 'the figures'} have in common",
            known=dict.fromkeys(pairing.indicator for pairing in self.rows),
        )

    def __len__(self) -> int:
        """How many pairings there are."""
        return len(self.rows)

    def to_frame(self, language: str = "en") -> pl.DataFrame:
        """A row for each pairing, as a polars frame.

        Args:
            language: "vi" or "en", for the reason.

        Returns:
            A frame of the columns indicator, name_vi, name_en, ours and theirs (bounds and
            figures in `unit`, as floats), unit, difference (in `difference_unit`), ratio,
            standing and reason, and exchange_rate if one was needed; null where there is
            nothing to say. If a figure was reported as a range, `theirs` is its smaller end,
            from which difference and ratio are counted, and `theirs_upper` behind it the
            larger.

        Raises:
            UnknownOptionError: The language is another one.

        Examples:
            >>> import resolution_targets as rt
            >>> beside = rt.side_by_side(rt.load("ha-tinh-2025"), rt.load("vietnam-2025"))
            >>> beside.to_frame().select("indicator", "difference", "standing").rows()[2:]
            [('hospital-beds-per-10000', -2.5, 'easier'), ('trained-labour', 10.0, 'harder')]
        """
        check_language(language)
        return frame_of_pairings(self, language)

    def to_markdown(self, language: str = "en") -> str:
        """The pairings as a table in Markdown, and what only one side has below it.

        Args:
            language: "vi" or "en".

        Raises:
            UnknownOptionError: The language is another one.

        Examples:
            >>> import resolution_targets as rt
            >>> beside = rt.side_by_side(rt.load("ha-tinh-2025"), rt.load("vietnam-2025"))
            >>> print(beside.to_markdown().splitlines()[0])
            # ha-tinh-2025 1.1.0 beside vietnam-2025 1.0.0
        """
        check_language(language)
        return markdown_of_pairings(self, language)


def side_by_side(
    dataset: Dataset,
    other: Dataset | Iterable[Observation] | None = None,
    *,
    rates: Iterable[ExchangeRate] = (),
) -> SideBySide:
    """The promises of a dataset beside another one's, or beside what was reported.

    Promises are paired by their indicator, and several for one indicator in the order of the
    text, as `diff` does. A figure is held against the target as if it were of the target's
    time ("was the promise for 2025 already met in 2024?"); of what grows or changes within
    a year, a figure for another stretch of it is not comparable. "About" changes nothing,
    and a second, harder promise (phấn đấu) is not looked at.

    Args:
        dataset: Our promises.
        other: Another dataset; or some observations, the dataset's own if not given.
        rates: Exchange rates, at most one for each two currencies; without one, currencies
            are not comparable. A promise in another currency is set beside ours at the rate,
            rounded at the 50th digit where it has no end as a decimal.

    Raises:
        InvalidFieldError: Something among the observations is none, or there are two rates
            for the same currencies.

    Examples:
        >>> import resolution_targets as rt
        >>> beside = side_by_side(rt.load("ha-tinh-2025"))
        >>> [(row.indicator, row.standing.value) for row in beside.rows[-2:]]
        [('domestic-revenue', 'already_met'), ('trade-revenue', 'not_yet_met')]
    """
    known = as_rates(rates)
    theirs: dict[str, list[Target | Observation]] = {}
    for entry in _entries(dataset.observations if other is None else other):
        id_ = entry.indicator.id if isinstance(entry, Target) else entry.indicator
        theirs.setdefault(id_, []).append(entry)
    ours: dict[str, list[Target]] = {}
    for target in dataset:
        ours.setdefault(target.indicator.id, []).append(target)
    rows: list[Pairing] = []
    only_here: list[Target] = []
    only_there: list[Target | Observation] = [
        entry for id_, entries in theirs.items() if id_ not in ours for entry in entries
    ]
    for id_, targets in ours.items():
        for mine, their in _paired(targets, theirs.get(id_, [])):
            if mine is None or their is None:
                only_here += [mine] if mine is not None else []
                only_there += [their] if their is not None else []
            else:
                rows.append(_pairing(mine, their, known))
    return SideBySide(
        here=dataset.label,
        there=other.label if isinstance(other, Dataset) else "",
        rows=tuple(rows),
        only_here=tuple(only_here),
        only_there=tuple(only_there),
    )


def _entries(other: Dataset | Iterable[object]) -> Iterator[Target | Observation]:
    if isinstance(other, Dataset):
        yield from other.targets
        return
    for observation in other:
        if not isinstance(observation, Observation):
            raise InvalidFieldError(
                field="a reported figure",
                value=observation,
                expected="an Observation; another dataset is given as a whole",
            )
        yield observation


def _paired(
    ours: list[Target], theirs: list[Target | Observation]
) -> Iterator[tuple[Target | None, Target | Observation | None]]:
    """Promise with promise in their order; every figure with every promise."""
    if theirs and isinstance(theirs[0], Observation):
        yield from ((target, figure) for target in ours for figure in theirs)
    else:
        yield from zip_longest(ours, theirs)


def _pairing(
    ours: Target, theirs: Target | Observation, rates: tuple[ExchangeRate, ...]
) -> Pairing:
    paired = partial(Pairing, indicator=ours.indicator.id, ours=ours, theirs=theirs)
    if isinstance(theirs, Observation) and theirs.value is None:
        return paired(standing=Standing.NOT_REPORTED)
    mismatch = unit_mismatch(ours, theirs, rates)
    if mismatch is not None:
        return paired(standing=Standing.NOT_COMPARABLE, mismatch=mismatch)
    _, rate = factor_at(theirs.unit, ours.unit, rates)
    if isinstance(theirs, Target):
        mismatch = target_mismatch(ours, theirs)
        standing = Standing.NOT_COMPARABLE
        if mismatch is None:
            standing, mismatch = _between(ours, theirs, rate)
        return paired(standing=standing, mismatch=mismatch, rate=rate)
    mismatch = figure_mismatch(ours, theirs)
    if mismatch is not None:
        return paired(standing=Standing.NOT_COMPARABLE, mismatch=mismatch, rate=rate)
    verdict = ours.compare(theirs, period=theirs.reference_period, rates=rates)
    standing, mismatch = _BY_STATUS.get(verdict.status, (Standing.NOT_COMPARABLE, Mismatch.FIGURE))
    return paired(standing=standing, mismatch=mismatch, verdict=verdict, rate=rate)


def _between(
    ours: Target, theirs: Target, rate: ExchangeRate | None
) -> tuple[Standing, Mismatch | None]:
    """How our promise stands beside another one in a unit that converts."""
    if rate is not None:
        theirs = _exchanged(theirs, ours.unit, rate)
    kinds = kinds_between(ours, theirs, fields=COMMON_FIELDS)
    if ChangeKind.SHIFTED in kinds:
        return Standing.NOT_COMPARABLE, Mismatch.RANGE
    found = (_STANDINGS[kind] for kind in _STANDINGS if kind in kinds)
    return next(found, Standing.SAME), None


def _exchanged(target: Target, unit: str, rate: ExchangeRate) -> Target:
    """The same promise in the unit of another currency."""
    factor, _ = factor_at(target.unit, unit, (rate,))
    lower, upper = (
        None if end is None else as_decimal(Fraction(end) * factor)
        for end in (target.criterion.lower, target.criterion.upper)
    )
    criterion = attrs.evolve(target.criterion, lower=lower, upper=upper)
    return attrs.evolve(target, criterion=criterion, stretch=None, unit=unit)


_BY_STATUS: Mapping[Status, tuple[Standing, None]] = {
    Status.EXCEEDED: (Standing.ALREADY_MET, None),
    Status.MET: (Standing.ALREADY_MET, None),
    Status.MISSED: (Standing.NOT_YET_MET, None),
    Status.UNDECIDED: (Standing.UNDECIDED, None),
}
