"""A reminder is looked at once more before it goes: what it says is what is so then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest
from sqlmodel import select

from domain.channels import ZALO
from domain.nudging import Nudge
from domain.outgoing import Say
from scheduler import asking
from storage import delivery, people, rerouting, snoozes
from storage.queued import Queued
from storage.tables import OutboxRow
from tests.storage.living import DAYS, LOOK, Life, at, away, decline, done


@pytest.fixture
def life(any_url: str) -> Iterator[Life]:
    """08:30 on the day of a rule that is for everyone: seven messages wait, none has words."""
    begun = Life.begin(url=any_url)
    begun.go("07/10/2025 08:30", send=False)
    yield begun
    begun.office.database.close()


def claimed(life: Life, limit: int = 24) -> list[Queued]:
    with life.office.work() as work:
        return delivery.claim(work, limit, [], look=LOOK)


def row_of(life: Life, name: str) -> OutboxRow:
    """The newest message for somebody."""
    (*_earlier, row) = [x for x in life.messages() if x.person_id == life.office.people[name]]
    return row


def for_whom(life: Life, going: Sequence[Queued]) -> set[str]:
    names = {id_: name for name, id_ in life.office.people.items()}
    return {names[one.person or 0] for one in going}


def nudged(life: Life, name: str, stamp: str) -> None:
    with life.office.work() as work:
        mai = people.person(work, life.office.people["Mai"])
        nudge = Nudge((life.office.people[name],), work.now, stamp)
        asking.send_nudge(work, mai, nudge, DAYS)


def test_a_tick_writes_no_words_and_nothing_goes_without_any(life: Life) -> None:
    assert [row.sealed for row in life.messages()] == [None] * 7
    with life.office.work() as work:
        assert delivery.claim(work, 24, []) == []
    assert {row.state for row in life.messages()} == {"queued"}
    assert all(isinstance(one.operation, Say) and one.operation.text for one in claimed(life))


def test_only_what_goes_next_gets_its_words(life: Life) -> None:
    assert len(claimed(life, 3)) == 3
    assert sum(row.sealed is not None for row in life.messages()) == 3


def test_whoever_has_finished_meanwhile_gets_none_and_others_theirs_at_once(life: Life) -> None:
    with life.office.database.session() as session:
        first, *_rest = session.exec(select(OutboxRow).order_by("id")).all()
    gone = next(n for n, id_ in life.office.people.items() if id_ == first.person_id)
    with life.office.work() as work:
        for obligation in ("registration", "collective"):
            done(work, life.office.people[gone], obligation)
    assert len(claimed(life, 1)) == 1
    assert (row_of(life, gone).state, row_of(life, gone).problem) == ("cancelled", "done meanwhile")


def test_who_is_away_or_takes_consent_back_in_the_meantime_is_left_alone(life: Life) -> None:
    with life.office.work() as work:
        decline(life, "Hùng")(work)
        away(life, "Tâm", "07/10/2025", "07/10/2025")(work)
    assert for_whom(life, claimed(life)).isdisjoint({"Hùng", "Tâm"})
    assert row_of(life, "Hùng").problem == "no longer to be written to"


def test_one_that_has_words_and_waits_again_is_looked_at_again(life: Life) -> None:
    for one in claimed(life):
        with life.office.work() as work:
            delivery.again(work, one.id, timedelta(0), "later")
    with life.office.work() as work:
        decline(life, "Hùng")(work)
    assert "Hùng" not in for_whom(life, claimed(life))


def test_two_that_wait_for_one_person_become_one_that_knows_both_rules(life: Life) -> None:
    nudged(life, "Hùng", "stamp")
    assert [one.person for one in claimed(life)].count(life.office.people["Hùng"]) == 1
    mine = [x for x in life.messages() if x.person_id == life.office.people["Hùng"]]
    assert sorted(row.state for row in mine) == ["cancelled", "sending"]
    kept = next(row for row in mine if row.state == "sending")
    told = [x for x in life.occurrences() if x.person_id == life.office.people["Hùng"]]
    assert {x.message for x in told} == {kept.key}


def test_what_was_held_up_until_the_evening_does_not_go_at_night(life: Life) -> None:
    nudged(life, "Hùng", "stamp")
    life.office.now = at("07/10/2025 18:00")
    assert claimed(life) == []
    assert {row.state for row in life.messages() if row.reason != "nudge"} == {"expired"}
    assert row_of(life, "Hùng").not_before == at("08/10/2025 07:30")


def test_a_nudge_that_somebody_wants_in_the_evening_goes_in_the_evening(life: Life) -> None:
    life.office.now = at("07/10/2025 18:00")
    nudged(life, "Hùng", "stamp")
    assert for_whom(life, claimed(life)) == {"Hùng"}


def test_a_message_without_words_moves_to_the_other_chat_and_is_worded_for_it(life: Life) -> None:
    office, id_ = life.office, row_of(life, "Hùng").id or 0
    with office.work() as work:
        there = people.account_of_chat(work, ZALO, "100", "Hùng@zalo")
        people.link(work, there.id, office.people["Hùng"])
        assert rerouting.reroute(work, id_, "blocked")
    (mine,) = (one for one in claimed(life) if one.person == office.people["Hùng"])
    assert mine.account.channel == ZALO
    assert isinstance(mine.operation, Say)
    assert "Telegram" in mine.operation.text
    assert not mine.operation.rows


def test_what_is_taken_back_leaves_the_day_free_for_the_next(life: Life) -> None:
    with life.office.work() as work:
        for obligation in ("registration", "collective"):
            done(work, life.office.people["Bình"], obligation)
        snoozes.snooze(work, life.office.people["Hùng"], work.now + timedelta(hours=1))
    life.go("07/10/2025 09:30")
    states = {row.not_before: row.state for row in life.messages() if row.state == "sent"}
    assert set(states.values()) == {"sent"}
    assert row_of(life, "Bình").state == "cancelled"
