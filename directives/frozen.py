"""A plan or checklist as JSON and back, so that storage can keep the version a period opened with.

Reading back checks the shape only: what was once accepted stays readable when the rules for new
files grow stricter.
"""

from __future__ import annotations

from directives.schema import ChecklistEntry, PlanEntry
from domain.plan import Checklist, Plan


def plan_to_json(plan: Plan) -> str:
    """The whole plan with its version."""
    return PlanEntry.model_validate(plan).model_dump_json(exclude_none=True)


def plan_from_json(words: str) -> Plan:
    """The plan that `plan_to_json` wrote; pydantic's `ValidationError` for anything else."""
    plan: Plan = PlanEntry.model_validate_json(words).built()
    return plan


def checklist_to_json(checklist: Checklist) -> str:
    """The whole checklist with its version."""
    return ChecklistEntry.model_validate(checklist).model_dump_json(exclude_none=True)


def checklist_from_json(words: str) -> Checklist:
    """The checklist that `checklist_to_json` wrote; `ValidationError` for anything else."""
    checklist: Checklist = ChecklistEntry.model_validate_json(words).built()
    return checklist
