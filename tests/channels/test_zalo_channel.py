"""The Zalo channel against the sandbox, which refuses any request Zalo's pages do not describe."""

from __future__ import annotations

import asyncio
import json
import logging
import math
import traceback
from collections.abc import Iterator
from datetime import timedelta

import pytest
from pydantic import SecretStr

from bot.channels import zalo_bot_client
from bot.channels.base import (
    Classified,
    Event,
    Incoming,
    Problem,
    SendFailed,
    Sent,
    Typed,
    Unreadable,
    Wordless,
)
from bot.channels.zalo_bot_channel import LONGEST, ZaloBotChannel
from bot.inbox import screened
from bot.sandbox.zalo_phones import ZaloPhone
from bot.sandbox.zalo_world import ZaloLimits
from domain.message import Attachment, Document
from domain.outgoing import Acknowledge, Delete, Operation, Say, SetCommands
from storage.inbox import Arrived
from tests.channels.pictures import png
from tests.channels.zalo_playing import SECRET_PART, ZALO_TOKEN, zalo, zalo_channel

pytestmark = pytest.mark.anyio


async def heard(channel: ZaloBotChannel) -> Incoming | None:
    (update,) = await channel.receive(None)
    return channel.read(screened(update))


async def event(channel: ZaloBotChannel) -> Event | None:
    incoming = await heard(channel)
    return incoming.event if incoming else None


def private(phone: ZaloPhone, event: Event) -> Incoming:
    return Incoming(phone.chat_id, private=True, language=None, event=event)


def said(phone: ZaloPhone) -> list[str]:
    return [m.text for m in phone.messages if not m.outgoing]


async def failure(channel: ZaloBotChannel, phone: ZaloPhone, text: str = "chào") -> SendFailed:
    with pytest.raises(SendFailed) as failed:
        await channel.send(phone.chat_id, Say(text), None, None)
    return failed.value


async def test_what_it_says_arrives_as_it_is() -> None:
    async with zalo_channel() as (_sandbox, channel, phone):
        sent = await channel.send(phone.chat_id, Say("<b>1 < 2</b> *a* 🙂", 3), None, None)
        assert said(phone) == ["<b>1 < 2</b> *a* 🙂"]
        assert sent.parts == 1
        assert sent.message


async def test_what_people_do_comes_in_our_words() -> None:
    async with zalo_channel() as (_sandbox, channel, phone):
        phone.type("xin chào")
        phone.send_photo(png(9, 9))
        phone.send_photo(png(9, 9), "chú thích", field="photo_url")
        phone.send_sticker("🙂")
        phone.send_voice()
        phone.send_other()
        phone.type("TỐI MẬT")
        assert [await event(channel) for _ in range(7)] == [
            Typed("xin chào"),
            Wordless("image"),
            Wordless("image"),
            Wordless("sticker"),
            Wordless("voice"),
            Wordless("unsupported"),
            Classified(),
        ]


async def test_one_poll_brings_one_update() -> None:
    async with zalo_channel() as (sandbox, channel, phone):
        phone.type("một")
        phone.type("hai")
        assert await event(channel) == Typed("một")
        assert sandbox.pending == 1
        assert await event(channel) == Typed("hai")


async def test_a_mark_of_state_secrets_in_a_caption_is_seen_too() -> None:
    async with zalo_channel() as (_sandbox, channel, phone):
        phone.send_photo(png(9, 9), "TỐI MẬT")
        (update,) = await channel.receive(None)
        emptied = screened(update)
        assert "MẬT" not in json.dumps(emptied.payload, ensure_ascii=False)
        assert channel.read(emptied) == private(phone, Classified())


async def test_who_wrote_is_known_by_the_chat_and_no_name_is_kept() -> None:
    async with zalo_channel() as (_sandbox, channel, phone):
        phone.type("xin chào")
        (update,) = await channel.receive(None)
        assert "Hùng" not in json.dumps(update.payload, ensure_ascii=False)
        assert channel.read(update) == private(phone, Typed("xin chào"))


async def test_an_update_that_comes_twice_has_the_same_key() -> None:
    async with zalo_channel() as (_sandbox, channel, phone):
        phone.type("xin chào")
        phone.repeat_last_update()
        (first,), (second,) = await channel.receive(None), await channel.receive(None)
        assert first == second
        assert first.key.startswith(f"{phone.chat_id}:")


async def test_a_group_is_told_apart() -> None:
    async with zalo_channel() as (_sandbox, channel, phone):
        chat = {"id": "g1", "chat_type": "GROUP"}
        message = {"chat": chat, "from": {"id": "z"}, "message_id": "m", "text": "chào"}
        phone.raw({"event_name": "message.text.received", "message": message})
        incoming = await heard(channel)
        assert incoming is not None
        assert not incoming.private


