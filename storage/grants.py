"""Who holds which role for a time: what `storage.people` adds to the roster's, each turn anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import ColumnElement, Select, select
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
    found: defaultdict[int, set[Delegated]] = defaultdict(set)
    query = select(col(GrantRow.person_id), col(GrantRow.role)).where(in_force(work.today))
    for person, role in work.session.execute(query):
        if person in ids:
            found[person].add(Delegated(role))
    return found
