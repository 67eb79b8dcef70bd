"""What asking for time, granting it and setting deadlines start from: with working days counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from domain.deadline import (
    AnsweringTime,
    AskingTime,
    Extendable,
    Settable,
    SettingDeadline,
    may_set_deadlines,
)
from domain.effects import Refused
from domain.message import Start
from domain.people import Person
from domain.period import Period, PeriodState
from domain.plan import Kind
from domain.text import _
from scheduler.coming import coming
from scheduler.planner import Occasion
from scheduler.working_days import WorkingDays
from storage import completions, deadlines, periods, time_requests
from storage.extending import NOT_YOURS
from storage.obstacles import helpers
from storage.unit_of_work import Work

_NOTHING = Refused(_("Nothing is owed at the moment, so there is nothing to ask more time for."))
_NOBODY = Refused(
    _("There is nobody here who could give more time: please speak with your superior.")
)
_NOT_OPEN = Refused(_("No duty has opened yet, so there is no deadline to set."))
_DAYS_AHEAD = (1, 3, 5)
#: What closed longer ago is not opened again from the chat.
_REOPENED_WITHIN = timedelta(days=60)


def load_asking(work: Work, who: Person, subject: str, days: WorkingDays) -> AskingTime | Refused:
    """For the period named, or (where it is not owed) for what this person owes."""
    owed = _one_of_a_sheet(completions.owed(work, who, deadlines.begun(work, who.id)))
    if not owed:
        return _NOTHING
    asked = helpers(work, who.id)
    if not asked:
        return _NOBODY
    named = [period for period in owed if str(period.id) == subject]
    return AskingTime(
        who,
        tuple(_extendable(work, period, days) for period in named or owed),
        asked,
        work.now,
        work.today,
        time_requests.asked_so_far(work, who.id) + 1,
        partial(time_requests.moment, work),
    )


def _extendable(work: Work, period: Period, days: WorkingDays) -> Extendable:
    title = periods.short_title_of(work, period)
    return Extendable(period, title, tuple(_suggested(work, days, period)))


def _suggested(work: Work, days: WorkingDays, period: Period) -> Sequence[date]:
    """A few working days after the deadline; after today, where it has passed."""
    due = period.due.astimezone(work.office.zone).date()
    return [days.add(max(due, work.today), count) for count in _DAYS_AHEAD]


def _one_of_a_sheet(owed: Sequence[Period]) -> list[Period]:
    """Self-checks that are due together are one thing: the shortest span stands for all."""
    found: dict[object, Period] = {}
    for period in sorted(owed, key=lambda p: p.span.last - p.span.first):
        key = period.due if period.kind is Kind.SELF_CHECK else period.id
        found.setdefault(key, period)
    return sorted(found.values(), key=lambda p: (p.due, p.id))


def load_answering(
    work: Work, who: Person, subject: str, days: WorkingDays
) -> AnsweringTime | Refused:
    """A request of somebody's that waits for a decision of this person."""
    request = time_requests.load_request(work, who, subject)
    if isinstance(request, Refused):
        return request
    suggested = tuple(_suggested(work, days, request.duty.period))
    until = partial(time_requests.moment, work)
    return AnsweringTime(request, who, work.now, work.today, suggested, until)


def resolve_setting(work: Work, who: Person, subject: str) -> str | Refused | Start:
    """Who may not set deadlines asks for time instead: both say "gia hạn"."""
    return subject if may_set_deadlines(who) else Start("more_time", subject.partition(":")[0])


def load_setting(
    work: Work, who: Person, subject: str, days: WorkingDays
) -> SettingDeadline | Refused:
    """`PERIOD:PERSON`, either of which may be missing."""
    if not may_set_deadlines(who):
        return NOT_YOURS
    period, _colon, person = subject.partition(":")
    duties = [
        _settable(work, p) for p in _one_of_a_sheet(_recent(work)) if period in {"", str(p.id)}
    ]
    if not duties:
        return _NOT_OPEN
    return SettingDeadline(
        who,
        tuple(duties),
        work.now,
        work.today,
        partial(_suggested, work, days),
        partial(time_requests.moment, work),
        partial(_owing, work),
        _reminders(work, days),
        partial(deadlines.of, work),
        int(period) if period.isdecimal() else 0,
        int(person) if person.isdecimal() else 0,
    )


def _recent(work: Work) -> list[Period]:
    """What is open, and what closed not long ago; what is due or closed last comes last."""
    return [
        period
        for period in periods.all_periods(work)
        if period.opens <= work.now and period.closes > work.now - _REOPENED_WITHIN
    ]


def _settable(work: Work, period: Period) -> Settable:
    closed = period.state(work.now) is PeriodState.CLOSED
    return Settable(period, periods.short_title_of(work, period), closed)


def _owing(work: Work, period: Period) -> Sequence[Person]:
    return [line.person for line in completions.duty_table(work, period).missing]


def _reminders(work: Work, days: WorkingDays) -> Callable[[Period], Sequence[datetime]]:
    """When a period's rules would remind people from now on, as it would stand."""

    def moments(period: Period) -> Sequence[datetime]:
        ahead = coming(work, [period], days, work.now, period.closes)
        return [x.at for x in ahead if x.kind is Occasion.REMINDER]

    return moments
