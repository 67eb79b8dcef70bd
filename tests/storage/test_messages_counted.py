"""How many messages a conversation takes where each one counts, both directions together.

A bot of Zalo's has 3,000 a month for its whole office (`domain.quota`).
"""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlmodel import select

from domain.channels import ZALO
from domain.consent import Purpose
from domain.outgoing import Say
from storage import completions, consents, periods
from storage.consents import ConsentState
from storage.tables import RegistrationRow
from tests.office import SmallOffice

NAME = "Hùng"


def counted(office: SmallOffice, *typed: str) -> int:
    """What was typed and what was said because of it; each answer is read before the next word."""
    office.fresh()
    said = 0
    for words in typed:
        office.types(NAME, words)
        said += sum(isinstance(operation, Say) for _chat, _row, operation in office.fresh())
    return len(typed) + said


@pytest.mark.parametrize(
    ("typed", "most"),
    [
        (("tự soi", "0"), 4),
        (("tự soi", "3, 7", "3. ghi rõ hạn, hết tháng 11\n7. trả lời trong ngày\n8. bỏ qua"), 6),
        (("tự soi", "3, 7", "7. trả lời trong ngày"), 6),
    ],
)
def test_a_self_check(typed: tuple[str, ...], most: int) -> None:
    office = SmallOffice(channel=ZALO)
    office.clock(datetime(2025, 10, 27, 9, 5))  # noqa: DTZ001 - local, as `clock` takes it
    assert counted(office, *typed) <= most
    with office.work() as work:
        period = periods.find(work, "self-check-month", "2025-10")
        assert period is not None
        assert completions.done_row(work, period.id, office.people[NAME]) is not None


def test_a_registration() -> None:
    office = SmallOffice(channel=ZALO)
    one_message = "1. Số hoá hồ sơ đất đai\n2. Kho dữ liệu tra cứu được\n3. 15/12"
    assert counted(office, "đăng ký", one_message, "gửi") <= 6
    with office.work() as work:
        (row,) = work.session.exec(select(RegistrationRow)).all()
        assert row.person_id == office.people[NAME]


def test_an_enrolment_with_consent() -> None:
    office = SmallOffice(channel=ZALO)
    office.unlink(NAME)
    office.forget_consent(NAME)
    office.issue_code(NAME)
    assert counted(office, "100001", "1", "đồng ý") <= 8
    with office.work() as work:
        kept = consents.latest(work, office.people[NAME], Purpose.KEEP)
        assert kept is ConsentState.GIVEN
