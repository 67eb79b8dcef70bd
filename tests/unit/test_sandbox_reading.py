"""What the demo's people do about what stands on their screens."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.sandbox import cast_words as words
from bot.sandbox.messages import Content, Message, User
from bot.sandbox.reading import Habits, Press, Type, next_act
from bot.sandbox.texts import Formatted

BOT = User(1, "tusoi", is_bot=True)
TASK = words.Task("Lập bản đồ ngập", "Bản đồ 23 điểm", "30/11")
HABITS = Habits(TASK, seed=1)
NOW = datetime(2025, 10, 7, 2, tzinfo=UTC)


def message(text: str, *labels: str, number: int = 1, marked: str = "") -> Message:
    rows = [
        [
            {"text": label, "callback_data": label}
            | ({"style": "primary"} if label == marked else {})
        ]
        for label in labels
    ]
    return Message(number, {}, BOT, NOW, Content(Formatted(text)), {"inline_keyboard": rows})


def test_whoever_is_asked_who_they_are_says_yes() -> None:
    asked = message("Đây có phải là anh không?", "Đúng, là tôi", "Không phải tôi")
    assert next_act(asked, HABITS) == Press(1, "Đúng, là tôi")


def test_consent_is_given_or_paper_chosen() -> None:
    asked = message("Chào anh", "Đồng ý", "Nộp bản giấy", "Xem thêm", "Để sau")
    assert next_act(asked, HABITS) == Press(1, "Đồng ý")
    assert next_act(asked, Habits(TASK, 1, on_paper=True)) == Press(1, "Nộp bản giấy")


def test_a_question_is_answered_in_ones_own_words() -> None:
    task = message("Anh đăng ký nhiệm vụ gì, gắn với vị trí?", "Để sau")
    product = message("Sản phẩm hoặc kết quả cụ thể là gì?", "‹ Quay lại", "Để sau")
    assert next_act(task, HABITS) == Type(TASK.task)
    assert next_act(product, HABITS) == Type(TASK.product)


def test_a_calendar_is_answered_with_a_day() -> None:
    asked = message("Anh hoàn thành khi nào?", "Cuối tháng này", "T2", "T3", "13", "Để sau")
    assert next_act(asked, HABITS) == Type("30/11")


def test_a_form_is_sent_as_it_stands() -> None:
    asked = message("Mời anh xem lại", "✎ Sửa: Nhiệm vụ", "Gửi luôn", "Để sau", marked="Gửi luôn")
    assert next_act(asked, HABITS) == Press(1, "Gửi luôn")


def test_an_offer_outside_a_form_is_for_the_eager_only() -> None:
    offer = message("Việc đầu tiên là đăng ký", "Đăng ký", "Xem các việc", marked="Đăng ký")
    assert next_act(offer, HABITS) is None
    assert next_act(offer, Habits(TASK, 1, eager=True)) == Press(1, "Đăng ký")


def test_signs_are_marked_and_then_sent() -> None:
    ticked = {"☐": 0, "Xong": 0}
    for number in range(40):
        labels = ["☐ 1", "☐ 2", "☐ 0. Không có", "Xong", "Để sau"]
        for _tap in range(4):
            act = next_act(message("Biểu hiện nào?", *labels, number=number), HABITS)
            assert isinstance(act, Press)
            ticked[act.data[0] if act.data != "Xong" else "Xong"] += 1
            if act.data == "Xong":
                break
            labels[labels.index(act.data)] = act.data.replace("☐", "☑")
        else:
            raise AssertionError("never done")
    assert ticked["Xong"] == 40
    assert ticked["☐"] > 40


def test_what_is_not_understood_is_skipped_where_that_is_possible() -> None:
    asked = message("Còn điều gì nữa?", "Bỏ qua", "‹ Quay lại", "Để sau")
    assert next_act(asked, HABITS) == Press(1, "Bỏ qua")


def test_a_message_that_asks_nothing_is_only_read() -> None:
    assert next_act(message("Đã lưu.", "Bản in", "Xem lại"), HABITS) is None
    assert next_act(message("Cảm ơn anh."), HABITS) is None


def test_a_list_of_papers_is_no_self_check() -> None:
    papers = message("Bản giấy", "☐ 41", "‹ Trước")
    assert next_act(papers, HABITS) is None
