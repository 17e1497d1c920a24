"""Laws of datasets: written and read they are the same, a changed byte is seen, and days."""

from __future__ import annotations

import json
import pickle
import string
import tempfile
import warnings
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import resolution_targets as rt
from resolution_targets import testing
from resolution_targets.datapackage import is_inside, read_version
from resolution_targets.skeleton import example
from resolution_targets.tables import read_tables, write_tables
from resolution_targets.testing import numbers

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

_TABLES = ("domains", "indicators", "targets", "revisions", "observations", "sources")
_ODD = "\"',;|\n\r\t\\=@ \u00a0\u2028\x0b\x1c\x85\ufeff\x7f%ếễ\u0301👩\u202e"
_ANY_TEXT = st.text(_ODD + string.ascii_letters, max_size=8) | st.text(max_size=12)
# What cells refuse: blanks around a text, a zero byte; half a surrogate pair st.text has not.
_TEXT = _ANY_TEXT.filter(lambda text: text == text.strip() and "\0" not in text)
_NAME = _TEXT.filter(bool)
_DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
# A cell takes at most 100 digits.
_FLOATS = st.floats(-1e30, 1e30).filter(lambda value: value == 0 or abs(value) > 1e-30)
_DOMAINS = (
    rt.Domain(id="economy", name_vi="Kinh tế", name_en="Economy"),
    rt.Domain(id="environment", name_vi="Môi trường", name_en="Environment"),
)


def _phrase(text: str, *ends: object) -> str:
    """A phrase that holds some numbers, as Vietnamese writes them, behind a text."""
    written = (f"{Decimal(str(end)).copy_abs():f}" for end in ends if end is not None)
    held = [number.replace(".", ",") for number in written]
    return " ; ".join([text, *held, "."]).strip()


def _ends(*criteria: rt.Criterion | None) -> list[Decimal | None]:
    return [end for each in criteria if each is not None for end in (each.lower, each.upper)]


@st.composite
def _targets(draw: DrawFn, place: int) -> rt.Target:
    target = draw(testing.targets())
    id_ = f"x-{place}"
    is_change = target.indicator.change_of is not None
    indicator = attrs.evolve(
        target.indicator,
        id=id_,
        name_vi=draw(_NAME),
        name_en=draw(_NAME),
        definition_en=draw(_TEXT),
        comment=draw(_TEXT),
        change_of=f"x-{1 - min(place, 1)}" if is_change else None,
    )
    stretch = target.stretch
    if stretch is not None:
        # There is no column for it.
        stretch = attrs.evolve(stretch, maintain=False)
    return attrs.evolve(
        target,
        id=id_,
        number=str(place + 1),
        indicator=indicator,
        stretch=stretch,
        quote=_phrase(draw(_TEXT), *_ends(target.criterion, stretch)),
        source="page",
        locator=draw(_TEXT),
        comment=draw(_TEXT),
        in_force_from=draw(st.none() | _DAYS),
        act=draw(st.sampled_from(["page", "act"])),
    )


@st.composite
def _revisions(draw: DrawFn, target: rt.Target) -> rt.Revision:
    criterion = target.criterion
    if criterion.relation is not rt.Relation.DONE:
        criterion = draw(testing.criteria(direction=target.indicator.direction))
    # A revision comes after the promise that it revises.
    first = target.in_force_from or date(2023, 12, 31)
    days = st.dates(first + timedelta(days=1), date(2027, 1, 1))
    return rt.Revision(
        target=target.id,
        in_force_from=draw(days),
        criterion=criterion,
        unit=target.unit,
        act=draw(st.sampled_from(["page", "act"])),
        quote=_phrase(draw(_TEXT), *_ends(criterion)),
        source="page",
        comment=draw(_TEXT),
    )


