"""Moments as people type them: "8 giờ thứ Hai", "15/10 14:00", "14h30 chiều mai", "monday 8am".

A time of day, and around it a day as `typed_dates` reads one; without a day, the next such time.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from domain.text import Text, _
from domain.vietnamese import nfc
from handlers.typed_dates import NoDate, read_date

LONGEST = 60
_TIME = re.compile(
    r"\b(?:lúc |luc |at )?(?P<hour>\d{1,2})\s*"
    r"(?:(?::|h|g(?!i)|\s*giờ|\s*gio)\s*(?P<minute>\d{2}(?![/\d.-])|rưỡi|ruoi)?(?:\s*phút|\s*phut)?"
    r"(?:\s*(?P<after>tối|toi|am|pm)\b)?|\s*(?P<half>am|pm))(?=\s|,|$)"
)
_PART = re.compile(
    r"\b(?P<part>sáng|sang|trưa|trua|chiều|chieu|tối|đêm|dem|morning|afternoon|evening)\b"
)
_LATE = {"chiều", "chieu", "tối", "toi", "đêm", "dem", "afternoon", "evening", "pm"}
_NOON = {"trưa", "trua"}


def read_moment(text: str, now: datetime) -> datetime | NoDate:
    """The moment that was typed, in the zone of `now`; one that is past is refused."""
    typed = " ".join(nfc(text).lower().split())
    found = _TIME.search(typed) if len(typed) <= LONGEST else None
    clock = _clock(found, typed) if found else None
    if found is None or clock is None:
        return NoDate(_without_time(now))
    rest = _PART.sub(" ", typed[: found.start()] + " " + typed[found.end() :])
    rest = re.sub(r"\b(?:ngày|ngay|vào|vao|on|lúc|luc)\b", " ", rest)
    day = _day(" ".join(rest.replace(",", " ").split()), clock, now)
    if isinstance(day, NoDate):
        return day
    moment = datetime.combine(day, clock, now.tzinfo)
    return moment if moment > now else NoDate(_("{moment} is past.", moment=moment))


#: When a part of a day ends, or a day of which no part is said.
_ENDS = {"sáng": time(11), "sang": time(11), "morning": time(11), **dict.fromkeys(_NOON, time(12))}
_DAY_ENDS = time(16, 30)
_FILLING = re.compile(
    r"\b(?:trước|truoc|cuối|cuoi|hết|het|ngày|ngay|by|before|end of|the|this|day)\b"
)


def read_deadline(text: str, now: datetime) -> datetime | NoDate:
    """The same for a deadline, which may go without a time of day: "chiều mai" ends at 16:30."""
    read = read_moment(text, now)
    typed = " ".join(nfc(text).lower().split())
    if not isinstance(read, NoDate) or len(typed) > LONGEST or _TIME.search(typed):
        return read
    part = _PART.search(typed)
    words = " ".join(_FILLING.sub(" ", _PART.sub(" ", typed)).split())
    if not words and part is None and not _END_OF_DAY.search(typed):
        return read
    clock = _ENDS.get(part["part"], _DAY_ENDS) if part else _DAY_ENDS
    if part and part["part"] in _EVENING:
        clock = time(20)
    day = now.date() if words in _TODAY else read_date(words, now.date())
    if isinstance(day, NoDate):
        return day
    moment = datetime.combine(day, clock, now.tzinfo)
    return moment if moment > now else NoDate(_("{moment} is past.", moment=moment))


_END_OF_DAY = re.compile(r"\b(?:cuối|cuoi|hết|het) (?:ngày|ngay)\b|\bend of (?:the )?day\b")
_EVENING = {"tối", "đêm", "dem", "evening"}
_TODAY = {"", "nay", "hôm nay", "hom nay", "today"}


def _day(words: str, clock: time, now: datetime) -> date | NoDate:
    if words:
        return read_date(words, now.date())
    today = datetime.combine(now.date(), clock, now.tzinfo) > now
    return now.date() + timedelta(days=0 if today else 1)


def _clock(found: re.Match[str], typed: str) -> time | None:
    hour, minute = int(found["hour"]), found["minute"] or "00"
    minutes = 30 if minute in {"rưỡi", "ruoi"} else int(minute)
    named = _PART.search(typed)
    part = found["after"] or found["half"] or (named["part"] if named else "")
    if part == "am" and hour == 12:
        hour = 0
    if (part in _LATE and hour < 12) or (part in _NOON and hour < 4):
        hour += 12
    return time(hour, minutes) if hour < 24 and minutes < 60 else None


def _without_time(now: datetime) -> Text:
    example = (now + timedelta(days=1)).date()
    return _("Please type day and time, for example “{day} 8:00” or “8:00 Monday”.", day=example)
