"""What goes out to many: in slices, held, taken back, tried again, deleted; and never doubled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot import documents
from domain.broadcast import (
    Approve,
    AwaitFile,
    BroadcastState,
    ChosenAudience,
    Course,
    DeleteSent,
    Enclose,
    Pause,
    Resume,
    SendBroadcast,
    TakeBack,
    TryAgain,
    Unreached,
)
from domain.channels import TELEGRAM, ZALO
from domain.data_rights import EraseMyData
from domain.effects import Priority, Refused
from domain.files import SentFile
from domain.keeping import Terms
from domain.message import Attachment, Document, say
from domain.outgoing import Delete, Say
from domain.people import Person
from domain.text import verbatim
from handlers.broadcast_views import message_of
from scheduler.broadcast_progress import next_moment, report
from storage import (
    broadcast_files,
    broadcast_ledger,
    broadcast_sending,
    broadcasts,
    data_rights,
    delivery,
    files,
    outbox,
    people,
    retention,
)
from storage.outbox import Posting
from storage.tables import AuditRow, BroadcastRow, OutboxRow, RecipientRow
from storage.unit_of_work import Work
from tests.office import BOT, SmallOffice
from tests.storage.living import at

DAY = "10/10/2025 09:00"


@pytest.fixture
def office(any_url: str) -> Iterator[SmallOffice]:
    made = SmallOffice(at(DAY), url=any_url)
    yield made
    made.database.close()


def somebody(office: SmallOffice, work: Work, name: str) -> Person:
    return people.person(work, office.people[name])


def sent_off(office: SmallOffice, audience: str = "all", author: str = "Mai") -> int:
    """A broadcast that has begun to go out."""
    with office.work() as work:
        who = office.people[author]
        id_ = broadcasts.draft(work, who, "Họp lúc 14 giờ.", ChosenAudience.read(audience))
        letter = broadcasts.letter_of(work, id_)
        broadcast_sending.confirm(work, id_, message_of(letter), None, who)
    return id_


def done(office: SmallOffice, act: Callable[[Work, Person], Refused | None]) -> Refused | None:
    with office.work() as work:
        return act(work, somebody(office, work, "Mai"))


def followed(office: SmallOffice) -> None:
    with office.work() as work:
        report(work)


def course(office: SmallOffice, id_: int) -> Course:
    with office.work() as work:
        return broadcast_ledger.course_of(work, id_)


def mail(office: SmallOffice) -> list[OutboxRow]:
    """The messages of broadcasts, in order."""
    with office.work() as work:
        query = select(OutboxRow).where(OutboxRow.reason == "broadcast")
        return list(work.session.exec(query.order_by(col(OutboxRow.id))))


def claimed(office: SmallOffice) -> list[int]:
    with office.work() as work:
        return [row.id for row in delivery.claim(work, 24, ())]


def set_state(office: SmallOffice, state: str, count: int) -> None:
    """The first of those that wait have come to this end."""
    with office.work() as work:
        waiting = select(OutboxRow).where(OutboxRow.reason == "broadcast")
        waiting = waiting.where(OutboxRow.state == "queued").order_by(col(OutboxRow.id))
        for row in work.session.exec(waiting.limit(count)).all():
            row.state, row.sent_at = state, work.now
            row.platform_id = str(row.id) if state == "sent" else None


def cleared(work: Work) -> None:
    """A whole pass of what is not kept for ever."""
    clearing = retention.Clearing(Terms())
    while clearing.step(work):
        pass


def test_a_reply_is_claimed_before_everything_that_is_going_out_to_many(
    office: SmallOffice,
) -> None:
    office.grow(300)
    sent_off(office)
    for _slice in range(3):
        followed(office)
    assert len(mail(office)) == 300
    with office.work() as work:
        account = people.account_of_chat(work, *BOT, "Hùng")
        reply = outbox.say(work, account, people.reader_of(work, account), say(verbatim("Dạ.")))
    assert claimed(office)[0] == reply


def test_so_many_are_queued_at_a_time_that_no_turn_waits_for_the_list(office: SmallOffice) -> None:
    office.grow(250)
    id_ = sent_off(office)
    assert len(mail(office)) == broadcast_sending.SLICE
    assert course(office, id_).tally.waiting == 250
    followed(office)
    followed(office)
    rows = mail(office)
    assert len(rows) == len({row.key for row in rows}) == 250


def test_nothing_that_is_held_is_claimed_and_nothing_of_others_is_held(office: SmallOffice) -> None:
    first, second = sent_off(office, "unit:Tổ Tổng hợp"), sent_off(office, "standing:head")
    assert done(office, lambda w, who: broadcast_sending.pause(w, who, Pause(first))) is None
    assert len(claimed(office)) == course(office, second).tally.asked == 1
    assert done(office, lambda w, who: broadcast_sending.resume(w, who, Resume(first))) is None
    assert len(claimed(office)) == 2


def test_what_fails_while_it_is_held_is_not_tried_until_it_goes_on(office: SmallOffice) -> None:
    id_ = sent_off(office, "standing:head")
    (flying,) = claimed(office)
    done(office, lambda w, who: broadcast_sending.pause(w, who, Pause(id_)))
    with office.work() as work:
        delivery.again(work, flying, timedelta(0), "later")
    assert claimed(office) == []
    done(office, lambda w, who: broadcast_sending.resume(w, who, Resume(id_)))
    assert claimed(office) == [flying]


def test_what_fails_in_flight_is_taken_back_with_the_rest(office: SmallOffice) -> None:
    office.grow(150)
    id_ = sent_off(office)
    flying = claimed(office)
    done(office, lambda w, who: broadcast_sending.take_back(w, who, TakeBack(id_)))
    assert claimed(office) == []
    with office.work() as work:
        delivery.again(work, flying[0], timedelta(0), "later")
        for other in flying[1:]:
            delivery.sent(work, other, "9")
    followed(office)
    found = course(office, id_)
    assert found.state is BroadcastState.CANCELLED
    assert (found.tally.sent, found.tally.waiting) == (23, 0)
    assert found.tally.everyone == 150
    with office.work() as work:
        lines = broadcast_ledger.recipients(work, id_)
    assert sum(line.state is Unreached.TAKEN_BACK for line in lines) == 50


def test_it_stops_by_itself_when_more_than_a_fifth_is_refused_and_goes_on_when_told(
    office: SmallOffice,
) -> None:
    office.grow(60)
    id_ = sent_off(office)
    set_state(office, "sent", 15)
    set_state(office, "failed", 4)
    followed(office)
    assert course(office, id_).state is BroadcastState.SENDING  # of 19 nobody judges
    set_state(office, "failed", 1)
    followed(office)
    assert course(office, id_).state is BroadcastState.STOPPED
    assert claimed(office) != []  # what is told the author
    assert all(row.state != "sending" for row in mail(office))
    told = [say_ for _row, say_ in office.said_to("Mai") if isinstance(say_, Say)][-1]
    assert "5/20" in told.text
    assert told.attachment == Attachment(Document.BROADCAST_RESULT, str(id_))
    done(office, lambda w, who: broadcast_sending.resume(w, who, Resume(id_)))
    set_state(office, "failed", 10)
    followed(office)
    assert course(office, id_).state is BroadcastState.SENDING


def test_only_those_who_do_not_have_it_are_tried_again_and_who_is_in_doubt_is_not(
    office: SmallOffice,
) -> None:
    office.unlink("Khôi")
    id_ = sent_off(office)
    set_state(office, "failed", 1)
    set_state(office, "unknown", 1)
    set_state(office, "sent", 10)
    followed(office)
    assert course(office, id_).state is BroadcastState.INCOMPLETE
    assert done(office, lambda w, who: broadcast_sending.try_again(w, who, TryAgain(id_))) is None
    followed(office)
    again = [row for row in mail(office) if row.state == "queued"]
    assert [row.key for row in again] == [f"{mail(office)[0].key}:1"]
    assert mail(office)[0].state == "failed"  # the first try stays in the ledger
    set_state(office, "sent", 1)
    followed(office)
    found = course(office, id_)
    assert found.state is BroadcastState.INCOMPLETE
    assert (found.tally.sent, found.tally.doubtful, found.tally.missed) == (5, 1, 1)


def test_nobody_who_could_be_reached_now_is_said_to_be_so(office: SmallOffice) -> None:
    office.unlink("Khôi")
    id_ = sent_off(office)
    set_state(office, "sent", 10)
    followed(office)
    told = done(office, lambda w, who: broadcast_sending.try_again(w, who, TryAgain(id_)))
    assert isinstance(told, Refused)
    assert course(office, id_).state is BroadcastState.INCOMPLETE


def test_it_is_deleted_where_that_is_possible_and_counted_where_not(office: SmallOffice) -> None:
    with office.work() as work:
        chat = people.account_of_chat(work, ZALO, BOT[1], "Tâm@zalo")
        people.link(work, chat.id, office.people["Tâm"])
    id_ = sent_off(office)
    set_state(office, "sent", 10)
    followed(office)
    found = course(office, id_).deletable
    assert (found.can, found.too_old, found.never) == (6, 0, 1)
    assert done(office, lambda w, who: broadcast_ledger.delete(w, who, DeleteSent(id_))) is None
    with office.work() as work:
        query = select(OutboxRow).where(OutboxRow.op == Delete.__name__)
        deletes = work.session.exec(query.order_by(col(OutboxRow.id))).all()
        assert len(deletes) == 6
        for row in deletes[1:]:
            row.state = "sent"
        deletes[0].state = "failed"
    followed(office)
    found_then = course(office, id_)
    assert found_then.state is BroadcastState.DELETED
    assert found_then.tally.deleted == 5
    told = [one.text for _row, one in office.said_to("Mai") if isinstance(one, Say)]
    assert "5" in told[-1]
    assert "2" in told[-1]


def test_after_two_days_nothing_can_be_deleted(office: SmallOffice) -> None:
    id_ = sent_off(office)
    set_state(office, "sent", 10)
    followed(office)
    office.now += timedelta(hours=48)
    assert course(office, id_).deletable.can == 0
    assert course(office, id_).deletable.too_old == 7


def test_a_broadcast_missed_while_nothing_ran_goes_by_day_or_back_to_its_author(
    office: SmallOffice,
) -> None:
    for minutes, late, becomes in (
        (60, 1, BroadcastState.SENDING),
        (60, 60 * 11, BroadcastState.SENDING),
        (60, 60 * 13, BroadcastState.DRAFT),
    ):
        with office.work() as work:
            mai = office.people["Mai"]
            id_ = broadcasts.draft(work, mai, "Họp.", ChosenAudience.read("standing:head"))
            when = work.now + timedelta(minutes=minutes)
            message = message_of(broadcasts.letter_of(work, id_))
            broadcast_sending.confirm(work, id_, message, when, mai)
            assert next_moment(work, work.now) == when
        office.now += timedelta(minutes=minutes + late)
        followed(office)
        assert course(office, id_).state is becomes


def test_a_missed_moment_is_not_made_up_for_at_night(office: SmallOffice) -> None:
    with office.work() as work:
        mai = office.people["Mai"]
        id_ = broadcasts.draft(work, mai, "Họp.", ChosenAudience.read("standing:head"))
        message = message_of(broadcasts.letter_of(work, id_))
        broadcast_sending.confirm(work, id_, message, work.now + timedelta(hours=1), mai)
    office.database.decent = lambda moment: moment + timedelta(hours=1)
    office.now += timedelta(hours=3)
    followed(office)
    assert course(office, id_).state is BroadcastState.SCHEDULED
    office.database.decent = lambda moment: moment
    followed(office)
    assert course(office, id_).state is BroadcastState.SENDING


def test_whoever_sends_too_many_alone_is_refused_and_the_ledger_names_who_agreed(
    office: SmallOffice,
) -> None:
    office.database.approval_above = 3
    with office.work() as work:
        mai = somebody(office, work, "Mai")
        id_ = broadcasts.draft(work, mai.id, "Họp.", ChosenAudience.read("all"))
        effect = SendBroadcast(id_, message_of(broadcasts.letter_of(work, id_)))
        assert isinstance(broadcast_sending.send(work, mai, effect), Refused)
        broadcast_sending.wait_for_approval(work, id_, None, mai.id)
    assert mail(office) == []
    with office.work() as work:
        yes = Approve(id_, message_of(broadcasts.letter_of(work, id_)))
        assert isinstance(broadcast_sending.approve(work, mai, yes), Refused)
        lan = somebody(office, work, "Lan")
        assert broadcast_sending.approve(work, lan, yes) is None
        assert isinstance(broadcast_sending.approve(work, lan, yes), Refused)
        acts = work.session.exec(select(AuditRow).where(AuditRow.actor == lan.id)).all()
        assert "broadcast.approve" in {act.action for act in acts}
        assert work.session.get_one(BroadcastRow, id_).decided_by == lan.id
    assert len(mail(office)) == 7


def test_whoever_leaves_for_good_is_not_written_to_by_what_is_held(office: SmallOffice) -> None:
    id_ = sent_off(office)
    done(office, lambda w, who: broadcast_sending.pause(w, who, Pause(id_)))
    office.now += timedelta(minutes=1)
    with office.work() as work:
        data_rights.erase(work, somebody(office, work, "Hùng"), EraseMyData())
    done(office, lambda w, who: broadcast_sending.resume(w, who, Resume(id_)))
    assert len(claimed(office)) == 6


def with_file(office: SmallOffice, *, zalo: bool = False) -> int:
    """A draft of Mai's to everyone, with a file that has been fetched."""
    channel = ZALO if zalo else TELEGRAM
    with office.work() as work:
        mai = somebody(office, work, "Mai")
        id_ = broadcasts.draft(work, mai.id, "Mẫu báo cáo.", ChosenAudience.read("all"))
        assert not broadcast_files.awaits_file(work, mai)
        assert broadcast_files.await_file(work, mai, AwaitFile(id_)) is None
        assert broadcast_files.awaits_file(work, mai)
        account = people.account_of_chat(work, channel, BOT[1], "Mai")
        sent = SentFile(account.id, "file-7", "../mau.docx", 4)
        assert broadcast_files.enclose(work, mai, Enclose(id_, sent)) is None
        for one in files.wanted(work):
            files.fetched(work, one.id, b"docx")
    return id_


