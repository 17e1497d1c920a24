"""Members of enumerations, given as such or by their values."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from resolution_targets.errors import UnknownOptionError

EnumT = TypeVar("EnumT", bound=StrEnum)


def as_member(kind: type[EnumT], value: EnumT | str, option: str) -> EnumT:
    """One of an enumeration's members.

    Args:
        kind: The enumeration.
        value: The member or its value.
        option: What the value is called where it is given.

    Raises:
        UnknownOptionError: There is no such member; those that there are are named.
    """
    try:
        return kind(value)
    except ValueError:
        known = (member.value for member in kind)
        raise UnknownOptionError(option=option, value=value, known=known) from None
