"""Absences: from a day to a day; nobody is reminded meanwhile (see `completions`, `owing`)."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import select

from domain.absence import EndAbsence, Leaving, SaveAbsence
from domain.effects import Refused
from domain.people import Person, Role
from domain.text import _
from storage import people
from storage.tables import AbsenceRow
from storage.unit_of_work import Work


def load_leaving(work: Work, who: Person, subject: str) -> Leaving:
    """`subject` is what was typed with the command, if anything: "đến 20/10"."""
    others = (p for p in people.with_role(work, Role.SPECIALIST) if p.id != who.id)
    return Leaving(who, work.today, work.now, tuple(others), subject)


def save_absence(work: Work, who: Person, effect: SaveAbsence) -> Refused | None:
    """Keep it; refused when it would end before it begins or before today."""
    if effect.last < max(effect.first, work.today):
        return Refused(_("The last day comes before the first, or is past. Please choose again."))
    work.session.add(
        AbsenceRow(
            person_id=who.id, first=effect.first, last=effect.last, set_by=who.id, at=work.now
        )
    )
    work.session.flush()
    return None


def end_absence(work: Work, who: Person, _effect: EndAbsence) -> None:
    """What lies before today stays as it was; the rest is taken off."""
    query = select(AbsenceRow).where(AbsenceRow.person_id == who.id, AbsenceRow.last >= work.today)
    for row in work.session.exec(query):
        if row.first >= work.today:
            work.session.delete(row)
        else:
            row.last = work.today - timedelta(days=1)
    work.session.flush()
