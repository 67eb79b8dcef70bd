"""`tusoi backup` and `tusoi restore`: an office stands up again, on both databases; and what is
wrong with a file, a passphrase or a place is one sentence and changes nothing."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import make_url, text

from bot.__main__ import main
from bot.settings import Settings
from domain.people import Role
from storage.copying import is_whole
from storage.sealed_file import SealingWriter
from storage.unit_of_work import make_engine
from tests.e2e.running import enrolled, heard, housed
from tests.e2e.shell import Tusoi, office_kept, tusoi_in
from tests.e2e.test_command_line import mistake
from tests.e2e.test_crashes import process, until_heard
from tests.machine import program

#: As a machine takes it that guesses a thousand times faster (`storage.sealed_file.COST`).
CHEAP = (7, 8, 1)
PASSPHRASE = "sáu từ ngẫu nhiên của cơ quan"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def url(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """ "" for SQLite in the data folder, else an empty database of a PostgreSQL of its own, and its
    client programs."""
    if request.param == "sqlite":
        yield ""
        return
    found = str(request.getfixturevalue("postgresql_url"))
    programs = program("pg_dump")
    assert programs
    monkeypatch.setenv("PATH", f"{programs.parent}{os.pathsep}{os.environ['PATH']}")
    emptied(found)
    yield _at(found, _OWN)


#: A backup holds all of a database, also what other tests keep beside their tables.
_OWN = "backed_up"


def _at(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


def emptied(url: str) -> None:
    engine = make_engine(_at(url, "postgres"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {_OWN} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {_OWN}"))
    engine.dispose()


@pytest.fixture
def tusoi(
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Tusoi:
    """An office that has been set up and has issued codes; guessing a passphrase costs less."""
    run = tusoi_in(tmp_path, monkeypatch)
    monkeypatch.setenv("TUSOI_DATABASE_URL", url)
    monkeypatch.setenv("TUSOI_BACKUP_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr(SealingWriter.__init__, "__defaults__", (CHEAP,))

    def set_up() -> None:
        assert run("init", "--roster", "danh-sach.xlsx").exit_code == 0
        assert run("codes").exit_code == 0

    if url:
        set_up()
    else:
        office_kept(tmp_path_factory.getbasetemp() / "set-up-with-codes", set_up)
    return run


def lost(url: str) -> None:
    """The machine burns down; what is left is what was carried away."""
    shutil.rmtree("data")
    if url:
        emptied(url)


def counted(tusoi: Tusoi) -> dict[str, object]:
    told = json.loads(tusoi("status", "--json").stdout)
    return {name: value for name, value in told.items() if name != "now"}


def codes_open(tusoi: Tusoi) -> bool:
    """Whether the key opens what is sealed."""
    return "ok" in json.loads(tusoi("doctor", "--json").stdout)["database and plan"]


def test_an_office_stands_up_again_from_the_one_file(tusoi: Tusoi, url: str) -> None:
    before = counted(tusoi)
    made = json.loads(tusoi("backup", "office.backup", "--json").stdout)
    assert made["rows"]["person"] == before["people"]
    assert "the secret key" in made["holds"]
    lost(url)
    back = json.loads(tusoi("restore", "office.backup", "--json").stdout)
    assert back["people"] == before["people"]
    assert counted(tusoi) == before
    assert codes_open(tusoi)


def test_a_restored_office_can_be_backed_up_and_restored_again(tusoi: Tusoi, url: str) -> None:
    """What was moved aside is in nobody's way, and not in the next backup."""
    before = counted(tusoi)
    for name in ("first", "second"):
        assert tusoi("backup", name).exit_code == 0
        result = tusoi("restore", name, "--force", "--json")
        assert "before" in json.loads(result.stdout)["moved_aside"]
        assert counted(tusoi) == before
    first, second = Path("first").stat().st_size, Path("second").stat().st_size
    assert second < first * 1.5
    assert bool(url) or len(list(Path("data").glob("before-restore-*"))) >= 1


def test_only_the_owner_reads_a_backup_and_it_shows_nothing(tusoi: Tusoi) -> None:
    tusoi("backup", "office.backup")
    file = Path("office.backup")
    assert file.stat().st_mode & 0o077 == 0
    content = file.read_bytes()
    assert b"SQLite format" not in content
    assert Path("data/secret.key").read_bytes().strip() not in content
    assert [each.name for each in Path().glob(".*")] == []


def test_a_backup_is_not_overwritten_in_silence(tusoi: Tusoi) -> None:
    Path("office.backup").write_text("something dear")
    assert "is there already" in mistake(tusoi("backup", "office.backup"))
    assert Path("office.backup").read_text() == "something dear"
    assert tusoi("backup", "office.backup", "--force").exit_code == 0
    assert Path("office.backup").read_bytes().startswith(b"tusoi-bk")


