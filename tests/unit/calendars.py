"""A plan shaped like S0's, built from the domain's own values, and its calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from domain.period import Period
from domain.plan import (
    Anchor,
    Audience,
    Every,
    Kind,
    Obligation,
    Plan,
    Rule,
    Shift,
    When,
)
from domain.text import Localized
from scheduler.periods import periods
from scheduler.working_days import load_working_days

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DAYS = load_working_days()
MORNING = time(8, 30)
EVENING = time(17, 0)
SAME = Localized("như nhau", "the same")


def local(moment: datetime) -> str:
    """`07/10/2025 08:30`, as the office reads a clock."""
    return moment.astimezone(HANOI).strftime("%d/%m/%Y %H:%M")


def at(words: str) -> datetime:
    """The moment (UTC) of a local `2025-10-07 08:30`."""
    return datetime.fromisoformat(words).replace(tzinfo=HANOI).astimezone(UTC)


def before_due(count: int, *, working: bool = False) -> Rule:
    return Rule(f"due-{count}", When(Anchor.DUE, MORNING, days=-count, working=working))


AFTER_DUE = Rule("after", When(Anchor.DUE, MORNING, days=1, shift=Shift.AFTER))

REGISTRATION = Obligation(
    "registration",
    Kind.REGISTRATION,
    Audience.OFFICIALS,
    SAME,
    "S0 III.2",
    opens=When(Anchor.DATE, MORNING, date=date(2025, 10, 3)),
    due=When(Anchor.DATE, EVENING, date=date(2025, 10, 14)),
    closes=When(Anchor.DATE, EVENING, date=date(2025, 12, 31)),
    rules=(*(before_due(count) for count in (7, 3, 1, 0)), AFTER_DUE),
    digests=(
        When(Anchor.DATE, time(16, 30), date=date(2025, 10, 10)),
        When(Anchor.DUE, EVENING),
    ),
)


def self_check(every: Every) -> Obligation:
    """Opens five working days before the last of its span, due on that, closes ten days on."""
    return Obligation(
        f"self_check_{every}",
        Kind.SELF_CHECK,
        Audience.OFFICIALS,
        SAME,
        "S0 III.1",
        every=every,
        opens=When(Anchor.DUE, time(7, 30), days=-5, working=True),
        due=When(Anchor.END, EVENING),
        closes=When(Anchor.DUE, EVENING, days=10, shift=Shift.AFTER),
        rules=(
            Rule("opening", When(Anchor.OPENS, MORNING, shift=Shift.AFTER)),
            before_due(1, working=True),
            AFTER_DUE,
        ),
    )


PLAN = Plan(
    "office",
    "1",
    "34-CT-TU",
    SAME,
    SAME,
    SAME,
    SAME,
    starts=date(2025, 10, 3),
    ends=date(2025, 12, 31),
    obligations=(
        REGISTRATION,
        *(self_check(every) for every in (Every.MONTH, Every.QUARTER, Every.YEAR)),
    ),
    weekly_digest=When(Anchor.START, MORNING, shift=Shift.AFTER),
)


def plan_of(*obligations: Obligation, starts: date = PLAN.starts, ends: date = PLAN.ends) -> Plan:
    return replace(PLAN, obligations=obligations, starts=starts, ends=ends, weekly_digest=None)


def periods_of(plan: Plan) -> tuple[Period, ...]:
    return periods(plan, DAYS, HANOI, plan.ends)
