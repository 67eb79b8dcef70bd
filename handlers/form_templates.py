"""The office's own form, sent as a DOCX: looked through, shown filled in, then put in use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.effects import Effect, Refused, Replace, Reply
from domain.files import DropFile, SentFile
from domain.form_templates import (
    FORMS,
    LARGEST_FORM,
    FetchTemplate,
    InUse,
    ResetTemplate,
    TemplateFile,
    UseTemplate,
)
from domain.message import Attachment, Choice, Do, Document, Message, Rows, Style, column, say
from domain.people import Role
from domain.plan import Kind
from domain.text import Text, _, either
from handlers.conversation import Action

SETTERS = frozenset({Role.SPECIALIST, Role.ADMIN})

NAMES: Mapping[Kind, Text] = {
    Kind.REGISTRATION: _("the personal registration"),
    Kind.COLLECTIVE: _("the collective registration"),
}


def receive(sent: SentFile) -> Sequence[Effect] | Refused:
    """What cannot be a form is refused before it is fetched."""
    if sent.size > LARGEST_FORM:
        return Refused(_("{file} is larger than 2 MB: a form is much smaller.", file=sent.name))
    return [FetchTemplate(sent), Reply(say(_("Reading “{file}”…", file=sent.name)))]


def looked_through(file: TemplateFile) -> Message:
    """What was found in a template; with a preview where it can be used. Nothing is in use yet."""
    if file.problem is not None:
        example = column(Choice(_("An example to begin with"), Do("template_example")))
        title = _("This form cannot be used")
        return say(file.problem, title=title, choices=example)
    body = [_("The file shows the form filled in for an invented person. Nothing has changed yet.")]
    if file.unused:
        body.append(_("Fields it leaves out: {fields}.", fields=", ".join(file.unused)))
    preview = Attachment(Document.TEMPLATE_PREVIEW, str(file.id))
    title = _("Preview: “{file}”", file=file.name)
    return Message(tuple(body), title, _uses(file), preview)


def _uses(file: TemplateFile) -> Rows:
    uses = (
        Choice(
            _("Use it for {form}", form=NAMES[kind]),
            Do("template_use", f"{file.id}:{kind}"),
            Style.PRIMARY,
        )
        for kind in FORMS
    )
    return column(*uses, Choice(_("Do not use it"), Do("template_drop", str(file.id))))


def use(asked: tuple[TemplateFile, Kind]) -> Sequence[Effect] | Refused:
    """From now on."""
    file, kind = asked
    if file.problem is not None:
        return Refused(file.problem)
    others = [x for x in FORMS if x is not kind]
    more = (
        Choice(_("Use it for {form}", form=NAMES[x]), Do("template_use", f"{file.id}:{x}"))
        for x in others
    )
    back = Choice(_("Back to the built-in form"), Do("template_reset", kind))
    told = say(
        _("From now on {form} is printed with “{file}”.", form=NAMES[kind], file=file.name),
        choices=column(*more, back),
    )
    return [UseTemplate(file.id, kind), Reply(told)]


def drop(asked: TemplateFile) -> Sequence[Effect]:
    return [DropFile(asked.id), Reply(say(_("Dropped; nothing was changed.")))]


def show(in_use: tuple[InUse, ...]) -> Sequence[Effect]:
    """Which forms are the office's own."""
    lines = [_line(one) for one in in_use]
    own = [one for one in in_use if one.name is not None]
    choices = column(
        *(
            Choice(
                _("Built-in form for {form}", form=NAMES[one.kind]), Do("template_reset", one.kind)
            )
            for one in own
        ),
        Choice(_("An example to begin with"), Do("template_example")),
    )
    how = either(
        pressed=_("To use a form of your own, send it here as a Word file (.docx) with fields."),
        typed=_(
            "A form of your own is a Word file (.docx) with fields. This app carries no files: "
            "send it on Telegram, or ask the operator."
        ),
    )
    return [Reply(say(*lines, how, title=_("The office's forms"), choices=choices))]


def _line(one: InUse) -> Text:
    if one.name is None:
        return _("• {form}: built in", form=NAMES[one.kind])
    return _("• {form}: “{file}”", form=NAMES[one.kind], file=one.name)


def reset(one: InUse) -> Sequence[Effect]:
    told = _("From now on {form} is the built-in form.", form=NAMES[one.kind])
    return [ResetTemplate(one.kind), Replace(say(told))]


def example(_in_use: tuple[InUse, ...]) -> Sequence[Effect]:
    words = _("An example with every field: change it in Word as you like and send it back.")
    return [Reply(Message((words,), attachment=Attachment(Document.TEMPLATE_EXAMPLE)))]


RECEIVE = Action("template_file", receive, SETTERS)
USE = Action("template_use", use, SETTERS)
DROP = Action("template_drop", drop, SETTERS)
SHOW = Action("templates", show, SETTERS)
RESET = Action("template_reset", reset, SETTERS)
EXAMPLE = Action("template_example", example, SETTERS)
