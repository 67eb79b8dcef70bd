"""Audiences of a broadcast: who belongs to one, and who of them can be written to now."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import col, select

from domain.broadcast import (
    AudienceKind,
    ChosenAudience,
    ComposeInputs,
    Missed,
    OpenDuty,
    Unreached,
    parts,
)
from domain.effects import Refused
from domain.people import Person, Standing
from domain.period import PeriodState
from domain.plan import Kind
from domain.vietnamese import fold
from storage import completions, consents, people, periods, room
from storage.consents import ConsentState, Purpose
from storage.people import AccountState
from storage.tables import PersonRow, PostRow
from storage.unit_of_work import Work


def compose_inputs(work: Work, _who: Person, _subject: str) -> ComposeInputs | Refused:
    """The units of the office and the duties that somebody still owes."""
    return ComposeInputs(_units(work), tuple(_open_duties(work)))


def _units(work: Work) -> tuple[str, ...]:
    """Of whoever is with the office now."""
    of_staff = col(PostRow.person_id) == col(PersonRow.id)
    query = select(PostRow.unit).join(PersonRow, of_staff).where(col(PersonRow.left).is_(False))
    return tuple(sorted(work.session.exec(query.where(PostRow.unit != "").distinct()), key=fold))


def _open_duties(work: Work) -> list[OpenDuty]:
    found = []
    for period in periods.all_periods(work):
        own = period.kind is Kind.REPORT  # who writes those reports is who announces
        if own or period.state(work.now) not in {PeriodState.OPEN, PeriodState.LATE}:
            continue
        if owing := len(completions.missing(work, period)):
            found.append(OpenDuty(period.id, periods.short_title_of(work, period), owing))
    return sorted(found, key=lambda duty: -duty.owing)  # what concerns most people first


def reached(
    work: Work, audience: ChosenAudience, words: str
) -> tuple[tuple[Person, ...], tuple[Missed, ...]]:
    """Who of an audience can be written to now, and why the others cannot."""
    return reach(work, members(work, audience), words)


def reach(
    work: Work, everyone: Collection[Person], words: str
) -> tuple[tuple[Person, ...], tuple[Missed, ...]]:
    """The same of these people."""
    closed = _unreached(work, [person.id for person in everyone])
    asked = [person.id for person in everyone if person.id not in closed]
    crowded = dict.fromkeys(room.crowded_out(work, asked, parts(words)), Unreached.NO_ROOM)
    reasons = closed | crowded
    receivers = tuple(person for person in everyone if person.id not in reasons)
    return receivers, tuple(Missed(p, reasons[p.id]) for p in everyone if p.id in reasons)


def members(work: Work, audience: ChosenAudience) -> tuple[Person, ...]:
    """Everyone of an audience, reachable or not. ValueError when it names nothing we know."""
    everyone = people.people(work)
    match audience.kind:
        case AudienceKind.UNIT:
            unit = fold(audience.value)
            found = tuple(p for p in everyone if unit in {fold(post.unit) for post in p.posts})
            if not found:
                raise ValueError("no such unit")
            return found
        case AudienceKind.STANDING:
            standing = Standing(audience.value)
            return tuple(p for p in everyone if p.standing is standing)
        case AudienceKind.OWING:
            return _owing(work, audience.value)
        case AudienceKind.PEOPLE:
            named = {int(id_) for id_ in audience.value.split(",")}
            return tuple(person for person in everyone if person.id in named)
        case _:
            return everyone


def _owing(work: Work, value: str) -> tuple[Person, ...]:
    period = periods.period(work, int(value)) if value.isdecimal() else None
    if period is None:
        raise ValueError("no such duty")
    return tuple(line.person for line in completions.duty_table(work, period).missing)


def _unreached(work: Work, ids: Collection[int]) -> dict[int, Unreached]:
    """Why those of these people get nothing who have no open chat or have not agreed."""
    found = {}
    states = people.account_states(work, ids)
    agreed = consents.latest_of(work, ids, Purpose.KEEP)
    for person in ids:
        if not states[person]:
            found[person] = Unreached.NOT_CONNECTED
        elif AccountState.ACTIVE not in states[person]:
            found[person] = Unreached.BLOCKED
        elif person not in agreed:
            found[person] = Unreached.NOT_CONNECTED
        elif agreed[person] is not ConsentState.GIVEN:
            found[person] = Unreached.ON_PAPER
    return found


def named(work: Work, written: str) -> ChosenAudience:
    """An audience as an operator writes it: a duty by its name, `owing:registration/once`.

    ValueError when there is no such kind or duty.
    """
    audience = ChosenAudience.read(written)
    if audience.kind is not AudienceKind.OWING or audience.value.isdecimal():
        return audience
    obligation, _slash, key = audience.value.partition("/")
    period = periods.find(work, obligation, key)
    if period is None:
        raise ValueError("no such duty")
    return ChosenAudience(AudienceKind.OWING, str(period.id))
