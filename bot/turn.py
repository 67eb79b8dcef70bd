"""One turn: what somebody did, and what is said because of it, in one transaction.

A `Turn` knows who speaks from which chat and collects what is to be said; taps are acknowledged
first. `bot.routing` decides what an event means, `bot.talk` carries conversations on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.channels.base import Pressed
from bot.registry import Registry
from domain.channels import Abilities, abilities
from domain.effects import (
    Audit,
    Begin,
    Effect,
    Notify,
    Refused,
    Replace,
    Reply,
    SetLanguage,
    Show,
    Toast,
)
from domain.message import Message, say
from domain.outgoing import Acknowledge
from domain.people import Person
from domain.text import Text
from locales.render import Reader, render
from storage import outbox, people
from storage.outbox import Posting
from storage.people import Account
from storage.unit_of_work import Work
from storage.ways import way_to

_TAP_LIVES = timedelta(minutes=2)
_TOAST_LENGTH = 200  # Bot API, answerCallbackQuery
_WORDS = (Reply, Replace, Toast, Begin, Show)


class TakenBack(Exception):
    """An applier refused: the turn's savepoint is rolled back and the reason told."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.msgid)
        self.reason = reason


@dataclass
class Turn:
    """`person` is None for somebody whose chat is not linked to the roster."""

    work: Work
    registry: Registry
    account: Account
    person: Person | None
    pressed: Pressed | None = None
    begins: list[Begin | Show] = field(default_factory=list)
    _tap_answered: bool = False
    _unsaid: list[Message] = field(default_factory=list)

    @property
    def can(self) -> Abilities:
        """What this chat can show."""
        return abilities(self.account.channel)

    @property
    def reader(self) -> Reader:
        if self.person is None:
            return people.stranger(self.work, self.account)
        return people.reader(self.work, self.person)

    def reply(self, message: Message) -> None:
        """Say something in this chat; where messages are counted, at the end of the turn."""
        if self.can.merges:
            self._unsaid.append(message)
        else:
            outbox.say(self.work, self.account, self.reader, message)

    def finish(self) -> None:
        """Answer the tap, and say what has been waiting for the turn's end, in one message if
        it can be."""
        self._acknowledge_tap()
        said, self._unsaid = self._unsaid, []
        for message in outbox.merged(self.work, self.account, said):
            outbox.say(self.work, self.account, self.reader, message)

    def replace(self, message: Message) -> None:
        """Put a message over the pressed one, or say it where there is none to put it over."""
        pressed = self.pressed if self.can.edits and not message.attachment else None
        if pressed is None or not pressed.editable:
            self.reply(message)
        else:
            outbox.say(self.work, self.account, self.reader, message, edits=pressed.message)

    def toast(self, text: Text, *, alert: bool = False) -> None:
        """A word over the pressed button; a message where it is too long or nothing was pressed."""
        words = render(text, self.reader)
        unseen = self.pressed is None or self._tap_answered or not self.can.edits
        if unseen or len(words) > _TOAST_LENGTH:
            self.reply(say(text))
            return
        self._acknowledge(words, alert=alert)

    def _acknowledge_tap(self) -> None:
        """Every tap is answered once, so that the phone stops waiting."""
        if self.pressed is not None and not self._tap_answered:
            self._acknowledge("", alert=False)

    def _acknowledge(self, words: str, *, alert: bool) -> None:
        if self.pressed is None:
            return
        self._tap_answered = True
        posting = Posting(expires=self.work.now + _TAP_LIVES, reason="tap")
        operation = Acknowledge(self.pressed.callback, words, alert)
        outbox.post(self.work, self.account, operation, posting)

    def notify(self, effect: Notify) -> None:
        """Write to somebody else, in their chat and language, at a decent hour.

        Where there is nobody to write to, nothing happens.
        """
        whom = people.person(self.work, effect.person)
        reader = people.reader(self.work, whom)
        when = self.work.decent(self.work.now)
        posting = Posting(effect.priority, key=effect.key, reason="notify", not_before=when)
        account = way_to(self.work, whom.id)
        if account is not None:
            outbox.say(self.work, account, reader, effect.message, posting, person=whom.id)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part of the turn that can be taken back alone; what it said is unsaid then."""
        before = (list(self.begins), self.person, self._tap_answered)
        unsaid = len(self._unsaid)
        try:
            with self.work.savepoint():
                yield
        except TakenBack:
            self.begins, self.person, self._tap_answered = before
            del self._unsaid[unsaid:]
            raise

    def carry_out(self, effects: Sequence[Effect]) -> None:
        """All of the effects, or none: TakenBack when one is refused. Words alone never are."""
        if all(isinstance(effect, _WORDS) for effect in effects):
            self.apply(effects)
            return
        with self.attempt():
            self.apply(effects)

    def apply(self, effects: Sequence[Effect]) -> None:
        """Carry effects out, in order; TakenBack when one is refused."""
        for effect in effects:
            self._apply(effect)

    def _apply(self, effect: Effect) -> None:
        match effect:
            case Reply(message):
                self.reply(message)
            case Replace(message):
                self.replace(message)
            case Toast(text, alert):
                self.toast(text, alert=alert)
            case Notify():
                self.notify(effect)
            case Begin() | Show():
                self.begins.append(effect)
            case SetLanguage(language) if self.person is not None:
                with self.work.changing():
                    people.set_language(self.work, self.person.id, language)
                self.person = replace(self.person, language=language)
            case Audit(action, subject, details):
                actor = self.person.id if self.person else None
                self.work.audit(actor, action, subject, details)
            case _:
                self._apply_of_subject(effect)

    def _apply_of_subject(self, effect: Effect) -> None:
        if self.person is None:
            raise PermissionError(f"{type(effect).__name__} needs a person")
        with self.work.changing():
            refused = self.registry.appliers[type(effect)](self.work, self.person, effect)
        if isinstance(refused, Refused):
            raise TakenBack(refused.reason)
