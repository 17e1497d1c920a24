"""Writes the pages that come from the data, from the README and from the command.

MkDocs runs this while it builds the site. What a page shows as output was printed by
running the code, and every number of a promise was read through the package, so the
pages cannot say anything else than data and code do.
"""

from __future__ import annotations

import doctest
import inspect
import re
from contextlib import redirect_stdout
from functools import partial
from html import escape
from io import StringIO
from itertools import pairwise
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING

import mkdocs_gen_files
from click.testing import CliRunner

import resolution_targets as rt
from resolution_targets.cli import cli
from resolution_targets.skeleton import readme
from resolution_targets.wording import figure_with_unit, promise_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    yield "index.md", _filled("index.md", {"main job": _main_job(), "datasets": _datasets()})
    yield "how-to/author.md", _filled("how-to/author.md", {"rules": _rules()})
    yield "reference/tables.md", "\n".join(_tables_page())
    for id_, versions in rt.datasets().items():
        yield from _dataset_pages([rt.load(id_, version=version) for version in versions])
    yield "command-line.md", "\n\n".join(_command_page())


def _filled(path: str, parts: Mapping[str, Iterator[str]]) -> str:
    """A page that is written by hand but for some parts, with these."""
    page = (_ROOT / "docs" / path).read_text(encoding="utf-8")
    for name, lines in parts.items():
        part = "\n".join(lines)
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
                f"| [{ds.title}]({_page_of(ds, versions)}) | `{id_}@{version}` | {len(ds.items)} "
                f"| {len(ds.targets)} | `{ds.sha256[:12]}…` |"
            )


def _page_of(ds: rt.Dataset, versions: tuple[str, ...]) -> str:
    is_newest = ds.version == versions[-1]
    return f"data/{ds.id}.md" if is_newest else f"data/{ds.id}/{ds.version}.md"


def _rules() -> Iterator[str]:
    """What a dataset's folder must keep to, from the docstring that explains the rules."""
    _, _, attributes = (inspect.getdoc(rt.ValidationRule) or "").partition("Attributes:\n")
    rules = re.findall(r"^ {4}([A-Z]+): (.*(?:\n {8}.*)*)", attributes, re.MULTILINE)
    yield "| rule | |"
    yield "|---|---|"
    for name, meaning in rules:
        yield f"| `{rt.ValidationRule[name]}` | {' '.join(meaning.split())} |"


def _tables_page() -> Iterator[str]:
    yield "# Files and columns\n"
    yield (
        "A data version is a folder of CSV tables beside a "
        "[Data Package](https://datapackage.org/) descriptor, `datapackage.json`, which holds "
        "the schema of every table and the hash of every file. How to write one is told in "
        "[Make a dataset of your own](../how-to/author.md).\n"
    )
    yield readme().partition("\n## ")[2].join(("## ", ""))


def _dataset_pages(versions: list[rt.Dataset]) -> Iterator[tuple[str, str]]:
    """A page for each version, the newest under the dataset's own name, and their diffs."""
    *older, newest = versions
    yield f"data/{newest.id}.md", "\n".join(_dataset_page(newest, versions))
    for ds in older:
        yield f"data/{ds.id}/{ds.version}.md", "\n".join(_dataset_page(ds, versions))
    for before, after in pairwise(versions):
        page = rt.diff(before, after).to_markdown()
        yield f"data/{after.id}/{before.version}-to-{after.version}.md", page


def _dataset_page(ds: rt.Dataset, versions: list[rt.Dataset]) -> Iterator[str]:
    yield f"# {ds.title}\n"
    yield (
        f"{len(ds.items)} numbered items hold {len(ds.targets)} promises. Each stands below with "
        "its verbatim sentence; the name in the last column is its permanent address on this "
        "page, and its key in the data.\n"
    )
    yield "## Versions\n"
    yield from _version_list(ds, versions)
    yield "\n## Pin this version\n"
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
    yield from _source_list(ds)


