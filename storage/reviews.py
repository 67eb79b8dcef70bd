"""The review of registrations: who reviews, what waits for them, what they decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as light
from sqlmodel import col, select

from domain.effects import Refused
from domain.people import Person, Role, Standing
from domain.period import PeriodState
from domain.plan import Kind
from domain.registration import Filed, ReviewRegistration, ReviewState, read_version
from domain.review import Opened, Pile, Reviewers, Together, Verdict
from domain.text import _
from storage import people, periods, registrations
from storage.tables import PersonRow, RegistrationRow, RevisionRow
from storage.unit_of_work import Work

NOT_YOURS = Refused(_("Registrations are reviewed by the specialist and the head."))
GONE = Refused(_("This registration is not here any more. /duyet shows what waits."))

_DECIDED = (ReviewState.RECEIVED, ReviewState.CONFIRMED)


def reviewers(work: Work) -> Reviewers:
    """Who reviews in the office now."""
    return Reviewers(
        _ids(work, people.has_role(work, Role.SPECIALIST)),
        _ids(work, people.is_head(work)),
        _ids(work, col(PersonRow.standing) == Standing.DEPUTY),
    )


def _ids(work: Work, which: ColumnElement[bool]) -> frozenset[int]:
    query = select(PersonRow.id).where(col(PersonRow.left).is_(False), which)
    return frozenset(id_ for id_ in work.session.exec(query) if id_ is not None)


def to_review(work: Work, who: Person) -> tuple[int, ...]:
    """The registrations that wait for this reader's word, oldest first: nothing else is loaded."""
    allowed = reviewers(work)
    if not allowed.includes(who.id):
        return ()
    return tuple(
        standing.id
        for standing in standings(work)
        if waits(allowed, who.id, standing.owner, standing.state)
    )


@dataclass(frozen=True)
class Stand:
    """Where the newest version of a registration stands."""

    id: int
    owner: int
    period: int
    state: ReviewState


def standings(work: Work) -> tuple[Stand, ...]:
    """Every registration of who is here, by when its newest version was sent."""
    registration, revision = col(RevisionRow.registration_id), col(RevisionRow.number)
    last = light(registration, func.max(revision).label("newest")).group_by(registration).subquery()
    query = (
        light(
            col(RegistrationRow.id),
            col(RegistrationRow.person_id),
            col(RegistrationRow.period_id),
            col(RevisionRow.state),
        )
        .join(last, last.c.registration_id == col(RegistrationRow.id))
        .join(RevisionRow, (registration == last.c.registration_id) & (revision == last.c.newest))
        .join(PersonRow, col(PersonRow.id) == col(RegistrationRow.person_id))
        .where(col(PersonRow.left).is_(False))
        .order_by(col(RevisionRow.submitted_at), col(RegistrationRow.id))
    )
    rows = work.session.execute(query)
    return tuple(Stand(id_ or 0, owner, in_, ReviewState(s)) for id_, owner, in_, s in rows)


def load_pile(work: Work, who: Person, subject: str) -> Pile | Refused:
    """What waits for this reader; the subject is the page, counted from 0."""
    allowed = reviewers(work)
    if not allowed.includes(who.id):
        return NOT_YOURS
    asked = [p for p in periods.all_periods(work) if p.kind in (Kind.REGISTRATION, Kind.COLLECTIVE)]
    present = {person.id for person in people.people(work)}
    found = [
        filed
        for filed in registrations.filed_in(work, [period.id for period in asked])
        if filed.owner.id in present and allowed.may_read(who.id, filed.owner.id)
    ]
    found.sort(key=_sent)
    waiting = tuple(
        filed for filed in found if waits(allowed, who.id, filed.owner.id, filed.newest.state)
    )
    returned = tuple(filed for filed in found if _may_come_back(work, allowed, who, filed))
    page = int(subject) if subject.isdecimal() else 0
    decided = {ReviewState.RECEIVED, ReviewState.CONFIRMED}
    done = sum(
        f.newest.state in decided for f in found if f not in waiting and f.owner.id != who.id
    )
    printable = max((f.period.id for f in found if not f.registration.collective), default=0)
    missing = _collective_missing(work, who, found)
    return Pile(who, allowed, work.now, waiting, returned, done, printable, missing, page)


def _sent(filed: Filed) -> tuple[object, ...]:
    return (filed.newest.submitted_at, filed.registration.id)


