"""Registrations and their versions: found, shown, begun, saved, printed.

A registration is one row a person and period (one a period where it is the office's collective
task); every version is kept, the newest counts.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import bindparam
from sqlmodel import col, select

from domain.effects import Refused
from domain.people import Person, Role, Standing
from domain.period import Period
from domain.plan import Kind
from domain.registration import (
    Entered,
    Filed,
    PaperState,
    Registration,
    ReviewState,
    Revision,
    SaveRegistration,
    Source,
    TaskContent,
)
from domain.text import _
from storage import completions, consents, deadlines, people, periods
from storage.accepting import not_accepting
from storage.consents import ConsentState, Purpose
from storage.tables import RegistrationRow, RevisionRow
from storage.unit_of_work import Work

NOT_ASKED = Refused(_("Your office's plan asks for no registration."))


def filed_in(work: Work, which: Iterable[int]) -> tuple[Filed, ...]:
    """All registrations of these periods, in the order of a Vietnamese list of names."""
    query = select(RegistrationRow).where(col(RegistrationRow.period_id).in_(list(which)))
    return _filed(work, work.session.exec(query).all())


def filed_by(work: Work, person: int) -> tuple[Filed, ...]:
    """A person's registrations of all periods, the collective ones in their name included."""
    query = select(RegistrationRow).where(RegistrationRow.person_id == person)
    return _filed(work, work.session.exec(query).all())


def filed(work: Work, id_: int) -> Filed | None:
    """The registration of that id; None when there is none."""
    row = work.session.get(RegistrationRow, id_)
    return next(iter(_filed(work, [row])), None) if row is not None else None


def filed_among(work: Work, period: int, owners: Collection[int]) -> tuple[Filed, ...]:
    """What these people have registered for a period."""
    query = select(RegistrationRow).where(
        RegistrationRow.period_id == period, col(RegistrationRow.person_id).in_(owners)
    )
    return _filed(work, work.session.exec(query).all())


def filed_of(work: Work, ids: Sequence[int]) -> tuple[Filed, ...]:
    """The registrations of these ids, in their order."""
    query = select(RegistrationRow).where(col(RegistrationRow.id).in_(ids))
    found = {one.registration.id: one for one in _filed(work, work.session.exec(query).all())}
    return tuple(found[id_] for id_ in ids if id_ in found)


def filed_for(work: Work, period: Period, owner: int, *, collective: bool) -> Filed | None:
    """What has been registered for a period: by this owner, or for the office as a whole."""
    row = _row(work, period.id, owner, collective=collective)
    return next(iter(_filed(work, [row])), None) if row is not None else None


def save_registration(work: Work, who: Person, effect: SaveRegistration) -> Refused | None:
    """Keep a new version; what it answers is done from now on."""
    period = periods.period(work, effect.period)
    if period is None:
        return NOT_ASKED
    owner = _owner(work, who, period, effect)
    if isinstance(owner, Refused):
        return owner
    period = deadlines.of(work, period, owner.id)
    before = filed_for(work, period, owner.id, collective=effect.collective)
    if before is not None and _unchanged(before, effect.content):
        return Refused(_("Nothing has been changed, so version {n} stays.", n=before.newest.number))
    row = _row(work, period.id, owner.id, collective=effect.collective) or RegistrationRow(
        period_id=period.id, person_id=owner.id, collective=effect.collective
    )
    row.person_id = owner.id  # a new head takes the office's task over
    work.session.add(row)
    work.session.flush()
    number = before.newest.number + 1 if before else 1
    version = _revision_row(work, row.id or 0, number, effect.content, period)
    if effect.source is not None:
        version.entered_by, version.source = who.id, effect.source
    if effect.source is Source.PAPER:
        row.signed_revision = number  # the signed form lies before whoever enters it
    work.session.add(version)
    work.session.flush()
    _mark(work, who, owner, period, effect.source)
    return None


