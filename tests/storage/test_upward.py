"""What is counted for the ward in an office's own data; a count once told stays the same."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.__main__ import main
from bot.documents import prepare
from domain.completion import Completion
from domain.data_rights import EraseMyData
from domain.deadline import SetDeadline, Why
from domain.message import Attachment, Document
from domain.period import Period
from domain.self_check import SaveSelfCheck
from reports.office_file_reading import read_office_file
from storage import completions, data_rights, extending, people, periods, self_checks
from storage.sign_counts import sign_counts
from storage.unit_of_work import Work, reading_engine
from storage.upward import office_figures
from tests.copied_database import SECRET
from tests.housed import housed
from tests.office import ZONE, SmallOffice
from tests.storage.test_self_checks import october, staffed

NOTICED, ASKED = 6, 12


def check(work: Work, period: Period, who: int, *signs: int) -> None:
    effect = SaveSelfCheck((period.id,), signs, ())
    assert self_checks.save_self_check(work, people.person(work, who), effect) is None


@pytest.fixture(autouse=True)
def end_of_october(office: SmallOffice) -> None:
    office.now = datetime(2025, 10, 28, 9, tzinfo=ZONE)


@pytest.fixture
def checked(office: SmallOffice) -> list[int]:
    """Twelve have done October's self-check, six of them noticed sign 3; it has closed."""
    with office.work() as work:
        ids = staffed(work, ASKED)
        for n, person in enumerate(ids):
            check(work, october(work), person, *((3,) if n < NOTICED else ()))
        closes = october(work).closes
    office.now = closes + timedelta(minutes=1)
    return ids


def test_the_figures_are_those_of_the_digest_and_name_nobody(
    office: SmallOffice, checked: list[int]
) -> None:
    with office.work() as work:
        told = office_figures(work)
        file = prepare(
            work,
            Attachment(Document.OFFICE_FIGURES, f"{work.now.isoformat()}/"),
            office.people["Mai"],
        )()
        for counts in told.duties:
            period = periods.find(work, counts.obligation, counts.key)
            assert period is not None
            table = completions.duty_table(work, period)
            late = sum(line.completion is Completion.DONE_LATE for line in table.lines)
            assert (counts.concerned, counts.done) == (len(table.counted), table.done)
            assert (counts.late, counts.overdue) == (late, len(table.overdue))
        names = {word for p in people.people(work) for word in (p.full_name, p.unit)}
    assert (told.office, [s.sign for s in told.signs]) == (told.office, [3])
    assert (told.signs[0].count, told.signs[0].group) == (NOTICED, ASKED)
    assert read_office_file(file.content, file.name) == told
    assert not [name for name in names if name and name in str(told)]
    assert len(checked) == ASKED


@pytest.mark.parametrize("name", ["Hùng", "Lan"])
def test_only_who_reports_takes_the_file(office: SmallOffice, name: str) -> None:
    with office.work() as work, pytest.raises(PermissionError):
        prepare(
            work,
            Attachment(Document.OFFICE_FIGURES, f"{work.now.isoformat()}/"),
            office.people[name],
        )


def test_somebody_with_more_time_keeps_the_count_back(office: SmallOffice) -> None:
    with office.work() as work:
        period, ids = october(work), staffed(work, ASKED)
        for n, person in enumerate(ids[1:], start=1):
            check(work, period, person, *((3,) if n <= NOTICED - 1 else ()))
        longer = period.closes + timedelta(days=3)
        effect = SetDeadline(period.id, Why.EXTENDED, longer - timedelta(1), longer, ids[0])
        mai = people.person(work, office.people["Mai"])
        assert extending.set_deadline(work, mai, effect) is None
    office.now = period.closes + timedelta(days=1)
    with office.work() as work:
        assert sign_counts(work, october(work)) == ()
        check(work, october(work), ids[0], 3)
    office.now = longer + timedelta(minutes=1)
    with office.work() as work:
        assert [c.count for c in sign_counts(work, october(work))] == [NOTICED]


