"""The command line: each command helps, counts as JSON, and tells a mistake in one sentence."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest
from click.testing import Result

from bot.clock import WallClock
from bot.opening import open_office
from bot.sandbox.zalo_oa_server import ZaloOaSandbox
from bot.serving import serving
from bot.settings import load
from domain.channels import ZALO
from domain.consent import ConsentState, Purpose
from storage import consents, people, usage
from tests.channels.zalo_playing import SECRET_PART, ZALO_TOKEN, zalo
from tests.e2e.shell import Tusoi, office_kept, tusoi_in

COMMANDS = (
    *(["init"], ["run"], ["demo"], ["roster"], ["roster", "import"], ["codes"], ["status"]),
    *(["doctor"], ["broadcast"], ["directive"], ["directive", "text"], ["backup"], ["restore"]),
)
SECRET = "a secret of the tests"


@pytest.fixture
def tusoi(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Tusoi:
    return tusoi_in(tmp_path, monkeypatch)


@pytest.fixture
def office(tusoi: Tusoi, tmp_path_factory: pytest.TempPathFactory) -> Tusoi:
    """`tusoi` where an office has been set up."""

    def set_up() -> None:
        assert tusoi("init", "--roster", "danh-sach.xlsx").exit_code == 0

    office_kept(tmp_path_factory.getbasetemp() / "set-up", set_up)
    return tusoi


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_each_command_helps(command: list[str], tusoi: Tusoi) -> None:
    result = tusoi(*command, "--help")
    assert result.exit_code == 0
    if command not in (["roster"], ["directive"]):
        assert f"Example: tusoi {' '.join(command)}" in result.output.replace(
            "TUSOI_TELEGRAM_TOKEN=123:abc ", ""
        )


def mistake(result: Result, code: int = 2) -> str:
    """The one sentence of a mistake; AssertionError for anything else."""
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    sentence = result.output.strip()
    assert sentence.startswith(("Error: ", "Usage: ")), sentence
    assert "Traceback" not in sentence
    return sentence


def test_an_office_is_set_up_and_counted(tusoi: Tusoi) -> None:
    made = tusoi("init", "--roster", "danh-sach.xlsx", "--json")
    assert made.exit_code == 0
    told = json.loads(made.stdout)
    assert told["added"] > 30
    counted = json.loads(tusoi("status", "--json").stdout)
    assert counted["people"] == told["added"]
    assert (counted["waiting"], counted["failed"], counted["doubled_keys"]) == (0, 0, 0)


def test_setting_up_again_changes_nothing(office: Tusoi) -> None:
    again = office("init", "--roster", "danh-sach.xlsx", "--json")
    told = json.loads(again.stdout)
    assert (again.exit_code, told["added"], told["changed"], told["left"]) == (0, 0, 0, 0)


def test_a_changed_plan_tells_what_changes_and_from_when(office: Tusoi, tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "directives" / "34-CT-TU" / "hoa-cuong-2025.yaml"
    changed = tmp_path / "hoa-cuong-2025.yaml"
    words = shipped.read_text(encoding="utf-8")
    changed.write_text(words.replace("Tự soi, tự sửa hằng tháng", "Soi mình"), encoding="utf-8")
    told = json.loads(office("init", "--plan", str(changed), "--json").stdout)["plan_changes"]
    assert [line for line in told if "Soi mình" not in line and "hằng tháng" not in line] == []
    assert told
    again = json.loads(office("init", "--plan", str(changed), "--json").stdout)
    assert again["plan_changes"] == ["Kế hoạch như cũ, không có gì thay đổi."]


def test_only_the_owner_reads_what_is_kept(office: Tusoi, tmp_path: Path) -> None:
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0
    assert (tmp_path / "data" / "secret.key").stat().st_mode & 0o077 == 0
    office("codes", "--person", "không ai cả")


def test_a_dry_run_imports_nothing(tusoi: Tusoi) -> None:
    tusoi("init")
    told = json.loads(tusoi("roster", "import", "danh-sach.xlsx", "--dry-run", "--json").stdout)
    assert told["added"] > 30
    assert json.loads(tusoi("status", "--json").stdout)["people"] == 0


def test_codes_are_told_person_by_person(office: Tusoi) -> None:
    told = json.loads(office("codes", "--json").stdout)
    people = json.loads(office("status", "--json").stdout)["people"]
    assert told["issued"] == len(told["codes"]) == people
    assert all(re.fullmatch(r"\d{6}", one["code"]) for one in told["codes"])


def test_a_broadcast_to_nobody_who_can_be_reached_is_said_to_be_so(office: Tusoi) -> None:
    told = json.loads(
        office("broadcast", "--text-file", "tin.txt", "--audience", "all", "--json").stdout
    )
    assert (told["receive"], told["sent"]) == (0, False)
    assert {"name", "why"} == set(told["cannot"][0])


def test_lists_are_readable_without_json(office: Tusoi) -> None:
    assert re.search(r"^  .+, \d{6}$", office("codes").output, re.MULTILINE)
    assert "people: " in office("status").output


def test_a_folder_without_an_office_says_what_to_run(tusoi: Tusoi) -> None:
    assert "tusoi init" in mistake(tusoi("status"))
    assert "tusoi init" in mistake(tusoi("status", TUSOI_SECRET_KEY=SECRET))


def test_an_unmigrated_database_is_refused(tusoi: Tusoi, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "tusoi.db").touch()
    result = tusoi("run", TUSOI_SECRET_KEY=SECRET, TUSOI_TELEGRAM_TOKEN="1:a")
    assert "not set up for this version: run `tusoi init` first" in mistake(result)


def test_another_key_is_refused(office: Tusoi) -> None:
    office("codes")
    assert "TUSOI_SECRET_KEY" in mistake(office("status", TUSOI_SECRET_KEY=SECRET))


def test_a_lost_key_is_not_replaced_in_silence(office: Tusoi, tmp_path: Path) -> None:
    office("codes")
    (tmp_path / "data" / "secret.key").unlink()
    assert "TUSOI_SECRET_KEY" in mistake(office("init"))


@pytest.mark.parametrize("cut_off", [b"", b"\n", b"short", b"\xff" * 40])
def test_a_file_without_a_whole_key_is_never_taken_for_one(
    tusoi: Tusoi, tmp_path: Path, cut_off: bytes
) -> None:
    """A full disk or a power cut may have left it so."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret.key").write_bytes(cut_off)
    assert "secret.key holds no key" in mistake(tusoi("init"))
    assert "secret.key holds no key" in tusoi("doctor").output
    assert (tmp_path / "data" / "secret.key").read_bytes() == cut_off


