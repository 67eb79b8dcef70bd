"""One of several options, or any number of them.

Toggles carry the state they lead to ("on:3"), so that two quick taps cannot cancel each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from domain.message import Style
from domain.text import Text, _, either
from handlers.dialog import (
    Accepted,
    Answered,
    Button,
    Heard,
    Json,
    Rejected,
    Said,
    StaleAnswer,
    Still,
    View,
)
from handlers.typed_answers import DONE, NOTHING, labelled, means, number, numbers

T = TypeVar("T")


@dataclass(frozen=True)
class Option(Generic[T]):
    """`key` is what is stored; `label` fits a button of a phone: about 40 characters."""

    key: str
    label: Text
    value: T


@dataclass(frozen=True)
class Choose(Generic[T]):
    """One option: pressed, or typed as its number in the list or its label."""

    name: str
    label: Text
    prompt: Text
    options: Sequence[Option[T]]
    columns: int = 1

    def parse(self, said: Said, scratch: Json, today: date) -> Heard:
        option = self._pressed(said.value) if said.value else self._typed(said.text or "")
        return Accepted(option.key) if option else Rejected(self._what_to_do())

    def _pressed(self, value: str) -> Option[T] | None:
        return next((o for o in self.options if o.key == value), None)

    def _typed(self, text: str) -> Option[T] | None:
        position = number(text)
        if position is None:
            index = labelled(text, [o.label for o in self.options])
            return None if index is None else self.options[index]
        return self.options[position - 1] if 1 <= position <= len(self.options) else None

    def _what_to_do(self) -> Text:
        last = len(self.options)
        return either(
            pressed=_(
                "Please press one of the buttons, or send its number: 1 to {last}.", last=last
            ),
            typed=_("Please send a number: 1 to {last}.", last=last),
        )

    def decode(self, stored: Json) -> T:
        return self._stored(stored).value

    def show(self, stored: Json) -> Text:
        return self._stored(stored).label

    def _stored(self, stored: Json) -> Option[T]:
        for option in self.options:
            if option.key == stored:
                return option
        raise StaleAnswer(self.name)

    def view(self, scratch: Json, today: date, trace: tuple[Answered, ...]) -> View:
        buttons = [
            Button(_("✓ {answer}", answer=o.label) if o.key == scratch else o.label, o.key)
            for o in self.options
        ]
        return View((self.prompt,), in_rows(buttons, self.columns))


def in_rows(buttons: Sequence[Button], columns: int) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[i : i + columns]) for i in range(0, len(buttons), columns))


@dataclass(frozen=True)
class ChooseMany(Generic[T]):
    """Any of the options, or expressly none. Their keys are the numbers one may type: "3, 7".

    So its buttons have no numbers of their own.
    """

    name: str
    label: Text
    prompt: Text
    options: Sequence[Option[T]]
    none_label: Text
    done_label: Text

    def parse(self, said: Said, scratch: Json, today: date) -> Heard:
        chosen = self._known(scratch)
        if said.value is None:
            return self._typed(said.text or "", chosen)
        match said.value.split(":", 1):
            case ["on", key] if key in self._keys:
                return Still(self._known([*chosen, key]))
            case ["off", key] if key in self._keys:
                return Still([other for other in chosen if other != key])
            case ["none"]:
                return Accepted([])
            case ["done"]:
                return self._done(chosen)
        return Rejected(self._how())

    def _typed(self, text: str, chosen: list[str]) -> Heard:
        if means(text, NOTHING) or labelled(text, [self.none_label]) is not None:
            return Accepted([])
        if means(text, DONE) or labelled(text, [self.done_label]) is not None:
            return self._done(chosen)
        typed = numbers(text)
        if typed is None:
            return Rejected(self._how())
        unknown = [key for key in typed if key not in self._keys]
        if unknown:
            return Rejected(
                _("Not in this list: {numbers}. {how}", numbers=", ".join(unknown), how=self._how())
            )
        return Accepted(self._known(typed))

    def _done(self, chosen: list[str]) -> Heard:
        if chosen:
            return Accepted(chosen)
        none = self.none_label
        return Rejected(
            either(
                pressed=_("Nothing is marked yet. If there is none, press “{none}”.", none=none),
                typed=_("Nothing is marked yet. If there is none, send 0 (“{none}”).", none=none),
            )
        )

    def _how(self) -> Text:
        example = ", ".join(dict.fromkeys((self._keys[:2][-1], self._keys[-1])))
        return either(
            pressed=_(
                "Mark them, or send their numbers, for example {example}; 0 if there is none.",
                example=example,
            ),
            typed=_(
                "Send their numbers in one message, for example {example}; 0 if there is none.",
                example=example,
            ),
        )

    @property
    def _keys(self) -> tuple[str, ...]:
        return tuple(o.key for o in self.options)

    def _known(self, keys: Json) -> list[str]:
        """Those of the keys that are asked here, once each and in order."""
        given = keys if isinstance(keys, list) else []
        return [key for key in self._keys if key in given]

    def _stored(self, stored: Json) -> list[Option[T]]:
        if not isinstance(stored, list) or any(key not in self._keys for key in stored):
            raise StaleAnswer(self.name)
        return [o for o in self.options if o.key in stored]

    def decode(self, stored: Json) -> tuple[T, ...]:
        return tuple(o.value for o in self._stored(stored))

    def show(self, stored: Json) -> Text:
        shown = [_("{number}. {label}", number=o.key, label=o.label) for o in self._stored(stored)]
        return Text("", {"text": shown}) if shown else self.none_label

    def view(self, scratch: Json, today: date, trace: tuple[Answered, ...]) -> View:
        chosen = self._known(scratch)
        toggles = [_toggle(o, o.key in chosen) for o in self.options]
        none = Button(_("☐ {number}. {label}", number="0", label=self.none_label), "none", typed="")
        done = Button(self.done_label, "done", Style.PRIMARY, typed="")
        return View((self.prompt, self._how()), in_rows([*toggles, none, done], 1))


def _toggle(option: Option[T], on: bool) -> Button:
    if on:
        label = _("☑ {number}. {label}", number=option.key, label=option.label)
        return Button(label, f"off:{option.key}", typed="")
    label = _("☐ {number}. {label}", number=option.key, label=option.label)
    return Button(label, f"on:{option.key}", typed="")
