"""Putting a reminder off, and marking a report as sent or a duty to nobody as done."""

from __future__ import annotations

from collections.abc import Sequence

from domain.effects import Audit, Effect, Refused, Replace, Reply
from domain.message import Choice, Do, column, say
from domain.reminding import PutOff, Report, ReportSent, Snooze
from domain.text import _
from handlers.conversation import Action
from handlers.duties import is_sent
from handlers.report_copies import REPORTING, add_to


def put_off(asked: PutOff) -> Sequence[Effect]:
    """It comes back at its time, unless everything is done by then."""
    again = _("{You} will be reminded again at {until}.", until=asked.until)
    careful = _("Please note: the deadline, {due}, is before that.", due=asked.due or asked.until)
    lines = (again, careful) if asked.due else (again,)
    stop = column(Choice(_("Do not remind me of this any more"), Do("stop")))
    return [Snooze(asked.until), Reply(say(*lines, choices=stop))]


def report_sent(report: Report) -> Sequence[Effect] | Refused:
    """Whose duty it is says that a report has gone out, or that what goes to nobody is done."""
    title, sent = report.duty.obligation.title, is_sent((report.duty,))
    if report.done:
        already = _("“{title}” is marked as sent already.", title=title)
        return Refused(already if sent else _("“{title}” is marked as done already.", title=title))
    noted = _("✓ “{title}” marked as sent at {now}.", title=title, now=report.now)
    if not sent:
        noted = _("✓ “{title}” marked as done at {now}.", title=title, now=report.now)
    subject = f"period:{report.duty.period.id}"
    effects: list[Effect] = [ReportSent(report.duty.period.id), Audit("report_sent", subject)]
    return [*effects, Replace(say(noted, choices=((add_to(report.duty),),)))]


SNOOZE = Action("snooze", put_off)
REPORT_DONE = Action("report_done", report_sent, REPORTING)
