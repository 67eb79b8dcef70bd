"""Somebody on the roster, or several, found by any part of their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.people import Person
from domain.text import Text, _, verbatim
from domain.vietnamese import fold
from handlers.dialog import (
    Accepted,
    Answered,
    Button,
    Heard,
    Json,
    Rejected,
    Said,
    StaleAnswer,
    Still,
    View,
)

_LABEL = _("Person")
_PROMPT = _("For whom? Type the name or a part of it, accents or not.")
_MOST_SHOWN = 8


@dataclass(frozen=True)
class FindPerson:
    """Who it is about, by any part of the name, with or without accents."""

    people: tuple[Person, ...]
    name: str = "person"
    label: Text = _LABEL
    prompt: Text = _PROMPT

    def parse(self, said: Said, scratch: Json, today: date) -> Heard:
        if said.value is not None:
            return Accepted(said.value)
        found = named(self.people, said.text or "")
        if not found:
            return Rejected(
                _("Nobody on the roster is called that. Please type the name or a part of it.")
            )
        if len(found) == 1:
            return Accepted(str(found[0].id))
        return Still([str(person.id) for person in found[:_MOST_SHOWN]])

    def decode(self, stored: Json) -> Person:
        for person in self.people:
            if str(person.id) == stored:
                return person
        raise StaleAnswer

    def show(self, stored: Json) -> Text:
        return verbatim(self.decode(stored).full_name)

    def view(self, scratch: Json, today: date, trace: tuple[Answered, ...]) -> View:
        shown = scratch if isinstance(scratch, list) else []
        found = [person for person in self.people if str(person.id) in shown]
        if not found:
            return View((self.prompt,))
        rows = tuple((Button(_who(person), str(person.id)),) for person in found)
        return View((_("Several people are called that. Which one?"),), rows)


def _who(person: Person) -> Text:
    return _("{who}, {unit}", who=person.full_name, unit=person.unit)


def named(people: Sequence[Person], typed: str) -> list[Person]:
    """All typed words stand in the name; exactly the same name comes before others."""
    words = fold(typed).split()
    same = [p for p in people if fold(p.full_name).split() == words]
    part = [p for p in people if set(words) <= set(fold(p.full_name).split())]
    return same or (part if words else [])


_BETWEEN = re.compile(r"[,;\n]+")
_IN_BRACKETS = re.compile(r"(?P<name>[^()]+)\((?P<unit>[^()]+)\)?\s*")


@dataclass(frozen=True)
class NamePeople:
    """Several people in one message, with commas or lines between their names."""

    people: tuple[Person, ...]
    name: str = "people"

    @property
    def label(self) -> Text:
        return _("People")

    def parse(self, said: Said, scratch: Json, today: date) -> Heard:
        found: dict[int, Person] = {}
        for typed in filter(str.strip, _BETWEEN.split(said.text or "")):
            bearers = self._bearers(typed)
            if not bearers:
                return Rejected(
                    _("Nobody here is called “{name}”. {how}", name=typed.strip(), how=_HOW)
                )
            if len(bearers) > 1:
                return Rejected(_several(typed.strip(), bearers))
            found[bearers[0].id] = bearers[0]
        return Accepted([str(id_) for id_ in found]) if found else Rejected(_HOW)

    def _bearers(self, typed: str) -> list[Person]:
        """Of one name; two that share it are told apart by their unit: "Tâm (Tổ Đất đai)"."""
        within = _IN_BRACKETS.fullmatch(typed.strip())
        if within is None:
            return named(self.people, typed)
        unit = fold(within["unit"])
        return [p for p in named(self.people, within["name"]) if unit in fold(p.unit)]

    def decode(self, stored: Json) -> tuple[Person, ...]:
        chosen = stored if isinstance(stored, list) else []
        found = tuple(person for person in self.people if str(person.id) in chosen)
        if not found:
            raise StaleAnswer(self.name)
        return found

    def show(self, stored: Json) -> Text:
        return verbatim(", ".join(person.full_name for person in self.decode(stored)))

    def view(self, scratch: Json, today: date, trace: tuple[Answered, ...]) -> View:
        return View((_("Who? Type their names in one message, with commas between them."),))


_HOW = _("Please type names, with commas between them.")


def _several(typed: str, bearers: Sequence[Person]) -> Text:
    who = ", ".join(f"{p.full_name} ({p.unit})" for p in bearers[:_MOST_SHOWN])
    return _(
        "“{name}” may be several people: {who}. Please type all again, with full name or unit.",
        name=typed,
        who=who,
    )
