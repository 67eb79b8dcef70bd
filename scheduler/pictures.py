"""Pictures that are asked for: how a duty went from period to period, and a month of the office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from domain.effects import Effect, Refused, Reply
from domain.message import Attachment, Choice, Do, Document, Message, column, say
from domain.people import Person, may_see_everyone
from domain.period import month_words, read_month
from domain.text import Localized, Text, _
from handlers.conversation import Action
from reports.month import MonthOfOffice
from scheduler.days_off import days_of, special
from storage import periods, trends
from storage.unit_of_work import Work

_DAY = timedelta(days=1)
_NOT_YOURS = Refused(
    _("The summary is for the specialist and the head. /viec shows your own work.")
)


def load_trend(work: Work, who: Person, subject: str) -> Message | Refused:
    """The picture of one duty by its id, else of the one that comes back most often; the others
    as buttons."""
    if not may_see_everyone(who):
        return _NOT_YOURS
    found = trends.recurring(work)
    if not found:
        return say(_("No duty that comes back has begun yet."))
    asked = subject if subject in found else next(iter(found))
    others = [
        Choice(_("Show: {title}", title=trends.title(work, found[one])), Do("trend", one))
        for one in found
        if one != asked
    ]
    line = _(
        "“{title}” period by period, as of {moment}.",
        title=trends.title(work, found[asked]),
        moment=work.now,
    )
    picture = Attachment(Document.TREND_PICTURE, f"{work.now.isoformat()}/{asked}")
    return Message((line,), choices=column(*others), attachment=picture)


def load_month(work: Work, who: Person, subject: str) -> Message | Refused:
    """`YYYY-MM`, else this month; the months beside it as buttons."""
    if not may_see_everyone(who):
        return _NOT_YOURS
    first = read_month(subject) or work.today.replace(day=1)
    before, after = (first - _DAY).replace(day=1), (first + 31 * _DAY).replace(day=1)
    line = _("The office's calendar, {month}.", month=month_words(first.year, first.month))
    picture = Attachment(Document.MONTH_PICTURE, f"{first:%Y-%m}")
    beside = column(*(Choice(_month(one), Do("month", f"{one:%Y-%m}")) for one in (after, before)))
    return Message((line,), choices=beside, attachment=picture)


def _month(first: date) -> Text:
    return _("See {month}", month=month_words(first.year, first.month))


def month_of(work: Work, first: date) -> MonthOfOffice:
    """What the office has on the days of this month, as it stands now."""
    days, last = days_of(work), (first + 31 * _DAY).replace(day=1) - _DAY
    all_days = [first + n * _DAY for n in range((last - first).days + 1)]
    due: defaultdict[date, list[Localized]] = defaultdict(list)
    for period in periods.all_periods(work):
        day = period.due.astimezone(work.office.zone).date()
        if first <= day <= last:
            due[day].append(periods.short_title_of(work, period))
    return MonthOfOffice(
        first,
        work.today,
        frozenset(day for day in all_days if not days.is_working(day)),
        tuple(special(days, first, last)),
        {day: tuple(titles) for day, titles in due.items()},
    )


def show(message: Message) -> Sequence[Effect]:
    return [Reply(message)]


TREND = Action("trend", show)
MONTH = Action("month", show)
