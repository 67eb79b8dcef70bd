"""What the bot says, before any channel has given it a form.

A `Message` is a title, lines and choices. Each choice points at a `Target`, kept in a menu row when
the message is queued; the button (or the number typed on a channel without buttons) carries only
the menu's number and the choice's index, so an old button still does what it says, or explains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from domain.text import GAP, Text


@dataclass(frozen=True)
class Answer:
    """A value for one question of one draft, as it was when the button was shown."""

    draft: int
    revision: int
    question: str
    value: str


@dataclass(frozen=True)
class Do:
    """A one-shot action, or a view, on a row of the domain."""

    action: str
    subject: str = ""


@dataclass(frozen=True)
class Start:
    """Begin (or resume) a conversation about a subject."""

    conversation: str
    subject: str = ""


@dataclass(frozen=True)
class Open:
    """A link that the channel opens itself.

    `app`: in the platform's own app, which proves who opens it; left out where there is none.
    """

    url: str
    app: bool = False


Target: TypeAlias = Answer | Do | Start | Open


class Style(StrEnum):
    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True)
class Choice:
    """`typed` is what stands for it where there are no buttons: None is the next number, a `Text` a
    word listed with it (for what a slip of the finger must not do), "" nothing (a calendar's day is
    for fingers), any other string is typed as it is and told in the body."""

    label: Text
    target: Target
    style: Style = Style.PLAIN
    typed: str | Text | None = None


class Document(StrEnum):
    """The documents a message may carry; made by `reports` when the message is sent."""

    REGISTRATION_FORMS = "registration_forms"
    COMPLETION_WORKBOOK = "completion_workbook"
    PROGRESS_PICTURE = "progress_picture"
    TREND_PICTURE = "trend_picture"
    MONTH_PICTURE = "month_picture"
    CODE_SHEET = "code_sheet"
    MY_DATA = "my_data"
    ROSTER_TEMPLATE = "roster_template"
    BROADCAST_RESULT = "broadcast_result"
    BROADCAST_FILE = "broadcast_file"
    BROADCAST_PICTURE = "broadcast_picture"
    PROOF = "proof"
    CALENDAR = "calendar"
    COVER_REPORT = "cover_report"
    REGISTRATION_SUMMARY = "registration_summary"
    REGISTRATION_SHEET = "registration_sheet"
    RESULTS_REPORT = "results_report"
    REPORT_COPY = "report_copy"
    NOTICE = "notice"
    OFFICE_FIGURES = "office_figures"
    TEMPLATE_PREVIEW = "template_preview"
    TEMPLATE_EXAMPLE = "template_example"
    INQUIRY_ANSWERS = "inquiry_answers"
    INQUIRY_FILES = "inquiry_files"
    APOLOGY = "apology"


_PICTURES = frozenset(
    {
        Document.PROGRESS_PICTURE,
        Document.TREND_PICTURE,
        Document.MONTH_PICTURE,
        Document.BROADCAST_PICTURE,
    }
)


@dataclass(frozen=True)
class Attachment:
    """A document to be made for this reader; `subject` says about what and as of when."""

    document: Document
    subject: str = ""

    @property
    def is_picture(self) -> bool:
        return self.document in _PICTURES

    @property
    def is_shared(self) -> bool:
        """Whether everybody gets the same file: a platform that has it need not get it again."""
        return self.document in {Document.BROADCAST_FILE, Document.BROADCAST_PICTURE}


Rows: TypeAlias = tuple[tuple[Choice, ...], ...]


@dataclass(frozen=True)
class Message:
    """Lines for one reader. `title` stands out where the channel can make it; never markup."""

    body: tuple[Text, ...]
    title: Text | None = None
    choices: Rows = ()
    attachment: Attachment | None = None


def say(*body: Text, title: Text | None = None, choices: Rows = ()) -> Message:
    """The short way to write a message: `say(_("Saved."), choices=row(...))`."""
    return Message(body, title, choices)


def together(messages: Sequence[Message]) -> Message:
    """Several messages as one, for a channel where each of them counts; one of them has a file."""
    first, *rest = messages
    body = [*first.body]
    for other in rest:
        body += [GAP, *((other.title,) if other.title else ()), *other.body]
    files = [m.attachment for m in messages if m.attachment is not None]
    choices = tuple(row for message in messages for row in message.choices)
    return Message(tuple(body), first.title, choices, files[0] if files else None)


def column(*choices: Choice) -> Rows:
    """One button a line: what fits a small phone."""
    return tuple((choice,) for choice in choices)
