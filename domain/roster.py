"""The roster: what importing a sheet would change. Nothing is changed here.

How a row of the sheet finds its person, strictest first; each step pairs only those who have
exactly one counterpart:

1. the same staff code (mã), whatever the name: a different name is then a corrected one;
2. the same name (letter case aside) and a post in common, with codes that do not contradict;
3. the same name and post although the code changed: an office renumbers its people;
4. the same name and unit; then the same name alone, if it is someone who is still here;
5. a name that looks corrected: accents or a slip of typing, same post, the old one on no row.

Where that leaves a doubt, a problem names the rows. Who is on no row has left: they are marked,
never deleted. Someone who had left comes back only by code or by name and unit, so that a newcomer
of the same name, or with a code used again, does not inherit another person's data.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar

from domain import roster_matching as match
from domain.people import Role, Standing
from domain.roster_entry import Existing, RosterEntry, Status, changed_fields, roles_with
from domain.roster_problems import (
    ambiguous_correction,
    ambiguous_name,
    code_used_again,
    no_admin,
    no_specialist,
    twice,
)
from domain.text import Text
from domain.vietnamese import sort_key

__all__ = [
    "Added",
    "Changed",
    "Existing",
    "Left",
    "Rename",
    "Returned",
    "RosterChange",
    "RosterDiff",
    "RosterEntry",
    "Status",
    "Unchanged",
    "compare",
]


@dataclass(frozen=True)
class Added:
    new: RosterEntry


@dataclass(frozen=True)
class Unchanged:
    old: Existing
    new: RosterEntry


@dataclass(frozen=True)
class Changed:
    old: Existing
    new: RosterEntry

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields of `RosterEntry` that differ."""
        return changed_fields(self.old.entry, self.new)


@dataclass(frozen=True)
class Rename:
    """A corrected name of someone we know, not a new person; other fields may change with it."""

    old: Existing
    new: RosterEntry

    @property
    def same_code(self) -> bool:
        """Why: the same staff code; otherwise the same post and nearly the same name."""
        return bool(self.new.code) and self.new.code_key == self.old.entry.code_key


@dataclass(frozen=True)
class Returned:
    """Someone who had left is on the sheet again."""

    old: Existing
    new: RosterEntry


@dataclass(frozen=True)
class Left:
    old: Existing


RosterChange: TypeAlias = Added | Changed | Left | Returned | Rename | Unchanged
Kind = TypeVar("Kind", bound=RosterChange)


@dataclass(frozen=True)
class RosterDiff:
    """What an import would do. With any problem it does nothing; notes are only to be read."""

    changes: tuple[RosterChange, ...]
    problems: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()

    def of(self, kind: type[Kind]) -> tuple[Kind, ...]:
        return tuple(change for change in self.changes if isinstance(change, kind))

    @property
    def changes_nothing(self) -> bool:
        return all(isinstance(change, Unchanged) for change in self.changes)


def compare(
    existing: Sequence[Existing],
    entries: Sequence[RosterEntry],
    silent: frozenset[str] = frozenset(),
) -> RosterDiff:
    """What importing `entries` would change; see the rules above.

    `silent` names the fields of `RosterEntry` that the sheet has no column for: people we have keep
    theirs.
    """
    pairing, problems = _paired(existing, entries)
    here = tuple(
        _change(pairing.old_of(index), entry, silent) for index, entry in enumerate(entries)
    )
    gone = (Left(old) for old in pairing.unpaired if old.is_here)
    left = sorted(gone, key=lambda change: (sort_key(change.old.entry.full_name), change.old.id))
    staying = [change.new for change in here]
    problems += tuple(_problems_with(existing, here, staying))
    notes = () if any(Role.SPECIALIST in new.roles for new in staying) else (no_specialist(),)
    return RosterDiff((*here, *left), problems, notes)


def by_hand(existing: Sequence[Existing], change: Changed | Rename | Left) -> RosterDiff:
    """One change made by hand, with what is wrong with it; everybody else stays as they are."""
    others = [old.entry for old in existing if old.is_here and old.id != change.old.id]
    staying = others if isinstance(change, Left) else [*others, change.new]
    problems = [twice(*pair) for pair in match.indistinct(staying)]
    had_admin = any(Role.ADMIN in old.entry.roles for old in existing if old.is_here)
    if had_admin and not any(Role.ADMIN in entry.roles for entry in staying):
        problems.append(no_admin())
    return RosterDiff((change,), tuple(problems))


def _paired(
    existing: Sequence[Existing], entries: Sequence[RosterEntry]
) -> tuple[match.Pairing, tuple[Text, ...]]:
    pairing = match.Pairing(existing, entries)
    for here in (True, False):
        pairing.step(match.by_code, here=here)
    for here in (True, False):
        pairing.step(match.by_name_and_post, match.codes_agree, here=here)
    pairing.step(match.by_name_and_post, here=True)
    for here in (True, False):
        pairing.step(match.by_name_and_unit, match.codes_agree, here=here)
    names = pairing.step(match.by_name, match.codes_agree, here=True)
    corrections = pairing.step(match.by_post, match.looks_corrected, here=True)
    doubts = [*map(ambiguous_name, names)]
    doubts += [ambiguous_correction(c) for c in corrections if not _same_name(c)]
    return pairing, tuple(doubts)


def _same_name(undecided: match.Undecided) -> bool:
    """Whether the step by name has already said so."""
    entries = (*undecided.entries, *(old.entry for old in undecided.people))
    return len({entry.name_key for entry in entries}) == 1


Present: TypeAlias = Added | Changed | Returned | Rename | Unchanged


def _change(old: Existing | None, entry: RosterEntry, silent: frozenset[str]) -> Present:
    if old is None:
        return Added(entry)
    new = _keeping(old.entry, entry, silent)
    if not old.is_here:
        return Returned(old, new)
    if new.name_key != old.entry.name_key:
        return Rename(old, new)
    return Unchanged(old, new) if new == old.entry else Changed(old, new)


def _keeping(old: RosterEntry, new: RosterEntry, silent: frozenset[str]) -> RosterEntry:
    kept = {name: getattr(old, name) for name in silent}
    if "roles" in silent:
        came_with_post = {Role.SENDER} if old.standing is Standing.HEAD else set()
        standing = kept.get("standing", new.standing)
        kept["roles"] = roles_with(old.roles - came_with_post, standing)
    return replace(new, **kept)


def _problems_with(
    existing: Sequence[Existing], here: Sequence[Present], staying: Sequence[RosterEntry]
) -> Iterator[Text]:
    for first, second in match.indistinct(staying):
        yield twice(first, second)
    for change in here:
        if isinstance(change, Returned) and not match.alike(
            change.old.entry.full_name, change.new.full_name
        ):
            yield code_used_again(change.old.entry, change.new)
    had_admin = any(Role.ADMIN in old.entry.roles for old in existing if old.is_here)
    if had_admin and not any(Role.ADMIN in new.roles for new in staying):
        yield no_admin()
