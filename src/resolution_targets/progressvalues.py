"""How far one figure has come towards its target, and the sentences that say so."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from resolution_targets.progressmethods import METHODS, ProgressMethod, exact_number
from resolution_targets.progresswords import band_in_words, method_words, progress_label
from resolution_targets.units import format_amount
from resolution_targets.wording import check_language

if TYPE_CHECKING:
    from resolution_targets.observations import Observation
    from resolution_targets.targets import Target

# A value is shown to six digits, a figure to as many as a float keeps.
_VALUE_DIGITS = 6
_FIGURE_DIGITS = 15


@attrs.frozen(kw_only=True)
class Progress:
    """How far one figure has come towards its target, by one method.

    Attributes:
        method: The method.
        value: What it gives, in `unit`: a Decimal where all figures are decimals and the
            method takes no root, else the nearest float.
        unit: The unit of the value; "dimensionless" for shares, indices and scores.
        band: The method's own word for the value; None where it has none.
        is_on_track: Whether the method says that the target will be reached in time; None
            where it says nothing of that.
        baseline: What the change was counted from; None for methods without a baseline.
        current: The figure.
        target: The target.
        share_of_time: How much of the time from the baseline to the end of the target's
            period had gone by; None for methods without a baseline.
        numbers: What stands in the formula, by name: figures in the target's unit, times in
            years.

    Examples:
        >>> import resolution_targets as rt
        >>> target = rt.load("ha-tinh-2025")["doctors-per-10000"]
        >>> found = rt.progress({"2023": 10, "2024": 11}, target)
        >>> found.value, found.share_of_time, found.is_on_track
        (Decimal('0.5'), Decimal('0.5'), True)
    """

    method: ProgressMethod
    value: Decimal | float
    unit: str
    band: str | None
    is_on_track: bool | None
    baseline: Observation | None
    current: Observation
    target: Target
    share_of_time: Decimal | None
    numbers: tuple[tuple[str, Decimal], ...]

    def explain(self, language: str = "en") -> str:
        """The value, the formula with its numbers, and where the method is published.

        Args:
            language: "vi" or "en".

        Raises:
            UnknownOptionError: The language is another one.

        Examples:
            >>> import resolution_targets as rt
            >>> target = rt.load("ha-tinh-2025")["doctors-per-10000"]
            >>> print(rt.progress({"2023": 10, "2024": 11}, target).explain())
            (12) Doctors per 10,000 people. Share of the promised change made: 0.5. \
Formula: (figure - baseline) / (bound - baseline). In numbers: (11 - 10) / (12 - 10). \
Figure of 2024: 11 doctors per 10,000 people. Baseline of 2023: 10 doctors per 10,000 people. \
Bound for 2025: 12 doctors per 10,000 people. Time gone by: 50%. On track. \
Source: https://wikis.ec.europa.eu/pages/viewpage.action?pageId=33522203.
        """
        check_language(language)
        return " ".join(
            progress_label(part, language).format(**facts)
            for part, facts in self._parts(language).items()
        )

    def value_in_words(self, language: str) -> str:
        """The value with its unit, to six digits.

        Args:
            language: "vi" or "en".
        """
        return format_amount(
            _shown(exact_number(self.value), _VALUE_DIGITS), self.unit, locale=language
        )

    def arithmetic_in_words(self, language: str) -> str:
        """The formula with its numbers in it.

        Args:
            language: "vi" or "en".
        """
        words = method_words(self.method.value)
        return words.worked.format(**self._operands(language))

    def _parts(self, language: str) -> dict[str, dict[str, str]]:
        """What each part of an explanation states, in order."""
        target, words = self.target, method_words(self.method.value)
        parts = {
            "start": {
                "number": target.number,
                "name": target.indicator.name(language),
                "title": words.title[language],
                "value": self.value_in_words(language),
            },
            "formula": {
                "formula": words.formula[language],
                "worked": self.arithmetic_in_words(language),
            },
            "current": _figure_facts(self.current, language),
        }
        if self.baseline is not None:
            parts["baseline"] = _figure_facts(self.baseline, language)
        if METHODS[self.method].uses_bound:
            bound = format_amount(target.easier_bound or 0, target.unit, locale=language)
            parts["bound"] = {"period": str(target.reference_period), "amount": bound}
        limit = dict(self.numbers).get("limit")
        if limit is not None:
            parts["limit"] = {"amount": format_amount(limit, target.unit, locale=language)}
        if self.share_of_time is not None:
            share = _shown(Fraction(self.share_of_time) * 100, _VALUE_DIGITS)
            parts["time"] = {"share": format_amount(share, "percent", locale=language)}
        if self.band is not None:
            parts["band"] = {"band": band_in_words(self.band, language)}
        if self.is_on_track is not None:
            parts[str(self.is_on_track)] = {}
        parts["source"] = {"source": words.source}
        return parts

    def _operands(self, language: str) -> dict[str, str]:
        """The numbers of the formula as text; a negative one in brackets."""
        numbers = dict(self.numbers)
        is_falling = numbers["direction"] < 0
        ends = (numbers["bound"], numbers["current"])[:: -1 if is_falling else 1]
        numbers["farther"], numbers["nearer"] = ends
        return {name: _operand(number, language) for name, number in numbers.items()}


def amount_in_words(number: Fraction, unit: str, language: str) -> str:
    """A figure with its unit, to as many digits as a float keeps.

    Examples:
        >>> amount_in_words(Fraction(17900), "billion VND", "vi")
        '17.900 tỷ đồng'
    """
    return format_amount(_shown(number), unit, locale=language)


def _figure_facts(observation: Observation, language: str) -> dict[str, str]:
    value = observation.value
    # Only figures that are numbers come this far.
    number = exact_number(value) if value is not None else Fraction(0)
    return {
        "period": str(observation.reference_period),
        "amount": format_amount(number, observation.unit, locale=language),
    }


def _operand(number: Decimal, language: str) -> str:
    text = format_amount(_shown(Fraction(number)), "dimensionless", locale=language)
    return f"({text})" if number < 0 else text


def _shown(number: Fraction, digits: int = _FIGURE_DIGITS) -> Decimal:
    """A number to as many digits as a sentence shows."""
    context = Context(prec=digits)
    rounded = context.divide(Decimal(number.numerator), Decimal(number.denominator))
    return rounded.normalize(context)
