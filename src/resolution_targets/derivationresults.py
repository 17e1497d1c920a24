"""What deriving gives: the figures, and what is to be said of those that were given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from resolution_targets.derivationwords import (
    DerivationProblem,
    derivation_template,
    disagreement_template,
)
from resolution_targets.observations import Observation, written_out
from resolution_targets.wording import check_language

if TYPE_CHECKING:
    from collections.abc import Iterator


@attrs.frozen(kw_only=True)
class Disagreement:
    r"""A reported figure that a derived one contradicts; the reported one stays.

    Attributes:
        reported: The figure that was given.
        derived: What follows from other figures for the same indicator, area and period.

    Examples:
        >>> import resolution_targets as rt
        >>> ds = rt.load("ha-tinh-2025", version="1.0.0")
        >>> def revenue(period, value):
        ...     return rt.Observation(
        ...         indicator="budget-revenue", reference_area="VN-23",
        ...         reference_period=period, value=value, unit="billion VND",
        ...     )
        >>> figures = [revenue("2025-6M", 100), revenue("2025-Q1", 40), revenue("2025-Q2", 50)]
        >>> print(*rt.derive(figures, ds).disagreements[0].reason("en").split("; "), sep="\n")
        90 billion VND follows from budget-revenue 2025-Q1: 40 billion VND
        budget-revenue 2025-Q2: 50 billion VND
    """

    reported: Observation
    derived: Observation

    def reason(self, language: str) -> str:
        """What follows from what, in a sentence in Vietnamese ("vi") or English ("en").

        Raises:
            UnknownOptionError: The language is another one.
        """
        check_language(language)
        amount = f"{written_out(self.derived.value)} {self.derived.unit}"
        return disagreement_template(language).format(amount=amount, trail=self.derived.trail)


@attrs.frozen(kw_only=True)
class NotDerived:
    """Figures from which nothing was derived, though their indicator has a rule for it.

    Attributes:
        observations: The figures, as they were given.
        problem: What is in the way.
        facts: What the sentence about it states.

    Examples:
        >>> import resolution_targets as rt
        >>> ds = rt.load("ha-tinh-2025", version="1.0.0")
        >>> february = rt.Observation(
        ...     indicator="export-turnover", reference_area="VN-23",
        ...     reference_period="2025-02", value=0.1605, unit="billion USD",
        ... )
        >>> rt.derive([february], ds).problems[0].reason("en")
        "the months of 2025 before 2025-02 are not all covered for 'export-turnover'"
    """

    observations: tuple[Observation, ...]
    problem: DerivationProblem
    facts: tuple[tuple[str, str], ...] = ()

    def reason(self, language: str) -> str:
        """What is in the way, in a sentence in Vietnamese ("vi") or English ("en").

        Raises:
            UnknownOptionError: The language is another one.
        """
        check_language(language)
        return derivation_template(self.problem, language).format(**dict(self.facts))


@attrs.frozen(kw_only=True)
class DerivedObservations:
    """Reported figures with those that follow from them.

    Iterating gives `observations`.

    Attributes:
        observations: All that were given, as they were and in order, then `derived`.
        derived: The figures that were added; `derived_from` of each says from what.
        disagreements: Reported figures that derived ones contradict.
        problems: Figures from which nothing was derived, with the reasons.

    Examples:
        >>> import resolution_targets as rt
        >>> ds = rt.load("ha-tinh-2025", version="1.0.0")
        >>> len(rt.derive(ds.observations, ds).derived)
        0
    """

    observations: tuple[Observation, ...]
    derived: tuple[Observation, ...]
    disagreements: tuple[Disagreement, ...]
    problems: tuple[NotDerived, ...]

    def __iter__(self) -> Iterator[Observation]:
        """The figures, given and derived."""
        return iter(self.observations)

    def __len__(self) -> int:
        """How many figures there are, given and derived."""
        return len(self.observations)
