"""People and inputs the tests of getting in share."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from domain.consent import ConsentInputs
from domain.message import Message
from domain.people import Person, Post, Role, Standing
from locales.render import Reader, render

NOW = datetime(2025, 10, 7, 2, 0, tzinfo=UTC)
ENGLISH = Reader("en", "anh", "Hùng", ZoneInfo("Asia/Ho_Chi_Minh"))
HUNG = Person(5, "Trần Quốc Hùng", (Post("Tổ Đất đai", "Chuyên viên"),), salutation="anh")
MAI = Person(
    3,
    "Phạm Thanh Mai",
    (Post("Tổ Tổng hợp", "Chuyên viên"),),
    roles=frozenset({Role.OFFICIAL, Role.SPECIALIST}),
    salutation="chị",
)
BINH = Person(
    1, "Lý Thái Bình", (Post("Lãnh đạo", "Trưởng phòng"),), Standing.HEAD, salutation="anh"
)


def consent_inputs(who: Person = HUNG, given_before: int = 0) -> ConsentInputs:
    return ConsentInputs(who, NOW, "Telegram", (MAI,), (BINH,), given_before, "12")


def words(message: Message) -> str:
    """Everything a message says, in English."""
    lines = [*([message.title] if message.title else []), *message.body]
    labels = [choice.label for row in message.choices for choice in row]
    return "\n".join(render(text, ENGLISH) for text in [*lines, *labels])
