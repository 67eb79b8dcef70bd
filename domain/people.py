"""Who works in the office: people, their standing, their roles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from domain.vietnamese import given_name


class Role(StrEnum):
    """What a person may do here. A set: a specialist is an official too."""

    OFFICIAL = "official"
    SPECIALIST = "specialist"
    ADMIN = "admin"
    SENDER = "sender"


class Standing(StrEnum):
    """Where a person stands in the unit; decides which signs are asked (S1 section 3)."""

    STAFF = "staff"
    DEPUTY = "deputy"
    HEAD = "head"

    @property
    def leads(self) -> bool:
        """Heads and deputies lead others: signs 9 (second half) and 10 are theirs too."""
        return self is not Standing.STAFF


@dataclass(frozen=True)
class Post:
    """One job of a person: the unit it is in and its title. Someone may hold two."""

    unit: str
    position: str


@dataclass(frozen=True)
class Person:
    """An official of the office as the roster has them; `salutation` is never guessed."""

    id: int
    full_name: str
    posts: tuple[Post, ...]
    standing: Standing = Standing.STAFF
    roles: frozenset[Role] = field(default_factory=lambda: frozenset({Role.OFFICIAL}))
    salutation: str = "anh/chị"
    language: str = "vi"
    acts_as_head: bool = False  # for a time; signs and duties of heads stay with the roster's

    @property
    def given(self) -> str:
        return given_name(self.full_name)

    @property
    def position(self) -> str:
        return self.posts[0].position

    @property
    def unit(self) -> str:
        return self.posts[0].unit

    @property
    def post_and_unit(self) -> str:
        """The main post with its unit, which tells two of one name and position apart."""
        return ", ".join(filter(None, (self.position, self.unit)))

    @property
    def called(self) -> str:
        """Salutation and given name, as the office says it: `chị Nga`."""
        return f"{self.salutation} {self.given}"

    @property
    def heads(self) -> bool:
        """Whether this person does the head's work now."""
        return self.standing is Standing.HEAD or self.acts_as_head

    def is_any(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)


def may_see_everyone(who: Person) -> bool:
    """Who may know who has done what: done or not done, never what somebody noticed."""
    return who.is_any(Role.SPECIALIST, Role.ADMIN) or who.heads


def told_apart(people: Iterable[Person]) -> dict[int, str]:
    """What to call each of these people in a list, by id: their name; with the unit if shared."""
    everyone = {person.id: person for person in people}
    bearers = Counter(person.full_name for person in everyone.values())
    return {
        id_: f"{person.full_name} ({person.unit})"
        if bearers[person.full_name] > 1 and person.unit
        else person.full_name
        for id_, person in everyone.items()
    }
