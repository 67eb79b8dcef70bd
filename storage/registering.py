"""What the conversations and views of registering start from, and the forms to print.

A printed form's subject is `person:ID` (their newest of each kind) or `period:ID@MOMENT` (all of a
period, each in the version that stood at that moment, ISO 8601 with its zone); `#KIND` after it
leaves out the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from domain.effects import Refused
from domain.people import Person, Standing
from domain.period import Period
from domain.plan import Kind
from domain.registration import Filed, Form, MyRegistration, Printout, Registering
from domain.text import _
from storage import completions, deadlines, people, periods, registrations
from storage.accepting import specialist_called
from storage.registrations import NOT_ASKED
from storage.reviews import reviewers
from storage.unit_of_work import Work
from storage.work import carried_over


def resolve_register(work: Work, who: Person, subject: str) -> str | Refused:
    return _resolve(work, who, subject, Kind.REGISTRATION)


def resolve_collective(work: Work, who: Person, subject: str) -> str | Refused:
    return _resolve(work, who, subject, Kind.COLLECTIVE)


def load_register(work: Work, who: Person, subject: str) -> Registering | Refused:
    """A person's own registration, to be written or changed."""
    return _load(work, who, subject, Kind.REGISTRATION)


def load_collective(work: Work, who: Person, subject: str) -> Registering | Refused:
    """The office's own task, to be written or changed by the head or on the head's behalf."""
    return _load(work, who, subject, Kind.COLLECTIVE)


def load_my_registration(work: Work, who: Person, subject: str) -> MyRegistration | Refused:
    """What this person has registered; "" means the period that is open, or nearest."""
    return _mine(work, who, subject, Kind.REGISTRATION)


def load_office_registration(work: Work, who: Person, subject: str) -> MyRegistration | Refused:
    """The office's collective task as registered."""
    return _mine(work, who, subject, Kind.COLLECTIVE)


def load_printout(work: Work, who: Person, subject: str) -> Printout | Refused:
    """What a print button asks for; a whole period is frozen as of now."""
    as_of = "" if "@" in subject or subject.startswith("person:") else f"@{work.now.isoformat()}"
    found = forms(work, who, subject + as_of)
    if isinstance(found, Refused):
        return found
    return Printout(subject + as_of, found, specialist_called(work, who))


def resolve_register_for(work: Work, who: Person, subject: str) -> str | Refused:
    """For whom (`PERSON`), in the period that is asked of them now: `PERSON:PERIOD`."""
    found = _entering(work, who, subject)
    return found if isinstance(found, Refused) else f"{found[0].id}:{found[1].id}"


def _entering(work: Work, who: Person, subject: str) -> tuple[Person, Period] | Refused:
    number, _colon, period = subject.partition(":")
    person = people.present(work, int(number)) if number.isdecimal() else None
    asked = _asked(work, person, period, Kind.REGISTRATION) if person is not None else None
    if person is None or asked is None:
        return NOT_ASKED
    owner = registrations.may_enter_for(work, who, asked, person.id)
    return owner if isinstance(owner, Refused) else (owner, asked)


def load_register_for(work: Work, who: Person, subject: str) -> Registering | Refused:
    """What the specialist enters for somebody else."""
    found = _entering(work, who, subject)
    if isinstance(found, Refused):
        return found
    owner, period = found
    return Registering(
        who,
        owner,
        period,
        periods.obligation_of(work, period),
        work.now,
        specialist_called(work, owner),
        filed := registrations.filed_for(work, period, owner.id, collective=False),
        unfinished=None if filed else carried_over(work, owner.id, period),
    )


def forms(work: Work, who: Person, subject: str) -> tuple[Form, ...] | Refused:
    """The forms this reader may print, in the order of a Vietnamese list of names."""
    subject, _hash, only = subject.partition("#")
    kind, _colon, words = subject.partition(":")
    number, _at, moment = words.partition("@")
    chosen: Iterable[Filed] = ()
    if kind == "person" and number.isdecimal():
        chosen = _newest_of_each_kind(registrations.filed_by(work, int(number)))
    elif kind == "period" and number.isdecimal():
        chosen = registrations.filed_in(work, [int(number)])
    try:
        as_of = datetime.fromisoformat(moment) if moment else work.now
    except ValueError:
        return _NOTHING_TO_PRINT
    found = _forms(work, who, chosen, as_of)
    made = tuple(form for form in found if only in {"", form.period.kind})
    return made or _NOTHING_TO_PRINT


