"""The specialist's list of papers, and saying that one's own is handed in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.effects import Notify, Replace, Reply
from domain.message import Do
from domain.papers import Handed, HandedIn, PaperLine, PaperList, Tick
from domain.registration import TakePaper, TickPaper
from handlers.papers import handed_in, papers_view, tick, untick
from tests.unit.registered import DUTY, HUNG, MAI, NOW, PERIOD, someone

SENT = PaperLine(HUNG, Handed.AWAITED, registration=7, revision=2)
UNSENT = PaperLine(someone(9), Handed.NOTHING)


def papers(*lines: PaperLine, page: int = 0) -> PaperList:
    return PaperList(PERIOD, DUTY, lines, page=page)


def asked(line: PaperLine, revision: int, *, listed: bool = True) -> Tick:
    return Tick(papers(SENT, UNSENT), line, revision, NOW, listed)


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
    ]


def test_who_hands_paper_in_is_thanked_and_every_specialist_told_once() -> None:
    other = someone(4)
    effects = handed_in(HandedIn(HUNG, PERIOD, DUTY, SENT, (MAI, other)))
    told = [effect for effect in effects if isinstance(effect, Notify)]
    assert [(x.person, x.key) for x in told] == [
        (MAI.id, f"paper:2:5:2:{MAI.id}"),
        (4, "paper:2:5:2:4"),
    ]
    assert isinstance(effects[-1], Reply)


def test_paper_that_is_ticked_already_tells_nobody_again() -> None:
    line = replace(SENT, handed=Handed.SIGNED)
    effects = handed_in(HandedIn(HUNG, PERIOD, DUTY, line, (MAI,)))
    assert [type(effect) for effect in effects] == [Reply]


def test_the_only_specialist_is_led_to_the_list() -> None:
    line = PaperLine(MAI, Handed.AWAITED, 8, 1)
    (reply,) = handed_in(HandedIn(MAI, PERIOD, DUTY, line, (MAI,)))
    assert isinstance(reply, Reply)
    assert reply.message.choices[0][0].target == Do("papers", "2")
