"""What the office's documents rest on, who may have them, and as of when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO

import docx
import pytest

from bot.documents import prepare
from domain.absence import SaveAbsence
from domain.effects import Refused
from domain.message import Attachment, Document
from domain.period import Period, Span
from domain.plan import Every
from domain.registration import SaveRegistration, TakePaper, TaskContent
from domain.reporting import Shelf
from domain.work import Outcome, SaveResult
from storage import absences, papers, people, periods, reporting
from storage import work as tasks
from storage.registrations import save_registration
from storage.unit_of_work import Work
from tests.office import ZONE, SmallOffice

CONTENT = TaskContent("Rút thời gian giải quyết hồ sơ", "Quy trình mới", date(2025, 11, 30))
WROTE = {"Bình", "Mai"}  # the head and the specialist


@pytest.fixture
def work(office: SmallOffice) -> Iterator[Work]:
    with office.work() as work:
        yield work


def round_(work: Work) -> Period:
    period = periods.find(work, "registration", "once")
    assert period is not None
    return period


def registers(office: SmallOffice, work: Work, name: str) -> None:
    who = people.person(work, office.people[name])
    assert save_registration(work, who, SaveRegistration(round_(work).id, CONTENT)) is None


def shelf(office: SmallOffice, work: Work, name: str) -> Shelf | Refused:
    return reporting.load_shelf(work, people.person(work, office.people[name]), "")


def test_a_round_knows_who_registered_on_paper_too_and_who_is_missing(
    office: SmallOffice, work: Work
) -> None:
    registers(office, work, "Hùng")
    mai = people.person(work, office.people["Mai"])
    assert papers.take_paper(work, mai, TakePaper(round_(work).id, office.people["Tâm"])) is None
    found = reporting.registrations(work, round_(work))
    listed = [(line.person.given, line.revision is not None) for line in found.listed]
    assert listed == [("Hùng", True), ("Tâm", False)]
    assert [who.given for who in found.missing] == ["Bình", "Khôi", "Lan", "Mai", "Sơn"]
    assert (found.year, found.collective is not None) == (2025, True)


def test_a_document_is_as_of_the_moment_it_was_asked_for(office: SmallOffice, work: Work) -> None:
    before = work.now
    later = replace(work, now=work.now + timedelta(hours=1))
    registers(office, later, "Hùng")
    key = reporting.round_key(work)
    for moment, counted in ((before, "0"), (later.now, "1")):
        attachment = Attachment(Document.COVER_REPORT, f"{moment.isoformat()}/{key}")
        made = prepare(later, attachment, office.people["Mai"])().content
        table = docx.Document(BytesIO(made)).tables[1]
        assert table.rows[2].cells[1].text == counted


@pytest.mark.parametrize(
    "document", ["cover_report", "registration_summary", "registration_sheet", "results_report"]
)
def test_what_the_office_reports_is_for_specialist_and_head(
    office: SmallOffice, work: Work, document: str
) -> None:
    registers(office, work, "Hùng")
    key = "half:2025-07-01" if document == "results_report" else reporting.round_key(work)
    attachment = Attachment(Document(document), f"{work.now.isoformat()}/{key}")
    let_in = set()
    for name, id_ in office.people.items():
        try:
            assert prepare(work, attachment, id_)().content
        except PermissionError:
            continue
        let_in.add(name)
    assert let_in == WROTE


def test_the_shelf_is_for_those_who_report_and_its_notice_for_the_admin_too(
    office: SmallOffice, work: Work
) -> None:
    had = {name: shelf(office, work, name) for name in office.people}
    some = {name: x.offered for name, x in had.items() if isinstance(x, Shelf)}
    assert some.keys() == WROTE | {"Lan"}
    assert [x.document for x in some["Lan"]] == [Document.NOTICE]


def test_a_button_that_names_no_document_of_the_reader_is_refused(
    office: SmallOffice, work: Work
) -> None:
    lan = people.person(work, office.people["Lan"])
    for subject in (f"cover_report:{reporting.round_key(work)}", "notice:1", "", "my_data:1"):
        assert isinstance(reporting.load_offered(work, lan, subject), Refused)


@pytest.mark.parametrize("key", ["", "x", "9999", "-1", "1;2"])
def test_a_forged_key_makes_nothing(office: SmallOffice, work: Work, key: str) -> None:
    for document in (Document.COVER_REPORT, Document.RESULTS_REPORT):
        attachment = Attachment(document, f"{work.now.isoformat()}/{key}")
        with pytest.raises((LookupError, ValueError)):
            prepare(work, attachment, office.people["Mai"])


def test_in_january_the_year_before_can_still_be_reported(office: SmallOffice) -> None:
    office.clock(datetime(2026, 1, 5, 9))  # noqa: DTZ001 - local
    with office.work() as work:
        spans = [span.key for span in reporting.stretches(work)]
    assert spans == ["2025-H2", "2026-H1", "2025", "2026"]


def test_a_stretch_is_named_as_its_report_is(office: SmallOffice) -> None:
    office.clock(datetime(2026, 7, 5, 9))  # noqa: DTZ001 - local
    with office.work() as work:
        assert reporting.stretch_key(work, Every.YEAR, "2025") == "year:2025-01-01"
        assert reporting.stretch_key(work, Every.HALF) == "half:2026-01-01"
        with pytest.raises(LookupError, match="2027"):
            reporting.stretch_key(work, Every.YEAR, "2027")


def test_a_year_tells_of_its_duties_results_and_what_comes(office: SmallOffice) -> None:
    with office.work() as work:
        registers(office, work, "Hùng")
    office.clock(datetime(2025, 12, 20, 9))  # noqa: DTZ001 - local
    with office.work() as work:
        result = periods.find(work, "result", "once")
        assert result is not None
        hung = people.person(work, office.people["Hùng"])
        assert tasks.save_result(work, hung, SaveResult(result.id, Outcome.DONE, "xong")) is None
    office.clock(datetime(2026, 1, 5, 9))  # noqa: DTZ001 - local
    with office.work() as work:
        found = reporting.stretch(work, Span(Every.YEAR, date(2025, 1, 1), date(2025, 12, 31)))
    duties = [table.period.obligation for table in found.duties]
    assert duties[:3] == ["registration", "collective", "summary"]
    checks = {(x.table.period.obligation, x.table.period.key) for x in found.checks}
    assert ("self-check-month", "2025-10") in checks
    assert ("self-check-month", "2026-01") not in checks
    assert [x.result and x.result.outcome for x in found.tasks] == [Outcome.DONE]
    assert all(x.due.astimezone(ZONE) > datetime(2026, 1, 5, tzinfo=ZONE) for x in found.ahead)
    titles = [x.title.vi for x in found.ahead]
    assert len(titles) == len(set(titles))


def test_a_deputy_signs_while_the_head_is_away(office: SmallOffice, work: Work) -> None:
    signer = reporting.signer(work)
    assert signer is not None
    assert signer.given == "Bình"
    head = people.person(work, office.people["Bình"])
    until = work.today + timedelta(days=3)
    absences.save_absence(work, head, SaveAbsence(head.id, work.today, until))
    acting = reporting.signer(work)
    assert acting is not None
    assert acting.given == "Sơn"
