"""Messages counted by bot and month, and what becomes of them when a month runs short."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from domain.channels import TELEGRAM, ZALO
from domain.effects import Priority, Refused, Reply
from domain.message import say
from domain.nudging import Nudging
from domain.outgoing import Say
from domain.quota import Level, Quota, Usage, Worth
from domain.text import verbatim
from handlers.nudging import preview
from locales.render import Reader, render
from scheduler.asking import load_nudging
from scheduler.forecasting import outlooks
from scheduler.tick import next_moment, tick
from storage import delivery, inbox, outbox, people, places, rationing, usage
from storage.entrances import entrances
from storage.inbox import Arrived
from storage.outbox import Posting
from storage.queued import Queued
from storage.tables import AccountRow, OutboxRow
from storage.unit_of_work import Place
from tests.office import ZONE, SmallOffice
from tests.storage.living import DAYS

BOT = (ZALO, "100")


@pytest.fixture
def office(any_url: str) -> Iterator[SmallOffice]:
    """Seven people on one Zalo bot that may send a hundred messages a month."""
    small = SmallOffice(url=any_url, channel=ZALO)
    small.database.quotas = {ZALO: Quota(100, 50)}
    yield small
    small.database.close()


def arrive(office: SmallOffice, *keys: str, channel: str = ZALO) -> int:
    with office.work() as work:
        return inbox.store(work, [Arrived(channel, "100", key, {}) for key in keys])


def queue(
    office: SmallOffice, name: str, kind: Priority = Priority.REPLY, worth: Worth | None = None
) -> int:
    key = f"{kind}:{name}:{worth}" if kind is not Priority.REPLY else None
    with office.work() as work:
        account = people.account_of_chat(work, *office._bot(name), name)
        posting = Posting(kind, key=key, worth=worth)
        message, reader = say(verbatim("xin chào")), people.reader_of(work, account)
        return outbox.say(work, account, reader, message, posting) or 0


def claim(office: SmallOffice) -> list[Queued]:
    with office.work() as work:
        return delivery.claim(work, 24, [])


def spend(office: SmallOffice, count: int) -> None:
    """So many messages have gone this month already."""
    with office.work() as work:
        account = people.account_of_chat(work, *BOT, "Hùng")
        usage.count_sent(work, account, count)


def known(office: SmallOffice) -> Usage:
    with office.work() as work:
        found = usage.usage(work, BOT)
    assert found is not None
    return found


def row(office: SmallOffice, id_: int) -> OutboxRow:
    with office.work() as work:
        found = work.session.get_one(OutboxRow, id_)
        work.session.refresh(found)
        work.session.expunge(found)
        return found


def ledger(office: SmallOffice, id_: int) -> tuple[str, str]:
    found = row(office, id_)
    return found.state, found.problem


def also_on_telegram(office: SmallOffice, name: str) -> None:
    with office.work() as work:
        other = people.account_of_chat(work, TELEGRAM, "100", f"{name}@telegram")
        people.link(work, other.id, office.people[name])
        earlier = work.now - timedelta(days=60)
        work.session.get_one(AccountRow, other.id).linked_at = earlier


def test_what_comes_in_counts_once_however_often_it_is_brought(office: SmallOffice) -> None:
    assert arrive(office, "a", "b") == 2
    assert arrive(office, "b", "c") == 1
    assert (known(office).received, known(office).sent) == (3, 0)


def test_a_channel_without_a_quota_is_not_counted(office: SmallOffice) -> None:
    arrive(office, "a", channel=TELEGRAM)
    with office.work() as work:
        assert usage.usages(work) == ()
        assert usage.usage(work, (TELEGRAM, "100")) is None


def test_every_part_of_a_long_message_counts_when_it_has_gone(office: SmallOffice) -> None:
    queue(office, "Hùng")
    (queued,) = claim(office)
    assert known(office).sent == 0
    with office.work() as work:
        delivery.sent(work, queued.id, "1", 3)
    assert known(office).sent == 3


def test_a_new_month_begins_at_the_office_s_midnight(office: SmallOffice) -> None:
    office.clock(datetime(2025, 10, 31, 23, 59))  # noqa: DTZ001 - local, as `clock` takes it
    spend(office, 90)
    office.clock(datetime(2025, 11, 1, 0, 0))  # noqa: DTZ001 - local, as `clock` takes it
    assert (known(office).month, known(office).used) == ("2025-11", 0)


def test_at_85_percent_digests_and_news_of_openings_stay(office: SmallOffice) -> None:
    spend(office, 85)
    digest = queue(office, "Mai", Priority.DIGEST)
    opening = queue(office, "Tâm", Priority.REMINDER, Worth.SPARE)
    going = [
        queue(office, "Hùng"),
        queue(office, "Khôi", Priority.REMINDER),
        queue(office, "Sơn", Priority.BROADCAST),
    ]
    assert {queued.id for queued in claim(office)} == set(going)
    assert ledger(office, digest) == ledger(office, opening) == ("cancelled", rationing.NO_ROOM)


def test_at_95_percent_only_replies_and_last_reminders_go(office: SmallOffice) -> None:
    spend(office, 95)
    staying = [
        queue(office, "Mai", Priority.DIGEST),
        queue(office, "Tâm", Priority.REMINDER),
        queue(office, "Sơn", Priority.BROADCAST),
    ]
    going = [queue(office, "Hùng"), queue(office, "Khôi", Priority.REMINDER, Worth.VITAL)]
    assert {queued.id for queued in claim(office)} == set(going)
    assert {ledger(office, id_) for id_ in staying} == {("cancelled", rationing.NO_ROOM)}


def test_an_announcement_stops_where_the_room_ends(office: SmallOffice) -> None:
    spend(office, 93)
    rows = [queue(office, name, Priority.BROADCAST) for name in ("Tâm", "Sơn", "Khôi")]
    for _time in rows:
        with office.work() as work:
            for one in delivery.claim(work, 1, []):
                delivery.sent(work, one.id, "1")
    assert [ledger(office, id_)[0] for id_ in rows] == ["sent", "sent", "cancelled"]


def test_who_has_another_channel_gets_it_there(office: SmallOffice) -> None:
    also_on_telegram(office, "Tâm")
    spend(office, 95)
    moved = queue(office, "Tâm", Priority.REMINDER)
    (queued,) = claim(office)
    assert (queued.id, queued.account.channel) == (moved, TELEGRAM)


def refuse(office: SmallOffice, queued: Queued) -> bool:
    with office.work() as work:
        delivery.again(work, queued.id, timedelta(0), "429")
        return rationing.refused(work, queued.account, timedelta(seconds=4))


def test_too_many_early_in_the_month_means_a_while(office: SmallOffice) -> None:
    first, second = queue(office, "Hùng"), queue(office, "Tâm")
    (queued, _other) = claim(office)
    assert not refuse(office, queued)
    assert claim(office) == []
    office.now += timedelta(seconds=5)
    with office.work() as work:
        delivery.give_back(work, second)
    assert {one.id for one in claim(office)} == {first, second}
    assert not known(office).spent


def test_too_many_with_the_month_nearly_used_up_means_the_month(office: SmallOffice) -> None:
    also_on_telegram(office, "Tâm")
    spend(office, 90)
    reply = queue(office, "Hùng")
    (queued,) = claim(office)
    queue(office, "Khôi", Priority.BROADCAST)
    elsewhere = queue(office, "Tâm", Priority.BROADCAST)
    assert refuse(office, queued)
    assert known(office).spent
    assert {one.id for one in claim(office)} == {elsewhere}
    assert ledger(office, reply)[0] == "queued"
    office.now += timedelta(hours=1)
    assert [one.id for one in claim(office)] == [reply]


def test_replies_that_waited_go_in_the_new_month_in_their_order(office: SmallOffice) -> None:
    office.clock(datetime(2025, 10, 31, 23, 30))  # noqa: DTZ001 - local, as `clock` takes it
    spend(office, 100)
    first, second = queue(office, "Hùng"), queue(office, "Hùng")
    (queued,) = claim(office)
    assert refuse(office, queued)
    office.clock(datetime(2025, 11, 1, 0, 0))  # noqa: DTZ001 - local, as `clock` takes it
    assert [one.id for one in claim(office)] == [first]
    with office.work() as work:
        delivery.sent(work, first, "1")
    assert [one.id for one in claim(office)] == [second]
    assert not known(office).spent


def go(office: SmallOffice) -> int:
    with office.work() as work:
        return tick(work, DAYS)


def notes(office: SmallOffice) -> list[str]:
    """What the specialist and the admin were told of the quota, by title."""
    told = []
    for name in ("Mai", "Lan"):
        for queued, operation in office.said_to(name):
            if queued.reason == "quota" and isinstance(operation, Say):
                told.append(f"{name}: {operation.text.splitlines()[0]}")
    return told


def test_each_level_is_told_once_to_the_specialist_and_the_admin(office: SmallOffice) -> None:
    go(office)
    for count, level in ((70, 70), (15, 85), (10, 95)):
        spend(office, count)
        for _time in range(2):
            office.now += timedelta(minutes=1)
            go(office)
        assert [f"{level}%" in title for title in notes(office)].count(True) == 2
    assert len(notes(office)) == 6


def test_levels_passed_together_are_one_warning(office: SmallOffice) -> None:
    go(office)
    spend(office, 96)
    office.now += timedelta(minutes=1)
    go(office)
    assert len(notes(office)) == 2
    assert all("95%" in title for title in notes(office))


def test_what_stayed_unsent_is_told_at_the_end_of_the_day_once(office: SmallOffice) -> None:
    go(office)
    spend(office, 95)
    queue(office, "Tâm", Priority.REMINDER)
    queue(office, "Mai", Priority.DIGEST)
    assert claim(office) == []
    office.clock(datetime(2025, 10, 7, 16, 29))  # noqa: DTZ001 - local, as `clock` takes it
    go(office)
    before = len(notes(office))
    with office.work() as work:
        coming = next_moment(work, DAYS, office.now)
    assert coming is not None
    assert coming.astimezone(ZONE).strftime("%d/%m %H:%M") == "07/10 16:30"
    for minute in (30, 31):
        office.clock(datetime(2025, 10, 7, 16, minute))  # noqa: DTZ001 - local
        go(office)
    assert len(notes(office)) == before + 2
    said = office.said_to("Mai")[-1][1]
    assert isinstance(said, Say)
    assert "Bùi Minh Tâm" in said.text
    assert "2" in said.text
    office.clock(datetime(2025, 10, 8, 16, 31))  # noqa: DTZ001 - local
    go(office)
    assert len(notes(office)) == before + 2


def test_a_nudge_goes_as_far_as_the_room_and_names_the_others(office: SmallOffice) -> None:
    spend(office, 92)
    with office.work() as work:
        nudging = load_nudging(work, people.person(work, office.people["Mai"]), "", DAYS)
    assert isinstance(nudging, Nudging)
    assert (len(nudging.receive), len(nudging.crowded)) == (3, 4)
    told = preview(nudging)
    assert not isinstance(told, Refused)
    (reply,) = told
    assert isinstance(reply, Reply)
    lines = [render(line, Reader("vi", "chị", "Mai", ZONE)) for line in reply.message.body]
    assert any(nudging.crowded[0].full_name in line for line in lines)
    assert any("5" in line and "100" in line for line in lines)


def test_the_outlook_counts_people_and_forecasts_the_month(office: SmallOffice) -> None:
    spend(office, 70)
    with office.work() as work:
        (outlook,) = outlooks(work, DAYS)
    assert (outlook.number, outlook.people, outlook.usage.level) == (1, 7, Level.EARLY)
    assert outlook.needed > 7 * 6
    assert not outlook.is_enough


def test_everyone_beyond_the_places_is_pointed_to_the_emptiest_bot(office: SmallOffice) -> None:
    office.database.quotas = {ZALO: Quota(100, 10)}
    office.database.places = (
        Place(ZALO, "100", lambda _payload: "first"),
        Place(ZALO, "200", lambda _payload: "second"),
    )
    for number in range(5):
        office.types(f"khách {number}", "xin chào")
    with office.work() as work:
        assert places.taken(work) == {BOT: 12, (ZALO, "200"): 0}
        rows = work.session.exec(select(AccountRow).order_by(col(AccountRow.id))).all()
        beyond = [places.is_beyond(work, people.account(work, x.id or 0)) for x in rows]
        assert beyond == [False] * 10 + [True] * 2
        assert places.roomiest(work, ZALO) == office.database.places[1]
        found = places.assigned(work, ZALO, range(9))
        assert [place.bot for place in found.values()] == ["200"] * 7
    told = [operation.text for _row, operation in office.said_to("khách 4")]  # type: ignore[union-attr]  # all of them are words
    assert ["second" in words for words in told] == [True]
    assert "second" not in str(office.said_to("khách 2"))


def test_a_full_house_sends_newcomers_to_the_specialist(office: SmallOffice) -> None:
    office.database.quotas = {ZALO: Quota(100, 7)}
    office.database.places = (Place(ZALO, "100", lambda _payload: "first"),)
    office.types("khách", "100001")
    (_row, said) = office.said_to("khách")[-1]
    assert isinstance(said, Say)
    assert "first" not in said.text
    office.types("Hùng", "/trogiup")
    assert len(office.said_to("Hùng")) == 1


def test_a_slip_names_the_way_in_on_each_channel(office: SmallOffice) -> None:
    office.database.places = (
        Place(TELEGRAM, "1", "t.me/bot?start={}".format),
        Place(ZALO, "100", lambda _payload: "zalo.me/first"),
        Place(ZALO, "200", lambda _payload: "zalo.me/second"),
    )
    with office.work() as work:
        found = entrances(work, {1: "a", 2: "b"})
    assert [way.link for way in found[1]] == ["zalo.me/second", "t.me/bot?start=a"]
    assert [way.link for way in found[2]] == ["zalo.me/second", "t.me/bot?start=b"]
    names = [render(way.name, Reader("vi", "anh", "", ZONE)) for way in found[1]]
    assert names == ["Zalo, bot 2", "Telegram"]


def test_where_all_bots_are_full_a_slip_names_one_all_the_same(office: SmallOffice) -> None:
    office.database.quotas = {ZALO: Quota(100, 7)}
    office.database.places = (Place(ZALO, "100", lambda _payload: "zalo.me/first"),)
    with office.work() as work:
        found = entrances(work, {1: "a"})
    assert [way.link for way in found[1]] == ["zalo.me/first"]
