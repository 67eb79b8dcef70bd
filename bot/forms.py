"""How the office appears on its documents: its letterhead, who signs and as what, the plan."""

from __future__ import annotations

from domain.people import Person, Standing
from domain.plan import Body, Plan
from domain.registration import Form
from reports import official_words as official
from reports.documents import FormInput
from reports.issued import Issued
from reports.letterhead import Letterhead, Signer
from storage import people, plans, reporting
from storage.unit_of_work import Work

_HEAD = "Trưởng phòng"  # where the roster has no head yet; the title stands to be signed by hand


def form_input(work: Work, form: Form, head: Person | None) -> FormInput:
    """All that the form of one version says, in the language of the document."""
    plan = plans.of_period(work, form.period).plan
    signer = form.signer
    return FormInput(
        person=form.person,
        content=form.revision.content,
        letterhead=letterhead(plan),
        basis=plan.title.vi,
        year=form.period.due.astimezone(work.office.zone).year,
        signer=Signer(_title(plan, signer, head), signer.full_name if signer else ""),
        version=form.revision.number,
        submitted_at=form.revision.submitted_at,
        collective=form.collective,
    )


def issued(work: Work, plan: Plan) -> Issued:
    """The office's side of a document that it issues today."""
    signer, preparer = reporting.signer(work), reporting.preparer(work)
    head = next(iter(people.heads(work)), None)
    return Issued(
        letterhead=letterhead(plan),
        basis=plan.title.vi,
        receives=plan.receives.vi,
        signer=Signer(_title(plan, signer, head), signer.full_name if signer else ""),
        year=work.today.year,
        prepared_by=preparer.full_name if preparer else "",
    )


def letterhead(plan: Plan) -> Letterhead:
    return Letterhead(
        plan.superior.vi, plan.office.vi, plan.place, (plan.receives.vi,), body=plan.body
    )


def _title(plan: Plan, signer: Person | None, head: Person | None) -> str:
    """As what one signs, a line each: on whose behalf, for whom, the own title.

    Decree 30/2020/ND-CP, appendix I, section II.7: a deputy signs for the head; Guidance
    36-HD/VPTW: where a committee is signed for, its deputies need no head to sign for.
    """
    party = plan.body is Body.PARTY
    behalf, instead = (
        (official.PARTY_ON_BEHALF, official.PARTY_FOR)
        if party
        else (official.ON_BEHALF, official.FOR)
    )
    heads_title = head.position if head else _HEAD
    lines = [f"{behalf} {plan.on_behalf}"] if plan.on_behalf else []
    if signer is None or signer.standing is Standing.HEAD:
        return "\n".join([*lines, signer.position if signer else heads_title])
    if not (party and plan.on_behalf):
        lines.append(f"{instead} {heads_title}")
    return "\n".join([*lines, signer.position])
