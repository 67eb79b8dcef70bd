"""The one file that goes with a broadcast: awaited, kept sealed, handed to whoever may have it.

It goes up to a platform once (`uploads`); a platform it came from has it already.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from sqlmodel import col, select

from domain.broadcast import (
    AwaitFile,
    BroadcastState,
    Enclose,
    Enclosing,
    TakeFileOut,
)
from domain.effects import Refused
from domain.files import FetchFile, SentFile
from domain.message import Attachment
from domain.people import Person
from domain.text import _
from storage import broadcasts, files
from storage.broadcasts import SENT
from storage.tables import AccountRow, BroadcastRow, FileRow, RecipientRow, UploadRow
from storage.unit_of_work import Work

#: What a file kept for a broadcast is for.
PURPOSE = "broadcast"
_PHOTO = "anh.jpg"  # photos come without a name


def await_file(work: Work, who: Person, effect: AwaitFile) -> Refused | None:
    """This author's next file goes with the draft, and with no other."""
    row = broadcasts.own_draft(work, who, effect.broadcast)
    if row is None:
        return SENT
    for other in _awaiting(work, who.id):
        other.wants_file = False
    row.wants_file = True
    return None


def _awaiting(work: Work, author: int) -> list[BroadcastRow]:
    query = select(BroadcastRow).where(
        BroadcastRow.author_id == author,
        BroadcastRow.state == BroadcastState.DRAFT,
        col(BroadcastRow.wants_file),
    )
    return list(work.session.exec(query))


def awaits_file(work: Work, who: Person) -> bool:
    """Whether the next file of this person is for a draft of theirs."""
    return who.is_any(*broadcasts.SENDERS) and bool(_awaiting(work, who.id))


def load(work: Work, who: Person, sent: SentFile) -> Enclosing | Refused:
    """The draft that a file has come for."""
    found = next(iter(_awaiting(work, who.id)), None)
    if found is None:
        return Refused(_("No announcement waits for a file. /thongbao shows what there is."))
    return Enclosing(found.id or 0, sent)


def enclose(work: Work, who: Person, effect: Enclose) -> Refused | None:
    """The file goes with the draft as soon as it is fetched."""
    row, sent = broadcasts.own_draft(work, who, effect.broadcast), effect.sent
    if row is None:
        return SENT
    name = PurePath(sent.name).name or _PHOTO
    file = files.want(work, who, FetchFile(replace(sent, name=name)), PURPOSE)
    row.file_id, row.wants_file = file, False
    account = work.session.get_one(AccountRow, sent.account)  # that platform has it already
    _has(work, file, (account.channel, account.bot), sent.file)
    return None


def enclose_content(work: Work, id_: int, name: str, content: bytes) -> None:
    """A file from the shell goes with the draft."""
    row = work.session.get_one(BroadcastRow, id_)
    row.file_id = files.keep(work, name, content, PURPOSE)


def take_out(work: Work, who: Person, effect: TakeFileOut) -> Refused | None:
    row = broadcasts.own_draft(work, who, effect.broadcast)
    if row is None:
        return SENT
    row.file_id, row.wants_file = None, False
    return None


def of_file(work: Work, file: int) -> int | None:
    """The broadcast that a file goes with."""
    query = select(BroadcastRow.id).where(BroadcastRow.file_id == file)
    return work.session.exec(query).first()


def file_for(work: Work, who: Person, subject: str) -> FileRow:
    """The file of a broadcast, for its author, its receivers, and who is asked to agree.

    PermissionError for everybody else, LookupError where it is gone.
    """
    row = work.session.get(BroadcastRow, int(subject))
    if row is None or row.file_id is None:
        raise LookupError("no such file any more")
    asked = row.state == BroadcastState.ASKED and who.is_any(*broadcasts.SENDERS)
    if not (row.author_id == who.id or asked or _receives(work, row, who)):
        raise PermissionError("the file is for the receivers of the announcement")
    return work.session.get_one(FileRow, row.file_id)


def _receives(work: Work, row: BroadcastRow, who: Person) -> bool:
    query = select(RecipientRow.id).where(
        RecipientRow.broadcast_id == row.id,
        RecipientRow.person_id == who.id,
        col(RecipientRow.outbox_id).is_not(None),
    )
    return work.session.exec(query).first() is not None


def known(work: Work, attachment: Attachment, bot: tuple[str, str]) -> str:
    """What that bot's platform calls a file it has already; "" where it must go up."""
    broadcast = work.session.get(BroadcastRow, int(attachment.subject))
    row = work.session.get(UploadRow, (broadcast.file_id, *bot)) if broadcast else None
    return row.known if row else ""


def went_up(work: Work, attachment: Attachment, bot: tuple[str, str], called: str) -> None:
    """That bot's platform has the file from now on, and calls it so."""
    broadcast = work.session.get(BroadcastRow, int(attachment.subject))
    if broadcast is not None and broadcast.file_id is not None:
        _has(work, broadcast.file_id, bot, called)


def _has(work: Work, file: int, bot: tuple[str, str], called: str) -> None:
    if work.session.get(UploadRow, (file, *bot)) is None:
        work.session.add(UploadRow(file_id=file, channel=bot[0], bot=bot[1], known=called))
        work.session.flush()
