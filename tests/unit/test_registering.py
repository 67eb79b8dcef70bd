"""Registering a key task as a dialog: what it asks, keeps, offers and says at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.effects import Effect, Notify, Reply
from domain.message import Do, Start
from domain.registration import PaperState, Registering, ReviewState, SaveRegistration
from domain.text import Localized
from handlers.dialog import Dialog, Draft, Finished, Page, Said, hear, play
from handlers.registering import register, register_collective
from handlers.registration_questions import Overview
from tests.unit.registered import CONTENT, DUE, HUNG, MAI, NOW, filed, registering

TODAY = date(2025, 10, 7)
SHORTEST = ("Số hoá hồ sơ", "Kho dữ liệu", "15/12", "[submit]")


def after(
    begin: Callable[[Registering], Dialog[Sequence[Effect]]],
    inputs: Registering,
    said: Sequence[str],
) -> Page | Finished:
    """Where a dialog stands after this has been said; "[value]" is a pressed button."""
    draft = Draft()
    for words in said:
        page = play(begin(inputs), draft)
        assert isinstance(page, Page), f"it was over before {words!r}"
        pressed = words.startswith("[")
        one = Said(value=words[1:-1]) if pressed else Said(text=words)
        draft, _remark = hear(page, draft, one, TODAY)
    return play(begin(inputs), draft)


def effects(
    begin: Callable[[Registering], Dialog[Sequence[Effect]]], inputs: Registering, *said: str
) -> list[Effect]:
    reached = after(begin, inputs, said)
    assert isinstance(reached, Finished)
    return list(cast("Sequence[Effect]", reached.result))


def saved(found: list[Effect]) -> SaveRegistration:
    (save,) = [effect for effect in found if isinstance(effect, SaveRegistration)]
    return save


def acknowledgement(found: list[Effect]) -> Reply:
    (reply,) = [effect for effect in found if isinstance(effect, Reply)]
    return reply


def msgids(reply: Reply) -> str:
    return "\n".join(line.msgid for line in reply.message.body)


def test_the_shortest_registration_is_four_answers() -> None:
    found = effects(register, registering(), *SHORTEST)
    assert saved(found) == SaveRegistration(2, CONTENT)


def test_what_must_be_said_is_asked_side_by_side() -> None:
    own, office = after(register, registering(), ()), after(register_collective, registering(), ())
    assert isinstance(own, Page)
    assert isinstance(office, Page)
    assert [question.name for question in own.together] == ["task", "product", "due"]
    assert [question.name for question in office.together] == ["product", "due", "measures"]


def test_a_point_changed_from_the_review_leads_back_to_it_at_once() -> None:
    reached = after(register, registering(), (*SHORTEST[:3], "[edit:product]", "Kho mới"))
    assert isinstance(reached, Page)
    assert reached.question.name == "more"


def test_the_other_points_of_six_clear_are_asked_side_by_side_on_request() -> None:
    reached = after(register, registering(), (*SHORTEST[:3], "[add]"))
    assert isinstance(reached, Page)
    together = [question.name for question in reached.together]
    assert together == ["measures", "person", "authority", "responsibility"]


def test_each_of_the_other_points_can_be_left_out() -> None:
    said = (*SHORTEST[:3], "[add]", "Họp hằng tuần", "[skip]", "không", "bỏ qua", "[submit]")
    assert saved(effects(register, registering(), *said)).content == replace(
        CONTENT, measures="Họp hằng tuần"
    )


def test_a_very_vague_task_gets_one_hint_and_is_then_taken() -> None:
    vague = "Hoàn thành tốt nhiệm vụ"
    hinted = after(register, registering(), (vague,))
    assert isinstance(hinted, Page)
    assert hinted.question.name == "task"
    taken = after(register, registering(), (vague, vague))
    assert isinstance(taken, Page)
    assert taken.question.name == "product"


@pytest.mark.parametrize("said", ["31/02", "hôm qua", "06/10/2025", "", "bao giờ xong thì xong"])
def test_a_day_that_is_past_or_does_not_exist_is_asked_again(said: str) -> None:
    reached = after(register, registering(), (*SHORTEST[:2], said))
    assert isinstance(reached, Page)
    assert reached.question.name == "due"


def test_what_was_registered_before_is_kept_by_one_tap_a_point() -> None:
    before = filed(content=replace(CONTENT, measures="Họp hằng tuần"))
    found = effects(register, registering(before=before), "[keep]", "Kho mới", "[keep]", "[submit]")
    assert saved(found).content == replace(CONTENT, product="Kho mới", measures="Họp hằng tuần")


def test_a_point_registered_before_can_be_emptied() -> None:
    before = filed(content=replace(CONTENT, measures="Họp hằng tuần"))
    said = ("[keep]", "[keep]", "[keep]", "[add]", *["[skip]"] * 4, "[submit]")
    assert saved(effects(register, registering(before=before), *said)).content == CONTENT


def test_the_new_version_has_the_next_number() -> None:
    before = filed(HUNG, ReviewState.SUBMITTED, ReviewState.SUBMITTED)
    found = effects(register, registering(before=before), "Khác", "[keep]", "[keep]", "[submit]")
    assert acknowledgement(found).message.body[0].params["n"] == 3


def test_the_remark_that_came_with_it_stands_above_the_first_question() -> None:
    page = after(register, registering(before=filed(HUNG, ReviewState.RETURNED)), ())
    assert isinstance(page, Page)
    lines = page.view(Draft(), TODAY).above
    assert any(line.params.get("remark") == "Rõ hơn" for line in lines)


def test_a_late_registration_is_told_kindly_before_and_after() -> None:
    inputs = registering(DUE + timedelta(minutes=1))
    page = after(register, inputs, ())
    assert isinstance(page, Page)
    assert any("has passed" in line.msgid for line in page.view(Draft(), TODAY).above)
    assert "after the deadline" in msgids(acknowledgement(effects(register, inputs, *SHORTEST)))


def test_at_the_deadline_itself_it_is_not_late() -> None:
    inputs = registering(DUE)
    assert "after the deadline" not in msgids(acknowledgement(effects(register, inputs, *SHORTEST)))


def test_a_signed_paper_of_an_older_version_is_told() -> None:
    before = filed(paper=PaperState.SIGNED)
    found = effects(register, registering(before=before), "Khác", "[keep]", "[keep]", "[submit]")
    assert "older version" in msgids(acknowledgement(found))


def test_the_acknowledgement_leads_to_the_form_and_to_what_was_saved() -> None:
    choices = acknowledgement(effects(register, registering(), *SHORTEST)).message.choices
    targets = [choice.target for row in choices for choice in row]
    assert targets == [Do("print_forms", "person:5"), Do("my_registration", "2")]


def test_the_head_is_led_on_to_the_office_s_own_task() -> None:
    inputs = replace(registering(), collective_owed=True)
    choices = acknowledgement(effects(register, inputs, *SHORTEST)).message.choices
    assert choices[-1][0].target == Start("register_collective")


def test_the_office_s_task_is_the_plan_s_own_words() -> None:
    content = Localized("Đẩy mạnh cải cách", "Push reform")
    inputs = registering()
    inputs = replace(inputs, obligation=replace(inputs.obligation, content=content))
    found = effects(register_collective, inputs, "Kho dữ liệu", "15/12", "[skip]", "[submit]")
    assert saved(found) == SaveRegistration(
        2, replace(CONTENT, task="Đẩy mạnh cải cách"), collective=True
    )


def test_the_head_is_told_what_was_registered_on_their_behalf() -> None:
    inputs = registering(who=MAI, owner=HUNG)
    found = effects(register_collective, inputs, "Kho dữ liệu", "15/12", "[skip]", "[submit]")
    (told,) = [effect for effect in found if isinstance(effect, Notify)]
    assert told.person == HUNG.id
    own = effects(register_collective, registering(), "Kho dữ liệu", "15/12", "[skip]", "[submit]")
    assert not [effect for effect in own if isinstance(effect, Notify)]


def test_a_review_that_offers_nothing_does_not_take_an_offer() -> None:
    page = after(register, registering(), (*SHORTEST[:3], "[add]", *["[skip]"] * 4, "[add]"))
    assert isinstance(page, Page)
    assert page.question.name == "review"
    assert Overview("review").decode("submit") is False


@given(st.lists(st.text(max_size=20), max_size=8))
def test_whatever_is_typed_the_dialog_goes_on_or_ends_in_one_registration(
    said: list[str],
) -> None:
    draft, inputs = Draft(), registering(NOW)
    for words in said:
        page = play(register(inputs), draft)
        if isinstance(page, Finished):
            assert saved(list(cast("Sequence[Effect]", page.result))).period == 2
            return
        draft, _remark = hear(page, draft, Said(text=words), TODAY)
