"""The columns of every workbook that says how many have done a duty: one order, one wording."""

from __future__ import annotations

from collections.abc import Callable

from domain.text import Text, _
from reports.sheets import PERCENT, Column, Value

_WIDTH = 10


def counted_columns(render: Callable[[Text], str]) -> list[Column]:
    """For what `counted_cells` gives."""
    return [
        count_column(_("To do it"), render),
        count_column(_("Have done it"), render),
        Column(render(_("Share")), _WIDTH, centred=True, format=PERCENT),
        count_column(_("After the deadline"), render),
        count_column(_("Still owe"), render),
    ]


def counted_cells(concerned: int, done: int, late: int, missing: int) -> list[Value]:
    """The share is nothing where nobody is concerned."""
    return [concerned, done, done / concerned if concerned else None, late, missing]


def count_column(heading: Text, render: Callable[[Text], str]) -> Column:
    """A column of small numbers."""
    return Column(render(heading), _WIDTH, centred=True)
