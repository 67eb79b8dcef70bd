"""Figures about the office's data as a whole, for `tusoi status`: counts, never names or texts."""

from __future__ import annotations

from sqlalchemy import func
from sqlmodel import col, select

from domain.period import PeriodState
from storage import completions, people, periods, ticks
from storage.consents import may_keep
from storage.people import accounts_of
from storage.tables import InboxRow, OutboxRow
from storage.unit_of_work import Work


def figures(work: Work) -> dict[str, object]:
    """What an operator wants to see at a glance."""
    staff = people.people(work)
    connected = [p for p in staff if accounts_of(work, p.id)]
    return {
        "plan": work.office.plan.id,
        "now": work.now.astimezone(work.office.zone).isoformat(timespec="minutes"),
        "people": len(staff),
        "connected": len(connected),
        "consented": sum(may_keep(work, p.id) for p in connected),
        "inbox": _by_state(work, InboxRow),
        "outbox": _by_state(work, OutboxRow),
        "waiting": _waiting(work),
        "failed": _by_state(work, OutboxRow).get("failed", 0),
        "doubled_keys": _doubled(work),
        "cleared": _cleared(work),
        "duties": _duties(work),
    }


def _by_state(work: Work, table: type[InboxRow] | type[OutboxRow]) -> dict[str, int]:
    state = col(table.state)
    query = select(state, func.count()).group_by(state).order_by(state)
    return dict(work.session.exec(query).all())


def _waiting(work: Work) -> int:
    query = select(func.count()).where(col(OutboxRow.state).in_(["queued", "sending"]))
    return work.session.exec(query).one()


def _doubled(work: Work) -> int:
    """Keys that went out more than once; the schema forbids it, this shows that it holds."""
    key = col(OutboxRow.key)
    query = select(key).where(key.is_not(None)).group_by(key).having(func.count() > 1)
    return len(work.session.exec(query).all())


def _cleared(work: Work) -> str:
    """When what has had its time was last erased."""
    at = ticks.cleared_at(work)
    return at.astimezone(work.office.zone).isoformat(timespec="minutes") if at else "never"


def _duties(work: Work) -> dict[str, str]:
    told = {}
    for period in periods.all_periods(work):
        if period.state(work.now) in {PeriodState.OPEN, PeriodState.LATE}:
            table = completions.duty_table(work, period)
            told[f"{period.obligation}/{period.key}"] = f"{table.done}/{len(table.counted)}"
    return told