@st.composite
def _observations(draw: DrawFn, target: rt.Target) -> rt.Observation:
    if target.criterion.relation is rt.Relation.DONE:
        value = draw(st.sampled_from([None, True, False, 1, Decimal(0)]))
    else:
        value = draw(st.none() | numbers() | _FLOATS | st.integers(-(10**40), 10**40))
    return rt.Observation(
        indicator=target.indicator.id,
        reference_area=draw(st.sampled_from(["VN-23", "VN"])),
        reference_period=draw(testing.periods()),
        value=value,
        unit=target.unit,
        observation_status=draw(st.sampled_from(rt.ObservationStatus)),
        quote=_phrase(
            draw(_TEXT), None if value is None else value if type(value) is not bool else 1
        ),
        source="page",
        comment=draw(_TEXT),
        published=draw(st.none() | _DAYS),
    )


def _unique(entries: list[Any], *names: str) -> tuple[Any, ...]:
    """The entries, of those with one key the last."""
    return tuple({tuple(getattr(each, name) for name in names): each for each in entries}.values())


@st.composite
def _datasets(draw: DrawFn) -> rt.Dataset:
    """Sound datasets: every relation, kind, status and unit, with texts of any letters."""
    targets = [draw(_targets(place)) for place in range(draw(st.integers(2, 4)))]
    of_targets = st.sampled_from(targets)
    revisions = draw(st.lists(of_targets.flatmap(_revisions), max_size=4))
    observations = draw(st.lists(of_targets.flatmap(_observations), max_size=4))
    path = draw(st.sampled_from(["", "source/a b.txt", "LICENSE", "x/y/z.md"]))
    text = draw(_ANY_TEXT.filter(lambda text: "\0" not in text and text[:1] != "\ufeff"))
    return rt.Dataset(
        id=draw(st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,4})?", fullmatch=True)),
        version=".".join(map(str, draw(st.tuples(*[st.integers(0, 999)] * 3)))),
        title=draw(_ANY_TEXT),
        description=draw(_ANY_TEXT),
        license=draw(_ANY_TEXT),
        domains=_DOMAINS,
        indicators=tuple(target.indicator for target in targets),
        targets=tuple(targets),
        revisions=_unique(revisions, "target", "in_force_from"),
        observations=_unique(
            observations, "indicator", "reference_area", "reference_period", "source"
        ),
        sources=(
            rt.Source(id="page", title_vi=draw(_NAME), title_en=draw(_NAME), url=draw(_TEXT)),
            rt.Source(
                id="act",
                title_vi=draw(_NAME),
                title_en=draw(_NAME),
                comment=draw(_TEXT),
                path=path,
                text=text if path else "",
            ),
        ),
    )


