"""Sources: what they say of themselves, and the text that ships."""

from __future__ import annotations

import pickle

import attrs
import pytest

import resolution_targets as rt

_SOURCE = rt.Source(id="resolution", title_vi="Nghị quyết", title_en="Resolution", text="Trên 7%.")


def test_what_is_not_known_is_empty() -> None:
    source = rt.Source(id="resolution", title_vi="Nghị quyết", title_en="Resolution")
    assert (source.path, source.url, source.comment, source.text) == ("", "", "", "")


def test_the_text_is_a_fact_of_the_source_and_too_long_to_show() -> None:
    assert attrs.evolve(_SOURCE, text="") != _SOURCE
    assert repr(_SOURCE) == (
        "Source(id='resolution', title_vi='Nghị quyết', title_en='Resolution', path='', url='', "
        "comment='')"
    )


def test_a_source_is_a_value_and_pickles() -> None:
    assert attrs.evolve(_SOURCE) == _SOURCE
    assert hash(attrs.evolve(_SOURCE)) == hash(_SOURCE)
    assert pickle.loads(pickle.dumps(_SOURCE)) == _SOURCE  # noqa: S301  # our own bytes
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        _SOURCE.text = ""  # type: ignore[misc]


def test_the_sources_of_the_data(ha_tinh: rt.Dataset) -> None:
    (source,) = ha_tinh.sources
    assert source.title_en == (
        "Resolution of the Party Committee of Hà Tĩnh province on the tasks of 2025"
    )
    # II.2 (1) of the resolution.
    assert "(1) Tốc độ tăng trưởng kinh tế GRDP đạt trên 7%; (2) GRDP bình" in source.text
