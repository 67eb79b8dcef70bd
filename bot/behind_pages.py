"""What stands behind the pages of `web`, put together."""

from __future__ import annotations

from collections.abc import Mapping

from bot.desk import Acting
from bot.filling import Filling
from bot.preparing import prepare
from bot.registry import Registry
from scheduler.ahead import ahead
from scheduler.days_off import days_of
from scheduler.pictures import month_of
from scheduler.plan_editing import PlanEditing
from web.behind import Behind, Offices, Transactions


def behind_pages(
    transactions: Transactions,
    registry: Registry,
    *,
    is_secure: bool,
    launch_keys: Mapping[str, bytes] | None = None,
    offices: Offices | None = None,
) -> Behind:
    """`is_secure`: the pages are reached by https; `launch_keys` of the bots that launch them;
    `offices` of a ward."""
    return Behind(
        transactions,
        prepare,
        Filling(registry),
        is_secure,
        desk_forms=Filling(registry, quiet=True),
        acting=Acting(registry),
        ahead=lambda work, until: ahead(work, days_of(work), until),
        planning=PlanEditing(),
        month=month_of,
        launch_keys=launch_keys or {},
        offices=offices,
    )
