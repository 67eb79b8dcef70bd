"""The office's own forms: which is in use for each kind, put in use and taken back; audited."""

from __future__ import annotations

from sqlmodel import col, select

from domain.effects import Refused
from domain.files import FetchFile
from domain.form_templates import (
    FORMS,
    FetchTemplate,
    InUse,
    ResetTemplate,
    UseTemplate,
    may_set,
)
from domain.people import Person
from domain.plan import Kind
from domain.text import _
from storage import files
from storage.tables import FormTemplateRow
from storage.unit_of_work import Work

PURPOSE = "template"
NOT_YOURS = Refused(_("The forms are set up by the specialist and the admin."))
DECIDED = Refused(_("That file has been decided on already. Please send it anew."))


def want_template(work: Work, who: Person, effect: FetchTemplate) -> None:
    """Remember to fetch a template for this person, to be told of in the chat it was sent in."""
    files.want(work, who, FetchFile(effect.sent), PURPOSE)


def content(work: Work, kind: Kind) -> bytes | None:
    """The template in use as of `work.now`; None where the built-in form is."""
    row = _newest(work, kind)
    return row.content if row else None


def in_use(work: Work) -> tuple[InUse, ...]:
    """Each kind of form and its template."""
    return tuple(InUse(kind, _name(_newest(work, kind))) for kind in FORMS)


def _name(row: FormTemplateRow | None) -> str | None:
    return row.name if row is not None and row.content is not None else None


def load_in_use(work: Work, who: Person, _subject: str) -> tuple[InUse, ...] | Refused:
    return in_use(work) if may_set(who) else NOT_YOURS


def load_kind(work: Work, who: Person, subject: str) -> InUse | Refused:
    """The form of the kind that a button names."""
    found = load_in_use(work, who, "")
    if isinstance(found, Refused):
        return found
    return next((one for one in found if one.kind == subject), DECIDED)


def use_template(work: Work, who: Person, effect: UseTemplate) -> Refused | None:
    """Put a kept file in use; its sender decides on it as often as there are kinds."""
    found = files.content(work, effect.file, who.id, PURPOSE)
    if not may_set(who) or found is None:
        return DECIDED
    put_in_use(work, effect.kind, *found, actor=who.id)
    return None


def reset_template(work: Work, who: Person, effect: ResetTemplate) -> Refused | None:
    if not may_set(who):
        return NOT_YOURS
    reset(work, effect.kind, actor=who.id)
    return None


def put_in_use(
    work: Work, kind: Kind, name: str, content: bytes, *, actor: int | None = None
) -> None:
    """From now on; whoever calls has checked the template."""
    row = FormTemplateRow(kind=kind, name=name, content=content, at=work.now, set_by=actor)
    work.session.add(row)
    work.session.flush()
    work.audit(actor, "template_set", f"template:{row.id}", kind)


def reset(work: Work, kind: Kind, *, actor: int | None = None) -> None:
    """The built-in form from now on; nothing changes where it is in use already."""
    if content(work, kind) is not None:
        work.session.add(FormTemplateRow(kind=kind, at=work.now, set_by=actor))
        work.session.flush()
        work.audit(actor, "template_reset", f"form:{kind}")


def _newest(work: Work, kind: Kind) -> FormTemplateRow | None:
    query = select(FormTemplateRow).where(
        FormTemplateRow.kind == kind, FormTemplateRow.at <= work.now
    )
    return work.session.exec(query.order_by(col(FormTemplateRow.id).desc()).limit(1)).first()
