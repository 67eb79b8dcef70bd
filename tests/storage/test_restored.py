"""A database brought back knows that the world went on: nothing goes out twice, nothing typed now
is taken for an answer to something older."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.broadcast import AudienceKind, BroadcastState, ChosenAudience
from domain.effects import Priority
from domain.message import Do
from domain.outgoing import Say
from storage import broadcasts, delivery, drafts, inbox, menus, outbox, people, snoozes, ticks
from storage.inbox import Arrived
from storage.outbox import Posting, SendState
from storage.restored import PERHAPS_SENT, Settled, settle
from storage.tables import BroadcastRow, OutboxRow, RecipientRow
from storage.unit_of_work import Work
from tests.office import SmallOffice

HOUR = timedelta(hours=1)


def restored(office: SmallOffice, after: timedelta = HOUR) -> Settled:
    office.now += after
    with office.work() as work:
        return settle(work)


def push(work: Work, office: SmallOffice, name: str, at: datetime | None = None) -> int:
    account = people.of_row(office.account(work, name))
    posting = Posting(Priority.REMINDER, key=f"k:{name}", not_before=at)
    return outbox.post(work, account, Say("một"), posting)


def row(office: SmallOffice, id_: int) -> tuple[str, str]:
    with office.work() as work:
        kept = work.session.get_one(OutboxRow, id_)
        return kept.state, kept.problem


def test_what_waited_is_left_in_doubt_and_what_was_in_flight_too(office: SmallOffice) -> None:
    with office.work() as work:
        flying = push(work, office, "Hùng")
    with office.work() as work:
        delivery.claim(work, 1, [])
        waiting = push(work, office, "Tâm")
    told = restored(office)
    assert told.not_sent == 2
    assert row(office, flying) == row(office, waiting) == (SendState.UNKNOWN, PERHAPS_SENT)
    with office.work() as work:
        assert delivery.claim(work, 10, []) == []


def test_what_is_not_due_yet_still_goes_at_its_time(office: SmallOffice) -> None:
    with office.work() as work:
        evening = push(work, office, "Hùng", work.now + 3 * HOUR)
    assert restored(office).not_sent == 0
    office.now += 3 * HOUR
    with office.work() as work:
        assert [queued.id for queued in delivery.claim(work, 10, [])] == [evening]


def test_what_fell_due_meanwhile_is_not_caught_up(office: SmallOffice) -> None:
    with office.work() as work:
        ticks.work_off(work, work.now)
        snoozes.snooze(work, office.people["Hùng"], work.now + HOUR / 2)
        snoozes.snooze(work, office.people["Tâm"], work.now + 2 * HOUR)
    restored(office)
    with office.work() as work:
        assert ticks.worked_to(work) == office.now
        assert not work.session.scalars(snoozes.waking(work)).all()
    office.now += HOUR
    with office.work() as work:
        assert work.session.scalars(snoozes.waking(work)).all() == [office.people["Tâm"]]


def test_an_office_that_never_ticked_has_nothing_to_catch_up(office: SmallOffice) -> None:
    restored(office)
    with office.work() as work:
        assert ticks.worked_to(work) is None


def test_what_waited_to_be_played_is_set_aside_and_known_when_it_comes_again(
    office: SmallOffice,
) -> None:
    update = Arrived("telegram", "100", "7", {"text": "x"})
    with office.work() as work:
        inbox.store(work, [update])
    assert restored(office).not_played == 1
    with office.work() as work:
        assert inbox.store(work, [update]) == 0
        assert inbox.waiting(work, 10) == []


def test_an_announcement_under_way_waits_for_a_person(office: SmallOffice) -> None:
    with office.work() as work:
        under_way = broadcast(work, BroadcastState.SENDING)
        queued = push(work, office, "Hùng")
        work.session.add(
            RecipientRow(broadcast_id=under_way, person_id=office.people["Hùng"], outbox_id=queued)
        )
        missed = broadcast(work, BroadcastState.SCHEDULED, work.now + HOUR / 2)
        coming = broadcast(work, BroadcastState.SCHEDULED, work.now + 2 * HOUR)
        over = broadcast(work, BroadcastState.FINISHED)
    assert restored(office).paused == 2
    with office.work() as work:
        states = [
            work.session.get_one(BroadcastRow, id_).state
            for id_ in (under_way, missed, coming, over)
        ]
    assert states == ["paused", "draft", "scheduled", "finished"]
    assert row(office, queued)[0] == SendState.UNKNOWN


def broadcast(work: Work, state: BroadcastState, at: datetime | None = None) -> int:
    audience = ChosenAudience(AudienceKind.ALL)
    id_ = broadcasts.draft(work, None, "Họp", audience)
    kept = work.session.get_one(BroadcastRow, id_)
    kept.state, kept.at = state, at
    return id_


def test_what_is_typed_under_a_later_question_answers_nothing(office: SmallOffice) -> None:
    office.types("Hùng", "/dangky")
    restored(office)
    office.types("Hùng", "Rút thời gian giải quyết hồ sơ còn 10 ngày")
    with office.work() as work:
        (kept,) = drafts.drafts_of(work, office.people["Hùng"])
        assert "10 ngày" not in str(kept.state)
    office.types("Hùng", "Rút thời gian giải quyết hồ sơ còn 10 ngày")
    with office.work() as work:
        (kept,) = drafts.drafts_of(work, office.people["Hùng"])
        assert "10 ngày" in str(kept.state)


def test_a_number_typed_under_later_choices_means_none_of_the_earlier(office: SmallOffice) -> None:
    office.types("Hùng", "/menu")
    office.fresh()
    with office.work() as work:
        account = office.account(work, "Hùng").id or 0
        assert menus.newest(work, account)
    restored(office)
    with office.work() as work:
        assert menus.newest(work, account) == ()


def test_buttons_of_before_still_lead_where_they_did(office: SmallOffice) -> None:
    with office.work() as work:
        account = office.account(work, "Hùng").id or 0
        menu = menus.keep(work, account, [menus.Item(Do("menu", ""), "1", "Menu")])
    restored(office)
    with office.work() as work:
        assert menus.pressed(work, account, f"{menu}:0") == Do("menu", "")


def test_no_number_of_a_menu_or_a_draft_is_given_twice(office: SmallOffice) -> None:
    """A button sent after the backup carries a number that this database has never given."""
    with office.work() as work:
        account = office.account(work, "Hùng").id or 0
        before = menus.keep(work, account, [])
        draft = drafts.open_draft(work, office.people["Hùng"], "register", "")
        drafts.discard(work, draft)  # numbers of what is gone are not given again either
    restored(office)
    with office.work() as work:
        assert menus.keep(work, account, []) > before + 900_000
        after = drafts.open_draft(work, office.people["Hùng"], "register", "").id
        assert after > draft.id + 900_000


def test_numbers_are_skipped_where_none_has_been_given_yet(office: SmallOffice) -> None:
    restored(office)
    with office.work() as work:
        account = office.account(work, "Hùng").id or 0
        assert menus.keep(work, account, []) > 900_000
