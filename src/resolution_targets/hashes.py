"""The hash of a file's content, without the cost of loading OpenSSL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# hashlib loads OpenSSL: 3 ms of the 16 that loading may take. CPython's own module does
# without; it is called otherwise from 3.12 on, and other interpreters may have neither.
_MODULES = ("_sha2", "_sha256", "hashlib")


def sha256_of(content: bytes) -> str:
    """The SHA-256 of some bytes, as 64 hexadecimal digits.

    Examples:
        >>> sha256_of(b"")[:8]
        'e3b0c442'
    """
    digits: str = _sha256(content).hexdigest()
    return digits


def first_sha256(modules: Iterable[str]) -> Callable[[bytes], Any]:
    """The function `sha256` of the first of some modules that there is.

    Raises:
        ImportError: There is none of them.
    """
    for name in modules:
        try:
            sha256: Callable[[bytes], Any] = __import__(name).sha256
        except ImportError:
            continue
        return sha256
    raise ImportError(name="sha256")


_sha256 = first_sha256(_MODULES)
