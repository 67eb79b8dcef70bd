"""What the office's reports rest on: a round of registering, and a quarter, half-year or year.

Everything is as of `work.now`; whoever asks for a document has been let in by its maker.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import col, func, select

from domain.effects import Refused
from domain.form_templates import may_set
from domain.message import Document
from domain.obstacle import ObstacleState
from domain.people import Person, Role, Standing
from domain.period import Period, Span, stretch_around
from domain.plan import Every, Kind
from domain.reporting import (
    Ahead,
    Check,
    Offered,
    Registrations,
    Shelf,
    Stretch,
    may_introduce,
    may_report,
)
from domain.text import _
from storage import apologies, completions, people, periods, report_copies
from storage.absences import away_on
from storage.reports_sent import reports_of
from storage.sign_counts import sign_counts
from storage.tables import BroadcastRow, ObstacleRow, PersonRow
from storage.unit_of_work import Work
from storage.work import registered

NOT_YOURS = Refused(_("Documents are for the specialist and the head. /viec shows your own work."))
GONE = Refused(_("That document cannot be had any more. /baocao shows what can."))

_STILL_WRITTEN = timedelta(days=60)  # after a stretch has ended
_LOOKING_AHEAD = timedelta(days=184)  # half a year
_TASKS = frozenset({Kind.REGISTRATION, Kind.COLLECTIVE})


def rounds(work: Work) -> tuple[Period, ...]:
    """The rounds of registering that have opened, the newest first."""
    begun = [
        p for p in periods.all_periods(work) if p.kind is Kind.REGISTRATION and p.opens <= work.now
    ]
    return tuple(sorted(begun, key=lambda p: (p.opens, p.id), reverse=True))


def load_shelf(work: Work, who: Person, _subject: str) -> Shelf | Refused:
    """The documents this reader may have now."""
    if not may_introduce(who):
        return NOT_YOURS
    found: list[Offered] = []
    if may_report(who):
        upwards = Offered(Document.OFFICE_FIGURES, "", _("Figures for the superior (XLSX)"))
        found = [*_of_registrations(work), *_of_results(work), upwards]
    notice = Offered(Document.NOTICE, "", _("Notice that introduces the bot"))
    reports, kept = reports_of(work, who), report_copies.load_kept(work, who, "")
    return Shelf((*found, notice), work.now, may_set(who), reports, bool(kept))


def load_offered(work: Work, who: Person, subject: str) -> Shelf | Refused:
    """The one document a button names: `DOCUMENT:KEY`."""
    shelf = load_shelf(work, who, "")
    if isinstance(shelf, Refused):
        return shelf
    one = tuple(x for x in shelf.offered if f"{x.document}:{x.key}" == subject)
    return replace(shelf, offered=one) if one else GONE


def _of_registrations(work: Work) -> Iterator[Offered]:
    for period in rounds(work)[:1]:
        key = str(period.id)
        yield Offered(Document.COVER_REPORT, key, _("Report on the registrations"))
        yield Offered(Document.REGISTRATION_SUMMARY, key, _("Summary table of registrations"))
        yield Offered(Document.REGISTRATION_SHEET, key, _("The same table as a sheet (XLSX)"))


def _of_results(work: Work) -> Iterator[Offered]:
    for span in stretches(work):
        key = f"{span.every}:{span.first.isoformat()}"
        yield Offered(Document.RESULTS_REPORT, key, _("Report: {stretch}", stretch=span.words))


def stretches(work: Work) -> tuple[Span, ...]:
    """What is reported on: half-years and years, and quarters where the plan asks for it.

    The one under way, and the one before it while its report may still be written.
    """
    plan, today = work.office.plan, work.today
    quarterly = any(o.every is Every.QUARTER and o.kind is Kind.REPORT for o in plan.obligations)
    found = []
    for every in (*((Every.QUARTER,) if quarterly else ()), Every.HALF, Every.YEAR):
        now = stretch_around(every, today)
        before = stretch_around(every, now.first - timedelta(days=1))
        still = today - before.last <= _STILL_WRITTEN and before.last >= plan.starts
        found += [before, now] if still else [now]
    return tuple(found)


def stretch_key(work: Work, every: Every, of: str = "") -> str:
    """The stretch that `of` names ("2026-H1", "2026-Q3", "2025"), or the newest; LookupError."""
    known = [span for span in stretches(work) if span.every is every]
    if of:
        known = [span for span in _since_the_start(work, every) if span.key == of]
    if not known:
        raise LookupError(f"this plan has no {every} called {of}" if of else f"no {every} yet")
    return f"{every}:{known[0].first.isoformat()}"


def _since_the_start(work: Work, every: Every) -> Iterator[Span]:
    span = stretch_around(every, work.office.plan.starts)
    while span.first <= work.today:
        yield span
        span = stretch_around(every, span.last + timedelta(days=1))


def span_of(key: str) -> Span:
    """The stretch that a document's key names, `half:2026-01-01`; ValueError for any other."""
    every, _colon, first = key.partition(":")
    if Every(every) is Every.ONCE:
        raise ValueError("once is no stretch of the calendar")
    return stretch_around(Every(every), date.fromisoformat(first))


