"""What a ward makes of its list of offices: what each has told, and what is wrong with the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from domain.offices import OfficeAt, Unread
from domain.text import Text, _, verbatim
from domain.upward import RollUp, Sent, merged, office_id

Told: TypeAlias = "Sent | Unread"


def rolled_up(of_list: Sequence[tuple[OfficeAt, Told]], files: Sequence[Told] = ()) -> RollUp:
    """The figures of the list's offices and of files that others sent, put together.

    An office's id is made of its name: of two that bear the same name neither is counted, as one
    would be taken for a newer version of the other.
    """
    told = list(_apart(of_list))
    read = [one for _office, one in told if isinstance(one, Sent)]
    came = [one for one in files if isinstance(one, Sent)]
    names = [one.figures.name if isinstance(one, Sent) else office.name for office, one in told]
    rolled = merged([*read, *came], names)
    by_file = {one.figures.office for one in came}
    silent = [x for _o, x in told if isinstance(x, Unread) and office_id(x.name) not in by_file]
    misread = [one for one in files if isinstance(one, Unread)]
    return replace(rolled, unread=(*silent, *misread), notes=tuple(_misnamed(told)))


def _apart(of_list: Iterable[tuple[OfficeAt, Told]]) -> Iterator[tuple[OfficeAt, Told]]:
    """Without the figures of those that share a name."""
    of_list = list(of_list)
    bearers = Counter(one.figures.office for _office, one in of_list if isinstance(one, Sent))
    for office, one in of_list:
        if isinstance(one, Sent) and bearers[one.figures.office] > 1:
            lines = [str(o.line) for o, x in of_list if _bears(x, one.figures.office)]
            yield office, _namesake(office, one.figures.name, lines)
        else:
            yield office, one


def _bears(one: Told, id_: str) -> bool:
    return isinstance(one, Sent) and one.figures.office == id_


def _namesake(office: OfficeAt, name: str, lines: Sequence[str]) -> Unread:
    why = _(
        "The offices of lines {lines} of the list all call themselves {name}: their figures cannot "
        "be told apart and are left out.",
        lines=[verbatim(line) for line in lines],
        name=name,
    )
    remedy = _(
        "Give each its own name in its plan (`office:`), then `tusoi init --plan FILE` there."
    )
    return Unread(office.name, why, remedy)


def _misnamed(told: Iterable[tuple[OfficeAt, Told]]) -> Iterator[Text]:
    for office, one in told:
        if isinstance(one, Sent) and office_id(office.name) != one.figures.office:
            yield _(
                "Line {line} of the list says {listed}; the data there are those of {name}.",
                line=str(office.line),
                listed=office.name,
                name=one.figures.name,
            )
