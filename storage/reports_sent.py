"""Reports that somebody owes: which there are, and that one was sent."""

from __future__ import annotations

from domain.effects import Refused
from domain.people import Person
from domain.period import Period
from domain.plan import Kind
from domain.reminding import Duty, Report, ReportSent
from domain.text import _
from storage import completions, deadlines, periods
from storage.unit_of_work import Work

NOT_A_REPORT = Refused(_("This report is not among what is open. /menu shows what is."))


def load_report(work: Work, who: Person, subject: str) -> Report | Refused:
    """A report that has opened, for those whose duty it is."""
    period = periods.period(work, int(subject)) if subject.isdecimal() else None
    if period is None or period.kind is not Kind.REPORT or period.opens > work.now:
        return NOT_A_REPORT
    if not periods.obligation_of(work, period).who.includes(who):
        return NOT_A_REPORT
    return _report(work, who, deadlines.of(work, period, who.id))


def reports_of(work: Work, who: Person) -> tuple[Report, ...]:
    """Those of one person that somebody is to get and that can be sent now, those owed first."""
    begun = deadlines.begun(work, who.id, (Kind.REPORT,))
    asked = ((period, periods.obligation_of(work, period)) for period in begun)
    theirs = [p for p, obligation in asked if obligation.to and obligation.who.includes(who)]
    found = [_report(work, who, period) for period in theirs]
    return tuple(sorted(found, key=lambda report: report.done))


def _report(work: Work, who: Person, period: Period) -> Report:
    done = completions.done_row(work, period.id, who.id) is not None
    return Report(Duty(period, periods.obligation_of(work, period)), done, work.now)


def save_report_sent(work: Work, who: Person, effect: ReportSent) -> Refused | None:
    """The report counts as done for whoever sent it."""
    report = load_report(work, who, str(effect.period))
    if isinstance(report, Refused):
        return report
    completions.mark_done(work, report.duty.period, who.id)
    return None
