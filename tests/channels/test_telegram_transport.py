"""Our transport beside python-telegram-bot's own: the same requests, the same errors."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from telegram import Bot
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest

from bot.channels.base import Problem
from bot.channels.telegram_errors import failure_of
from bot.channels.telegram_transport import AiohttpRequest
from tests.channels.playing import TOKEN, playing

pytestmark = pytest.mark.anyio
#: Nobody listens there (discard, and a privileged port).
NOWHERE = "http://127.0.0.1:9"


@asynccontextmanager
async def talking(url: str, request: BaseRequest) -> AsyncIterator[Bot]:
    await request.initialize()
    try:
        yield Bot(TOKEN, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot", request=request)
    finally:
        await request.shutdown()


def both(url: str, seconds: float = 5.0) -> tuple[BaseRequest, BaseRequest]:
    return HTTPXRequest(read_timeout=seconds), AiohttpRequest(url, 2, seconds)


async def error_of(url: str, request: BaseRequest) -> TelegramError:
    async with talking(url, request) as bot:
        with pytest.raises(TelegramError) as raised:
            await bot.send_message(7, "một")
    assert TOKEN not in repr(raised.value)
    return raised.value


async def test_the_fields_of_a_request_arrive_as_with_the_stock_transport() -> None:
    async with playing() as (sandbox, url):
        sandbox.phone(7, "Hùng").start()
        for request in both(url):
            async with talking(url, request) as bot:
                await bot.send_message(7, "Một & hai = ba\nđủ dấu", disable_notification=True)
                await bot.send_document(7, b"\0\xff\r\n--x", "Phiếu", filename="phiếu số 1.docx")
        asked = [(r.method, r.params) for r in sandbox.requests]
        assert asked[:2] == asked[2:]


async def test_a_file_is_fetched_as_it_was_sent() -> None:
    async with playing() as (sandbox, url):
        sandbox.phone(7, "Hùng").start()
        async with talking(url, AiohttpRequest(url, 2)) as bot:
            sent = await bot.send_document(7, bytes(range(256)), filename="a.bin")
            assert sent.document is not None
            file = await sent.document.get_file()
            assert bytes(await file.download_as_bytearray()) == bytes(range(256))


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # of str(RetryAfter)
@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 429, 500, 502, 599])
async def test_a_refusal_is_the_error_that_the_stock_transport_raises(status: int) -> None:
    async with playing() as (sandbox, url):
        for _each in range(2):
            wait = 7 if status == 429 else None
            sandbox.fail_next("sendMessage", status, "why not", retry_after=wait)
        stock, ours = [await error_of(url, request) for request in both(url)]
        assert (type(ours), str(ours)) == (type(stock), str(stock))


async def test_words_that_are_no_answer_are_the_same_error_too() -> None:
    async with answering(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nnone") as (url, _heard):
        stock, ours = [await error_of(url, request) for request in both(url)]
        assert (type(ours), str(ours)) == (type(stock), str(stock))


async def test_an_answer_that_does_not_come_in_time_leaves_it_open() -> None:
    async with playing() as (sandbox, url):
        for _each in range(2):
            sandbox.fail_next("sendMessage", 500, delay=math.inf, deliver=False)
        stock, ours = [await error_of(url, request) for request in both(url, seconds=0.2)]
        assert type(ours) is type(stock) is TimedOut
        assert failure_of(ours).problem is Problem.AMBIGUOUS


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\ncontent-length: 40\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\n{",
        b"\0\1\2 no HTTP at all\r\n\r\n",
    ],
)
async def test_a_connection_lost_after_the_request_leaves_it_open(answer: bytes) -> None:
    async with answering(answer) as (url, heard):
        stock, ours = [await error_of(url, request) for request in both(url)]
        assert len(heard) == 2, "nothing is ever sent a second time unasked"
        assert type(ours) is type(stock) is NetworkError
        assert failure_of(ours).problem is Problem.AMBIGUOUS


async def test_nobody_listening_means_that_nothing_was_sent() -> None:
    stock, ours = [await error_of(NOWHERE, request) for request in both(NOWHERE)]
    assert type(ours) is type(stock) is NetworkError
    assert failure_of(ours).problem is Problem.LATER


async def test_waiting_in_vain_for_a_connection_means_that_nothing_was_sent() -> None:
    async with playing() as (sandbox, url), talking(url, AiohttpRequest(url, 1)) as bot:
        sandbox.fail_next("sendMessage", 500, delay=math.inf)
        first = asyncio.create_task(bot.send_message(7, "một"))
        await sandbox.until(lambda: bool(sandbox.requests))
        with pytest.raises(TimedOut) as raised:
            await bot.send_message(7, "hai", connect_timeout=0.1)
        assert failure_of(raised.value).problem is Problem.LATER
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        assert len(sandbox.requests) == 1


async def test_the_proxy_of_the_environment_is_used_except_where_it_says_not_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with answering(_EMPTY) as (proxy, heard):
        monkeypatch.setenv("http_proxy", proxy)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        far = "http://api.example.org"
        await error_of(far, AiohttpRequest(far, 1))
        assert heard[0].startswith(b"POST http://api.example.org/bot")
        await error_of(NOWHERE, AiohttpRequest(NOWHERE, 1))
        assert len(heard) == 1


_EMPTY = b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n"


@asynccontextmanager
async def answering(answer: bytes) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A server that gives one answer to whoever asks and hangs up; and what it has heard."""
    heard: list[bytes] = []

    async def answer_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer)
        writer.close()

    async with await asyncio.start_server(answer_once, "127.0.0.1") as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", heard


async def test_after_it_was_shut_it_says_so_and_may_be_opened_again() -> None:
    async with playing() as (_sandbox, url):
        request = AiohttpRequest(url, 1)
        for _again in range(2):
            async with talking(url, request) as bot:
                assert (await bot.get_me()).id == 4242
            await request.shutdown()
            with pytest.raises(NetworkError, match="not initialized"):
                await bot.get_me()
