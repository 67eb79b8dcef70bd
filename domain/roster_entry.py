"""A person as a roster lists them, and as the office has them already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from enum import StrEnum

from domain.people import Person, Post, Role, Standing
from domain.vietnamese import nfc

#: What someone is called by whose row says nothing: never guessed.
DEFAULT_SALUTATION = Person.salutation


class Status(StrEnum):
    ACTIVE = "active"
    LEFT = "left"


def roles_with(named: Iterable[Role], standing: Standing) -> frozenset[Role]:
    """Roles with what comes by itself: everyone is an official; head, specialist and admin send."""
    roles = frozenset(named) | {Role.OFFICIAL}
    sends = standing is Standing.HEAD or not roles.isdisjoint({Role.SPECIALIST, Role.ADMIN})
    return roles | {Role.SENDER} if sends else roles


@dataclass(frozen=True)
class RosterEntry:
    """One person as a roster has them; the first post is the main one.

    `row` tells where the sheet says so and is no part of the person.
    """

    full_name: str
    posts: tuple[Post, ...]
    standing: Standing = Standing.STAFF
    roles: frozenset[Role] = frozenset({Role.OFFICIAL})
    salutation: str = DEFAULT_SALUTATION
    code: str = ""
    row: int = field(default=0, compare=False)

    @property
    def unit(self) -> str:
        return self.posts[0].unit

    @property
    def position(self) -> str:
        return self.posts[0].position

    @property
    def name_key(self) -> str:
        """The name for telling people apart: exact letters and accents, case and spaces aside."""
        return nfc(" ".join(nfc(self.full_name).casefold().split()))

    @property
    def code_key(self) -> str:
        return self.code.casefold()


@dataclass(frozen=True)
class Existing:
    """Someone the office has already, with what the roster said last."""

    id: int
    entry: RosterEntry
    status: Status = Status.ACTIVE

    @property
    def is_here(self) -> bool:
        return self.status is Status.ACTIVE


def changed_fields(old: RosterEntry, new: RosterEntry) -> tuple[str, ...]:
    """The names of the fields in which two entries differ."""
    compared = (f.name for f in fields(RosterEntry) if f.compare)
    return tuple(name for name in compared if getattr(old, name) != getattr(new, name))