def _written(dataset: rt.Dataset) -> tuple[rt.Dataset, dict[str, bytes]]:
    """What is read from the folder of a dataset, and the files there."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", rt.DatasetWarning)
        rt.write_dataset(dataset, Path(folder, "x"))
        paths = [path for path in Path(folder).rglob("*") if path.is_file()]
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
        return rt.read_dataset(Path(folder, "x")), files


def _with_decimals(dataset: rt.Dataset) -> rt.Dataset:
    """The dataset with each float as the decimal that it is printed as."""
    observations = [
        attrs.evolve(each, value=Decimal(repr(each.value)))
        if isinstance(each.value, float)
        else each
        for each in dataset.observations
    ]
    return attrs.evolve(dataset, observations=tuple(observations))


@given(dataset=_datasets())
def test_what_is_written_is_read_as_it_was(dataset: rt.Dataset) -> None:
    read, files = _written(dataset)
    assert attrs.evolve(read, sha256="") == _with_decimals(dataset)
    # Twice is once.
    assert _written(read) == (read, files)


@given(dataset=_datasets())
def test_rows_are_read_as_they_were_written(dataset: rt.Dataset) -> None:
    texts = {source.path: source.text for source in dataset.sources if source.path}
    read = read_tables(write_tables(dataset), texts)
    expected = _with_decimals(dataset)
    assert read == {table: getattr(expected, table) for table in _TABLES}


_EXAMPLE = example(id="x-2025", title="X")
_WILD = st.text(st.characters(codec=None) | st.sampled_from(_ODD + "\0\ud800"), max_size=6)


@st.composite
def _edited(draw: DrawFn) -> rt.Dataset:
    """The example with any text in any one place where a text can stand."""
    table = draw(st.sampled_from([*_TABLES, "dataset"]))
    if table == "dataset":
        name = draw(st.sampled_from(["id", "version", "title", "description", "license"]))
        return attrs.evolve(_EXAMPLE, **{name: draw(_WILD)})
    (entry,) = getattr(_EXAMPLE, table)
    names = [
        field.name
        for field in attrs.fields(type(entry))
        if type(getattr(entry, field.name)) is str and field.name not in {"number", "unit"}
    ]
    edited = attrs.evolve(entry, **{draw(st.sampled_from(names)): draw(_WILD)})
    return attrs.evolve(_EXAMPLE, **{table: (edited,)})


@given(dataset=_edited())
def test_any_text_is_kept_or_refused_and_then_nothing_is_left(dataset: rt.Dataset) -> None:
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", rt.DatasetWarning)
        path = Path(folder, "a", "x")
        try:
            rt.write_dataset(dataset, path)
        except (rt.InvalidDatasetError, rt.UnwritableFolderError) as error:
            assert error.path == str(path)  # noqa: PT017  # either outcome is right
            assert [*Path(folder).iterdir()] == []
        else:
            assert attrs.evolve(rt.read_dataset(path), sha256="") == dataset
            assert [*Path(folder).iterdir()] == [path.parent]
            assert [*path.parent.iterdir()] == [path]


_PARTS = st.sampled_from(["..", ".", "", "a", "b.txt", "targets.csv", " ", ".. ", "C:", "~", "\\"])


@given(
    path=st.lists(_PARTS, min_size=1, max_size=4).map("/".join)
    | st.text(_ODD + "./\\:ab", max_size=6)
)
def test_no_path_that_is_inside_leads_out(path: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "folder").resolve()
        if is_inside(path):
            assert (folder / path).resolve().is_relative_to(folder)
            assert (folder / path).resolve() != folder
            assert not any(char in path for char in "\\:\0\n")
        (source,) = _EXAMPLE.sources
        dataset = attrs.evolve(_EXAMPLE, sources=(attrs.evolve(source, path=path),))
        try:
            rt.write_dataset(dataset, folder)
        # The latter of "targets.csv/a", which would lie inside a file.
        except (rt.InvalidDatasetError, rt.UnwritableFolderError):
            assert [*Path(name).iterdir()] == []
        else:
            assert is_inside(path)
            assert (folder / path).read_bytes() == source.text.encode()
            assert [*Path(name).iterdir()] == [folder]


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of a version whose files have hashes, and its own hash."""
    folder = tmp_path_factory.mktemp("released") / "x"
    rt.write_dataset(_EXAMPLE, folder)
    return folder, rt.read_dataset(folder).sha256


@given(data=st.data())
def test_one_byte_that_is_changed_added_or_missing_is_seen(
    released: tuple[Path, str], data: st.DataObject
) -> None:
    folder, sha256 = released
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    path = data.draw(st.sampled_from(files))
    content = path.read_bytes()
    place = data.draw(st.integers(0, len(content) - 1))
    new = data.draw(st.binary(max_size=2))
    changed = content[:place] + new + content[place + 1 :]
    assume(changed != content)
    path.write_bytes(changed)
    try:
        with pytest.raises(rt.DataIntegrityError) as caught:
            read_version(str(folder), where=_EXAMPLE.label, sha256=sha256)
    finally:
        path.write_bytes(content)
    assert caught.value.file == path.relative_to(folder).as_posix()
    assert caught.value.expected.startswith("sha256 ")
    assert caught.value.found.startswith("sha256 ")
    assert caught.value.found != caught.value.expected
    whole = read_version(str(folder), where=_EXAMPLE.label, sha256=sha256)
    assert attrs.evolve(whole, sha256="") == _EXAMPLE


