"""English words for days, put into folded Vietnamese: `typed_dates` then needs one grammar."""

from __future__ import annotations

import re

_MONTHS = (
    "jan(?:uary)?",
    "feb(?:ruary)?",
    "mar(?:ch)?",
    "apr(?:il)?",
    "may",
    "june?",
    "july?",
    "aug(?:ust)?",
    "sept?(?:ember)?",
    "oct(?:ober)?",
    "nov(?:ember)?",
    "dec(?:ember)?",
)
_WEEKDAYS = (
    "mon(?:day)?",
    "tue(?:s|sday)?",
    "wed(?:nesday)?",
    "thursday|thurs",  # "thu" is Vietnamese "thứ"
    "fri(?:day)?",
    "sat(?:urday)?",
)
_UNITS = {"days?": "ngay", "weeks?": "tuan", "months?": "thang", "quarter": "quy", "years?": "nam"}
_WORDS: tuple[tuple[str, str], ...] = (
    (r"day after tomorrow", "ngay kia"),
    (r"tomorrow|tmr", "ngay mai"),
    (r"today", "hom nay"),
    (r"(\d{1,2})(?:st|nd|rd|th)", r"\1"),
    (r"by|on|the|of|until|till", ""),
    (r"end", "cuoi"),
    (r"before", "truoc"),
    (r"from now|later", "nua"),
    (r"in(?= \w+ (?:day|week|month|year)s?\b)", "sau"),
    (r"in", ""),
    *((word, f"thang {n}") for n, word in enumerate(_MONTHS, start=1)),
    *((word, f"thu {n}") for n, word in enumerate(_WEEKDAYS, start=2)),
    (r"sun(?:day)?", "cn"),
    *_UNITS.items(),
    (r"next (thu \d|cn)|(thu \d|cn) next tuan", r"\1\2 tuan sau"),
    (r"next (\w+)", r"\1 sau"),
    (r"this (thu \d|cn)", r"\1"),
    (r"this (\w+)", r"\1 nay"),
    *(
        (rf"{word}(?= (?:ngay|tuan|thang|nam)\b)", str(n))
        for n, word in enumerate(("one", "two", "three", "four", "five", "six"), start=1)
    ),
)
_ENGLISH = tuple((re.compile(rf"\b(?:{word})(?!\w)", re.ASCII), put) for word, put in _WORDS)


def in_vietnamese(words: str) -> str:
    """Folded words, the English ones replaced; Vietnamese ones mostly stay as they are."""
    for pattern, put in _ENGLISH:
        words = " ".join(pattern.sub(put, words).split())
    return words
