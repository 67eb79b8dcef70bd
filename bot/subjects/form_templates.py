"""The office's own form: where its reader (`reports`) and its keeper (`storage`) meet."""

from __future__ import annotations

from bot.registry import Subject, action, applier
from bot.subjects.roster import sent_file
from domain.effects import Refused
from domain.form_templates import (
    FORMS,
    FetchTemplate,
    ResetTemplate,
    TemplateFile,
    UseTemplate,
)
from domain.message import Do
from domain.people import Person
from domain.plan import Kind
from handlers import form_templates
from storage import files
from storage import form_templates as kept
from storage.unit_of_work import Work


def read(id_: int, name: str, content: bytes) -> TemplateFile:
    """What a template holds; why it cannot be used stands in it."""
    from reports.file_kinds import Unreadable  # docxtpl: a template is rare, its memory is not
    from reports.form_template import FIELDS, check_template

    try:
        fields = check_template(content, name)
    except Unreadable as unreadable:
        return TemplateFile(id_, name, unreadable.reason)
    return TemplateFile(id_, name, unused=tuple(x for x in FIELDS if x not in fields))


def template_file(work: Work, who: Person, subject: str) -> TemplateFile | Refused:
    """A template of this person's that has not been decided on."""
    found = files.content(work, int(subject), who.id, kept.PURPOSE) if subject.isdecimal() else None
    return read(int(subject), *found) if found is not None else kept.DECIDED


def for_kind(work: Work, who: Person, subject: str) -> tuple[TemplateFile, Kind] | Refused:
    """`FILE:KIND`."""
    number, _colon, kind = subject.partition(":")
    file = template_file(work, who, number)
    if isinstance(file, Refused):
        return file
    return (file, Kind(kind)) if kind in FORMS else kept.DECIDED


SUBJECT = Subject(
    # Office work: whether one's own things are kept here is another matter.
    actions=(
        action(form_templates.RECEIVE, sent_file, needs_consent=False),
        action(form_templates.USE, for_kind, needs_consent=False),
        action(form_templates.DROP, template_file, needs_consent=False),
        action(form_templates.SHOW, kept.load_in_use, needs_consent=False),
        action(form_templates.RESET, kept.load_kind, needs_consent=False),
        action(form_templates.EXAMPLE, kept.load_in_use, needs_consent=False),
    ),
    appliers=(
        applier(FetchTemplate, kept.want_template),
        applier(UseTemplate, kept.use_template),
        applier(ResetTemplate, kept.reset_template),
    ),
    commands={"maudon": Do("templates")},
)
