"""Consent: three choices, none chosen; provable; taken back as easily as given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

import pytest

import locales
from domain.consent import ConsentState, GiveConsent, Purpose, WithdrawConsent
from domain.effects import Begin, Effect, Notify, Reply
from domain.message import Do, Start, Style
from domain.text import Text
from handlers.consent_wording import (
    KEEP_MORE,
    SELF_CHECK_MORE,
    WORDING,
    keep_lines,
    self_check_lines,
)
from handlers.consenting import CONSENT, SELF_CHECK_CONSENT
from handlers.dialog import Draft, Finished, Page, Said, hear, play
from handlers.withdrawing import WITHDRAWAL
from locales.extract import read_fragments
from tests.unit.getting_in import HUNG, MAI, consent_inputs, words

TODAY = date(2025, 10, 7)


def answered(conversation: str, *said: Said) -> Sequence[Effect]:
    """The effects of a consent conversation after these answers."""
    spec = CONSENT if conversation == "consent" else SELF_CHECK_CONSENT
    draft = Draft()
    for one in said:
        page = play(spec.dialog(consent_inputs()), draft)
        assert isinstance(page, Page)
        draft, _ = hear(page, draft, one, TODAY)
    done = play(spec.dialog(consent_inputs()), draft)
    assert isinstance(done, Finished)
    assert isinstance(done.result, list)
    return done.result


def first_page() -> Page:
    page = play(CONSENT.dialog(consent_inputs()), Draft())
    assert isinstance(page, Page)
    return page


def test_nothing_is_chosen_beforehand() -> None:
    view = first_page().view(Draft(), TODAY)
    assert [button.value for row in view.rows for button in row] == ["agree", "paper", "more"]
    assert {button.style for row in view.rows for button in row} == {Style.PLAIN}


def test_agreeing_is_recorded_with_the_wording_and_leads_on() -> None:
    given, reply = answered("consent", Said(value="agree"))
    assert given == GiveConsent(Purpose.KEEP, ConsentState.GIVEN, WORDING[Purpose.KEEP])
    assert isinstance(reply, Reply)
    targets = [choice.target for row in reply.message.choices for choice in row]
    assert targets == [Start("register"), Do("menu")]


def test_paper_is_recorded_and_the_specialist_is_told_once() -> None:
    given, reply, *told = answered("consent", Said(value="paper"))
    assert given == GiveConsent(Purpose.KEEP, ConsentState.DECLINED, WORDING[Purpose.KEEP])
    assert isinstance(reply, Reply)
    assert "exactly the same" in words(reply.message)
    assert [effect.person for effect in told if isinstance(effect, Notify)] == [MAI.id]


def test_reading_more_keeps_the_question_open_and_the_choice_free() -> None:
    page = first_page()
    draft, remark = hear(page, Draft(), Said(value="more"), TODAY)
    assert remark is None
    assert "consent" not in draft.answers
    view = page.view(draft, TODAY)
    assert all(line in view.lines for line in KEEP_MORE)
    assert [button.value for row in view.rows for button in row] == ["agree", "paper"]


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("I agree", ConsentState.GIVEN),
        ("toi dong y", ConsentState.GIVEN),
        ("dạ em đồng ý ạ", ConsentState.GIVEN),
        ("nop giay", ConsentState.DECLINED),
        ("không đồng ý", ConsentState.DECLINED),
    ],
)
def test_labels_and_clear_words_may_be_typed(typed: str, state: ConsentState) -> None:
    given = answered("consent", Said(text=typed))[0]
    assert isinstance(given, GiveConsent)
    assert given.state is state


@pytest.mark.parametrize("typed", ["", "ok", "ừ", "1", "2", "4", "0", "vâng ạ", "🙂"])
def test_anything_unclear_is_no_consent(typed: str) -> None:
    draft, remark = hear(first_page(), Draft(), Said(text=typed), TODAY)
    assert draft.answers == {}
    assert remark is not None


def test_the_self_check_is_a_purpose_of_its_own_and_leads_on_to_it() -> None:
    given, _reply, begin = answered("consent_self_check", Said(value="agree"))
    wording = WORDING[Purpose.SELF_CHECK]
    assert given == GiveConsent(Purpose.SELF_CHECK, ConsentState.GIVEN, wording)
    assert begin == Begin("self_check", "12")


def test_a_specialist_is_not_told_about_herself() -> None:
    assert consent_inputs(MAI).others == ()
    assert consent_inputs(HUNG).others == (MAI,)


def withdrawing(given: frozenset[Purpose], said: Said) -> list[Effect]:
    loaded = (consent_inputs(), given)
    page = play(WITHDRAWAL.dialog(loaded), Draft())
    assert isinstance(page, Page)
    draft, _ = hear(page, Draft(), said, TODAY)
    done = play(WITHDRAWAL.dialog(loaded), draft)
    assert isinstance(done, Finished)
    assert isinstance(done.result, list)
    return done.result


def test_taking_everything_back_covers_both_purposes() -> None:
    effects = withdrawing(frozenset(Purpose), Said(value="all"))
    assert effects[0] == WithdrawConsent(tuple(Purpose), WORDING[Purpose.KEEP])
    assert any(isinstance(effect, Notify) for effect in effects)


def test_only_the_self_checks_may_be_taken_back() -> None:
    effects = withdrawing(frozenset(Purpose), Said(text="1"))
    assert effects[0] == WithdrawConsent((Purpose.SELF_CHECK,), WORDING[Purpose.SELF_CHECK])


def test_leaving_it_changes_nothing() -> None:
    (only,) = withdrawing(frozenset(Purpose), Said(value="nothing"))
    assert isinstance(only, Reply)


def test_a_purpose_that_was_never_agreed_to_is_not_offered() -> None:
    page = play(WITHDRAWAL.dialog((consent_inputs(), frozenset({Purpose.KEEP}))), Draft())
    assert isinstance(page, Page)
    rows = page.view(Draft(), TODAY).rows
    assert [button.value for row in rows for button in row] == ["all", "nothing"]
    draft, remark = hear(page, Draft(), Said(value="self_check"), TODAY)
    assert draft.answers == {}
    assert remark is not None


#: What was shown under each version. A changed sentence is a new version of the wording: give
#: `WORDING` its name and put its digest here, beside those of before.
SHOWN = {
    (Purpose.KEEP, "2025-10-a"): "e6ed7f01d0744fcf",
    (Purpose.SELF_CHECK, "2025-10-a"): "5862c9670abaf82e",
    (Purpose.KEEP, "2025-10-b"): "e14bdd2b06431eef",
    (Purpose.SELF_CHECK, "2025-10-b"): "2661fa72af3f2823",
}


def digest(lines: Sequence[Text]) -> str:
    """The sentences as they are shown in Vietnamese and English."""
    fragments = read_fragments().sentences
    vietnamese, english = (locales.translations(language) for language in ("vi", "en"))
    shown = [fragments.get(line.msgid) or vietnamese.gettext(line.msgid) for line in lines] + [
        english.gettext(line.msgid) for line in lines
    ]
    return sha256("\n".join(shown).encode()).hexdigest()[:16]


@pytest.mark.parametrize("purpose", Purpose)
def test_a_changed_sentence_is_a_new_version_of_the_wording(purpose: Purpose) -> None:
    inputs = consent_inputs()
    lines = {
        Purpose.KEEP: (*keep_lines(inputs), *KEEP_MORE),
        Purpose.SELF_CHECK: (*self_check_lines(inputs), *SELF_CHECK_MORE),
    }[purpose]
    assert digest(lines) == SHOWN[purpose, WORDING[purpose]]
