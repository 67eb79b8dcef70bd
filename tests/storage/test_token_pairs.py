"""The pair of tokens: claimed by one at a time, begun anew only by a token never seen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import token_pairs
from storage.token_pairs import CLAIM_LIVES, TokenPair
from tests.office import SmallOffice

APP = "77"


def test_it_begins_with_the_operators_token_and_goes_on_with_what_is_kept(
    office: SmallOffice,
) -> None:
    ends = office.now + timedelta(hours=25)
    with office.work() as work:
        assert token_pairs.load(work, APP, "given") == TokenPair("given")
        token_pairs.keep(work, APP, TokenPair("second", "access", ends))
    with office.work() as work:
        assert token_pairs.load(work, APP, "given") == TokenPair("second", "access", ends)
        assert token_pairs.load(work, APP, "") == TokenPair("second", "access", ends)


def test_a_token_never_seen_replaces_what_is_kept(office: SmallOffice) -> None:
    with office.work() as work:
        token_pairs.load(work, APP, "given")
        token_pairs.keep(work, APP, TokenPair("second", "access", office.now))
        assert token_pairs.claim(work, APP) is not None
    with office.work() as work:
        assert token_pairs.load(work, APP, "new") == TokenPair("new")
        assert token_pairs.claim(work, APP) == TokenPair("new")


def test_without_any_token_there_is_nothing_to_begin_with(office: SmallOffice) -> None:
    with office.work() as work:
        for act in (token_pairs.claim, lambda w, app: token_pairs.load(w, app, "")):
            with pytest.raises(LookupError):
                act(work, APP)


def test_only_one_renews_at_a_time(office: SmallOffice) -> None:
    with office.work() as work:
        token_pairs.load(work, APP, "given")
        assert token_pairs.claim(work, APP) == TokenPair("given")
    with office.work() as work:
        assert token_pairs.claim(work, APP) is None
        token_pairs.give_back(work, APP)
        assert token_pairs.claim(work, APP) == TokenPair("given")


def test_a_claim_left_by_a_crash_lapses(office: SmallOffice) -> None:
    with office.work() as work:
        token_pairs.load(work, APP, "given")
        token_pairs.claim(work, APP)
    office.now += CLAIM_LIVES
    with office.work() as work:
        assert token_pairs.claim(work, APP) == TokenPair("given")


def test_a_pair_tells_its_tokens_to_nobody() -> None:
    assert repr(TokenPair("refresh-word", "access-word")) == "TokenPair(access_ends=None)"
