"""A `Text` becomes words in its reader's language.

Formats are those of Vietnamese offices rather than Babel's ("5 thg 10, 2025"): dates dd/mm/yyyy,
"16 giờ 30 ngày 10/10/2025", 1.234,5. A year or a code is no quantity: pass it as a string.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.text import Localized, Param, Text
from locales import translations

_VIETNAMESE_SEPARATORS = str.maketrans(",.", ".,")


@dataclass(frozen=True)
class Reader:
    """For whom a sentence is rendered: `en`, or Vietnamese; moments are shown in `zone`.

    `buttons`: whether there is something to press where it will be read.
    """

    language: str
    salutation: str
    given: str
    zone: ZoneInfo
    buttons: bool = True

    @property
    def english(self) -> bool:
        return self.language == "en"


def render(text: Text, reader: Reader) -> str:
    """The sentence in the reader's language. KeyError when it lacks a parameter it names.

    Parameters are put in once: braces in what a person typed stay braces.
    """
    if not text.msgid:
        said = "text" if "text" in text.params else "pressed" if reader.buttons else "typed"
        return _shown(text.params[said], reader)
    sentence = translations("en" if reader.english else "vi").gettext(text.msgid)
    if reader.english:
        sentence = _BY_NAME.sub("{name}", sentence)
    params = {name: _shown(param, reader) for name, param in text.params.items()}
    return sentence.format_map({**_addressed(reader), **params})


#: In English one is greeted by name or told "you"; the salutation is Vietnamese.
_BY_NAME = re.compile(r"\{[Yy]ou\} \{name\}")


def _addressed(reader: Reader) -> dict[str, str]:
    you = "you" if reader.english else reader.salutation
    return {"you": you, "You": you[:1].upper() + you[1:], "name": reader.given}


def _shown(param: Param, reader: Reader) -> str:
    match param:
        case str():
            return param
        case Text():
            return render(param, reader)
        case Localized():
            return param[reader.language]
        case datetime():
            return _moment(param, reader)
        case date():
            return _day(param)
        case int():
            return _number(f"{param:,}", reader)
        case float():
            return _number(f"{param:,.1f}", reader)
        case Sequence():
            return ", ".join(_shown(item, reader) for item in param)


def _moment(moment: datetime, reader: Reader) -> str:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be shown")
    local = moment.astimezone(reader.zone)
    hour, minute, day = local.hour, f"{local.minute:02}", _day(local)
    return f"{hour:02}:{minute} on {day}" if reader.english else f"{hour} giờ {minute} ngày {day}"


def _day(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def _number(english: str, reader: Reader) -> str:
    return english if reader.english else english.translate(_VIETNAMESE_SEPARATORS)
