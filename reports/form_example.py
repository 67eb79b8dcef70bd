"""A template to begin with, and an invented registration that shows a template filled in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from docx.shared import Mm

from domain.people import Person, Post
from domain.registration import TaskContent
from domain.text import Text, _
from reports import official_words as official
from reports.documents import FormInput
from reports.form_template import FIELDS
from reports.layout import (
    CENTRE,
    RIGHT,
    TEXT_WIDTH,
    add,
    add_body,
    new_document,
    new_part,
    saved,
    side_by_side,
)
from reports.letterhead import OFFICE_SIDE, Letterhead, Signer

Render = Callable[[Text], str]

#: The points of the form in their order; those that may be empty stand in a passage of their own.
_POINTS: tuple[tuple[Text, str, bool], ...] = (
    (_("Task to register"), "nhiem_vu", False),
    (_("Measures"), "bien_phap", True),
    (_("Product, result"), "san_pham", False),
    (_("Time of completion"), "thoi_han", False),
    (_("Who takes part"), "phoi_hop", True),
    (_("Authority"), "tham_quyen", True),
    (_("Responsibility"), "trach_nhiem", True),
)


def example_template(render: Render, as_of: datetime) -> bytes:
    """The built-in form as a template, every field in its place: to be changed in Word."""
    document = new_document(render(_("Form with fields")))
    new_part(document, first=True)
    add(document, _field("ban"), size=11, italic=True, align=RIGHT, after=6)
    half, side = Mm(TEXT_WIDTH.mm / 2), Mm(TEXT_WIDTH.mm * OFFICE_SIDE)
    office, nation = side_by_side(document, side, Mm(TEXT_WIDTH.mm - side.mm))
    add(office, _field("cap_tren"), size=12, align=CENTRE)
    add(office, _field("co_quan"), size=12, bold=True, align=CENTRE)
    add(nation, official.NATIONAL_NAME, size=12, bold=True, align=CENTRE)
    add(nation, official.MOTTO, size=13, bold=True, align=CENTRE)
    dated = f"{_field('dia_danh')}, {official.DATE} {_field('nam')}"
    add(nation, dated, italic=True, align=CENTRE, before=4)
    add(document, _field("ten_ban"), size=14, bold=True, align=CENTRE, before=16)
    add(document, f"{official.YEAR} {_field('nam')}", size=14, bold=True, align=CENTRE, after=8)
    add(document, "{%p if ho_ten %}", size=13)
    for label, name in ((_("Full name"), "ho_ten"), (_("Position"), "chuc_vu")):
        add_body(document, _field(name), label=render(label))
    add_body(document, _field("don_vi"), label=render(_("Unit")))
    add(document, "{%p endif %}", size=13)
    add_body(document, render(_("To carry out the {basis}:", basis=_field("ke_hoach"))))
    for label, name, optional in _POINTS:
        if optional:
            add(document, "{%p if " + name + " %}", size=13)
        add_body(document, _field(name), label=render(label))
        if optional:
            add(document, "{%p endif %}", size=13)
    left, right, below_left, below_right = side_by_side(document, half, half, rows=2)
    for cell, title in ((left, _field("chuc_danh_ky")), (right, official.REGISTRANT)):
        add(cell, title, bold=True, align=CENTRE, before=10, keep=True)
    for cell, name in ((below_left, "nguoi_ky"), (below_right, "ho_ten")):
        add(cell, _field(name), bold=True, align=CENTRE, before=56)
    add(document, _field("phien_ban"), size=9, italic=True, align=RIGHT, before=12)
    return saved(document, as_of)


def _field(name: str) -> str:
    if name not in FIELDS:
        raise KeyError(name)
    return "{{ " + name + " }}"


def invented_form(
    letterhead: Letterhead, basis: str, signer: Signer, render: Render, as_of: datetime
) -> FormInput:
    """A registration of nobody's, with every point of it given."""
    _code, name, position, unit, *_rest = official.ROSTER_EXAMPLE
    content = TaskContent(
        task=render(_("Shorten the time in which files are dealt with to ten working days")),
        product=render(_("A new procedure; files answered in time")),
        due=date(as_of.year, 12, 31),
        measures=render(_("Sort the files by kind; look at those that wait every Friday")),
        person=render(_("The one-stop counter")),
        authority=render(_("Proposed to the head")),
        responsibility=render(_("Answers for the time; reports every month")),
    )
    person = Person(0, str(name), (Post(str(unit), str(position)),))
    return FormInput(person, content, letterhead, basis, as_of.year, signer, 1, as_of)
