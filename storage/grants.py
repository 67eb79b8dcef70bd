"""Who holds which role for a time: what `storage.people` adds to the roster's, each turn anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import ColumnElement, Date, Select, bindparam, select
from sqlmodel import col

from domain.delegation import Delegated
from storage.tables import GrantRow
from storage.unit_of_work import Work


def in_force(day: date) -> ColumnElement[bool]:
    """Whether a grant holds on a local day."""
    days = (col(GrantRow.first) <= day) & (col(GrantRow.last) >= day)
    return days & col(GrantRow.ended_at).is_(None)


def holders(work: Work, role: Delegated) -> Select[int]:
    """Ids of those to whom a role is delegated today."""
    return select(col(GrantRow.person_id)).where(in_force(work.today), col(GrantRow.role) == role)


def held(work: Work, ids: Collection[int]) -> Mapping[int, set[Delegated]]:
    """What is delegated to each of these people today."""
    if not ids:
        return {}
    today = all_held(work)
    return {id_: today[id_] for id_ in ids if id_ in today}


def all_held(work: Work) -> Mapping[int, set[Delegated]]:
    """What is delegated today, by whom it is delegated to: few have anything."""
    return work.once(GrantRow, lambda: _all_held(work))


def _all_held(work: Work) -> Mapping[int, set[Delegated]]:
    found: defaultdict[int, set[Delegated]] = defaultdict(set)
    for person, role in work.session.execute(_IN_FORCE, {"day": work.today}):
        found[person].add(Delegated(role))
    return dict(found)


def any_ahead(work: Work) -> bool:
    """Whether anything is delegated today or on a day to come."""
    ahead = select(col(GrantRow.id)).where(
        col(GrantRow.last) >= work.today, col(GrantRow.ended_at).is_(None)
    )
    return work.session.scalars(ahead.limit(1)).first() is not None


_DAY = bindparam("day", type_=Date)
_IN_FORCE = select(col(GrantRow.person_id), col(GrantRow.role)).where(
    col(GrantRow.first) <= _DAY, col(GrantRow.last) >= _DAY, col(GrantRow.ended_at).is_(None)
)
