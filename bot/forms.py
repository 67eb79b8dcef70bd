"""Registrations as their printed forms say them: the office's letterhead, who signs, the plan."""

from __future__ import annotations

from domain.people import Person, Standing
from domain.registration import Form
from reports.documents import FormInput, Letterhead, Signer
from storage import plans
from storage.unit_of_work import Work

_HEAD = "Trưởng phòng"  # where the roster has no head yet; the title stands to be signed by hand
_FOR_THE_HEAD = "KT."  # Decree 30/2020/ND-CP, appendix I, section II.7: a deputy signs for the head


def form_input(work: Work, form: Form, head: Person | None) -> FormInput:
    """All that the form of one version says, in the language of the document."""
    plan = plans.of_period(work, form.period).plan
    signer = form.signer
    return FormInput(
        person=form.person,
        content=form.revision.content,
        letterhead=Letterhead(plan.superior.vi, plan.office.vi, recipients=(plan.receives.vi,)),
        basis=plan.title.vi,
        year=form.period.due.astimezone(work.office.zone).year,
        signer=Signer(_title(signer, head), signer.full_name if signer else ""),
        version=form.revision.number,
        submitted_at=form.revision.submitted_at,
        collective=form.collective,
    )


def _title(signer: Person | None, head: Person | None) -> str:
    heads_title = head.position if head else _HEAD
    if signer is None or signer.standing is Standing.HEAD:
        return signer.position if signer else heads_title
    return f"{_FOR_THE_HEAD} {heads_title}\n{signer.position}"
