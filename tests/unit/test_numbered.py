"""Choices where nothing can be pressed."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from domain.message import Choice, Do, Open, Style, column, say
from domain.text import _, either, verbatim
from locales.numbered import in_text, listed
from locales.render import Reader, render

TYPING = Reader("en", "anh", "Hùng", ZoneInfo("Asia/Ho_Chi_Minh"), buttons=False)
PRESSING = Reader("en", "anh", "Hùng", ZoneInfo("Asia/Ho_Chi_Minh"))


def choice(label: str, typed: str | None = None, style: Style = Style.PLAIN) -> Choice:
    return Choice(verbatim(label), Do(label), style, typed)


def test_what_is_suggested_gets_the_first_number() -> None:
    rows = column(choice("Change"), choice("Send", style=Style.PRIMARY))
    assert [(c.label, c.typed) for c in listed(rows, TYPING)] == [("Change", "2"), ("Send", "1")]


def test_where_there_are_buttons_numbers_follow_what_one_sees() -> None:
    rows = column(choice("Change"), choice("Send", style=Style.PRIMARY))
    assert [c.typed for c in listed(rows, PRESSING)] == ["1", "2"]


def test_what_is_for_fingers_gets_no_number_and_is_not_listed() -> None:
    message = say(_("Saved."), choices=column(choice("7", typed=""), choice("End of the year")))
    text = in_text(message, listed(message.choices, TYPING), TYPING)
    assert text.splitlines()[-1] == "1. End of the year"
    assert "7" not in text


def test_a_number_told_in_the_body_is_not_given_to_another_choice() -> None:
    rows = column(choice("☐ 1", typed="1"), choice("Further"))
    assert [c.typed for c in listed(rows, TYPING)] == ["1", "2"]


def test_what_a_slip_must_not_do_is_listed_with_its_word() -> None:
    send = Choice(verbatim("Send to 41 people"), Do("send"), Style.PRIMARY, _("send"))
    message = say(_("Saved."), choices=column(send))
    text = in_text(message, listed(message.choices, TYPING), TYPING)
    assert text.splitlines()[-1] == "• Type “send”: Send to 41 people"


def test_a_link_is_written_out() -> None:
    message = say(_("Saved."), choices=column(Choice(verbatim("Help"), Open("https://a.example"))))
    text = in_text(message, listed(message.choices, TYPING), TYPING)
    assert text == "Saved.\nHelp: https://a.example"


def test_a_sentence_about_buttons_has_a_form_for_those_who_type() -> None:
    told = either(pressed=_("Press it."), typed=_("Type it."))
    assert [render(told, reader) for reader in (PRESSING, TYPING)] == ["Press it.", "Type it."]
