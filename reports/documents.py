"""The registration forms (DOCX): S0, III.2, on the page of Decree 30/2020/ND-CP.

S0's own appendix form is not public, so the fields are what its plan asks for: who, the task, how,
the product, by when, and the other points of "6 clear" where they were given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from docx.document import Document as DocumentObject
from docx.shared import Mm

from domain.people import Person
from domain.registration import TaskContent
from domain.text import Text, _
from reports import official_words as official
from reports.layout import (
    CENTRE,
    RIGHT,
    TEXT_WIDTH,
    Block,
    add,
    add_body,
    line_below,
    new_document,
    new_part,
    saved,
    side_by_side,
    small_print,
)

Render = Callable[[Text], str]

OFFICE_SIDE = Mm(70)
NATION_SIDE = Mm(TEXT_WIDTH.mm - OFFICE_SIDE.mm)
MOTTO_WIDTH = Mm(56)  # of the motto in 13 points bold, which its line is as long as
SHORT_LINE = Mm(23)  # a third to a half of the office's name (appendix I, section II.2)
HALF = Mm(TEXT_WIDTH.mm / 2)
ROOM_TO_SIGN = 56  # points


@dataclass(frozen=True)
class Letterhead:
    """The office as its documents name it; `recipients` stand on the collective form only."""

    superior: str
    office: str
    place: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signer:
    """Who signs for the office: `TRƯỞNG PHÒNG`, or two lines, `KT. ...` above the own title."""

    title: str
    name: str


@dataclass(frozen=True)
class FormInput:
    """One version of a registration, with all that its form says.

    `basis` is the plan carried out, `signer` the head or whoever acts for them.
    """

    person: Person
    content: TaskContent
    letterhead: Letterhead
    basis: str
    year: int
    signer: Signer
    version: int
    submitted_at: datetime
    collective: bool = False


def registration_forms(forms: Sequence[FormInput], render: Render) -> bytes:
    """All these forms in one file: two copies of a personal one, one of the collective one.

    `render` should speak Vietnamese: the form is an official document. The same forms give the same
    bytes. Raises ValueError when there is none.
    """
    if not forms:
        raise ValueError("a file of forms needs at least one form")
    document = new_document(_form_title(forms[0]))
    copies = [(form, copy) for form in forms for copy in _copies(form)]
    for number, (form, copy) in enumerate(copies):
        section = new_part(document, first=number == 0)
        if copy != official.OWN_COPY:  # a part without its own foot has that of the part before
            small_print(section, render(_version(form)))
        _form(document, form, copy, render)
    return saved(document, max(form.submitted_at for form in forms))


def _copies(form: FormInput) -> tuple[str, ...]:
    """S0, III.2.b asks two copies of the personal form; the office files the collective one."""
    return ("",) if form.collective else (official.OFFICE_COPY, official.OWN_COPY)


def _form_title(form: FormInput) -> str:
    return official.COLLECTIVE_FORM if form.collective else official.PERSONAL_FORM


def _version(form: FormInput) -> Text:
    return _("Version {version}, sent {moment}", version=form.version, moment=form.submitted_at)


def _form(document: DocumentObject, form: FormInput, copy: str, render: Render) -> None:
    if copy:
        add(document, copy, size=11, italic=True, align=RIGHT, after=6)
    _letterhead(document, form.letterhead, form.year)
    _title(document, form)
    if form.collective:
        _collective_opening(document, form, render)
    else:
        _personal_opening(document, form, render)
    for number, (label, words) in enumerate(_points(form.content, render), start=1):
        add_body(document, words, label=f"{number}. {render(label)}")
    _commitment(document, form, render)
    _signatures(document, form, render)


def _letterhead(document: DocumentObject, letterhead: Letterhead, year: int) -> None:
    """Appendix I, sections II.1 to II.4; number and date are the clerk's to write."""
    office, nation, number, date = side_by_side(document, OFFICE_SIDE, NATION_SIDE, rows=2)
    add(office, letterhead.superior.upper(), size=12, align=CENTRE)
    add(office, letterhead.office.upper(), size=12, bold=True, align=CENTRE)
    line_below(office, OFFICE_SIDE, SHORT_LINE)
    add(nation, official.NATIONAL_NAME, size=12, bold=True, align=CENTRE)
    add(nation, official.MOTTO, size=13, bold=True, align=CENTRE)
    line_below(nation, NATION_SIDE, MOTTO_WIDTH)
    add(number, official.NUMBER, align=CENTRE, before=4)
    place = letterhead.place or official.PLACE
    add(date, f"{place}, {official.DATE} {year}", italic=True, align=CENTRE, before=4)


