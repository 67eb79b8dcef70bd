"""How fast a bot sends, on a clock that the test moves."""

from __future__ import annotations

import asyncio
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pace import BURST, CHAT_GAP, Pace


class Second:
    """A clock that moves when somebody sleeps, and remembers when things went out."""

    def __init__(self) -> None:
        self.now = 100.0
        self.pace = Pace(clock=lambda: self.now, sleep=self._sleep)

    async def _sleep(self, seconds: float) -> None:
        self.now += seconds

    def bulk(self, chat: str) -> float:
        asyncio.run(self.pace.bulk(chat))
        return self.now

    def reply(self, chat: str) -> float:
        asyncio.run(self.pace.reply(chat))
        return self.now


def test_bulk_goes_out_evenly_and_below_thirty_a_second() -> None:
    clock = Second()
    moments = [clock.bulk(str(chat)) for chat in range(60)]
    gaps = [later - sooner for sooner, later in pairwise(moments)]
    assert min(gaps) > 1 / 30
    assert moments[-1] - moments[0] < 60 / 28


def test_one_chat_gets_one_bulk_message_a_second() -> None:
    clock = Second()
    assert clock.bulk("a") + CHAT_GAP <= clock.bulk("a") + 1e-9


def test_a_few_replies_go_at_once_and_more_keep_the_gap() -> None:
    clock = Second()
    burst = [clock.reply("a") for _ in range(BURST)]
    assert burst == [100.0] * BURST
    assert clock.reply("a") == 100.0 + CHAT_GAP


def test_a_reply_does_not_wait_for_bulk_of_others() -> None:
    clock = Second()
    for chat in range(29):
        asyncio.run(clock.pace.bulk(str(chat)))
    before = clock.now
    assert clock.reply("somebody") == before


def test_after_a_refusal_everything_waits() -> None:
    clock = Second()
    clock.pace.pause(30)
    assert clock.reply("a") == 130.0
    assert clock.bulk("b") >= 130.0


def test_a_pause_that_grows_while_one_waits_is_kept() -> None:
    now = [0.0]

    async def sleep(seconds: float) -> None:
        now[0] += seconds
        if now[0] < 20:
            pace.pause(15)

    pace = Pace(clock=lambda: now[0], sleep=sleep)
    pace.pause(10)
    asyncio.run(pace.unpaused())
    assert now[0] == 25.0


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=40))
def test_no_second_of_a_chat_ever_holds_more_than_a_burst(sent: list[tuple[str, bool]]) -> None:
    clock = Second()
    moments: dict[str, list[float]] = {}
    for chat, is_reply in sent:
        moment = clock.reply(chat) if is_reply else clock.bulk(chat)
        moments.setdefault(chat, []).append(moment)
    for times in moments.values():
        assert all(b - a >= CHAT_GAP - 1e-6 for a, b in zip(times, times[BURST:], strict=False))
