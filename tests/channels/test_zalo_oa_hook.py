"""What Zalo brings to an Official Account: signed by it and nobody else, in the bot's own words."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.channels.base import (
    Attached,
    Blocked,
    Classified,
    Pressed,
    Typed,
    Unblocked,
    Unreadable,
    Wordless,
)
from bot.channels.zalo_oa_channel import ZaloOaChannel
from bot.channels.zalo_oa_hook import HEADER, ZaloOaHook
from domain.outgoing import Button, Say
from tests.channels.zalo_oa_playing import APP_ID, Play, account_played

pytestmark = pytest.mark.anyio


@pytest.fixture
async def play(tmp_path: Path) -> AsyncIterator[Play]:
    async with account_played(tmp_path) as played:
        yield played


@pytest.fixture
def channel(play: Play) -> ZaloOaChannel:
    return play.channel()


async def test_a_signature_holds_with_and_without_its_prefix(
    play: Play, channel: ZaloOaChannel
) -> None:
    brought = play.sandbox.says("Hùng", "xin chào")
    mac = brought.headers[HEADER].removeprefix("mac=")
    for written in (f"mac={mac}", mac, mac.upper()):
        assert channel.hook.is_genuine({HEADER: written}, brought.body)


async def test_what_was_tampered_with_is_not_genuine(play: Play, channel: ZaloOaChannel) -> None:
    brought = play.sandbox.says("Hùng", "xin chào")
    body = brought.body.replace("xin chào".encode(), "xin cháo".encode())
    assert not channel.hook.is_genuine(brought.headers, body)
    later = json.dumps({**json.loads(brought.body), "timestamp": "1"}).encode()
    assert not channel.hook.is_genuine(brought.headers, later)


@pytest.mark.parametrize("written", ["", "mac=", "mac=00", "mac=ế", "0" * 64])
async def test_a_wrong_signature_is_not_genuine(
    play: Play, channel: ZaloOaChannel, written: str
) -> None:
    body = play.sandbox.says("Hùng", "xin chào").body
    assert not channel.hook.is_genuine({HEADER: written}, body)
    assert not channel.hook.is_genuine({}, body)


async def test_another_apps_or_another_secrets_signature_is_not_genuine(play: Play) -> None:
    brought = play.sandbox.says("Hùng", "xin chào")
    secret = SecretStr(play.sandbox.webhook_secret)
    assert ZaloOaHook(APP_ID, secret).is_genuine(brought.headers, brought.body)
    assert not ZaloOaHook("101", secret).is_genuine(brought.headers, brought.body)
    assert not ZaloOaHook(APP_ID, SecretStr("x")).is_genuine(brought.headers, brought.body)


async def test_halves_of_characters_are_not_genuine_either(channel: ZaloOaChannel) -> None:
    body = b'{"event_name": "user_send_text", "timestamp": "\\ud800"}'
    assert not channel.hook.is_genuine({HEADER: "0" * 64}, body)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"1", b"[" * 100_000, b"\xff"])
async def test_what_is_no_event_is_not_genuine_and_cannot_be_read(
    channel: ZaloOaChannel, body: bytes
) -> None:
    assert not channel.hook.is_genuine({HEADER: "0" * 64}, body)
    with pytest.raises(Unreadable):
        channel.hook.unpacked(body)


async def test_what_people_do_comes_in_our_words(play: Play, channel: ZaloOaChannel) -> None:
    box = play.sandbox
    brought = [
        box.follow("Hùng"),
        box.says("Hùng", "xin chào"),
        box.sends("Hùng", "image", attachments=[{"payload": {"url": "https://example.org/a"}}]),
        box.sends("Hùng", "sticker"),
        box.sends_file("Hùng", "https://example.org", "ds.xlsx", b"12345"),
        box.says("Hùng", "TỐI MẬT"),
        box.unfollow("Hùng"),
    ]
    heard = [said for delivery in brought for said in play.hears(channel, delivery)]
    assert {(said.chat, said.private) for said in heard} == {("Hùng", True)}
    assert [said.event for said in heard] == [
        Unblocked(),
        Typed("xin chào"),
        Wordless("image"),
        Wordless("sticker"),
        Attached("https://example.org/files/ds.xlsx", "ds.xlsx", 5),
        Classified(),
        Blocked(),
    ]


async def test_a_tap_comes_as_what_its_button_carried(play: Play, channel: ZaloOaChannel) -> None:
    play.hears(channel, play.sandbox.says("Hùng", "chào"))
    rows = ((Button("Gửi", "12:0"), Button("Bỏ", "12:1")),)
    await channel.send("Hùng", Say("Gửi chứ?", rows=rows), None, None)
    (tap,) = play.hears(channel, play.sandbox.presses("Hùng", "Bỏ"))
    assert tap.event == Pressed("", "12:1", "", editable=False)


async def test_echoes_of_what_the_account_sent_are_left_out(
    play: Play, channel: ZaloOaChannel
) -> None:
    assert channel.hook.unpacked(play.sandbox.echoes("Hùng", "Nhắc việc").body) == []
    seen = json.dumps({"event_name": "user_seen_message", "sender": {"id": "Hùng"}}).encode()
    assert channel.hook.unpacked(seen) == []


async def test_what_is_brought_twice_has_the_same_key(play: Play, channel: ZaloOaChannel) -> None:
    one, other = play.sandbox.says("Hùng", "một"), play.sandbox.says("Hùng", "hai")
    came, went = play.sandbox.follow("Hùng"), play.sandbox.unfollow("Hùng")
    keys = [channel.hook.unpacked(d.body)[0].key for d in (one, other, came, went, one)]
    assert len(set(keys)) == 4
    assert keys[0] == keys[-1]


@pytest.mark.parametrize(
    "event",
    [
        {"event_name": "user_send_text", "sender": {}, "message": {"msg_id": "1"}},
        {"event_name": "user_send_text", "sender": {"id": "9"}, "message": {}},
        {"event_name": "follow", "timestamp": "1"},
    ],
)
async def test_an_event_of_nobody_or_without_a_key_cannot_be_read(
    channel: ZaloOaChannel, event: dict[str, object]
) -> None:
    with pytest.raises(Unreadable):
        channel.hook.unpacked(json.dumps(event).encode())


async def test_nothing_of_who_it_is_but_the_chat_is_kept(
    play: Play, channel: ZaloOaChannel
) -> None:
    told = json.loads(play.sandbox.says("9", "chào").body)
    told["sender"] |= {"display_name": "Trần Văn Mẫu", "avatar": "https://example.org/me.jpg"}
    (update,) = channel.hook.unpacked(json.dumps(told).encode())
    assert "Mẫu" not in str(update.payload)
    assert "me.jpg" not in str(update.payload)
