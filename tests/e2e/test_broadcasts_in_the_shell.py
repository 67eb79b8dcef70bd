"""Announcing from the shell: by day, with a second yes, looked after by number; one's ledger."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result

from bot.opening import open_office
from bot.settings import Settings
from domain.people import Role
from scheduler.broadcast_progress import report
from storage import consents, people
from storage.consents import ConsentState, Purpose
from tests.e2e.shell import Tusoi, office_kept, tusoi_in
from tests.storage.living import at

EVENING = "10/10/2025 21:00"  # a Friday
COMMANDS = (
    *(["broadcasts"], ["broadcasts", "pause"], ["broadcasts", "resume"]),
    *(["broadcasts", "cancel"], ["broadcasts", "retry"], ["delivery"]),
)


@pytest.fixture
def tusoi(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Tusoi:
    """`tusoi` on a Friday evening, in an office of which five people are connected."""
    run = tusoi_in(tmp_path, monkeypatch)
    monkeypatch.setenv("TUSOI_CLOCK", at(EVENING).isoformat())
    monkeypatch.setenv("TUSOI_TELEGRAM_BASE_URL", "http://127.0.0.1:9")

    def set_up() -> None:
        assert run("init", "--roster", "danh-sach.xlsx").exit_code == 0
        connect(5)

    office_kept(tmp_path_factory.getbasetemp() / "set-up-and-connected", set_up)
    return run


def connect(count: int) -> None:
    database = open_office(Settings())
    with database.work(at(EVENING)) as work:
        everyone = people.people(work)
        senders = [p for p in everyone if p.is_any(Role.SPECIALIST, Role.SENDER, Role.ADMIN)][:2]
        for person in [*senders, *(p for p in everyone if p not in senders)][:count]:
            chat = people.account_of_chat(work, "telegram", "1", str(person.id))
            people.link(work, chat.id, person.id)
            consents.record(work, person.id, Purpose.KEEP, ConsentState.GIVEN, "test", chat.id)
    database.close()


def facts(result: Result) -> dict[str, object]:
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


def announce(tusoi: Tusoi, *options: str, **environment: str) -> dict[str, object]:
    base = ("broadcast", "--text-file", "tin.txt", "--audience", "all", "--json")
    return facts(tusoi(*base, *options, **environment))


def listed(tusoi: Tusoi) -> list[dict[str, object]]:
    found = facts(tusoi("broadcasts", "--json"))["broadcasts"]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_each_command_helps(command: list[str], tusoi: Tusoi) -> None:
    result = tusoi(*command, "--help")
    assert result.exit_code == 0
    assert f"Example: tusoi {' '.join(command)}" in result.output


def test_in_the_evening_it_waits_for_monday_unless_told_not_to(tusoi: Tusoi) -> None:
    told = announce(tusoi)
    assert (told["goes_at"], told["sent"]) == ("2025-10-13T07:30+07:00", False)
    (waiting,) = listed(tusoi)
    assert (waiting["state"], waiting["at"]) == ("scheduled", "2025-10-13T07:30+07:00")
    assert announce(tusoi, "--now")["sent"] is True
    assert [one["state"] for one in listed(tusoi)] == ["sending", "scheduled"]


def test_a_moment_is_named_as_in_the_chat(tusoi: Tusoi) -> None:
    assert announce(tusoi, "--at", "15/10 14:00")["goes_at"] == "2025-10-15T14:00+07:00"
    wrong = tusoi("broadcast", "--text-file", "tin.txt", "--audience", "all", "--at", "thứ Hai")
    assert (wrong.exit_code, "--at" in wrong.output) == (2, True)


def test_it_is_paused_resumed_taken_back_and_tried_again_by_number(tusoi: Tusoi) -> None:
    announce(tusoi, "--now")
    for command, state in (("pause", "paused"), ("resume", "sending"), ("cancel", "taking_back")):
        assert facts(tusoi("broadcasts", command, "1", "--json"))["state"] == state
    with_report()
    assert listed(tusoi)[0]["state"] == "cancelled"
    assert tusoi("broadcasts", "retry", "1").exit_code == 2
    assert tusoi("broadcasts", "pause", "7").exit_code == 2


def with_report() -> None:
    database = open_office(Settings())
    with database.work(at(EVENING)) as work:
        report(work)
    database.close()


def test_what_waits_for_its_moment_is_dropped(tusoi: Tusoi) -> None:
    announce(tusoi)
    assert facts(tusoi("broadcasts", "cancel", "1", "--json"))["state"] == "cancelled"


def test_more_people_than_one_may_write_to_alone_wait_for_a_yes(tusoi: Tusoi) -> None:
    told = announce(tusoi, "--now", TUSOI_APPROVAL_ABOVE="3")
    assert (told["sent"], told["asked_to_agree"]) == (False, 2)
    assert listed(tusoi)[0]["state"] == "asked"


def test_the_ledger_of_one_person_holds_no_words(tusoi: Tusoi) -> None:
    announce(tusoi, "--now")
    database = open_office(Settings())
    with database.work(at(EVENING)) as work:
        who = next(p for p in people.people(work) if people.accounts_of(work, p.id))
    database.close()
    result = tusoi("delivery", "--person", who.full_name, "--json")
    told = facts(result)
    assert told["messages"] == 1
    found = told["ledger"]
    assert isinstance(found, list)
    (entry,) = found
    assert (entry["kind"], entry["state"], entry["channel"]) == ("broadcast", "queued", "Telegram")
    assert "Họp" not in result.output
    later = tusoi("delivery", "--person", who.full_name, "--since", "2025-10-11", "--json")
    assert facts(later)["messages"] == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["delivery"], "either --person or --code"),
        (["delivery", "--person", "không ai cả"], "nobody on the roster"),
        (["delivery", "--code", "0"], "staff number"),
        (["broadcast", "--text-file", "tin.txt", "--audience", "all", "--attach", "x"], "read"),
        (
            ["broadcast", "--text-file", "tin.txt", "--audience", "all", "--at", "8h", "--now"],
            "exclude each other",
        ),
    ],
)
def test_a_mistake_is_told_in_a_sentence(arguments: list[str], told: str, tusoi: Tusoi) -> None:
    result = tusoi(*arguments)
    assert result.exit_code == 2
    assert told in result.output
