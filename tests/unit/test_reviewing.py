"""Who reviews whose registration, and what the review does and says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.effects import Effect, Notify, Refused, Replace
from domain.message import Do, Message, Start
from domain.people import Person
from domain.registration import Filed, ReviewRegistration, ReviewState
from domain.review import Opened, Pile, Reviewers, Together, Verdict
from handlers.dialog import Draft, Finished, Page, Said, hear, play
from handlers.review_views import one_view, pile_view
from handlers.reviewing import ask_together, decide, decide_together, send_back
from tests.unit.registered import HUNG, MAI, NOW, filed, someone

BINH, SON, OTHER = 1, 2, 4  # the head, a deputy, a second specialist
OFFICE = Reviewers(frozenset({MAI.id}), frozenset({BINH}), frozenset({SON}))
SUBMITTED, RECEIVED = ReviewState.SUBMITTED, ReviewState.RECEIVED
RETURNED, CONFIRMED = ReviewState.RETURNED, ReviewState.CONFIRMED


@pytest.mark.parametrize(
    ("reviewers", "owner", "receivers", "confirmers"),
    [
        (OFFICE, HUNG.id, {MAI.id}, {BINH}),
        (OFFICE, MAI.id, {BINH}, {BINH}),
        (OFFICE, BINH, {MAI.id}, {SON}),
        (OFFICE, SON, {MAI.id}, {BINH}),
        (Reviewers(frozenset({MAI.id, OTHER}), frozenset({BINH})), MAI.id, {OTHER}, {BINH}),
        (Reviewers(frozenset({MAI.id}), frozenset({BINH})), BINH, {MAI.id}, {MAI.id}),
        (Reviewers(frozenset({MAI.id}), deputies=frozenset({SON})), HUNG.id, {MAI.id}, {SON}),
        (Reviewers(frozenset({MAI.id})), MAI.id, set(), set()),
    ],
)
def test_who_receives_and_who_confirms(
    reviewers: Reviewers, owner: int, receivers: set[int], confirmers: set[int]
) -> None:
    assert reviewers.receivers(owner) == receivers
    assert reviewers.confirmers(owner) == confirmers


ids = st.frozensets(st.integers(1, 6), max_size=3)


@given(st.builds(Reviewers, ids, ids, ids), st.integers(1, 6), st.sampled_from(ReviewState))
def test_nobody_reviews_their_own(reviewers: Reviewers, who: int, state: ReviewState) -> None:
    assert reviewers.verdicts(who, who, state) == frozenset()


@given(st.builds(Reviewers, ids, ids, ids), st.integers(1, 6), st.integers(1, 6))
def test_whoever_may_decide_may_read(reviewers: Reviewers, who: int, owner: int) -> None:
    if any(reviewers.verdicts(who, owner, state) for state in ReviewState):
        assert reviewers.may_read(who, owner)


@pytest.mark.parametrize(
    ("who", "state", "verdicts"),
    [
        (MAI.id, SUBMITTED, {RECEIVED, RETURNED}),
        (MAI.id, RETURNED, {RECEIVED}),
        (MAI.id, RECEIVED, {RETURNED}),
        (MAI.id, CONFIRMED, set()),
        (BINH, SUBMITTED, set()),
        (BINH, RECEIVED, {CONFIRMED, RETURNED}),
        (BINH, RETURNED, set()),
        (SON, RECEIVED, set()),
        (OTHER, SUBMITTED, set()),
    ],
)
def test_what_each_may_decide_about_an_official_s(
    who: int, state: ReviewState, verdicts: set[ReviewState]
) -> None:
    assert OFFICE.verdicts(who, HUNG.id, state) == verdicts


def test_the_head_takes_the_only_specialist_s_own_in_one_step() -> None:
    assert OFFICE.verdicts(BINH, MAI.id, SUBMITTED) == {CONFIRMED, RETURNED}


def pile(*waiting: Filed, page: int = 0, reader: Person = MAI) -> Pile:
    return Pile(reader, OFFICE, NOW, waiting, page=page)


def texts(message: Message) -> str:
    return "\n".join(f"{line.msgid} {dict(line.params)}" for line in message.body)


def targets(message: Message) -> list[object]:
    return [choice.target for row in message.choices for choice in row]


def replaced(effects: Sequence[Effect] | Refused) -> Message:
    assert not isinstance(effects, Refused)
    (view,) = [effect for effect in effects if isinstance(effect, Replace)]
    return view.message


def test_a_page_shows_eight_and_leads_further_and_back() -> None:
    many = [filed(someone(id_)) for id_ in range(10, 30)]
    first, last = pile_view(pile(*many)), pile_view(pile(*many, page=2))
    assert Do("review_one", "17:1") in targets(first)
    assert Do("review_one", "18:1") not in targets(first)
    assert Do("review", "1") in targets(first)
    assert [t for t in targets(last) if isinstance(t, Do) and t.action == "review_one"] == [
        Do("review_one", f"{id_}:1") for id_ in range(26, 30)
    ]
    assert Do("review", "1") in targets(last)
    assert Do("review", "3") not in targets(last)


def test_receiving_keeps_it_tells_the_owner_once_and_shows_the_next() -> None:
    one, two = filed(someone(10)), filed(someone(11))
    effects = decide(Verdict(Opened(pile(one, two), one, 1), RECEIVED))
    assert not isinstance(effects, Refused)
    assert effects[0] == ReviewRegistration(10, 1, RECEIVED)
    (told,) = [effect for effect in effects if isinstance(effect, Notify)]
    assert (told.person, told.key) == (10, "received:10:1")
    assert Do("review_decide", "received@11:1") in targets(replaced(effects))


def test_after_the_last_one_nothing_else_waits() -> None:
    one = filed(someone(10))
    shown = replaced(decide(Verdict(Opened(pile(one), one, 1), RECEIVED)))
    assert targets(shown) == [Do("review")]


def test_a_version_that_was_overtaken_is_shown_instead_of_decided() -> None:
    newer = filed(HUNG, SUBMITTED, SUBMITTED)
    effects = decide(Verdict(Opened(pile(newer), newer, 1), RECEIVED))
    assert "newer version" in texts(replaced(effects))
    assert not isinstance(effects, Refused)
    assert [type(effect) for effect in effects] == [Replace]


def test_one_s_own_can_be_read_and_not_decided() -> None:
    own = filed(MAI)
    assert not [
        target
        for target in targets(one_view(pile(), own))
        if isinstance(target, Start) or (isinstance(target, Do) and "decide" in target.action)
    ]


def test_a_whole_list_is_asked_about_with_its_number_first() -> None:
    many = [filed(someone(id_)) for id_ in (10, 11, 12)]
    whole = Do("review_together", "received@10:1,11:1,12:1")
    assert whole in targets(pile_view(pile(*many)))
    asked = replaced(ask_together(Together(pile(*many), RECEIVED, ((10, 1), (11, 1), (12, 1)))))
    assert asked.body[0].params["count"] == 3
    assert Do("review_together_yes", "received@10:1,11:1,12:1") in targets(asked)


def test_only_versions_that_were_shown_are_taken_together() -> None:
    changed = filed(someone(11), SUBMITTED, SUBMITTED)
    came = filed(someone(12))
    together = Together(pile(filed(someone(10)), changed, came), RECEIVED, ((10, 1), (11, 1)))
    effects = decide_together(together)
    assert [e for e in effects if isinstance(e, ReviewRegistration)] == [
        ReviewRegistration(10, 1, RECEIVED)
    ]
    assert replaced(effects).body[1].params["count"] == 1


def test_a_list_decided_already_is_shown_as_it_is_now() -> None:
    effects = decide_together(Together(pile(), RECEIVED, ((10, 1),)))
    assert effects == ask_together(Together(pile(), RECEIVED, ((10, 1),)))


def test_a_remark_is_looked_over_and_sent_with_a_way_to_change_it() -> None:
    opened = Opened(pile(filed()), filed(), 1)
    draft = Draft()
    for said in (Said(text="Nêu rõ số lượng"), Said(value="submit")):
        page = play(send_back(opened), draft)
        assert isinstance(page, Page)
        draft, _remark = hear(page, draft, said, NOW.date())
    done = play(send_back(opened), draft)
    assert isinstance(done, Finished)
    kept, told, _reply = cast("Sequence[Effect]", done.result)
    assert isinstance(told, Notify)
    assert kept == ReviewRegistration(5, 1, RETURNED, "Nêu rõ số lượng")
    assert targets(told.message) == [Start("register", "2")]


def test_sending_back_what_was_changed_meanwhile_shows_the_new_one() -> None:
    newer = filed(HUNG, SUBMITTED, SUBMITTED)
    done = play(send_back(Opened(pile(newer), newer, 1)), Draft())
    assert isinstance(done, Finished)
    assert "newer version" in texts(replaced(cast("Sequence[Effect]", done.result)))
