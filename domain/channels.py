"""What each platform can carry. Known by name, so that what is queued fits where it goes.

Sources: Telegram Bot API; Zalo Bot Platform and Official Account (docs/live-service.md lists what
nobody has confirmed).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from domain.message import Document

TELEGRAM = "telegram"
ZALO = "zalo"
ZALO_OA = "zalo_oa"


@dataclass(frozen=True)
class Abilities:
    """`merges`: what one turn says becomes one message, because each is counted.

    `buttons`: conversations are for fingers; else for typing, and so many choices as `most_buttons`
    may be pressed all the same, more are numbered. What is not among `files` goes behind a link.
    `text`: characters of one message; the app cuts a longer one in two before it sends it.
    `takes_back`: how old a message may be that the bot deletes from a phone; None: none can be.
    """

    title: str
    text: int
    buttons: bool
    most_buttons: int
    edits: bool
    files: frozenset[Document]
    merges: bool
    commands: bool  # a menu of commands beside the field one types in
    lossy: bool  # what is sent while the bot is away may never arrive
    takes_back: timedelta | None = None
    apps: bool = False  # pages open inside it, with proof of who opens them

    def shows_buttons(self, choices: int) -> bool:
        """Whether so many choices are for fingers; else one can only type."""
        return 0 < self.most_buttons >= choices


#: PDF, DOC, DOCX, JPG and PNG; no workbooks and no plain text (oa/upload/file, oa/upload/image).
_FILES_OF_OA = frozenset(
    {
        Document.REGISTRATION_FORMS,
        Document.CODE_SHEET,
        Document.PROGRESS_PICTURE,
        Document.TREND_PICTURE,
        Document.MONTH_PICTURE,
    }
)

_ABILITIES = {
    TELEGRAM: Abilities(
        "Telegram",
        text=4096,
        buttons=True,
        most_buttons=100,
        edits=True,
        files=frozenset(Document),
        merges=False,
        commands=True,
        lossy=False,
        takes_back=timedelta(hours=48),  # Bot API, deleteMessage
        apps=True,
    ),
    ZALO: Abilities(
        "Zalo",
        text=2000,
        buttons=False,
        most_buttons=0,
        edits=False,
        files=frozenset(),
        merges=True,
        commands=False,
        lossy=True,
    ),
    ZALO_OA: Abilities(
        "Zalo OA",
        text=2000,
        buttons=False,
        most_buttons=5,
        edits=False,
        files=_FILES_OF_OA,
        merges=True,
        commands=False,
        lossy=False,
    ),
}


def abilities(channel: str) -> Abilities:
    """What a channel can do. KeyError for one that is not known."""
    return _ABILITIES[channel]


def lossy() -> tuple[str, ...]:
    """The channels on which an answer may have been sent and never have come."""
    return tuple(channel for channel, can in _ABILITIES.items() if can.lossy)