def _held(dataset: rt.Dataset, day: date) -> list[tuple[str, rt.Criterion, str]]:
    """What is in force by going through the acts one day after the other."""
    held = []
    for target in dataset.targets:
        promise: tuple[rt.Criterion, str] = target.criterion, target.act
        for back in range((date(2027, 1, 1) - date(2024, 1, 1)).days):
            at = date(2024, 1, 1) + timedelta(days=back)
            if at > day:
                break
            for revision in dataset.revisions:
                if revision.target == target.id and revision.in_force_from == at:
                    promise = revision.criterion, revision.act
        if target.in_force_from is None or not target.in_force_from > day:
            held.append((target.id, *promise))
    return held


@given(dataset=_datasets(), day=_DAYS)
def test_what_is_in_force_by_an_oracle(dataset: rt.Dataset, day: date) -> None:
    held = dataset.in_force(day)
    assert [(target.id, target.criterion, target.act) for target in held] == _held(dataset, day)
    assert held == dataset.in_force(day.isoformat())
    assert held.label == f"{dataset.label} as of {day}"
    assert f"as of {day}" in held.cite()
    for target in held:
        assert target.in_force_from is None or target.in_force_from <= day


@given(dataset=_datasets(), day=_DAYS, other=_DAYS)
def test_the_last_day_that_was_asked_for_counts(
    dataset: rt.Dataset, day: date, other: date
) -> None:
    assert dataset.in_force(other).in_force(day) == dataset.in_force(day)


@given(dataset=_datasets(), day=_DAYS)
def test_nothing_changes_from_one_act_to_the_next(dataset: rt.Dataset, day: date) -> None:
    days = [
        *(revision.in_force_from for revision in dataset.revisions),
        *(target.in_force_from for target in dataset if target.in_force_from is not None),
    ]
    last = max((each for each in days if each <= day), default=date.min)
    following = min((each for each in days if each > day), default=date.max)
    for same in (last, following - timedelta(days=1)):
        assert dataset.in_force(same).targets == dataset.in_force(day).targets
    before = [target for target in dataset if target.in_force_from is None]
    assert [*dataset.in_force(date.min)] == before


@given(dataset=_datasets(), day=_DAYS)
def test_a_view_pickles_and_is_written_as_what_was_adopted(dataset: rt.Dataset, day: date) -> None:
    held = dataset.in_force(day)
    assert held.items or not held.targets
    assert pickle.loads(pickle.dumps(held)) == held  # noqa: S301  # our own bytes
    assert _written(held) == _written(dataset)


@given(dataset=_datasets())
def test_frames_hold_every_row_and_every_bound_exactly(dataset: rt.Dataset) -> None:
    for table in ("targets", "revisions"):
        frame = dataset.to_frame(table)  # type: ignore[arg-type]
        entries = getattr(dataset, table)
        assert frame["lower"].to_list() == [entry.criterion.lower for entry in entries]
        assert frame["upper"].to_list() == [entry.criterion.upper for entry in entries]
        assert frame["in_force_from"].to_list() == [entry.in_force_from for entry in entries]
        assert frame["quote"].to_list() == [entry.quote for entry in entries]
    for table in ("indicators", "observations", "sources"):
        assert dataset.to_frame(table).height == len(getattr(dataset, table))


@given(dataset=_datasets())
def test_citations_can_be_read(dataset: rt.Dataset) -> None:
    (entry,) = json.loads(dataset.cite("csl-json"))
    assert (entry["title"], entry["version"]) == (dataset.title or dataset.id, dataset.version)
    assert dataset.cite("bibtex").count("{") == dataset.cite("bibtex").count("}")
