"""Everything kept about a person, opened for that person: the answer to /dulieu."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeAlias, cast

from sqlmodel import SQLModel, col, or_, select

from domain.data_rights import MyData, Value
from storage import periods
from storage import tables as t
from storage.unit_of_work import Work

_Fields: TypeAlias = "Mapping[str, Value]"

#: Every table that knows a person, in the order of the file.
SECTIONS: Mapping[str, type[SQLModel]] = {
    "posts": t.PostRow,
    "chats": t.AccountRow,
    "consents": t.ConsentRow,
    "registrations": t.RegistrationRow,
    "duties_done": t.DoneRow,
    "paper_claims": t.PaperClaimRow,
    "report_copies": t.ReportCopyRow,
    "task_results": t.TaskResultRow,
    "self_checks": t.SelfCheckRow,
    "remedies": t.RemedyRow,
    "inquiries": t.AskedRow,
    "corrections": t.CorrectionRow,
    "obstacles": t.ObstacleRow,
    "letters": t.ApologyRow,
    "deadlines": t.DeadlineRow,
    "time_requests": t.TimeRequestRow,
    "absences": t.AbsenceRow,
    "drafts": t.DraftRow,
    "snoozes": t.SnoozeRow,
    "grants": t.GrantRow,
    "stops": t.StopRow,
    "feeds": t.FeedRow,
    "reminders": t.OccurrenceRow,
    "announcements": t.RecipientRow,
    "codes": t.CodeRow,
    "links": t.LinkRow,
    "desk_sessions": t.DeskSessionRow,
    "second_phones": t.ReplacementRow,
    "files": t.FileRow,
    "messages": t.OutboxRow,
}
#: What belongs to a registration rather than to a person.
OF_REGISTRATION: Mapping[str, type[SQLModel]] = {
    "revisions": t.RevisionRow,
    "task_notes": t.TaskNoteRow,
}
#: What a person wrote to many.
OF_AUTHOR: Mapping[str, type[SQLModel]] = {
    "announcements_written": t.BroadcastRow,
    "inquiries_written": t.InquiryRow,
}
_PEOPLE = {
    "actor", "answered_by", "decided_by", "done_by", "entered_by", "given_by", "issued_by",
    "set_by",
}  # fmt: skip
#: Numbers that mean something inside the database only, and what would open a door.
INTERNAL = {
    "account_id", "attempt", "attempts", "author_id", "bot", "broadcast_id", "code_digest",
    "delete_id", "device", "digest", "doubts", "edits", "file", "file_id", "first_account_id",
    "folded", "foreground", "held", "id", "key", "link_digest", "made_of", "menu", "message",
    "not_before", "op", "ordinal", "outbox_id", "person_id", "picture", "platform_id", "priority",
    "progress_outbox_id", "registration_id", "revision", "seen_revision", "shown", "shown_sent",
    "sorts", "told_at", "tolerant", "torn_at", "wanted", "wants_file", "worth",
}  # fmt: skip


def gather(work: Work, person_id: int) -> MyData:
    """All records about a person by section; sealed ones opened. LookupError if unknown."""
    person = work.session.get(t.PersonRow, person_id)
    if person is None:
        raise LookupError(f"no person {person_id}")
    reading = _Reading(work)
    found = {"person": [reading.fields(person)]}
    for section, table in SECTIONS.items():
        found[section] = reading.of(table, "person_id", [person_id])
    query = select(t.RegistrationRow.id).where(t.RegistrationRow.person_id == person_id)
    registrations = [id_ for id_ in work.session.exec(query) if id_ is not None]
    for section, table in OF_REGISTRATION.items():
        found[section] = reading.of(table, "registration_id", registrations)
    for section, table in OF_AUTHOR.items():
        found[section] = reading.of(table, "author_id", [person_id])
    found["audit"] = reading.audit(person_id)
    return {section: records for section, records in found.items() if records}


class _Reading:
    """Rows as a person can read them: names and periods in the place of numbers."""

    def __init__(self, work: Work) -> None:
        self._work = work
        people = work.session.exec(select(t.PersonRow.id, t.PersonRow.full_name))
        self._names = {id_: name for id_, name in people if id_ is not None}
        self._periods = {
            period.id: periods.title_of(work, period) for period in periods.all_periods(work)
        }

    def of(self, table: type[SQLModel], column: str, ids: list[int]) -> list[_Fields]:
        chosen = select(table).where(getattr(table, column).in_(ids))
        rows = self._work.session.exec(chosen.order_by(table.__table__.c.id))  # type: ignore[attr-defined]  # SQLModel sets it
        return [self.fields(row) for row in rows]

    def audit(self, person: int) -> list[_Fields]:
        """What was done to this person's data, and what they did themselves."""
        about = or_(t.AuditRow.subject == f"person:{person}", t.AuditRow.actor == person)
        rows = self._work.session.exec(select(t.AuditRow).where(about).order_by(col(t.AuditRow.id)))
        return [self.fields(row) for row in rows]

    def fields(self, row: SQLModel) -> _Fields:
        found: dict[str, Value] = {}
        for name in type(row).model_fields:
            value = getattr(row, name)
            if name == "sealed":
                found |= self._opened(row, value)
            elif name == "period_id":
                found["period"] = self._periods.get(value, "")
            elif name in _PEOPLE:
                found[name] = self._names.get(value, "")
            elif name == "content":
                found[name] = json.loads(value)
            elif name not in INTERNAL:
                found[name] = value
        return {name: value for name, value in found.items() if value not in (None, "")}

    def _opened(self, row: SQLModel, sealed: bytes | None) -> dict[str, Value]:
        """What was sealed. Codes and links stay closed, and files: they are about others too."""
        closed = t.CodeRow | t.FileRow | t.LinkRow | t.ReportCopyRow
        if sealed is None or isinstance(row, closed):
            return {}
        opened = cast("dict[str, Value]", self._work.vault.open(sealed))
        if isinstance(row, t.OutboxRow):
            return {"text": opened.get("text", "")}
        return opened