@pytest.mark.parametrize(
    ("environment", "file", "told"),
    [
        ({}, "nowhere/office.backup", "cannot be written"),
        ({"TUSOI_BACKUP_PASSPHRASE": ""}, "office.backup", "no terminal to ask on"),
        ({"TUSOI_BACKUP_PASSPHRASE": "short"}, "office.backup", "at least 12 characters"),
        ({"TUSOI_SECRET_KEY": "not this office's key"}, "office.backup", "does not open"),
    ],
)
def test_what_keeps_a_backup_from_being_made_is_one_sentence(
    tusoi: Tusoi, environment: dict[str, str], file: str, told: str
) -> None:
    assert told in mistake(tusoi("backup", file, **environment))
    assert not Path(file).exists()


def test_there_must_be_something_to_back_up(tusoi: Tusoi, url: str) -> None:
    lost(url)
    assert mistake(tusoi("backup", "office.backup", TUSOI_SECRET_KEY="x" * 20))
    assert not Path("office.backup").exists()


def test_without_postgresqls_programs_it_says_what_to_install(tusoi: Tusoi, url: str) -> None:
    result = tusoi("backup", "office.backup", PATH=str(Path.cwd()))
    if url:
        assert "postgresql-client" in mistake(result)
        assert not Path("office.backup").exists()
    else:
        assert result.exit_code == 0


def cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size - 100)