@pytest.mark.parametrize(
    ("arguments", "environment", "told"),
    [
        (["run"], {}, "TUSOI_TELEGRAM_TOKEN is not set"),
        (["status"], {"TUSOI_TIMEZONE": "Hanoi"}, "TUSOI_TIMEZONE is no time zone"),
        (["status"], {"TUSOI_CLOCK": "2025-10-03T08:00+07:00"}, "TUSOI_CLOCK is refused"),
        (["status"], {"TUSOI_DATABASE_URL": "nonsense"}, "TUSOI_DATABASE_URL"),
        (
            ["status"],
            {"TUSOI_DATABASE_URL": "sqlite:////nowhere/at/all.db"},
            "there is no database",
        ),
        (["init", "--plan", "no-such-plan"], {}, "no-such-plan"),
        (["init", "--roster", "missing.xlsx"], {}, "missing.xlsx cannot be read"),
        (["roster", "import", "missing.xlsx"], {}, "missing.xlsx cannot be read"),
        (["roster", "import", "tin.txt"], {}, "tin.txt was not imported"),
        (["roster", "import", "big.xlsx"], {}, "larger than 20 MB"),
        (["roster", "import"], {}, "Missing argument"),
        (["codes", "--person", "không ai cả"], {}, "nobody on the roster"),
        (["codes", "--out", "ma.docx"], {}, "TUSOI_TELEGRAM_TOKEN is not set"),
        (["directive", "text", "99-XX", "tin.txt"], {}, "99-XX"),
        (["directive", "text", "34-CT-TU", "tin.txt"], {}, "tin.txt"),
        (["broadcast", "--text-file", "no.txt", "--audience", "all"], {}, "no.txt cannot be read"),
        (["broadcast", "--text-file", "empty.txt", "--audience", "all"], {}, "is empty"),
        (["broadcast", "--text-file", "long.txt", "--audience", "all"], {}, "characters"),
        (["broadcast", "--text-file", "secret.txt", "--audience", "all"], {}, "state secrets"),
        (["broadcast", "--text-file", "tin.txt", "--audience", "nobody"], {}, "is nobody"),
        (["broadcast", "--text-file", "tin.txt", "--audience", "unit:Không có"], {}, "is nobody"),
        (["broadcast", "--text-file", "tin.txt", "--audience", "owing:x/y"], {}, "is nobody"),
        (["broadcast", "--text-file", "tin.txt", "--audience", "standing:boss"], {}, "is nobody"),
        (["broadcast", "--text-file", "tin.txt"], {}, "--audience"),
        (["no-such-command"], {}, "No such command"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_mistake_is_told_in_a_sentence(
    arguments: list[str],
    environment: dict[str, str],
    told: str,
    office: Tusoi,
    tmp_path: Path,
) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "long.txt").write_text("dài " * 2000, encoding="utf-8")
    (tmp_path / "secret.txt").write_text("TỐI MẬT", encoding="utf-8")
    with (tmp_path / "big.xlsx").open("wb") as big:
        big.truncate(21_000_000)
    assert told in mistake(office(*arguments, **environment))


def test_a_password_is_never_shown(tusoi: Tusoi) -> None:
    url = "postgresql://tusoi:hunter2@127.0.0.1:9/tusoi"
    result = tusoi("init", TUSOI_DATABASE_URL=url, TUSOI_SECRET_KEY=SECRET)
    assert "127.0.0.1:9/tusoi cannot be reached" in mistake(result, 75)
    assert "hunter2" not in result.output


def test_the_doctor_says_what_is_missing(office: Tusoi) -> None:
    result = office("doctor", "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert "BotFather" in told["a channel is set up"]
    assert told["database and plan"] == "ok"
    assert office("doctor", TUSOI_TELEGRAM_TOKEN="1:a").exit_code == 0


@pytest.mark.anyio
async def test_the_doctor_asks_about_each_token_and_prints_none(office: Tusoi) -> None:
    async with zalo() as (_sandbox, url):
        set_ = {
            "TUSOI_ZALO_BASE_URL": url,
            "TUSOI_ZALO_BOT_TOKEN": f"{ZALO_TOKEN},2014:{SECRET_PART}",
        }
        result = await asyncio.to_thread(office, "doctor", "--live", "--json", **set_)
    told = json.loads(result.stdout)
    assert told["a channel is set up"] == told["zalo takes token 1 of 2"] == "ok"
    wrong = told["zalo takes token 2 of 2"]
    assert "TUSOI_ZALO_BOT_TOKEN" in wrong
    assert "2014" in wrong
    assert SECRET_PART not in result.output


def test_zalo_alone_is_enough(office: Tusoi) -> None:
    unreached = {"TUSOI_ZALO_BASE_URL": "http://127.0.0.1:9", "TUSOI_ZALO_BOT_TOKEN": "1:abc"}
    assert office("doctor", **unreached).exit_code == 0
    assert "cannot be reached" in mistake(office("run", **unreached), 75), "to be tried again"


@pytest.mark.anyio
async def test_the_doctor_asks_an_official_account_and_says_where_its_events_go(
    office: Tusoi,
) -> None:
    account = ZaloOaSandbox("77", SECRET_PART, WallClock().now)
    set_ = {f"TUSOI_ZALO_OA_{name}": SECRET_PART for name in ("SECRET_KEY", "WEBHOOK_SECRET")}
    set_ |= {"TUSOI_ZALO_OA_APP_ID": "77", "TUSOI_ZALO_OA_REFRESH_TOKEN": "refresh-0"}
    set_ |= {"TUSOI_PUBLIC_URL": "https://tusoi.example"}
    async with serving(account.app) as url:
        set_ |= {"TUSOI_ZALO_OA_BASE_URL": url, "TUSOI_ZALO_OA_OAUTH_URL": url}
        first, again = [
            await asyncio.to_thread(office, "doctor", "--live", "--json", **set_) for _ in range(2)
        ]
    told = json.loads(first.stdout)
    assert told["zalo_oa takes token 1 of 1"] == "ok"
    assert told["zalo_oa brings its events to https://tusoi.example/hooks/zalo_oa/77"] == "ok"
    assert again.exit_code == 0, "the pair is kept: the operator's token is spent"
    assert account.tokens.renewals == 1
    assert SECRET_PART not in first.output


def test_an_official_account_says_what_it_lacks(office: Tusoi) -> None:
    told = mistake(office("run", TUSOI_ZALO_OA_APP_ID="77", TUSOI_ZALO_OA_SECRET_KEY="x"))
    assert "TUSOI_ZALO_OA_WEBHOOK_SECRET" in told


def _on_zalo(gone: int) -> None:
    """The first six of the roster have opened a Zalo bot, and so many messages have gone."""
    given = load()
    database = open_office(given)
    with database.work(WallClock().now()) as work:
        for person in people.people(work)[:6]:
            chat = people.account_of_chat(work, ZALO, "2012", f"z{person.id}")
            people.link(work, chat.id, person.id)
            consents.record(work, person.id, Purpose.KEEP, ConsentState.GIVEN, "test", chat.id)
        usage.count_sent(work, chat, gone)
    database.close()


def test_each_metered_bot_is_counted_with_its_people_and_its_month(office: Tusoi) -> None:
    _on_zalo(2600)
    told = json.loads(office("status", "--json").stdout)["zalo_bot_1"]
    assert (told["people"], told["messages"]) == ("6/50", "2600/3000")
    assert told["sends"] == "no digests, no reminders of openings"
    assert "zalo bot 1: people 6/50, messages 2600/3000" in office("status").output


def test_a_dry_run_counts_why_and_what_is_left(office: Tusoi) -> None:
    _on_zalo(2847)
    dry = ("broadcast", "--text-file", "tin.txt", "--audience", "all", "--dry-run", "--json")
    told = json.loads(office(*dry).stdout)
    assert told["receive"] == 3
    assert told["cannot_because"]["no_room"] == 3
    assert told["left_of_zalo_bot_1"] == "150/3000"
    assert not told["sent"]
