"""Asking people something, without a database: figures as typed, options, reminders, paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from domain.answering import Given, amount
from domain.broadcast import AudienceKind, ChosenAudience
from domain.collected import Collected, Line
from domain.completion import Completion
from domain.inquiry import AnswerKind, Inquiry, InquiryState, Wanted
from domain.people import Person, Post
from domain.period import Period, Span
from domain.plan import Every, Kind, OfficeHours
from domain.text import verbatim
from handlers.dialog import Accepted, Rejected, Said
from handlers.inquiry_questions import Bounds, Figure, Options, read_number
from handlers.inquiry_results import paragraph
from handlers.person_question import NamePeople
from handlers.skippable import Skippable
from handlers.typed_dates import NoDate
from handlers.typed_moments import read_deadline
from locales.render import Reader, render
from reports.inquiry_answers import answers_workbook, files_archive
from storage.asked_duties import rules

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = date(2025, 10, 10)
NOW = datetime(2025, 10, 10, 16, 30, tzinfo=ZONE)
FILES = Wanted(AnswerKind.NUMBER, "hồ sơ", Decimal(0), Decimal(500))


def figure(wanted: Wanted = FILES) -> Figure:
    prompt = verbatim("Bao nhiêu hồ sơ trễ hạn?")
    return Figure("answer", prompt, prompt, prompt, wanted, "Bao nhiêu hồ sơ trễ hạn?")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12", "12"),
        ("12 hồ sơ ạ", "12"),
        ("có 12 hồ sơ trễ hạn", "12"),
        ("dạ 12", "12"),
        ("không có", "0"),
        ("ko", "0"),
        ("0", "0"),
        ("12,5", "12.5"),
        ("1 2", "12"),
    ],
)
def test_a_figure_is_read_with_what_people_say_around_it(typed: str, meant: str) -> None:
    assert figure().parse(Said(text=typed), None, TODAY) == Accepted(meant)


@pytest.mark.parametrize(
    "typed", ["khoảng 12", "12-15", "mười hai", "501", "-1", "1,250", "", "12 ngày"]
)
def test_what_is_no_figure_or_out_of_bounds_is_asked_again(typed: str) -> None:
    assert isinstance(figure().parse(Said(text=typed), None, TODAY), Rejected)


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_a_number_written_the_vietnamese_way_is_read_as_it_was_meant(number: Decimal) -> None:
    assert read_number(amount(number).vi) == number


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_figure_within_bounds_or_refused(typed: str) -> None:
    heard = figure().parse(Said(text=typed), None, TODAY)
    if isinstance(heard, Accepted):
        assert 0 <= Decimal(figure().decode(heard.stored)) <= 500


@pytest.mark.parametrize("typed", ["0-500", "từ 0 đến 500", "0 den 500", "0 – 500"])
def test_bounds_are_typed_as_people_write_them(typed: str) -> None:
    heard = Bounds().parse(Said(text=typed), None, TODAY)
    assert isinstance(heard, Accepted)
    assert Bounds().decode(heard.stored) == (Decimal(0), Decimal(500))


def test_bounds_may_be_left_open_but_not_turned_round() -> None:
    assert Skippable(Bounds()).parse(Said(text="bỏ qua"), None, TODAY) == Accepted(None)
    assert isinstance(Bounds().parse(Said(text="500-0"), None, TODAY), Rejected)


@pytest.mark.parametrize(
    "typed", ["Có; Không; Chưa", "Có\nKhông\nChưa", "1. Có\n2. Không\n3. Chưa"]
)
def test_options_are_a_line_each_or_with_semicolons(typed: str) -> None:
    assert Options().parse(Said(text=typed), None, TODAY) == Accepted(["Có", "Không", "Chưa"])


@pytest.mark.parametrize("typed", ["Có", "Có; co", "; ".join("ABCDEFGHIK"), "Có; " + "x" * 41])
def test_one_option_two_alike_ten_or_a_long_one_are_refused(typed: str) -> None:
    assert isinstance(Options().parse(Said(text=typed), None, TODAY), Rejected)


def person(id_: int, name: str, unit: str = "Tổ Đất đai") -> Person:
    return Person(id_, name, (Post(unit, "Chuyên viên"),), salutation="anh")


PEOPLE = (
    person(1, "Trần Quốc Hùng"),
    person(2, "Lê Văn Hùng", "Tổ Đô thị"),
    person(3, "Bùi Minh Tâm"),
)


def test_several_people_are_named_in_one_message_and_namesakes_by_their_unit() -> None:
    question = NamePeople(PEOPLE)
    heard = question.parse(Said(text="tam, hùng (đô thị)"), None, TODAY)
    assert isinstance(heard, Accepted)
    assert [p.id for p in question.decode(heard.stored)] == [2, 3]
    assert isinstance(question.parse(Said(text="tâm, hùng"), None, TODAY), Rejected)
    assert isinstance(question.parse(Said(text=" , "), None, TODAY), Rejected)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("16h45 hôm nay", "10/10 16:45"),
        ("chiều mai", "11/10 16:30"),
        ("sang mai", "11/10 11:00"),
        ("trước trưa thứ hai", "13/10 12:00"),
        ("cuối ngày mai", "11/10 16:30"),
        ("tối nay", "10/10 20:00"),
        ("15/10", "15/10 16:30"),
        ("tomorrow afternoon", "11/10 16:30"),
    ],
)
def test_a_deadline_may_go_without_a_time_of_day(typed: str, meant: str) -> None:
    read = read_deadline(typed, NOW)
    assert isinstance(read, datetime), read
    assert read.strftime("%d/%m %H:%M") == meant


@pytest.mark.parametrize("typed", ["chiều nay", "hôm qua", "lúc nào cũng được", "", "x" * 5000])
def test_a_deadline_that_is_past_or_none_is_refused(typed: str) -> None:
    assert isinstance(read_deadline(typed, NOW), NoDate)


def period(opens: datetime, due: datetime) -> Period:
    span = Span(Every.ONCE, opens.date(), due.date())
    return Period("inquiry-1", Kind.INQUIRY, span, opens, due, due + timedelta(days=1), 7)


def reminded(opens: datetime, due: datetime) -> Sequence[str]:
    found = rules(period(opens, due), OfficeHours(), ZONE)
    return [f"{rule.when.date:%d/%m} {rule.when.at:%H:%M}" for rule in found]


def local(words: str) -> datetime:
    return datetime.strptime(words, "%d/%m/%Y %H:%M").replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("opens", "due", "moments"),
    [
        ("10/10/2025 15:30", "10/10/2025 16:30", ["10/10 16:00"]),
        ("10/10/2025 16:00", "10/10/2025 16:20", ["10/10 16:10"]),
        ("10/10/2025 08:00", "10/10/2025 16:30", ["10/10 12:15", "10/10 16:00"]),
        ("09/10/2025 09:00", "10/10/2025 16:30", ["10/10 08:30", "10/10 15:30"]),
        ("09/10/2025 09:00", "10/10/2025 09:00", ["10/10 08:00"]),
        ("06/10/2025 09:00", "10/10/2025 16:30", ["08/10 12:45", "10/10 08:30", "10/10 15:30"]),
    ],
)
def test_reminders_follow_the_time_there_is(opens: str, due: str, moments: list[str]) -> None:
    assert reminded(local(opens), local(due)) == moments


@given(
    st.integers(min_value=0, max_value=60 * 24 * 30),
    st.integers(min_value=1, max_value=60 * 24 * 20),
)
def test_whatever_the_deadline_reminders_lie_before_it_and_are_few(start: int, lasts: int) -> None:
    opens = local("01/10/2025 00:00") + timedelta(minutes=start)
    asked = period(opens, opens + timedelta(minutes=lasts))
    found = list(rules(asked, OfficeHours(), ZONE))
    moments = [datetime.combine(x.when.date or TODAY, x.when.at, ZONE) for x in found]
    assert all(opens < at < asked.due for at in moments)
    assert len(found) == len({rule.id for rule in found}) <= 3


def test_another_deadline_names_its_reminders_anew() -> None:
    before = period(local("10/10/2025 08:00"), local("10/10/2025 16:30"))
    moved = replace(before, due=local("13/10/2025 16:30"), changed_at=local("10/10/2025 15:00"))
    names = [{rule.id for rule in rules(x, OfficeHours(), ZONE)} for x in (before, moved)]
    assert names[0].isdisjoint(names[1])
    first = min(rule.when.date or TODAY for rule in rules(moved, OfficeHours(), ZONE))
    assert first > TODAY, "nothing that lies before the change is made up for"


def collected(wanted: Wanted, values: Sequence[str | None]) -> Collected:
    mai = replace(person(9, "Phạm Thanh Mai", "Tổ Tổng hợp"), salutation="chị")
    asked = period(local("10/10/2025 15:30"), local("10/10/2025 16:30"))
    audience = ChosenAudience(AudienceKind.ALL)
    words, state = "=HYPERLINK(1) trễ hạn?", InquiryState.ASKED
    inquiry = Inquiry(1, mai, words, wanted, audience, state, asked.due, asked)
    at = local("10/10/2025 15:42").astimezone(UTC)
    lines = tuple(
        Line(
            person(n, f"Người {n}"),
            Completion.NOT_SENT if value is None else Completion.DONE,
            Given(value, at, late=n == 1) if value is not None else None,
        )
        for n, value in enumerate(values, start=1)
    )
    return Collected(inquiry, asked, lines, mai, NOW.astimezone(UTC))


READER = Reader("vi", "chị", "Mai", ZONE)


def said(found: Collected) -> str:
    return render(paragraph(found), READER)


def test_the_paragraph_says_as_of_when_how_many_and_what_they_add_up_to() -> None:
    assert said(collected(FILES, ["7", "5", None])) == (
        "Tính đến 16 giờ 30 ngày 10/10/2025: 2/3 người đã trả lời câu hỏi “=HYPERLINK(1) trễ hạn?”"
        "; tổng 12 hồ sơ, trung bình 6; 1 người chưa trả lời; 1 người trả lời trễ."
    )


def test_the_paragraph_of_a_choice_counts_each_option() -> None:
    wanted = Wanted(AnswerKind.CHOICE, options=("Có", "Không"))
    assert "Có: 2 người; Không: 0 người" in said(collected(wanted, ["Có", "Có"]))


def test_the_paragraph_before_anything_came_in_is_a_whole_sentence() -> None:
    assert said(collected(FILES, [None])).endswith("; 1 người chưa trả lời.")


def test_sums_are_exact_and_words_have_none() -> None:
    figures = collected(FILES, ["0.1", "0.2"]).figures
    assert figures is not None
    assert (figures.total, figures.mean) == (Decimal("0.3"), Decimal("0.15"))
    assert collected(Wanted(AnswerKind.WORDS), ["7"]).figures is None


def test_the_workbook_has_numbers_as_numbers_and_nothing_that_computes() -> None:
    def words(text: object) -> str:
        return render(text, READER)  # type: ignore[arg-type]  # a Text

    numbers = load_workbook(BytesIO(answers_workbook(collected(FILES, ["7", None]), words, ZONE)))
    cells = [cell for row in numbers.worksheets[0].iter_rows() for cell in row]
    assert 7 in [cell.value for cell in cells]
    hostile = collected(Wanted(AnswerKind.WORDS), ['=cmd|"/c calc"!A0'])
    book = load_workbook(BytesIO(answers_workbook(hostile, words, ZONE)))
    assert all(c.data_type != "f" for row in book.worksheets[0].iter_rows() for c in row)


def test_files_are_archived_by_name_and_never_leave_their_folder() -> None:
    sent = [
        ("Trần Quốc Hùng", "../../etc/passwd", b"a"),
        ("Trần Quốc Hùng", "báo cáo.docx", b"b"),
        ("Trần Quốc Hùng", "báo cáo.docx", b"c"),
        ("Bùi Minh Tâm", "không có đuôi", b"d"),
    ]
    with ZipFile(BytesIO(files_archive(sent, NOW))) as archive:
        names = archive.namelist()
    assert len(set(names)) == len(sent)
    assert names[1:3] == ["Trần Quốc Hùng - báo cáo.docx", "Trần Quốc Hùng - báo cáo (2).docx"]
    assert not any("/" in name or "\\" in name for name in names)


def test_a_time_of_day_alone_is_read_as_before() -> None:
    assert read_deadline("17h", NOW) == datetime.combine(TODAY, time(17), ZONE)