_NOTHING_TO_PRINT = Refused(_("There is no registration here that you can print."))


def _forms(work: Work, who: Person, chosen: Iterable[Filed], as_of: datetime) -> Iterator[Form]:
    allowed = reviewers(work)
    leaders = {p.id: p for p in people.people(work) if p.standing.leads}
    for filed in chosen:
        standing = [r for r in filed.registration.revisions if r.submitted_at <= as_of]
        if standing and allowed.may_read(who.id, filed.owner.id):
            collective = filed.registration.collective
            signers = allowed.heads if collective else allowed.confirmers(filed.owner.id)
            signer = next((leaders[id_] for id_ in sorted(signers) if id_ in leaders), None)
            yield Form(filed.owner, signer, filed.period, standing[-1], collective)


def _newest_of_each_kind(found: Iterable[Filed]) -> tuple[Filed, ...]:
    by_opening = sorted(found, key=lambda filed: filed.period.opens)
    return tuple({filed.period.kind: filed for filed in by_opening}.values())


def _asked(work: Work, who: Person, subject: str, kind: Kind) -> Period | None:
    """The period a subject names, as it stands for whose duty it is; "" is the open one, else the
    next, else the last."""
    owner = registrations.collective_owner(work, who) if kind is Kind.COLLECTIVE else who
    if subject.isdecimal():
        named = periods.period(work, int(subject))
        theirs = named is not None and named.kind is kind
        return deadlines.of(work, named, owner.id) if named and theirs else None
    known = [period for period in deadlines.all_of(work, owner.id) if period.kind is kind]
    ahead = [period for period in known if period.closes >= work.now]
    return min(ahead, key=lambda p: p.opens) if ahead else max(known, key=_closes, default=None)


def _closes(period: Period) -> datetime:
    return period.closes


def _resolve(work: Work, who: Person, subject: str, kind: Kind) -> str | Refused:
    period = _asked(work, who, subject, kind)
    if period is None:
        return NOT_ASKED
    refused = registrations.may_not_write(work, who, period, collective=kind is Kind.COLLECTIVE)
    return refused or str(period.id)


def _load(work: Work, who: Person, subject: str, kind: Kind) -> Registering | Refused:
    collective = kind is Kind.COLLECTIVE
    period = _asked(work, who, subject, kind)
    if period is None:
        return NOT_ASKED
    refused = registrations.may_not_write(work, who, period, collective=collective)
    if refused is not None:
        return refused
    owner = registrations.collective_owner(work, who) if collective else who
    return Registering(
        who,
        owner,
        period,
        periods.obligation_of(work, period),
        work.now,
        specialist_called(work, who),
        filed := registrations.filed_for(work, period, owner.id, collective=collective),
        not collective and _collective_owed(work, who),
        None if filed or collective else carried_over(work, owner.id, period),
    )


def _collective_owed(work: Work, who: Person) -> bool:
    if who.standing is not Standing.HEAD:
        return False
    return bool(completions.owed(work, who, deadlines.begun(work, who.id, [Kind.COLLECTIVE])))


def _mine(work: Work, who: Person, subject: str, kind: Kind) -> MyRegistration | Refused:
    collective = kind is Kind.COLLECTIVE
    period = _asked(work, who, subject, kind)
    if period is None:
        return NOT_ASKED
    state = period.state(work.now)
    found = registrations.filed_for(work, period, who.id, collective=collective)
    refused = registrations.may_not_write(work, who, period, collective=collective)
    if found is None:
        return refused or MyRegistration(period, state)
    if not reviewers(work).may_read(who.id, found.owner.id):
        return Refused(_("This registration is not yours to read. /menu shows what is."))
    return MyRegistration(period, state, found, found.owner.id == who.id, refused is None)