def round_key(work: Work) -> str:
    """The newest round of registering; LookupError where none has opened yet."""
    for period in rounds(work):
        return str(period.id)
    raise LookupError("no round of registering has opened")


def registrations(work: Work, period: Period) -> Registrations:
    """A round of registering, with the office's own task where one is asked for meanwhile."""
    collective = [
        p
        for p in periods.all_periods(work)
        if p.kind is Kind.COLLECTIVE and p.opens < period.closes and period.opens < p.closes
    ]
    return Registrations(
        completions.duty_table(work, period),
        registered(work, [period, *collective]),
        period.due.astimezone(work.office.zone).year,
        work.today,
        completions.duty_table(work, collective[0]) if collective else None,
    )


def stretch(work: Work, span: Span) -> Stretch:
    """What the office has done in these days, and what comes after them."""
    inside = [p for p in periods.all_periods(work) if _concerns(work, p, span)]
    tables = {p.id: completions.duty_table(work, p) for p in inside if p.opens <= work.now}
    shown = [p for p in inside if p.id in tables and tables[p.id].counted]
    shown.sort(key=lambda p: (p.due, -len(tables[p.id].counted)))
    checks = [p for p in shown if p.kind is Kind.SELF_CHECK]
    rounds_ = [p for p in periods.all_periods(work) if p.kind in _TASKS and _stands(work, p, span)]
    first, end = _moments(work, span)
    return Stretch(
        span,
        work.now,
        tuple(tables[p.id] for p in shown if p.kind is not Kind.SELF_CHECK),
        tuple(Check(tables[p.id], sign_counts(work, p)) for p in checks),
        registered(work, rounds_),
        _obstacles(work, first, end),
        _announcements(work, first, end),
        _ahead(work, max(end, work.now)),
        apologies.counts(work, first, end),
    )


def _moments(work: Work, span: Span) -> tuple[datetime, datetime]:
    """The first moment of these days and the first after them, UTC."""
    zone = work.office.zone
    days = (span.first, span.last + timedelta(days=1))
    first, end = (datetime.combine(day, time.min, zone).astimezone(UTC) for day in days)
    return first, end


def _concerns(work: Work, period: Period, span: Span) -> bool:
    """What comes back is of the stretch it is about; what comes once, of its deadline's.

    Inquiries are their authors' own.
    """
    if period.kind is Kind.INQUIRY:
        return False
    if span.first <= period.span.first and period.span.last <= span.last:
        return True
    due = period.due.astimezone(work.office.zone).date()
    once = period.span.key == "once"
    return once and span.first <= due <= span.last


def _stands(work: Work, period: Period, span: Span) -> bool:
    """Registered by the end of these days, for a year that they belong to or follow."""
    due = period.due.astimezone(work.office.zone).date()
    return due <= span.last and due.year >= span.first.year - 1


def _obstacles(work: Work, first: datetime, end: datetime) -> Mapping[ObstacleState, int]:
    query = select(ObstacleRow.state).where(ObstacleRow.at >= first, ObstacleRow.at < end)
    return Counter(map(ObstacleState, work.session.exec(query)))


def _announcements(work: Work, first: datetime, end: datetime) -> int:
    sent = col(BroadcastRow.confirmed_at)
    query = select(func.count()).select_from(BroadcastRow).where(sent >= first, sent < end)
    return work.session.exec(query).one()


def _ahead(work: Work, after: datetime) -> tuple[Ahead, ...]:
    """Deadlines of the half-year that follows, each duty once: the next of what comes back."""
    told: dict[str, Ahead] = {}
    for period in periods.all_periods(work):
        if after < period.due < after + _LOOKING_AHEAD and period.obligation not in told:
            obligation = periods.obligation_of(work, period)
            title = periods.title_of(work, period)
            told[period.obligation] = Ahead(title, period.due, obligation.deadline_words)
    return tuple(told.values())


def signer(work: Work) -> Person | None:
    """Who signs for the office today: the head; where there is none or on leave, a deputy."""
    leaders = [p for p in people.people(work) if p.standing.leads]
    away = set(work.session.exec(select(PersonRow.id).where(away_on(work.today))))
    by_rank = sorted(leaders, key=lambda p: (p.id in away, p.standing is not Standing.HEAD))
    return by_rank[0] if by_rank else None


def preparer(work: Work) -> Person | None:
    """The specialist who prepares what is signed; the first by name where there are several."""
    return next(iter(people.with_role(work, Role.SPECIALIST)), None)
