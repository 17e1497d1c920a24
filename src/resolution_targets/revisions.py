"""Revisions: later acts that put another promise in the place of an earlier one."""

from __future__ import annotations

from datetime import date

import attrs

from resolution_targets.criteria import Criterion
from resolution_targets.periods import as_date
from resolution_targets.targets import Target
from resolution_targets.vocabulary import canonical_unit


@attrs.frozen(kw_only=True)
class Revision:
    """A promise that an act put in the place of an earlier one, from a day on.

    Attributes:
        target: The id of the target whose promise it replaces.
        in_force_from: The first day on which it holds.
        criterion: The promise itself.
        stretch: A second, harder promise (phấn đấu); else None.
        unit: The canonical name of the criterion's unit; any spelling is taken on input.
        act: The id of the source that is the act.
        quote: The phrase that the promise was read from, verbatim.
        source: The id of the source that holds the phrase; a report on the act, say.
        locator: Where in the source.
        comment: Where something above is a judgement and not the text's word, why.

    Examples:
        >>> import resolution_targets as rt
        >>> revision = rt.load("ha-tinh-2025", version="1.1.0").revisions[0]
        >>> str(revision.in_force_from), str(revision.criterion)
        ('2025-02-05', 'reach 8.0')
    """

    target: str
    in_force_from: date = attrs.field(converter=as_date)
    criterion: Criterion
    stretch: Criterion | None = None
    unit: str = attrs.field(converter=canonical_unit)
    act: str
    quote: str = ""
    source: str = ""
    locator: str = ""
    comment: str = ""


def revised(target: Target, revision: Revision) -> Target:
    """The target with the promise that a revision puts in the place of its own.

    Raises:
        InvalidCriterionError: The revision contradicts the indicator's direction.
    """
    return attrs.evolve(
        target,
        criterion=revision.criterion,
        stretch=revision.stretch,
        unit=revision.unit,
        quote=revision.quote,
        source=revision.source,
        locator=revision.locator,
        comment=revision.comment,
        in_force_from=revision.in_force_from,
        act=revision.act,
    )
