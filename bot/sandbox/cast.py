"""The people of the demo's office who live by themselves, each with a temperament of their own.

They see nothing but their phones: a message with a marked button wants something of them, and they
do it at once, at a reminder, on the last day or too late, by `bot.sandbox.reading`. The same office
lives the same months every time. Whoever the visitor touches is the visitor's from then on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random

from bot.sandbox import errands
from bot.sandbox.cast_words import TASKS
from bot.sandbox.errands import Errand
from bot.sandbox.events import Event
from bot.sandbox.phones import PhoneError
from bot.sandbox.reading import Act, Habits, marked, next_act
from bot.sandbox.stage import Member, Stage
from domain.people import Role, Standing

_SEED = 34
_MOST_ACTS = 40  # of one look at the phone; a person who gets nowhere puts it down


@dataclass(frozen=True)
class Temperament:
    """How many pushes somebody lets pass before they register, and before any later duty.

    The eager register as soon as they are in; some never enter, some block the bot when it pushes.
    """

    first: int
    later: int
    eager: bool = False
    on_paper: bool = False
    enters: bool = True
    blocks: bool = False


PROMPT = Temperament(0, 0, eager=True)
REMINDED = Temperament(0, 0)
HESITANT = Temperament(1, 1)
LAST_DAY = Temperament(3, 1)
LATE = Temperament(4, 2)
ON_PAPER = Temperament(0, 0, on_paper=True)
ABSENT = Temperament(0, 0, enters=False)
BLOCKS = Temperament(1, 0, blocks=True)
#: Those whose story is told by name; the others are drawn.
NAMED = {
    "Trương Hoài Bắc": HESITANT,
    "Trịnh Xuân Phong": LAST_DAY,
    "Tạ Khánh Vy": PROMPT,
    "Mai Đức Ý": PROMPT,
    "Cao Minh Triết": ON_PAPER,
    "Tô Thị Thảo": ON_PAPER,
    "Viên Thị Xuân Mai": ABSENT,
    "Tiêu Chí Kiên": ABSENT,
    "Khổng Tiến Đạt": BLOCKS,
    "La Quang Vinh": LATE,
}
DRAWN = (PROMPT,) * 6 + (REMINDED,) * 5 + (HESITANT,) * 3 + (LAST_DAY,) * 2
OFFICIAL_SHOWN = "Trịnh Xuân Phong"
HAS_NEW_PHONE = "Mai Đức Ý"
HAVE_BOTH_APPS = ("Từ Anh Tuấn", "Bạch Hữu Nghĩa")
#: When links are opened, after they were handed out; and how long after a push phones are seen to.
_ENTERING = tuple(timedelta(hours=h) for h in (1, 2, 3, 6.5, 7.5, 8.5, 73, 74, 79))
_SEEING_TO = tuple(timedelta(minutes=m) for m in (30, 90, 150, 330, 420))
_PHONES_REST = (time(17, 30), time(7, 45))  # local: from, until
_NEW_PHONE = timedelta(days=7, minutes=10)
_OTHER_APP = timedelta(days=5, hours=2)


@dataclass
class Character:
    """One of the cast: `seen` is the newest message they looked at, `todo` what the one
    that was `pushed` last wanted."""

    member: Member
    temperament: Temperament
    habits: Habits
    lives: bool = True
    ignored: int = 0
    patience: int = 0
    seen: int = 0
    pushed: int = 0
    todo: list[Act] = field(default_factory=list)


class Cast:
    """Everyone on the stage; `lives` from the moment it is entered into the stage's future."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.may_be_touched = False
        self.characters = {m.id: _character(m) for m in stage.members.values()}
        self._looks: defaultdict[datetime, list[Look]] = defaultdict(list)
        stage.watchers.append(self._notice)

    @property
    def shown(self) -> list[Member]:
        """Whose phones a visitor sees first: an official, the specialist, the admin."""
        members = self._stage.members.values()
        official = next(m for m in members if m.person.full_name == OFFICIAL_SHOWN)
        return [official, self._who(Role.SPECIALIST), self._who(Role.ADMIN)]

    def _who(self, role: Role) -> Member:
        return next(m for m in self._stage.members.values() if role in m.person.roles)

    def leave(self, member: Member) -> None:
        """From now on somebody else does what this person does."""
        if member.id in self.characters:
            self.characters[member.id].lives = False

    def enter(self) -> None:
        """Let everyone open their link within the next days, and the office's own work begin."""
        start = self._stage.clock.now()
        for character in self.characters.values():
            if character.temperament.enters:
                wait = _first_look(character)
                self._look(start + wait, character, errands.enter(self._stage, character.member))
        for moment, role, errand in errands.office_work(start, self._stage.zone):
            self._look(moment, self._character_of(role), errand)
        self._stage.later(start + _NEW_PHONE, self._new_phone(self._named(HAS_NEW_PHONE)))
        for name in HAVE_BOTH_APPS:
            self._stage.later(start + _OTHER_APP, self._adds_app(self._named(name)))

    def _named(self, name: str) -> Member:
        return next(c.member for c in self.characters.values() if _name(c) == name)

    def _character_of(self, role: Role | Standing) -> Character:
        return next(
            c
            for c in self.characters.values()
            if role in c.member.person.roles or role is c.member.person.standing
        )

    def _new_phone(self, old: Member) -> Callable[[], Awaitable[None]]:
        """Somebody has bought another phone: it waits for the specialist's word."""

        async def enter_again() -> None:
            second = self._stage.new_phone(old)
            character = Character(second, PROMPT, self.characters[old.id].habits)
            self.characters[second.id] = character
            await self._live([Look(character, errands.enter(self._stage, second))])

        return enter_again

    def _adds_app(self, first: Member) -> Callable[[], Awaitable[None]]:
        """Somebody wants to be reached in the other app as well."""

        async def add() -> None:
            character = self.characters[first.id]
            if not character.lives:
                return
            await self._live([Look(character, errands.ASK_FOR_APP)])
            beside = self._stage.other_app(first)
            other = Character(beside, character.temperament, character.habits)
            self.characters[beside.id] = other
            await self._live([Look(other, errands.add_app(first.phone))])

        return add

    def _notice(self, events: Sequence[Event]) -> None:
        """What the bot wrote to people who live by themselves: later, now, or never mind."""
        for event in events:
            character = self.characters.get(event.chat_id)
            if character and character.lives and self._stage.is_from_bot(event):
                self._pushed(character, event.message_id or 0)

    def _pushed(self, character: Character, message_id: int) -> None:
        messages = reversed(character.member.phone.messages)
        message = next(m for m in messages if m.id == message_id)
        wanted = list(marked(message))
        if message_id <= character.seen or not wanted:
            return
        character.seen = character.pushed = message_id
        if character.ignored < character.patience:
            character.ignored += 1
            return
        wait = character.habits.about(message).choice(_SEEING_TO)
        blocks = character.temperament.blocks
        character.todo = [] if blocks else wanted
        errand = errands.block if blocks else None
        self._look(self._awake(self._stage.clock.now() + wait), character, errand)

    def _awake(self, moment: datetime) -> datetime:
        """The next moment at which phones are seen to: not in the evening or at night."""
        local = moment.astimezone(self._stage.zone)
        evening, morning = _PHONES_REST
        if local.time() >= evening:
            local += timedelta(days=1)
        elif local.time() >= morning:
            return moment
        return datetime.combine(local, morning, self._stage.zone)

    def _look(self, moment: datetime, character: Character, errand: Errand | None) -> None:
        if moment not in self._looks:
            self._stage.later(moment, lambda: self._live(self._looks.pop(moment)))
        self._looks[moment].append(Look(character, errand))

    async def _live(self, looks: Sequence[Look]) -> None:
        """All who look at their phones now, side by side: everyone does one thing, the bot answers,
        and so on until nobody has anything left to do."""
        looking = [look for look in looks if look.character.lives]
        for look in looking:
            await look.prepare()
        for _round in range(_MOST_ACTS):
            looking = [look for look in looking if look.character.lives and look.act()]
            if not looking:
                return
            await self._stage.settle()


