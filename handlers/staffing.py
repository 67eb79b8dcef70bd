"""Changing one person of the roster: their posts and how they are called; and marking as left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.effects import Effect, Replace, Reply
from domain.message import Choice, Do, Style, column, say
from domain.people import Post, Role, Standing
from domain.roster_entry import RosterEntry, changed_fields, roles_with
from domain.staffing import ChangeStaff, MarkLeft, Staffing
from domain.text import Text, _
from handlers.broadcast_views import STANDINGS
from handlers.conversation import Action, Conversation
from handlers.dialog import Dialog, ask, each
from handlers.prefilled import From
from handlers.questions import Choose, Option, Review, Write

KEEPERS = frozenset({Role.SPECIALIST, Role.ADMIN})
_LONGEST = 120
_Words = tuple[str, Text, Text, bool]
_ASKED: tuple[_Words, ...] = (
    ("full_name", _("Full name"), _("Full name, as it is written officially."), True),
    ("position", _("Position"), _("Position."), True),
    ("unit", _("Unit"), _("Unit."), True),
    ("second_position", _("Second position"), _("A second job: its position."), False),
    ("second_unit", _("Second unit"), _("A second job: its unit."), False),
    ("salutation", _("Salutation"), _("How the bot addresses them."), True),
)


def change(inputs: Staffing) -> Dialog[Sequence[Effect]]:
    """All that the roster says of one person, each answer starting from what stands there."""
    before = inputs.person.entry
    written = yield from each(
        [
            ask(From(Write(name, label, prompt, None, required, _LONGEST), _before(before, name)))
            for name, label, prompt, required in _ASKED
        ]
    )
    standing = before.standing
    if inputs.decides_standing:
        standing = yield from ask(From(_STANDING, str(before.standing)))
    yield from ask(Review())
    after = _entry(before, written, standing)
    return [ChangeStaff(inputs.person.id, after), Reply(say(*_done(inputs, before, after)))]


_STANDING: Choose[Standing] = Choose(
    "standing",
    _("Standing"),
    _("Head, deputy or staff?"),
    [Option(str(standing), label, standing) for standing, label in STANDINGS],
)


def _before(entry: RosterEntry, name: str) -> str | None:
    second = entry.posts[1] if len(entry.posts) > 1 else Post("", "")
    stands = {
        "full_name": entry.full_name,
        "position": entry.position,
        "unit": entry.unit,
        "second_position": second.position,
        "second_unit": second.unit,
        "salutation": entry.salutation,
    }
    return stands[name] or None


def _entry(before: RosterEntry, written: Sequence[str], standing: Standing) -> RosterEntry:
    name, position, unit, second_position, second_unit, salutation = written
    second = [Post(second_unit, second_position)] if second_position or second_unit else []
    return replace(
        before,
        full_name=name,
        posts=(Post(unit, position), *second, *before.posts[2:]),
        standing=standing,
        salutation=salutation,
        roles=roles_with(before.roles, standing),
    )


def _done(inputs: Staffing, before: RosterEntry, after: RosterEntry) -> list[Text]:
    if not changed_fields(before, after):
        return [_("Nothing was changed: it stands so already.")]
    done = _("Changed at {when}: {who}.", when=inputs.now, who=after.full_name)
    again = _("An import of the roster's sheet would change it back: please mend the sheet too.")
    return [done, again]


def ask_left(inputs: Staffing) -> Sequence[Effect]:
    """What it means, before it is done."""
    who = inputs.person.entry.full_name
    yes = Choice(_("Yes, has left"), Do("staff_left", str(inputs.person.id)), Style.DANGER)
    return [
        Replace(
            say(
                _("{who} is written to no more; chats and codes open nothing.", who=who),
                _("What they did is kept. If they come back, the roster's sheet brings them back."),
                title=_("Has {who} left the office?", who=who),
                choices=column(yes),
            )
        )
    ]


def left(inputs: Staffing) -> Sequence[Effect]:
    """It is done."""
    who = inputs.person.entry.full_name
    done = _("{who} is marked as left since {when}.", who=who, when=inputs.now)
    return [MarkLeft(inputs.person.id), Replace(say(done))]


CHANGE = Conversation("staff_change", _("Changing what the roster says"), change, KEEPERS)
ASK_LEFT = Action("staff_ask_left", ask_left, KEEPERS)
LEFT = Action("staff_left", left, KEEPERS)
