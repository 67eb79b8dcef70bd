"""The office's own form: a DOCX with fields that stands in for the one tusoi prints."""

from __future__ import annotations

from dataclasses import dataclass

from domain.effects import Effect
from domain.files import SentFile
from domain.people import Person, Role
from domain.plan import Kind
from domain.text import Text

LARGEST_FORM = 2_000_000  # bytes

#: What may have a form of the office's own.
FORMS = (Kind.REGISTRATION, Kind.COLLECTIVE)


def may_set(who: Person) -> bool:
    """Who may say how the office's forms look: the specialist who prints them, and the admin."""
    return who.is_any(Role.SPECIALIST, Role.ADMIN)


@dataclass(frozen=True)
class TemplateFile:
    """A template that was sent and fetched; `problem` says why it cannot be used.

    `unused` are fields that a form may have and this one has not.
    """

    id: int
    name: str
    problem: Text | None = None
    unused: tuple[str, ...] = ()


@dataclass(frozen=True)
class InUse:
    """The template of a kind of form, by its file's name; None is the built-in one."""

    kind: Kind
    name: str | None = None


@dataclass(frozen=True)
class FetchTemplate(Effect):
    """Fetch it after this turn; what it holds is told in a message of its own."""

    sent: SentFile


@dataclass(frozen=True)
class UseTemplate(Effect):
    """From now on forms of this kind are printed with the template of this kept file."""

    file: int
    kind: Kind


@dataclass(frozen=True)
class ResetTemplate(Effect):
    """From now on forms of this kind are the built-in ones again."""

    kind: Kind
