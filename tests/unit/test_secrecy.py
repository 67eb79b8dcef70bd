"""Marks of state secrets are seen; words that only sound like them are not."""

from __future__ import annotations

import unicodedata

import pytest

from bot.inbox import screened
from domain.secrecy import bears_mark
from storage.inbox import CLASSIFIED, Arrived

MARKED = [
    "MẬT",
    "Số 12\nMẬT\nNơi nhận",
    "MẬT 12/CV",
    "Công văn MẬT",
    "(MẬT)",
    "[TỐI MẬT]",
    "TUYỆT MẬT",
    "VĂN BẢN TỐI MẬT CỦA TỈNH",
    "TÀI LIỆU MẬT",
    "DẤU MẬT",
    "Độ mật: Tối mật",
    "TỐI\u00a0MẬT",
    "Tối mật: phương án di dời",
    "Phương án di dời\n(tuyệt mật)",
    "CV_MẬT_2025.docx",
    "12-TB-TOI_MAT.pdf",
    "TUYET MAT",
    unicodedata.normalize("NFD", "TỐI MẬT"),
]
HARMLESS = [
    "",
    "bảo mật",
    "BẢO MẬT",
    "THÔNG TIN BẢO MẬT",
    "BÍ MẬT",
    "MẬT ĐỘ",
    "XÂY DỰNG MẬT ĐỘ CAO",
    "MẬT KHẨU",
    "MẬT ONG",
    "TỐI MẬT MÀ",
    "tối mật mà",
    "Tối mật độ xe còn đông",
    "THÂN MẬT",
    "Mật",
    "mặt bằng",
    "MẶT BẰNG",
    "TOI MAT DIEN THOAI",
]


@pytest.mark.parametrize("words", MARKED)
def test_a_mark_is_seen(words: str) -> None:
    assert bears_mark(words)


@pytest.mark.parametrize("words", HARMLESS)
def test_daily_words_are_no_mark(words: str) -> None:
    assert not bears_mark(words)


def update(**message: object) -> Arrived:
    who = {"id": 7, "first_name": "MẬT"}
    about: dict[str, object] = {"message_id": 1, "date": 2, "chat": who, "from": who}
    return Arrived("telegram", "1", "5", {"update_id": 5, "message": about | message})


@pytest.mark.parametrize(
    "content",
    [
        {"text": "TỐI MẬT\nBáo cáo của Hùng"},
        {"photo": [{"file_id": "a"}], "caption": "TỐI MẬT\nBáo cáo của Hùng"},
        {"document": {"file_id": "a", "file_name": "Báo cáo của Hùng MẬT.docx"}},
        {"text": "xem", "reply_to_message": {"message_id": 3, "text": "MẬT. Báo cáo của Hùng"}},
    ],
)
def test_nothing_of_a_marked_message_is_kept_but_who_and_when(content: dict[str, object]) -> None:
    kept = screened(update(**content)).payload
    assert kept[CLASSIFIED] is True
    message = kept["message"]
    assert isinstance(message, dict)
    assert message.keys() == {"message_id", "date", "chat", "from", "text"}
    assert message["text"] == ""
    assert "Hùng" not in repr(kept)


def test_a_name_and_a_button_of_ours_bear_no_mark() -> None:
    assert screened(update(text="chào")) == update(text="chào")
    tap = {"update_id": 6, "callback_query": {"id": "1", "message": {"text": "MẬT"}}}
    assert screened(Arrived("telegram", "1", "6", tap)).payload == tap
