"""What is typed about an absence: "nghỉ phép đến 20/10", "ốm từ 10/10 đến hết 12/10"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from domain.absence import AwayFor
from domain.vietnamese import fold
from handlers.typed_dates import read_date

#: The first and the last day away.
Stretch: TypeAlias = tuple[date, date]

#: "đến hết 31/10" means what "đến 31/10" does; "hết tháng 10" is left as it is.
_THROUGH = r"(?:\s+(?:hết|het)(?=\s+(?:ngày\s+|ngay\s+)?\d))?"
#: "tới" may belong to the first day ("từ thứ hai tuần tới đến ..."), so it is tried last.
_BETWEEN = tuple(
    re.compile(rf".*?\b(?:từ|tu)\s+(.+?)\s+(?:{to}){_THROUGH}\s+(.+)", re.IGNORECASE)
    for to in ("đến|den", "hết|het|tới|toi")
)
_FROM = re.compile(r"\b(?:từ|tu)\b", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:đến|den|tới|toi|hết|het|until|till)\s+(.+)", re.IGNORECASE)
#: What a stretch of days is typed after, without accents.
REASON_WORDS: Mapping[str, AwayFor] = {
    "phep": AwayFor.LEAVE,
    "thai san": AwayFor.LEAVE,
    "on leave": AwayFor.LEAVE,
    "om": AwayFor.SICK,
    "benh": AwayFor.SICK,
    "sick": AwayFor.SICK,
    "di hoc": AwayFor.STUDY,
    "hoc": AwayFor.STUDY,
    "biet phai": AwayFor.SECONDED,
    "di cong tac": AwayFor.OTHER,
}


def reason_in(typed: str) -> AwayFor | None:
    """Why somebody is away, where the words begin with it."""
    said = f"{fold(typed)} "
    return next((why for word, why in REASON_WORDS.items() if said.startswith(f"{word} ")), None)


def stretch_in(typed: str, today: date) -> Stretch | None:
    """The days of "20/10" (from today) or "từ 10/10 đến 20/10"; None where they cannot be read."""
    for between in _BETWEEN:
        if found := between.fullmatch(typed):
            first, last = (read_date(words, today) for words in found.groups())
            if isinstance(first, date) and isinstance(last, date) and first <= last:
                return first, last
    said = None if _FROM.search(typed) else _UNTIL.search(typed)
    until = read_date(said[1] if said else typed, today) if typed else None
    return (today, until) if isinstance(until, date) else None
