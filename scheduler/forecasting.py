"""The month of each metered bot as it will be: what has gone, and what the plan still asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from domain.people import Person, Role, Standing
from domain.period import Period
from domain.quota import Outlook, Usage
from scheduler.coming import coming
from scheduler.quota import Ahead, Crowd, needed
from scheduler.working_days import WorkingDays
from storage import people, periods, places, usage, ways
from storage.owing import owing
from storage.unit_of_work import Work
from storage.usage import Bot


def outlooks(work: Work, days: WorkingDays) -> tuple[Outlook, ...]:
    """Every metered bot until the end of the month, in the order of their numbers."""
    bots = places.bots(work)
    if not bots:
        return ()
    ahead = _ahead(work, days, usage.month_ends(work))
    staff, missing = _staff_of(work, bots)
    owing_now = {p.id: _owing_now(work, p) for p in ahead.periods if p.opens <= work.now}
    to_enrol = -(-missing // len(bots))  # spread evenly over the bots
    taken = places.taken(work)
    return tuple(
        Outlook(
            places.number(work, bot),
            usage.usage(work, bot) or Usage(*bot, usage.this_month(work), work.quotas[bot[0]]),
            needed(ahead, _crowd(work, staff[bot], to_enrol, ahead.periods, owing_now)),
            taken[bot],
        )
        for bot in bots
    )


def _ahead(work: Work, days: WorkingDays, until: datetime) -> Ahead:
    known = [p for p in periods.all_periods(work) if p.closes > work.now and p.opens <= until]
    last = until - timedelta(microseconds=1)
    happens = coming(work, known, days, work.now, last)
    return Ahead(known, happens, work.now, last, work.office.zone)


def _staff_of(work: Work, bots: Sequence[Bot]) -> tuple[dict[Bot, list[Person]], int]:
    """Who is written to through each of these bots, and how many have no chat at all yet."""
    everyone = people.people(work)
    chats = ways.ways(work, [person.id for person in everyone])
    found: dict[Bot, list[Person]] = {bot: [] for bot in bots}
    for person in everyone:
        chat = chats.get(person.id)
        if chat is not None and (chat.channel, chat.bot) in found:
            found[chat.channel, chat.bot].append(person)
    return found, len(everyone) - len(chats)


def _crowd(
    work: Work,
    staff: Sequence[Person],
    to_enrol: int,
    known: Sequence[Period],
    owing_now: Mapping[int, frozenset[int]],
) -> Crowd:
    readers = [x for x in staff if x.is_any(Role.SPECIALIST) or x.standing is Standing.HEAD]
    owed = {}
    for period in known:
        audience, still = periods.obligation_of(work, period).who, owing_now.get(period.id)
        owe = (audience.includes(x) if still is None else x.id in still for x in staff)
        owed[period.obligation, period.key] = sum(owe)
    return Crowd(len(staff), len(readers), to_enrol, owed)


def _owing_now(work: Work, period: Period) -> frozenset[int]:
    """Who owes a period that has begun; of one that is still to open, its audience says it."""
    return frozenset(id_ or 0 for id_ in work.session.scalars(owing(work, period, work.now)))