class Look:
    """Somebody takes their phone in hand: first for their errand, then for what the bot asks."""

    def __init__(self, character: Character, errand: Errand | None) -> None:
        self.character = character
        self._errand = errand
        self._steps: errands.Steps = iter(())
        self._before: object = None

    async def prepare(self) -> None:
        if self._errand is not None:
            self._steps = await self._errand(self.character.member.phone)

    def act(self) -> bool:
        """Do the next thing; whether there was one."""
        try:
            return self._next()
        except PhoneError:  # nothing has come, or the message has changed under the finger
            return False

    def _next(self) -> bool:
        character = self.character
        act = next(self._steps, None) or self._asked() or self._wanted()
        if character.member.phone.messages:
            character.seen = character.member.phone.messages[-1].id
        if act is not None:
            act.do(character.member.phone)
        return act is not None

    def _asked(self) -> Act | None:
        """What the newest message asks; nothing when it asks the same as before."""
        phone, todo = self.character.member.phone, self.character.todo
        if not phone.messages or phone.messages[-1].outgoing or phone.messages[-1].deleted:
            return None
        if todo and self.character.pushed == phone.last.id:
            return None
        shown = (phone.last.id, phone.last.text, phone.last.buttons)
        act = next_act(phone.last, self.character.habits) if shown != self._before else None
        self._before = shown
        return act

    def _wanted(self) -> Act | None:
        """The next of the duties of the message that was pushed."""
        character = self.character
        if not character.todo:
            return None
        character.ignored = 0
        character.patience = character.temperament.later
        return character.todo.pop(0)


def _character(member: Member) -> Character:
    person = member.person
    nature = NAMED.get(person.full_name) or Random(f"{_SEED}:{person.id}").choice(DRAWN)
    tasks = TASKS[person.unit]
    task = tasks[person.id % len(tasks)]
    habits = Habits(task, _SEED + person.id, on_paper=nature.on_paper, eager=nature.eager)
    return Character(member, nature, habits, patience=nature.first)


def _name(character: Character) -> str:
    return character.member.person.full_name


def _first_look(character: Character) -> timedelta:
    chance = character.habits.random("enters")
    return chance.choice(_ENTERING[:3] if character.habits.eager else _ENTERING)
