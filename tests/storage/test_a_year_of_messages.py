"""The plan of S0 lived for a year by an office of 45 on one Zalo bot: every message counted."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.channels.parts import numbered
from bot.channels.zalo_bot_channel import LONGEST
from domain.channels import ZALO
from domain.outgoing import Say
from domain.period import Period
from domain.plan import Kind
from domain.quota import Quota
from scheduler.forecasting import outlooks
from scheduler.quota import CONVERSATION, REVIEW
from scheduler.tick import tick
from storage import completions, delivery, people, periods, usage
from storage.unit_of_work import Work
from tests.office import ZONE, SmallOffice
from tests.storage.living import DAYS, LOOK, Life, at

PAGE = Path(__file__).parent.parent.parent / "docs" / "zalo.md"
EVERYONE = 45
BOT = (ZALO, "100")
MONTHS = [(2025, 10), (2025, 11), (2025, 12), *((2026, month) for month in range(1, 10))]


class Counted(Life):
    """An office whose messages are sent by the rules of a metered bot."""

    def tick(self, *, send: bool = True) -> int:
        with self.office.work() as work:
            queued = tick(work, DAYS)
            while send and (claimed := delivery.claim(work, 500, [], look=LOOK)):
                for row in claimed:
                    delivery.sent(work, row.id, "1", _parts(row.operation))
        return queued


def _parts(operation: object) -> int:
    return len(numbered(operation.text, LONGEST)) if isinstance(operation, Say) else 0


@dataclass
class Year:
    """Messages by month, "2025-10"."""

    forecast: dict[str, int]
    counted: dict[str, int]


@pytest.fixture(scope="module")
def year() -> Year:
    """Each month's forecast on its first morning, and what was counted when it was over."""
    office = SmallOffice(at("01/10/2025 07:00"), channel=ZALO)
    office.grow(EVERYONE)
    office.database.quotas = {ZALO: Quota(3000, 50)}
    life = Counted(office)
    life.tick()
    _promise(life)
    lived = Year({}, {})
    for number, month in MONTHS:
        life.until(f"01/{month:02}/{number} 07:00")
        with office.work() as work:
            (outlook,) = outlooks(work, DAYS)
        lived.forecast[outlook.usage.month] = outlook.total
        life.until(f"15/{month:02}/{number} 09:00")
        with office.work() as work:
            for person in office.people.values():
                _talks(work, person, 2)  # everybody looks something up once
        life.until(f"{_last_day(number, month)} 23:30")
        with office.work() as work:
            known = usage.usage(work, BOT)
        assert known is not None
        lived.counted[known.month] = known.used
    return lived


def _last_day(number: int, month: int) -> str:
    following = datetime(number + month // 12, month % 12 + 1, 1, tzinfo=ZONE)
    return (following - timedelta(days=1)).strftime("%d/%m/%Y")


def _promise(life: Counted) -> None:
    """Everyone does each duty once, most in time, every ninth when it is past."""
    with life.office.work() as work:
        together: defaultdict[tuple[Kind, datetime, str], list[Period]] = defaultdict(list)
        for period in periods.all_periods(work):
            apart = "" if period.kind is Kind.SELF_CHECK else period.obligation
            together[period.kind, period.due, apart].append(period)
        staff = people.people(work)
        for number, person in enumerate(staff):
            for which in together.values():
                if periods.obligation_of(work, which[0]).who.includes(person):
                    life.deeds.append((_when(which[0], number), _does(person.id, which, number)))


def _when(period: Period, number: int) -> datetime:
    """On some working day between opening and due, at ten; or two working days after."""
    opens, due = (moment.astimezone(ZONE).date() for moment in (period.opens, period.due))
    days = [d for n in range((due - opens).days + 1) if DAYS.is_working(d := opens + timedelta(n))]
    late = number % 9 == 8
    day = DAYS.add(due, 2) if late else days[number * 3 % len(days)]
    return datetime.combine(day, time(10), ZONE).astimezone(UTC)


def _does(person: int, which: list[Period], number: int) -> Callable[[Work], None]:
    def deed(work: Work) -> None:
        kind = which[0].kind
        clean = kind is Kind.SELF_CHECK and number % 3
        cost = 4 if clean else CONVERSATION[kind] + (REVIEW if kind is Kind.REGISTRATION else 0)
        _talks(work, person, cost)
        for period in which:
            completions.mark_done(work, period, person)

    return deed


def _talks(work: Work, person: int, messages: int) -> None:
    usage.count_received(work, [BOT] * (messages // 2))
    usage.count_sent(work, people.accounts_of(work, person)[0], messages - messages // 2)


def test_every_month_stays_within_what_the_platform_gives(year: Year) -> None:
    assert len(year.counted) == 12
    assert max(year.counted.values()) < 3000
    assert max(year.forecast.values()) < 3000


def test_a_forecast_is_never_less_than_what_came(year: Year) -> None:
    short = {m: (year.forecast[m], n) for m, n in year.counted.items() if year.forecast[m] < n}
    assert short == {}


def test_a_forecast_is_of_use(year: Year) -> None:
    """An upper bound that is far from what comes would warn of nothing."""
    assert all(year.forecast[month] < 2.5 * counted for month, counted in year.counted.items())


def test_the_table_of_the_documentation_says_the_same(year: Year) -> None:
    rows = [f"| {m} | {year.forecast[m]:,} | {n:,} |" for m, n in year.counted.items()]
    heading = "| Month | Forecast on its first day | Counted at its end |"
    table = "\n".join([heading, "| --- | --- | --- |", *rows, ""])
    page = PAGE.read_text(encoding="utf-8")
    written = re.search(r"^\| Month \|.*?\n(?=\n|\Z)", page, re.MULTILINE | re.DOTALL)
    assert written is not None
    if os.environ.get("UPDATE"):
        PAGE.write_text(page.replace(written[0], table), encoding="utf-8")
    assert written[0] == table
