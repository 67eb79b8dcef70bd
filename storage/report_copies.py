"""What was handed in for a report stays with it: made here, or sent as a file; sealed.

For its owner and for whoever writes and signs what the office reports.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath

from sqlmodel import col, select

from domain.broadcast import BroadcastState
from domain.effects import Refused
from domain.files import FetchFile, SentFile
from domain.message import Attachment, Document
from domain.people import Person
from domain.report_copies import (
    AWAITED,
    AwaitCopy,
    Awaited,
    DropCopy,
    KeepMade,
    Kept,
    ReportCopy,
    TakeCopy,
)
from domain.reporting import may_report
from domain.text import _
from storage import files, periods
from storage.reports_sent import NOT_A_REPORT, load_report
from storage.tables import BroadcastRow, FileRow, ReportCopyRow
from storage.unit_of_work import Work

#: What a file kept with a report is for.
PURPOSE = "report"
NOT_KEPT = Refused(_("That file is not kept any more, or it is not for {you}."))
_NOTHING_AWAITED = Refused(_("No report waits for a file. /baocao shows the documents."))
_AWAITS, _COMING, _KEPT, _GONE = "awaited", "coming", "kept", "erased"
_PHOTO = "ban-ky.jpg"  # photos come without a name
_LISTED = 20


def keep_made(work: Work, who: Person, effect: KeepMade) -> Refused | None:
    """The document as it is made for its moment; its bytes follow after the turn (`to_make`)."""
    if isinstance(load_report(work, who, str(effect.period)), Refused):
        return NOT_A_REPORT
    made_of = f"{effect.document.document}:{effect.document.subject}"
    _add(work, who, effect.period, _COMING, made_of)
    return None


def is_kept(work: Work, who: Person, period: int, document: Attachment) -> bool:
    """Whether this very document is kept with that report of theirs already."""
    made_of = f"{document.document}:{document.subject}"
    row = ReportCopyRow
    query = select(row).where(row.period_id == period, row.person_id == who.id)
    query = query.where(row.made_of == made_of, row.state != _GONE)
    return work.session.exec(query).first() is not None


def await_copy(work: Work, who: Person, effect: AwaitCopy) -> Refused | None:
    """The next file is for this report: for no other, and no announcement."""
    if isinstance(load_report(work, who, str(effect.period)), Refused):
        return NOT_A_REPORT
    for row in _awaited(work, who):
        work.session.delete(row)
    draft = select(BroadcastRow).where(
        BroadcastRow.author_id == who.id,
        BroadcastRow.state == BroadcastState.DRAFT,
        col(BroadcastRow.wants_file),
    )
    for other in work.session.exec(draft):
        other.wants_file = False
    _add(work, who, effect.period, _AWAITS)
    return None


def _add(work: Work, who: Person, period: int, state: str, made_of: str = "") -> None:
    row = ReportCopyRow(
        period_id=period, person_id=who.id, at=work.now, state=state, made_of=made_of
    )
    work.session.add(row)
    work.session.flush()


def _awaited(work: Work, who: Person) -> list[ReportCopyRow]:
    row = ReportCopyRow
    query = select(row).where(row.person_id == who.id, row.state == _AWAITS)
    return list(work.session.exec(query))


def awaits_file(work: Work, who: Person) -> bool:
    """Whether the next file of this person is for a report of theirs."""
    return any(work.now - row.at < AWAITED for row in _awaited(work, who))


def load_awaited(work: Work, who: Person, sent: SentFile) -> Awaited | Refused:
    """The report that a file has come for."""
    for row in _awaited(work, who):
        report = load_report(work, who, str(row.period_id))
        if not isinstance(report, Refused):
            return Awaited(report.duty, sent)
    return _NOTHING_AWAITED


def take_copy(work: Work, who: Person, effect: TakeCopy) -> Refused | None:
    """It is kept as soon as it is fetched."""
    found = _awaited(work, who)
    if not found:
        return _NOTHING_AWAITED
    row, name = found[0], PurePath(effect.sent.name).name or _PHOTO
    file = files.want(work, who, FetchFile(replace(effect.sent, name=name)), PURPOSE)
    row.state, row.file_id, row.name, row.at = _COMING, file, name, work.now
    return None


def fetched(work: Work, file: int) -> tuple[Kept, ReportCopy] | None:
    """A file that was sent is here: it stays with its report, and with it alone."""
    query = select(ReportCopyRow).where(ReportCopyRow.file_id == file)
    row, sent = work.session.exec(query).first(), work.session.get_one(FileRow, file)
    if row is None or sent.sealed is None:
        return None
    row.sealed, row.state = sent.sealed, _KEPT
    files.forget(work, file, "kept")
    return _kept(work, [row]), _copy(row, None)


def not_fetched(work: Work, file: int) -> None:
    """It could not be had: the report goes on without."""
    for row in work.session.exec(select(ReportCopyRow).where(ReportCopyRow.file_id == file)):
        work.session.delete(row)


@dataclass(frozen=True)
class ToMake:
    """A document that is to be made for its reader and kept."""

    id: int
    person: int
    document: Attachment


def to_make(work: Work) -> tuple[ToMake, ...]:
    """Documents that were handed in and are still to be made."""
    row = ReportCopyRow
    query = select(row).where(row.state == _COMING, row.made_of != "").order_by(col(row.id))
    return tuple(_to_make(x) for x in work.session.exec(query))


def is_any_to_make(work: Work) -> bool:
    return work.session.scalars(_ANY_TO_MAKE).first() is not None


_ANY_TO_MAKE = (
    select(ReportCopyRow.id)
    .where(ReportCopyRow.state == _COMING, ReportCopyRow.made_of != "")
    .limit(1)
)


def _to_make(row: ReportCopyRow) -> ToMake:
    document, _colon, subject = row.made_of.partition(":")
    return ToMake(row.id or 0, row.person_id, Attachment(Document(document), subject))


def made(work: Work, id_: int, name: str, content: bytes) -> None:
    """Its bytes are here."""
    row = work.session.get(ReportCopyRow, id_)
    if row is not None and row.state == _COMING:
        row.sealed = work.vault.seal(base64.b64encode(content).decode())
        row.name, row.state = name, _KEPT


def not_made(work: Work, id_: int) -> Kept:
    """What it is about is gone: there is no document."""
    row = work.session.get_one(ReportCopyRow, id_)
    kept = _kept(work, [row])
    work.session.delete(row)
    return kept


def load_kept(work: Work, who: Person, subject: str) -> tuple[Kept, ...]:
    """What was handed in for one period, or for all: the newest, as far as this reader may see."""
    row = ReportCopyRow
    query = select(row).where(col(row.state).in_([_COMING, _KEPT]))
    if not may_report(who):
        query = query.where(row.person_id == who.id)
    if subject.isdecimal():
        query = query.where(row.period_id == int(subject))
    newest = work.session.exec(query.order_by(col(row.id).desc()).limit(_LISTED)).all()
    return _by_period(work, who, reversed(newest))


def _by_period(work: Work, who: Person | None, rows: Iterable[ReportCopyRow]) -> tuple[Kept, ...]:
    by_period: dict[int, list[ReportCopyRow]] = {}
    for row in rows:
        by_period.setdefault(row.period_id, []).append(row)
    return tuple(_kept(work, some, who) for some in by_period.values())


def of_person(work: Work, reader: Person, person: int) -> dict[int, tuple[ReportCopy, ...]]:
    """What one person handed in, by period; nothing for whom it is not for."""
    if person != reader.id and not may_report(reader):
        return {}
    row = ReportCopyRow
    query = select(row).where(row.person_id == person, row.state == _KEPT)
    rows = work.session.exec(query.order_by(col(row.id)))
    return {kept.period.id: kept.copies for kept in _by_period(work, reader, rows)}


def load_one(work: Work, who: Person, subject: str) -> Kept | Refused:
    """One file that is kept, for whoever may have it."""
    row = work.session.get(ReportCopyRow, int(subject)) if subject.isdecimal() else None
    if row is None or row.state != _KEPT or not _may_have(who, row):
        return NOT_KEPT
    return _kept(work, [row], who)


def load_own(work: Work, who: Person, subject: str) -> Kept | Refused:
    """The same, for whoever put it there."""
    found = load_one(work, who, subject)
    if isinstance(found, Kept) and not found.copies[0].may_drop:
        return NOT_KEPT
    return found


def drop(work: Work, who: Person, effect: DropCopy) -> Refused | None:
    """Its content goes; that something was kept stays."""
    if isinstance(load_own(work, who, str(effect.copy)), Refused):
        return NOT_KEPT
    row = work.session.get_one(ReportCopyRow, effect.copy)
    row.state, row.sealed = _GONE, None
    return None


def content(work: Work, who: Person, subject: str) -> tuple[str, bytes]:
    """Name and bytes; PermissionError for whom it is not for, LookupError where it is gone."""
    row = work.session.get(ReportCopyRow, int(subject))
    if row is None or row.sealed is None:
        raise LookupError("what was handed in is not kept any more")
    if not _may_have(who, row):
        raise PermissionError("what was handed in is for its owner, the specialist and the head")
    return row.name, base64.b64decode(str(work.vault.open(row.sealed)["value"]))


def _may_have(who: Person, row: ReportCopyRow) -> bool:
    return row.person_id == who.id or may_report(who)


def _kept(work: Work, rows: list[ReportCopyRow], who: Person | None = None) -> Kept:
    period = periods.kept(work, rows[0].period_id)
    return Kept(period, periods.title_of(work, period), tuple(_copy(row, who) for row in rows))


def _copy(row: ReportCopyRow, who: Person | None) -> ReportCopy:
    mine = who is not None and row.person_id == who.id
    return ReportCopy(row.id or 0, row.period_id, row.name, row.at, may_drop=mine)
