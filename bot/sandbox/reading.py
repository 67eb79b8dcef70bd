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
    if press(message, "nop ban giay$") and (agreed := press(message, "dong y$")):
        return press(message, "nop ban giay$") if habits.on_paper else agreed
    return None


def _signs(message: Message, habits: Habits) -> Act | None:
    """Most people see none; some see one or two, and mark them one after the other."""
    boxes = [key for key in keys(message) if key.label[:1] in "☐☑"]
    if not boxes:
        return None
    chance = habits.random(message.id)
    if chance.random() < 0.7:
        return press(message, "khong co")
    wanted = {key.folded for key in chance.sample(boxes, chance.choice((1, 1, 2)))}
    missing = [key for key in boxes if key.folded in wanted and key.label.startswith("☐")]
    if missing:
        return Press(message.id, missing[0].data)
    return press(message, "xong")


def _review(message: Message, habits: Habits) -> Act | None:
    """Whatever is shown with a marked button in a form is right as it stands."""
    return next(marked(message), None) if _is_form(message) else None


def _is_form(message: Message) -> bool:
    return any(key.folded == "de sau" for key in keys(message))


def _question(message: Message, habits: Habits) -> Act | None:
    if not _is_form(message):
        return next(marked(message), None) if habits.eager else None
    asked = fold(message.text)
    for pattern, answer in ANSWERS:
        if re.search(pattern, asked):
            return answer(message, habits)
    skipped = press(message, "bo qua")
    return skipped or _some_choice(message, habits) or Type(words.ANYTHING)


def _some_choice(message: Message, habits: Habits) -> Act | None:
    """One of the answers offered, the first more often than the others."""
    offered = [key for key in keys(message) if key.folded not in {"de sau", "quay lai"}]
    if not offered:
        return None
    weights = [3] + [1] * (len(offered) - 1)
    (chosen,) = habits.random(message.id).choices(offered, weights)
    return Press(message.id, chosen.data)


def _task(message: Message, habits: Habits) -> Act:
    return press(message, "giu nguyen") or Type(habits.task.task)


def _product(message: Message, habits: Habits) -> Act:
    changing = press(message, "giu nguyen") is not None
    return Type(habits.task.product + (words.COMPLETED if changing else ""))


def _day(message: Message, habits: Habits) -> Act:
    return press(message, "giu ngay") or press(message, "bo qua") or Type(habits.task.due)


def _one_of(texts: tuple[str, ...]) -> Callable[[Message, Habits], Act]:
    return lambda message, habits: Type(habits.random(message.id).choice(texts))


def _always(text: str) -> Callable[[Message, Habits], Act]:
    return lambda message, habits: Type(text)


#: What is asked (accents aside, first match counts) and how it is answered.
ANSWERS: tuple[tuple[str, Callable[[Message, Habits], Act]], ...] = (
    (r"don vi (se )?co gi|phong (se )?co (duoc )?gi", _always(words.OFFICE_PRODUCT)),
    (r"dang ky nhiem vu (gi|nao)", _task),
    (r"san pham hoac ket qua cu the", _product),
    (r"khi nao|ngay nao|den bao gio", _day),
    (r"bien phap", _always(words.OFFICE_MEASURE)),
    (r"lam gi de|khac phuc|cach sua|sua the nao", _one_of(words.REMEDIES)),
    (r"can .* bo sung gi", _always(words.REMARK)),
    (r"ket qua (ra sao|the nao)|con lai|vuong", _one_of(words.RESULTS)),
)