def waits(allowed: Reviewers, who: int, owner: int, state: ReviewState) -> bool:
    """Whether a registration in that state waits for this reader's word."""
    verdicts = allowed.verdicts(who, owner, state)
    forward = ReviewState.RECEIVED in verdicts or ReviewState.CONFIRMED in verdicts
    return forward and state is not ReviewState.RETURNED


def _may_come_back(work: Work, allowed: Reviewers, who: Person, filed: Filed) -> bool:
    return (
        filed.newest.state is ReviewState.RETURNED
        and filed.period.state(work.now) is not PeriodState.CLOSED
        and bool(allowed.verdicts(who.id, filed.owner.id, ReviewState.RETURNED))
    )


def _collective_missing(work: Work, who: Person, found: list[Filed]) -> bool:
    registered = {filed.period.id for filed in found if filed.registration.collective}
    open_ = [p for p in periods.begun(work, [Kind.COLLECTIVE]) if p.id not in registered]
    return any(
        registrations.may_not_write(work, who, period, collective=True) is None for period in open_
    )


def load_opened(work: Work, who: Person, subject: str) -> Opened | Refused:
    """One registration (`ID:REVISION`) before its reviewer, in its newest version.

    Of the pile only that one and what waits next are loaded.
    """
    allowed, version = reviewers(work), read_version(subject)
    if not allowed.includes(who.id):
        return NOT_YOURS
    filed = registrations.filed(work, version[0]) if version else None
    if version is None or filed is None:
        return GONE
    if not allowed.may_read(who.id, filed.owner.id):
        return NOT_YOURS
    waiting = to_review(work, who)
    near = [id_ for id_ in waiting if id_ == filed.registration.id]
    near += following(filed.registration.id, waiting)
    pile = Pile(who, allowed, work.now, registrations.filed_of(work, near))
    return Opened(pile, filed, version[1])


def following(id_: int, waiting: Sequence[int]) -> list[int]:
    """What waits next after a registration, from the top again at the end; at most one."""
    at = waiting.index(id_) + 1 if id_ in waiting else 0
    return [other for other in (*waiting[at:], *waiting[:at]) if other != id_][:1]


def load_verdict(work: Work, who: Person, subject: str) -> Verdict | Refused:
    """A decision on one version: `STATE@ID:REVISION`."""
    state, _at, version = subject.partition("@")
    if state not in set(ReviewState):
        return GONE
    opened = load_opened(work, who, version)
    return opened if isinstance(opened, Refused) else Verdict(opened, ReviewState(state))


def load_together(work: Work, who: Person, subject: str) -> Together | Refused:
    """A decision on the versions a list showed: `STATE@ID:REVISION,ID:REVISION`."""
    state, _at, versions = subject.partition("@")
    if state not in set(ReviewState):
        return GONE
    pile = load_pile(work, who, "")
    if isinstance(pile, Refused):
        return pile
    shown = [read_version(version) for version in versions.split(",")]
    return Together(pile, ReviewState(state), tuple(v for v in shown if v is not None))


def review_registration(work: Work, who: Person, effect: ReviewRegistration) -> Refused | None:
    """Keep a reviewer's word on the newest version; audited."""
    opened = load_opened(work, who, f"{effect.registration}:{effect.revision}")
    refused = opened if isinstance(opened, Refused) else _why_not(opened, effect.state)
    if refused is not None:
        return refused
    query = select(RevisionRow).where(
        RevisionRow.registration_id == effect.registration, RevisionRow.number == effect.revision
    )
    row = work.session.exec(query).one()
    row.state, row.remark = effect.state, effect.remark
    row.decided_by, row.decided_at = who.id, work.now
    work.session.flush()
    subject = f"registration:{effect.registration}"
    work.audit(who.id, f"registration_{effect.state}", subject, f"revision:{effect.revision}")
    return None


def _why_not(opened: Opened, state: ReviewState) -> Refused | None:
    filed, pile = opened.filed, opened.pile
    if opened.overtaken:
        return Refused(
            _(
                "{who} has sent version {n} meanwhile, so nothing was decided. /duyet shows it.",
                who=filed.owner.full_name,
                n=filed.newest.number,
            )
        )
    if filed.owner.id == pile.reader.id:
        return Refused(_("Nobody reviews their own registration. Someone else will."))
    if state not in pile.verdicts(filed):
        return Refused(_("That has been decided already. /duyet shows what still waits."))
    return None
