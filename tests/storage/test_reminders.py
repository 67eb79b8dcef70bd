"""Who is reminded when, over the office's whole plan; and what a tick does after a stop."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from domain.plan import Anchor, Rule, When
from domain.reminding import PutOff, Snooze, Why
from scheduler import asking
from storage import people, reminders
from storage.tables import PersonRow, RemedyRow, TickRow
from storage.unit_of_work import Work
from tests.office import ZONE, SmallOffice
from tests.storage.living import DAYS, Life, at, away, block, decline, done, enrol, local
from tests.unit.calendars import REGISTRATION, plan_of

LEDGER = Path(__file__).with_name("reminders_of_the_plan.txt")
EVERYONE = ("Bình", "Sơn", "Mai", "Lan", "Hùng", "Tâm", "Khôi")


@pytest.fixture
def life() -> Iterator[Life]:
    begun = Life.begin()
    yield begun
    begun.office.database.close()


@pytest.fixture(scope="module")
def lived() -> Iterator[Life]:
    """The whole plan lived through, to be looked at."""
    life = Life.begin()
    _live_the_plan(life)
    life.until("15/01/2026 18:00")
    yield life
    life.office.database.close()


def _live_the_plan(life: Life) -> None:
    """What the small office does from October to January."""
    life.office.unlink("Khôi")
    life.later("03/10/2025 08:05", decline(life, "Sơn"))
    life.does("08/10/2025 10:00", "Hùng", "registration")
    life.later("10/10/2025 10:00", enrol(life, "Khôi"))
    life.does("13/10/2025 09:00", "Bình", "registration")
    life.does("13/10/2025 09:05", "Bình", "collective")
    life.later("13/10/2025 07:00", away(life, "Tâm", "13/10/2025", "14/10/2025"))
    life.does("13/10/2025 15:00", "Mai", "registration")
    life.does("14/10/2025 10:00", "Mai", "summary")
    life.does("15/10/2025 15:00", "Lan", "registration")
    for name in EVERYONE:
        if name not in {"Sơn", "Lan"}:
            life.does("28/10/2025 09:00", name, "self-check-month", "2025-10")
            life.does("24/11/2025 14:00", name, "self-check-month", "2025-11")
            for obligation, key in (("month", "2025-12"), ("quarter", "2025-Q4"), ("year", "2025")):
                life.does("29/12/2025 14:00", name, f"self-check-{obligation}", key)
            life.does("30/12/2025 15:00", name, "result")
    life.does("03/11/2025 09:00", "Lan", "self-check-month", "2025-10")


def test_every_reminder_of_the_plan_comes_at_its_minute_to_whom_it_concerns(lived: Life) -> None:
    """The table beside this file, to be read; `UPDATE=1` writes it anew."""
    written = "\n".join(lived.ledger()) + "\n"
    if os.environ.get("UPDATE"):
        LEDGER.write_text(written, encoding="utf-8")
    assert written == LEDGER.read_text(encoding="utf-8")


@pytest.mark.postgresql
def test_it_is_the_same_on_postgresql(postgresql_url: str) -> None:
    life = Life.begin(url=postgresql_url)
    _live_the_plan(life)
    life.until("15/01/2026 18:00")
    written = "\n".join(life.ledger()) + "\n"
    life.office.database.close()
    assert written == LEDGER.read_text(encoding="utf-8")


def test_nobody_hears_twice_about_one_rule_nor_twice_a_day_but_on_the_last(lived: Life) -> None:
    rules = Counter((x.rule, x.obligation, x.period_key, x.person_id) for x in lived.occurrences())
    assert set(rules.values()) == {1}
    days = Counter((x.person_id, local(x.not_before)[:10]) for x in lived.messages())
    assert {day for (_person, day), count in days.items() if count > 1} <= {"14/10/2025"}


def test_a_fresh_installation_fires_nothing_old() -> None:
    life = Life.begin("13/10/2025 12:00")
    assert not life.messages()
    assert life.go("13/10/2025 12:01") == 0


def test_a_second_tick_writes_nothing(life: Life) -> None:
    assert life.go("07/10/2025 08:30") > 0
    assert life.tick() == 0


def test_a_clock_that_was_worked_off_twice_writes_nothing_twice(life: Life) -> None:
    """A stop between the tick and its commit, or a copy of the data put back."""
    life.go("07/10/2025 08:30")
    before = len(life.occurrences())
    with life.office.work() as work:
        work.session.execute(update(TickRow).values(worked_to=at("07/10/2025 08:00")))
    assert life.tick() == 0
    assert len(life.occurrences()) == before


def test_after_three_hours_down_it_is_caught_up_and_marked(life: Life) -> None:
    life.go("06/10/2025 16:00")
    life.go("07/10/2025 11:30")
    assert life.told("Hùng") == ["07/10/2025 11:30"]
    assert [row.late for row in life.messages()] == [True] * 7
    assert "hệ thống tạm dừng" in life.last_words("Hùng")


def test_after_twenty_hours_down_it_is_skipped_and_told_in_the_next_digest(life: Life) -> None:
    life.go("06/10/2025 16:00")
    life.go("08/10/2025 04:30")
    assert not life.messages()
    skipped = [x for x in life.occurrences() if x.skipped]
    assert {x.rule for x in skipped} == {"t-7"}
    assert len(skipped) == 8  # everyone's registration, and the collective one
    with life.office.work() as work:
        told = reminders.skipped_since(work, at("06/10/2025 16:00"))
    assert [(x.firing.obligation, x.people) for x in told] == [
        ("collective", 1),
        ("registration", 7),
    ]
    life.until("10/10/2025 16:30")
    texts = [op.text for _row, op in life.office.said_to("Mai") if hasattr(op, "text")]
    assert any("07/10/2025" in text and "10/10/2025" in text for text in texts)


def test_a_welcome_that_did_not_go_in_time_is_told_in_the_next_digest(life: Life) -> None:
    with life.office.work() as work:
        away(life, "Hùng", "06/10/2025", "08/10/2025")(work)
    life.until("09/10/2025 08:00")
    life.go("09/10/2025 08:30", send=False)
    life.until("10/10/2025 16:30")
    words = "8 giờ 30 ngày 09/10/2025 (việc còn lại, gửi người đi vắng về)"
    assert any(words in getattr(op, "text", "") for _row, op in life.office.said_to("Mai"))
    assert "10/10/2025 16:30" in life.told("Mai", "digest")


def test_what_is_caught_up_at_night_waits_for_the_morning(life: Life) -> None:
    life.go("24/10/2025 17:00")
    life.go("27/10/2025 19:00")
    assert life.told("Hùng") == ["28/10/2025 07:30"]
    assert [row.expires for row in life.messages()] == [at("28/10/2025 17:00")] * 7


def test_what_the_next_day_says_anyway_is_not_caught_up_at_night(life: Life) -> None:
    life.go("12/10/2025 16:00")
    life.go("13/10/2025 19:00")
    assert not life.messages()
    life.go("14/10/2025 08:30")
    assert life.told("Hùng") == ["14/10/2025 08:30"]


def test_a_restart_in_the_middle_loses_nothing(life: Life) -> None:
    life.go("07/10/2025 08:29")
    life.office.restart()
    life.go("07/10/2025 08:31")
    assert life.told("Hùng") == ["07/10/2025 08:31"]
    assert not life.messages()[0].late


def test_whoever_is_done_is_not_reminded(life: Life) -> None:
    life.does("06/10/2025 09:00", "Hùng", "registration")
    life.until("16/10/2025 09:00")
    assert life.told("Hùng") == []


def test_doing_it_takes_back_a_reminder_that_waits(life: Life) -> None:
    life.go("07/10/2025 08:30", send=False)
    with life.office.work() as work:
        done(work, life.office.people["Hùng"], "registration")
    rows = [x for x in life.messages() if x.person_id == life.office.people["Hùng"]]
    assert [(row.state, row.sealed) for row in rows] == [("cancelled", None)]


def test_what_else_is_owed_is_all_that_is_told_after_one_duty_is_done(life: Life) -> None:
    life.go("07/10/2025 08:30", send=False)
    with life.office.work() as work:
        done(work, life.office.people["Bình"], "collective")
    life.go("07/10/2025 08:31", send=False)
    mine = [x for x in life.messages() if x.person_id == life.office.people["Bình"]]
    assert [row.state for row in mine] == ["queued"]
    life.go("07/10/2025 08:32")
    assert "tập thể" not in life.last_words("Bình")
    assert "đăng ký" in life.last_words("Bình")


def test_whoever_takes_consent_back_at_night_hears_nothing_in_the_morning(life: Life) -> None:
    life.go("24/10/2025 17:00")
    life.go("27/10/2025 19:00")
    with life.office.work() as work:
        decline(life, "Hùng")(work)
        away(life, "Tâm", "28/10/2025", "28/10/2025")(work)
        away(life, "Lan", "27/10/2025", "27/10/2025")(work)
    life.go("28/10/2025 07:30")
    states = {row.person_id: row.state for row in life.messages()}
    ids = life.office.people
    assert (states[ids["Hùng"]], states[ids["Tâm"]]) == ("cancelled", "cancelled")
    assert (states[ids["Lan"]], states[ids["Khôi"]]) == ("sent", "sent")


def test_who_enrols_late_hears_nothing_that_was_due_before(life: Life) -> None:
    life.office.unlink("Khôi")
    life.go("10/10/2025 08:00")
    life.office.now = at("10/10/2025 08:45")
    with life.office.work() as work:
        enrol(life, "Khôi")(work)
    life.go("10/10/2025 09:30")
    assert life.told("Khôi") == []
    assert life.told("Hùng") == ["10/10/2025 09:30"]
    life.until("13/10/2025 09:00")
    assert life.told("Khôi") == ["13/10/2025 08:30"]


def test_who_declined_left_blocked_or_is_away_is_not_written_to(life: Life) -> None:
    with life.office.work() as work:
        decline(life, "Sơn")(work)
        block(life, "Lan")(work)
        away(life, "Tâm", "07/10/2025", "07/10/2025")(work)
        work.session.get_one(PersonRow, life.office.people["Khôi"]).left = True
    life.until("07/10/2025 09:00")
    assert {row.person_id for row in life.messages()} == {
        life.office.people[name] for name in ("Bình", "Mai", "Hùng")
    }


def test_a_snooze_comes_back_once_unless_it_is_done(life: Life) -> None:
    life.until("07/10/2025 08:30")
    for name, choice in (("Hùng", "hour"), ("Tâm", "hour"), ("Lan", "monday")):
        _snooze(life, name, choice)
    life.does("07/10/2025 09:00", "Tâm", "registration")
    life.until("13/10/2025 09:00")
    assert life.told("Hùng")[:2] == ["07/10/2025 08:30", "07/10/2025 09:30"]
    assert life.told("Tâm") == ["07/10/2025 08:30"]
    assert life.told("Lan") == ["07/10/2025 08:30", "13/10/2025 08:30"]


def test_the_last_day_wakes_who_snoozes(life: Life) -> None:
    life.until("13/10/2025 08:30")
    _snooze(life, "Hùng", "monday")
    assert _foretold(life, "Hùng") == "14/10/2025 08:30"
    life.until("14/10/2025 09:00")
    assert life.told("Hùng")[-1] == "14/10/2025 08:30"
    assert _foretold(life, "Hùng") == "20/10/2025 08:30"


def _foretold(life: Life, name: str) -> str:
    """When /visao says that the next reminder comes."""
    with life.office.work() as work:
        why = asking.load_why(work, people.person(work, life.office.people[name]), "", DAYS)
    assert isinstance(why, Why)
    assert why.next is not None
    assert why.next is not None
    return local(why.next)


def _snooze(life: Life, name: str, choice: str) -> None:
    with life.office.work() as work:
        who = people.person(work, life.office.people[name])
        asked = asking.load_put_off(work, who, choice, DAYS)
        assert isinstance(asked, PutOff)
        asking.save_snooze(work, who, Snooze(asked.until))


def test_no_reminder_stands_in_quiet_hours_or_on_days_off(lived: Life) -> None:
    for row in lived.messages():
        moment = row.not_before.astimezone(ZONE)
        assert (7, 30) <= (moment.hour, moment.minute) <= (17, 0)
        assert row.expires is not None
        assert row.expires.astimezone(ZONE).date() == moment.date()


def promise(life: Life, due: date) -> Callable[[Work], None]:
    """Hùng means to have done something by that day."""

    def kept(work: Work) -> None:
        sealed = work.vault.seal({"sign": 3, "action": "trả lời công dân đúng hẹn"})
        hung = life.office.people["Hùng"]
        remedy = RemedyRow(
            person_id=hung, period_id=1, sealed=sealed, due=due, promised_at=work.now
        )
        work.session.add(remedy)

    return kept


@pytest.mark.parametrize(("day", "said"), [(17, "Hôm nay"), (19, "19/10/2025")])
def test_what_was_meant_for_a_friday_or_a_sunday_is_told_on_friday_with_its_day(
    life: Life, day: int, said: str
) -> None:
    life.later("16/10/2025 10:00", promise(life, date(2025, 10, day)))
    life.does("06/10/2025 09:00", "Hùng", "registration")
    life.until("17/10/2025 09:00")
    assert said in life.last_words("Hùng")


def test_a_remedy_is_recalled_on_its_day_and_says_nothing_of_what_it_is(life: Life) -> None:
    life.later("16/10/2025 10:00", promise(life, date(2025, 10, 19)))  # a Sunday
    life.does("06/10/2025 09:00", "Hùng", "registration")
    life.until("20/10/2025 09:00")
    assert life.told("Hùng") == ["17/10/2025 08:30"]
    assert "/viec" in life.last_words("Hùng")
    assert "công dân" not in life.last_words("Hùng")


def test_the_next_reminder_told_is_the_one_that_was_put_off(life: Life) -> None:
    life.until("10/10/2025 09:00")
    life.office.types("Hùng", "mai nhắc lại")
    life.office.types("Hùng", "/visao")
    assert "8 giờ 30 ngày 13/10/2025" in life.last_words("Hùng")


def test_who_is_on_paper_is_told_of_no_next_reminder(life: Life) -> None:
    life.later("03/10/2025 08:05", decline(life, "Sơn"))
    life.until("10/10/2025 09:00")
    life.office.types("Sơn", "/visao")
    assert "nhắc tới" not in life.last_words("Sơn").lower()


@pytest.mark.parametrize(
    ("zone", "change"),
    [
        ("Europe/Berlin", "2025-10-26"),
        ("Europe/Berlin", "2026-03-29"),
        ("America/New_York", "2025-11-02"),
        ("America/New_York", "2026-03-08"),
    ],
)
def test_where_the_clock_on_the_wall_is_moved_nothing_is_doubled_or_dropped(
    zone: str, change: str
) -> None:
    """Three days before that Sunday, to three days after it, a look at every quarter of an hour."""
    sunday = date.fromisoformat(change)
    due = When(Anchor.DATE, time(17), date=sunday + timedelta(days=2))
    rules = tuple(Rule(f"due-{n}", When(Anchor.DUE, time(8, 30), days=-n)) for n in range(5))
    opens = When(Anchor.DATE, time(7, 30), date=sunday - timedelta(days=4))
    closes = When(Anchor.DUE, time(17), days=9)
    asked = replace(REGISTRATION, opens=opens, due=due, closes=closes, rules=rules, digests=())
    plan = plan_of(asked, starts=sunday - timedelta(days=4), ends=sunday)
    wall = ZoneInfo(zone)
    office = SmallOffice(
        datetime.combine(sunday - timedelta(days=3), time(0), wall), plan=plan, zone=wall
    )
    life = Life(office)
    life.tick()
    for _quarter in range(6 * 24 * 4):
        office.now += timedelta(minutes=15)
        life.tick()
    mine = [x for x in life.messages() if x.person_id == office.people["Hùng"]]
    told = [row.not_before.astimezone(wall) for row in mine]
    assert [f"{x:%d %H:%M}" for x in told] == [
        f"{sunday + timedelta(days=n):%d} 08:30" for n in (-2, 1, 2)
    ]
    assert len({x.utcoffset() for x in told}) == 2
    office.database.close()
