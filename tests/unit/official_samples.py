"""What an invented office reports: a round of registering, a year, a notice; in both layouts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from domain.apology import Addressee, LateFile, Letter
from domain.completion import Completion, SignCount
from domain.enrolment import Entrance
from domain.obstacle import ObstacleState
from domain.period import stretch_around
from domain.plan import Body, Every
from domain.registration import PaperState, Revision, TaskContent
from domain.reporting import Ahead, Check, Registrations, Stretch
from domain.text import Localized, verbatim
from domain.work import Outcome, TaskLine, TaskResult
from reports.issued import Issued
from reports.letterhead import Letterhead, Signer
from reports.notice import Introduced
from tests.unit.reports_samples import AS_OF, LETTERHEAD, SELF_CHECK, TASK, person, table

STATE = Issued(
    LETTERHEAD,
    "Kế hoạch triển khai thực hiện Chỉ thị số 34-CT/TU",
    "UBND phường (thông qua Phòng Văn hóa - Xã hội)",
    Signer("KT. Trưởng phòng\nPhó Trưởng phòng", "Lương Hữu Thước"),
    2025,
    "Trần Thị Ánh",
)
PARTY = replace(
    STATE,
    letterhead=Letterhead(
        "Đảng bộ thành phố Mẫu",
        "Đảng ủy phường Mẫu",
        "Mẫu",
        ("Ban Thường vụ Đảng ủy phường (qua Ban Xây dựng Đảng)",),
        Body.PARTY,
    ),
    receives="Ban Thường vụ Đảng ủy phường",
    signer=Signer("T/M Ban Thường vụ\nBí thư", "Lương Hữu Thước"),
)
PEOPLE = table(
    {
        Completion.DONE: 38,
        Completion.DONE_LATE: 1,
        Completion.DONE_ON_PAPER: 2,
        Completion.NOT_SENT: 2,
        Completion.BLOCKED: 1,
        Completion.ABSENT: 1,
    },
    papers=30,
)


def task(number: int, content: TaskContent = TASK, *, late: bool = False) -> TaskLine:
    paper = PaperState.SIGNED if number % 2 else PaperState.NONE
    return TaskLine(person(number), Revision(1, content, AS_OF, late=late), paper=paper)


def registrations(content: TaskContent = TASK) -> Registrations:
    """The office's own task first in what is listed, 39 sent, 2 on paper, 4 missing."""
    sent = [
        task(line.person.id, content, late=line.completion is Completion.DONE_LATE)
        for line in PEOPLE.lines
        if line.completion in {Completion.DONE, Completion.DONE_LATE}
    ]
    office = TaskLine(
        person(50, "Lý Thái Bình"), Revision(1, TASK, AS_OF, late=False), collective=True
    )
    return Registrations(PEOPLE, (*sent, office), 2025, date(2025, 10, 10))


def year() -> Stretch:
    """2025 as it is reported in January 2026."""
    as_of = datetime(2026, 1, 5, 2, tzinfo=UTC)
    checked = table(
        {Completion.DONE: 38, Completion.DONE_LATE: 3, Completion.NOT_SENT: 4},
        period=SELF_CHECK,
        title="Tự soi, tự sửa hằng tháng: tháng 10/2025",
        as_of=as_of,
    )
    outcomes = [Outcome.DONE, Outcome.DONE, Outcome.PARTLY]
    tasks = [
        replace(line, result=TaskResult(outcomes[n % 3], "đã làm", as_of))
        for n, line in enumerate(registrations().tasks)
        if not line.collective
    ]
    sign = SignCount(3, Localized("Chậm trả lời", "Slow to answer"), 7, 41)
    half = Localized("Báo cáo 06 tháng đầu năm 2026", "Half-year report")
    return Stretch(
        stretch_around(Every.YEAR, date(2025, 10, 1)),
        as_of,
        (replace(PEOPLE, as_of=as_of),),
        (Check(checked, (sign,)),),
        tuple(tasks),
        {ObstacleState.OPEN: 1, ObstacleState.ANSWERED: 4},
        6,
        (Ahead(half, as_of, Localized("định kỳ 06 tháng", "every six months")),),
    )


LETTER = Letter(
    person(5),
    1,
    AS_OF,
    LateFile(
        addressee=Addressee.MAN,
        whom="Nguyễn Văn Ví Dụ",
        about="Cấp giấy phép xây dựng nhà ở",
        receipt="H17.02-251001-0007",
        promised=date(2025, 10, 3),
        stands="đang chờ ý kiến của Văn phòng đăng ký đất đai",
        reason="cán bộ thụ lý chuyển công tác, bàn giao chậm",
        until=date(2025, 10, 14),
    ),
)
INTRODUCED = Introduced(
    (
        Entrance(verbatim("Zalo"), "https://zalo.me/tusoi_phuong_mau_bot"),
        Entrance(verbatim("Telegram"), "https://t.me/tusoi_phuong_mau_bot"),
    ),
    AS_OF,
)
