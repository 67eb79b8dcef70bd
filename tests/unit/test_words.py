"""Whole messages that are commands, as people type them, and those that must stay answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.people import Person, Post, Role, Standing
from domain.plan import Sign
from domain.text import Localized, _
from domain.vietnamese import fold
from handlers.calendar_question import PickDate
from handlers.command_menu import COMMANDS, commands_for
from handlers.remedy_question import RemedyLine
from handlers.words import PHRASES, argument, may_answer, read
from handlers.write_question import Write

TYPED = [
    ("đăng ký", "dangky"),
    ("Đăng Ký.", "dangky"),
    ("dang ky", "dangky"),
    ("dk", "dangky"),
    ("ddawng kys", "dangky"),
    ("/dangky", "dangky"),
    ("/dangky@tusoi_bot", "dangky"),
    ("/register", "dangky"),
    ("tự soi", "tusoi"),
    ("tu soi", "tusoi"),
    ("tuói", "tusoi"),
    ("xong rồi", "done"),
    ("xong roi em", "done"),
    ("đã nộp bản giấy", "paper"),
    ("nop giay roi", "paper"),
    ("Dạ em nộp giấy rồi nhé chị", "paper"),
    ("da nop giay roi nhe", "paper"),
    ("để sau nhé", "leave"),
    ("dang ban", "leave"),
    ("Not now", "leave"),
    ("on leave until 20/12", "nghi"),
    ("xin nghỉ ốm từ 10/10 đến 12/10", "nghi"),
    ("di hoc den 20/12", "nghi"),
    ("ai vắng", "vang"),
    ("nghi phep tu 10/10 den 20/10", "nghi"),
    ("mai nhắc lại", "snooze_tomorrow"),
    ("mai nhac lai", "snooze_tomorrow"),
    ("Tuần sau nhắc lại nhé", "snooze_monday"),
    ("lat nua nhac lai", "snooze_hour"),
    ("Sao lại nhắc tôi?", "visao"),
    ("dung nhan nua", "stop"),
    ("ghi nhầm, sửa lại", "correct"),
    ("sua lai", "correct"),
    ("tôi còn việc gì", "trangthai"),
    ("con thieu gi", "trangthai"),
    ("nghỉ phép đến 20/10", "nghi"),
    ("nghi phep den 20/10", "nghi"),
    ("/nghi 20/10", "nghi"),
    ("đổi điện thoại", "phone"),
    ("doi dt", "phone"),
    ("ai chưa nộp", "tonghop"),
    ("ai chua nop", "tonghop"),
    ("cần hỗ trợ", "support"),
    ("huỷ", "huy"),
    ("hủy", "huy"),
    ("quay lai", "quaylai"),
    ("trạng thái", "trangthai"),
    ("trợ giúp", "trogiup"),
    ("HELP", "trogiup"),
    ("menu", "menu"),
]
ANSWERS = [
    *("không có", "ko co", "0", "3, 7", "kh", "k", "đc", "có", "đồng ý", "xong", "ok", "tuổi", ""),
    *(
        "m",
        "/",
        "/x",
        "/khongco",
        "tôi đăng ký làm đường dây nóng",
        "menu hôm nay",
        "nghỉ phép năm",
    ),
    *("hủy hồ sơ quá hạn", "👍", "mai"),
]


@pytest.mark.parametrize(("typed", "name"), TYPED)
def test_a_whole_message_is_read_as_its_command(typed: str, name: str) -> None:
    assert read(typed) == name


@pytest.mark.parametrize("typed", ANSWERS)
def test_what_may_be_an_answer_is_left_to_the_open_question(typed: str) -> None:
    assert read(typed) is None


@pytest.mark.parametrize(
    ("name", "phrase"), [(name, phrase) for name, phrases in PHRASES.items() for phrase in phrases]
)
def test_every_phrase_works_with_and_without_accents(name: str, phrase: str) -> None:
    assert len(phrase) > 1
    assert read(phrase) == name
    if phrase != "tuói":
        assert read(fold(phrase)) == name


def test_no_two_commands_share_a_phrase() -> None:
    folded = [(fold(p), name) for name, phrases in PHRASES.items() for p in phrases]
    names = {phrase: {n for p, n in folded if p == phrase} for phrase, _name in folded}
    assert {phrase: n for phrase, n in names.items() if len(n) > 1} == {}


def test_every_command_works_with_a_slash_in_both_languages() -> None:
    for command in COMMANDS:
        assert read(f"/{command.name}") == read(f"/{command.english}") == command.name


def test_what_reads_like_leave_answers_a_question_about_words_but_no_question_for_a_task() -> None:
    prompt = _("Why? One line is enough.")
    reason, task = (
        Write("reason", prompt, prompt),
        Write("task", prompt, prompt, may_be_leave=False),
    )
    label = Localized("Tham mưu chậm", "Slow advice")
    remedy = RemedyLine(Sign(3, label, "3.3"), label)
    day = PickDate("due", prompt, prompt)
    for typed in ("đi công tác đến 16/10", "nghi phep den 20/10", "on leave until 20/12"):
        assert may_answer(reason, typed)
        assert may_answer(remedy, typed)
        assert not may_answer(task, typed)
        assert not may_answer(day, typed)
    assert not may_answer(reason, "/nghi 20/10")
    assert not may_answer(reason, "nghỉ phép")


def test_what_follows_a_command_is_its_argument() -> None:
    assert argument("/nghi 20/10") == "20/10"
    assert argument("nghỉ phép đến 20/10") == "phép đến 20/10"
    assert argument("em xin nghi om den ngay 20/10") == "om den ngay 20/10"
    assert argument("đi học từ 10/10 đến 20/10") == "đi học từ 10/10 đến 20/10"
    assert argument("em nghỉ từ 10/10 đến hết 20/10") == "từ 10/10 đến hết 20/10"
    assert argument("I am on leave until 20/10") == "on leave until 20/10"
    assert argument("/dangky") == argument("dang ky") == argument("một câu") == ""


def test_the_menu_shows_each_role_its_own_commands() -> None:
    staff = Person(1, "Trần Quốc Hùng", (Post("Tổ Đất đai", "Chuyên viên"),))
    head = replace(staff, standing=Standing.HEAD)
    specialists = replace(staff, roles=frozenset({Role.OFFICIAL, Role.SPECIALIST}))
    official = {name for name, _description in commands_for(staff)}
    specialist = {name for name, _d in commands_for(specialists)}
    assert {"dangky", "tusoi", "viec"} <= official
    only = {"duyet", "tapthe", "tonghop", "baocao", "nhac", "thongbao", "macode", "banlamviec"}
    assert specialist - official == only
    assert {name for name, _d in commands_for(head)} - official == {
        *("duyet", "tapthe", "tonghop", "baocao", "banlamviec"),
    }
    assert "register" in {name for name, _d in commands_for(staff, "en")}


@given(st.text(max_size=200))
def test_nothing_that_is_typed_raises(typed: str) -> None:
    name = read(typed)
    assert name is None or name in PHRASES or name == "dongy"
    assert isinstance(argument(typed), str)


def test_a_command_is_understood_without_its_stroke() -> None:
    assert [read(typed) for typed in ("tusoi", "Dangky", "kenh", "check")] == [
        "tusoi",
        "dangky",
        "kenh",
        "tusoi",
    ]
