"""What one person owes, has done and has put aside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import col, select

from domain.completion import Completion
from domain.effects import Refused
from domain.overview import DoneDuty, Overview, PutAside
from domain.people import Person
from domain.period import Period
from domain.reminding import Duty
from storage import (
    absences,
    checks_due,
    claims,
    completions,
    corrections,
    deadlines,
    drafts,
    linking,
    obstacles,
    periods,
    report_copies,
    reviews,
    stops,
    time_requests,
)
from storage.accepting import specialist_called
from storage.drafts import KeptDraft
from storage.tables import DoneRow, DraftRow
from storage.unit_of_work import Work

_DONE_SHOWN = 6


def load_overview(work: Work, who: Person, subject: str) -> Overview:
    """Fresh for this person; `subject` is what they typed, where that was not understood."""
    open_now = completions.owed(work, who, deadlines.begun(work, who.id))
    said = claims.claimed_by(work, who.id)
    return Overview(
        who=who,
        now=work.now,
        owed=_duties(work, (p for p in open_now if p.id not in said)),
        done=_done(work, who),
        drafts=_put_aside(work, who),
        specialist=specialist_called(work, who),
        waiting=len(obstacles.load_open(work, who, "").obstacles),
        to_review=len(reviews.to_review(work, who)),
        corrections=_corrections(work, who),
        asked_time=time_requests.of_person(work, who.id),
        wait_for_time=len(time_requests.load_open(work, who, "").requests),
        typed=subject,
        silent=stops.stopped_by(work, who.id),
        absences=absences.of_person(work, who),
        channels=tuple(chat.name for chat in linking.load(work, who, "").chats),
        on_the_way=_duties(work, (p for p in open_now if p.id in said)),
    )


def _corrections(work: Work, who: Person) -> int:
    found = corrections.load_open(work, who, "")
    return 0 if isinstance(found, Refused) else len(found.waiting)


def _duties(work: Work, which: Iterable[Period]) -> tuple[Duty, ...]:
    return tuple(Duty(p, periods.obligation_of(work, p)) for p in which)


def _done(work: Work, who: Person) -> tuple[DoneDuty, ...]:
    copies = report_copies.of_person(work, who, who.id)
    query = select(DoneRow).where(DoneRow.person_id == who.id)
    newest = query.order_by(col(DoneRow.at).desc(), col(DoneRow.id)).limit(_DONE_SHOWN)
    return tuple(
        DoneDuty(duty, _how(row), row.at, len(copies.get(row.period_id, ())))
        for row in work.session.exec(newest)
        for duty in _duties(work, [deadlines.of(work, periods.kept(work, row.period_id), who.id)])
    )


def _how(row: DoneRow) -> Completion:
    if row.how == "paper":
        return Completion.DONE_ON_PAPER
    return Completion.DONE_LATE if row.late else Completion.DONE


def _touched_at(work: Work, kept: KeptDraft) -> datetime:
    return work.session.get_one(DraftRow, kept.id).touched_at


#: Conversations whose subject is the periods they are for.
_FOR_PERIODS = {
    *("register", "register_collective", "self_check", "self_check_again", "result"),
    "inquiry_answer",
}


def _closed_at(work: Work, who: Person, kept: KeptDraft) -> datetime | None:
    """Since when a draft cannot be sent any more, because all that it is for has closed."""
    if kept.conversation not in _FOR_PERIODS:
        return None
    closes = max((p.closes for p in checks_due.named(work, who, kept.subject)), default=None)
    return closes if closes is not None and closes < work.now else None


def _put_aside(work: Work, who: Person) -> tuple[PutAside, ...]:
    """Drafts in which something has been answered."""
    return tuple(
        PutAside(
            kept.id,
            kept.conversation,
            _touched_at(work, kept),
            kept.subject,
            _closed_at(work, who, kept),
        )
        for kept in drafts.drafts_of(work, who.id)
        if kept.state.get("answers") or kept.state.get("scratch")
    )