def change(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def replace(file: Path) -> None:
    file.write_text("a letter")


@pytest.mark.parametrize(
    ("spoil", "environment", "told"),
    [
        (cut, {}, "damaged or cut short"),
        (change, {}, "damaged or cut short"),
        (replace, {}, "no backup of tusoi"),
        (Path.unlink, {}, "cannot be read"),
        (Path.touch, {"TUSOI_BACKUP_PASSPHRASE": "another passphrase"}, "does not open"),
        (Path.touch, {"TUSOI_SECRET_KEY": "another key of another office"}, "another key"),
    ],
)
def test_a_file_that_cannot_be_restored_changes_nothing(
    tusoi: Tusoi,
    url: str,
    spoil: Callable[[Path], None],
    environment: dict[str, str],
    told: str,
) -> None:
    before = counted(tusoi)
    tusoi("backup", "office.backup")
    spoil(Path("office.backup"))
    found = contents("data")
    assert told in mistake(tusoi("restore", "office.backup", "--force", **environment))
    assert contents("data") == found
    assert counted(tusoi) == before


def contents(folder: str) -> dict[str, bytes]:
    files = (path for path in Path(folder).rglob("*") if path.is_file())
    return {str(p): p.read_bytes() for p in files if not p.name.endswith((".lock", "-shm", "-wal"))}


def test_a_place_with_data_is_left_alone(tusoi: Tusoi) -> None:
    tusoi("backup", "office.backup")
    assert "is there already" in mistake(tusoi("restore", "office.backup"))


def test_a_key_alone_is_data_too(tusoi: Tusoi, url: str) -> None:
    tusoi("backup", "office.backup")
    lost(url)
    Path("data").mkdir()
    Path("data/secret.key").write_text("the key of something else")
    assert "secret.key is there already" in mistake(tusoi("restore", "office.backup"))
    assert tusoi("restore", "office.backup", "--force").exit_code == 0
    assert codes_open(tusoi)


def test_with_the_key_in_the_settings_no_file_is_written(tusoi: Tusoi, url: str) -> None:
    key = Path("data/secret.key").read_text()
    tusoi("backup", "office.backup")
    lost(url)
    assert tusoi("restore", "office.backup", TUSOI_SECRET_KEY=key).exit_code == 0
    assert not Path("data/secret.key").exists()
    assert "TUSOI_SECRET_KEY" in mistake(tusoi("status"))
    assert tusoi("status", TUSOI_SECRET_KEY=key).exit_code == 0


def test_a_backup_of_a_newer_version_is_refused(tusoi: Tusoi, url: str) -> None:
    on_database(url, "UPDATE alembic_version SET version_num = '9999'")
    assert tusoi("backup", "office.backup").exit_code == 0
    lost(url)
    assert "newer tusoi" in mistake(tusoi("restore", "office.backup"))
    assert not Path("data").exists()


def on_database(url: str, statement: str) -> None:
    engine = make_engine(url or "sqlite:///data/tusoi.db")
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_what_goes_wrong_on_the_way_takes_everything_back(
    tusoi: Tusoi, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = counted(tusoi)
    tusoi("backup", "office.backup")

    def stumble(_work: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.backing_up.settle", stumble)
    assert "No space left" in mistake(tusoi("restore", "office.backup", "--force"))
    assert counted(tusoi) == before
    assert not list(Path("data").glob("before-restore*"))
    assert not list(Path("data").glob(".restore*"))


def test_a_backup_of_the_other_database_says_so(tusoi: Tusoi, url: str) -> None:
    tusoi("backup", "office.backup")
    other = "sqlite:///elsewhere.db" if url else "postgresql://nobody@127.0.0.1:9/none"
    told = mistake(tusoi("restore", "office.backup", TUSOI_DATABASE_URL=other))
    assert "can only be restored into" in told


def test_the_passphrase_is_asked_twice_on_a_terminal(tusoi: Tusoi) -> None:
    command = [sys.executable, "-m", "bot", "backup", "office.backup"]
    child, terminal = pty.fork()
    if child == 0:
        environment = os.environ | {"TUSOI_BACKUP_PASSPHRASE": "", "PYTHONPATH": _ROOT}
        os.execve(sys.executable, command, environment)  # noqa: S606 - a real terminal is needed
    said = _answer(terminal, [PASSPHRASE, PASSPHRASE])
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, said
    assert PASSPHRASE not in said
    assert tusoi("restore", "office.backup", "--force").exit_code == 0


_ROOT = str(Path(__file__).parents[2])


def _answer(terminal: int, answers: list[str]) -> str:
    said = ""
    while True:
        try:
            said += os.read(terminal, 4096).decode(errors="replace")
        except OSError:  # its end
            return said
        if answers and said.endswith(": "):  # before that, what is typed is thrown away
            os.write(terminal, answers.pop(0).encode() + b"\n")
            said += "\n"


@pytest.mark.anyio
async def test_a_backup_made_while_the_bot_talks_is_whole_and_nothing_goes_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Backed up in the middle of a conversation; the old machine goes on; restored; asked again."""
    monkeypatch.setenv("TUSOI_BACKUP_PASSPHRASE", PASSPHRASE)
    async with housed(tmp_path / "data") as house:
        async with house.bot() as stage:
            phone = await enrolled(stage, Role.OFFICIAL)
        for name, value in set_for(house.settings).items():
            monkeypatch.setenv(name, value)
        async with process(house) as running:
            phone.type("/dangky")
            await until_heard(house, phone, len(heard(phone)) + 1)
            file = tmp_path / "office.backup"
            made = await asyncio.to_thread(CliRunner().invoke, main, ["backup", str(file)])
            assert made.exit_code == 0, made.output
            refused = await asyncio.to_thread(
                CliRunner().invoke, main, ["restore", str(file), "--force"]
            )
            assert "another tusoi runs" in mistake(refused)
            phone.type("Rút thời gian giải quyết hồ sơ còn 10 ngày")
            await until_heard(house, phone, len(heard(phone)) + 1)
            running.send_signal(signal.SIGTERM)
            await running.communicate()
        done = await asyncio.to_thread(CliRunner().invoke, main, ["restore", str(file), "--force"])
        assert done.exit_code == 0, done.output
        assert is_whole(tmp_path / "data" / "tusoi.db")
        before = heard(phone)
        async with house.bot() as stage:
            await stage.settle()
            assert heard(phone) == before
            phone.type("Đơn vị trình, người dân hài lòng")
            await stage.settle()
            said = heard(phone)[len(before) :]
            assert len(said) == 1
            assert "chưa được ghi" in said[0]


def set_for(given: Settings) -> dict[str, str]:
    return {
        "TUSOI_DATA_DIR": str(given.data_dir),
        "TUSOI_DATABASE_URL": given.database_url,
        "TUSOI_SECRET_KEY": given.secret_key.get_secret_value(),
    }


def test_what_was_erased_is_not_in_a_backup(tusoi: Tusoi, url: str) -> None:
    """SQLite leaves what was deleted in its file; the copy is written anew."""
    if url:
        return  # pg_dump copies rows
    mark = "e7c1 was said here"
    on_database(url, "INSERT INTO sign_text VALUES ('X', 1, 'e7c1 was said here')")
    on_database(url, "DELETE FROM sign_text")
    tusoi("backup", "office.backup")
    shutil.rmtree("data")
    tusoi("restore", "office.backup")
    assert mark.encode() not in Path("data/tusoi.db").read_bytes()
    with closing(sqlite3.connect("data/tusoi.db")) as connection:
        assert connection.execute("SELECT count(*) FROM person").fetchone()[0] > 30