def _owner(work: Work, who: Person, period: Period, effect: SaveRegistration) -> Person | Refused:
    """Whose registration it becomes, if this person may write it."""
    if effect.owner is not None:
        return may_enter_for(work, who, period, effect.owner)
    refused = may_not_write(work, who, period, collective=effect.collective)
    if refused is not None:
        return refused
    return collective_owner(work, who) if effect.collective else who


def may_enter_for(work: Work, who: Person, period: Period, owner: int) -> Person | Refused:
    """The official for whom the specialist may enter a registration that was dictated or handed in.

    Not for oneself, and not for somebody who has declined to have anything kept here: for them it
    is only noted that the paper is in.
    """
    if not who.is_any(Role.SPECIALIST) or owner == who.id:
        return Refused(_("Only the specialist enters a registration for somebody else."))
    person = people.present(work, owner)
    if person is None or period.kind is not Kind.REGISTRATION or not _owes(work, person, period):
        return Refused(_("No registration is asked of this person."))
    consent = consents.latest_of(work, [owner], Purpose.KEEP).get(owner)
    if consent in {ConsentState.DECLINED, ConsentState.WITHDRAWN}:
        return Refused(
            _(
                "{who} has chosen paper: nothing of it is kept here. Please note in the list of "
                "papers that it is in.",
                who=person.full_name,
            )
        )
    return not_accepting(work, person, period) or person


def asked_now(work: Work, person: int) -> Period | None:
    """The personal registration that takes answers of this person now."""
    return next(iter(deadlines.begun(work, person, [Kind.REGISTRATION])), None)


def _mark(work: Work, who: Person, owner: Person, period: Period, source: Source | None) -> None:
    behalf = None if owner.id == who.id else who.id
    how = "paper" if source is Source.PAPER else "bot"
    completions.mark_done(work, period, owner.id, how=how, entered_by=behalf)
    if behalf is not None:
        work.audit(who.id, "registered_on_behalf", f"person:{owner.id}", f"period:{period.id}")


def may_not_write(work: Work, who: Person, period: Period, *, collective: bool) -> Refused | None:
    """Why this person may not write this registration now; None when they may."""
    kind = Kind.COLLECTIVE if collective else Kind.REGISTRATION
    theirs = _leads_the_office(work, who) if collective else _owes(work, who, period)
    if not theirs or period.kind is not kind:
        return Refused(_("This registration is not yours to write. /menu shows what is."))
    if not consents.may_keep(work, who.id):
        return Refused(_("First I need your consent: /dongy. Handing it in on paper counts too."))
    return not_accepting(work, who, period, collective_owner(work, who) if collective else who)


def collective_owner(work: Work, who: Person) -> Person:
    """In whose name the office's own task stands: the head's; while there is none, the writer's."""
    found = [head for head in people.heads(work) if head.standing is Standing.HEAD]
    return who if who in found or not found else found[0]


def _leads_the_office(work: Work, who: Person) -> bool:
    if who.heads or who.is_any(Role.SPECIALIST):
        return True
    return who.standing is Standing.DEPUTY and not people.heads(work)


def _owes(work: Work, who: Person, period: Period) -> bool:
    return periods.obligation_of(work, period).who.includes(who)


def _unchanged(before: Filed, content: TaskContent) -> bool:
    newest = before.newest
    return newest.content == content and newest.state is not ReviewState.RETURNED


def _row(work: Work, period: int, owner: int, *, collective: bool) -> RegistrationRow | None:
    if not collective:
        own = work.once(own_of(owner), lambda: own_rows(work, [owner])[owner])
        return next((row for row in own if row.period_id == period), None)
    query = select(RegistrationRow).where(
        RegistrationRow.period_id == period, col(RegistrationRow.collective).is_(True)
    )
    return work.once((RegistrationRow, "office", period), lambda: work.session.exec(query).first())


