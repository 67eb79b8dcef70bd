"""Seeing, correcting and deleting one's own data: what is said and what follows."""

from __future__ import annotations

from datetime import date

import pytest

from domain.correction import (
    AskCorrection,
    Correcting,
    Correction,
    FinishCorrection,
    OpenCorrections,
)
from domain.data_rights import EraseMyData, RightsInputs
from domain.effects import Audit, Effect, Notify, Reply
from domain.message import Document
from handlers.conversation import Conversation
from handlers.corrections import DONE, OPEN
from handlers.data_rights import CORRECT, ERASE, MY_DATA
from handlers.dialog import Draft, Finished, Page, Said, hear, play
from tests.unit.getting_in import HUNG, MAI, NOW, words

TODAY = date(2025, 10, 7)
INPUTS = RightsInputs(HUNG, NOW, TODAY, (MAI,))


def says(conversation: Conversation[RightsInputs], said: Said) -> list[Effect] | None:
    """The effects after one answer; None while the question stays open."""
    page = play(conversation.dialog(INPUTS), Draft())
    assert isinstance(page, Page)
    draft, _ = hear(page, Draft(), said, TODAY)
    done = play(conversation.dialog(INPUTS), draft)
    if isinstance(done, Page):
        return None
    assert isinstance(done, Finished)
    assert isinstance(done.result, list)
    return done.result


def test_my_data_come_as_a_file_about_oneself_and_are_audited() -> None:
    effects = MY_DATA.decide(INPUTS)
    assert isinstance(effects, list)
    audit, reply = effects
    assert audit == Audit("my_data", "person:5")
    assert isinstance(reply, Reply)
    assert reply.message.attachment is not None
    assert reply.message.attachment.document is Document.MY_DATA
    assert reply.message.attachment.subject == "5"


def test_a_correction_reaches_the_specialist_with_the_laws_ten_days() -> None:
    effects = says(CORRECT, Said(text="Tôi là <b>Tổ trưởng</b>"))
    assert effects is not None
    asked, reply, told = effects
    assert asked == AskCorrection("Tôi là <b>Tổ trưởng</b>")
    assert isinstance(reply, Reply)
    assert "17/10/2025" in words(reply.message)
    assert isinstance(told, Notify)
    assert told.person == MAI.id
    assert "<b>Tổ trưởng</b>" in words(told.message)


@pytest.mark.parametrize("said", [Said(), Said(text="  "), Said(text="x" * 1001)])
def test_a_correction_without_words_or_of_endless_ones_is_asked_again(said: Said) -> None:
    assert says(CORRECT, said) is None


def test_when_it_is_corrected_the_person_is_told_once() -> None:
    effects = DONE.decide(Correcting(Correction(HUNG, 4, "sai chức vụ", NOW, TODAY), MAI, NOW))
    assert isinstance(effects, list)
    assert effects[0] == FinishCorrection(HUNG.id, 4)
    told = next(effect for effect in effects if isinstance(effect, Notify))
    assert (told.person, told.key) == (HUNG.id, f"corrected:{HUNG.id}:4")


def test_the_list_shows_a_few_at_a_time_and_how_many_follow() -> None:
    waiting = tuple(Correction(HUNG, n, f"sai {n}", NOW, TODAY) for n in range(1, 8))
    effects = OPEN.decide(OpenCorrections(waiting))
    assert isinstance(effects, list)
    (shown,) = effects
    assert isinstance(shown, Reply)
    assert "sai 5" in words(shown.message)
    assert "sai 6" not in words(shown.message)
    assert "2 more" in words(shown.message)


@pytest.mark.parametrize("said", [Said(value="yes"), Said(text="xoá hết"), Said(text="Delete all")])
def test_a_clear_yes_deletes_and_the_specialist_learns_that_paper_is_the_way(said: Said) -> None:
    effects = says(ERASE, said)
    assert effects is not None
    assert effects[0] == EraseMyData()
    assert [effect.person for effect in effects if isinstance(effect, Notify)] == [MAI.id]


@pytest.mark.parametrize("typed", ["", "ok", "có", "1", "yes", "xoa gi", "để sau"])
def test_anything_less_than_a_clear_yes_deletes_nothing(typed: str) -> None:
    assert says(ERASE, Said(text=typed)) is None


def test_keeping_everything_deletes_nothing() -> None:
    effects = says(ERASE, Said(value="no"))
    assert effects is not None
    assert not any(isinstance(effect, EraseMyData) for effect in effects)
