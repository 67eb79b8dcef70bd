"""Choices where there are no buttons: each gets a number, a word, or nothing to be typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from domain.message import Choice, Message, Open, Rows, Style
from domain.text import Text, _
from locales.render import Reader, render


@dataclass(frozen=True)
class Listed:
    """A choice in the reader's words, and what one types for it ("" for nothing)."""

    choice: Choice
    typed: str
    label: str


def listed(rows: Rows, reader: Reader) -> tuple[Listed, ...]:
    """The choices in their own order. Only typed, what is suggested gets the first number."""
    choices = [choice for row in rows for choice in row]
    numbers = _numbers(choices if reader.buttons else sorted(choices, key=_suggested_first))

    def typed(choice: Choice) -> str:
        word = render(choice.typed, reader) if isinstance(choice.typed, Text) else choice.typed
        return word if word is not None else numbers.get(id(choice), "")

    return tuple(Listed(choice, typed(choice), render(choice.label, reader)) for choice in choices)


def _numbers(choices: Sequence[Choice]) -> dict[int, str]:
    taken = {choice.typed for choice in choices if isinstance(choice.typed, str)}
    free = (str(n) for n in count(1) if str(n) not in taken)
    numbered = [c for c in choices if c.typed is None and not isinstance(c.target, Open)]
    return {id(choice): number for choice, number in zip(numbered, free, strict=False)}


def _suggested_first(choice: Choice) -> bool:
    return choice.style is not Style.PRIMARY


def in_text(message: Message, choices: Sequence[Listed], reader: Reader) -> str:
    """What follows the title: the lines, then links, then the numbered choices."""
    lines = "\n".join(render(line, reader) for line in message.body).rstrip("\n").split("\n")
    targets = [(c.label, c.choice.target) for c in choices]
    links = [f"{label}: {to.url}" for label, to in targets if isinstance(to, Open)]
    return "\n".join([*lines, *links, *_list(choices, reader)])


def _list(choices: Sequence[Listed], reader: Reader) -> Iterator[str]:
    numbered = [c for c in choices if c.choice.typed is None and c.typed]
    if numbered:
        yield ""
        yield render(_("Reply with a number:"), reader)
    for choice in sorted(numbered, key=lambda c: int(c.typed)):
        yield f"{choice.typed}. {choice.label}"
    words = [c for c in choices if isinstance(c.choice.typed, Text)]
    if words and not numbered:
        yield ""
    for choice in words:
        yield render(_word(choice), reader)


def _word(choice: Listed) -> Text:
    if choice.typed == choice.label:
        return _("• Type “{word}”", word=choice.label)
    return _("• Type “{word}”: {label}", word=choice.typed, label=choice.label)
