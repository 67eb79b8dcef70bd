"""Turns that wait together: each chat's in its order, and one that fails takes nobody's with it."""

from __future__ import annotations

import re
from typing import cast

from sqlalchemy import event
from sqlmodel import col, select

from bot.channels.base import Channel, Incoming, Typed
from bot.playing import play_waiting
from storage import inbox
from storage.inbox import Arrived
from storage.tables import InboxRow
from tests.office import BOT, SmallOffice

PRODUCT = "Quy trình mới; 98% hồ sơ đúng hạn"


class Reading:
    """Reads "who: what"; of "who!" something that cannot be played."""

    name, bot = BOT

    def read(self, update: Arrived) -> Incoming:
        who, _colon, what = str(update.payload["text"]).partition(": ")
        words = cast("str", None) if who.endswith("!") else what
        return Incoming(who.rstrip("!"), private=True, language="vi", event=Typed(words))


def play_together(office: SmallOffice, *lines: str) -> list[str]:
    """Let all of it wait, play it in one transaction; what became of each."""
    channels = cast("dict[tuple[str, str], Channel]", {BOT: Reading()})
    with office.work() as work:
        arrived = [Arrived(*BOT, f"{n} {line}", {"text": line}) for n, line in enumerate(lines)]
        inbox.store(work, arrived)
        assert play_waiting(work, office.registry, channels) == len(lines)
    with office.work() as work:
        return list(work.session.exec(select(InboxRow.state).order_by(col(InboxRow.id))))


def told(office: SmallOffice, name: str) -> list[str]:
    return [getattr(operation, "text", "") for _row, operation in office.said_to(name)]


def test_each_chats_turns_are_played_in_its_order_side_by_side(office: SmallOffice) -> None:
    tasks = {name: f"Rút thời gian giải quyết hồ sơ của {name} còn 10 ngày" for name in CHATS}
    lines = [line.format(name=name, task=tasks[name]) for line in SAID for name in CHATS]
    assert play_together(office, *lines) == ["played"] * len(lines)
    for name in CHATS:
        assert tasks[name] in told(office, name)[-1]
        assert PRODUCT in told(office, name)[-1]


CHATS = ("Hùng", "Tâm", "Sơn")
SAID = ("{name}: /dangky", "{name}: {task}", "{name}: " + PRODUCT, "{name}: hết tháng 11")


def test_a_turn_that_fails_is_told_and_takes_no_other_back(office: SmallOffice) -> None:
    states = play_together(office, "Hùng: /dangky", "Tâm!: x", "Hùng: /huy", "Tâm: /menu")
    assert states == ["played", "aside", "played", "played"]
    assert "chưa thay đổi gì" in told(office, "Tâm")[0]
    assert len(told(office, "Hùng")) == 2


def test_three_people_ask_the_database_no_more_often_than_one(office: SmallOffice) -> None:
    """What is asked for each of a group's people belongs to `storage.at_hand`."""
    for line in SAID:
        alone = _asked(office, line.format(name="Tâm", task="Số hóa toàn bộ hồ sơ hộ tịch"))
        others = (line.format(name=name, task=f"Việc của {name}") for name in ("Hùng", "Sơn"))
        assert _asked(office, *others, line.format(name="Khôi", task="Việc của Khôi")) == alone


def _asked(office: SmallOffice, *lines: str) -> list[str]:
    """The tables that a group of turns asks, in order."""
    asked: list[str] = []

    def note(*about: object) -> None:
        asked.extend(re.findall(r"^SELECT \w+\..*?FROM (\w+)", str(about[2]), re.DOTALL))

    event.listen(office.database.engine, "before_cursor_execute", note)
    play_together(office, *lines)
    event.remove(office.database.engine, "before_cursor_execute", note)
    return asked
