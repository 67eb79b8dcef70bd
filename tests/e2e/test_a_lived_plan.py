"""S0 lived from its first morning to the yearly report, by a visitor in a browser and the cast:
one official does everything on Zalo, another begins on Telegram and goes on there.

The plan's own days (S0 III.2 and IV; assumed ones as directives/34-CT-TU says) are written out here
and not computed, so that planner and test cannot be wrong together.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, expect

from domain.channels import ZALO
from storage.figures import figures
from tests.e2e.chats import at, from_the_bot, is_reminder, member, owed_registration, reminded
from tests.e2e.conftest import RunningDemo
from tests.e2e.hands import Hand, Visitor

pytestmark = pytest.mark.browser

OFFICIAL, SPECIALIST, ADMIN = "Trịnh Xuân Phong", "Tạ Khánh Vy", "Đoàn Trọng Nhân"
IN_BOTH = "Quách Thị Yến"
TASK = "Rút thời gian xác nhận hồ sơ đất đai từ 15 xuống còn 10 ngày làm việc"
SECOND_TASK = "Số hóa hồ sơ cấp phép xây dựng các năm 2021-2024"
PRODUCT = "Quy trình mới; 95% hồ sơ trả đúng hạn"
REMEDY = "Viết rõ người làm và thời hạn trong mọi tờ trình"
#: 07/10, Friday 10/10 (T-3 is a Saturday), 13/10, 14/10, and once after it.
REGISTRATION_REMINDERS = [f"2025-10-{day}T08:30" for day in ("07", "10", "13", "14", "15")]


def test_an_office_lives_its_plan(browser: Browser, fresh_demo: RunningDemo) -> None:
    visitor = Visitor(browser, fresh_demo.url)
    for name in (OFFICIAL, SPECIALIST, ADMIN, IN_BOTH):
        enrol(visitor.phone(name), name)
    register(visitor)
    review(visitor)
    register_in_both_apps(visitor)
    reminders(visitor, fresh_demo)
    digest(visitor)
    self_check_of_october(visitor, fresh_demo)
    self_check_in_both_apps(visitor)
    broadcast(visitor, fresh_demo)
    december(visitor, fresh_demo)
    the_end(visitor, fresh_demo)
    assert visitor.errors == []
    visitor.close()


def enrol(phone: Hand, name: str) -> None:
    phone.root.locator(".open").click()
    phone.sees(name)
    phone.take("Đúng, là tôi")
    phone.sees("Phần tự soi sẽ hỏi riêng")
    phone.take("Đồng ý")
    phone.sees("Đã lưu đồng ý lúc 8 giờ 00 ngày 03/10/2025")


def register(visitor: Visitor) -> None:
    """Three questions in one message."""
    phone = visitor.phone(OFFICIAL)
    phone.take("Đăng ký nhiệm vụ trọng tâm")
    phone.sees("trả lời gộp trong một tin")
    phone.type(f"1. {TASK}\n2. {PRODUCT}\n3. 30/11")
    phone.sees("Thời hạn: 30/11/2025")
    phone.take("Gửi luôn")
    phone.sees("Đã lưu lúc 8 giờ 00 ngày 03/10/2025: Đăng ký nhiệm vụ trọng tâm cá nhân, lần 1")


def review(visitor: Visitor) -> None:
    """Returned with a remark, completed, and received."""
    specialist = visitor.phone(SPECIALIST)
    specialist.type("/duyet")
    specialist.sees("Đăng ký chờ xử lý: 1")
    specialist.tap("1")
    specialist.sees(TASK)
    specialist.tap("Đề nghị bổ sung")
    specialist.sees("bổ sung gì")
    specialist.type("Nhờ ghi rõ ai xác nhận kết quả")
    specialist.sees("xem lại")
    specialist.tap("Gửi")
    specialist.sees("Đã gửi anh Phong")
    official = visitor.phone(OFFICIAL)
    official.sees("Nhờ ghi rõ ai xác nhận kết quả")
    official.take("Sửa đăng ký")
    official.sees("Sản phẩm hoặc kết quả")
    official.type(f"2. {PRODUCT}, tổ trưởng xác nhận")
    official.sees("tổ trưởng xác nhận")
    official.take("Gửi luôn")
    official.sees("lần 2")
    specialist.type("/duyet")
    specialist.tap("1")
    specialist.sees("Lần 2")
    specialist.tap("Đã tiếp nhận")
    official.sees("đã được chị Vy tiếp nhận")


def register_in_both_apps(visitor: Visitor) -> None:
    """The first answer on Telegram, a code, and the same draft goes on on Zalo."""
    phone = visitor.phone(IN_BOTH)
    phone.tap("Đăng ký nhiệm vụ trọng tâm")
    phone.sees("đăng ký nhiệm vụ gì")
    phone.type(SECOND_TASK)
    phone.sees("Sản phẩm hoặc kết quả")
    phone.type("/kenh")
    phone.tap("Thêm Zalo")
    phone.sees("Gửi vào đó mã này")
    (code,) = re.findall(r"\b\d{3} \d{3}\b", phone.last.inner_text())
    zalo = phone.other_app()
    zalo.type(code)
    zalo.sees("Kênh Zalo này giờ cũng là của chị Yến")
    zalo.take("Làm tiếp: Đăng ký nhiệm vụ")
    zalo.sees("Sản phẩm hoặc kết quả")
    zalo.type("2. 1.200 hồ sơ có bản quét\n3. 15/12")
    zalo.sees(SECOND_TASK)
    zalo.take("Gửi luôn")
    zalo.sees("Đã lưu lúc 8 giờ 00 ngày 03/10/2025: Đăng ký nhiệm vụ trọng tâm cá nhân, lần 1")
    zalo.other_app().has_seen("Vừa kết nối thêm Zalo")


def reminders(visitor: Visitor, running: RunningDemo) -> None:
    """At the minute the plan says, to those who owe then and to nobody else."""
    demo = running.demo
    for moment in REGISTRATION_REMINDERS:
        visitor.go_to(moment)
    came = reminded(demo)
    assert sorted(came) == REGISTRATION_REMINDERS
    for moment, whom in came.items():
        assert whom == owed_registration(demo, at(moment)), moment
    for name in (OFFICIAL, IN_BOTH):
        assert member(demo, name).person.id not in set().union(*came.values())


def digest(visitor: Visitor) -> None:
    """10/10 16:30: a picture that opens large, and a workbook that opens."""
    phone = visitor.phone(SPECIALIST)
    phone.has_seen("đến 16 giờ 30 ngày 10/10/2025")
    page = visitor.page
    phone.root.locator(".photo").last.click()
    expect(page.locator("#picture")).to_be_visible()
    assert page.locator("#picture-image").evaluate("image => image.naturalWidth") > 300
    page.locator("#picture-close").click()
    document = phone.root.locator(".document").filter(has_text="2025-10-14.xlsx").last
    with page.expect_download() as downloading:
        document.click()
    book = load_workbook(BytesIO(Path(downloading.value.path()).read_bytes()))
    cells = {c for sheet in book for row in sheet.iter_rows(values_only=True) for c in row}
    assert OFFICIAL in cells


def self_check_of_october(visitor: Visitor, running: RunningDemo) -> None:
    visitor.go_to("2025-10-27T08:31")
    phone = visitor.phone(OFFICIAL)
    phone.sees("tháng 10/2025")
    phone.take("Tự soi tháng 10/2025")
    phone.sees("Trước lần tự soi đầu tiên")
    phone.take("Đồng ý")
    phone.sees("Anh thấy mình có biểu hiện nào?")
    phone.type("3")
    phone.sees("khắc phục")
    phone.type(f"{REMEDY}, hết tháng 11")
    phone.sees("riêng mình")
    phone.take("Bỏ qua")
    phone.sees("Tự soi tháng 10/2025: đã lưu lúc 8 giờ 31 ngày 27/10/2025")
    nobody_else_was_shown(running, REMEDY, OFFICIAL)


def self_check_in_both_apps(visitor: Visitor) -> None:
    """Begun by finger, ended by a number."""
    phone = visitor.phone(IN_BOTH)
    phone.type("/tusoi")
    phone.sees("Trước lần tự soi đầu tiên")
    phone.tap("Đồng ý")
    phone.sees("Chị thấy mình có biểu hiện nào?")
    phone.tap("☐ 2")
    phone.tap("Xong")
    phone.sees("khắc phục")
    zalo = phone.other_app()
    zalo.type("menu")
    zalo.take("Làm tiếp: Tự soi")
    zalo.sees("khắc phục")
    zalo.type("Tự đề xuất cách làm, trước 15/11")
    zalo.sees("riêng mình")
    zalo.take("Bỏ qua")
    zalo.sees("Tự soi tháng 10/2025: đã lưu lúc 8 giờ 31 ngày 27/10/2025")


def nobody_else_was_shown(running: RunningDemo, words: str, owner: str) -> None:
    for someone in running.demo.stage.members.values():
        shown = any(words in message.text for message in from_the_bot(someone))
        assert shown == (someone.person.full_name == owner)


def broadcast(visitor: Visitor, running: RunningDemo) -> None:
    visitor.go_to("2025-11-20T10:00")
    news = "Chiều thứ Sáu, 14 giờ, cả phòng họp tại hội trường A."
    phone = visitor.phone(ADMIN)
    phone.type("/thongbao")
    phone.type(news)
    phone.sees("Gửi cho những ai?")
    phone.tap("Tất cả")
    phone.has_seen(news)
    phone.sees("36/41 người nhận được")
    phone.tap("Gửi 36 người")
    phone.has_seen("Đã gửi 36/36 người")
    visitor.phone(OFFICIAL).has_seen(news)
    everyone = running.demo.stage.members.values()
    reached = [m for m in everyone if any(news in said.text for said in from_the_bot(m))]
    assert len(reached) == 36


def december(visitor: Visitor, running: RunningDemo) -> None:
    """The result of the task, then month, quarter and year in one self-check."""
    visitor.go_to("2025-12-15T08:31")
    phone = visitor.phone(OFFICIAL)
    phone.take("Báo kết quả")
    phone.sees("kết quả ra sao")
    phone.take("Đã hoàn thành")
    phone.type("95% hồ sơ trả đúng hạn từ ngày 20/11")
    phone.sees("xem lại")
    phone.take("Gửi")
    phone.sees("8 giờ 31 ngày 15/12/2025")
    visitor.go_to("2025-12-25T08:31")
    phone.sees("tháng 12/2025")
    phone.take("Tự soi")
    phone.sees("tháng 12/2025, quý IV/2025, năm 2025")
    phone.sees(REMEDY)
    phone.type("0")
    phone.sees("đã lưu lúc 8 giờ 31 ngày 25/12/2025")


def the_end(visitor: Visitor, running: RunningDemo) -> None:
    """15/01/2026: nothing waits, nothing went out twice; no reminder at night."""
    visitor.go_to("2026-01-15T17:00")
    told = running.wait(running.demo.stage.app.store.work(figures))
    members = running.demo.stage.members.values()
    blocked = [m for m in members if m.channel == ZALO and m.phone.chat.blocked]
    assert (told["waiting"], told["doubled_keys"]) == (0, 0), told
    assert told["failed"] == len(blocked), "on Zalo a block is learnt by one message that fails"
    phone = visitor.phone(SPECIALIST)
    phone.sees("“Báo cáo kết quả thực hiện Kế hoạch, cuối năm”: hôm nay là ngày cuối")
    expect(phone.root.locator(".day").last).to_have_text("Thứ Năm, 15/01/2026")
    for someone in members:
        for message in filter(is_reminder, from_the_bot(someone)):
            local = message.date.astimezone(at("2025-10-03T08:00").tzinfo)
            assert local.weekday() < 5
            assert 7 <= local.hour < 17
