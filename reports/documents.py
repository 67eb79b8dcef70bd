"""The registration forms (DOCX): S0, III.2, on the page of Decree 30/2020/ND-CP.

S0's own appendix form is not public, so the fields are what its plan asks for: who, the task, how,
the product, by when, and the other points of "6 clear" where they were given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from docx.document import Document as DocumentObject

from domain.people import Person
from domain.registration import TaskContent
from domain.text import Text, _
from reports import official_words as official
from reports.layout import (
    RIGHT,
    TEXT_WIDTH,
    add,
    add_body,
    new_document,
    new_part,
    saved,
    small_print,
)
from reports.letterhead import (
    Letterhead,
    Signer,
    add_closing,
    add_letterhead,
    add_title,
    add_two_signers,
)

Render = Callable[[Text], str]
Write = Callable[..., None]  # a paragraph of the body, in the letters of this document


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
    document = new_document(form_title(forms[0]))
    copies = [(form, copy) for form in forms for copy in forms_copies(form)]
    for number, (form, copy) in enumerate(copies):
        section = new_part(document, first=number == 0)
        if copy != official.OWN_COPY:  # a part without its own foot has that of the part before
            small_print(section, render(version_line(form)))
        _form(document, form, copy, render)
    return saved(document, max(form.submitted_at for form in forms))


def forms_copies(form: FormInput) -> tuple[str, ...]:
    """S0, III.2.b asks two copies of the personal form; the office files the collective one."""
    return ("",) if form.collective else (official.OFFICE_COPY, official.OWN_COPY)


def form_title(form: FormInput) -> str:
    return official.COLLECTIVE_FORM if form.collective else official.PERSONAL_FORM


def version_line(form: FormInput) -> Text:
    return _("Version {version}, sent {moment}", version=form.version, moment=form.submitted_at)


def _form(document: DocumentObject, form: FormInput, copy: str, render: Render) -> None:
    write = partial(add_body, document, size=form.letterhead.size)
    if copy:
        add(document, copy, size=11, italic=True, align=RIGHT, after=6)
    add_letterhead(document, form.letterhead, form.year)
    _title(document, form)
    if form.collective:
        _collective_opening(write, form, render)
    else:
        _personal_opening(write, form, render)
    for number, (label, words) in enumerate(_points(form.content, render), start=1):
        write(words, label=f"{number}. {render(label)}")
    _commitment(write, form, render)
    _signatures(document, form, render)


def _title(document: DocumentObject, form: FormInput) -> None:
    year = f"{official.YEAR} {form.year}"
    add_title(document, form.letterhead, form_title(form), year, width=TEXT_WIDTH)


def _personal_opening(write: Write, form: FormInput, render: Render) -> None:
    posts = form.person.posts
    positions, units = (
        dict.fromkeys(post.position for post in posts),
        dict.fromkeys(post.unit for post in posts),
    )
    write(form.person.full_name, label=render(_("Full name")))
    write("; ".join(positions), label=render(_("Position")))
    write("; ".join(units), label=render(_("Unit")))
    write(render(_("To carry out the {basis}, I register:", basis=form.basis)))


def _collective_opening(write: Write, form: FormInput, render: Render) -> None:
    office = form.letterhead.office
    sentence = _("To carry out the {basis}, {office} registers:", basis=form.basis, office=office)
    write(render(sentence))


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


def _commitment(write: Write, form: FormInput, render: Render) -> None:
    if form.collective:
        words = _("The office commits itself to carry this out and answers for the result.")
    else:
        words = _("I commit myself to carry this out in time and answer for the result.")
    write(render(words), keep=True)


def _signatures(document: DocumentObject, form: FormInput, render: Render) -> None:
    """Appendix I, sections II.7 and II.9; the personal form is signed by both sides."""
    if form.collective:
        add_closing(document, form.letterhead, form.signer)
        return
    sides = (
        (f"{official.CONFIRMED}\n{form.signer.title}", form.signer.name),
        (official.REGISTRANT, form.person.full_name),
    )
    add_two_signers(document, sides, render(_("(signature, full name)")), width=TEXT_WIDTH)
