"""A plan as a file: what `directives.loading` reads again, word for word."""

from __future__ import annotations

import yaml

from directives.schema import PlanFile
from domain.plan import Plan


def plan_yaml(plan: Plan) -> str:
    """The plan as YAML; what stands at its default is written out, comments there are none."""
    fields = PlanFile.model_validate(plan).model_dump(mode="json", exclude_none=True)
    return yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=100)
