"""What /kenh shows and offers, and who is told what."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from domain.effects import Refused, Reply
from domain.enrolment import Tell
from domain.linking import (
    AddingChannel,
    Carries,
    ChosenChat,
    LinkedChat,
    Linking,
    PreferChannel,
    RemoveChat,
    ShowChannelCode,
)
from domain.message import Do, Message, Target
from domain.people import Person, Post, Role, Standing
from handlers.linking import ADD, CHANNELS, PREFER, REMOVE

NOW = datetime(2025, 10, 7, 2, 0, tzinfo=UTC)
HUNG = Person(
    5, "Trần Quốc Hùng", (Post("Tổ Đất đai", "Chuyên viên"),), Standing.STAFF,
    frozenset({Role.OFFICIAL}), "anh", "vi",
)  # fmt: skip
TELEGRAM = LinkedChat(1, "telegram", "Telegram", NOW, Carries.YES, here=True)
ZALO = LinkedChat(2, "zalo", "Zalo", NOW, Carries.YES, here=False)
ALONE = Linking(HUNG, NOW, (TELEGRAM,), (("zalo", "Zalo"),))
BOTH = Linking(HUNG, NOW, (ZALO, TELEGRAM), ())


def shown(linking: Linking) -> Message:
    (effect,) = CHANNELS.decide(linking)  # type: ignore[misc]  # never Refused
    assert isinstance(effect, Reply)
    return effect.message


def offered(linking: Linking) -> list[Target]:
    return [choice.target for row in shown(linking).choices for choice in row]


def test_with_one_channel_the_other_is_offered_and_the_only_one_cannot_be_taken_off() -> None:
    assert offered(ALONE) == [Do("channel_add", "zalo")]


def test_where_the_office_runs_no_other_channel_nothing_is_offered() -> None:
    assert offered(replace(ALONE, addable=())) == []


def test_with_two_the_other_one_may_come_first_and_either_may_be_taken_off() -> None:
    assert offered(BOTH) == [
        Do("channel_prefer", "1"),
        Do("channel_remove", "2"),
        Do("channel_remove", "1"),
    ]


def test_a_blocked_channel_is_not_preferred_and_the_one_that_works_is_kept() -> None:
    blocked = replace(ZALO, carries=Carries.BLOCKED)
    linking = replace(BOTH, chats=(TELEGRAM, blocked))
    assert offered(linking) == [Do("channel_remove", "2")]
    assert isinstance(PREFER.decide(ChosenChat(linking, blocked)), Refused)


def test_the_code_is_shown_once_and_kept() -> None:
    adding = AddingChannel(
        HUNG, "zalo", "Zalo", "123456", "t", "https://zalo.me/x", NOW + timedelta(minutes=15)
    )
    kept, told = ADD.decide(adding)  # type: ignore[misc]  # never Refused
    assert kept == ShowChannelCode("zalo", "123456", "t")
    assert isinstance(told, Reply)
    params = [value for line in told.message.body for value in line.params.values()]
    assert "123 456" in params
    assert "https://zalo.me/x" in params


def test_preferring_says_which() -> None:
    effects = PREFER.decide(ChosenChat(BOTH, TELEGRAM))
    assert not isinstance(effects, Refused)
    assert effects[0] == PreferChannel("telegram")


def test_both_chats_hear_that_one_is_taken_off() -> None:
    for removed in (ZALO, TELEGRAM):
        effects = REMOVE.decide(ChosenChat(BOTH, removed))
        assert not isinstance(effects, Refused)
        assert effects[0] == RemoveChat(removed.account)
        assert [e.account for e in effects if isinstance(e, Tell)] == [ZALO.account]
