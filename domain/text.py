"""Sentences that are not yet in any language.

A `Text` is lazy: it names a message of the gettext catalogues (the msgid is an English sentence)
and carries its parameters. `locales.render` turns it into words in the reader's language, when it
is queued for that reader. `{you}`, `{You}` and `{name}` (salutation and given name of the reader)
need not be passed: every rendering has them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias


@dataclass(frozen=True)
class Localized:
    """A text that is data (a sign's label, an obligation's title), written in both languages."""

    vi: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.en if language == "en" else self.vi


@dataclass(frozen=True)
class Text:
    """A message of the catalogues with its parameters; see `_`."""

    msgid: str
    params: Mapping[str, Param] = field(default_factory=dict)


#: What a sentence may carry. An aware `datetime` is shown in the office's zone ("16 giờ 30 ngày
#: 10/10/2025"), a `date` as dd/mm/yyyy, a number with Vietnamese separators, a sequence joined.
Param: TypeAlias = "str | int | float | date | datetime | Localized | Text | Sequence[Text]"


def _(msgid: str, /, **params: Param) -> Text:
    """Mark a sentence for translation. The msgid is English; parameters stand in {braces}."""
    return Text(msgid, params)


def either(*, pressed: Text, typed: Text) -> Text:
    """One thing said in two ways: where there are buttons, and where one can only type."""
    return Text("", {"pressed": pressed, "typed": typed})


def verbatim(words: str | Localized) -> Text:
    """Words that are nobody's to translate: what a person typed, a name, a text from the plan."""
    return Text("", {"text": words})


#: A blank line between two paragraphs of a message.
GAP = verbatim("")
