"""Runs the examples of README.md, of the pages under docs/ and of the docstrings.

Python stands in doctest form. A block of the kind `console` runs the command, and its
output must be what stands below it; a line of three dots stands for any lines.
"""

from __future__ import annotations

import doctest
import shlex
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING

from sybil import Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser
from sybil.sybil import SybilCollection

if TYPE_CHECKING:
    from sybil import Example
    from sybil.typing import Parser

_ROOT = Path(__file__).parent
_PROMPT = "$ resolution-targets "


def _run_command(example: Example) -> str:
    """Run the first line of a block; say how its output differs from the others."""
    from click.testing import CliRunner  # noqa: PLC0415  # only where a page has a command

    from resolution_targets.cli import cli  # noqa: PLC0415  # see above

    command, _, expected = str(example.parsed).partition("\n")
    if not command.startswith(_PROMPT):
        return f"expected a command after {_PROMPT!r}, found {command!r}"
    with chdir(_ROOT):
        output = CliRunner().invoke(cli, shlex.split(command.removeprefix(_PROMPT))).output
    printed = "".join(f"{line.rstrip()}\n" for line in output.splitlines())
    checker, shown = doctest.OutputChecker(), doctest.Example(command, expected)
    if checker.check_output(expected, printed, doctest.ELLIPSIS):
        return ""
    return checker.output_difference(shown, printed, doctest.ELLIPSIS)


_PAGE: list[Parser] = [PythonCodeBlockParser(), CodeBlockParser("console", _run_command)]

pytest_collect_file = SybilCollection(
    [
        Sybil(_PAGE, pattern="README.md"),
        Sybil(_PAGE, path="docs", pattern="*.md"),
        Sybil([DocTestParser()], path="src", pattern="*.py"),
    ]
).pytest()
