"""Hashing without OpenSSL gives what hashlib gives."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolution_targets.hashes import first_sha256, sha256_of


@given(st.binary(max_size=300))
def test_it_is_the_hash_that_hashlib_gives(content):
    assert sha256_of(content) == hashlib.sha256(content).hexdigest()


def test_the_hash_of_three_letters():
    # FIPS 180-2, appendix B.1.
    assert sha256_of(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_the_first_module_that_there_is_is_taken():
    assert first_sha256(["no_such_module", "hashlib"]) is hashlib.sha256


def test_no_module_at_all():
    with pytest.raises(ImportError):
        first_sha256(["no_such_module"])
