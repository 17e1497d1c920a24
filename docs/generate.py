"""Writes the pages that come from the data, from the README and from the command.

MkDocs runs this while it builds the site. What a page shows as output was printed by
running the code, and every number of a promise was read through the package, so the
pages cannot say anything else than data and code do.
"""

from __future__ import annotations

import doctest
import re
from contextlib import redirect_stdout
from functools import partial
from html import escape
from io import StringIO
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING

import mkdocs_gen_files
from click.testing import CliRunner

import resolution_targets as rt
from resolution_targets.cli import cli
from resolution_targets.wording import promise_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).parent.parent
_COMMAND = "resolution-targets"
_WINDOW_WIDTH = "88"

# What a tab of the landing page is called, to the part of the README it is made of.
_MAIN_JOB = {"English": "In English", "Tiếng Việt": "Tiếng Việt"}
_PYTHON_BLOCK = re.compile(r"^```python\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
# A link to a file of the checkout, which the site does not have.
_FILE_LINK = re.compile(r"\[([^\]]+)\]\((?![a-z]+:)[^)#][^)]*\)")

_DIRECTIONS = {
    rt.Direction.HIGHER: "more is better",
    rt.Direction.LOWER: "less is better",
    rt.Direction.WITHIN: "staying inside the range is what counts",
}
_OVER_AREAS = {
    rt.QuantityKind.ADDITIVE: "areas add up",
    rt.QuantityKind.RATIO: "<code>{numerator}</code> for <code>{denominator}</code>; "
    "areas are weighted by the latter",
    rt.QuantityKind.CHANGE: "through the levels of <code>{change_of}</code>",
    rt.QuantityKind.GROWTH_RATE: "only through the levels that grow",
    rt.QuantityKind.INDEX: "not at all",
    rt.QuantityKind.RANK: "not at all",
    rt.QuantityKind.MILESTONE: "areas that have reached it are counted",
}
_OVER_TIME = {
    rt.OverTime.FLOW: "the parts of the year add up (of a ratio, its numerator and denominator do)",
    rt.OverTime.STOCK: "the last figure stands for the year",
    rt.OverTime.YEAR_TO_DATE: "each figure covers the year so far, so the last one stands",
}


def main() -> None:
    """Write every page that is not written by hand."""
    for path, page in _pages():
        with mkdocs_gen_files.open(path, "w", encoding="utf-8") as file:
            file.write(page)


def _pages() -> Iterator[tuple[str, str]]:
    yield "index.md", _landing_page()
    for id_ in rt.datasets():
        yield f"data/{id_}.md", "\n".join(_dataset_page(rt.load(id_)))
    yield "command-line.md", "\n\n".join(_command_page())


def _landing_page() -> str:
    page = (_ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    parts = {"main job": "\n".join(_main_job()), "datasets": "\n".join(_datasets())}
    for name, part in parts.items():
        before, _, after = page.partition(f"<!-- generated: {name} -->\n")
        if not after:
            raise LookupError(name)
        page = f"{before}{part}\n{after}"
    return page


def _main_job() -> Iterator[str]:
    """The README's own examples in tabs, run anew."""
    readme = (_ROOT / "README.md").read_text(encoding="utf-8")
    for tab, heading in _MAIN_JOB.items():
        section = readme.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
        names: dict[str, object] = {}
        page = _PYTHON_BLOCK.sub(partial(_run, names=names), section)
        yield f'=== "{tab}"\n'
        yield indent(_FILE_LINK.sub(r"\1", page).strip(), "    ") + "\n"


def _run(block: re.Match[str], names: dict[str, object]) -> str:
    """Markdown for a block in doctest form: its code, and what that prints now."""
    examples = doctest.DocTestParser().get_examples(block[1])
    with redirect_stdout(StringIO()) as printed:
        for example in examples:
            exec(compile(example.source, "README.md", "single"), names)  # noqa: S102  # our own
    code = "".join(example.source for example in examples)
    return f"```python\n{code}```\n\n{_block(printed.getvalue())}"


def _block(printed: str, *, language: str = "text") -> str:
    """Markdown for what was printed; lines may be broken unless they draw a table."""
    wrapped = "" if "│" in printed else " .wrapped"
    return f"``` {{ .{language} .printed{wrapped} }}\n{printed.rstrip()}\n```\n"


def _datasets() -> Iterator[str]:
    yield "## On board\n"
    yield "| dataset | version | items | promises | sha256 |"
    yield "|---|---|---|---|---|"
    for id_, versions in rt.datasets().items():
        for version in versions:
            ds = rt.load(id_, version=version)
            yield (
                f"| [{ds.title}](data/{id_}.md) | `{id_}@{version}` | {len(ds.items)} "
                f"| {len(ds.targets)} | `{ds.sha256[:12]}…` |"
            )


def _dataset_page(ds: rt.Dataset) -> Iterator[str]:
    yield f"# {ds.title}\n"
    yield (
        f"{len(ds.items)} numbered items hold {len(ds.targets)} promises. Each stands below with "
        "its verbatim sentence; the name in the last column is its permanent address on this "
        "page, and its key in the data.\n"
    )
    for source in ds.sources:
        yield f"**Source:** {source.title_en} (<span lang='vi'>{source.title_vi}</span>)."
        yield f"{source.comment}\n"
    yield "## Pin this version\n"
    yield f"Data version **{ds.version}** is final. Pinned by its hash, it cannot be another one.\n"
    yield "```python\nimport resolution_targets as rt\n"
    yield f'ds = rt.load(\n    "{ds.id}",\n    version="{ds.version}",'
    yield f'    sha256="{ds.sha256}",\n)\n```\n'
    yield f"```sh\n{_COMMAND} compare figures.csv --dataset {ds.id}@{ds.version}\n```\n"
    yield f"To cite it:\n\n{_block(ds.cite())}"
    yield "## All promises\n"
    yield "| No. | Indicator | Relation | Promised | Permalink |"
    yield "|---|---|---|---|---|"
    yield from map(_target_row, ds)
    for domain in ds.domains:
        yield f'\n## {domain.name_en} · <span lang="vi">{domain.name_vi}</span>\n'
        for target in ds:
            if target.domain == domain:
                yield from _target_section(target, ds)
    yield from _observation_table(ds)


def _target_row(target: rt.Target) -> str:
    cells = (
        target.number,
        _both(target.indicator.name("vi"), target.indicator.name("en")),
        f"`{target.criterion.relation}`",
        _both(_promise(target, "vi"), _promise(target, "en")),
        f"[#{target.id}](#{target.id})",
    )
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def _target_section(target: rt.Target, ds: rt.Dataset) -> Iterator[str]:
    names = target.indicator
    label = escape(f"{target.number}. {names.name_en}")
    yield f'\n### {target.number}. {names.name_en} {{ #{target.id} data-toc-label="{label}" }}\n'
    yield f'<p class="name" lang="vi">{escape(names.name_vi)}</p>'
    yield f'<blockquote lang="vi"><p>{escape(target.quote, quote=False)}</p></blockquote>'
    yield '<dl class="facts">'
    for term, text in _facts(target, ds):
        if text:
            yield f"<div><dt>{term}</dt><dd>{text}</dd></div>"
    yield "</dl>"


def _facts(target: rt.Target, ds: rt.Dataset) -> Iterator[tuple[str, str]]:
    """What a section says of a promise, each with its heading, as HTML."""
    criterion, indicator = target.criterion, target.indicator
    source = next(source for source in ds.sources if source.id == target.source)
    ends = [str(end) for end in (criterion.lower, criterion.upper) if end is not None]
    comments = (escape(text, quote=False) for text in (target.comment, indicator.comment) if text)
    parts = [part.id for part in ds if part.of_which == target.id]
    over_areas = _OVER_AREAS[indicator.kind].format(
        numerator=indicator.numerator,
        denominator=indicator.denominator,
        change_of=indicator.change_of,
    )
    yield "Promised", _both(_promise(target, "vi"), _promise(target, "en"))
    yield "Relation", f"<code>{criterion.relation}</code>; {_DIRECTIONS[indicator.direction]}"
    yield "Bound", " to ".join(f"<code>{end}</code>" for end in ends)
    yield "Unit", f"<code>{escape(target.unit)}</code>"
    yield "Area, period", f"{target.reference_area}, {target.reference_period}"
    yield "Definition", escape(indicator.definition_en, quote=False)
    yield "Over areas", over_areas
    yield "Over time", _OVER_TIME[indicator.over_time]
    yield "Part of", _link(target.of_which) if target.of_which else ""
    yield "Of which", ", ".join(map(_link, parts))
    yield "Comment", "<br>".join(comments)
    yield "Source", f"{escape(source.title_en)}, {target.locator}"


def _observation_table(ds: rt.Dataset) -> Iterator[str]:
    yield "\n## What the same text reports\n"
    yield "| Indicator | Period | Reported | Status | Sentence | Where | Comment |"
    yield "|---|---|---|---|---|---|---|"
    for observation in ds.observations:
        indicator = ds.indicator(observation.indicator)
        value, unit = observation.value, rt.format_unit(observation.unit, language="en")
        cells = (
            f"{indicator.name_en}<br>`{indicator.id}`",
            str(observation.reference_period),
            "" if value is None else f"{rt.format_number(value, locale='en')} {unit}",
            f"{observation.observation_status.name.lower()} ({observation.observation_status})",
            f'<span lang="vi">{observation.quote}</span>',
            observation.locator,
            observation.comment,
        )
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def _promise(target: rt.Target, language: str) -> str:
    return promise_in_words(target.criterion, target.unit, language)


def _both(vietnamese: str, english: str) -> str:
    """A text in both languages, one below the other."""
    vi, en = escape(vietnamese, quote=False), escape(english, quote=False)
    return f'<span lang="vi">{vi}</span><br><span class="en">{en}</span>'


def _link(id_: str) -> str:
    return f'<a href="#{id_}">{id_}</a>'


def _command_page() -> Iterator[str]:
    yield "# Command line"
    yield (
        f"The command `{_COMMAND}` comes with the extra `cli`. It is a thin shell over the "
        "public names: what it prints can be had from Python too."
    )
    yield f"```text\n{_printed('--help')}```"
    for name in cli.commands:
        yield f"## {name}"
        yield f"```text\n{_printed(name, '--help')}```"
        yield from _EXAMPLES[name]()


def _list_example() -> Iterator[str]:
    yield _console("list")


def _show_example() -> Iterator[str]:
    yield _console("show", "7b")


def _compare_example() -> Iterator[str]:
    command = ("compare", "examples/ha-tinh-2024.csv", "--period", "2024", "--format", "markdown")
    title, _, tables = _printed(*command).partition("\n")
    yield "Which targets for 2025 did the figures published for 2024 meet already?"
    yield f"```console\n$ {_COMMAND} {' '.join(command)}\n```"
    yield f"**{title.removeprefix('# ')}**"
    yield tables


_EXAMPLES = {"list": _list_example, "show": _show_example, "compare": _compare_example}


def _console(*command: str) -> str:
    line = f"$ {_COMMAND} {' '.join(command)}"
    return _block(f"{line}\n{_printed(*command)}", language="console")


def _printed(*command: str) -> str:
    """What the command prints, in a window of a width that the page has room for."""
    paths = [str(_ROOT / word) if "/" in word else word for word in command]
    result = CliRunner(env={"COLUMNS": _WINDOW_WIDTH}).invoke(
        cli, paths, prog_name=_COMMAND, catch_exceptions=False
    )
    if result.exit_code:
        raise ValueError(result.output)
    return result.output


main()
