"""Registration forms, in the office's own template where one is in use; its preview and example."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.channels.base import File
from bot.forms import form_input, issued
from bot.office_documents import official_words
from domain.effects import Refused
from domain.form_templates import may_set
from domain.people import Person
from domain.registration import Form
from reports.documents import registration_forms
from storage import files, form_templates, people, registering
from storage.unit_of_work import Work

Make = Callable[[], File]


def forms(work: Work, who: Person, subject: str) -> Make:
    found = registering.forms(work, who, subject)
    if isinstance(found, Refused):
        raise PermissionError("no registration here that this reader may print")
    head = next(iter(people.heads(work)), None)
    inputs = [form_input(work, form, head) for form in found]
    name = f"dang-ky-nhiem-vu-{work.today}.docx"
    template, words = _template(work, found), official_words(work)
    if template is None:
        return lambda: File(name, registration_forms(inputs, words))

    def filled() -> File:
        from reports.form_template import filled_forms  # docxtpl: most offices need none of it

        return File(name, filled_forms(template, inputs, words))

    return filled


def _template(work: Work, found: Sequence[Form]) -> bytes | None:
    """The office's own form; forms of several kinds in one file keep the built-in one."""
    kinds = {form.period.kind for form in found}
    return form_templates.content(work, kinds.pop()) if len(kinds) == 1 else None


def preview(work: Work, who: Person, subject: str) -> Make:
    """A template that its sender has not decided on, filled in for an invented person."""
    if not may_set(who) or not subject.isdecimal():
        raise PermissionError("forms are set up by the specialist and the admin")
    found = files.content(work, int(subject), who.id, form_templates.PURPOSE)
    if found is None:
        raise LookupError("that template has been decided on already")
    name, content = found
    office, words, as_of = issued(work, work.office.plan), official_words(work), work.now

    def filled() -> File:
        from reports.form_example import invented_form
        from reports.form_template import filled_forms

        form = invented_form(office.letterhead, office.basis, office.signer, words, as_of)
        return File(f"xem-truoc-{name}", filled_forms(content, [form], words))

    return filled


def example(work: Work, _who: Person, _subject: str) -> Make:
    as_of, words = work.now, official_words(work)

    def made() -> File:
        from reports.form_example import example_template

        return File("mau-dang-ky-vi-du.docx", example_template(words, as_of))

    return made
