"""Runs the examples of README.md, of the pages under docs/ and of the docstrings.

Python stands in doctest form. A block of the kind `console` runs commands, and the output
of each must be what stands below it; three dots stand for any text. A page runs in a
folder of its own, which has the folders data and examples in it, so it may write files.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sybil import Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser
from sybil.sybil import SybilCollection

if TYPE_CHECKING:
    from sybil import Example
    from sybil.typing import Parser

_ROOT = Path(__file__).parent
_PROMPT = "$ resolution-targets "


def _run_commands(example: Example) -> str:
    """Run the commands of a block; say how the output of one differs from what is shown."""
    text = str(example.parsed)
    if not text.startswith(_PROMPT):
        return f"expected a command after {_PROMPT!r}, found {text!r}"
    blocks = re.split(rf"^{re.escape(_PROMPT)}", text, flags=re.MULTILINE)[1:]
    return "".join(map(_difference, blocks))


def _difference(block: str) -> str:
    from click.testing import CliRunner  # noqa: PLC0415  # only where a page has a command

    from resolution_targets.cli import cli  # noqa: PLC0415  # see above

    command, _, expected = block.partition("\n")
    output = CliRunner().invoke(cli, shlex.split(command)).output
    printed = "".join(f"{line.rstrip()}\n" for line in output.splitlines())
    checker, shown = doctest.OutputChecker(), doctest.Example(command, expected)
    if checker.check_output(expected, printed, doctest.ELLIPSIS):
        return ""
    return checker.output_difference(shown, printed, doctest.ELLIPSIS)


def _enter_folder(namespace: dict[str, Any]) -> None:
    """Begin a page in a folder of its own."""
    namespace["_folder"] = folder = tempfile.TemporaryDirectory()
    for name in ("data", "examples"):
        Path(folder.name, name).symlink_to(_ROOT / name)
    namespace["_before"] = Path.cwd()
    os.chdir(folder.name)


def _leave_folder(namespace: dict[str, Any]) -> None:
    os.chdir(namespace["_before"])
    namespace["_folder"].cleanup()


_PAGE: list[Parser] = [
    PythonCodeBlockParser(doctest_optionflags=doctest.ELLIPSIS),
    CodeBlockParser("console", _run_commands),
]

pytest_collect_file = SybilCollection(
    [
        Sybil(_PAGE, pattern="README.md", setup=_enter_folder, teardown=_leave_folder),
        Sybil(_PAGE, path="docs", pattern="*.md", setup=_enter_folder, teardown=_leave_folder),
        Sybil([DocTestParser()], path="src", pattern="*.py"),
    ]
).pytest()
