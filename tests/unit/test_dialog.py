"""The engine, played with a self-check and a registration made of the real questions."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.text import Text, _, verbatim
from handlers.dialog import (
    Answered,
    Dialog,
    Draft,
    Finished,
    Json,
    Page,
    Said,
    ask,
    back,
    both,
    each,
    hear,
    play,
)
from handlers.questions import ChooseMany, Option, PickDate, Review, Write

TODAY = date(2025, 10, 31)


@dataclass(frozen=True)
class Remedy:
    sign: int
    action: str
    due: date


@dataclass(frozen=True)
class Checked:
    present: tuple[int, ...]
    remedies: tuple[Remedy, ...]


def self_check(signs: Sequence[int]) -> Dialog[Checked]:
    options = [Option(str(n), verbatim(f"sign {n}"), n) for n in signs]
    none, done = verbatim("none"), verbatim("that is all")
    present = yield from ask(
        ChooseMany("signs", _("Signs"), _("Which of these?"), options, none, done)
    )
    remedies = yield from each([remedy(sign) for sign in present])
    yield from ask(Review())
    return Checked(present, tuple(remedies))


def remedy(sign: int) -> Dialog[Remedy]:
    action, due = yield from both(
        ask(Write(f"action.{sign}", _("Action"), _("What will you do?"))),
        ask(PickDate(f"due.{sign}", _("By when"), _("By when?"))),
    )
    return Remedy(sign, action, due)


def registration() -> Dialog[list[str]]:
    points = ("work", "person", "authority", "responsibility", "product", "measures")
    answers, _due = yield from both(
        each([ask(Write(p, verbatim(p), verbatim(p))) for p in points]),
        ask(PickDate("due", _("By when"), _("By when?"))),
    )
    yield from ask(Review())
    return answers


CHECK = partial(self_check, range(1, 11))
Move: TypeAlias = "Said | str"


def typed(text: str) -> Said:
    return Said(text=text)


def pressed(value: str) -> Said:
    return Said(value=value)


BACK = "back"
NOTHING_YET = Draft()


def move(
    flow: Callable[[], Dialog[object]], draft: Draft, made: Move, today: date = TODAY
) -> tuple[Draft, Text | None]:
    page = play(flow(), draft)
    assert isinstance(page, Page)
    return (back(page, draft), None) if isinstance(made, str) else hear(page, draft, made, today)


def live(
    flow: Callable[[], Dialog[object]], moves: Sequence[Move], draft: Draft = NOTHING_YET
) -> Draft:
    for made in moves:
        draft, _remark = move(flow, draft, made)
    return draft


def page_of(draft: Draft, flow: Callable[[], Dialog[object]] = CHECK) -> Page:
    page = play(flow(), draft)
    assert isinstance(page, Page)
    return page


def open_question(draft: Draft, flow: Callable[[], Dialog[object]] = CHECK) -> str:
    return page_of(draft, flow).question.name


ONE_SIGN = (typed("3"), typed("sửa quy chế"), typed("30/11"))


def test_a_conversation_goes_straight_to_its_result() -> None:
    toggles = [pressed("on:3"), pressed("on:3"), pressed("on:7"), pressed("off:7"), pressed("done")]
    end = play(CHECK(), live(CHECK, [*toggles, *ONE_SIGN[1:], pressed("submit")]))
    assert isinstance(end, Finished)
    assert end.result == Checked((3,), (Remedy(3, "sửa quy chế", date(2025, 11, 30)),))
    assert [q.name for q in end.trace] == ["signs", "action.3", "due.3", "review"]


def test_a_group_is_asked_side_by_side() -> None:
    page = page_of(live(CHECK, [typed("3 7")]))
    assert [q.name for q in page.together] == ["action.3", "due.3", "action.7", "due.7"]
    assert len(page_of(Draft(), registration).together) == 7


def test_what_is_refused_changes_nothing() -> None:
    draft = live(CHECK, ONE_SIGN[:2])
    after, reason = move(CHECK, draft, typed("31/02"))
    assert after == draft
    assert reason is not None


def test_a_hint_keeps_the_question_open_with_its_remark() -> None:
    def flow() -> Dialog[str]:
        return ask(Write("work", _("Work"), _("What?"), verbatim("an example")))

    draft, remark = move(flow, Draft(), typed("làm tốt"))
    assert remark is not None
    assert draft.scratch == {"hinted": "làm tốt"}
    end = play(flow(), live(flow, [typed("làm tốt")], draft))
    assert isinstance(end, Finished)
    assert end.result == "làm tốt"


def test_an_edit_from_the_review_asks_only_what_is_missing() -> None:
    draft = live(CHECK, [*ONE_SIGN, pressed("edit:signs"), typed("3, 7")])
    assert open_question(draft) == "action.7"
    draft = live(CHECK, [typed("làm thêm giờ"), typed("1/12")], draft)
    assert open_question(draft) == "review"
    end = play(CHECK(), live(CHECK, [pressed("edit:signs"), typed("7"), pressed("submit")], draft))
    assert isinstance(end, Finished)
    assert end.result == Checked((7,), (Remedy(7, "làm thêm giờ", date(2025, 12, 1)),))


def test_an_edit_of_what_is_no_longer_there_is_refused() -> None:
    draft = live(CHECK, ONE_SIGN)
    after, reason = move(CHECK, draft, pressed("edit:action.7"))
    assert (after, reason) == (draft, _("That point is no longer part of this form."))


def test_an_answer_stays_when_its_day_passes() -> None:
    draft = live(CHECK, ONE_SIGN)
    after, reason = move(CHECK, draft, pressed("submit"), date(2026, 1, 1))
    assert reason is None
    assert isinstance(play(CHECK(), after), Finished)


def test_back_reopens_the_question_before() -> None:
    draft = live(CHECK, [*ONE_SIGN[:2], BACK])
    assert open_question(draft) == "action.3"
    draft = live(CHECK, [typed("khác hẳn")], draft)
    assert open_question(draft) == "due.3"
    assert open_question(live(CHECK, [BACK, BACK], draft)) == "signs"


def test_back_at_the_first_question_changes_nothing() -> None:
    assert live(CHECK, [BACK, BACK]) == Draft()


def test_back_from_the_review_goes_back_as_often_as_it_is_said() -> None:
    assert open_question(live(CHECK, [*ONE_SIGN, BACK, BACK])) == "action.3"


def test_a_reopened_question_starts_from_its_answer() -> None:
    answers = [typed("3 7"), *ONE_SIGN[1:], *ONE_SIGN[1:]]
    draft = live(CHECK, [*answers, pressed("edit:signs")])
    values = [b.value for row in page_of(draft).view(draft, TODAY).rows for b in row]
    assert {"off:3", "off:7", "on:1"} <= set(values)
    draft = live(CHECK, [pressed("off:7"), pressed("done")], draft)
    assert open_question(draft) == "review"
    assert draft.answers["signs"] == ["3"]


def test_a_changed_checklist_asks_again_what_it_no_longer_understands() -> None:
    draft = live(CHECK, ONE_SIGN)
    page = play(self_check(range(1, 3)), draft)
    assert isinstance(page, Page)
    assert page.question.name == "signs"


def test_the_review_is_given_every_answer_in_words() -> None:
    draft = live(CHECK, ONE_SIGN)
    answered = page_of(draft).answered(draft)
    assert [a.name for a in answered] == ["signs", "action.3", "due.3"]
    assert answered[1] == Answered("action.3", _("Action"), verbatim("sửa quy chế"))


def test_two_questions_of_one_name_are_a_mistake() -> None:
    def twice() -> Dialog[None]:
        yield from ask(Review("same"))
        yield from ask(Review("same"))

    with pytest.raises(ValueError, match="share a name"):
        play(twice(), Draft({"same": "submit"}))


MOVES: tuple[Move, ...] = (
    *map(pressed, ("on:3", "off:3", "on:8", "done", "none", "keep", "month:2026-01", "zzz")),
    *map(pressed, ("edit:signs", "edit:due.3", "edit:zzz", "submit", "day:2025-11-30")),
    *map(typed, ("3 7", "0", "việc này", "30/11", "1/1/2025", "mai", "")),
    BACK,
)


@settings(max_examples=500)
@given(st.lists(st.sampled_from(MOVES), max_size=40))
def test_any_moves_leave_a_draft_that_plays_the_same_again(moves: list[Move]) -> None:
    draft = Draft()
    for made in moves:
        if isinstance(play(CHECK(), draft), Finished):
            return
        before, (draft, remark) = draft, move(CHECK, draft, made)
        assert draft.revision - before.revision in (0, 1)
        assert draft == before or draft.revision > before.revision
        assert draft != before or remark is not None or made == BACK
        one, other = play(CHECK(), draft), play(CHECK(), draft)
        assert type(one) is type(other)
        if isinstance(one, Page) and isinstance(other, Page):
            assert one.question == other.question
            one.view(draft, TODAY)


@given(st.lists(st.sampled_from(MOVES), max_size=25), st.data())
def test_what_a_draft_holds_survives_storage(moves: list[Move], data: st.DataObject) -> None:
    """Cut anywhere, kept as JSON and resumed, the conversation stands where it stood."""
    cut = data.draw(st.integers(0, len(moves)))
    whole, parts = Draft(), Draft()
    for index, made in enumerate(moves):
        if isinstance(play(CHECK(), whole), Finished):
            break
        whole = move(CHECK, whole, made)[0]
        if index == cut:
            parts = through_json(parts)
        parts = move(CHECK, parts, made)[0]
    assert parts == whole


def through_json(draft: Draft) -> Draft:
    answers: dict[str, Json] = json.loads(json.dumps(draft.answers))
    return replace(draft, answers=answers, scratch=json.loads(json.dumps(draft.scratch)))
