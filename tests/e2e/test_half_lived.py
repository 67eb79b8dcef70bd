"""What a visitor of the demo finds: an October half lived, on everyone's phones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.sandbox.cast import NAMED
from storage.figures import figures
from tests.e2e.chats import at, from_the_bot, had_seen, is_reminder, member
from tests.e2e.conftest import RunningDemo, running

VISIT = at("2025-10-10T08:31")


@pytest.fixture(scope="module")
def half_lived() -> Iterator[RunningDemo]:
    """A demo nobody has touched."""
    with running(fresh=False) as untouched:
        untouched.lived()
        yield untouched


def whose(half_lived: RunningDemo, words: str) -> set[str]:
    members = half_lived.demo.stage.members.values()
    return {m.person.full_name for m in members if had_seen(m, words, VISIT)}


def test_part_has_registered_and_part_has_been_received(half_lived: RunningDemo) -> None:
    registered = whose(half_lived, "Đăng ký nhiệm vụ trọng tâm cá nhân, lần 1")
    received = whose(half_lived, "đã được chị Vy tiếp nhận")
    assert 15 <= len(registered) <= 30
    assert 3 <= len(received) < len(registered)


def test_one_was_asked_to_complete_and_some_chose_paper(half_lived: RunningDemo) -> None:
    assert len(whose(half_lived, "đề nghị chị bổ sung") | whose(half_lived, "đề nghị anh bổ")) == 1
    assert whose(half_lived, "Cao Minh Triết (Tổ Tổng hợp)") == {"Tạ Khánh Vy"}


def test_the_three_phones_shown_first_are_an_official_the_specialist_and_the_admin(
    half_lived: RunningDemo,
) -> None:
    official, specialist, admin = half_lived.demo.cast.shown
    assert is_reminder(official.phone.last)
    assert official.phone.last.date == at("2025-10-10T08:30")
    assert "specialist" in specialist.person.roles
    assert "admin" in admin.person.roles


def test_a_second_phone_waits_for_the_specialist(half_lived: RunningDemo) -> None:
    (second,) = (m for m in half_lived.demo.stage.members.values() if m.second)
    assert "Chuyên viên" in second.phone.last.text or "chuyên viên" in second.phone.last.text
    asked = list(from_the_bot(member(half_lived.demo, "Tạ Khánh Vy")))[-1]
    assert second.person.full_name in asked.text
    assert [button.label for button in asked.buttons] == ["Đồng ý kết nối", "Không đồng ý kết nối"]


def test_some_are_not_connected_and_nothing_has_failed(half_lived: RunningDemo) -> None:
    told = half_lived.wait(half_lived.demo.stage.app.store.work(figures))
    assert (told["people"], told["connected"]) == (41, 39)
    assert (told["waiting"], told["failed"], told["doubled_keys"]) == (0, 0, 0)


def test_everyone_whose_story_is_told_by_name_works_there(half_lived: RunningDemo) -> None:
    names = {m.person.full_name for m in half_lived.demo.stage.members.values()}
    assert set(NAMED) <= names
