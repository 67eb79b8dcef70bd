"""Which row of a sheet is which person: pairs made step by step, only where there is one answer.

The order of the steps and their reasons stand in `domain.roster`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeAlias

from domain.roster_entry import Existing, RosterEntry
from domain.vietnamese import fold

Keys: TypeAlias = Callable[[RosterEntry], Iterable[tuple[str, ...]]]
Fits: TypeAlias = Callable[[RosterEntry, RosterEntry], bool]


@dataclass(frozen=True)
class Undecided:
    """Rows that could be several people, or people who could be several rows."""

    entries: tuple[RosterEntry, ...]
    people: tuple[Existing, ...]


class Pairing:
    """People we have on one side, rows on the other; each step pairs some and leaves the rest."""

    def __init__(self, existing: Iterable[Existing], entries: Sequence[RosterEntry]) -> None:
        self._old = {old.id: old for old in existing}
        self._new = dict(enumerate(entries))
        self._found: dict[int, Existing] = {}

    @property
    def unpaired(self) -> tuple[Existing, ...]:
        return tuple(self._old.values())

    def old_of(self, index: int) -> Existing | None:
        """Who the entry at this place turned out to be; None for someone new."""
        return self._found.get(index)

    def step(
        self, keys: Keys, fits: Fits = lambda old, new: True, *, here: bool
    ) -> tuple[Undecided, ...]:
        """Pair by key with those who are here, or who have left; what has one counterpart only."""
        options = self._options(keys, fits, here)
        wanted = Counter(id_ for ids in options.values() for id_ in ids)
        undecided: list[tuple[set[int], set[int]]] = []
        for index, ids in options.items():
            if len(ids) == 1 and all(wanted[id_] == 1 for id_ in ids):
                self._found[index] = self._old.pop(*ids)
                del self._new[index]
            else:
                _join(undecided, {index}, ids)
        return tuple(self._described(indexes, ids) for indexes, ids in undecided)

    def _options(self, keys: Keys, fits: Fits, here: bool) -> dict[int, set[int]]:
        shelf: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
        for old in self._old.values():
            for key in keys(old.entry) if old.is_here is here else ():
                shelf[key].add(old.id)
        options = {
            index: {
                id_
                for key in keys(entry)
                for id_ in shelf.get(key, ())
                if fits(self._old[id_].entry, entry)
            }
            for index, entry in self._new.items()
        }
        return {index: ids for index, ids in options.items() if ids}

    def _described(self, indexes: set[int], ids: set[int]) -> Undecided:
        return Undecided(
            tuple(self._new[index] for index in sorted(indexes)),
            tuple(self._old[id_] for id_ in sorted(ids)),
        )


def _join(groups: list[tuple[set[int], set[int]]], indexes: set[int], ids: set[int]) -> None:
    """Add to the groups, joining those that share a person."""
    for group in [group for group in groups if group[1] & ids]:
        groups.remove(group)
        indexes, ids = indexes | group[0], ids | group[1]
    groups.append((indexes, ids))


def indistinct(entries: Sequence[RosterEntry]) -> Iterator[tuple[RosterEntry, RosterEntry]]:
    """Pairs of rows that nothing tells apart: one name, one post, and not two codes."""
    seen: defaultdict[tuple[str, ...], list[RosterEntry]] = defaultdict(list)
    for entry in entries:
        twins = [
            other
            for key in by_name_and_post(entry)
            for other in seen[key]
            if codes_agree(other, entry)
        ]
        if twins:
            yield twins[0], entry
        for key in by_name_and_post(entry):
            seen[key].append(entry)


def by_code(entry: RosterEntry) -> Iterable[tuple[str, ...]]:
    return {(entry.code_key,)} if entry.code else ()


def by_name(entry: RosterEntry) -> Iterable[tuple[str, ...]]:
    return {(entry.name_key,)}


def by_name_and_unit(entry: RosterEntry) -> Iterable[tuple[str, ...]]:
    return {(entry.name_key, fold(post.unit)) for post in entry.posts}


def by_post(entry: RosterEntry) -> Iterable[tuple[str, ...]]:
    return {(fold(post.unit), fold(post.position)) for post in entry.posts}


def by_name_and_post(entry: RosterEntry) -> Iterable[tuple[str, ...]]:
    return {(entry.name_key, *post) for post in by_post(entry)}


def codes_agree(one: RosterEntry, other: RosterEntry) -> bool:
    """Whether the codes do not contradict: equal, or one of them not given."""
    return not (one.code and other.code) or one.code_key == other.code_key


def looks_corrected(old: RosterEntry, new: RosterEntry) -> bool:
    return codes_agree(old, new) and alike(old.full_name, new.full_name)


def alike(one: str, other: str) -> bool:
    """Whether two names differ only as a correction would: accents, one mistyped or missing word.

    Vietnamese share family and middle names, so the likeness of the whole says little: at most one
    word may differ, and only by a slip of typing ("Tấn" and "Tận"; not "An" and "Bình").
    """
    a, b = fold(one).split(), fold(other).split()
    if "".join(a) == "".join(b):
        return True
    if not a or not b:
        return False
    if len(a) != len(b):
        return (a[0], a[-1]) == (b[0], b[-1]) and abs(len(a) - len(b)) == 1
    differing = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(differing) == 1 and SequenceMatcher(None, *differing[0]).ratio() >= 0.6
