"""A day inside a line of words: "ghi rõ hạn từng việc, trước 15/12".

The words are their writer's: a day is taken off them only where it stands apart, at the very end
("..., hết tháng 11", "... trước 15/12"). Elsewhere it is read and the words stay as they are; what
may be no deadline at all ("họp giao ban thứ hai", "báo trước 2 ngày") is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from domain.vietnamese import fold
from handlers.typed_dates import read_date

#: What stands before a day by which something is done, as it is typed, with its accents or without.
_UNTIL = tuple(
    tuple(words.split())
    for words in (
        *("từ nay đến", "tu nay den", "từ nay tới", "chậm nhất là", "cham nhat la"),
        *("chậm nhất", "cham nhat", "đến", "den", "tới", "trước", "truoc"),
        *("by", "before", "until", "till"),
    )
)
_BEFORE = {"trước", "truoc", "before"}
_NOT_UNTIL = {
    *("tu", "from", "since", "sau", "after", "qua"),
    *("moi", "hang", "every", "so", "dat"),
}
_APART = re.compile(r"[,;(–—]\s*|\s-\s|\.\s+")
_SURE = re.compile(
    r"(?:ngay|mung|mong|het|cuoi|end|the end|tomorrow)\b.*"
    r"|(?:tuan|thang|quy|nam) (?:nay|sau|toi)|(?:this|next) (?:week|month|quarter|year)"
    r"|.* (?:nua|from now)|\d+ thang \d.*"
)
_NUMERIC = re.compile(r"\d\s?/\s?\d|\d[.-]\d{1,2}[.-]\d")
_A_WHILE = re.compile(
    r"(?!(?:thu|het|cuoi) )\w+ (?:ngay|tuan|thang|nam|days?|weeks?|months?|years?)"
)
_NAMES = frozenset({"mai", "nay", "kia", "cn"})  # also a person's name, or the end of "hiện nay"
_MOST_WORDS = 8


def split_day(line: str, today: date) -> tuple[str, date | None]:
    """What is to be done, never empty where the line is not; and by when, today or later."""
    found = _apart(line, today) or _at_the_end(line.split(), today) or _within(line.split(), today)
    if found is None:
        return line, None
    words, day = found
    return words or line, day


def _apart(line: str, today: date) -> tuple[str, date] | None:
    """A day after a comma, a dash or in brackets is a part of its own."""
    for mark in _APART.finditer(line):
        words, rest = line[: mark.start()].rstrip(), line[mark.end() :]
        day = _day(rest, today)
        if day and any(c.isalnum() for c in words):
            return ("" if _ends_in_a_day(words.split(), today) else words), day
    return None


def _at_the_end(words: Sequence[str], today: date) -> tuple[str, date] | None:
    """The longest end of the line that is a day; taken off where a preposition leads to it."""
    for start in range(max(1, len(words) - _MOST_WORDS), len(words)):
        lead = _lead(words[start:])
        expression = " ".join(words[start + lead :])
        sure = _is_sure(expression)
        if not lead and (not sure or fold(words[start - 1]) in _NOT_UNTIL):
            continue
        if day := _day(expression, today, before=words[start].lower() in _BEFORE):
            before = words[:start]
            taken_off = lead and sure and not _ends_in_a_day(before, today)
            return " ".join(before) if taken_off and _says_something(before) else "", day
    return None


def _within(words: Sequence[str], today: date) -> tuple[str, date] | None:
    """A day that a preposition leads to, somewhere in the line."""
    for start in range(len(words)):
        lead = _lead(words[start:]) or int(words[start].lower() in {"hạn", "han"})
        ends = range(min(len(words), start + lead + _MOST_WORDS), start + lead, -1)
        for expression in (" ".join(words[start + lead : end]) for end in ends if lead):
            before = words[start].lower() in _BEFORE
            if _is_sure(expression) and (day := _day(expression, today, before=before)):
                return "", day
    return None


def _lead(words: Sequence[str]) -> int:
    """How many words lead to a day."""
    lowered = tuple(word.lower() for word in words[:3])
    return next((len(lead) for lead in _UNTIL if lowered[: len(lead)] == lead), 0)


def _is_sure(expression: str) -> bool:
    """Whether it says a day beyond doubt: a bare "tháng 11" may be what the report is about."""
    return bool(_NUMERIC.search(expression) or _SURE.fullmatch(fold(expression)))


def _day(expression: str, today: date, *, before: bool = False) -> date | None:
    folded = fold(expression)
    if folded in _NAMES or _A_WHILE.fullmatch(folded):
        return None
    day = read_date(f"trước {expression}" if before else expression, today)
    return day if isinstance(day, date) else None


def _ends_in_a_day(words: Sequence[str], today: date) -> bool:
    """Whether another day stands right before: then they are a list, and stay together."""
    return any(_day(tail, today) for tail in _tails(words))


def _tails(words: Sequence[str]) -> Iterator[str]:
    return (" ".join(words[start:]) for start in range(max(0, len(words) - 4), len(words)))


def _says_something(words: Sequence[str]) -> bool:
    return any(c.isalnum() for word in words for c in word)
