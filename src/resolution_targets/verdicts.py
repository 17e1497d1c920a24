"""Verdicts: what a comparison of one figure with one target found, with its reasons."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NoReturn

import attrs

from resolution_targets.criteria import Reading, Rounding, Status
from resolution_targets.errors import VerdictTruthError
from resolution_targets.numerals import published_decimals
from resolution_targets.observations import Observation
from resolution_targets.rates import ExchangeRate, factor_at
from resolution_targets.units import as_decimal, nearest_float
from resolution_targets.wording import Problem, problem_template, reason_in_words

if TYPE_CHECKING:
    from resolution_targets.targets import Target

Number = Decimal | int | float

_TOO_LARGE_FOR_A_FLOAT = 2**1023


@attrs.frozen(kw_only=True)
class Verdict:
    """What a comparison of one figure with one target found, with its reasons.

    A verdict is not a boolean: a figure may be missing or not comparable, which is
    neither met nor missed. Ask for `status`, or for `status.is_met`.

    Attributes:
        target: What was promised.
        status: What was found.
        value: The figure as it was given, in `unit`; None if there was none.
        value_upper: The larger end of a figure that was given as a range; else None.
        unit: The canonical name of the figure's unit.
        reading: How "above" and "below" were read.
        rounding: What the figure was taken to stand for.
        rate: The exchange rate that the bound was converted at; None if none was needed.
        observation: The observation that the figure stands in; None for a bare number.
        problem: Why the figure could not be judged; None if it was.
        facts: What the sentence about the problem says, by name.
    """

    target: Target
    status: Status
    value: Number | bool | None
    value_upper: Number | None = None
    unit: str
    reading: Reading = Reading.STRICT
    rounding: Rounding = Rounding.EXACT
    rate: ExchangeRate | None = None
    observation: Observation | None = None
    problem: Problem | None = None
    facts: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> NoReturn:
        """A verdict has no truth value.

        Raises:
            VerdictTruthError: Always.
        """
        raise VerdictTruthError(status=self.status.value)

    @property
    def gap(self) -> Decimal | float | None:
        """The figure less the bound, in `gap_unit`; None where nothing was judged.

        A range's gap is counted from its easier end. Exact for a Decimal; for any other
        number it is computed in floats, as in a frame.
        """
        return self._gap_of(self.value)

    @property
    def gap_upper(self) -> Decimal | float | None:
        """The same for the larger end of a figure that was given as a range; else None."""
        return self._gap_of(self.value_upper)

    @property
    def gap_unit(self) -> str | None:
        """The unit that `gap` is in: the target's, or percentage points for a share."""
        return self.target.gap_unit if self.gap is not None else None

    @property
    def attainment(self) -> Decimal | float | None:
        """The figure as a share of the bound, 1 being the bound itself.

        For an indicator of which less is better a share below 1 is the good side. None
        where nothing was judged, and where the bound is not above zero.
        """
        return self._share_of(self.value)

    @property
    def attainment_upper(self) -> Decimal | float | None:
        """The same for the larger end of a figure that was given as a range; else None."""
        return self._share_of(self.value_upper)

    @property
    def reason(self) -> str:
        """Why it is so, in one English sentence; `explain` says more."""
        if self.problem is not None or self.value is None:
            return self.problem_in("en")
        return reason_in_words(self.reported, self.unit, self.target.promise_in_words("en"))

    def problem_in(self, language: str) -> str:
        """Why the figure could not be judged, in Vietnamese or English; "" if it was."""
        if self.problem is None:
            return ""
        return problem_template(self.problem, language).format(**dict(self.facts))

    def explain(self, language: str = "en") -> str:
        """The promise, the figure, the arithmetic and the outcome, in sentences.

        Args:
            language: "vi" or "en".

        Raises:
            UnknownOptionError: The language is another one.

        Examples:
            >>> import resolution_targets as rt
            >>> verdict = rt.load("ha-tinh-2025")["doctors-per-10000"].compare(11.5)
            >>> print(verdict.explain("vi"))
            (12) Số bác sĩ trên 1 vạn dân. Chỉ tiêu: đạt 12 bác sĩ/1 vạn dân \
(“Có 12 bác sĩ/1 vạn dân”). Thực hiện: 11,5 bác sĩ/1 vạn dân. 11,5 < 12: chưa đạt. \
Chênh lệch: 11,5 - 12 = -0,5 bác sĩ/1 vạn dân. So với mức chỉ tiêu: 11,5 / 12 ≈ 95,83%.
        """
        # Sentences are for few verdicts; judging is for many.
        from resolution_targets.explanations import explain_verdict  # noqa: PLC0415

        return explain_verdict(self, language)

    @property
    def reported(self) -> tuple[Number, ...]:
        """The figure, or both ends of a range; empty if there is none."""
        return tuple(end for end in (self.value, self.value_upper) if end is not None)

    def half_step(self, number: Number) -> Fraction:
        """Half of the last decimal that a number was published with; 0 if it stands for itself."""
        if self.rounding is Rounding.EXACT:
            return Fraction(0)
        return half_step(number)

    @property
    def ends(self) -> tuple[Decimal, ...]:
        """The criterion's ends in the target's unit, the easier one first."""
        criterion = self.target.criterion
        ends = tuple(end for end in (criterion.lower, criterion.upper) if end is not None)
        return ends[::-1] if self.target.easier_end == "upper" else ends

    @property
    def factor(self) -> Fraction:
        """How many of the target's unit make one of the figure's, at `rate` if it is money."""
        rates = () if self.rate is None else (self.rate,)
        return factor_at(self.unit, self.target.unit, rates)[0]

    def in_target_unit(self, number: Number) -> Decimal | float:
        """A number of the figure's unit in the target's; exact for a `Decimal`."""
        if isinstance(number, Decimal) or abs(number) >= _TOO_LARGE_FOR_A_FLOAT:
            return as_decimal(Fraction(number) * self.factor)
        return float(number) * float(self.factor)

    def _gap_of(self, number: Number | None) -> Decimal | float | None:
        value, bound = self._value_and_bound(number)
        if value is None or bound is None:
            return None
        if isinstance(value, Decimal):
            return as_decimal(Fraction(value) * self.factor - Fraction(self.ends[0]))
        return (value - float(bound)) * float(self.factor)

    def _share_of(self, number: Number | None) -> Decimal | float | None:
        value, bound = self._value_and_bound(number)
        if value is None or bound is None or bound <= 0:
            return None
        if isinstance(value, Decimal):
            return as_decimal(Fraction(value) / Fraction(bound))
        return value / float(bound)

    def _value_and_bound(
        self, number: Number | None
    ) -> tuple[Decimal | float | None, Decimal | float | None]:
        """A number and the easier end in its unit, both Decimal or both float."""
        if self.problem is not None or number is None or not self.ends:
            return None, None
        bound = Fraction(self.ends[0]) / self.factor
        if isinstance(number, float):
            return number, float(bound)
        if isinstance(number, int) and abs(number) < _TOO_LARGE_FOR_A_FLOAT:
            return float(number), float(bound)
        return Decimal(number), as_decimal(bound)


def like(
    number: Number, end: Decimal | Fraction, precision: str = "d"
) -> float | Decimal | Fraction:
    """A bound as the kind of number it is compared with: floats with floats, else exact."""
    if not isinstance(number, float):
        return end
    return float(end) if precision == "d" else nearest_float(end, precision)


def half_step(number: Number) -> Fraction:
    """Half of the last decimal that a number was published with; 0 if it was computed.

    Examples:
        >>> half_step(93.5)
        Fraction(1, 20)
    """
    decimals = published_decimals(number)
    return Fraction(0) if decimals is None else Fraction(1, 2 * 10**decimals)