def test_a_file_is_for_its_receivers_and_goes_up_only_where_the_platform_has_it_not(
    office: SmallOffice,
) -> None:
    id_ = with_file(office)
    attachment = Attachment(Document.BROADCAST_FILE, str(id_))
    with office.work() as work:
        assert broadcast_files.known(work, attachment, BOT) == "file-7"
        assert broadcast_files.known(work, attachment, (TELEGRAM, "200")) == ""
        broadcast_files.went_up(work, attachment, (TELEGRAM, "200"), "file-9")
        assert broadcast_files.known(work, attachment, (TELEGRAM, "200")) == "file-9"
        made = documents.prepare(work, attachment, office.people["Mai"])()
        assert (made.name, made.content) == ("mau.docx", b"docx")
        with pytest.raises(PermissionError):
            documents.prepare(work, attachment, office.people["Hùng"])
        message = message_of(broadcasts.letter_of(work, id_))
        broadcast_sending.confirm(work, id_, message, None, office.people["Mai"])
        assert documents.prepare(work, attachment, office.people["Hùng"])().content == b"docx"


def test_a_file_is_kept_while_its_announcement_waits_and_a_week_after(office: SmallOffice) -> None:
    id_ = with_file(office)
    office.now += timedelta(days=20)
    with office.work() as work:
        cleared(work)
        assert broadcasts.letter_of(work, id_).file is not None
        message = message_of(broadcasts.letter_of(work, id_))
        broadcast_sending.confirm(work, id_, message, None, office.people["Mai"])
    set_state(office, "sent", 10)
    followed(office)
    office.now += timedelta(days=8)
    with office.work() as work:
        cleared(work)
        assert broadcasts.letter_of(work, id_).file is None