def _title(document: DocumentObject, form: FormInput) -> None:
    add(document, _form_title(form), size=14, bold=True, align=CENTRE, before=16)
    add(document, f"{official.YEAR} {form.year}", size=14, bold=True, align=CENTRE)
    line_below(document, TEXT_WIDTH, SHORT_LINE)
    add(document, "", size=6)


def _personal_opening(document: DocumentObject, form: FormInput, render: Render) -> None:
    posts = form.person.posts
    positions, units = (
        dict.fromkeys(post.position for post in posts),
        dict.fromkeys(post.unit for post in posts),
    )
    add_body(document, form.person.full_name, label=render(_("Full name")))
    add_body(document, "; ".join(positions), label=render(_("Position")))
    add_body(document, "; ".join(units), label=render(_("Unit")))
    add_body(document, render(_("To carry out the {basis}, I register:", basis=form.basis)))


def _collective_opening(document: DocumentObject, form: FormInput, render: Render) -> None:
    office = form.letterhead.office
    sentence = _("To carry out the {basis}, {office} registers:", basis=form.basis, office=office)
    add_body(document, render(sentence))


def _points(content: TaskContent, render: Render) -> Iterator[tuple[Text, str]]:
    """What is registered, in the order of the form; a point that was skipped is left out."""
    points = (
        (_("Task to register"), content.task),
        (_("Measures"), content.measures),
        (_("Product, result"), content.product),
        (_("Time of completion"), render(_("before the end of {day}", day=content.due))),
        (_("Who takes part"), content.person),
        (_("Authority"), content.authority),
        (_("Responsibility"), content.responsibility),
    )
    return ((label, words) for label, words in points if words.strip())


def _commitment(document: DocumentObject, form: FormInput, render: Render) -> None:
    if form.collective:
        words = _("The office commits itself to carry this out and answers for the result.")
    else:
        words = _("I commit myself to carry this out in time and answer for the result.")
    add_body(document, render(words), keep=True)


def _signatures(document: DocumentObject, form: FormInput, render: Render) -> None:
    """Appendix I, sections II.7 and II.9; the personal form is signed by both sides."""
    left, right, left_name, right_name = side_by_side(document, HALF, HALF, rows=2)
    if form.collective:
        _recipients(left, form.letterhead.recipients)
        _signs(right, form.signer.title)
        _name(right_name, form.signer.name)
    else:
        note = render(_("(signature, full name)"))
        _signs(left, f"{official.CONFIRMED}\n{form.signer.title}", note)
        _name(left_name, form.signer.name)
        _signs(right, official.REGISTRANT, note)
        _name(right_name, form.person.full_name)


def _recipients(cell: Block, recipients: Sequence[str]) -> None:
    add(cell, official.RECIPIENTS, size=12, bold=True, italic=True, before=10, keep=True)
    for recipient in recipients:
        add(cell, f"- {recipient};", size=11)
    add(cell, f"- {official.FILED}", size=11)


def _signs(cell: Block, title: str, note: str = "") -> None:
    for number, line in enumerate(title.upper().splitlines()):
        add(cell, line, bold=True, align=CENTRE, before=0 if number else 10, keep=True)
    if note:
        add(cell, note, italic=True, align=CENTRE, keep=True)


def _name(cell: Block, name: str) -> None:
    """In a row of its own: both names stand on one line, however long the titles are."""
    add(cell, name, bold=True, align=CENTRE, before=ROOM_TO_SIGN)