def test_no_second_count_is_told_after_an_opening_again_or_a_deletion(
    office: SmallOffice, checked: list[int]
) -> None:
    """The difference of the two would be one person's signs."""
    with office.work() as work:
        assert len(office_figures(work).signs) == 1
        with work.session.begin_nested() as apart:
            data_rights.erase(work, people.person(work, checked[0]), EraseMyData())
            assert office_figures(work).signs == ()
            apart.rollback()
        period, until = october(work), work.now + timedelta(days=2)
        effect = SetDeadline(period.id, Why.REOPENED, period.due, until, office.people["Hùng"])
        mai = people.person(work, office.people["Mai"])
        assert extending.set_deadline(work, mai, effect) is None
        check(work, period, office.people["Hùng"], 3)
    office.now = until + timedelta(minutes=1)
    with office.work() as work:
        assert office_figures(work).signs == ()


def test_a_ward_sums_up_files_and_a_folder_on_its_own_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shell = CliRunner()

    def tusoi(*words: str) -> str:
        done = shell.invoke(main, words)
        assert done.exit_code == 0, done.output
        return done.output

    for folder in ("one", "two"):
        monkeypatch.setenv("TUSOI_DATA_DIR", folder)
        tusoi("init", "--plan", "hoa-cuong-2025" if folder == "one" else "da-nang-2023")
    tusoi("report", "export", "--out", "two.xlsx", "--json")
    before = {f: f.read_bytes() for f in (tmp_path / "one").glob("*.db")}
    (tmp_path / "expect.txt").write_text("# của phường\nTrạm Y tế Hòa Cường\n", encoding="utf-8")
    said = tusoi(
        "report", "merge", "one", "two.xlsx", "--expect", "expect.txt", "--out", "all.xlsx"
    )
    assert "Trạm Y tế Hòa Cường" in said
    assert len(load_workbook("all.xlsx")["Cơ quan, đơn vị"]["B"]) == 3 + 3
    assert before
    assert all(f.read_bytes() == content for f, content in before.items())
    shutil.copytree("one", "three")
    alike = shell.invoke(main, ["report", "merge", "one", "three", "--out", "x.xlsx"])
    assert "one and three both call themselves" in alike.output
    (tmp_path / "bad.xlsx").write_bytes(b"PK")
    refused = shell.invoke(main, ["report", "merge", "bad.xlsx", "--out", "x.xlsx"])
    assert (refused.exit_code, "bad.xlsx" in refused.output) == (2, True)


@pytest.fixture
def apart(any_url: str, tmp_path: Path) -> Iterator[SmallOffice]:
    """An office that runs, with its key in a folder and its database at a URL."""
    url = f"sqlite:///{tmp_path / 'office.db'}" if any_url == "sqlite://" else any_url
    small = housed(tmp_path / "keys", "Trạm Y tế", url=url)
    yield small
    with small.database.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    small.database.close()


def test_an_office_is_read_at_its_url_with_the_key_of_its_folder_and_nothing_is_written_there(
    apart: SmallOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    url = apart.database.engine.url.render_as_string(hide_password=False)
    (tmp_path / "don-vi.txt").write_text(
        f"Trạm Y tế = {url} {tmp_path / 'keys'}\n", encoding="utf-8"
    )
    monkeypatch.setenv("TUSOI_CLOCK", apart.now.isoformat())
    monkeypatch.setenv("TUSOI_TELEGRAM_BASE_URL", "http://127.0.0.1:1")
    for given in ({"TUSOI_OFFICES": "don-vi.txt"}, {"TUSOI_SECRET_KEY": SECRET}):
        sources = [] if "TUSOI_OFFICES" in given else [url]
        merged = CliRunner(env=given).invoke(main, ["report", "merge", *sources, "--out", "a.xlsx"])
        assert merged.exit_code == 0, merged.output
        summary = load_workbook("a.xlsx")["Tổng hợp"]
        counts = [row[3:5] for row in summary.iter_rows(min_row=6, values_only=True)]
        assert (7, 0) in counts
    engine = reading_engine(url)
    with apart.work(), engine.begin() as connection:  # its own writer is at work meanwhile
        assert connection.execute(text("SELECT count(*) FROM person")).scalar_one() == 7
        with pytest.raises(DBAPIError):
            connection.execute(text("DELETE FROM consent"))
    engine.dispose()