@pytest.mark.parametrize(
    "update",
    [
        {},
        {"event_name": "message.unsupported.received"},
        {"event_name": "message.text.received", "message": {"text": "?"}},
        {"message": {"chat": {"id": "a"}, "message_id": "b", "from": {"is_bot": True}}},
        {"message": {"chat": [], "message_id": None}},
        {"message": 5},
    ],
    ids=str,
)
async def test_what_has_no_key_or_comes_from_a_bot_is_nothing_to_us(
    update: dict[str, object],
) -> None:
    async with zalo_channel() as (_sandbox, channel, phone):
        phone.raw(update)
        assert await channel.receive(None) == []


@pytest.mark.parametrize(
    "message", [{"chat": {"id": [5]}}, {"chat": {"id": "a"}, "text": 5}, {}, "no message"], ids=str
)
def test_an_update_that_cannot_be_read_is_said_to_be_so(message: object) -> None:
    channel = ZaloBotChannel(SecretStr(ZALO_TOKEN), "http://127.0.0.1:9")
    with pytest.raises(Unreadable):
        channel.read(Arrived("zalo", "2012", "a:b", {"message": message}))


def test_a_chat_may_be_called_by_a_number() -> None:
    channel = ZaloBotChannel(SecretStr(ZALO_TOKEN), "http://127.0.0.1:9")
    told = {"chat": {"id": 5, "chat_type": "PRIVATE"}, "text": "chào"}
    update = Arrived("zalo", "2012", "5:b", {"message": told})
    assert channel.read(update) == Incoming("5", private=True, language=None, event=Typed("chào"))


async def test_a_poll_in_which_nothing_happened_brings_nothing() -> None:
    async with zalo_channel() as (sandbox, channel, _phone):
        sandbox.fail_next("getUpdates", 408)
        assert await channel.receive(None) == []


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (400, Problem.REFUSED),
        (401, Problem.STOPPED),
        (403, Problem.BLOCKED),
        (404, Problem.GONE),
        (408, Problem.AMBIGUOUS),
        (418, Problem.REFUSED),
        (429, Problem.SPENT),
        (500, Problem.LATER),
        (502, Problem.LATER),
        (504, Problem.AMBIGUOUS),
        (None, Problem.AMBIGUOUS),
    ],
)
async def test_each_refusal_says_what_it_means_for_the_row(
    status: int | None, problem: Problem
) -> None:
    async with zalo_channel() as (sandbox, channel, phone):
        sandbox.fail_next("sendMessage", status)
        failed = await failure(channel, phone)
        assert (failed.problem, failed.parts) == (problem, 0)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429])
async def test_a_refused_poll_is_told_and_the_next_one_passes(status: int) -> None:
    async with zalo_channel() as (sandbox, channel, phone):
        sandbox.fail_next("getUpdates", status)
        phone.type("sau đó")
        with pytest.raises(SendFailed):
            await channel.receive(None)
        assert await event(channel) == Typed("sau đó")


async def test_a_message_can_arrive_though_its_answer_never_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(zalo_bot_client, "_ANSWERS_WITHIN", timedelta(seconds=0.2))
    async with zalo_channel() as (sandbox, channel, phone):
        sandbox.fail_next("sendMessage", deliver=True, delay=math.inf)
        failed = await failure(channel, phone, "một")
        assert failed.problem is Problem.AMBIGUOUS
        assert said(phone) == ["một"]


async def test_nobody_listening_means_later() -> None:
    channel = ZaloBotChannel(SecretStr(ZALO_TOKEN), "http://127.0.0.1:9")
    with pytest.raises(SendFailed) as failed:
        await channel.open()
    assert failed.value.problem is Problem.LATER
    await channel.close()


async def test_a_wrong_token_is_told_with_its_setting_and_its_bot() -> None:
    async with zalo() as (_sandbox, url):
        channel = ZaloBotChannel(SecretStr(f"2014:{SECRET_PART}"), url)
        with pytest.raises(SendFailed, match=r"2014 .* TUSOI_ZALO_BOT_TOKEN") as failed:
            await channel.open()
        assert failed.value.problem is Problem.STOPPED
        assert SECRET_PART not in str(failed.value)
        await channel.close()


async def test_who_never_wrote_and_who_blocked_cannot_be_written_to() -> None:
    async with zalo_channel() as (sandbox, channel, phone):
        silent = sandbox.phone("2012", 8, "Lan")
        assert (await failure(channel, silent)).problem is Problem.BLOCKED
        phone.block()
        assert (await failure(channel, phone)).problem is Problem.BLOCKED
        phone.unblock()
        await channel.send(phone.chat_id, Say("lại đây"), None, None)
        assert said(phone) == ["lại đây"]


def pages(count: int) -> str:
    """Paragraphs of 900 units, of which two fill a part."""
    return "\n\n".join(f"{number}. " + "chữ " * 220 + "hết." for number in range(1, count + 1))


