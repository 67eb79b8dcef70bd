"""What was handed in for a report: a document made here, or a file its owner sent, kept with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.effects import Effect
from domain.files import SentFile
from domain.message import Attachment
from domain.period import Period
from domain.reminding import Duty, Report
from domain.text import Localized, Text

#: For how long the next file of somebody is taken for the report they named.
AWAITED = timedelta(days=1)


@dataclass(frozen=True)
class ReportCopy:
    """`name` is the file's; "" while the document is still being made. `may_drop`: the reader."""

    id: int
    period: int
    name: str
    at: datetime
    may_drop: bool = False


@dataclass(frozen=True)
class HandingIn:
    """A document that was just made, for a report its owner owes or has sent."""

    report: Report
    document: Attachment
    called: Text
    kept: bool


@dataclass(frozen=True)
class Kept:
    """What was handed in for one duty, oldest first."""

    period: Period
    title: Localized
    copies: tuple[ReportCopy, ...]


@dataclass(frozen=True)
class Awaited:
    """A file that has come for a report somebody named before."""

    duty: Duty
    sent: SentFile


@dataclass(frozen=True)
class KeepMade(Effect):
    """Keep this document, as it is made for that moment, with the report of a period."""

    period: int
    document: Attachment


@dataclass(frozen=True)
class AwaitCopy(Effect):
    """The next file of the person whose turn it is belongs to the report of that period."""

    period: int


@dataclass(frozen=True)
class TakeCopy(Effect):
    """That file; it is kept as soon as it has been fetched."""

    sent: SentFile


@dataclass(frozen=True)
class DropCopy(Effect):
    """Kept by mistake: its content goes."""

    copy: int
