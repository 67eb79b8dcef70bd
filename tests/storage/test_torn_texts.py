"""A text longer than one message: the app cuts it before it sends it; no part is an answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.sandbox.texts import pieces
from domain.channels import TELEGRAM, ZALO, ZALO_OA, abilities
from domain.outgoing import Say
from tests.office import SmallOffice

LONG = "Rút ngắn thời gian giải quyết hồ sơ đất đai của người dân. " * 90


def told(office: SmallOffice, text: str) -> str:
    office.types("Hùng", text)
    return "\n".join(said.text for _chat, _row, said in office.fresh() if isinstance(said, Say))


@pytest.mark.parametrize("channel", [TELEGRAM, ZALO, ZALO_OA])
def test_no_part_of_a_long_text_is_taken_for_an_answer(channel: str) -> None:
    office = SmallOffice(channel=channel)
    office.types("Hùng", "/dangky")
    office.fresh()
    first, *rest = pieces(LONG, abilities(channel).text)
    assert rest
    assert "ký tự" in told(office, first)
    for part in rest:
        office.now += timedelta(seconds=2)
        assert "phần sau của tin quá dài" in told(office, part)
    shown = told(office, "/dangky")
    assert "đăng ký nhiệm vụ gì" in shown
    assert "Đang ghi" not in shown


@pytest.mark.parametrize("channel", [TELEGRAM, ZALO])
def test_an_answer_after_a_refused_one_is_taken(channel: str) -> None:
    office = SmallOffice(channel=channel)
    office.types("Hùng", "/dangky")
    office.types("Hùng", next(iter(pieces(LONG, abilities(channel).text))))
    office.now += timedelta(minutes=1)
    office.fresh()
    assert "Sản phẩm" in told(office, "Rút ngắn thời gian giải quyết hồ sơ đất đai còn 10 ngày")
