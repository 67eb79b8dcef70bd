"""Somebody on the roster, found by any part of the name."""

from __future__ import annotations

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
        found = self._named(said.text or "")
        if not found:
            return Rejected(
                _("Nobody on the roster is called that. Please type the name or a part of it.")
            )
        if len(found) == 1:
            return Accepted(str(found[0].id))
        return Still([str(person.id) for person in found[:_MOST_SHOWN]])

    def _named(self, typed: str) -> list[Person]:
        """All typed words stand in the name; exactly the same name comes before others."""
        words = fold(typed).split()
        same = [p for p in self.people if fold(p.full_name).split() == words]
        part = [p for p in self.people if set(words) <= set(fold(p.full_name).split())]
        return same or (part if words else [])

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
