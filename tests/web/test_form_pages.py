"""Conversations as forms: the same drafts, refusals and effects as in the chat."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from starlette.types import ASGIApp

from domain.outgoing import Say
from storage import drafts
from tests.office import ZONE, SmallOffice
from tests.web.visiting import Browser, form_link, hidden, words

TASK = "Rút thời gian xác nhận hồ sơ đất đai từ 15 xuống 10 ngày"
PRODUCT = "Quy trình mới; 95% hồ sơ trả đúng hạn"
ANSWERS: dict[str, str | list[str]] = {
    "a.task": TASK,
    "a.product": PRODUCT,
    "a.due": "30/11/2025",
}


def said_in_chat(office: SmallOffice, name: str = "Hùng") -> list[str]:
    """What was queued for this chat since the last call."""
    return [op.text for chat, _row, op in office.fresh() if chat == name and isinstance(op, Say)]


def draft_of(office: SmallOffice, name: str = "Hùng") -> object:
    with office.work() as work:
        kept = drafts.drafts_of(work, office.people[name])
        return kept[0].state.get("answers") if kept else None


def test_a_task_is_registered_and_the_chat_says_so_once(office: SmallOffice, app: ASGIApp) -> None:
    url, browser = form_link(office, "Hùng"), Browser(app)
    review = browser.sends(browser.opens(url), f"{url}/form", ANSWERS)
    assert f"Nhiệm vụ: {TASK}" in words(review)
    assert "Thời hạn: 30/11/2025" in words(review)
    sent = browser.sends(review, f"{url}/form", {"press": "submit"})
    assert "Đã gửi" in words(sent)
    assert "Đã lưu lúc 9 giờ 00 ngày 07/10/2025" in words(sent)
    chat = said_in_chat(office)
    assert len(chat) == 1
    assert chat[0].startswith("Đã lưu lúc 9 giờ 00 ngày 07/10/2025")
    assert draft_of(office) is None


def test_what_is_refused_stands_beside_its_field_and_the_rest_is_saved(
    office: SmallOffice, app: ASGIApp
) -> None:
    url, browser = form_link(office, "Hùng"), Browser(app)
    given = {**ANSWERS, "a.product": "", "a.due": "01/09/2025"}
    page = browser.sends(browser.opens(url), f"{url}/form", given)
    assert page.status_code == 422
    assert 'aria-invalid="true" aria-describedby="q1-remark"' in page.text
    assert 'value="01/09/2025"' in page.text
    assert draft_of(office) == {"task": TASK}
    assert TASK not in page.text  # it is no longer asked


def test_a_hint_is_given_once(office: SmallOffice, app: ASGIApp) -> None:
    url, browser = form_link(office, "Hùng"), Browser(app)
    vague = {**ANSWERS, "a.task": "làm tốt", "a.product": "cố gắng"}
    hinted = browser.sends(browser.opens(url), f"{url}/form", vague)
    assert hinted.text.count('class="remark"') == 2
    again: dict[str, str | list[str]] = {
        "a.task": "làm tốt",
        "a.product": "cố gắng",
        "advised": ["a.task", "a.product"],
    }
    assert "Sản phẩm: cố gắng" in words(browser.sends(hinted, f"{url}/form", again))


def test_a_draft_begun_in_the_chat_goes_on_in_the_form_and_back(
    office: SmallOffice, app: ASGIApp
) -> None:
    office.types("Hùng", "/dangky")
    office.types("Hùng", TASK)
    office.types("Hùng", "biểu mẫu")
    link = next(
        button.url
        for _chat, _row, op in reversed(office.fresh())
        if isinstance(op, Say)
        for row in op.rows
        for button in row
        if button.url
    )
    browser = Browser(app)
    page = browser.opens(link)
    assert "Sản phẩm hoặc kết quả cụ thể" in words(page)
    assert 'name="a.task"' not in page.text
    part: dict[str, str | list[str]] = {"a.product": PRODUCT, "a.due": ""}
    browser.sends(page, f"{link}/form", part)
    office.types("Hùng", "30/11")
    assert "được làm tiếp ở nơi khác" in said_in_chat(office)[0]
    office.types("Hùng", "30/11")
    assert any("Thời hạn: 30/11/2025" in text for text in said_in_chat(office))
    office.presses("Hùng", "Gửi luôn")
    assert any("Đã lưu lúc" in text for text in said_in_chat(office))


def test_a_page_overtaken_by_the_chat_loses_nothing(office: SmallOffice, app: ASGIApp) -> None:
    url, browser = form_link(office, "Hùng"), Browser(app)
    page = browser.opens(url)
    office.types("Hùng", "/dangky")
    office.types("Hùng", "Một nhiệm vụ khác, ghi trong chat")
    stale = browser.sends(page, f"{url}/form", ANSWERS)
    assert "biểu mẫu đã thay đổi" in words(stale)
    assert f"Chưa lưu, anh có thể sao chép lại: Nhiệm vụ {TASK}" in words(stale)
    assert PRODUCT in stale.text  # still open: it stands in its field
    assert draft_of(office) == {"task": "Một nhiệm vụ khác, ghi trong chat"}
    review = browser.sends(stale, f"{url}/form", ANSWERS)
    assert "Nhiệm vụ: Một nhiệm vụ khác" in words(review)


def test_a_form_sent_twice_is_sent_once(office: SmallOffice, app: ASGIApp) -> None:
    url, browser = form_link(office, "Hùng"), Browser(app)
    review = browser.sends(browser.opens(url), f"{url}/form", ANSWERS)
    browser.sends(review, f"{url}/form", {"press": "submit"})
    again = browser.sends(review, f"{url}/form", {"press": "submit"})
    assert again.status_code == 409
    assert "đã được gửi" in words(again)
    assert len(said_in_chat(office)) == 1


def test_a_form_ended_in_the_chat_shows_what_was_written(office: SmallOffice, app: ASGIApp) -> None:
    url, browser = form_link(office, "Hùng"), Browser(app)
    page = browser.opens(url)
    office.types("Hùng", "/dangky")
    office.types("Hùng", "/huy")
    gone = browser.sends(page, f"{url}/form", ANSWERS)
    assert gone.status_code == 409
    assert TASK in gone.text


def test_the_review_leads_back_to_a_point_and_keeps_the_others(
    office: SmallOffice, app: ASGIApp
) -> None:
    url, browser = form_link(office, "Hùng"), Browser(app)
    review = browser.sends(browser.opens(url), f"{url}/form", ANSWERS)
    edit = browser.sends(review, f"{url}/form", {"press": "edit:product"})
    assert f">\n{PRODUCT}</textarea>" in edit.text
    changed = browser.sends(edit, f"{url}/form", {"a.product": "Quy trình mới có hiệu lực"})
    assert "Sản phẩm: Quy trình mới có hiệu lực" in words(changed)
    assert f"Nhiệm vụ: {TASK}" in words(changed)


def test_going_back_keeps_what_was_filled_in(office: SmallOffice, app: ASGIApp) -> None:
    url, browser = form_link(office, "Hùng"), Browser(app)
    partly = browser.sends(browser.opens(url), f"{url}/form", {**ANSWERS, "a.product": ""})
    back = browser.sends(partly, f"{url}/form", {"a.product": PRODUCT, "back": "1"})
    assert f">\n{TASK}</textarea>" in back.text
    review = browser.sends(back, f"{url}/form", {"a.task": TASK})
    assert f"Sản phẩm: {PRODUCT}" in words(review)


def test_what_was_typed_is_never_markup(office: SmallOffice, app: ASGIApp) -> None:
    url, browser = form_link(office, "Hùng"), Browser(app)
    hostile = '</textarea><script>alert("1")</script> {{ 7 * 7 }} {name}'
    review = browser.sends(browser.opens(url), f"{url}/form", {**ANSWERS, "a.task": hostile})
    assert "<script" not in review.text
    assert hostile in words(review) or "{{ 7 * 7 }} {name}" in words(review)
    assert "&lt;script&gt;" in review.text


def self_check_link(office: SmallOffice) -> str:
    office.now = datetime(2025, 10, 27, 9, 0, tzinfo=ZONE)
    return form_link(office, "Hùng", "self_check")


def test_a_self_check_marks_signs_and_promises_remedies(office: SmallOffice, app: ASGIApp) -> None:
    url, browser = self_check_link(office), Browser(app)
    signs = browser.opens(url)
    assert signs.text.count('type="checkbox"') == 9  # eight for staff, and none
    remedies = browser.sends(signs, f"{url}/form", {"a.signs": ["3", "7"]})
    assert remedies.text.count("<textarea") == 3
    answers: dict[str, str | list[str]] = {
        "a.do_3": "ghi hạn từng việc, trước 15/12",
        "a.do_7": "",
        "a.note": "",
    }
    sent = browser.sends(remedies, f"{url}/form", answers)
    assert "Tự soi tháng 10/2025: đã lưu lúc 9 giờ 00" in words(sent)
    chat = said_in_chat(office)
    assert len(chat) == 1
    assert "15/12" not in chat[0]


def test_no_sign_is_an_answer_and_an_empty_page_is_none(office: SmallOffice, app: ASGIApp) -> None:
    url, browser = self_check_link(office), Browser(app)
    empty = browser.sends(browser.opens(url), f"{url}/form", {})
    assert empty.status_code == 422
    assert "đánh dấu mục đúng với mình" in words(empty)
    both = browser.sends(empty, f"{url}/form", {"a.signs": ["3", "none"]})
    assert "bỏ một bên" in words(both)
    assert both.text.count("checked") == 2
    done = browser.sends(both, f"{url}/form", {"a.signs": "none"})
    assert "đã lưu lúc 9 giờ 00" in words(done)


def test_the_consent_that_comes_first_leads_on_to_the_form(
    office: SmallOffice, app: ASGIApp
) -> None:
    office.forget_consent("Hùng")
    url, browser = form_link(office, "Hùng", "consent"), Browser(app)
    agreed = browser.sends(browser.opens(url), f"{url}/form", {"a.consent": "agree"})
    assert "Đã lưu sự đồng ý" in words(agreed) or "Đã gửi" in words(agreed)
    url = self_check_link(office)
    first = browser.opens(url)
    assert 'value="more"' in first.text
    more = browser.sends(first, f"{url}/form", {"a.consent": "more"})
    assert "/xoa" in words(more)
    signs = browser.sends(more, f"{url}/form", {"a.consent": "agree"})
    assert signs.text.count('type="checkbox"') == 9


def test_without_consent_there_is_no_form(office: SmallOffice, app: ASGIApp) -> None:
    url = form_link(office, "Hùng")
    office.forget_consent("Hùng")
    assert "/dongy" in words(Browser(app).opens(url))


def test_a_form_for_which_one_has_no_role_is_refused(office: SmallOffice, app: ASGIApp) -> None:
    refused = Browser(app).opens(form_link(office, "Hùng", "broadcast"))
    assert "<textarea" not in refused.text


@pytest.mark.parametrize("name", ["Hùng", "Mai", "Lan", "Bình"])
def test_every_conversation_one_may_begin_has_a_form(
    office: SmallOffice, app: ASGIApp, name: str
) -> None:
    browser, forms = Browser(app), []
    for conversation in office.registry.conversations:
        page = browser.opens(form_link(office, name, conversation))
        assert page.status_code == 200
        if 'name="draft"' in page.text:
            assert re.search(r"<textarea|<input id|type=.(?:radio|checkbox)|name=.press", page.text)
            forms.append(conversation)
    assert {"register", "erase_data"} <= set(forms)


def test_a_link_names_whose_form_it_is_whatever_is_sent(office: SmallOffice, app: ASGIApp) -> None:
    office.types("Tâm", "/dangky")
    office.types("Tâm", "Nhiệm vụ của chị Tâm, đang viết dở")
    url, browser = form_link(office, "Hùng"), Browser(app)
    sent = hidden(browser.opens(url))
    with office.work() as work:
        hers = drafts.drafts_of(work, office.people["Tâm"])[0]
    forged = {**sent, **ANSWERS, "draft": str(hers.id), "revision": str(hers.revision)}
    answer = browser.post(f"{url}/form", forged)
    assert answer.status_code == 409
    assert "chị Tâm" not in answer.text
    assert draft_of(office, "Tâm") == {"task": "Nhiệm vụ của chị Tâm, đang viết dở"}


def test_a_late_form_is_told_before_it_is_filled_in(office: SmallOffice, app: ASGIApp) -> None:
    office.now = datetime(2025, 10, 16, 9, 0, tzinfo=ZONE)
    assert "Đã quá hạn" in words(Browser(app).opens(form_link(office, "Hùng")))


def test_a_mark_of_state_secrets_keeps_it_out(office: SmallOffice, app: ASGIApp) -> None:
    url, browser = form_link(office, "Hùng"), Browser(app)
    secret = {**ANSWERS, "a.task": "Theo văn bản TUYỆT MẬT số 12"}
    refused = browser.sends(browser.opens(url), f"{url}/form", secret)
    assert refused.status_code == 422
    assert "số 12" not in refused.text
    assert "dấu chỉ độ mật" in words(refused)
    assert draft_of(office) == {} or draft_of(office) is None


def test_what_no_keyboard_types_is_left_out(office: SmallOffice, app: ASGIApp) -> None:
    url, browser = form_link(office, "Hùng"), Browser(app)
    given = {**ANSWERS, "a.task": "Rút thời gian\r\ntừ 15\x00 xuo\u0302\u0301ng 10 ngày\x07"}
    browser.sends(browser.opens(url), f"{url}/form", given)
    kept = draft_of(office)
    assert isinstance(kept, dict)
    assert kept["task"] == "Rút thời gian\ntừ 15 xuống 10 ngày"


def test_an_answer_no_keyboard_would_type_is_refused_unread(
    office: SmallOffice, app: ASGIApp
) -> None:
    """To read what a day might mean takes its time, and everybody waits meanwhile."""
    url, browser = form_link(office, "Hùng"), Browser(app)
    endless = {**ANSWERS, "a.due": f"30/11/2025 {'nhé ' * 1000}"}
    page = browser.sends(browser.opens(url), f"{url}/form", endless)
    assert page.status_code == 422
    assert "4.010" in words(page)
    assert draft_of(office) == {"task": TASK, "product": PRODUCT}
