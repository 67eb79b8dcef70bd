"""An invented office and its duties, as reports are given them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from domain.completion import Completion, DutyTable, PersonLine
from domain.people import Person, Post
from domain.period import Period, Span
from domain.plan import Every, Kind
from domain.registration import TaskContent
from domain.text import Localized, Text
from domain.vietnamese import sort_key
from locales.render import Reader, render
from reports.documents import FormInput
from reports.letterhead import Letterhead, Signer

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DUE = datetime(2025, 10, 14, 10, 0, tzinfo=UTC)
AS_OF = datetime(2025, 10, 10, 9, 30, tzinfo=UTC)

REGISTRATION = Period(
    obligation="registration",
    kind=Kind.REGISTRATION,
    span=Span(Every.ONCE, date(2025, 10, 3), date(2025, 10, 14)),
    opens=datetime(2025, 10, 3, 1, 0, tzinfo=UTC),
    due=DUE,
    closes=datetime(2025, 10, 31, 10, 0, tzinfo=UTC),
    id=1,
)
SELF_CHECK = replace(REGISTRATION, obligation="self_check", kind=Kind.SELF_CHECK, id=2)

FAMILIES = ("Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ")
MIDDLES = ("Thị Mỹ", "Văn", "Hữu", "Ngọc", "Quý")
GIVEN = ("Ánh", "Ưu", "Thủy", "Lễ", "Nghĩa", "Kỳ", "Duyên")


def vietnamese(text: Text) -> str:
    return render(text, Reader("vi", "anh", "Kỳ", ZONE))


def english(text: Text) -> str:
    return render(text, Reader("en", "Mr", "Kỳ", ZONE))


def person(number: int, name: str = "", position: str = "Chuyên viên") -> Person:
    name = name or " ".join(
        (FAMILIES[number % 9], MIDDLES[number % 5], GIVEN[number % 7]),
    )
    return Person(number, name, (Post("Tổ Kinh tế", position),))


def table(
    standings: dict[Completion, int],
    *,
    period: Period = REGISTRATION,
    as_of: datetime = AS_OF,
    papers: int = 0,
    title: str = "Đăng ký nhiệm vụ",
) -> DutyTable:
    """A duty with so many people of each standing; the first `papers` have handed in their form."""
    each = [completion for completion, count in standings.items() for _ in range(count)]
    lines = [
        PersonLine(
            person(number),
            completion,
            done_at=datetime(2025, 10, 8, 2, number % 60, tzinfo=UTC) if completion.done else None,
            paper_in=number < papers,
        )
        for number, completion in enumerate(each)
    ]
    lines.sort(key=lambda line: sort_key(line.person.full_name))
    return DutyTable(
        period,
        Localized(title, "Registering a task"),
        Localized("trước ngày 15/10/2025", "before 15/10/2025"),
        as_of,
        tuple(lines),
    )


#: The forty-five of the digest's headline.
MOST_DONE = {
    Completion.DONE: 39,
    Completion.DONE_ON_PAPER: 2,
    Completion.NOT_SENT: 3,
    Completion.NOT_CONNECTED: 1,
}
EVERY_STANDING = {
    Completion.DONE: 26,
    Completion.DONE_ON_PAPER: 3,
    Completion.DONE_LATE: 2,
    Completion.NOT_SENT: 5,
    Completion.NOT_CONNECTED: 4,
    Completion.BLOCKED: 1,
    Completion.CLAIMED: 1,
    Completion.ON_PAPER: 2,
    Completion.ABSENT: 1,
    Completion.NOT_APPLICABLE: 2,
}

LETTERHEAD = Letterhead(
    "UBND phường Mẫu",
    "Phòng Kinh tế, Hạ tầng và Đô thị",
    "Phường Mẫu",
    ("UBND phường (thông qua Phòng Văn hóa - Xã hội)", "Cán bộ, công chức phòng"),
)
TASK = TaskContent(
    task="Số hóa và đưa lên dịch vụ công trực tuyến toàn bộ hồ sơ cấp phép xây dựng nhà ở",
    product="100% hồ sơ được số hóa; danh mục hồ sơ gửi Trưởng phòng",
    due=date(2025, 12, 15),
    measures="Phân loại hồ sơ theo khu vực;\nquét hồ sơ vào chiều thứ Sáu hằng tuần.",
)


def form(
    who: Person, content: TaskContent = TASK, *, version: int = 2, collective: bool = False
) -> FormInput:
    return FormInput(
        who,
        content,
        LETTERHEAD,
        basis="Kế hoạch triển khai thực hiện Chỉ thị số 34-CT/TU",
        year=2025,
        signer=Signer("Trưởng phòng", "Lương Hữu Thước"),
        version=version,
        submitted_at=AS_OF,
        collective=collective,
    )
