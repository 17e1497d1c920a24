"""The public face: every name is there, documented, and survives pickling."""

from __future__ import annotations

import ast
import inspect
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import resolution_targets as rt
from resolution_targets import _LAZY

SOURCE = Path(rt.__file__)


def test_all_names_resolve() -> None:
    for name in rt.__all__:
        assert getattr(rt, name) is not None


def test_dir_lists_lazy_names() -> None:
    assert set(dir(rt)) == set(rt.__all__)
    assert set(_LAZY) <= set(rt.__all__)


def test_all_is_sorted_and_without_repeats() -> None:
    assert sorted(set(rt.__all__)) == rt.__all__


def test_type_checkers_see_the_lazy_names_where_they_are() -> None:
    # The names under TYPE_CHECKING and the table of lazy names say the same.
    (block,) = (
        node
        for node in ast.parse(SOURCE.read_text(encoding="utf-8")).body
        if isinstance(node, ast.If)
    )
    seen = {
        alias.name: (node.module or "").removeprefix("resolution_targets.")
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert seen == _LAZY


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(
        AttributeError, match="module 'resolution_targets' has no attribute 'aggregate_all'"
    ):
        rt.aggregate_all  # noqa: B018


@pytest.mark.parametrize("name", rt.__all__)
def test_every_public_name_is_documented(name: str) -> None:
    doc = inspect.getdoc(getattr(rt, name))
    assert doc
    assert len(doc.splitlines()[0]) <= 100


def test_a_function_is_not_hidden_by_a_module_of_its_name() -> None:
    # Importing a submodule sets an attribute of its name on the package.
    code = (
        "import resolution_targets.comparison, resolution_targets.scorecards;"
        "import resolution_targets as rt; assert callable(rt.compare) and callable(rt.scorecard)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_values_survive_pickling_into_a_fresh_process(ha_tinh: rt.Dataset, tmp_path: Path) -> None:
    target = ha_tinh["poverty-reduction"]
    values = [ha_tinh, target, target.compare(0.55), target.compare(None), ha_tinh.items[6]]
    assert pickle.loads(pickle.dumps(values)) == values  # noqa: S301
    file = tmp_path / "values.pickle"
    file.write_bytes(pickle.dumps(values))
    code = (
        "import pickle, sys; values = pickle.load(open(sys.argv[1], 'rb'));"
        "print(values[2].status.value, values[2].gap, values[1].quantity)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["met", "0.050000000000000044", "0.5", "percentage_point"]
