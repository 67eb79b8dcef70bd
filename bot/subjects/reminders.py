"""Reminders put off and explained, reports marked as sent, those missing nudged, the digest."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from bot.registry import Load, Subject, action, applier
from domain.effects import Refused
from domain.message import Do
from domain.nudging import Nudge
from domain.people import Person
from domain.reminding import RemindAgain, ReportSent, Snooze, StopReminding
from handlers import nudging, snoozing, stopping, why
from scheduler import asking, pictures, summary
from scheduler.days_off import days_of
from scheduler.stopping import load_stop, load_undo
from scheduler.working_days import WorkingDays
from storage import stops
from storage.reports_sent import load_report, save_report_sent
from storage.unit_of_work import Work

I = TypeVar("I")  # noqa: E741 - the inputs' type, named as in the design


def on_working_days(load: Callable[[Work, Person, str, WorkingDays], I | Refused]) -> Load[I]:
    """A loader that counts working days, given the office's."""

    def loaded(work: Work, who: Person, subject: str) -> I | Refused:
        return load(work, who, subject, days_of(work))

    return loaded


def _send_nudge(work: Work, who: Person, effect: Nudge) -> None:
    asking.send_nudge(work, who, effect, days_of(work))


_nudging = on_working_days(asking.load_nudging)

SUBJECT = Subject(
    actions=(
        action(snoozing.SNOOZE, on_working_days(asking.load_put_off)),
        action(why.WHY, on_working_days(asking.load_why), needs_consent=False),
        action(stopping.ABOUT, on_working_days(load_stop)),
        action(stopping.STOP, on_working_days(load_stop)),
        action(stopping.STOP_UNDO, on_working_days(load_undo)),
        action(snoozing.REPORT_DONE, load_report),
        action(nudging.NUDGE, _nudging),
        action(nudging.NUDGE_NOW, on_working_days(asking.load_nudging_now)),
        action(nudging.NUDGE_LATER, _nudging),
        action(summary.SUMMARY, on_working_days(summary.load)),
        action(pictures.TREND, pictures.load_trend),
    ),
    appliers=(
        applier(Snooze, asking.save_snooze),
        applier(StopReminding, stops.stop),
        applier(RemindAgain, stops.remind_again),
        applier(ReportSent, save_report_sent),
        applier(Nudge, _send_nudge),
    ),
    commands={
        "visao": Do("why"),
        "tonghop": Do("digest"),
        "nhac": Do("nudge"),
        "stop": Do("stop"),
        "snooze_hour": Do("snooze", "hour"),
        "snooze_tomorrow": Do("snooze", "tomorrow"),
        "snooze_monday": Do("snooze", "monday"),
    },
)
