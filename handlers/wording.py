"""Names of stretches of time as offices write them: "tháng 10/2025", "quý IV/2025", "năm 2025"."""

from __future__ import annotations

from domain.period import Span
from domain.plan import Every
from domain.text import Text, _

_MONTHS = (
    _("January {year}"),
    _("February {year}"),
    _("March {year}"),
    _("April {year}"),
    _("May {year}"),
    _("June {year}"),
    _("July {year}"),
    _("August {year}"),
    _("September {year}"),
    _("October {year}"),
    _("November {year}"),
    _("December {year}"),
)
_ROMAN = ("I", "II", "III", "IV")


def month_name(year: int, month: int) -> Text:
    """ "tháng 10/2025", "October 2025"."""
    return Text(_MONTHS[month - 1].msgid, {"year": str(year)})


def span_name(span: Span) -> Text:
    """What a period is about, in words that fit inside a sentence."""
    year, month = span.first.year, span.first.month
    match span.every:
        case Every.MONTH:
            return month_name(year, month)
        case Every.QUARTER:
            return _("quarter {roman} of {year}", roman=_ROMAN[(month - 1) // 3], year=str(year))
        case Every.HALF if month <= 6:
            return _("the first half of {year}", year=str(year))
        case Every.HALF:
            return _("the second half of {year}", year=str(year))
        case Every.YEAR:
            return _("the year {year}", year=str(year))
        case Every.ONCE:
            return _("{first} to {last}", first=span.first, last=span.last)
