"""From the rows of a sheet to people: two jobs on two rows are one person.

Rows are one person when they carry the same staff code (mã) and the same name; or the same name,
where all but one of the rows say that they are a further job: the position or the note says
"kiêm nhiệm" (or the position begins with "kiêm"), or the cell of the name is merged over the rows.
Without such a word, the same name in two posts is two people, and a note says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from domain.people import Role, Standing
from domain.roster_entry import DEFAULT_SALUTATION, RosterEntry
from domain.roster_problems import code_of_several, further_job_of_whom, namesakes
from domain.text import Text
from domain.vietnamese import fold

_HEIGHT = {Standing.STAFF: 0, Standing.DEPUTY: 1, Standing.HEAD: 2}


@dataclass(frozen=True)
class SheetRow:
    """One row as read; `further_job` when it says that it adds a job to someone listed before."""

    entry: RosterEntry
    further_job: bool = False


@dataclass(frozen=True)
class Gathered:
    """The people on a sheet in its order, what could not be decided, and what to look at."""

    entries: tuple[RosterEntry, ...]
    problems: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()


def gather(rows: Sequence[SheetRow]) -> Gathered:
    """Join the rows of each person by the rule above."""
    problems: list[Text] = []
    coded: list[SheetRow] = []
    for group in _groups(rows, lambda row: row.entry.code_key):
        if len({fold(row.entry.full_name) for row in group}) > 1:
            problems.append(code_of_several([row.entry for row in group]))
        coded.append(_joined(group))
    people: list[SheetRow] = []
    for group in _groups(coded, lambda row: row.entry.name_key):
        if _unclear(group):
            problems.append(further_job_of_whom([row.entry for row in group]))
        people += [_joined(group)] if any(row.further_job for row in group) else group
    entries = sorted((row.entry for row in people), key=lambda entry: entry.row)
    return Gathered(tuple(entries), tuple(problems), () if problems else _notes(entries))


def _groups(rows: Iterable[SheetRow], key: Callable[[SheetRow], str]) -> list[list[SheetRow]]:
    groups: defaultdict[tuple[str, int], list[SheetRow]] = defaultdict(list)
    for row in rows:
        word = key(row)
        groups[word, 0 if word else row.entry.row].append(row)  # no word: a group of its own
    return list(groups.values())


def _unclear(group: list[SheetRow]) -> bool:
    """Whether a further job could belong to several people of this name, or contradicts itself."""
    if len(group) == 1 or not any(row.further_job for row in group):
        return False
    codes = {row.entry.code_key for row in group if row.entry.code}
    return sum(not row.further_job for row in group) != 1 or len(codes) > 1


def _joined(group: list[SheetRow]) -> SheetRow:
    if len(group) == 1:
        return group[0]
    main, *further = sorted(group, key=lambda row: row.further_job)
    entries = [main.entry, *(row.entry for row in further)]
    whole = replace(
        main.entry,
        posts=tuple(dict.fromkeys(post for entry in entries for post in entry.posts)),
        standing=max((entry.standing for entry in entries), key=_HEIGHT.__getitem__),
        roles=frozenset[Role]().union(*(entry.roles for entry in entries)),
        salutation=_first(e.salutation for e in entries if e.salutation != DEFAULT_SALUTATION)
        or DEFAULT_SALUTATION,
        code=_first(entry.code for entry in entries),
    )
    return SheetRow(whole, main.further_job)


def _first(words: Iterable[str]) -> str:
    return next((word for word in words if word), "")


def _notes(entries: Sequence[RosterEntry]) -> tuple[Text, ...]:
    same: defaultdict[str, list[RosterEntry]] = defaultdict(list)
    for entry in entries:
        same[entry.name_key].append(entry)
    return tuple(
        namesakes(group)
        for group in same.values()
        if len(group) > 1 and not all(entry.code for entry in group)
    )
