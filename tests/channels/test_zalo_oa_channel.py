"""An Official Account against the sandbox: what it carries, when, and each refusal in our words."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.base import File, Problem, SendFailed, Sent
from bot.channels.zalo_oa_channel import ZaloOaChannel
from bot.channels.zalo_oa_errors import CATALOGUE, TOKEN_CODES
from bot.sandbox.wire import Json
from bot.sandbox.zalo_oa_server import ACCOUNT
from domain.channels import ZALO_OA, abilities
from domain.message import Attachment, Document
from domain.outgoing import Acknowledge, Button, Delete, Say, SetCommands
from tests.channels.pictures import png
from tests.channels.zalo_oa_playing import SECRET_KEY, Play, account_played

pytestmark = pytest.mark.anyio

SAID = Say("Nhắc việc: còn 3 ngày")
FORM = Say("Mẫu đăng ký", attachment=Attachment(Document.REGISTRATION_FORMS))


@pytest.fixture
async def play(tmp_path: Path) -> AsyncIterator[Play]:
    async with account_played(tmp_path) as played:
        yield played


@pytest.fixture
async def channel(play: Play) -> AsyncIterator[ZaloOaChannel]:
    """A channel that Hùng has just written to."""
    opened = play.channel()
    await opened.open()
    play.hears(opened, play.sandbox.says("Hùng", "chào"))
    play.office.fresh()
    yield opened
    await opened.close()


def shown(play: Play) -> list[Json]:
    return [one.message for one in play.sandbox.shown]


async def refused(channel: ZaloOaChannel, said: Say = SAID, file: File | None = None) -> SendFailed:
    with pytest.raises(SendFailed) as failure:
        await channel.send("Hùng", said, None, file)
    return failure.value


async def test_words_and_up_to_five_buttons_are_one_message(
    play: Play, channel: ZaloOaChannel
) -> None:
    rows = ((Button("Gửi", "1:0"), Button("Bỏ", "1:1")), (Button("Xem", url="https://a.example/"),))
    assert await channel.send("Hùng", Say("Gửi <b>chứ</b>?", rows=rows), None, None) == Sent("s1")
    (message,) = shown(play)
    assert message["text"] == "Gửi <b>chứ</b>?"
    assert message["attachment"]["payload"]["buttons"] == [
        {"title": "Gửi", "type": "oa.query.hide", "payload": "#1:0"},
        {"title": "Bỏ", "type": "oa.query.hide", "payload": "#1:1"},
        {"title": "Xem", "type": "oa.open.url", "payload": {"url": "https://a.example/"}},
    ]


async def test_a_long_text_comes_in_parts_with_the_buttons_under_the_last(
    play: Play, channel: ZaloOaChannel
) -> None:
    text = "\n\n".join(f"Đoạn {number}: " + "chữ " * 60 for number in range(12))
    rows = ((Button("Gửi", "1:0"),),)
    sent = await channel.send("Hùng", Say(text, rows=rows), None, None)
    parts = shown(play)
    assert sent == Sent(f"s{len(parts)}", len(parts))
    assert [part["text"][:5] for part in parts] == ["(1/2)", "(2/2)"]
    assert ["attachment" in part for part in parts] == [False, True]


async def test_a_part_that_went_does_not_go_again(play: Play, channel: ZaloOaChannel) -> None:
    long = Say("\n\n".join("chữ " * 200 for _ in range(4)))
    play.sandbox.fail_next("cs", 0, carry_out=True)
    play.sandbox.fail_next("cs", 502)
    failure = await refused(channel, long)
    assert (failure.problem, failure.parts) == (Problem.LATER, 1)
    await channel.send("Hùng", Say(long.text, gone=1), None, None)
    assert [part["text"][:5] for part in shown(play)] == ["(1/2)", "(2/2)"]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [("phieu.docx", b"docx", "file"), ("tien-do.png", png(40, 30), "template")],
)
async def test_documents_and_pictures_come_after_their_words(
    play: Play, channel: ZaloOaChannel, name: str, content: bytes, kind: str
) -> None:
    assert (await channel.send("Hùng", FORM, None, File(name, content))).parts == 2
    words, attached = shown(play)
    assert words == {"text": "Mẫu đăng ký"}
    assert attached["attachment"]["type"] == kind
    assert list(play.sandbox.uploads.values()) == [content]


@pytest.mark.parametrize(
    ("name", "size", "reason"),
    [
        ("phieu.docx", 5 * 1024 * 1024 + 1, "over 5 MB"),
        ("tien-do.png", 1024 * 1024 + 1, "over 1 MB"),
        ("tong-hop.xlsx", 10, "no .xlsx files"),
        ("khong-duoi", 10, "no such files"),
    ],
)
async def test_a_file_it_cannot_carry_is_refused_before_anything_is_said(
    play: Play, channel: ZaloOaChannel, name: str, size: int, reason: str
) -> None:
    failure = await refused(channel, FORM, File(name, b"x" * size))
    assert failure.problem is Problem.REFUSED
    assert reason in failure.reason
    assert not shown(play)
    assert not play.sandbox.uploads


def test_workbooks_and_texts_go_behind_a_link() -> None:
    assert abilities(ZALO_OA).files == {
        Document.REGISTRATION_FORMS,
        Document.CODE_SHEET,
        Document.PROGRESS_PICTURE,
        Document.TREND_PICTURE,
        Document.MONTH_PICTURE,
    }


async def test_what_a_tap_is_answered_with_is_said_and_nothing_else_is(
    play: Play, channel: ZaloOaChannel
) -> None:
    for silent in (Acknowledge(""), Delete("s1"), SetCommands((("menu", "Việc"),))):
        assert await channel.send("Hùng", silent, None, None) == Sent(parts=0)
    await channel.send("Hùng", Acknowledge("", "Đã gửi rồi", alert=True), None, None)
    assert shown(play) == [{"text": "Đã gửi rồi"}]


async def test_within_48_hours_it_writes_for_nothing(play: Play, channel: ZaloOaChannel) -> None:
    play.forward(hours=47)
    await channel.send("Hùng", SAID, None, None)
    assert not play.sandbox.shown[0].paid


async def test_after_48_hours_it_writes_only_where_the_office_pays(
    play: Play, channel: ZaloOaChannel
) -> None:
    play.forward(hours=48)
    failure = await refused(channel)
    assert failure.problem is Problem.WINDOW
    assert "TUSOI_ZALO_OA_PAID" in failure.reason
    await play.channel(pays=True).send("Hùng", SAID, None, None)
    assert [one.paid for one in play.sandbox.shown] == [True]


async def test_after_7_days_the_platform_is_not_even_asked(play: Play) -> None:
    channel = play.channel(pays=True)
    play.hears(channel, play.sandbox.says("Hùng", "chào"))
    play.forward(days=7)
    play.sandbox.fail_next("cs", -32)
    failure = await refused(channel)
    assert failure.problem is Problem.WINDOW, "the fault still waits for its request"
    assert play.sandbox.tokens.renewals == 0


async def test_who_never_wrote_is_not_written_to(play: Play, channel: ZaloOaChannel) -> None:
    with pytest.raises(SendFailed) as failure:
        await channel.send("Tâm", SAID, None, None)
    assert failure.value.problem is Problem.WINDOW


async def test_who_writes_again_can_be_written_to_again(play: Play, channel: ZaloOaChannel) -> None:
    play.forward(days=30)
    play.hears(channel, play.sandbox.says("Hùng", "chào"))
    await channel.send("Hùng", SAID, None, None)
    assert shown(play) == [{"text": SAID.text}]


@pytest.mark.parametrize("code", CATALOGUE)
async def test_each_error_says_what_it_means_for_the_row(
    play: Play, channel: ZaloOaChannel, code: int
) -> None:
    play.sandbox.fail_next("cs", code)
    failure = await refused(channel)
    assert failure.problem is CATALOGUE[code][0]
    assert str(code) in failure.reason
    assert "Mẫu" not in failure.reason, "the platform's words may name somebody"


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (-32, Problem.PAUSE),
        (-211, Problem.REFUSED),
        (-213, Problem.BLOCKED),
        (-230, Problem.WINDOW),
        (-232, Problem.WINDOW),
        (-12345, Problem.REFUSED),
        (502, Problem.LATER),
        (None, Problem.AMBIGUOUS),
    ],
)
async def test_the_sender_is_told_what_to_do(
    play: Play, channel: ZaloOaChannel, code: int | None, problem: Problem
) -> None:
    play.sandbox.fail_next("cs", code)
    assert (await refused(channel)).problem is problem


async def test_too_many_requests_pause_the_whole_account_for_a_minute(
    play: Play, channel: ZaloOaChannel
) -> None:
    play.sandbox.fail_next("cs", -32)
    assert (await refused(channel)).retry_after == timedelta(minutes=1)


async def test_who_does_not_follow_counts_as_having_blocked_it(
    play: Play, channel: ZaloOaChannel
) -> None:
    play.sandbox.unfollow("Hùng")
    assert (await refused(channel)).problem is Problem.BLOCKED


async def test_nobody_listening_means_later(play: Play) -> None:
    play.url = "http://127.0.0.1:9"
    with pytest.raises(SendFailed) as failure:
        await play.channel().open()
    assert failure.value.problem is Problem.LATER


@pytest.mark.parametrize("code", sorted(TOKEN_CODES))
async def test_an_access_token_that_is_not_taken_is_renewed_once(
    play: Play, channel: ZaloOaChannel, code: int
) -> None:
    play.sandbox.fail_next("cs", code)
    await channel.send("Hùng", SAID, None, None)
    assert shown(play) == [{"text": SAID.text}]
    assert play.sandbox.tokens.renewals == 2


async def test_and_where_the_renewed_one_is_not_taken_either_it_stops(
    play: Play, channel: ZaloOaChannel
) -> None:
    for _ in range(2):
        play.sandbox.fail_next("cs", -216)
    assert (await refused(channel)).problem is Problem.STOPPED
    assert play.sandbox.tokens.renewals == 2


async def test_a_file_somebody_sent_is_fetched_from_where_the_platform_keeps_it(
    play: Play, channel: ZaloOaChannel
) -> None:
    play.sandbox.files["ds.xlsx"] = b"12345"
    assert await channel.fetch(f"{play.url}/files/ds.xlsx") == b"12345"
    for elsewhere in (
        "http://127.0.0.1:9/files/ds.xlsx",
        "file:///etc/hosts",
        f"{play.url}/files/x",
    ):
        with pytest.raises(SendFailed) as failure:
            await channel.fetch(elsewhere)
        assert failure.value.problem is Problem.REFUSED


async def test_its_link_opens_the_account(channel: ZaloOaChannel) -> None:
    assert channel.link("abc") == f"https://zalo.me/{ACCOUNT}"


async def test_no_token_is_ever_written_down(
    play: Play, channel: ZaloOaChannel, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told = [repr(channel), repr(channel._client), repr(channel._tokens), repr(channel.hook)]
    for code in (-216, -32, -213, 502, None):
        play.sandbox.fail_next("cs", code)
        try:
            await channel.send("Hùng", SAID, None, None)
        except SendFailed as failure:
            told += [str(failure), repr(failure.__cause__), repr(failure.__context__)]
    play.forward(hours=20)
    play.sandbox.fail_next("access_token", None)
    await channel.send("Hùng", SAID, None, None)
    with pytest.raises(SendFailed):
        await channel.fetch(f"{play.url}/files/none")
    told += [record.getMessage() for record in caplog.records]
    for secret in ("access-", "refresh-0", "refresh-1", SECRET_KEY, play.sandbox.webhook_secret):
        assert not [line for line in told if secret in line], secret


async def test_a_whole_conversation_is_taken_by_the_platform(
    play: Play, channel: ZaloOaChannel
) -> None:
    """Every message the bot says is one that the sandbox has checked, buttons and all."""
    for text in ("/menu", "/dangky", "Số hóa hồ sơ đất đai", "quay lại", "/tusoi", "0", "/trogiup"):
        play.hears(channel, play.sandbox.says("Hùng", text))
        said = [operation for chat, _row, operation in play.office.fresh() if chat == "Hùng"]
        assert said, text
        for operation in said:
            await channel.send("Hùng", operation, None, None)
    assert any("attachment" in message for message in shown(play))
