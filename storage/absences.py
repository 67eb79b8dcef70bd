"""Absences: from a day to a day; nobody is reminded meanwhile.

One stay away is one row: what touches another, with only days off between, is joined to it, so that
"from opening to due" is asked of one row (`covering`). Why somebody is away is sealed, and
forgotten some time after they are back (`storage.retention`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from sqlalchemy import ColumnElement, bindparam, exists
from sqlmodel import col, select

from domain.absence import Absence, AwayFor, AwayList, EndAbsence, Leaving, SaveAbsence
from domain.effects import Refused
from domain.people import Person, Role
from domain.period import Period
from domain.text import _
from storage import people
from storage.tables import AbsenceRow, PersonRow
from storage.unit_of_work import Work

_DAY = timedelta(days=1)
_GONE = Refused(_("That absence is over or was taken off. /menu shows what there is."))
_NOT_YOURS = Refused(_("Only the specialist notes who else is away."))
_BACKWARDS = Refused(_("The last day comes before the first, or is past. Please choose again."))


def away_on(day: date) -> ColumnElement[bool]:
    """Whether a person (`PersonRow`) is away on a local day."""
    return covering(day, day)


@lru_cache(maxsize=256)  # every reminder asks it, of few days: to build it costs more than to ask
def covering(first: date, last: date) -> ColumnElement[bool]:
    """Whether one stay away of a person (`PersonRow`) covers all of these local days."""
    return exists().where(
        col(AbsenceRow.person_id) == col(PersonRow.id),
        col(AbsenceRow.first) <= first,
        col(AbsenceRow.last) >= last,
    )


def away_throughout(work: Work, period: Period) -> ColumnElement[bool]:
    """Whether a person is away from the day a period opens to the day it is due, both included:
    then it is not applicable to them, in every reminder and every count."""
    zone = work.office.zone
    opens, due = (moment.astimezone(zone).date() for moment in (period.opens, period.due))
    return covering(opens, due)


def load_leaving(work: Work, who: Person, subject: str) -> Leaving:
    """`subject` is what was typed with the command, if anything: "đến 20/10"."""
    return _leaving(work, who, who, typed=subject)


def load_leaving_of(work: Work, who: Person, subject: str) -> Leaving | Refused:
    """For the specialist: about the person of that number, or anybody."""
    if not who.is_any(Role.SPECIALIST):
        return _NOT_YOURS
    others = tuple(p for p in people.people(work) if p.id != who.id)
    whom = next((p for p in others if subject == str(p.id)), None)
    return _leaving(work, who, whom, others)


def load_change(work: Work, who: Person, subject: str) -> Leaving | Refused:
    """One's own absence, or for the specialist anybody's, that is not over."""
    row = work.session.get(AbsenceRow, int(subject)) if subject.isdecimal() else None
    if row is None or row.last < work.today - _DAY or not _may_write(who, row.person_id):
        return _GONE
    known = _absence(work, row, people.person(work, row.person_id))
    return _leaving(work, who, known.person, changed=known)


def load_back(work: Work, who: Person, subject: str) -> Leaving | Refused:
    """Who is back: oneself, or for the specialist the person of that number."""
    whom = people.present(work, int(subject)) if subject.isdecimal() else who
    if whom is None or not _may_write(who, whom.id):
        return _NOT_YOURS
    return _leaving(work, who, whom)


def load_away(work: Work, who: Person, subject: str) -> AwayList | Refused:
    """Who is away now or later, for the specialist; `subject` is the page."""
    if not who.is_any(Role.SPECIALIST):
        return _NOT_YOURS
    query = select(AbsenceRow).where(AbsenceRow.last >= work.today)
    rows = work.session.exec(query.order_by(col(AbsenceRow.last), col(AbsenceRow.id))).all()
    page = int(subject) if subject.isdecimal() and len(subject) < 6 else 0
    return AwayList(who, work.today, _absences(work, rows), page)


def load_one(work: Work, who: Person, subject: str) -> AwayList | Refused:
    """The absence of that number."""
    found = load_away(work, who, "")
    if isinstance(found, Refused):
        return found
    one = tuple(absence for absence in found.absences if subject == str(absence.id))
    return AwayList(who, work.today, one) if one else _GONE


def of_person(work: Work, who: Person) -> tuple[Absence, ...]:
    """One's own, now or to come."""
    query = select(AbsenceRow).where(AbsenceRow.person_id == who.id, AbsenceRow.last >= work.today)
    rows = work.session.exec(query.order_by(col(AbsenceRow.first)))
    return tuple(_absence(work, row, who) for row in rows)


