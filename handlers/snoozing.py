"""Putting a reminder off, and marking a report as sent."""

from __future__ import annotations

from collections.abc import Sequence

from domain.effects import Audit, Effect, Refused, Replace, Reply
from domain.message import say
from domain.people import Role
from domain.reminding import PutOff, Report, ReportSent, Snooze
from domain.text import _
from handlers.conversation import Action


def put_off(asked: PutOff) -> Sequence[Effect]:
    """It comes back at its time, unless everything is done by then."""
    again = _("{You} will be reminded again at {until}.", until=asked.until)
    careful = _("Please note: the deadline, {due}, is before that.", due=asked.due or asked.until)
    return [Snooze(asked.until), Reply(say(again, careful) if asked.due else say(again))]


def report_sent(report: Report) -> Sequence[Effect] | Refused:
    """The specialist says that a report has gone out."""
    title = report.duty.obligation.title
    if report.done:
        return Refused(_("“{title}” is marked as sent already.", title=title))
    noted = _("✓ “{title}” marked as sent at {now}.", title=title, now=report.now)
    subject = f"period:{report.duty.period.id}"
    effects: list[Effect] = [ReportSent(report.duty.period.id), Audit("report_sent", subject)]
    return [*effects, Replace(say(noted))]


SNOOZE = Action("snooze", put_off)
REPORT_DONE = Action("report_done", report_sent, frozenset({Role.SPECIALIST}))
