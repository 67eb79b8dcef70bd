"""What the demo's people do about what stands on their screens."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.sandbox import cast_words as words
from bot.sandbox.messages import Content, Message, User
from bot.sandbox.reading import Habits, Press, Type, keys, marked, next_act
from bot.sandbox.texts import Formatted

BOT = User(1, "tusoi", is_bot=True)
TASK = words.Task("Lập bản đồ ngập", "Bản đồ 23 điểm", "30/11")
HABITS = Habits(TASK, seed=1)
NOW = datetime(2025, 10, 7, 2, tzinfo=UTC)


def message(text: str, *labels: str, number: int = 1, wanted: str = "") -> Message:
    rows = [
        [
            {"text": label, "callback_data": label}
            | ({"style": "primary"} if label == wanted else {})
        ]
        for label in labels
    ]
    keyboard = {"inline_keyboard": rows} if rows else None
    return Message(number, {}, BOT, NOW, Content(Formatted(text)), keyboard)


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
    asked = message("Mời anh xem lại", "✎ Sửa: Nhiệm vụ", "Gửi luôn", "Để sau", wanted="Gửi luôn")
    assert next_act(asked, HABITS) == Press(1, "Gửi luôn")


def test_an_offer_outside_a_form_is_for_the_eager_only() -> None:
    offer = message("Việc đầu tiên là đăng ký", "Đăng ký", "Xem các việc", wanted="Đăng ký")
    assert next_act(offer, HABITS) is None
    assert next_act(offer, Habits(TASK, 1, eager=True)) == Press(1, "Đăng ký")


def test_signs_are_marked_and_then_sent() -> None:
    ticked = {"☐": 0, "Xong": 0}
    for number in range(40):
        labels = ["☐ 1", "☐ 2", "☐ 0. Không có", "Xong", "Để sau"]
        for _tap in range(4):
            shown = message("Biểu hiện nào?", *labels)
            act = next_act(replace(shown, date=NOW + timedelta(minutes=number)), HABITS)
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


REMINDER = """Chào anh Phong, phòng chưa nhận được đăng ký nhiệm vụ của anh.
Nhờ anh gửi trước 16 giờ 30 hôm nay.

Chọn bằng số:
1. Đăng ký nhiệm vụ
2. Đã nộp bản giấy
3. ⏰ Ngày mai"""
TOGETHER = """Đăng ký nhiệm vụ trọng tâm cá nhân

Anh trả lời gộp trong một tin, đánh số như dưới đây, hoặc lần lượt từng câu:
1. Anh đăng ký nhiệm vụ gì, gắn với vị trí việc làm?
2. Sản phẩm hoặc kết quả cụ thể là gì?
3. Anh dự kiến hoàn thành khi nào?
Ví dụ: 15/10, hết tháng 11, cuối quý 4.

Gõ “quay lại” để sửa câu trước, “để sau” để làm lúc khác."""
SIGNS = """Anh thấy mình có biểu hiện nào?
☐ 1. Chưa đúng quy chế
☐ 2. Chưa chủ động
☐ 3. Tham mưu vòng vo

Anh gửi các số trong một tin, ví dụ 2, 3; gửi 0 nếu không có.

• Gõ “nguyên văn”: Xem nguyên văn"""
REMEDIES = """Anh định làm gì để khắc phục, đến khi nào xong? Một dòng là đủ.
Anh trả lời gộp trong một tin, đánh số như dưới đây, hoặc lần lượt từng câu:
3. Tham mưu vòng vo
(có thể bỏ qua)
4. Anh có muốn ghi thêm gì cho riêng mình không?
(có thể bỏ qua)"""


def test_a_number_stands_for_a_button_where_there_are_none() -> None:
    (wanted,) = marked(message(REMINDER))
    assert wanted == Type("1")
    assert [key.label for key in keys(message(REMINDER))][1:] == ["Đã nộp bản giấy", "⏰ Ngày mai"]
    assert list(marked(message("Đã lưu.\n\nChọn bằng số:\n1. Bản in\n2. Xem lại"))) == []


def test_a_word_that_is_to_be_typed_is_typed() -> None:
    asked = message("Chào anh.\n\n• Gõ “Đồng ý”\n• Gõ “Nộp bản giấy”\n• Gõ “Xem thêm”")
    assert next_act(asked, HABITS) == Type("Đồng ý")
    assert next_act(asked, Habits(TASK, 1, on_paper=True)) == Type("Nộp bản giấy")


def test_questions_asked_together_are_answered_together_or_one_by_one() -> None:
    answer = f"1. {TASK.task}\n2. {TASK.product}\n3. {TASK.due}"
    assert next_act(message(TOGETHER), HABITS) == Type(answer)
    assert next_act(message(TOGETHER), Habits(TASK, seed=3)) == Type(TASK.task)


def test_what_may_be_left_out_is_answered_once() -> None:
    act = next_act(message(REMEDIES), HABITS)
    assert isinstance(act, Type)
    number, _dot, answer = act.text.partition(". ")
    assert (number, answer in words.REMEDIES) == ("3", True)


def test_signs_are_named_in_one_message() -> None:
    answers = set()
    for minute in range(40):
        asked = replace(message(SIGNS), date=NOW + timedelta(minutes=minute))
        act = next_act(asked, HABITS)
        assert isinstance(act, Type)
        answers.add(act.text)
    assert "0" in answers
    assert {n.strip() for text in answers for n in text.split(",")} <= {"0", "1", "2", "3"}
    assert len(answers) > 2


def test_the_same_question_is_answered_the_same_way_in_every_life() -> None:
    first, later = (message(SIGNS, number=number) for number in (7, 412))
    assert next_act(first, HABITS) == next_act(later, HABITS)


def test_a_review_is_sent_and_a_receipt_only_read() -> None:
    review = message(
        "Mời anh xem lại\nThời hạn: 30/11/2025\n\nChọn bằng số:\n1. Gửi luôn\n2. Bổ sung"
    )
    saved = message("Đã lưu lúc 8 giờ 00.\n\nChọn bằng số:\n1. Bản in\n2. Xem lại")
    assert next_act(review, HABITS) == Type("1")
    assert next_act(saved, HABITS) is None
