"""Reading a phone as a person does: from what stands on the screen to the next thing to do.

Nothing here knows the bot's code: what is asked is read from its Vietnamese words, accents and case
aside, and a marked (blue) button is pressed where nothing better comes to mind. Where there are no
buttons `bot.sandbox.reading_text` finds what may be typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeAlias, TypeVar

from bot.sandbox import cast_words as words
from bot.sandbox import reading_text
from bot.sandbox.messages import Message
from bot.sandbox.phones import Handset
from domain.vietnamese import fold


@dataclass(frozen=True)
class Press:
    """Tap this button of this message."""

    message: int
    data: str

    def do(self, phone: Handset) -> None:
        phone.press(self.data, self.message)


@dataclass(frozen=True)
class Type:
    """Send these words."""

    text: str

    def do(self, phone: Handset) -> None:
        phone.type(self.text)


Act: TypeAlias = Press | Type
T = TypeVar("T")


@dataclass(frozen=True)
class Key:
    """A choice as it is seen: its words, without accents too, how it is taken, and whether the
    message wants it to be."""

    label: str
    folded: str
    act: Act
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
    """What a message offers: buttons to tap, else what it lists to be typed."""
    return list(_buttons(message)) or [
        Key(label, fold(label), Type(typed), marked)
        for typed, label, marked in reading_text.choices(message.text)
    ]


def _buttons(message: Message) -> Iterator[Key]:
    for row in (message.reply_markup or {}).get("inline_keyboard") or []:
        for b in row:
            if data := b.get("callback_data"):
                marked = b.get("style") == "primary"
                yield Key(b["text"], fold(b["text"]), Press(message.id, data), marked)


def press(message: Message, label: str) -> Act | None:
    """Take the first choice whose words, accents aside, match a pattern; None: there is none."""
    return next((key.act for key in keys(message) if re.match(label, key.folded)), None)


def marked(message: Message) -> Iterator[Act]:
    """What a message wants to be done."""
    return (key.act for key in keys(message) if key.marked)


def next_act(message: Message, habits: Habits) -> Act | None:
    """What somebody does about the newest message; None when nothing is asked of them."""
    if not keys(message) and not reading_text.asks(message.text):
        return None
    for read in (_entering, _signs, _signs_in_words, _together, _review, _question):
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
    seen = _noticed(signs, message, habits) or [none]
    missing = [key for key in seen if key.label.startswith("☐")]
    return missing[0].act if missing else press(message, "xong")


def _signs_in_words(message: Message, habits: Habits) -> Act | None:
    signs = reading_text.signs(message.text)
    seen = _noticed(signs, message, habits) if signs else []
    return Type(", ".join(seen) or "0") if signs else None


def _noticed(signs: Sequence[T], message: Message, habits: Habits) -> list[T]:
    chance = habits.about(message)
    return [] if chance.random() < 0.7 else chance.sample(signs, chance.choice((1, 1, 2)))


def _together(message: Message, habits: Habits) -> Act | None:
    """Most people answer what is asked together in one message, some one after the other."""

    def answer(asked: str) -> str:
        found = _answer_to(fold(asked))
        act = found(message, habits) if found else None
        return act.text if isinstance(act, Type) else words.ANYTHING

    written = reading_text.together(message.text, answer)
    if written is None:
        return None
    return Type(written if habits.seed % 3 else written.splitlines()[0].partition(" ")[2])


def _review(message: Message, habits: Habits) -> Act | None:
    """Whatever is shown with a marked button in a form is right as it stands."""
    return next(marked(message), None) if _is_form(message) else None


def _is_form(message: Message) -> bool:
    if message.reply_markup:
        return any(key.folded == "de sau" for key in keys(message))
    return reading_text.asks(message.text)


def _question(message: Message, habits: Habits) -> Act | None:
    if not _is_form(message):
        return next(marked(message), None) if habits.eager else None
    if press(message, "t2$") or re.search(_A_DAY, fold(message.text)):
        return _day(message, habits)
    return _some_choice(message, habits) or _in_words(message, habits)


def _some_choice(message: Message, habits: Habits) -> Act | None:
    """One of the answers offered, the first more often than the others."""
    offered = [key for key in keys(message) if not re.match(_NO_ANSWER, key.folded)]
    if not offered:
        return None
    weights = [3] + [1] * (len(offered) - 1)
    (chosen,) = habits.about(message).choices(offered, weights)
    return chosen.act


_NO_ANSWER = "de sau|quay lai|bo qua|giu nguyen|xem "
_A_DAY = "hoan thanh khi nao"


def _in_words(message: Message, habits: Habits) -> Act:
    if answer := _answer_to(fold(message.text)):
        return answer(message, habits)
    return press(message, "bo qua") or Type(words.ANYTHING)


def _answer_to(asked: str) -> Callable[[Message, Habits], Act] | None:
    return next((answer for pattern, answer in ANSWERS if re.search(pattern, asked)), None)


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
    (r"hoan thanh khi nao", lambda message, habits: Type(habits.task.due)),
    (r"bien phap", _always(words.OFFICE_MEASURE)),
    (r"lam gi de|khac phuc|cach sua|sua the nao", _one_of(words.REMEDIES)),
    (r"can .* bo sung gi", _always(words.REMARK)),
    (r"ket qua (ra sao|the nao)|con lai|vuong|mot dong", _one_of(words.RESULTS)),
)