def _version_list(shown: rt.Dataset, versions: list[rt.Dataset]) -> Iterator[str]:
    """The versions, newest first, each with its page and what changed in it."""
    up = "" if shown is versions[-1] else "../"
    for before, ds in reversed([*pairwise([None, *versions])]):
        assert ds is not None  # noqa: S101  # only the first of a pair may be None
        page = f"{up}{ds.id}.md" if ds is versions[-1] else f"{up}{ds.id}/{ds.version}.md"
        name = f"**{ds.version}** (this page)" if ds is shown else f"[{ds.version}]({page})"
        changes = ""
        if before is not None:
            path = f"{up}{ds.id}/{before.version}-to-{ds.version}.md"
            changes = f"; [what changed since {before.version}]({path})"
        yield f"- {name}, final since {ds.released}{changes}"


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
    criterion, indicator, stretch = target.criterion, target.indicator, target.stretch
    sources = {source.id: source for source in ds.sources}
    ends = [str(end) for end in (criterion.lower, criterion.upper) if end is not None]
    comments = (escape(text, quote=False) for text in (target.comment, indicator.comment) if text)
    parts = [part.id for part in ds if part.of_which == target.id]
    over_areas = _OVER_AREAS[indicator.kind].format(
        numerator=indicator.numerator,
        denominator=indicator.denominator,
        change_of=indicator.change_of,
    )
    yield "Promised", _both(_promise(target, "vi"), _promise(target, "en"))
    if stretch is not None:
        words = (promise_in_words(stretch, target.unit, language) for language in ("vi", "en"))
        yield "Striving for", _both(*words)
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
    yield "Source", f"{escape(sources[target.source].title_en)}, {target.locator}"
    yield "In force from", str(target.in_force_from or "")
    yield (
        "Revised",
        "<br>".join(
            f"{revision.in_force_from}: "
            f"{escape(promise_in_words(revision.criterion, revision.unit, 'en'), quote=False)}, "
            f'by {_source_link(sources[revision.act])}; <span lang="vi">“{revision.quote}”</span>'
            for revision in ds.revisions
            if revision.target == target.id
        ),
    )


def _observation_table(ds: rt.Dataset) -> Iterator[str]:
    sources = {source.id: source for source in ds.sources}
    yield "\n## What was reported\n"
    yield "| Indicator | Period | Reported | Status | Sentence | Where | Comment |"
    yield "|---|---|---|---|---|---|---|"
    for observation in ds.observations:
        indicator = ds.indicator(observation.indicator)
        value, upper = observation.value, observation.value_upper
        cells = (
            f"{indicator.name_en}<br>`{indicator.id}`",
            str(observation.reference_period),
            "" if value is None else figure_with_unit(value, upper, observation.unit, "en"),
            f"{observation.observation_status.name.lower()} ({observation.observation_status})",
            f'<span lang="vi">{observation.quote}</span>',
            f"{_source_link(sources[observation.source])} {observation.locator}",
            observation.comment,
        )
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def _source_list(ds: rt.Dataset) -> Iterator[str]:
    yield "\n## Sources\n"
    for source in ds.sources:
        yield f'- {_source_link(source)} (<span lang="vi">{source.title_vi}</span>).'
        if source.comment:
            yield f"    {source.comment}"


def _source_link(source: rt.Source) -> str:
    title = escape(source.title_en, quote=False)
    return f'<a href="{escape(source.url)}">{title}</a>' if source.url else title


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
        yield from _EXAMPLES[name]() if name in _EXAMPLES else ()


def _list_example() -> Iterator[str]:
    yield _console("list")


def _show_example() -> Iterator[str]:
    yield _console("show", "7b")


def _compare_example() -> Iterator[str]:
    yield "Which targets for 2025 did the figures published for 2024 meet already?"
    yield from _in_markdown("compare", "examples/ha-tinh-2024.csv", "--period", "2024")


def _outlook_example() -> Iterator[str]:
    yield "Where did the figures published within 2025 stand, against the promises then in force?"
    yield from _in_markdown(
        *("outlook", "examples/ha-tinh-2025.csv", "--as-of", "2025-12-31", "--latest")
    )


def _progress_example() -> Iterator[str]:
    yield _console(
        *("progress", "examples/ha-tinh-2025.csv", "--indicator", "trade-revenue", "--project")
    )


def _side_by_side_example() -> Iterator[str]:
    yield from _in_markdown("side-by-side", "ha-tinh-2025", "vietnam-2025")


def _in_markdown(*command: str) -> Iterator[str]:
    """A command that prints Markdown, and what it prints, its title in bold."""
    full = (*command, "--format", "markdown")
    title, _, tables = _printed(*full).partition("\n")
    yield f"```console\n$ {_COMMAND} {' '.join(full)}\n```"
    yield f"**{title.removeprefix('# ')}**"
    yield tables


def _diff_example() -> Iterator[str]:
    command = ("diff", "ha-tinh-2025@1.0.0", "ha-tinh-2025@1.1.0")
    yield f"```console\n$ {_COMMAND} {' '.join(command)}\n```"
    yield indent(_printed(*command), "> ", lambda _: True)


def _cite_example() -> Iterator[str]:
    yield _console("cite", "ha-tinh-2025@1.0.0", "--format", "bibtex")


# The others write files; the how-to pages show them.
_EXAMPLES = {
    "list": _list_example,
    "show": _show_example,
    "compare": _compare_example,
    "outlook": _outlook_example,
    "progress": _progress_example,
    "side-by-side": _side_by_side_example,
    "diff": _diff_example,
    "cite": _cite_example,
}


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
