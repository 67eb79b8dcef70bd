"""What waits for somebody at the desk, counted by the same rules that decide it, without loading
anybody for it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, func
from sqlalchemy import select as light
from sqlmodel import col

from domain.apology import looks_after
from domain.completion import DutyFigures
from domain.desk import Needs
from domain.effects import Refused
from domain.people import Person, Role
from storage import (
    apologies,
    completions,
    corrections,
    digests,
    enrolment,
    obstacles,
    papers,
    reviews,
    time_requests,
)
from storage.people import AccountState
from storage.tables import AccountRow, PersonRow, RegistrationRow, RevisionRow
from storage.unit_of_work import Work


def needs(work: Work, who: Person) -> Needs:
    """What this person is asked for, by what they may do."""
    specialist = who.is_any(Role.SPECIALIST)
    keeps_the_door = who.is_any(Role.SPECIALIST, Role.ADMIN)
    asked = corrections.load_open(work, who, "")
    return Needs(
        to_review=len(reviews.to_review(work, who)),
        obstacles=len(obstacles.load_open(work, who, "").obstacles),
        letters=apologies.waiting(work) if looks_after(who) else 0,
        more_time=len(time_requests.load_open(work, who, "").requests),
        corrections=0 if isinstance(asked, Refused) else len(asked.waiting),
        phones=len(enrolment.phones_waiting(work, who, "")),
        claims=papers.to_look_for(work) if specialist else 0,
        outdated=outdated(work) if specialist else 0,
        not_connected=not_connected(work) if keeps_the_door else 0,
    )


def figures(work: Work) -> tuple[DutyFigures, ...]:
    """Every open duty as of now: what is due first, no empty ones."""
    with work.remembering():
        made = [completions.duty_figures(work, period) for period in digests.open_now(work)]
    told = (one for one in made if one.total)
    return tuple(sorted(told, key=lambda one: (one.period.due, -one.total)))


def outdated(work: Work) -> int:
    """Registrations whose signed paper is of an older version."""
    signed = col(RegistrationRow.signed_revision)
    newer = exists().where(
        col(RevisionRow.registration_id) == col(RegistrationRow.id),
        col(RevisionRow.number) > signed,
    )
    present = col(RegistrationRow.person_id).in_(
        light(col(PersonRow.id)).where(col(PersonRow.left).is_(False))
    )
    return _count(work, light(func.count()).select_from(RegistrationRow).where(newer, present))


def not_connected(work: Work) -> int:
    """Who is here and has no chat."""
    alone = light(func.count()).select_from(PersonRow)
    return _count(work, alone.where(col(PersonRow.left).is_(False), has_no_chat()))


def has_no_chat() -> ColumnElement[bool]:
    """Whether a person has no chat that has not gone."""
    return ~exists().where(
        col(AccountRow.person_id) == col(PersonRow.id), col(AccountRow.state) != AccountState.GONE
    )


def _count(work: Work, query: object) -> int:
    return int(work.session.scalar(query) or 0)  # type: ignore[call-overload]  # a count
