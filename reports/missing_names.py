"""Who is missing, by name: as many as one message has room for beside its figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from zoneinfo import ZoneInfo

import locales
from domain.completion import DutyTable
from domain.people import Person, told_apart
from domain.text import Text, _
from locales.render import Reader, render
from reports.printable import shortened
from reports.tally import LABELS, missing_by_reason

#: What a digest may be long, so that it is one Telegram message (4,096 characters: Bot API,
#: sendMessage), whatever is rounded up below; names fill what the figures leave.
LONGEST = 3750
LONGEST_HEADING = 42  # of the names that are missing for one reason
LONGEST_NAME = 48


def room_for_names(
    figures: Sequence[Text], tables: Sequence[DutyTable]
) -> Callable[[DutyTable], int]:
    """How many letters of names each duty may show: what is left, by how many are missing."""
    taken = max(sum(len(render(line, x)) + 1 for line in figures) for x in _READERS)
    headings = sum(len(missing_by_reason(table)) + 1 for table in tables) * LONGEST_HEADING
    left, owing = LONGEST - taken - headings, sum(len(table.missing) for table in tables)
    return lambda table: max(left * len(table.missing) // max(1, owing), LONGEST_NAME + 2)


_READERS = [
    Reader(language, Person.salutation, "", ZoneInfo("UTC")) for language in locales.LANGUAGES
]


def who_is_missing(table: DutyTable, letters: int) -> list[Text]:
    """Names under their reasons as long as there is room; how many of each, the headline says."""
    names = told_apart(line.person for line in table.lines)
    lines: list[Text] = []
    rest = len(table.missing)
    for reason, group in missing_by_reason(table).items():
        shown = _that_fit([shortened(names[x.person.id], LONGEST_NAME) for x in group], letters)
        if shown:
            heading, called = LABELS[reason], ", ".join(shown)
            lines.append(
                _("{reason} ({count}): {names}", reason=heading, count=len(group), names=called)
            )
        letters -= sum(len(name) + 2 for name in shown)
        rest -= len(shown)
    return [*lines, _("… and {count} more", count=rest)] if rest else lines


def _that_fit(names: Sequence[str], letters: int) -> Sequence[str]:
    lengths = accumulate(len(name) + 2 for name in names)
    return [name for name, length in zip(names, lengths, strict=True) if length <= letters]
