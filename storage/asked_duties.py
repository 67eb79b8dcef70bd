"""An inquiry as the duty it is while it lasts: what it asks for, and when it reminds.

Reminders follow the time there is: within a day half of it and the last half hour, else half of it
when that is long, the morning of the last day and its last hour. Hours of rest move them, as they
move every rule (`scheduler.planner`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import select

from domain.inquiry import short_titled, titled
from domain.period import Period
from domain.plan import Anchor, Audience, Kind, Obligation, OfficeHours, Rule, Shift, When
from domain.text import Localized
from storage.tables import InquiryRow, PersonRow
from storage.unit_of_work import Work

#: The rule by which somebody is asked; no clock fires it.
ASKED = "asked"
_NAME = "inquiry-"
_WORTH_A_REMINDER = timedelta(minutes=20)
_LONG = timedelta(days=2)


def name_of(inquiry: int) -> str:
    """What the obligation of an inquiry is called."""
    return f"{_NAME}{inquiry}"


def is_inquiry(obligation: str) -> bool:
    """Whether an obligation of that name is one."""
    return obligation.startswith(_NAME)


def number_of(obligation: str) -> int:
    """The inquiry of an obligation of that name."""
    return int(obligation.removeprefix(_NAME))


def obligation(work: Work, period: Period) -> Obligation:
    """What an inquiry asks for, with the rules its deadline gives it."""
    row, author = _asked(work, period)
    words = row.words
    return Obligation(
        id=period.obligation,
        kind=Kind.INQUIRY,
        who=Audience.NOBODY,
        title=_same(titled(words)),
        source=author,
        short=_same(short_titled(words)),
        rules=tuple(rules(period, work.office.plan.hours, work.office.zone)),
    )


def _same(words: str) -> Localized:
    return Localized(words, words)


def _asked(work: Work, period: Period) -> tuple[InquiryRow, str]:
    def load() -> tuple[InquiryRow, str]:
        row = work.session.get_one(InquiryRow, number_of(period.obligation))
        name = select(PersonRow.full_name).where(PersonRow.id == row.author_id)
        return row, work.session.exec(name).one()

    return work.once((InquiryRow, period.id), load)


def rules(period: Period, hours: OfficeHours, zone: ZoneInfo) -> Iterator[Rule]:
    """When those who have not answered are reminded. A deadline that moves names them anew."""
    begins = max(period.opens, period.changed_at or period.opens)
    for name, at in _moments(begins, period.due, hours, zone):
        if begins < at < period.due:
            local = at.astimezone(zone)
            when = When(Anchor.DATE, local.time(), shift=Shift.STAYS, date=local.date())
            yield Rule(f"{name}-{period.due:%Y%m%d%H%M}", when)


def _moments(
    begins: datetime, due: datetime, hours: OfficeHours, zone: ZoneInfo
) -> Iterator[tuple[str, datetime]]:
    half = begins + (due - begins) / 2
    half = half.replace(second=0, microsecond=0)
    local = due.astimezone(zone)
    if begins.astimezone(zone).date() == local.date():
        soon = due - timedelta(minutes=30)
        if soon - half >= _WORTH_A_REMINDER:
            yield "half", half
        yield "soon", soon if soon - begins >= _WORTH_A_REMINDER else half
        return
    if due - begins >= _LONG:
        yield "half", half
    morning = datetime.combine(local.date(), hours.reminders_at, zone)
    if due - morning >= _WORTH_A_REMINDER * 2:
        yield "morning", morning
    yield "soon", due - timedelta(hours=1)
