"""Every action, conversation and command, by every role, standing and unit: let in or not.

`rights.txt` beside this file is the office's own word on it. Each is tried at the first moment of
the transcripts at which somebody has a button that leads there and would be let in; whoever else
forges it then is somebody newly hired, of one role besides being an official, of one standing, in
one unit. `python -m tests.storage.test_rights_matrix` writes the lines that are missing, with
`--all` every one anew; read them: a dot that became an x is a hole.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.subjects import registry
from bot.turn import TakenBack, Turn
from domain.effects import Refused
from domain.message import Do, Start, Target
from domain.people import Person, Role, Standing
from domain.vietnamese import fold
from storage import consents, menus, people, tables
from storage.consents import ConsentState, Purpose
from storage.tables import MenuRow
from storage.unit_of_work import Work
from tests.office import BOT, SmallOffice
from tests.storage.test_rights import allowed, taken_back
from tests.transcripts.playing import FILES, act, acts

TABLE = Path(__file__).parent / "rights.txt"
_HEADING = (
    "# by role: official, specialist, admin, sender; of each: staff, deputy, head\n"
    "# x: let in; >: led to another conversation; .: refused; last, the transcript it is tried in\n"
)
ROLES, STANDINGS = tuple(Role), tuple(Standing)
#: One where most rows of the transcripts belong, and one where none does.
UNITS = ("Tổ Đất đai", "Tổ Hạ tầng")
#: One's own draft, or none; what a file leads to, which nobody presses.
_NOT_HERE = {
    *("back", "leave", "cancel", "resume"),
    *("file", "file_from_admin", "broadcast_file", "template_file", "report_file"),
    *("inquiry_file", "inquiry_typed"),
}


@dataclass(frozen=True)
class Kind:
    """Who tries."""

    role: Role
    standing: Standing
    unit: str


def hired(work: Work, kind: Kind, chat: str = "somebody new") -> tuple[Person, people.Account]:
    """Somebody new of this kind, whose chat is linked and who has consented to everything."""
    roles = ",".join(sorted({Role.OFFICIAL, kind.role}))
    name = "Tống Thị Mới"
    with work.changing():
        row = tables.PersonRow(
            full_name=name, folded=fold(name), standing=kind.standing, roles=roles,
            salutation="chị", joined_at=work.now,
        )  # fmt: skip
        work.session.add(row)
        work.session.flush()
        id_ = row.id or 0
        post = tables.PostRow(person_id=id_, ordinal=0, unit=kind.unit, position="Chuyên viên")
        work.session.add(post)
        account = people.account_of_chat(work, *BOT, chat)
        people.link(work, account.id, id_)
        for purpose in Purpose:
            consents.record(work, id_, purpose, ConsentState.GIVEN, "test", account.id)
    who = people.present(work, id_)
    assert who is not None
    return who, people.account_of_chat(work, *BOT, chat)


def let_in(turn: Turn, who: Person, target: Target) -> str:
    """Whether this is done or shown (x), as `bot.routing` and `bot.talk` ask role, loader and
    applier; or another conversation begins in its place (>)."""
    if isinstance(target, Start):
        conversation = turn.registry.conversations[target.conversation]
        if not who.is_any(*conversation.roles):
            return "."
        found = conversation.resolve(turn.work, who, target.subject)
        if isinstance(found, Start):
            return ">"
        begun = conversation.begin(turn.work, who, found) if isinstance(found, str) else found
        return "." if isinstance(begun, Refused) else "x"
    assert isinstance(target, Do)
    action = turn.registry.actions[target.action]
    if not who.is_any(*action.roles):
        return "."
    try:
        with turn.attempt():
            effects = action.run(turn.work, who, target.subject)
            if isinstance(effects, Refused):
                return "."
            turn.apply(effects)
    except TakenBack:
        return "."
    return "x"


def name_of(target: Target) -> str:
    if isinstance(target, Start):
        return target.conversation
    return target.action if isinstance(target, Do) else ""


@contextmanager
def in_vain(office: SmallOffice) -> Iterator[Work]:
    """A transaction of which nothing remains, not even a code that was drawn."""
    drawn = dict(vars(office.database.chance))
    with taken_back(office) as work:
        yield work
    vars(office.database.chance).update(drawn)


def tried_by(office: SmallOffice, kind: Kind, targets: Mapping[str, Target]) -> dict[str, str]:
    """What comes of each target, pressed by somebody of this kind."""
    found: dict[str, str] = {}
    with in_vain(office) as work:
        who, account = hired(work, kind)
        for name, target in targets.items():
            with work.session.begin_nested() as savepoint:
                found[name] = let_in(Turn(work, office.registry, account, who), who, target)
                savepoint.rollback()
    return found


def cells(office: SmallOffice, targets: Mapping[str, Target]) -> dict[str, str]:
    """A line of the table for each; "?" where the two units differ, which none may.

    Who is refused where the rows belong is not tried again from elsewhere.
    """
    marks: dict[tuple[str, Role, Standing], str] = {}
    for role, standing in product(ROLES, STANDINGS):
        here = tried_by(office, Kind(role, standing, UNITS[0]), targets)
        again = {name: target for name, target in targets.items() if here[name] != "."}
        there = here | tried_by(office, Kind(role, standing, UNITS[1]), again)
        for name, mark in here.items():
            marks[name, role, standing] = mark if there[name] == mark else "?"
    return {
        name: "  ".join("".join(marks[name, role, s] for s in STANDINGS) for role in ROLES)
        for name in targets
    }


def by_buttons(file: Path, wanted: Collection[str]) -> dict[str, str]:
    """The cells of each wanted name, tried the first time that its button works for its owner."""
    found: dict[str, str] = {}
    office, seen = SmallOffice(), 0
    for line in acts(file.read_text(encoding="utf-8")):
        list(act(office, line))
        fresh: dict[str, Target] = {}
        for owner, menu, target in _buttons(office, seen):
            seen, name = menu, name_of(target)
            new = name in wanted and name not in found.keys() | fresh.keys()
            if new and _works(office, owner, target):
                fresh[name] = target
        found |= cells(office, fresh) if fresh else {}
        if found.keys() >= set(wanted):
            break
    office.database.close()
    return found


def _buttons(office: SmallOffice, after: int) -> list[tuple[int, int, Target]]:
    """Whose account, of which menu, where it leads: of the menus since."""
    found: list[tuple[int, int, Target]] = []
    with office.work() as work:
        rows = select(MenuRow).where(col(MenuRow.id) > after).order_by(col(MenuRow.id))
        for row in work.session.exec(rows):
            index, menu = 0, row.id or 0
            while (target := menus.target(work, row.account_id, menu, index)) is not None:
                index += 1
                found.append((row.account_id, menu, target))
    return found


def _works(office: SmallOffice, owner: int, target: Target) -> bool:
    with in_vain(office) as work:
        row = work.session.get_one(tables.AccountRow, owner)
        who = people.present(work, row.person_id) if row.person_id else None
        account = people.account_of_chat(work, row.channel, row.bot, row.chat)
        turn = Turn(work, office.registry, account, who)
        return who is not None and let_in(turn, who, target) == "x"


def without_a_row(names: Collection[str]) -> dict[str, str]:
    """The cells of commands, and of what no transcript shows a button for: about nothing yet."""
    office = SmallOffice()
    office.database.public_url = "https://tusoi.example"
    conversations, commands = office.registry.conversations, office.registry.commands
    targets: dict[str, Target] = {}
    for name in names:
        plain = Start(name) if name in conversations else Do(name)
        targets[name] = commands[name[1:]] if name.startswith("/") else plain
    return cells(office, targets)


def with_the_missing(lines: Mapping[str, Line]) -> dict[str, Line]:
    """These lines, and one for every other name: in the first transcript that shows it."""
    everything = _actions() | _commands()
    lines = {name: line for name, line in lines.items() if name in everything}
    for file in FILES:
        found = by_buttons(file, _actions() - lines.keys())
        lines |= {name: Line(row, file.stem) for name, row in found.items()}
    left = everything - lines.keys()
    return lines | {n: Line(row, "") for n, row in without_a_row(left).items()}


def _actions() -> set[str]:
    return {*registry().actions, *registry().conversations} - _NOT_HERE


def _commands() -> set[str]:
    leading = registry().commands.items()
    return {f"/{name}" for name, to in leading if name_of(to) not in _NOT_HERE}


@dataclass(frozen=True)
class Line:
    """Of the table: who is let in, and the transcript it is tried in; "" of a command."""

    cells: str
    transcript: str


def written() -> dict[str, Line]:
    lines = (line for line in TABLE.read_text(encoding="utf-8").splitlines() if line[0] != "#")
    parts = (re.split(r"\s{3,}", line) for line in lines)
    return {
        name: Line(row, *transcript) if transcript else Line(row, "")
        for name, row, *transcript in parts
    }


@cache
def tried(transcript: str) -> dict[str, str]:
    wanted = [name for name, line in written().items() if line.transcript == transcript]
    if not transcript:
        return without_a_row(wanted)
    return by_buttons(next(f for f in FILES if f.stem == transcript), wanted)


def _by_transcript(named: tuple[str, Line]) -> tuple[str, str]:
    return named[1].transcript, named[0]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.xdist_group(f"rights {line.transcript}"))
        for name, line in sorted(written().items(), key=_by_transcript)
    ],
)
def test_who_is_let_in_is_who_the_table_says(name: str) -> None:
    line = written()[name]
    assert tried(line.transcript).get(name) == line.cells
    assert "?" not in line.cells, "the unit one is in opens nothing"


def test_the_table_has_every_action_conversation_and_command() -> None:
    how = "python -m tests.storage.test_rights_matrix, then read what it wrote"
    assert written().keys() == _actions() | _commands(), how


def test_whoever_is_shown_a_button_by_the_table_has_the_role_for_it() -> None:
    """The table of roles (test_rights) and this one agree."""
    for name, line in written().items():
        if not name.startswith("/"):
            for role, marks in zip(ROLES, line.cells.split(), strict=True):
                may = {str(role), "official"} & allowed(name)
                assert may or marks == "...", (name, role)


if __name__ == "__main__":
    kept = {} if "--all" in sys.argv else written()
    rows = sorted(with_the_missing(kept).items())
    shown = (f"{name:<24}   {line.cells}   {line.transcript}".rstrip() for name, line in rows)
    TABLE.write_text(_HEADING + "\n".join(shown) + "\n", encoding="utf-8")