def before(work: Work, owner: int, period: Period) -> Filed | None:
    """What somebody registered for themselves in the round before a period's."""
    own = work.once(own_of(owner), lambda: own_rows(work, [owner])[owner])
    if all(row.period_id == period.id for row in own):
        return None
    rounds = {p.id: p.opens for p in periods.all_periods(work) if p.opens < period.opens}
    earlier = [row for row in own if row.period_id in rounds]
    newest = max(earlier, key=lambda row: rounds[row.period_id], default=None)
    return next(iter(_filed(work, [newest])), None) if newest is not None else None


def own_of(person: int) -> Hashable:
    """Under this a person's own registrations are remembered."""
    return (RegistrationRow, person)


def own_rows(work: Work, persons: Collection[int]) -> Mapping[int, Sequence[RegistrationRow]]:
    """What each of these people has registered for themselves."""
    found: dict[int, list[RegistrationRow]] = {person: [] for person in persons}
    for row in work.session.exec(_OWN, params={"persons": list(persons)}):
        found[row.person_id].append(row)
    return found


_OWN = (
    select(RegistrationRow)
    .where(
        col(RegistrationRow.person_id).in_(bindparam("persons", expanding=True)),
        col(RegistrationRow.collective).is_(False),
    )
    .order_by(col(RegistrationRow.id))
)


def _revision_row(
    work: Work, registration: int, number: int, content: TaskContent, period: Period
) -> RevisionRow:
    return RevisionRow(
        registration_id=registration,
        number=number,
        content=json.dumps({**asdict(content), "due": content.due.isoformat()}, ensure_ascii=False),
        submitted_at=work.now,
        late=work.now > period.due,
        state=ReviewState.SUBMITTED,
    )


def _filed(work: Work, rows: Sequence[RegistrationRow]) -> tuple[Filed, ...]:
    versions = _versions(work, [row.id or 0 for row in rows])
    known = {period.id: period for period in periods.all_periods(work)}
    own = {id_: deadlines.own(work, known[id_]) for id_ in {row.period_id for row in rows}}
    by_owner = defaultdict(list)
    for row in rows:
        by_owner[row.person_id].append(row)
    return tuple(
        Filed(
            _registration(row, versions[row.id or 0]),
            owner,
            period,
            periods.obligation_of(work, period),
        )
        for owner in people.people(work, ids=by_owner, also_left=True)
        for row in by_owner[owner.id]
        for period in [own[row.period_id].get(owner.id, known[row.period_id])]
    )


def _versions(work: Work, ids: list[int]) -> defaultdict[int, list[Revision]]:
    found: defaultdict[int, list[Revision]] = defaultdict(list)
    query = select(RevisionRow).where(col(RevisionRow.registration_id).in_(ids))
    rows = work.session.exec(query.order_by(col(RevisionRow.number))).all()
    by = {row.entered_by for row in rows if row.entered_by is not None}
    names = {p.id: p.full_name for p in people.people(work, ids=by, also_left=True)} if by else {}
    for row in rows:
        found[row.registration_id].append(_revision(row, names))
    return found


def _revision(row: RevisionRow, names: Mapping[int, str]) -> Revision:
    fields = json.loads(row.content)
    content = TaskContent(**{**fields, "due": date.fromisoformat(fields["due"])})
    return Revision(
        row.number,
        content,
        row.submitted_at,
        row.late,
        ReviewState(row.state),
        row.remark,
        _entered(row, names),
    )


def _entered(row: RevisionRow, names: Mapping[int, str]) -> Entered | None:
    if row.entered_by is None or row.source is None:
        return None
    return Entered(names.get(row.entered_by, ""), Source(row.source))


def _registration(row: RegistrationRow, revisions: list[Revision]) -> Registration:
    return Registration(
        row.id or 0,
        row.period_id,
        row.person_id,
        row.collective,
        tuple(revisions),
        _paper(row.signed_revision, revisions[-1].number),
    )


def _paper(signed: int | None, newest: int) -> PaperState:
    if signed is None:
        return PaperState.NONE
    return PaperState.SIGNED if signed == newest else PaperState.OUT_OF_DATE
