"""The plan that is being written at the desk: one draft for the office, kept until it is in force
or thrown away."""

from __future__ import annotations

from sqlmodel import col, select

from directives.frozen import plan_from_json, plan_to_json
from domain.effects import Refused
from domain.people import Person, Role
from domain.plan import Plan
from domain.plan_editing import PlanDraft
from domain.text import _
from storage import people, plans
from storage.tables import PlanDraftRow
from storage.unit_of_work import Work

NOT_YOURS = Refused(_("The plan is changed by the specialist and the admin."))
NONE = Refused(_("No change of the plan is being written now. It was saved or thrown away."))
OVERTAKEN = Refused(
    _("Somebody changed the draft meanwhile. Please look at it again; nothing was taken over.")
)


def may_edit(who: Person) -> bool:
    """Whoever keeps the office's plan."""
    return who.is_any(Role.SPECIALIST, Role.ADMIN)


def draft(work: Work) -> PlanDraft | None:
    """The draft as it stands; None where nobody writes one."""
    row = _row(work)
    if row is None:
        return None
    named = people.people(work, ids={row.begun_by, row.changed_by}, also_left=True)
    names = {person.id: person.full_name for person in named}
    return PlanDraft(
        plan=plan_from_json(row.plan_json),
        based_on=plans.version(work, row.based_on),
        revision=row.revision,
        begun_by=names.get(row.begun_by, ""),
        begun_at=row.begun_at,
        changed_by=names.get(row.changed_by, ""),
        changed_at=row.changed_at,
        overtaken=row.based_on != work.office.plan_version,
    )


def begin(work: Work, who: Person, plan: Plan) -> Refused | None:
    """Write a plan from the one in force; refused while another draft lies there."""
    if not may_edit(who):
        return NOT_YOURS
    if _row(work) is not None:
        return Refused(_("A change of the plan is being written already: please go on with that."))
    work.session.add(
        PlanDraftRow(
            based_on=work.office.plan_version,
            plan_json=plan_to_json(plan),
            begun_by=who.id,
            begun_at=work.now,
            changed_by=who.id,
            changed_at=work.now,
        )
    )
    work.session.flush()
    return None


def keep(work: Work, who: Person, revision: int, plan: Plan) -> Refused | None:
    """The draft as it is from now on; refused where it is not the one that `who` has seen."""
    row = asked(work, who, revision)
    if isinstance(row, Refused):
        return row
    row.plan_json, row.revision = plan_to_json(plan), row.revision + 1
    row.changed_by, row.changed_at = who.id, work.now
    work.session.flush()
    return None


def discard(work: Work, who: Person, revision: int) -> Refused | None:
    """Throw the draft away."""
    row = asked(work, who, revision)
    if isinstance(row, Refused):
        return row
    work.session.delete(row)
    work.session.flush()
    return None


def asked(work: Work, who: Person, revision: int) -> PlanDraftRow | Refused:
    """The draft that a form is about."""
    row = _row(work)
    if not may_edit(who):
        return NOT_YOURS
    if row is None:
        return NONE
    return row if row.revision == revision else OVERTAKEN


def _row(work: Work) -> PlanDraftRow | None:
    return work.session.exec(select(PlanDraftRow).order_by(col(PlanDraftRow.id))).first()
