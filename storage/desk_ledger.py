"""What went out of itself in the last days, counted by the database: the office's ledger at a
glance. Who got what stands in one person's file and in an announcement's own list."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import col

from domain.desk import Went
from domain.effects import Priority
from domain.outgoing import Say
from storage.tables import OutboxRow
from storage.unit_of_work import Work

_BACK = timedelta(days=14)
_MOST = 400  # groups: a moment, a kind, a state


def went_lately(work: Work) -> tuple[Went, ...]:
    """The newest first; answers in conversations are left out."""
    at, kind, state = col(OutboxRow.not_before), col(OutboxRow.kind), col(OutboxRow.state)
    query = (
        select(at, kind, state, func.count())
        .where(at > work.now - _BACK, at <= work.now, kind != Priority.REPLY)
        .where(col(OutboxRow.op) == Say.__name__)
        .group_by(at, kind, state)
        .order_by(at.desc())
        .limit(_MOST)
    )
    found: dict[tuple[datetime, Priority], dict[str, int]] = {}
    for moment, what, how, count in work.session.execute(query):
        found.setdefault((moment, Priority(what)), {})[how] = count
    return tuple(Went(moment, what, states) for (moment, what), states in found.items())