async def test_a_long_text_comes_in_numbered_parts_split_between_paragraphs() -> None:
    async with zalo_channel() as (_sandbox, channel, phone):
        sent = await channel.send(phone.chat_id, Say(pages(5)), None, None)
        assert sent.parts == 3
        assert [part.splitlines()[0] for part in said(phone)] == ["(1/3)", "(2/3)", "(3/3)"]
        bodies = [part.split("\n", 1)[1] for part in said(phone)]
        assert "\n\n".join(bodies) == pages(5)


async def test_a_text_of_just_the_length_stays_whole() -> None:
    async with zalo_channel() as (_sandbox, channel, phone):
        text = "🙂" * (LONGEST // 2)
        assert (await channel.send(phone.chat_id, Say(text), None, None)).parts == 1
        assert said(phone) == [text]


async def test_parts_that_went_are_told_and_do_not_go_again() -> None:
    async with zalo_channel() as (sandbox, channel, phone):
        sandbox.fail_next("sendChatAction", 429)  # of another method: it waits for its own
        await channel.send(phone.chat_id, Say("trước"), None, None)
        sandbox.world.limits = ZaloLimits(monthly=sandbox.spent("2012") + 2)
        failed = await failure(channel, phone, pages(5))
        assert (failed.problem, failed.parts) == (Problem.SPENT, 2)
        sandbox.world.limits = ZaloLimits()
        sent = await channel.send(phone.chat_id, Say(pages(5), gone=2), None, None)
        assert sent.parts == 1
        assert [part[:5] for part in said(phone)[1:]] == ["(1/3)", "(2/3)", "(3/3)"]


@pytest.mark.parametrize(
    "operation", [Acknowledge("1", "Đã gửi"), Delete("1"), SetCommands((("menu", "Việc"),))]
)
async def test_what_zalo_cannot_do_is_left_out_without_harm(operation: Operation) -> None:
    async with zalo_channel() as (sandbox, channel, phone):
        before = len(sandbox.calls)
        assert await channel.send(phone.chat_id, operation, None, None) == Sent(None, 0)
        assert len(sandbox.calls) == before


async def test_an_edit_is_a_new_message_and_a_file_is_left_out() -> None:
    async with zalo_channel() as (_sandbox, channel, phone):
        said_anew = Say("mới", attachment=Attachment(Document.MY_DATA))
        await channel.send(phone.chat_id, said_anew, "z1", None)
        assert said(phone) == ["mới"]
        with pytest.raises(SendFailed) as failed:
            await channel.fetch("any")
        assert failed.value.problem is Problem.REFUSED


async def test_the_link_opens_the_bot_and_carries_nothing() -> None:
    async with zalo_channel() as (_sandbox, channel, _phone):
        assert channel.link("a-token") == "https://zalo.me/bot.2012"


async def test_each_bot_has_chats_of_its_own() -> None:
    async with zalo() as (sandbox, url):
        channels = [ZaloBotChannel(SecretStr(token), url) for token in sandbox.world.bots]
        for channel in channels:
            sandbox.phone(channel.bot, 7, "Hùng").type(f"cho bot {channel.bot}")
        for channel in channels:
            (update,) = await channel.receive(None)
            incoming = channel.read(update)
            assert incoming is not None
            assert (update.bot, incoming.event) == (channel.bot, Typed(f"cho bot {channel.bot}"))
            await channel.close()


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what lies behind it, shown in tracebacks or not."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


async def test_the_token_is_in_no_log_no_repr_and_no_error(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="httpcore")  # another test may have quietened it
    async with zalo_channel() as (sandbox, channel, phone):
        await channel.send(phone.chat_id, Say("một"), None, None)
        told = [repr(channel), repr(channel._client)]
        for status in (None, 401, 404, 502):
            sandbox.fail_next("sendMessage", status, f"no /bot{ZALO_TOKEN}/sendMessage here")
            for error in chain(await failure(channel, phone)):
                assert "httpx" not in type(error).__module__
                told += [*traceback.format_exception(error), repr(vars(error))]
    assert "connect_tcp" in caplog.text  # what httpcore says names no address
    assert SECRET_PART not in "\n".join([*told, caplog.text])


async def test_a_log_of_httpx_about_anything_else_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="httpx")  # another test may have quietened it
    channel = ZaloBotChannel(SecretStr(ZALO_TOKEN), "http://127.0.0.1:9")
    logging.getLogger("httpx").info("HTTP Request: GET https://example.org/")
    logging.getLogger("httpx").info("HTTP Request: POST %s", f"https://x/bot{ZALO_TOKEN}/getMe")
    assert "example.org" in caplog.text
    assert SECRET_PART not in caplog.text
    await channel.close()


async def test_polling_ends_when_the_channel_is_stopped() -> None:
    async with zalo_channel() as (_sandbox, channel, _phone):
        polling = asyncio.create_task(channel.receive(None))
        await asyncio.sleep(0)
        polling.cancel()
        with pytest.raises(asyncio.CancelledError):
            await polling
