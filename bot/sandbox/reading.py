"""Reading a phone as a person does: from what stands on the screen to the next thing to do.

Nothing here knows the bot's code: what is asked is read from its Vietnamese words, accents and case
aside, and a marked (blue) button is pressed where nothing better comes to mind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from bot.sandbox import cast_words as words
from bot.sandbox.messages import Message
from bot.sandbox.phones import Phone
from domain.vietnamese import fold


@dataclass(frozen=True)
class Press:
    """Tap this button of this message."""

    message: int
    data: str

    def do(self, phone: Phone) -> None:
        phone.press(self.data, self.message)


@dataclass(frozen=True)
class Type:
    """Send these words."""

    text: str

    def do(self, phone: Phone) -> None:
        phone.type(self.text)


Act: TypeAlias = Press | Type


@dataclass(frozen=True)
class Key:
    """A button as it is seen: its words without accents, and whether it is marked."""

    label: str
    folded: str
    data: str
    marked: bool


@dataclass(frozen=True)
class Habits:
    """What somebody writes and how they choose. `task` is the one they would register."""

    task: words.Task
    seed: int
    on_paper: bool = False
    eager: bool = False

    def random(self, about: object) -> Random:
        """The same choice for the same thing every time."""
        return Random(f"{self.seed}:{about}")

    def about(self, message: Message) -> Random:
        """The same choice for the same question; numbers of messages differ from life to life."""
        return self.random(f"{message.date:%Y-%m-%dT%H:%M}:{message.text.partition(chr(10))[0]}")


def keys(message: Message) -> list[Key]:
    """The buttons under a message that can be tapped."""
    rows = (message.reply_markup or {}).get("inline_keyboard") or []
    return [
        Key(b["text"], fold(b["text"]), b["callback_data"], b.get("style") == "primary")
        for row in rows
        for b in row
        if b.get("callback_data")
    ]


def press(message: Message, label: str) -> Press | None:
    """Tap the first button whose words, accents aside, match a pattern; None: there is none."""
    found = next((key for key in keys(message) if re.match(label, key.folded)), None)
    return Press(message.id, found.data) if found else None


def marked(message: Message) -> Iterator[Press]:
    """The buttons that a message wants to be pressed."""
    return (Press(message.id, key.data) for key in keys(message) if key.marked)


def next_act(message: Message, habits: Habits) -> Act | None:
    """What somebody does about the newest message; None when nothing is asked of them."""
    if not keys(message):
        return None
    for read in (_entering, _signs, _review, _question):
        if (act := read(message, habits)) is not None:
            return act
    return None


def _entering(message: Message, habits: Habits) -> Act | None:
    if yes := press(message, "dung la toi"):
        return yes
    paper = press(message, "(nop ban giay|tu soi tren giay)$")
    if paper and (agreed := press(message, "dong y$")):
        return paper if habits.on_paper else agreed
    return None


def _signs(message: Message, habits: Habits) -> Act | None:
    """Most people see none; some see one or two, and mark them one after the other."""
    boxes = [key for key in keys(message) if key.label[:1] in "☐☑"]
    if not boxes or not _is_form(message):  # the list of papers has boxes too
        return None
    *signs, none = boxes
    chance = habits.about(message)
    seen = [none] if chance.random() < 0.7 else chance.sample(signs, chance.choice((1, 1, 2)))
    missing = [key for key in seen if key.label.startswith("☐")]
    return Press(message.id, missing[0].data) if missing else press(message, "xong")


def _review(message: Message, habits: Habits) -> Act | None:
    """Whatever is shown with a marked button in a form is right as it stands."""
    return next(marked(message), None) if _is_form(message) else None


def _is_form(message: Message) -> bool:
    return any(key.folded == "de sau" for key in keys(message))


def _question(message: Message, habits: Habits) -> Act | None:
    if not _is_form(message):
        return next(marked(message), None) if habits.eager else None
    if press(message, "t2$"):
        return _day(message, habits)
    return _some_choice(message, habits) or _in_words(message, habits)


def _some_choice(message: Message, habits: Habits) -> Act | None:
    """One of the answers offered, the first more often than the others."""
    offered = [key for key in keys(message) if not re.match(_NO_ANSWER, key.folded)]
    if not offered:
        return None
    weights = [3] + [1] * (len(offered) - 1)
    (chosen,) = habits.about(message).choices(offered, weights)
    return Press(message.id, chosen.data)


_NO_ANSWER = "de sau|quay lai|bo qua|giu nguyen|xem "


def _in_words(message: Message, habits: Habits) -> Act:
    asked = fold(message.text)
    for pattern, answer in ANSWERS:
        if re.search(pattern, asked):
            return answer(message, habits)
    return press(message, "bo qua") or Type(words.ANYTHING)


def _task(message: Message, habits: Habits) -> Act:
    return press(message, "giu nguyen") or Type(habits.task.task)


def _product(message: Message, habits: Habits) -> Act:
    changing = press(message, "giu nguyen") is not None
    return Type(habits.task.product + (words.COMPLETED if changing else ""))


def _day(message: Message, habits: Habits) -> Act:
    return press(message, "giu ngay") or press(message, "bo qua") or Type(habits.task.due)


def _one_of(texts: tuple[str, ...]) -> Callable[[Message, Habits], Act]:
    return lambda message, habits: Type(habits.about(message).choice(texts))


def _always(text: str) -> Callable[[Message, Habits], Act]:
    return lambda message, habits: Type(text)


#: What is asked (accents aside, first match counts) and how it is answered.
ANSWERS: tuple[tuple[str, Callable[[Message, Habits], Act]], ...] = (
    (r"ket qua cu the cua phong", _always(words.OFFICE_PRODUCT)),
    (r"dang ky nhiem vu (gi|nao)", _task),
    (r"san pham hoac ket qua cu the", _product),
    (r"bien phap", _always(words.OFFICE_MEASURE)),
    (r"lam gi de|khac phuc|cach sua|sua the nao", _one_of(words.REMEDIES)),
    (r"can .* bo sung gi", _always(words.REMARK)),
    (r"ket qua (ra sao|the nao)|con lai|vuong|mot dong", _one_of(words.RESULTS)),
)
