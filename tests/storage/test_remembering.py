"""What turns that share a transaction remember, and when it is asked anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from domain.consent import ConsentState, Purpose
from storage import consents, people
from storage.at_hand import gather
from storage.unit_of_work import Work
from tests.office import BOT, SmallOffice


@pytest.fixture
def work() -> Iterator[Work]:
    with SmallOffice().work() as opened:
        yield opened


def loads(work: Work, times: list[int]) -> int:
    def load() -> int:
        times.append(1)
        return len(times)

    return work.once("a key", load)


def test_outside_of_turns_nothing_is_remembered(work: Work) -> None:
    times: list[int] = []
    assert [loads(work, times), loads(work, times)] == [1, 2]


def test_between_effects_a_thing_is_asked_for_once(work: Work) -> None:
    work.memory = {}
    times: list[int] = []
    assert [loads(work, times), loads(work, times)] == [1, 1]


def test_while_effects_are_carried_out_everything_is_asked_anew(work: Work) -> None:
    work.memory = {}
    times: list[int] = []
    loads(work, times)
    with work.changing():
        assert [loads(work, times), loads(work, times)] == [2, 3]
    assert [loads(work, times), loads(work, times)] == [4, 4]


def test_what_was_taken_back_is_forgotten(work: Work) -> None:
    work.memory = {}
    times: list[int] = []
    with pytest.raises(ZeroDivisionError), work.savepoint():
        loads(work, times) / 0
    assert loads(work, times) == 2


def test_what_is_gathered_for_many_is_what_each_would_find() -> None:
    office = SmallOffice()
    with office.work() as fresh:
        names = [*office.people, "a stranger"]
        alone = {name: _seen(fresh, name) for name in names}
        gather(fresh, {(*BOT, name) for name in names})
        assert {name: _seen(fresh, name) for name in names} == alone


def _seen(work: Work, name: str) -> tuple[object, ...]:
    account = people.account_of_chat(work, *BOT, name)
    if account.person is None:
        return (account,)
    return (account, people.present(work, account.person), consents.may_keep(work, account.person))


def test_a_word_taken_back_in_one_turn_counts_in_the_next() -> None:
    office = SmallOffice()
    with office.work() as fresh:
        gather(fresh, {(*BOT, "Hùng")})
        who = office.people["Hùng"]
        assert consents.may_keep(fresh, who)
        with fresh.changing():
            consents.record(fresh, who, Purpose.KEEP, ConsentState.WITHDRAWN, "test", None)
        assert not consents.may_keep(fresh, who)
