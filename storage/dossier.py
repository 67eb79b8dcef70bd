"""One person's file at the desk: what the office has of them, never a word of a self-check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from sqlmodel import col, select

from domain.channels import abilities
from domain.completion import Completion
from domain.desk import Dossier, Duty, PersonsChat
from domain.effects import Refused
from domain.people import Person, Role, may_see_everyone
from domain.period import Period, PeriodState
from domain.text import _
from storage import (
    absences,
    codes,
    completions,
    deadlines,
    ledger,
    people,
    periods,
    registrations,
    report_copies,
    reviews,
)
from storage.concerning import is_for
from storage.people import AccountState
from storage.tables import AccountRow, DoneRow, PersonRow
from storage.unit_of_work import Work

#: How far back messages are listed, and how many at most.
_BACK, _MOST = timedelta(days=92), 50

NOT_HERE = Refused(_("Nobody of that number is or was on the roster."))


def load(work: Work, who: Person, id_: int) -> Dossier | Refused:
    """Everything but what is theirs alone; registrations only for those who review them."""
    row = work.session.get(PersonRow, id_)
    if row is None or not may_see_everyone(who):
        return NOT_HERE
    person = people.person(work, id_)
    keeps_the_door = who.is_any(Role.SPECIALIST, Role.ADMIN)
    readable = reviews.reviewers(work).may_read(who.id, id_)
    code = codes.codes_of(work, [id_]).get(id_) if keeps_the_door else None
    since = work.now - _BACK
    return Dossier(
        person=person,
        number=row.code or "",
        joined_at=row.joined_at,
        left_at=row.left_at if row.left else None,
        chats=_chats(work, id_),
        duties=_duties(work, who, person),
        filed=registrations.filed_by(work, id_) if readable else (),
        sent=tuple(reversed(ledger.sent_to(work, id_, since)[-_MOST:])),
        absences=absences.of_person(work, person),
        code_until=code.expires_at if code else None,
        may_enter=_may_enter(work, who, id_),
    )


def _chats(work: Work, id_: int) -> tuple[PersonsChat, ...]:
    query = select(AccountRow).where(AccountRow.person_id == id_).order_by(col(AccountRow.id))
    return tuple(
        PersonsChat(
            abilities(row.channel).title,
            row.linked_at,
            row.last_heard_at,
            blocked=row.state != AccountState.ACTIVE,
        )
        for row in work.session.exec(query)
    )


def _duties(work: Work, reader: Person, person: Person) -> tuple[Duty, ...]:
    """Every duty of theirs that has begun, the newest first."""
    copies = report_copies.of_person(work, reader, person.id)
    begun = [
        period
        for period in deadlines.all_of(work, person.id)
        if period.opens <= work.now and is_for(work, period, person)
    ]
    query = select(DoneRow).where(DoneRow.person_id == person.id)
    done = {row.period_id: row for row in work.session.exec(query)}
    still = [p for p in begun if p.id not in done and p.state(work.now) is not PeriodState.CLOSED]
    open_ = completions.standings(work, [person], still)[person.id]
    told = (_duty(work, period, done.get(period.id), open_) for period in begun)
    found = (replace(duty, copies=copies.get(duty.period.id, ())) for duty in told)
    return tuple(sorted(found, key=lambda duty: duty.period.opens, reverse=True))


def _duty(
    work: Work, period: Period, done: DoneRow | None, open_: Mapping[int, Completion]
) -> Duty:
    title = periods.title_of(work, period)
    if done is None:
        return Duty(period, title, open_.get(period.id, Completion.NOT_SENT))
    how = Completion.DONE_LATE if done.late else Completion.DONE
    return Duty(period, title, Completion.DONE_ON_PAPER if done.how == "paper" else how, done.at)


def _may_enter(work: Work, who: Person, id_: int) -> bool:
    found = registrations.asked_now(work, id_)
    return found is not None and not isinstance(
        registrations.may_enter_for(work, who, found, id_), Refused
    )
