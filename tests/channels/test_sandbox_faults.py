"""What goes wrong on purpose, and what python-telegram-bot makes of it."""

import math

import httpx
import pytest
from telegram.error import Forbidden, NetworkError, RetryAfter, TimedOut

from tests.channels.playing import playing, ptb_bot, said

pytestmark = pytest.mark.anyio


async def test_the_next_call_is_refused_and_the_one_after_it_passes() -> None:
    async with playing() as (sandbox, url), ptb_bot(url) as bot:
        phone = sandbox.phone(7, "Hùng")
        phone.start()
        sandbox.fail_next("sendMessage", 403, "Forbidden: user is deactivated")
        with pytest.raises(Forbidden, match=said("Forbidden: user is deactivated")):
            await bot.send_message(7, "một")
        await bot.send_message(7, "hai")
        assert [m.text for m in phone.messages if not m.outgoing] == ["hai"]


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # of str(RetryAfter)
async def test_several_faults_wait_in_line() -> None:
    async with playing() as (sandbox, url), ptb_bot(url) as bot:
        sandbox.phone(7, "Hùng").start()
        sandbox.fail_next("sendMessage", 429, retry_after=9)
        sandbox.fail_next("sendMessage", 500)
        with pytest.raises(RetryAfter, match=said("Retry in 9")):
            await bot.send_message(7, "một")
        with pytest.raises(NetworkError, match=said("Internal Server Error")):
            await bot.send_message(7, "một")


@pytest.mark.parametrize("deliver", [True, False])
async def test_a_dropped_connection_leaves_the_bot_in_doubt(*, deliver: bool) -> None:
    async with playing() as (sandbox, url), ptb_bot(url) as bot:
        phone = sandbox.phone(7, "Hùng")
        phone.start()
        sandbox.fail_next("sendMessage", deliver=deliver)
        with pytest.raises(NetworkError) as raised:
            await bot.send_message(7, "một")
        assert isinstance(raised.value.__cause__, httpx.RemoteProtocolError)
        assert len(phone.messages) == (2 if deliver else 1)


async def test_a_message_can_arrive_though_its_answer_never_comes() -> None:
    async with playing() as (sandbox, url), ptb_bot(url, read_timeout=0.2) as bot:
        phone = sandbox.phone(7, "Hùng")
        phone.start()
        sandbox.fail_next("sendMessage", deliver=True, delay=math.inf)
        with pytest.raises(TimedOut) as raised:
            await bot.send_message(7, "một")
        assert isinstance(raised.value.__cause__, httpx.ReadTimeout)
        assert phone.last.text == "một"


async def test_a_fault_on_polling_passes_too() -> None:
    async with playing() as (sandbox, url), ptb_bot(url) as bot:
        sandbox.phone(7, "Hùng").type("a")
        sandbox.fail_next("getUpdates", 502)
        with pytest.raises(NetworkError, match=said("Bad Gateway")):
            await bot.get_updates()
        assert len(await bot.get_updates()) == 1
