"""One person of the roster changed by hand: who may, and what becomes of it."""

from __future__ import annotations

from domain.effects import Refused
from domain.people import Person, Role
from domain.roster import Changed, Left, Rename, RosterDiff, by_hand
from domain.roster_entry import Existing, changed_fields
from domain.staffing import ChangeStaff, MarkLeft, Staffing
from domain.text import _
from storage import roster
from storage.unit_of_work import Work

_NOT_YOURS = Refused(_("Only the specialist and the admin change what the roster says."))
_GONE = Refused(_("That person is not on the roster any more."))
_ONESELF = Refused(_("Nobody marks themselves as left: please ask the admin."))
_ONLY_ADMIN = Refused(_("Only the admin says who is head or deputy, and nobody of themselves."))
_TWICE = Refused(
    _("Somebody of that name with the same unit and position is on the roster already.")
)
_LAST_ADMIN = Refused(_("The last admin stays: nobody could change the roster any more."))


def load(work: Work, who: Person, subject: str) -> Staffing | Refused:
    """The person of that number, before somebody who may change what the roster says."""
    if not who.is_any(Role.SPECIALIST, Role.ADMIN):
        return _NOT_YOURS
    found = _existing(work, int(subject)) if subject.isdecimal() else None
    if found is None:
        return _GONE
    decides = who.is_any(Role.ADMIN) and found.id != who.id
    return Staffing(who, found, decides, work.now)


def change(work: Work, who: Person, effect: ChangeStaff) -> RosterDiff | Refused:
    """Carry it out; gives what was changed. Refused where two could not be told apart."""
    inputs = load(work, who, str(effect.person))
    if isinstance(inputs, Refused):
        return inputs
    old = inputs.person
    if effect.entry.standing is not old.entry.standing and not inputs.decides_standing:
        return _ONLY_ADMIN
    if effect.entry.roles - old.entry.roles - {Role.SENDER}:
        return _ONLY_ADMIN
    if not changed_fields(old.entry, effect.entry):
        return RosterDiff(())
    renamed = effect.entry.name_key != old.entry.name_key
    made = Rename(old, effect.entry) if renamed else Changed(old, effect.entry)
    return _carried_out(work, who, by_hand(roster.existing(work), made), _TWICE)


def leave(work: Work, who: Person, effect: MarkLeft) -> Refused | None:
    """Mark somebody as left, never oneself; audited."""
    inputs = load(work, who, str(effect.person))
    if isinstance(inputs, Refused):
        return inputs
    if effect.person == who.id:
        return _ONESELF
    left = by_hand(roster.existing(work), Left(inputs.person))
    done = _carried_out(work, who, left, _LAST_ADMIN)
    return done if isinstance(done, Refused) else None


def _carried_out(
    work: Work, who: Person, diff: RosterDiff, refused: Refused
) -> RosterDiff | Refused:
    if diff.problems:
        return refused
    roster.apply(work, diff, who.id)
    for change in diff.changes:
        if not isinstance(change, Left | Changed | Rename):
            continue
        action = "staff_left" if isinstance(change, Left) else "staff_changed"
        work.audit(who.id, action, f"person:{change.old.id}")
    return diff


def _existing(work: Work, id_: int) -> Existing | None:
    found = (one for one in roster.existing(work) if one.id == id_ and one.is_here)
    return next(found, None)
