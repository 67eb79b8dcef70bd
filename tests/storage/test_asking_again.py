"""What a platform may lose is found by the bot: an open question is asked again, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlmodel import select

from domain.channels import TELEGRAM, ZALO
from domain.outgoing import Say
from domain.quota import Quota
from scheduler.tick import next_moment
from storage import delivery, people, usage
from storage.tables import AbsenceRow, AccountRow
from tests.office import ZONE, SmallOffice
from tests.storage.living import DAYS


@pytest.fixture
def office(any_url: str) -> Iterator[SmallOffice]:
    """Everyone is on Zalo; 07/10/2025 is a Tuesday."""
    small = SmallOffice(url=any_url, channel=ZALO)
    small.tick()
    yield small
    small.database.close()


def send(office: SmallOffice) -> None:
    """Everything that waits goes out."""
    with office.work() as work:
        while claimed := delivery.claim(work, 24, []):
            for row in claimed:
                delivery.sent(work, row.id, str(row.id))


def at(office: SmallOffice, day: int, hour: int, minute: int = 0) -> None:
    office.clock(datetime(2025, 10, day, hour, minute))  # noqa: DTZ001 - local, as `clock` takes it
    office.tick()
    send(office)


def types(office: SmallOffice, words: str, name: str = "Hùng") -> None:
    office.types(name, words)
    send(office)


def asked_again(office: SmallOffice, name: str = "Hùng") -> list[str]:
    said = [(row, op) for row, op in office.said_to(name) if row.reason == "asked again"]
    return [op.text for _row, op in said if isinstance(op, Say)]


def test_a_working_day_without_an_answer_brings_the_question_once_more(office: SmallOffice) -> None:
    types(office, "/dangky")
    at(office, 8, 8, 59)
    assert asked_again(office) == []
    for minute in (0, 1, 30):
        at(office, 8, 9, minute)
    (again,) = asked_again(office)
    assert "Anh đăng ký nhiệm vụ gì" in again
    at(office, 9, 10)
    assert len(asked_again(office)) == 1


def test_the_clock_s_next_moment_is_that_one(office: SmallOffice) -> None:
    types(office, "/dangky", "Khôi")
    with office.work() as work:
        moment = next_moment(work, DAYS, office.now)
    assert moment is not None
    # The registration's t-7 reminder was today at 08:30; nothing else comes sooner.
    assert moment.astimezone(ZONE).strftime("%d/%m %H:%M") == "08/10 09:00"


def test_its_numbers_lead_where_the_first_ones_did(office: SmallOffice) -> None:
    types(office, "/dangky")
    types(office, "1. Rút ngắn thời gian\n2. Báo cáo\n3. 20/12/2025")
    at(office, 8, 9)
    (again,) = asked_again(office)
    assert "1. Gửi luôn" in again
    types(office, "1")
    assert any(
        "Đã lưu lúc" in op.text for _row, op in office.said_to("Hùng") if isinstance(op, Say)
    )
    at(office, 9, 9)
    assert len(asked_again(office)) == 1


def test_days_off_do_not_count(office: SmallOffice) -> None:
    office.clock(datetime(2025, 10, 17, 10, 0))  # noqa: DTZ001 - a Friday, local
    types(office, "/dangky")
    for day in (18, 19):
        at(office, day, 12)
    at(office, 20, 9, 59)
    assert asked_again(office) == []
    at(office, 20, 10)
    assert len(asked_again(office)) == 1


def test_on_the_day_of_a_reminder_nothing_is_asked_again(office: SmallOffice) -> None:
    office.clock(datetime(2025, 10, 9, 7, 30))  # noqa: DTZ001 - local
    office.tick()
    types(office, "/dangky")
    at(office, 10, 8, 30)
    assert asked_again(office) == []
    at(office, 11, 9)  # a Saturday
    assert asked_again(office) == []


def test_what_was_asked_at_night_is_asked_again_by_day(office: SmallOffice) -> None:
    office.clock(datetime(2025, 10, 7, 22, 0))  # noqa: DTZ001 - local
    types(office, "/dangky")
    at(office, 8, 22)
    assert asked_again(office) == []
    at(office, 9, 7, 30)
    assert len(asked_again(office)) == 1


@pytest.mark.parametrize("word", ["để sau", "huỷ"])
def test_what_was_put_aside_or_ended_is_left_alone(office: SmallOffice, word: str) -> None:
    types(office, "/dangky")
    types(office, word)
    at(office, 8, 10)
    assert asked_again(office) == []


def test_an_answer_of_any_kind_shows_that_nothing_was_lost(office: SmallOffice) -> None:
    types(office, "/dangky")
    office.clock(datetime(2025, 10, 7, 16, 0))  # noqa: DTZ001 - local
    types(office, "???")
    at(office, 8, 10)
    assert asked_again(office) == []
    at(office, 8, 16)
    assert len(asked_again(office)) == 1


def test_the_next_question_has_its_own_chance(office: SmallOffice) -> None:
    types(office, "/dangky")
    at(office, 8, 9)
    types(office, "1. Rút ngắn thời gian\n2. Báo cáo\n3. 20/12/2025")
    at(office, 9, 9)
    assert len(asked_again(office)) == 2


def test_a_question_that_has_not_gone_out_is_not_asked_again(office: SmallOffice) -> None:
    office.types("Hùng", "/dangky")
    office.clock(datetime(2025, 10, 8, 10, 0))  # noqa: DTZ001 - local
    office.tick()
    assert asked_again(office) == []


def test_nobody_on_leave_is_asked(office: SmallOffice) -> None:
    types(office, "/dangky")
    with office.work() as work:
        who, day = office.people["Hùng"], datetime(2025, 10, 8, tzinfo=ZONE).date()
        work.session.add(AbsenceRow(person_id=who, first=day, last=day, set_by=who, at=work.now))
    at(office, 8, 10)
    assert asked_again(office) == []
    at(office, 9, 10)  # the welcome back comes first
    assert asked_again(office) == []
    at(office, 10, 8)
    assert len(asked_again(office)) == 1


def test_nothing_is_asked_again_where_messages_run_short(office: SmallOffice) -> None:
    office.database.quotas = {ZALO: Quota(100, 50)}
    types(office, "/dangky")
    with office.work() as work:
        usage.count_sent(work, people.account_of_chat(work, ZALO, "100", "Hùng"), 90)
    at(office, 8, 10)
    assert asked_again(office) == []


def test_telegram_loses_nothing_and_is_left_alone(any_url: str) -> None:
    office = SmallOffice(url=any_url, channel=TELEGRAM)
    office.tick()
    types(office, "/dangky")
    at(office, 8, 10)
    assert asked_again(office) == []
    office.database.close()


def test_what_went_on_in_another_chat_is_not_asked_here(office: SmallOffice) -> None:
    types(office, "/dangky")
    with office.work() as work:
        chat = people.account_of_chat(work, TELEGRAM, "100", "Hùng@telegram")
        people.link(work, chat.id, office.people["Hùng"])
    types(office, "/dangky", "Hùng@telegram")
    types(office, "Rút ngắn thời gian", "Hùng@telegram")
    at(office, 8, 10)
    assert asked_again(office) == []
    with office.work() as work:
        here = work.session.exec(select(AccountRow).where(AccountRow.chat == "Hùng")).one()
        assert here.foreground is not None
