"""The specialist's list of papers, and saying that one's own is handed in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.effects import Notify, Replace, Reply
from domain.message import Do, Start
from domain.papers import (
    ClaimPaper,
    Handed,
    HandedIn,
    Looked,
    MissPaper,
    PaperLine,
    PaperList,
    Tick,
)
from domain.people import Person
from domain.plan import Kind
from domain.registration import TakePaper, TickPaper
from handlers.paper_claims import handed_in, missed, not_yet
from handlers.papers import papers_view, tick, untick
from tests.unit.registered import DUTY, HUNG, MAI, NOW, PERIOD, someone

SENT = PaperLine(HUNG, Handed.AWAITED, registration=7, revision=2)
UNSENT = PaperLine(someone(9), Handed.NOTHING)


def papers(*lines: PaperLine, page: int = 0) -> PaperList:
    return PaperList(PERIOD, DUTY.title, lines, page=page)


def asked(line: PaperLine, revision: int, *, listed: bool = True) -> Tick:
    return Tick(papers(SENT, UNSENT), line, revision, NOW, listed)


def said(line: PaperLine, specialists: tuple[Person, ...] = (MAI,)) -> HandedIn:
    return HandedIn(HUNG, PERIOD, DUTY.title, line, specialists, NOW)


def test_ticking_speaks_of_the_version_the_button_was_for() -> None:
    effect, _view = tick(asked(SENT, 1))
    assert effect == TickPaper(7, 1)


def test_paper_of_someone_who_sent_nothing_does_the_duty() -> None:
    effect, _view = tick(asked(UNSENT, 0))
    assert effect == TakePaper(PERIOD.id, 9)


def test_a_tick_is_taken_back_the_same_way() -> None:
    effect, view = untick(asked(replace(SENT, handed=Handed.SIGNED), 2))
    assert effect == TickPaper(7, 2, undo=True)
    assert isinstance(view, Replace)
    assert view.message.body[0].params == {"ticked": 0, "all": 2}


@pytest.mark.parametrize("listed", [True, False])
def test_after_a_tick_its_undoing_is_offered_where_it_was_made(listed: bool) -> None:
    _effect, view = tick(asked(SENT, 2, listed=listed))
    assert isinstance(view, Replace)
    targets = [choice.target for row in view.message.choices for choice in row]
    assert Do("paper_untick", "2:5:2:0" if listed else "2:5:2") in targets


def test_a_page_has_eight_lines_and_a_button_each() -> None:
    lines = [PaperLine(someone(id_), Handed.NOTHING) for id_ in range(10, 20)]
    second = papers_view(papers(*lines, page=1))
    targets = [choice.target for row in second.choices for choice in row]
    assert targets == [
        Do("paper_tick", "2:18:0:1"),
        Do("paper_tick", "2:19:0:1"),
        Do("papers", "2:0"),
        Do("documents"),
    ]


def test_who_hands_paper_in_is_thanked_and_every_specialist_told_once() -> None:
    other = someone(4)
    effects = handed_in(said(SENT, (MAI, other)))
    told = [effect for effect in effects if isinstance(effect, Notify)]
    assert [(x.person, x.key) for x in told] == [
        (MAI.id, f"paper:2:5:2:20251007T020000:{MAI.id}"),
        (4, "paper:2:5:2:20251007T020000:4"),
    ]
    assert isinstance(effects[-1], Reply)


def test_paper_that_is_ticked_already_tells_nobody_again() -> None:
    line = replace(SENT, handed=Handed.SIGNED)
    effects = handed_in(said(line))
    assert [type(effect) for effect in effects] == [Reply]


def test_the_only_specialist_is_led_to_the_list() -> None:
    line = PaperLine(MAI, Handed.AWAITED, 8, 1)
    (reply,) = handed_in(HandedIn(MAI, PERIOD, DUTY.title, line, (MAI,), NOW))
    assert isinstance(reply, Reply)
    assert reply.message.choices[0][0].target == Do("papers", "2")


def test_who_says_so_twice_is_told_when_it_was_told_and_nobody_else_is() -> None:
    (reply,) = handed_in(said(replace(UNSENT, person=HUNG, claimed_at=NOW)))
    assert isinstance(reply, Reply)
    assert reply.message.body[0].params["when"] == NOW


def test_what_was_pressed_by_mistake_is_taken_back_and_the_specialist_told() -> None:
    claim, told, _view = not_yet(said(replace(UNSENT, person=HUNG, claimed_at=NOW)))
    assert claim == ClaimPaper(PERIOD.id, undo=True)
    assert isinstance(told, Notify)
    assert told.person == MAI.id


def test_paper_that_is_not_there_brings_its_owner_back_to_the_duty() -> None:
    line = replace(UNSENT, person=HUNG, claimed_at=NOW)
    drop, told, view = missed(Looked(asked(line, 0), DUTY, MAI))
    assert drop == MissPaper(PERIOD.id, HUNG.id)
    assert isinstance(told, Notify)
    assert told.message.choices[0][0].target == Start("register", "2")
    assert isinstance(view, Replace)
    assert all(
        choice.target != Do("paper_missed", "2:5:0:0")
        for row in view.message.choices
        for choice in row
    )


def test_a_signed_form_that_is_not_there_is_asked_for_once_more() -> None:
    _drop, told, _view = missed(Looked(asked(replace(SENT, claimed_at=NOW), 2), DUTY, MAI))
    assert isinstance(told, Notify)
    targets = [choice.target for row in told.message.choices for choice in row]
    assert targets == [Do("print_forms", f"person:{HUNG.id}"), Do("paper_handed_in", "2")]


def test_the_list_has_a_button_for_each_paper_that_was_said_to_be_in() -> None:
    view = papers_view(papers(SENT, replace(UNSENT, claimed_at=NOW)))
    targets = [choice.target for row in view.choices for choice in row]
    assert Do("paper_missed", "2:9:0:0") in targets
    assert Do("paper_missed", "2:5:2:0") not in targets


def test_a_self_check_on_paper_is_handed_in_to_nobody() -> None:
    line = replace(UNSENT, person=HUNG)
    check = replace(PERIOD, kind=Kind.SELF_CHECK)
    told = handed_in(replace(said(line), period=check))[1]
    assert isinstance(told, Notify)
    targets = [choice.target for row in told.message.choices for choice in row]
    assert targets == [Do("paper_tick", "2:5:0"), Do("papers", "2")]
    listed = papers_view(replace(papers(replace(line, claimed_at=NOW)), period=check))
    assert all(
        choice.target != Do("paper_missed", "2:5:0:0") for row in listed.choices for choice in row
    )
