"""The desk's pages around their contents: where one is, who one is, what else there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Protocol

from starlette.responses import HTMLResponse, Response

from domain.desk import Outcome
from domain.effects import Refused
from domain.inquiry import may_ask
from domain.links import Closed
from domain.message import Attachment, Choice, Do, Message, Open, Start, say
from domain.people import Person, Role, may_see_everyone
from domain.reporting import may_report
from domain.text import Text, _
from locales.render import Reader
from storage.desk_sessions import PATH
from web.behind import Offices
from web.desk.addresses import (
    INQUIRIES,
    MESSAGES,
    OFFICES,
    PAPERS,
    PEOPLE,
    PLAN,
    REGISTRATIONS,
    file_at,
    form_at,
    look_at,
    page_of,
)
from web.desk.words import WORDS
from web.guarding import HEADERS
from web.pages import WORDS as EVERYWHERE
from web.pages import page, told_anyone

#: The desk has a script of its own for its keys; nothing else may run.
POLICY = {"Content-Security-Policy": f"{HEADERS['Content-Security-Policy']}; script-src 'self'"}


class Sitting(Protocol):
    """Who reads a page of the desk."""

    @property
    def who(self) -> Person: ...
    @property
    def reader(self) -> Reader: ...
    @property
    def guard(self) -> str: ...
    @property
    def offices(self) -> Offices | None: ...


def desk_page(
    guest: Sitting, at: str, name: str, status: int = 200, /, **values: object
) -> HTMLResponse:
    """A page of the desk; `at` is the part of it that is marked in its navigation."""
    around: Mapping[str, object] = {
        "words": {**EVERYWHERE, **WORDS},
        "guard": guest.guard,
        "who": guest.who,
        "at": at,
        "parts": _parts(guest),
        "look_at": look_at,
        "form_at": form_at,
        "told": (),
    }
    answer = page(f"desk/{name}", guest.reader, status, **{**around, **values})
    answer.headers.update(POLICY)
    return answer


def _reviews(who: Person) -> bool:
    return who.is_any(Role.SPECIALIST) or who.standing.leads


_PARTS: tuple[tuple[str, str, Text, Callable[[Person], bool]], ...] = (
    ("today", PATH, _("Today"), may_see_everyone),
    ("people", PEOPLE, _("The staff"), may_see_everyone),
    ("registrations", REGISTRATIONS, _("Registrations"), _reviews),
    ("papers", PAPERS, _("Papers"), lambda who: who.is_any(Role.SPECIALIST)),
    ("messages", MESSAGES, _("Messages"), may_see_everyone),
    ("inquiries", INQUIRIES, _("Questions"), may_ask),
    ("plan", PLAN, _("The plan"), may_see_everyone),
)


_OFFICES = ("offices", OFFICES, _("The offices"))


def _parts(guest: Sitting) -> list[tuple[str, str, Text]]:
    """What this person finds at the desk."""
    found = [(at, href, label) for at, href, label, is_for in _PARTS if is_for(guest.who)]
    return [*found, _OFFICES] if guest.offices and may_report(guest.who) else found


def outcome_page(
    guest: Sitting, at: str, outcome: Outcome, lost: tuple[tuple[Text, str], ...] = ()
) -> HTMLResponse:
    """What was said about something that was done, as in a chat."""
    status = HTTPStatus.CONFLICT if outcome.refused else HTTPStatus.OK
    messages = [Said(message) for message in outcome.messages]
    heading = messages[0].title if messages else None
    if outcome.refused or heading is None:
        heading = _REFUSED if outcome.refused else _DONE if outcome.changed else _TOLD
    else:
        messages[0].title = None  # it stands above
    return desk_page(
        guest, at, "said.html", status, messages=messages, heading=heading, unsent=lost
    )


def refused_page(
    guest: Sitting, at: str, why: Refused, lost: tuple[tuple[Text, str], ...] = ()
) -> HTMLResponse:
    """Why something was not done, or cannot be seen."""
    return outcome_page(guest, at, Outcome((say(why.reason),), refused=True), lost)


_REFUSED, _DONE, _TOLD = _("That was not done"), _("Done"), _("As in the chat")


class Said:
    """A message as a page shows it: its choices become buttons and links."""

    def __init__(self, message: Message) -> None:
        self.title: Text | None = message.title
        self.body = message.body
        self.file = _file(message.attachment)
        self.is_picture = bool(message.attachment and message.attachment.is_picture)
        rows = [[Pressable(choice) for choice in row] for row in message.choices]
        self.rows = [row for row in rows if row]


class Pressable:
    """A choice: a link where it leads somewhere, a button where it does something."""

    def __init__(self, choice: Choice) -> None:
        self.label = choice.label
        self.style = choice.style
        self.href = ""
        self.action = self.about = ""
        match choice.target:
            case Start(conversation, subject):
                self.href = form_at(conversation, subject)
            case Do(action, subject):
                self.href = page_of(Do(action, subject))
                self.action, self.about = action, subject
            case Open(url):
                self.href = url


def _file(attachment: Attachment | None) -> str:
    return file_at(attachment) if attachment is not None else ""


def not_in(why: Closed) -> Response:
    """Nobody is in a session here: how to get in."""
    title, line = _WHY.get(why, _WHY[Closed.UNKNOWN])
    return told_anyone(403, title, line, _HOW)


_HOW = _("To open the desk, send /banlamviec to the bot in the chat and press its button there.")
_WHY = {
    Closed.UNKNOWN: (
        _("The desk is closed here"),
        _(
            "No desk is open in this browser, or another site led here. Is it open in another tab, "
            "go on there."
        ),
    ),
    Closed.OVER: (
        _("The desk has closed by itself"),
        _("It closes after an hour in which nobody uses it, and after 10 hours. Nothing is lost."),
    ),
    Closed.REVOKED: (
        _("The desk was closed"),
        _("It was closed in the chat, or its owner's role has changed."),
    ),
}
#: Whoever keeps the door: specialists and admins.
DOORKEEPERS = (Role.SPECIALIST, Role.ADMIN)
