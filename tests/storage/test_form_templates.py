"""The office's own form: who sets it, what is printed with it, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import docx
import pytest
from sqlmodel import select

from bot.documents import prepare
from bot.fetching import hand_over
from bot.subjects.form_templates import template_file
from domain.effects import Refused
from domain.files import SentFile
from domain.form_templates import FetchTemplate, ResetTemplate, UseTemplate
from domain.message import Attachment, Document
from domain.people import Person
from domain.plan import Kind
from domain.registration import SaveRegistration, TaskContent
from reports.form_example import example_template
from storage import files, form_templates, people, periods
from storage.registrations import save_registration
from storage.tables import AuditRow, FileRow
from storage.unit_of_work import Work
from tests.office import SmallOffice
from tests.unit.reports_samples import AS_OF, vietnamese

OWN = example_template(vietnamese, AS_OF)


@pytest.fixture
def work(office: SmallOffice) -> Iterator[Work]:
    with office.work() as work:
        yield work


def person(office: SmallOffice, work: Work, name: str) -> Person:
    return people.person(work, office.people[name])


def sends(office: SmallOffice, work: Work, name: str, content: bytes = OWN) -> int:
    """A template comes from somebody's chat; returns its file's number."""
    account = office.account(work, name).id or 0
    sent = SentFile(account, "x", "mau.docx", len(content))
    form_templates.want_template(work, person(office, work, name), FetchTemplate(sent))
    (one,) = files.wanted(work)
    hand_over(work, one, content)
    return one.id


def printed(office: SmallOffice, work: Work) -> str:
    """What the form of Hùng says, all of it."""
    hung = office.people["Hùng"]
    attachment = Attachment(Document.REGISTRATION_FORMS, f"person:{hung}")
    made = prepare(work, attachment, office.people["Mai"])().content
    return "\n".join(
        str(t.text) for t in docx.Document(BytesIO(made)).element.body.iter() if t.text
    )


def registers(office: SmallOffice, work: Work) -> None:
    period = periods.find(work, "registration", "once")
    assert period is not None
    content = TaskContent("Rút thời gian giải quyết hồ sơ", "Quy trình", date(2025, 11, 30))
    effect = SaveRegistration(period.id, content)
    assert save_registration(work, person(office, work, "Hùng"), effect) is None


def test_from_the_moment_it_is_used_forms_are_printed_with_it(
    office: SmallOffice, work: Work
) -> None:
    registers(office, work)
    mai = person(office, work, "Mai")
    built_in = printed(office, work)
    file = sends(office, work, "Mai")
    assert printed(office, work) == built_in
    assert form_templates.use_template(work, mai, UseTemplate(file, Kind.REGISTRATION)) is None
    own = printed(office, work)
    assert own != built_in
    assert "Rút thời gian giải quyết hồ sơ" in own
    form_templates.reset_template(work, mai, ResetTemplate(Kind.REGISTRATION))
    assert printed(office, work) == built_in


def test_each_kind_of_form_has_its_own(office: SmallOffice, work: Work) -> None:
    file = sends(office, work, "Lan")
    lan = person(office, work, "Lan")
    assert form_templates.use_template(work, lan, UseTemplate(file, Kind.COLLECTIVE)) is None
    assert [one.name for one in form_templates.in_use(work)] == [None, "mau.docx"]
    assert form_templates.use_template(work, lan, UseTemplate(file, Kind.REGISTRATION)) is None
    assert [one.name for one in form_templates.in_use(work)] == ["mau.docx"] * 2


def test_it_is_remembered_who_changed_the_forms(office: SmallOffice, work: Work) -> None:
    mai = person(office, work, "Mai")
    file = sends(office, work, "Mai")
    form_templates.use_template(work, mai, UseTemplate(file, Kind.REGISTRATION))
    form_templates.reset_template(work, mai, ResetTemplate(Kind.REGISTRATION))
    form_templates.reset_template(work, mai, ResetTemplate(Kind.REGISTRATION))  # nothing to do
    rows = work.session.exec(select(AuditRow)).all()
    assert [(row.actor, row.action) for row in rows if "template" in row.action] == [
        (mai.id, "template_set"),
        (mai.id, "template_reset"),
    ]


def test_another_s_file_is_neither_read_nor_used(office: SmallOffice, work: Work) -> None:
    file = sends(office, work, "Mai")
    for name in office.people:
        if name == "Mai":
            continue
        who = person(office, work, name)
        assert isinstance(template_file(work, who, str(file)), Refused)
        use = UseTemplate(file, Kind.REGISTRATION)
        assert isinstance(form_templates.use_template(work, who, use), Refused)
        with pytest.raises((PermissionError, LookupError)):
            prepare(work, Attachment(Document.TEMPLATE_PREVIEW, str(file)), who.id)


def test_a_file_sent_as_a_roster_is_no_template(office: SmallOffice, work: Work) -> None:
    file = sends(office, work, "Lan")
    row = work.session.get_one(FileRow, file)
    row.purpose = files.ROSTER
    lan = person(office, work, "Lan")
    assert isinstance(template_file(work, lan, str(file)), Refused)


def test_who_lost_the_role_meanwhile_changes_nothing(office: SmallOffice, work: Work) -> None:
    file = sends(office, work, "Mai")
    hung = person(office, work, "Hùng")
    work.session.get_one(FileRow, file).person_id = hung.id
    use = UseTemplate(file, Kind.REGISTRATION)
    assert isinstance(form_templates.use_template(work, hung, use), Refused)
    assert isinstance(
        form_templates.reset_template(work, hung, ResetTemplate(Kind.REGISTRATION)), Refused
    )


def test_the_preview_is_the_template_filled_in_for_nobody(office: SmallOffice, work: Work) -> None:
    file = sends(office, work, "Mai")
    attachment = Attachment(Document.TEMPLATE_PREVIEW, str(file))
    made = prepare(work, attachment, office.people["Mai"])()
    assert made.name == "xem-truoc-mau.docx"
    texts = [p.text for p in docx.Document(BytesIO(made.content)).paragraphs]
    assert "Họ và tên: Ngô Thị Ví Dụ" in texts
