"""Where nothing can be pressed, a number means the newest message that can have been read."""

from __future__ import annotations

from datetime import datetime

import pytest

from domain.channels import ZALO
from domain.outgoing import Say
from storage import menus
from tests.office import ZONE, SmallOffice


def said(office: SmallOffice, name: str) -> str:
    return "\n".join(op.text for _row, op in office.said_to(name) if isinstance(op, Say))


def newest_said(office: SmallOffice, name: str) -> str:
    operations = [op for _row, op in office.said_to(name) if isinstance(op, Say)]
    return operations[-1].text


def at_the_review() -> SmallOffice:
    office = SmallOffice(channel=ZALO)
    office.types("Hùng", "đăng ký")
    office.types("Hùng", "1. Rút ngắn thời gian chờ\n2. Quy trình mới\n3. 15/11")
    office.fresh()
    return office


@pytest.mark.parametrize(
    "typed", ["1", "1.", "(1)", "Gửi luôn", "gui luon", "GỬI LUÔN", "guwir luoon"]
)
def test_a_choice_is_its_number_or_its_label_with_accents_without_and_by_telex(typed: str) -> None:
    office = at_the_review()
    office.types("Hùng", typed)
    assert "Đã lưu lúc" in newest_said(office, "Hùng")


def test_a_number_sent_twice_in_a_moment_answers_one_question_only() -> None:
    office = at_the_review()
    office.types("Hùng", "1")
    before = newest_said(office, "Hùng")
    office.types("Hùng", "1")
    assert before != newest_said(office, "Hùng")
    assert "Bản in" not in newest_said(office, "Hùng").splitlines()[0]


def test_a_number_that_is_not_there_is_explained() -> None:
    office = at_the_review()
    office.types("Hùng", "để sau")
    office.fresh()
    office.types("Hùng", "7")
    assert "7" in newest_said(office, "Hùng")
    assert "1, 2" in newest_said(office, "Hùng")


def test_a_number_beyond_another_list_is_no_answer_to_the_question_before_it() -> None:
    office = SmallOffice(datetime(2025, 10, 27, 9, 0, tzinfo=ZONE), channel=ZALO)
    office.types("Hùng", "/tusoi")
    office.types("Hùng", "menu")
    office.fresh()
    with office.work() as work:
        shown = menus.newest(work, office.account(work, "Hùng").id or 0)
    assert "7" not in {item.typed for item in shown}
    office.types("Hùng", "7")  # a sign of the question above, were it not for the list
    told = newest_said(office, "Hùng")
    assert "không có lựa chọn số 7" in told
    assert "gõ “làm tiếp”" in told
    office.types("Hùng", "lamf tieeps")
    office.fresh()
    assert "thấy mình có biểu hiện nào?" in newest_said(office, "Hùng")
    office.types("Hùng", "7")
    assert "Được hỏi mà không đáp" in newest_said(office, "Hùng")


def test_go_on_alone_means_what_the_list_offers_to_go_on_with() -> None:
    office = at_the_review()
    office.types("Hùng", "để sau")
    office.types("Hùng", "/trangthai")
    office.fresh()
    office.types("Hùng", "lam tiep")
    assert "Mời anh xem lại" in newest_said(office, "Hùng")


def test_a_number_after_a_reminder_means_the_reminder_and_says_so() -> None:
    office = at_the_review()
    office.tick()
    office.clock(datetime(2025, 10, 10, 8, 30))  # noqa: DTZ001 - the office's local time
    office.tick()
    office.fresh()
    with office.work() as work:
        choices = menus.newest(work, office.account(work, "Hùng").id or 0)
    (first,) = (item for item in choices if item.typed == "1")
    office.types("Hùng", "1")
    assert first.label == "Đăng ký nhiệm vụ"
    assert newest_said(office, "Hùng").startswith(f"✓ {first.label}")


def test_everything_one_turn_says_is_one_message() -> None:
    office = at_the_review()
    before = len(office.said_to("Hùng"))
    office.types("Hùng", "menu")
    assert len(office.said_to("Hùng")) == before + 1


def test_no_row_of_buttons_ever_goes_where_there_are_none() -> None:
    office = at_the_review()
    assert all(not op.rows for _row, op in office.said_to("Hùng") if isinstance(op, Say))
