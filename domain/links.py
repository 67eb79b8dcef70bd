"""One-time links: what a channel cannot carry is fetched, or filled in, in a browser.

A link is for one person and one thing. Looking at it uses nothing up (chat apps fetch a preview of
what passes through them); the button on its page does, and ties it to that browser.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TypeAlias

from domain.effects import Effect
from domain.message import Attachment, Start


class Purpose(StrEnum):
    """What a link leads to."""

    DOCUMENT = "document"
    FORM = "form"


#: How long a link may wait until it is opened.
WAITS = {Purpose.DOCUMENT: timedelta(hours=24), Purpose.FORM: timedelta(hours=12)}
#: How long the browser that opened it may go on.
SESSION = timedelta(hours=2)

#: What lies behind a link: a document, or a conversation about a subject as a form.
Behind: TypeAlias = Attachment | Start


@dataclass(frozen=True)
class Link:
    """A link that leads somewhere now. `in_session`: a browser has opened it and may go on."""

    id: int
    person: int
    behind: Behind
    in_session: bool


class Closed(StrEnum):
    """Why a link leads nowhere."""

    UNKNOWN = "unknown"  # cut off, changed, or of long ago
    EXPIRED = "expired"  # nobody opened it in time
    REVOKED = "revoked"  # by its person, or because that person's rights have changed
    OVER = "over"  # it was opened, and the time since then is up
    ELSEWHERE = "elsewhere"  # another browser has opened it
    ANOTHERS = "anothers"  # this browser is in the middle of another person's link


@dataclass(frozen=True)
class FormLink:
    """A link drawn for a form: kept when its reader is told."""

    about: Start
    token: str
    url: str


@dataclass(frozen=True)
class FormsToOffer:
    """What one could fill in on a page; what is under way stands first."""

    forms: tuple[Start, ...]


@dataclass(frozen=True)
class KeepFormLink(Effect):
    """This link leads its reader to this form from now on."""

    link: FormLink


@dataclass(frozen=True)
class RevokeLinks(Effect):
    """None of the person's own links leads anywhere any more."""
