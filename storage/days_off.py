"""Days that admins of the office changed in the chat; they count before every file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlmodel import col, select

from domain.days_off import ChangeDay
from domain.effects import Refused
from domain.people import Person, Role
from domain.text import _
from storage.tables import DayRow
from storage.unit_of_work import Work

NOT_YOURS = Refused(_("Only the admin changes days off. /ngaynghi shows them."))


def changes(work: Work) -> Mapping[date, bool]:
    """Day -> worked or off."""
    rows = work.session.exec(select(DayRow).order_by(col(DayRow.day)))
    return {row.day: row.worked for row in rows}


def save(work: Work, who: Person, effect: ChangeDay) -> Refused | None:
    """Keep it or take it back; audited. What has begun stays as it is."""
    if not who.is_any(Role.ADMIN):
        return NOT_YOURS
    if effect.day < work.today:
        return Refused(_("That day is past: nothing is changed."))
    row = work.session.get(DayRow, effect.day)
    if row is not None:
        work.session.delete(row)
        work.session.flush()
    if effect.worked is not None:
        new = DayRow(day=effect.day, worked=effect.worked, set_by=who.id, at=work.now)
        work.session.add(new)
    work.session.flush()
    told = {None: "as before", True: "worked", False: "off"}[effect.worked]
    work.audit(who.id, "day_changed", f"day:{effect.day}", told)
    return None
