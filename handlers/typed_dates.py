"""Days as people type them: "15/10", "hết tháng 11", "thứ sáu tuần sau", "end of November".

A day without a year is the next such day from today. A stretch of time ("tháng 11", "quý 4",
"tuần sau") means its last day; of a week, Friday, the last working day. "Trước 15/10" means the
last day before it, as the plans do. Accents are not needed, and what Telex leaves does no harm.
English is put into the words of the one grammar first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from dateutil.relativedelta import relativedelta

from domain.text import Text, _
from domain.vietnamese import fold, nfc, without_telex
from handlers.english_dates import in_vietnamese

LONGEST = 60  # what is longer is no date


@dataclass(frozen=True)
class NoDate:
    """Why no day was read, and what to type instead."""

    reason: Text


class NoSuchDay(Exception):
    """Read, but not in the calendar: 31/02."""


Stretch: TypeAlias = tuple[date, date]  # first and last day; of a day, twice itself
Found: TypeAlias = Mapping[str, str]  # the named parts of what was typed
Read: TypeAlias = Callable[[Found, date], Stretch]


def read_date(text: str, today: date, *, earliest: date | None = None) -> date | NoDate:
    """The day that was typed. One before `earliest` (today, if not given) is refused."""
    typed = nfc(text).strip()
    try:
        day = _day(typed, today) if len(typed) <= LONGEST else None
    except NoSuchDay:
        return no_such_day(typed, today)
    except (OverflowError, ValueError):  # beyond the years that a date can have
        day = None
    if day is None:
        return unreadable(today)
    return day if day >= (earliest or today) else too_early(day, earliest or today, today)


def unreadable(today: date) -> NoDate:
    example = today + relativedelta(months=1, day=15)
    return NoDate(
        _("I could not read a day in that. Please type one like {example}.", example=example)
    )


def no_such_day(typed: str, today: date) -> NoDate:
    return NoDate(
        _(
            "There is no such day: {typed}. Please type another, for example {example}.",
            typed=typed,
            example=today + relativedelta(months=1, day=31),
        )
    )


def too_early(day: date, earliest: date, today: date) -> NoDate:
    if earliest != today:
        return NoDate(
            _("{day} is too early. Please take {earliest} or later.", day=day, earliest=earliest)
        )
    return NoDate(
        _("{day} is past. Please take today ({today}) or a later day.", day=day, today=today)
    )


def _day(typed: str, today: date) -> date | None:
    words = _normalised(typed)
    for attempt in dict.fromkeys((words, without_telex(words))):
        before, rest = _without_lead(in_vietnamese(attempt))
        for pattern, read in _GRAMMAR:
            if found := pattern.fullmatch(rest):
                first, last = read({k: v for k, v in found.groupdict().items() if v}, today)
                return first - timedelta(days=1) if before else last
    return None


def _normalised(typed: str) -> str:
    """Folded, with the strokes between numbers kept as slashes; "sáu" is 6, "sau" is next."""
    words = re.sub(r"\b(?:sáu|saus)\b", "6", typed.lower())
    return "/".join(filter(None, map(fold, re.split(r"(?<=\d)\s*[/.\-–]\s*(?=\d)", words))))


_WEEKDAY = r"(?:(?:thu |t)(?P<weekday>[2-7]|hai|ba|tu|nam|sau|bay)|cn|chu nhat)"
_COUNT = r"(?P<count>\d{1,4}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)"
_MONTH = r"(?P<month>\d{1,2}|gieng|hai|ba|tu|nam|bay|tam|chin|muoi(?: mot| hai)?|chap)"
_QUARTER = r"(?P<quarter>[1-4]|i{1,3}|iv|mot|hai|ba|bon|tu)"
_YEAR = r"(?:/(?P<year>\d{4}|\d\d)|(?: nam)? (?P<full_year>\d{4})| nam (?P<which>nay|sau|toi))?"
_NEXT = r"(?P<which>nay|sau|toi)"
_NUMBERS = {
    **{"gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7},
    **{"tam": 8, "chin": 9, "muoi": 10, "muoi mot": 11, "muoi hai": 12, "chap": 12},
    **{"i": 1, "ii": 2, "iii": 3, "iv": 4},
}
_LEAD = re.compile(r"(?:(?:truoc|den|toi|vao|khoang|han|cham nhat|la|xong) )+")


def _without_lead(words: str) -> tuple[bool, str]:
    """Whether it says "before", and the words after such a beginning."""
    lead = _LEAD.match(words)
    rest = words[lead.end() :] if lead else words
    dated = re.match(rf"{_WEEKDAY} (?:ngay )?(?=\d+[/ ])", rest)  # "thứ tư 15/10": the day counts
    return bool(lead and "truoc" in lead[0].split()), rest[dated.end() :] if dated else rest


def _only(day: date) -> Stretch:
    return day, day


def _number(words: str) -> int:
    return int(words) if words.isdecimal() else _NUMBERS[words]


def _year(found: Found, today: date) -> int | None:
    if "which" in found:
        return today.year + (found["which"] != "nay")
    written = found.get("year") or found.get("full_year")
    return int(written) + (2000 if len(written) == 2 else 0) if written else None


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NoSuchDay from None


def _this_day(found: Found, today: date) -> Stretch:
    """A day of a month, of the year said or the next in which it is not past (29/2: leap year)."""
    day, month, year = int(found["day"]), _number(found["month"]), _year(found, today)
    for candidate in [year] if year else range(today.year, today.year + 9):
        try:
            that = date(candidate, month, day)
        except ValueError:
            continue
        if year or that >= today:
            return _only(that)
    raise NoSuchDay


def _day_of_month(found: Found, today: date) -> Stretch:
    """ "Ngày 15": the next; "ngày 15 tháng sau": of that month."""
    day, start = int(found["day"]), today.replace(day=1)
    if "which" in found:
        start += relativedelta(months=int(found["which"] != "nay"))
        return _only(_date(start.year, start.month, day))
    for month in (start + relativedelta(months=n) for n in range(3)):
        if 1 <= day <= _end(month, 1).day and month.replace(day=day) >= today:
            return _only(month.replace(day=day))
    raise NoSuchDay


def _end(first: date, months: int) -> date:
    return first + relativedelta(months=months, days=-1)


def _months(first: date, months: int, found: Found) -> Stretch:
    last = _end(first, months)
    return _only(last) if "end" in found else (first, last)


def _of_year(first_month: int, months: int, found: Found, today: date) -> Stretch:
    """Some months of the year said, or of the next in which they are not over."""
    year = _year(found, today)
    first = _date(year or today.year, first_month, 1)
    if year is None and _end(first, months) < today:
        first += relativedelta(years=1)
    return _months(first, months, found)


def _month(found: Found, today: date) -> Stretch:
    return _of_year(_number(found["month"]), 1, found, today)


def _quarter(found: Found, today: date) -> Stretch:
    return _of_year(3 * _number(found["quarter"]) - 2, 3, found, today)


def _whole_year(found: Found, today: date) -> Stretch:
    return _of_year(1, 12, found, today)


def _stretch(found: Found, today: date) -> Stretch:
    """The week, month, quarter or year that runs, or the next one."""
    later = int(found.get("which", "nay") != "nay")
    if found["unit"] == "tuan":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=later)
        friday = max(monday + timedelta(days=4), today)
        return _only(friday) if "end" in found else (monday, friday)
    months = {"thang": 1, "quy": 3, "nam": 12}[found["unit"]]
    first = date(today.year, (today.month - 1) // months * months + 1, 1)
    return _months(first + relativedelta(months=months * later), months, found)


def _relative(found: Found, today: date) -> Stretch:
    count = _number(found["count"])
    unit = {"ngay": "days", "tuan": "weeks", "thang": "months", "nam": "years"}[found["unit"]]
    that = today + relativedelta(**{unit: count})  # type: ignore[arg-type]  # one of its own names
    return _only(that)


def _weekday(found: Found, today: date) -> Stretch:
    """The coming one after today, or the one of the week said."""
    index = _number(found["weekday"]) - 2 if "weekday" in found else 6
    week = found.get("week")
    monday = today - timedelta(days=today.weekday())
    if week:
        that = monday + timedelta(days=index, weeks=int(week != "tuan nay"))
    else:
        that = today + timedelta(days=(index - today.weekday() - 1) % 7 + 1)
    return _only(that)


def _after(days: int) -> Read:
    return lambda _found, today: _only(today + timedelta(days=days))


_END = r"(?:(?P<end>het|cuoi) )"
_GRAMMAR: tuple[tuple[re.Pattern[str], Read], ...] = tuple(
    (re.compile(pattern, re.ASCII), read)
    for pattern, read in (
        (r"(?:hom )?nay", _after(0)),
        (r"(?:ngay |sang |chieu )?mai", _after(1)),
        (r"(?:ngay )?kia|ngay mot", _after(2)),
        (rf"(?:ngay )?(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}}){_YEAR}", _this_day),
        (r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})", _this_day),
        (rf"(?:ngay |mung |mong )?(?P<day>\d{{1,2}}) thang {_MONTH}{_YEAR}", _this_day),
        (rf"thang {_MONTH} (?P<day>\d{{1,2}})(?: (?P<year>\d{{4}}))?", _this_day),
        (r"(?:ngay|mung|mong) (?P<day>\d{1,2})", _day_of_month),
        (rf"(?:ngay )?(?P<day>\d{{1,2}}) thang {_NEXT}", _day_of_month),
        (rf"(?:trong )?{_END}?thang {_MONTH}{_YEAR}", _month),
        (rf"{_END}?(?P<month>\d{{1,2}})/(?P<year>\d{{4}})", _month),
        (rf"(?:trong )?{_END}?(?:quy |q ?){_QUARTER}{_YEAR}", _quarter),
        (rf"(?:trong )?{_END}?nam (?P<full_year>\d{{4}})", _whole_year),
        (rf"{_END}(?P<unit>tuan|thang|quy|nam)(?: {_NEXT})?", _stretch),
        (rf"(?:trong )?(?P<unit>tuan|thang|quy|nam) {_NEXT}", _stretch),
        (rf"(?:sau |trong )?{_COUNT} (?P<unit>ngay|tuan|thang|nam)(?: nua| sau| toi)?", _relative),
        (rf"{_WEEKDAY}(?: nay| toi| (?P<week>tuan (?:nay|sau|toi)|sau))?", _weekday),
    )
)
