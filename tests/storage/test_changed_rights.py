"""Roles that a new roster moves: whoever gains or loses some is told, in words and in the menu."""

from __future__ import annotations

from dataclasses import replace

from bot.rights import tell_changed
from domain.outgoing import Say, SetCommands
from domain.people import Role
from domain.roster import compare
from domain.roster_entry import RosterEntry
from storage import roster
from tests.office import SmallOffice


def moved(entry: RosterEntry) -> RosterEntry:
    """The specialist's role goes from Mai to Tâm; Hùng has another position."""
    if entry.full_name == "Phạm Thanh Mai":
        return replace(entry, roles=frozenset({Role.OFFICIAL}))
    if entry.full_name == "Bùi Minh Tâm":
        return replace(entry, roles=entry.roles | {Role.SPECIALIST})
    if entry.full_name == "Trần Quốc Hùng":
        return replace(entry, salutation="đồng chí")
    return entry


def test_whose_rights_a_roster_changes_is_told_and_nobody_else() -> None:
    office = SmallOffice()
    with office.work() as work:
        existing = roster.existing(work)
        diff = compare(existing, [moved(old.entry) for old in existing])
        roster.apply(work, diff, None)
        tell_changed(work, diff)
    for name, words in (("Mai", "cán bộ."), ("Tâm", "cán bộ, chuyên viên phụ trách.")):
        menu, told = [operation for _row, operation in office.said_to(name)]
        assert isinstance(menu, SetCommands)
        assert ("duyet" in dict(menu.commands)) is (name == "Tâm")
        assert isinstance(told, Say)
        assert words in told.text
    assert [name for name in office.people if office.said_to(name)] == ["Mai", "Tâm"]
    office.database.close()