def test_where_no_file_can_be_sent_it_waits_behind_a_link_of_each_ones_own(any_url: str) -> None:
    office = SmallOffice(at(DAY), url=any_url, channel=ZALO)
    office.database.public_url = "https://tusoi.example"
    id_ = with_file(office, zalo=True)
    with office.work() as work:
        message = message_of(broadcasts.letter_of(work, id_))
        broadcast_sending.confirm(work, id_, message, None, office.people["Mai"])
    said = [one.text for _row, one in office.said_to("Hùng") if isinstance(one, Say)]
    other = [one.text for _row, one in office.said_to("Tâm") if isinstance(one, Say)]
    assert "https://tusoi.example/l/" in said[0]
    assert said != other
    office.database.close()


def test_every_recipient_has_a_row_with_state_reason_time_and_number(office: SmallOffice) -> None:
    office.unlink("Khôi")
    id_ = sent_off(office)
    set_state(office, "sent", 3)
    with office.work() as work:
        assert len(work.session.exec(select(RecipientRow)).all()) == 7
        lines = {line.person.full_name: line for line in broadcast_ledger.recipients(work, id_)}
    assert lines["Ngô Đăng Khôi"].state is Unreached.NOT_CONNECTED
    arrived = [line for line in lines.values() if line.platform_id]
    assert len(arrived) == 3
    assert all(line.at and line.channel == "Telegram" for line in arrived)


def test_an_announcement_waits_behind_reminders_and_answers_in_one_chat(
    office: SmallOffice,
) -> None:
    sent_off(office, "standing:head")
    with office.work() as work:
        account = people.account_of_chat(work, *BOT, "Bình")
        reader = people.reader_of(work, account)
        posting = Posting(Priority.REMINDER)
        reminder = outbox.say(work, account, reader, say(verbatim("Nhắc.")), posting)
    assert claimed(office) == [reminder]
