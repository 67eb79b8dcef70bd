"""The file an office sends upwards (XLSX): the same sheets and columns everywhere.

docs/exports.md describes each column. Sheets and columns are found by the fixed word they begin
with, never by place or by what stands beside it in Vietnamese; whoever changes what a column means
gives the shape a new version. Moments are ISO 8601 with their offset, as text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from domain.text import Text, _
from domain.upward import DutyCounts, OfficeFigures, SignTold
from reports.sheets import Column, Value, add_sheet, new_book, saved

Render = Callable[[Text], str]

SHAPE, VERSION = "tusoi-office-figures", "1"
ABOUT, DUTIES, SIGNS = "office", "duties", "signs"


class Field(NamedTuple):
    """A column: the word it is found by, what it says to a reader, and how wide it is."""

    word: str
    says: Text
    width: float


#: The rows of the first sheet, in this order.
FACTS: Mapping[str, Text] = {
    "shape": _("what this file is"),
    "version": _("version of its columns"),
    "office": _("id of the office"),
    "name": _("office"),
    "ward": _("superior"),
    "plan": _("id of the plan"),
    "plan_version": _("version of the plan"),
    "directive": _("directive"),
    "as_of": _("figures as of"),
}
FACT_FIELDS = (Field("field", _("what"), 34), Field("value", _("content"), 60))
_PERIOD_FIELDS = (
    Field("obligation", _("id of the duty"), 20),
    Field("period", _("period"), 12),
)
DUTY_FIELDS = (
    *_PERIOD_FIELDS,
    Field("kind", _("kind"), 14),
    Field("title", _("what is to be done"), 40),
    Field("opens", _("opens"), 24),
    Field("due", _("deadline"), 24),
    Field("closes", _("closes"), 24),
    Field("concerned", _("people to do it"), 12),
    Field("done", _("have done it"), 12),
    Field("late", _("of these after the deadline"), 12),
    Field("missing", _("have not done it"), 12),
    Field("overdue", _("of these past their deadline"), 12),
)
SIGN_FIELDS = (
    *_PERIOD_FIELDS,
    Field("checklist", _("version of the signs"), 14),
    Field("sign", _("number of the sign"), 10),
    Field("label", _("sign"), 50),
    Field("count", _("noticed it"), 12),
    Field("group", _("were asked"), 12),
)


def office_file(figures: OfficeFigures, render: Render, zone: tzinfo) -> bytes:
    """The same figures give the same bytes."""
    book = new_book(f"{SHAPE} {VERSION}")
    above = [figures.name, render(_("Figures as of {moment}; no names.", moment=figures.as_of))]
    facts = _facts(figures, zone)
    told: list[list[Value]] = [[_heading(x, says, render), facts[x]] for x, says in FACTS.items()]
    add_sheet(
        book,
        ABOUT,
        above=above,
        columns=_columns(FACT_FIELDS, render),
        rows=told,
    )
    for title, fields, rows in (
        (DUTIES, DUTY_FIELDS, [_duty(counts, zone) for counts in figures.duties]),
        (SIGNS, SIGN_FIELDS, [_sign(told) for told in figures.signs]),
    ):
        columns = _columns(fields, render)
        add_sheet(book, title, above=above, columns=columns, rows=rows, landscape=True)
    return saved(book, figures.as_of)


def _columns(fields: Sequence[Field], render: Render) -> list[Column]:
    return [Column(_heading(x.word, x.says, render), x.width) for x in fields]


def _heading(word: str, says: Text, render: Render) -> str:
    return f"{word} ({render(says)})"


def _facts(figures: OfficeFigures, zone: tzinfo) -> Mapping[str, str]:
    return {
        "shape": SHAPE,
        "version": VERSION,
        "office": figures.office,
        "name": figures.name,
        "ward": figures.ward,
        "plan": figures.plan,
        "plan_version": figures.plan_version,
        "directive": figures.directive,
        "as_of": _moment(figures.as_of, zone),
    }


def _duty(counts: DutyCounts, zone: tzinfo) -> list[Value]:
    return [
        counts.obligation,
        counts.key,
        counts.kind,
        counts.title,
        *(_moment(at, zone) for at in (counts.opens, counts.due, counts.closes)),
        counts.concerned,
        counts.done,
        counts.late,
        counts.missing,
        counts.overdue,
    ]


def _sign(told: SignTold) -> list[Value]:
    about = (told.obligation, told.key, told.checklist, told.sign)
    return [*about, told.label, told.count, told.group]


def _moment(at: datetime, zone: tzinfo) -> str:
    return at.astimezone(zone).isoformat(timespec="minutes")
