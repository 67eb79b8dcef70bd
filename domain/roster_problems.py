"""What can be wrong with a roster, in sentences that name the rows and say what to do."""

from __future__ import annotations

from collections.abc import Iterable

from domain.roster_entry import RosterEntry
from domain.roster_matching import Undecided
from domain.text import Text, _


def rows(entries: Iterable[RosterEntry]) -> Text:
    """Where to look: "Rows 5, 9"."""
    numbers = sorted({entry.row for entry in entries})
    return _("Rows {numbers}", numbers=", ".join(str(number) for number in numbers))


def twice(first: RosterEntry, second: RosterEntry) -> Text:
    return _(
        "{rows}: {person} is listed twice with the same unit and position. If these are two "
        "people, write a staff code (mã) for each; if one, delete a row.",
        rows=rows((first, second)),
        person=first.full_name,
    )


def ambiguous_name(undecided: Undecided) -> Text:
    return _(
        "{rows}: it is not clear which {person} is meant, since there are several people or rows "
        "of this name. Write each one's staff code (mã), or their unit and position as before.",
        rows=rows(undecided.entries),
        person=undecided.entries[0].full_name,
    )


def ambiguous_correction(undecided: Undecided) -> Text:
    return _(
        "{rows}: this looks like a corrected name, but it is not clear whose ({people}). Write "
        "each one's staff code (mã), or correct one name at a time.",
        rows=rows(undecided.entries),
        people=", ".join(old.entry.full_name for old in undecided.people),
    )


def code_used_again(old: RosterEntry, new: RosterEntry) -> Text:
    return _(
        "{rows}: the staff code {code} belonged to {person}, who has left. Give the new person "
        "another code.",
        rows=rows((new,)),
        code=new.code,
        person=old.full_name,
    )


def code_of_several(entries: list[RosterEntry]) -> Text:
    return _(
        "{rows}: the staff code {code} stands with different names ({people}). Each person needs "
        "a code of their own.",
        rows=rows(entries),
        code=entries[0].code,
        people=", ".join(dict.fromkeys(entry.full_name for entry in entries)),
    )


def further_job_of_whom(entries: list[RosterEntry]) -> Text:
    return _(
        "{rows}: {person} has a further job (kiêm nhiệm), but it is not clear which row is the "
        "main one. Write the same staff code (mã) on the rows of one person.",
        rows=rows(entries),
        person=entries[0].full_name,
    )


def namesakes(entries: list[RosterEntry]) -> Text:
    return _(
        "{rows}: {person} is read as {count} people. If it is one person, write the same staff "
        "code (mã) on those rows.",
        rows=rows(entries),
        person=entries[0].full_name,
        count=len(entries),
    )


def no_admin() -> Text:
    return _(
        "Nobody on the sheet is an administrator, so nobody could change the roster again. Write "
        "“quản trị” in the column “vai trò” for at least one person."
    )


def no_specialist() -> Text:
    return _(
        "Nobody on the sheet is the specialist in charge, so registrations would reach no one. "
        "Write “chuyên viên phụ trách” in the column “vai trò” for that person."
    )
