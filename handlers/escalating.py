"""Who is past a deadline, told once to the specialist and later to the head: names, never more.

What somebody noticed in themselves is nowhere in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.completion import DutyTable
from domain.message import Choice, Do, Message, Start, say
from domain.people import Person, Role, told_apart
from domain.plan import Kind
from domain.text import GAP, Text, _

_MOST_NAMES = 20


def past_its_deadline(tables: Sequence[DutyTable], reader: Person) -> Message:
    """One message for all that has come up, with what its reader can do about it."""
    body = [line for table in tables for line in (*_who(table), GAP)]
    title = _("Past the deadline, as of {moment}", moment=tables[0].as_of)
    return say(*body[:-1], title=title, choices=tuple(_choices(tables, reader)))


def _who(table: DutyTable) -> Iterator[Text]:
    lines = table.to_urge
    yield _(
        "{title}: {count} have not done it (deadline: {deadline}).",
        title=table.title,
        count=len(lines),
        deadline=table.deadline_words or table.period.due,
    )
    apart = told_apart(line.person for line in lines)
    yield from (_("• {name}", name=apart[x.person.id]) for x in lines[:_MOST_NAMES])
    if len(lines) > _MOST_NAMES:
        yield _("… and {count} more", count=len(lines) - _MOST_NAMES)


def _choices(tables: Sequence[DutyTable], reader: Person) -> Iterator[tuple[Choice, ...]]:
    """Reminding and paper are the specialist's; about one duty, or all."""
    only = str(tables[0].period.id) if len(tables) == 1 else ""
    if reader.is_any(Role.SPECIALIST):
        yield (Choice(_("Remind those missing"), Do("nudge", only)),)
    yield (Choice(_("Give more time"), Start("set_deadline", only)),)
    if reader.is_any(Role.SPECIALIST) and any(t.period.kind is not Kind.REPORT for t in tables):
        yield (Choice(_("Tick papers"), Do("papers", only)),)
