"""What the sender claims, in which order, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest

from domain.effects import Priority
from domain.message import say
from domain.outgoing import Acknowledge, Say
from domain.text import verbatim
from storage import delivery, outbox, people
from storage.outbox import Posting, SendState
from storage.queued import Queued
from storage.tables import OutboxRow
from storage.unit_of_work import Work
from storage.vault import Vault
from tests.office import BOT, SmallOffice


def queue(
    office: SmallOffice, name: str, words: str, posting: Posting = outbox.REPLY, edits: str = ""
) -> int:
    with office.work() as work:
        account = people.account_of_chat(work, *BOT, name)
        reader = people.reader_of(work, account)
        id_ = outbox.say(work, account, reader, say(verbatim(words)), posting, edits=edits or None)
        return id_ or 0


def acknowledge(office: SmallOffice, name: str) -> None:
    with office.work() as work:
        outbox.post(work, people.account_of_chat(work, *BOT, name), Acknowledge("tap"))


def claim(office: SmallOffice, *busy: str) -> list[Queued]:
    with office.work() as work:
        taken = [people.account_of_chat(work, *BOT, name).id for name in busy]
        return delivery.claim(work, 24, taken)


def words(claimed: list[Queued]) -> list[str]:
    return [q.operation.text if isinstance(q.operation, Say) else "·" for q in claimed]


def noted(office: SmallOffice, act: Callable[[Work], object]) -> None:
    with office.work() as work:
        act(work)


def state(office: SmallOffice, id_: int) -> str:
    with office.work() as work:
        return work.session.get_one(OutboxRow, id_).state


def test_one_message_of_a_chat_is_on_its_way_at_a_time_and_in_order(office: SmallOffice) -> None:
    for text in ("một", "hai"):
        queue(office, "Hùng", text)
    first = claim(office)
    assert words(first) == ["một"]
    assert claim(office, "Hùng") == []
    noted(office, lambda work: delivery.sent(work, first[0].id, "9"))
    assert words(claim(office)) == ["hai"]


def test_a_tap_is_answered_before_anything_is_said(office: SmallOffice) -> None:
    queue(office, "Hùng", "một")
    acknowledge(office, "Hùng")
    assert words(claim(office)) == ["·"]


def test_replies_go_before_reminders_and_those_before_broadcasts(office: SmallOffice) -> None:
    for kind in (Priority.BROADCAST, Priority.REMINDER, Priority.REPLY):
        queue(office, "Hùng" if kind is Priority.REPLY else kind.value, kind.value, Posting(kind))
    assert words(claim(office)) == ["reply", "reminder", "broadcast"]


def test_a_flood_in_one_chat_does_not_hold_up_the_others(office: SmallOffice) -> None:
    for _ in range(200):
        queue(office, "Hùng", "nữa")
    queue(office, "Tâm", "một")
    assert words(claim(office)) == ["nữa", "một"]


def test_what_is_tried_again_is_not_overtaken_in_its_chat(office: SmallOffice) -> None:
    for text in ("một", "hai"):
        queue(office, "Hùng", text)
    first = claim(office)[0]
    noted(office, lambda work: delivery.again(work, first.id, timedelta(seconds=5), "later"))
    assert claim(office) == []
    office.now += timedelta(seconds=6)
    assert words(claim(office)) == ["một"]


def test_what_is_due_later_holds_nothing_back(office: SmallOffice) -> None:
    queue(office, "Hùng", "sau", Posting(not_before=office.now + timedelta(hours=1)))
    queue(office, "Hùng", "ngay")
    assert words(claim(office)) == ["ngay"]


def test_what_comes_too_late_is_not_sent(office: SmallOffice) -> None:
    late = queue(office, "Hùng", "muộn", Posting(expires=office.now + timedelta(minutes=1)))
    office.now += timedelta(minutes=2)
    assert claim(office) == []
    assert state(office, late) == SendState.EXPIRED


def test_the_same_key_goes_out_once(office: SmallOffice) -> None:
    assert queue(office, "Hùng", "một", Posting(key="k"))
    assert not queue(office, "Hùng", "một", Posting(key="k"))


def test_a_newer_edit_takes_the_place_of_one_that_waits(office: SmallOffice) -> None:
    older = queue(office, "Hùng", "cũ", edits="9")
    queue(office, "Hùng", "mới", edits="9")
    assert state(office, older) == SendState.CANCELLED
    assert words(claim(office)) == ["mới"]


def test_after_a_crash_what_was_in_flight_goes_out_again(office: SmallOffice) -> None:
    for name in ("Hùng", "Tâm"):
        queue(office, name, name)
    claim(office)
    with office.work() as work:
        assert delivery.recover(work) == 2
    assert words(claim(office)) == ["Hùng", "Tâm"]


@pytest.mark.parametrize(
    ("kind", "edits", "becomes"),
    [
        (Priority.REPLY, "", SendState.UNKNOWN),
        (Priority.REPLY, "9", SendState.QUEUED),
        (Priority.REMINDER, "", SendState.QUEUED),
    ],
)
def test_a_reply_in_doubt_is_left_once_more_has_been_said(
    office: SmallOffice, kind: Priority, edits: str, becomes: SendState
) -> None:
    doubtful = queue(office, "Hùng", "một", Posting(kind), edits=edits)
    claim(office)
    office.now += timedelta(seconds=1)
    queue(office, "Hùng", "hai")
    noted(office, lambda work: delivery.in_doubt(work, doubtful, timedelta(0), "no answer"))
    assert state(office, doubtful) == becomes


def test_so_is_what_was_said_in_a_chat_before_it_was_anybodys(office: SmallOffice) -> None:
    doubtful = queue(office, "máy lạ", "Đây có phải chị không?")
    claim(office)
    with office.work() as work:
        people.link(work, office.account(work, "máy lạ").id or 0, office.people["Tâm"])
    queue(office, "máy lạ", "Đã kết nối")
    noted(office, lambda work: delivery.in_doubt(work, doubtful, timedelta(0), "no answer"))
    assert state(office, doubtful) == SendState.UNKNOWN


def test_what_was_claimed_but_not_asked_of_the_platform_waits_as_before(
    office: SmallOffice,
) -> None:
    queue(office, "Hùng", "một")
    first = claim(office)[0]
    noted(office, lambda work: delivery.give_back(work, first.id))
    assert claim(office)[0].attempts == 1


def test_a_row_that_the_key_does_not_open_fails_alone(office: SmallOffice) -> None:
    spoilt = queue(office, "Hùng", "một")
    queue(office, "Tâm", "hai")
    with office.work() as work:
        work.session.get_one(OutboxRow, spoilt).sealed = Vault("another key of old").seal({})
    assert words(claim(office)) == ["hai"]
    assert state(office, spoilt) == SendState.FAILED


def ledger(office: SmallOffice, id_: int) -> tuple[str, int, str]:
    with office.work() as work:
        row = work.session.get_one(OutboxRow, id_)
        return row.state, row.doubts, row.problem


def test_what_may_have_arrived_twice_is_marked_in_the_ledger_for_good(office: SmallOffice) -> None:
    id_ = queue(office, "Hùng", "một", Posting(Priority.BROADCAST))
    claim(office)
    noted(office, delivery.recover)
    claim(office)
    noted(office, lambda work: delivery.again(work, id_, timedelta(0), "bad gateway"))
    claim(office)
    noted(office, lambda work: delivery.sent(work, id_, "9"))
    assert ledger(office, id_) == ("sent", 1, delivery.PERHAPS_DOUBLED)


def test_what_went_out_once_and_was_never_in_doubt_bears_no_mark(office: SmallOffice) -> None:
    id_ = queue(office, "Hùng", "một")
    claim(office)
    noted(office, lambda work: delivery.again(work, id_, timedelta(0), "bad gateway"))
    claim(office)
    noted(office, lambda work: delivery.sent(work, id_, "9"))
    assert ledger(office, id_) == ("sent", 0, "")


def test_what_may_have_arrived_never_counts_as_failed(office: SmallOffice) -> None:
    id_ = queue(office, "Hùng", "một", Posting(Priority.BROADCAST))
    claim(office)
    noted(office, lambda work: delivery.in_doubt(work, id_, timedelta(0), "no answer"))
    claim(office)
    noted(office, lambda work: delivery.failed(work, id_, "blocked"))
    assert ledger(office, id_) == ("unknown", 1, "blocked")


def test_a_pause_of_the_platform_costs_no_try(office: SmallOffice) -> None:
    id_ = queue(office, "Hùng", "một")
    for _ in range(20):
        assert claim(office)[0].attempts == 1
        noted(office, lambda work: delivery.give_back(work, id_, "too many requests"))
    assert ledger(office, id_) == ("queued", 0, "too many requests")


def test_however_long_the_ledger_a_claim_reads_only_what_waits() -> None:
    office = SmallOffice()
    with office.work() as work:
        query = delivery._NEXT_OF_EACH_CHAT.params(now=work.now, busy=[], most=24)
        written = query.compile(work.session.get_bind(), compile_kwargs={"literal_binds": True})
        plan = work.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {written}").all()
    read = [step[-1] for step in plan if "outbox" in step[-1]]
    assert len(read) == 2
    assert all("USING INDEX outbox_waiting" in step for step in read)


def turn(office: SmallOffice, *said: str, limit: int = 24) -> list[str]:
    """One transaction that says "who: what" ("who: ·" answers a tap); what of it goes at once."""
    with office.work() as work:
        for line in said:
            name, _colon, text = line.partition(": ")
            account = people.account_of_chat(work, *BOT, name)
            if text == "·":
                outbox.post(work, account, Acknowledge("tap"))
            else:
                outbox.say(work, account, people.reader_of(work, account), say(verbatim(text)))
        return words(delivery.claim_said(work, limit))


def test_what_a_turn_says_is_on_its_way_at_once_one_a_chat_and_taps_first(
    office: SmallOffice,
) -> None:
    assert turn(office, "Hùng: một", "Tâm: một", "Hùng: hai", "Tâm: ·") == ["·", "một"]
    assert words(claim(office)) == ["một", "hai"]


def test_what_waits_or_is_on_its_way_is_not_overtaken_by_what_is_said_now(
    office: SmallOffice,
) -> None:
    queue(office, "Hùng", "chờ")
    queue(office, "Tâm", "mai", Posting(not_before=office.now + timedelta(hours=9)))
    assert turn(office, "Hùng: mới", "Tâm: mới") == ["mới"]
    assert turn(office, "Tâm: nữa") == []
    assert words(claim(office, "Tâm")) == ["chờ"]


def test_no_more_goes_at_once_than_there_is_room_for(office: SmallOffice) -> None:
    assert turn(office, "Hùng: một", "Tâm: hai", limit=1) == ["một"]
    assert turn(office, "Sơn: ba", limit=0) == []
    assert words(claim(office)) == ["hai", "ba"]


def test_what_is_taken_back_does_not_go(office: SmallOffice) -> None:
    with office.work() as work:
        account = people.account_of_chat(work, *BOT, "Hùng")
        with suppress(ZeroDivisionError), work.savepoint():
            outbox.say(work, account, people.reader_of(work, account), say(verbatim("x")))
            raise ZeroDivisionError
        outbox.post(work, account, Acknowledge("tap"))
        outbox.cancel_waiting(work, account.id, "gone")
        assert delivery.claim_said(work, 24) == []