def last_days(work: Work, since: date) -> tuple[date, ...]:
    """The last days of stays away that end on that day or later, in order."""
    return tuple(sorted(set(work.session.scalars(_LAST_DAYS, {"since": since}))))


_LAST_DAYS = select(col(AbsenceRow.last)).where(col(AbsenceRow.last) >= bindparam("since"))


def _leaving(
    work: Work,
    who: Person,
    whom: Person | None,
    others: tuple[Person, ...] = (),
    typed: str = "",
    changed: Absence | None = None,
) -> Leaving:
    specialists = (p for p in people.with_role(work, Role.SPECIALIST) if p.id != who.id)
    return Leaving(who, whom, work.today, work.now, tuple(specialists), others, typed, changed)


def _may_write(who: Person, whom: int) -> bool:
    return who.id == whom or who.is_any(Role.SPECIALIST)


def _absences(work: Work, rows: Sequence[AbsenceRow]) -> tuple[Absence, ...]:
    found = {p.id: p for p in people.people(work, ids={row.person_id for row in rows})}
    return tuple(_absence(work, r, found[r.person_id]) for r in rows if r.person_id in found)


def _absence(work: Work, row: AbsenceRow, person: Person) -> Absence:
    return Absence(row.id or 0, person, _reason(work, row), row.first, row.last, row.set_by)


def _reason(work: Work, row: AbsenceRow) -> AwayFor | None:
    return AwayFor(str(work.vault.open(row.sealed)["reason"])) if row.sealed else None


def save_absence(work: Work, who: Person, effect: SaveAbsence) -> Refused | None:
    """Keep it, joined to what it touches; somebody else's is the specialist's to write, audited.

    Refused when it would end before it begins, and one's own when it is past.
    """
    whom, own = effect.person, effect.person == who.id
    if not _may_write(who, whom) or people.present(work, whom) is None:
        return _NOT_YOURS
    if effect.last < effect.first or (own and effect.last < work.today):
        return _BACKWARDS
    reason, set_by = effect.reason or AwayFor.OTHER, who.id
    replaced = work.session.get(AbsenceRow, effect.instead_of) if effect.instead_of else None
    if replaced is not None and replaced.person_id == whom:
        reason, set_by = effect.reason or _reason(work, replaced) or reason, replaced.set_by
        work.session.delete(replaced)
        work.session.flush()
    work.session.add(
        _joined(
            work,
            AbsenceRow(
                person_id=whom, first=effect.first, last=effect.last, set_by=set_by, at=work.now
            ),
            reason,
        )
    )
    work.session.flush()
    if not own:
        work.audit(who.id, "absence_noted", f"person:{whom}")
    return None


def _joined(work: Work, new: AbsenceRow, reason: AwayFor) -> AbsenceRow:
    """With every stay away it touches; that somebody is ill stays with those who knew it."""
    query = select(AbsenceRow).where(AbsenceRow.person_id == new.person_id)
    for row in work.session.exec(query.order_by(col(AbsenceRow.first))).all():
        if row.first <= _back(work, new.last) and new.first <= _back(work, row.last):
            new.first, new.last = min(new.first, row.first), max(new.last, row.last)
            if _reason(work, row) is AwayFor.SICK:
                reason, new.set_by = AwayFor.SICK, row.set_by
            work.session.delete(row)
    new.sealed = work.vault.seal({"reason": str(reason)})
    return new


def _back(work: Work, last: date) -> date:
    """The first working day after a last day away."""
    midnight = datetime.combine(last + _DAY, time.min, work.office.zone).astimezone(UTC)
    return work.decent(midnight).astimezone(work.office.zone).date()


def end_absence(work: Work, who: Person, effect: EndAbsence) -> Refused | None:
    """What lies before today stays as it was; the rest is taken off. Somebody else's: audited."""
    if not _may_write(who, effect.person):
        return _NOT_YOURS
    query = select(AbsenceRow).where(
        AbsenceRow.person_id == effect.person, AbsenceRow.last >= work.today
    )
    _cut(work, work.session.exec(query).all())
    if effect.person != who.id:
        work.audit(who.id, "absence_ended", f"person:{effect.person}")
    return None


def _cut(work: Work, rows: Iterable[AbsenceRow]) -> None:
    for row in rows:
        if row.first >= work.today:
            work.session.delete(row)
        else:
            row.last = work.today - _DAY
    work.session.flush()
