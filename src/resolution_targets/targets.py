"""Targets and the numbered items of a resolution that hold them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs

from resolution_targets.criteria import (
    Criterion,
    Reading,
    Relation,
    Rounding,
    Rule,
    rule_for,
)
from resolution_targets.errors import InvalidCriterionError, InvalidFieldError
from resolution_targets.indicators import Domain, Indicator
from resolution_targets.periods import ReferencePeriod, as_date_or_none, as_period
from resolution_targets.vocabulary import PERCENT, PERCENTAGE_POINT, canonical_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal
    from typing import Any

    from pint import Quantity

    from resolution_targets.criteria import End
    from resolution_targets.outlooks import Outlook
    from resolution_targets.profiles import Profile
    from resolution_targets.rates import ExchangeRate
    from resolution_targets.verdicts import Verdict


# string.ascii_lowercase costs the import of string: half a millisecond of the 16 that
# loading may take.
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@attrs.frozen(kw_only=True)
class Target:
    """A value promised for an indicator, an area and a period.

    Attributes:
        id: The identifier, "grdp-per-capita" say.
        number: The line in the resolution; a letter follows where one line promises
            several things ("7a").
        indicator: What is measured.
        domain: Under which heading the resolution promises it.
        reference_area: Where it is to be reached, as an ISO 3166 code.
        reference_period: By when, or in which period.
        criterion: The promise itself.
        stretch: A second, harder promise (phấn đấu); else None.
        unit: The canonical name of the criterion's unit; any spelling is taken on input.
        of_which: The id of the target that this one is a part of (trong đó); else None.
        quote: The phrase that the promise was read from, verbatim.
        source: The id of the source that holds the phrase.
        locator: Where in the source.
        comment: Where something above is a judgement and not the text's word, why.
        in_force_from: The first day on which the promise holds; None if the source does
            not give it.
        act: The id of the source that is the act which set the promise; the one that
            holds the phrase, unless that is a report on the act.
    """

    id: str
    number: str
    indicator: Indicator
    domain: Domain
    reference_area: str
    reference_period: ReferencePeriod = attrs.field(converter=as_period)
    criterion: Criterion
    stretch: Criterion | None = None
    unit: str = attrs.field(converter=canonical_unit)
    of_which: str | None = None
    quote: str = ""
    source: str = ""
    locator: str = ""
    comment: str = ""
    in_force_from: date | None = attrs.field(default=None, converter=as_date_or_none)
    act: str = attrs.field(default=attrs.Factory(lambda target: target.source, takes_self=True))

    def __attrs_post_init__(self) -> None:
        """Refuse a number of no line, and a criterion that the direction contradicts."""
        digits = self.number.rstrip(_LETTERS)
        if not (digits.isascii() and digits.isdigit()) or digits.startswith("0"):
            raise InvalidFieldError(
                field="Target.number",
                value=self.number,
                expected="a number with or without a letter",
            )
        for criterion in (self.criterion, self.stretch):
            if criterion is not None and criterion.relation is not Relation.DONE:
                try:
                    rule_for(criterion.relation, self.indicator.direction)
                except InvalidCriterionError as error:
                    raise InvalidCriterionError(problem=f"{self.id}: {error.problem}") from None

    @property
    def item_number(self) -> int:
        """The number of the item that it belongs to: 7 for "7a"."""
        return int(self.number.rstrip(_LETTERS))

    @property
    def quantity(self) -> Quantity[Any] | None:
        """The criterion's easier bound as a pint quantity; None for a milestone.

        It belongs to `pint.get_application_registry()`, whose numbers are floats unless
        the application chose otherwise; the exact bound is `criterion.lower`.
        """
        from resolution_targets.units import to_quantity  # noqa: PLC0415  # see compare

        bound = self.easier_bound
        return None if bound is None else to_quantity(bound, self.unit)

    def promise_in_words(self, language: str) -> str:
        """The promise with its unit as a report would put it.

        Args:
            language: "vi" or "en".

        Raises:
            UnknownOptionError: The language is another one.

        Examples:
            >>> import resolution_targets as rt
            >>> rt.load("ha-tinh-2025")["7a"].promise_in_words("vi")
            'trên 8.800 tỷ đồng'
        """
        from resolution_targets.wording import (  # noqa: PLC0415  # see compare
            check_language,
            promise_in_words,
        )

        check_language(language)
        return promise_in_words(self.criterion, self.unit, language)

    @property
    def easier_end(self) -> End:
        """Which end of the criterion a value meets first: "upper" where less is better."""
        rule = self._rule
        return "lower" if rule is None else rule.easier

    @property
    def easier_bound(self) -> Decimal | None:
        """The bound, or a range's easier end, in `unit`; None for a milestone."""
        criterion = self.criterion
        return criterion.upper if self.easier_end == "upper" else criterion.lower

    @property
    def gap_unit(self) -> str:
        """The unit of a difference from the bound: percentage points for a share."""
        return PERCENTAGE_POINT if self.unit == PERCENT else self.unit

    def compare(  # noqa: PLR0913  # one parameter for each option
        self,
        value: object,
        *,
        unit: str | None = None,
        reading: Reading | str = Reading.STRICT,
        rounding: Rounding | str = Rounding.EXACT,
        rates: Iterable[ExchangeRate] = (),
        period: ReferencePeriod | str | int | None = None,
    ) -> Verdict:
        """The verdict on one figure.

        A bare number is taken to be in the target's own unit and of its area and period.

        Args:
            value: A number, a `Decimal` (judged exactly), a pint quantity in any unit that
                converts, an `Observation`, True or False for a milestone, or None for
                "not reported".
            unit: The number's unit in any spelling, if it is not the target's.
            reading: "strict", or "lenient" to let a value on the bound meet "above" and
                "below", and a range count by its better end.
            rounding: "exact", or "published" to let a figure stand for all that is rounded
                to it: 93.5 for everything from 93.45 up to, and without, 93.55.
            rates: Exchange rates, at most one for each two currencies; without one,
                currencies do not convert.
            period: The period that an observation must be of, if it is on purpose not the
                target's; a bare number carries none.

        Returns:
            A verdict; of status NOT_REPORTED for None, and NOT_COMPARABLE for NaN, for an
            infinite value and for an observation of another area or period. UNDECIDED where
            some of what a range or a rounded figure stands for meets the promise and some
            does not.

        Raises:
            InvalidValueError: The value is text, a bool where a number is promised, or of
                another type.
            UnknownUnitError: The unit is no spelling of the vocabulary.
            IncompatibleUnitError: The unit does not convert to the target's.
            UnknownOptionError: The reading is neither "strict" nor "lenient", or the
                rounding neither "exact" nor "published".
            InvalidFieldError: There are two rates for the same currencies.

        Examples:
            >>> import resolution_targets as rt
            >>> target = rt.load("ha-tinh-2025")["grdp-growth"]
            >>> target.compare(7).status, target.compare(7, reading="lenient").status
            (<Status.MISSED: 'missed'>, <Status.MET: 'met'>)
            >>> target.compare(0.073, unit="dimensionless").status
            <Status.MET: 'met'>
            >>> target.compare(7.0, rounding="published").status
            <Status.UNDECIDED: 'undecided'>
        """
        # Judging needs fractions, units and sentences: 6 ms that loading does without.
        from resolution_targets.judging import judge_value  # noqa: PLC0415

        return judge_value(
            self,
            value,
            unit=unit,
            reading=reading,
            rounding=rounding,
            rates=rates,
            period=period,
        )

    def outlook(  # noqa: PLR0913  # one parameter for each option
        self,
        value: object,
        *,
        period: ReferencePeriod | str | int | None = None,
        unit: str | None = None,
        profile: Profile | Mapping[str, Profile] | None = None,
        margin: Decimal | int | str | None = None,
        reading: Reading | str = Reading.STRICT,
        rates: Iterable[ExchangeRate] = (),
    ) -> Outlook:
        """Where a figure for part of the target's year stands, and what it points to.

        Amounts that grow over the year (`Indicator.accumulates`) are held against an
        expected path, and a month or quarter alone against its own share of it; stocks,
        rates and shares against the promise itself, as "so far".

        Args:
            value: An `Observation`, or a number as `compare` takes it with its `period`.
            period: What a bare number covers, "2025-9M" say.
            unit: The number's unit in any spelling, if it is not the target's.
            profile: How the year's amount is expected to come in, or such a profile for
                each indicator by its id; without one, evenly.
            margin: How far past the path, as a share of it, still counts as on track;
                without one, 0.05. Short of the path is behind, whatever the margin.
            reading: As for `compare`.
            rates: As for `compare`.

        Returns:
            An outlook, which says what is missing where something is. For a figure that
            covers the whole year, behind means missed.

        Raises:
            InvalidValueError: A bare number has no period, or the value is refused by
                `compare`.
            InvalidPeriodError: `period` names no period.
            UnknownUnitError: The unit is no spelling of the vocabulary.
            IncompatibleUnitError: The unit does not convert to the target's.
            InvalidFieldError: The margin is no share, or there are two rates for the same
                currencies.

        Examples:
            >>> import resolution_targets as rt
            >>> outlook = rt.load("ha-tinh-2025")["budget-revenue"].outlook(15000, period="2025-9M")
            >>> outlook.pace, outlook.projected, outlook.required_unit
            (<Pace.AHEAD: 'ahead'>, 20000.0, 'billion VND/month')
        """
        # See compare.
        from resolution_targets.outlooks import MARGIN, outlook_of  # noqa: PLC0415
        from resolution_targets.profiles import EVEN  # noqa: PLC0415

        return outlook_of(
            self,
            value,
            period=period,
            unit=unit,
            profile=EVEN if profile is None else profile,
            margin=MARGIN if margin is None else margin,
            reading=reading,
            rates=rates,
        )

    @property
    def _rule(self) -> Rule | None:
        if self.criterion.relation is Relation.DONE:
            return None
        return rule_for(self.criterion.relation, self.indicator.direction)


@attrs.frozen(kw_only=True)
class Item:
    """A numbered line of the resolution; it holds one or more targets.

    Attributes:
        number: The number of the line.
        targets: What it promises, in the order of the text.
    """

    number: int
    targets: tuple[Target, ...]

    @property
    def domain(self) -> Domain:
        """The heading that the line stands under."""
        return self.targets[0].domain
