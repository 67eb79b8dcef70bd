"""What an inquiry asks with: a figure, a file; and what its author is asked: bounds, options."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from domain.answering import amount, shown
from domain.inquiry import LONGEST_OPTION, MOST_OPTIONS, Wanted
from domain.text import Localized, Text, _, verbatim
from domain.vietnamese import fold, nfc
from handlers.dialog import Accepted, Answered, Heard, Json, Rejected, Said, StaleAnswer, View
from handlers.typed_answers import NOTHING, means

_NUMBER = re.compile(r"[-+−]?\d[\d.,\s]*")
_STORED = re.compile(r"-?\d+(?:\.\d+)?")
_MOST_DIGITS = 15
_USUAL = Decimal(12)  # for an example
#: Said around a figure: "có 12 hồ sơ ạ", "khoảng 12" is none.
_AROUND = frozenset(
    ["co", "la", "tong", "cong", "tat", "ca", "so", "da", "em", "anh", "chi", "a", "nhe", "nha"]
)


def read_number(typed: str) -> Decimal | None:
    """ "12", "1.250", "12,5", "1 250"; of "1,250" nobody can say what it means: None."""
    plain = re.sub(r"\s+", "", typed).replace("−", "-")
    if re.fullmatch(r"[-+]?\d{1,3},\d{3}", plain):
        return None
    if re.fullmatch(r"[-+]?\d{1,3}(?:\.\d{3})+(?:,\d+)?", plain):
        plain = plain.replace(".", "")
    elif plain.count(",") > 1:
        plain = plain.replace(",", "") if re.fullmatch(r"[-+]?\d{1,3}(?:,\d{3})+", plain) else "?"
    plain = plain.replace(",", ".")
    if sum(c.isdigit() for c in plain) > _MOST_DIGITS:
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


@dataclass(frozen=True)
class Figure:
    """A number within its bounds, with or without its unit; "không có" is 0."""

    name: str
    label: Text
    prompt: Text
    how: Text
    wanted: Wanted
    about: str = ""  # words of the question, which people repeat beside the figure

    def parse(self, said: Said, scratch: Json, today: date) -> Heard:
        number = self._read(said.text or "")
        if number is None:
            return Rejected(
                _("Please type just the number, for example {example}.", example=self._example())
            )
        low, high = self.wanted.low, self.wanted.high
        lowest = Decimal(0) if low is None else low
        if number < lowest or (high is not None and number > high):
            return Rejected(_("It has to be {bounds}.", bounds=bounds_told(self.wanted)))
        return Accepted(str(number))

    def _read(self, typed: str) -> Decimal | None:
        if means(typed, NOTHING):
            return Decimal(0)
        typed = nfc(typed).strip()
        found = _NUMBER.findall(typed)
        if len(found) != 1:
            return None
        around = set(fold(typed.replace(found[0], " ")).split())
        known = _AROUND | set(fold(f"{self.wanted.unit} {self.about}").split())
        return read_number(found[0].strip(" .,")) if around <= known else None

    def _example(self) -> Localized:
        low, high = self.wanted.low or Decimal(0), self.wanted.high
        usual = low <= _USUAL and (high is None or high >= _USUAL)
        return amount(_USUAL if usual else low)

    def decode(self, stored: Json) -> str:
        if not isinstance(stored, str) or not _STORED.fullmatch(stored):
            raise StaleAnswer(self.name)
        return stored

    def show(self, stored: Json) -> Text:
        return verbatim(shown(self.wanted, self.decode(stored)))

    def view(self, scratch: Json, today: date, trace: tuple[Answered, ...]) -> View:
        return View((self.prompt, self.how))


def bounds_told(wanted: Wanted) -> Text:
    """Between what a number has to lie."""
    low = amount(Decimal(0) if wanted.low is None else wanted.low)
    if wanted.high is None:
        return _("{low} or more", low=low)
    return _("from {low} to {high}", low=low, high=amount(wanted.high))


@dataclass(frozen=True)
class SendFile:
    """A file is awaited; only its coming answers this (`bot.routing`)."""

    name: str
    label: Text
    prompt: Text
    how: Text

    def parse(self, said: Said, scratch: Json, today: date) -> Heard:
        return Rejected(self.how)

    def decode(self, stored: Json) -> str:
        raise StaleAnswer(self.name)

    def show(self, stored: Json) -> Text:
        return verbatim("")

    def view(self, scratch: Json, today: date, trace: tuple[Answered, ...]) -> View:
        return View((self.prompt, self.how))


_BOUNDS = re.compile(
    r"(?:từ|tu|from)?\s*(?P<low>[-−]?\d[\d.,]*)"
    r"\s*(?:-|–|đến|den|tới|toi|to|\.\.)\s*(?P<high>[-−]?\d[\d.,]*)"
)


@dataclass(frozen=True)
class Bounds:
    """From what to what a number may be: "0-500", "từ 0 đến 500"."""

    name: str = "bounds"

    @property
    def label(self) -> Text:
        return _("Bounds")

    def parse(self, said: Said, scratch: Json, today: date) -> Heard:
        found = _BOUNDS.fullmatch(nfc(said.text or "").strip().lower())
        low, high = (read_number(found[x]) for x in ("low", "high")) if found else (None, None)
        if low is None or high is None or low >= high:
            return Rejected(_("Please type the least and the most, for example 0-500; or skip it."))
        return Accepted([str(low), str(high)])

    def decode(self, stored: Json) -> tuple[Decimal, Decimal]:
        match stored:
            case [str(low), str(high)]:
                return Decimal(low), Decimal(high)
        raise StaleAnswer(self.name)

    def show(self, stored: Json) -> Text:
        low, high = map(amount, self.decode(stored))
        return _("from {low} to {high}", low=low, high=high)

    def view(self, scratch: Json, today: date, trace: tuple[Answered, ...]) -> View:
        return View(
            (_("The least and the most it can be? For example 0-500: what is not is refused."),)
        )


@dataclass(frozen=True)
class Options:
    """Two to nine options, a line each, or with semicolons between them."""

    name: str = "options"

    @property
    def label(self) -> Text:
        return _("Options")

    def parse(self, said: Said, scratch: Json, today: date) -> Heard:
        found = _options(said.text or "")
        if len({fold(option) for option in found}) < len(found):
            return Rejected(_("Two of these are the same. {how}", how=_HOW))
        if not 2 <= len(found) <= MOST_OPTIONS:
            return Rejected(_HOW)
        if any(len(option) > LONGEST_OPTION for option in found):
            return Rejected(
                _("Each may have {most} characters: buttons are small.", most=LONGEST_OPTION)
            )
        return Accepted(found)

    def decode(self, stored: Json) -> tuple[str, ...]:
        if not isinstance(stored, list) or not stored:
            raise StaleAnswer(self.name)
        return tuple(str(option) for option in stored)

    def show(self, stored: Json) -> Text:
        return verbatim("; ".join(self.decode(stored)))

    def view(self, scratch: Json, today: date, trace: tuple[Answered, ...]) -> View:
        return View((_("Which answers can be chosen? {how}", how=_HOW),))


_HOW = _("Two to nine, a line each, or with semicolons between them: Yes; No; Not yet.")


def _options(typed: str) -> list[str]:
    """Numbers and dashes that people put before the lines of a list are left out."""
    parts: Sequence[str] = re.split(r"[;\n]+", nfc(typed))
    return [
        line
        for part in parts
        if (line := re.sub(r"^\s*(?:[-•*]|\d{1,2}[.)])\s+", "", part).strip().rstrip("."))
    ]
