"""Asking an inquiry, asking again, another deadline, closing, taking it back.

Once it is asked an inquiry has a period, and people are called for it as for any duty
(`storage.reminders`).
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import col

from domain.asking import (
    AskAgain,
    CancelInquiry,
    CloseInquiry,
    KeepInquiry,
    MoveInquiry,
    SendInquiry,
)
from domain.deadline import SetDeadline, Why
from domain.effects import Refused
from domain.inquiry import Inquiry, InquiryState, Wanted, may_ask
from domain.people import Person
from domain.period import Period
from domain.plan import Every, Kind
from domain.quota import Worth
from domain.text import _
from storage import calls, extending, inquiries, periods, reminders
from storage.asked_duties import ASKED, name_of, number_of
from storage.calls import Call
from storage.owing import owing
from storage.reminders import Firing
from storage.tables import AskedRow, InquiryRow, PeriodRow
from storage.unit_of_work import Work, clean

_CHANGED = Refused(_("That has changed meanwhile: /hoinhanh shows how it stands."))
_PAST = Refused(_("The deadline is past or too near. Please choose a later one."))


def keep(work: Work, who: Person, effect: KeepInquiry) -> Refused | None:
    """A draft; nobody is asked yet."""
    if not may_ask(who):
        return inquiries.NOT_YOURS
    row = InquiryRow(
        author_id=who.id,
        words=clean(effect.words),
        wanted=_written(effect.wanted),
        audience=str(effect.audience),
        until=effect.until,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return None


def _written(wanted: Wanted) -> str:
    bounds = [None if bound is None else str(bound) for bound in (wanted.low, wanted.high)]
    return json.dumps([wanted.kind, wanted.unit, *bounds, wanted.options], ensure_ascii=False)


def send(work: Work, who: Person, effect: SendInquiry) -> Refused | None:
    """Ask it; audited. Who can be reached is written to, the others owe it all the same."""
    found = inquiries.draft(work, who, str(effect.inquiry))
    if isinstance(found, Refused):
        return _CHANGED
    if not effect.opens < found.until < effect.closes:
        return _PAST
    whom = inquiries.asked(work, found)
    if len(whom) > work.approval_above:
        return Refused(_("So many people cannot be asked by one person alone."))
    period = _opened(work, found, effect)
    work.session.add_all(AskedRow(period_id=period.id, person_id=p.id) for p in whom)
    row = work.session.get_one(InquiryRow, found.id)
    row.state, row.period_id = InquiryState.ASKED, period.id
    work.session.flush()
    _call(work, period, effect.opens, "")
    work.audit(who.id, "inquiry.ask", f"inquiry:{found.id}", f"{len(whom)} people")
    return None


def _opened(work: Work, inquiry: Inquiry, effect: SendInquiry) -> Period:
    day = inquiry.until.astimezone(work.office.zone).date()
    row = PeriodRow(
        obligation=name_of(inquiry.id),
        key=str(Every.ONCE),
        kind=Kind.INQUIRY,
        every=Every.ONCE,
        first=effect.opens.astimezone(work.office.zone).date(),
        last=day,
        opens=effect.opens,
        due=inquiry.until,
        closes=effect.closes,
        plan_version_id=work.office.plan_version,
    )
    work.session.add(row)
    work.session.flush()
    return periods.of_row(row)


def _call(work: Work, period: Period, at: datetime, stamp: str) -> int:
    """Everyone who owes it and can be reached gets it in a message of its own, at a moment."""
    rule = f"{ASKED}.{stamp}" if stamp else ASKED
    firing = Firing(rule, period.obligation, period.key, at)
    key = f"inquiry:{number_of(period.obligation)}:{stamp}:{{}}"
    soon = period.due - at < timedelta(days=1)
    call = Call(key, calls.INQUIRY, at, period.closes, Worth.VITAL if soon else Worth.USEFUL)
    whom = owing(work, period, work.now, stopped_too=True)
    return reminders.remind(work, firing, whom, call)


def ask_again(work: Work, who: Person, effect: AskAgain) -> Refused | None:
    """Those who still owe it are asked once more; the same stamp twice sends once. Audited."""
    found = inquiries.managed(work, who, str(effect.inquiry))
    if isinstance(found, Refused) or found.period is None or found.period.closes < work.now:
        return _CHANGED
    count = _call(work, found.period, effect.at, effect.stamp)
    if not count:
        return Refused(_("Nobody is left who can be asked here again."))
    work.audit(who.id, "inquiry.again", f"inquiry:{found.id}", f"{count} people")
    return None


def move(work: Work, who: Person, effect: MoveInquiry) -> Refused | None:
    """Another deadline: of a draft, or (audited) of what has been asked, for everybody."""
    if effect.until <= work.now:
        return _PAST
    row = inquiries.row_of(work, str(effect.inquiry))
    if row is not None and row.state == InquiryState.DRAFT and row.author_id == who.id:
        row.until = effect.until
        return None
    found = inquiries.managed(work, who, str(effect.inquiry))
    if isinstance(found, Refused) or row is None or found.period is None:
        return _CHANGED
    period, why = found.period, Why.MOVED if found.period.closes > work.now else Why.REOPENED
    if effect.until <= period.opens:
        return _PAST
    deadline = SetDeadline(period.id, why, effect.until, effect.closes)
    extending.change(work, period, deadline, who.id)
    moments = f"due {effect.until:%Y-%m-%dT%H:%MZ}, closes {effect.closes:%Y-%m-%dT%H:%MZ}"
    work.audit(who.id, f"deadline_{why}", f"period:{period.id}", moments)
    return None


def close(work: Work, who: Person, effect: CloseInquiry) -> Refused | None:
    """From now on nothing is taken; audited."""
    found = inquiries.managed(work, who, str(effect.inquiry))
    if isinstance(found, Refused) or found.period is None or found.period.closes <= work.now:
        return _CHANGED
    _end(work, found.period)
    inquiries.was_told(work, [found.id])
    work.audit(who.id, "inquiry.close", f"inquiry:{found.id}")
    return None


def cancel(work: Work, who: Person, effect: CancelInquiry) -> Refused | None:
    """Dropped before it was asked, or taken back (audited): nobody owes it any more."""
    row = inquiries.row_of(work, str(effect.inquiry))
    if row is not None and row.state == InquiryState.DRAFT and row.author_id == who.id:
        row.state = InquiryState.CANCELLED
        return None
    found = inquiries.managed(work, who, str(effect.inquiry))
    if isinstance(found, Refused) or row is None or found.period is None:
        return _CHANGED
    if found.period.closes > work.now:
        _end(work, found.period)
    row.state = InquiryState.CANCELLED
    silent = (col(AskedRow.period_id) == found.period.id, col(AskedRow.at).is_(None))
    work.session.execute(delete(AskedRow).where(*silent))
    work.audit(who.id, "inquiry.cancel", f"inquiry:{found.id}")
    return None


def _end(work: Work, period: Period) -> None:
    """It closes now; one that was still to open opens no more. What waits to go is taken back
    when its turn comes."""
    row = work.session.get_one(PeriodRow, period.id)
    row.planned_due, row.changed_at = row.planned_due or row.due, work.now
    row.closes = work.now
    row.due, row.opens = min(row.due, work.now), min(row.opens, work.now)
    work.session.flush()
