"""Pages as their reader reads them: templates of this folder, every sentence rendered."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from domain.links import Closed
from domain.people import Person
from domain.text import Text, _
from locales.render import Reader, render
from web.behind import File

_HERE = Path(__file__).parent
_TEMPLATES = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
STYLE = (_HERE / "static" / "style.css").read_text(encoding="utf-8")


def page(name: str, reader: Reader, status: int = 200, /, **values: object) -> HTMLResponse:
    """A template's page; in it, `say` renders a sentence for the reader."""
    say = partial(render, reader=reader)
    language = "en" if reader.english else "vi"
    around = {"say": say, "language": language, "words": WORDS, "unsent": (), "in_english": None}
    around["moment"] = lambda moment: say(Text("", {"text": moment}))
    around["day"] = around["moment"]
    around["together"] = lambda lines: "\n".join(map(say, lines)).strip()
    made = _TEMPLATES.get_template(name).render({**around, **values})
    return HTMLResponse(made, status)


def anyone(language: str = "vi") -> Reader:
    """Whoever looks before it is known who that is: nobody is named or called by salutation."""
    return Reader(language, Person.salutation, "", ZoneInfo("UTC"))


def told(reader: Reader, status: int, title: Text, *lines: Text) -> HTMLResponse:
    """A page with nothing to do on it."""
    return page("told.html", reader, status, title=title, lines=lines)


def told_anyone(status: int, title: Text, *lines: Text) -> HTMLResponse:
    """For nobody in particular, in both languages: a browser's is often not its owner's."""
    english = partial(render, reader=anyone("en"))
    values = {"title": title, "lines": lines, "in_english": english}
    return page("told.html", anyone(), status, **values)


def closed(why: Closed) -> HTMLResponse:
    """Why a link leads nowhere, and what to do."""
    status, title, *lines = _CLOSED[why]
    return told_anyone(status, title, *lines)


@dataclass(frozen=True)
class Made:
    """A document that has been made here."""

    name: str
    content: bytes


def download(file: File) -> Response:
    """A document that has been made, to be kept as a file."""
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    name = f"attachment; filename*=UTF-8''{quote(file.name)}"
    return Response(file.content, media_type=kind, headers={"Content-Disposition": name})


CLASSIFIED = (
    _("This was not kept"),
    _("It bears a mark of state secrets, which must not be sent here; nothing of it was stored."),
    _("Please follow the rules for classified documents, and go back to write it without that."),
)
NO_DOCUMENT = (
    _("This document cannot be had"),
    _("What it is about is gone, or {you} may not see it any more. Please ask anew in the chat."),
)
_ASK_AGAIN = _("What was saved is still there. In the chat {you} can ask for a new link.")
_CLOSED: dict[Closed, tuple[HTTPStatus, Text, *tuple[Text, ...]]] = {
    Closed.UNKNOWN: (
        HTTPStatus.NOT_FOUND,
        _("This link is not right"),
        _("A part of it is missing or was changed, or it is of long ago."),
        _("Please open it from the chat once more, or ask for a new one there."),
    ),
    Closed.EXPIRED: (
        HTTPStatus.GONE,
        _("This link has expired"),
        _("It was not opened in time: documents wait 24 hours, forms 12 hours."),
        _ASK_AGAIN,
    ),
    Closed.REVOKED: (
        HTTPStatus.GONE,
        _("This link was taken back"),
        _("Its owner closed it, or the owner's access has changed."),
        _ASK_AGAIN,
    ),
    Closed.OVER: (
        HTTPStatus.GONE,
        _("This link has been used"),
        _("It could be used for 2 hours after it was opened; that time is over."),
        _ASK_AGAIN,
    ),
    Closed.ELSEWHERE: (
        HTTPStatus.FORBIDDEN,
        _("This link was opened in another browser"),
        _("It works only in the browser that opened it first."),
        _(
            "Was that not {you}? Send “revoke links” in the chat and tell the specialist. "
            "For this browser, ask for a new link in the chat."
        ),
    ),
    Closed.ANOTHERS: (
        HTTPStatus.FORBIDDEN,
        _("This browser is in use with another person's link"),
        _("A link is for one person, so it is not opened beside another person's."),
        _("Let that person press “Close” on their page first, or open it on a phone of your own."),
    ),
}


#: What the templates say themselves.
WORDS = {
    "document": _("A document for {you}"),
    "form": _("A form for {you}"),
    "for_you": _(
        "This link is only for who got it in the chat, and works in one browser: the one in which "
        "“Open” is pressed. It can be used there for 2 hours."
    ),
    "open": _("Open"),
    "made_now": _("It is made anew each time, with what is known at that moment."),
    "download": _("Download"),
    "picture": _("Download the picture"),
    "save": _("Save and go on"),
    "back": _("‹ Back"),
    "day": _("For example 15/10, end of November, end of quarter 4."),
    "optional": _("May be left empty."),
    "look_again": _("Not everything could be taken; what could is saved. Please see below."),
    "same_draft": _(
        "Each step is saved. {You} can go on in the chat at any time, and come back here."
    ),
    "sent": _("It has been sent"),
    "in_the_chat": _("The same is said in the chat, with what can be done next."),
    "closing": _("On a computer that others use too, please close when {you} are done."),
    "close": _("Close"),
    "unsent": _("Not saved, for {you} to copy:"),
}
