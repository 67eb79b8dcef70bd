"""Announcements: whom they are for, when they go out, once each, and who remembers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import update
from sqlmodel import col, select

from bot.opening import open_office, set_up
from bot.settings import Settings
from domain.broadcast import (
    Broadcast,
    ChosenAudience,
    ComposeInputs,
    KeepBroadcast,
    SendBroadcast,
    Unreached,
)
from domain.channels import TELEGRAM, ZALO
from domain.effects import Effect, Refused
from domain.message import Choice, Do
from domain.quota import Quota
from domain.text import Text
from handlers import broadcasting
from locales.render import Reader, render
from scheduler.broadcast_progress import report
from scheduler.decent_hours import DecentHours
from storage import audiences, broadcast_sending, broadcasts, people, usage
from storage.tables import AuditRow, OutboxRow, PersonRow
from tests.office import ZONE, SmallOffice
from tests.storage.living import DAYS, at, done, local

READER = Reader("vi", "chị", "Mai", ZONE)
DAY, NIGHT = "10/10/2025 09:00", "10/10/2025 21:00"


@pytest.fixture
def office() -> Iterator[SmallOffice]:
    made = SmallOffice(at(DAY))
    assert made.database.office is not None
    hours = DecentHours(DAYS, made.database.office.plan.hours, ZONE)
    made.database.decent = hours.next
    yield made
    made.database.close()


def draft(office: SmallOffice, audience: str = "all") -> Broadcast:
    with office.work() as work:
        mai = people.person(work, office.people["Mai"])
        broadcasts.keep(work, mai, KeepBroadcast("Họp.", ChosenAudience.read(audience)))
        found = broadcasts.load(work, mai, "")
    assert not isinstance(found, Refused)
    return found


def send(office: SmallOffice, effects: object) -> Refused | None:
    assert isinstance(effects, list)
    effect: Effect = effects[0]
    assert isinstance(effect, SendBroadcast)
    with office.work() as work:
        return broadcast_sending.send(work, people.person(work, office.people["Mai"]), effect)


def queued(office: SmallOffice) -> list[OutboxRow]:
    with office.work() as work:
        return list(work.session.exec(select(OutboxRow).where(OutboxRow.kind == "broadcast")))


def shown(broadcast: Broadcast) -> tuple[list[Text], list[Choice]]:
    _words, before = broadcasting.preview(broadcast)
    message = before.message  # type: ignore[attr-defined]  # a Reply
    return list(message.body), [choice for row in message.choices for choice in row]


def test_in_office_hours_it_goes_out_at_once(office: SmallOffice) -> None:
    found = draft(office)
    _body, choices = shown(found)
    assert Do("broadcast_later", str(found.id)) not in [choice.target for choice in choices]
    assert send(office, broadcasting.send(found)) is None
    assert {local(row.not_before) for row in queued(office)} == {DAY}


def test_at_night_it_waits_for_the_office_to_open_unless_told_not_to(office: SmallOffice) -> None:
    office.now = at(NIGHT)  # a Friday
    found = draft(office)
    _body, choices = shown(found)
    assert [choice.target for choice in choices[1:3]] == [
        Do("broadcast_later", str(found.id)),
        Do("broadcast_send", str(found.id)),
    ]
    assert send(office, broadcasting.send_later(found)) is None
    assert queued(office) == []
    office.now = at("13/10/2025 07:30")
    with office.work() as work:
        report(work)
    assert {local(row.not_before) for row in queued(office)} == {"13/10/2025 07:30"}


def test_it_goes_out_once_and_is_remembered_with_its_author(office: SmallOffice) -> None:
    effects = broadcasting.send(draft(office))
    assert send(office, effects) is None
    assert isinstance(send(office, effects), Refused)
    assert len(queued(office)) == len(office.people)
    with office.work() as work:
        query = select(AuditRow).where(AuditRow.action == "broadcast.send")
        (kept,) = work.session.exec(query).all()
    assert (kept.actor, kept.details) == (office.people["Mai"], "7 recipients")


@pytest.mark.parametrize(
    ("audience", "words", "count"),
    [
        ("all", "Gửi cho: Tất cả", 7),
        ("unit:Tổ Tổng hợp", "Gửi cho: Tổ Tổng hợp", 2),
        ("standing:head", "Gửi cho: Cấp trưởng", 1),
        ("owing:2", "Gửi cho: người chưa xong “Đăng ký nhiệm vụ trọng tâm cá nhân”", 6),
    ],
)
def test_the_preview_says_whom_it_is_for(
    office: SmallOffice, audience: str, words: str, count: int
) -> None:
    with office.work() as work:
        done(work, office.people["Hùng"], "registration")
    found = draft(office, audience)
    body, _choices = shown(found)
    assert render(body[0], READER) == words
    assert len(found.receivers) == count


def test_whoever_opens_an_offices_data_keeps_its_quiet_hours(tmp_path: Path) -> None:
    settings = Settings(
        data_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'tusoi.db'}",
        secret_key=SecretStr("a secret of the tests"),
    )
    set_up(settings, "hoa-cuong-2025", at(DAY))[0].close()
    database = open_office(settings)
    assert local(database.decent(at(NIGHT))) == "13/10/2025 07:30"
    assert local(database.decent(at(DAY))) == DAY
    database.close()


def test_the_specialists_own_reports_are_no_audience(office: SmallOffice) -> None:
    office.now = at("13/10/2025 09:00")
    with office.work() as work:
        mai = people.person(work, office.people["Mai"])
        offered = audiences.compose_inputs(work, mai, "")
    assert isinstance(offered, ComposeInputs)
    assert [duty.title.en for duty in offered.duties] == ["Task registration", "Collective task"]


def test_offered_are_the_units_of_whoever_is_there_and_how_many_of_them_owe(
    office: SmallOffice,
) -> None:
    with office.work() as work:
        work.session.get_one(PersonRow, office.people["Khôi"]).left = True
        work.session.flush()
        offered = audiences.compose_inputs(work, people.person(work, office.people["Mai"]), "")
    assert isinstance(offered, ComposeInputs)
    assert offered.units == ("Lãnh đạo phòng", "Tổ Đất đai", "Tổ Tổng hợp", "Tổ Xây dựng")
    assert [duty.owing for duty in offered.duties] == [6, 1]


def test_while_it_waits_for_the_morning_no_progress_is_told(office: SmallOffice) -> None:
    office.now = at(NIGHT)
    assert send(office, broadcasting.send_later(draft(office))) is None
    with office.work() as work:
        assert report(work) == 0
    office.now = at("13/10/2025 07:30")
    with office.work() as work:
        assert report(work) == 7 + 1  # their messages, and to the author that it has begun
        work.session.execute(update(OutboxRow).where(col(OutboxRow.id) == 1).values(state="sent"))
        assert report(work) == 1


@pytest.fixture
def tight(any_url: str) -> Iterator[SmallOffice]:
    """Everyone is on one Zalo bot with room for three more announcements this month."""
    made = SmallOffice(at(DAY), url=any_url, channel=ZALO)
    made.database.quotas = {ZALO: Quota(100, 50)}
    with made.work() as work:
        usage.count_sent(work, people.account_of_chat(work, ZALO, "100", "Hùng"), 92)
    yield made
    made.database.close()


def words(office: SmallOffice, broadcast: Broadcast) -> list[str]:
    lines, _choices = shown(broadcast)
    return [render(line, READER) for line in lines]


def test_who_finds_no_room_is_counted_by_name_before_anything_is_sent(tight: SmallOffice) -> None:
    found = draft(tight)
    assert len(found.receivers) == 3
    assert {missed.why for missed in found.missed} == {Unreached.NO_ROOM}
    (room,) = found.rooms
    assert (room.number, room.takes, room.left) == (1, 3, 5)
    said = words(tight, found)
    assert any("(4)" in line for line in said)
    assert any("5" in line and "100" in line for line in said)
    assert send(tight, broadcasting.send(found)) is None
    assert len(queued(tight)) == 3


def test_a_long_announcement_takes_two_messages_of_each(tight: SmallOffice) -> None:
    with tight.work() as work:
        audience = ChosenAudience.read("all")
        receivers, _missed = audiences.reached(work, audience, "chữ " * 500)
        assert len(receivers) == 1


def test_who_has_another_channel_does_not_need_the_room(tight: SmallOffice) -> None:
    with tight.work() as work:
        for name in ("Tâm", "Sơn"):
            chat = people.account_of_chat(work, TELEGRAM, "100", f"{name}@telegram")
            people.link(work, chat.id, tight.people[name])
    assert len(draft(tight).receivers) == 5


def test_every_reason_has_its_count(office: SmallOffice) -> None:
    office.unlink("Tâm")
    office.unlink("Khôi")
    with office.work() as work:
        office.account(work, "Sơn").state = "blocked"
    said = words(office, draft(office))
    assert "4/7 người nhận được." in said
    assert any("(2)" in line and "Bùi Minh Tâm" in line for line in said)
    assert any("(1)" in line and "Đỗ Hải Sơn" in line for line in said)
