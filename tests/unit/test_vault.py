"""What is sealed comes back as it was, and only with its key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.vault import NotOurs, Vault

VAULT = Vault("a secret of the tests")
words = st.text() | st.just("\ud83d half of a pair, as hostile JSON may carry it")
things = st.recursive(words | st.integers() | st.booleans() | st.none(), st.lists, max_leaves=5)


@given(st.dictionaries(words, things, max_size=4))
def test_what_is_sealed_comes_back(thing: dict[str, object]) -> None:
    assert VAULT.open(VAULT.seal(thing)) == thing


def test_nothing_of_it_can_be_read_in_what_is_stored() -> None:
    assert "Hùng".encode() not in VAULT.seal({"name": "Hùng"})


def test_another_key_opens_nothing() -> None:
    with pytest.raises(NotOurs):
        Vault("another secret of tests").open(VAULT.seal("x"))


def test_what_was_changed_or_cut_is_not_opened() -> None:
    sealed = VAULT.seal("x")
    for other in (sealed[:-1], sealed[:5], sealed[:-1] + bytes([sealed[-1] ^ 1]), b""):
        with pytest.raises(NotOurs):
            VAULT.open(other)


def test_digests_are_alike_for_the_same_key_only() -> None:
    assert VAULT.digest("123456") == Vault("a secret of the tests").digest("123456")
    assert VAULT.digest("123456") != Vault("another secret of tests").digest("123456")
