"""One person of the roster changed by hand; whose rights have changed is told."""

from __future__ import annotations

from bot.registry import Subject, action, applier, conversation
from bot.rights import tell_changed
from domain.effects import Refused
from domain.people import Person
from domain.staffing import ChangeStaff, MarkLeft
from handlers import staffing as handling
from storage import staffing
from storage.unit_of_work import Work


def _change(work: Work, who: Person, effect: ChangeStaff) -> Refused | None:
    done = staffing.change(work, who, effect)
    if isinstance(done, Refused):
        return done
    tell_changed(work, done)
    return None


SUBJECT = Subject(
    # Office work: whether one's own things are kept here is another matter.
    conversations=(conversation(handling.CHANGE, staffing.load, needs_consent=False),),
    actions=(
        action(handling.ASK_LEFT, staffing.load, needs_consent=False),
        action(handling.LEFT, staffing.load, needs_consent=False),
    ),
    appliers=(applier(ChangeStaff, _change), applier(MarkLeft, staffing.leave)),
)
