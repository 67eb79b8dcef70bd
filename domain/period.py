"""A period of an obligation: opens < due < closes, all UTC.

After due an answer is accepted and marked late; after close it is refused until the specialist
reopens the period (audited). Due and closes may be others for one person than for everybody: who
was given more time has a `Period` of their own (`storage.deadlines`).
"""

from __future__ import annotations

from calendar import month_name
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.plan import Every, Kind, Obligation
from domain.text import Localized

QUARTERS = ("I", "II", "III", "IV")
HALVES = (
    Localized("6 tháng đầu năm", "the first half"),
    Localized("6 tháng cuối năm", "the second half"),
)


def month_words(year: int, month: int) -> Localized:
    """ "tháng 10/2025", "October 2025"."""
    return Localized(f"tháng {month}/{year}", f"{month_name[month]} {year}")


def read_month(written: str) -> date | None:
    """The first day of `YYYY-MM`; None where that is no month of this century."""
    try:
        first = date.fromisoformat(f"{written}-01")
    except ValueError:
        return None
    return first if 2000 <= first.year < 2100 else None


class PeriodState(StrEnum):
    COMING = "coming"
    OPEN = "open"
    LATE = "late"
    CLOSED = "closed"


@dataclass(frozen=True)
class Span:
    """The calendar stretch a period is about, inclusive, local dates: October, Q4, the year."""

    every: Every
    first: date
    last: date

    @property
    def key(self) -> str:
        """`once`, `2025-10`, `2025-Q4`, `2025-H2`, `2025`: unique within its obligation."""
        year = self.first.year
        match self.every:
            case Every.MONTH:
                return f"{year}-{self.first.month:02}"
            case Every.QUARTER:
                return f"{year}-Q{(self.first.month + 2) // 3}"
            case Every.HALF:
                return f"{year}-H{1 if self.first.month <= 6 else 2}"
            case Every.YEAR:
                return str(year)
            case _:
                return "once"

    @property
    def words(self) -> Localized:
        """As offices write it: "tháng 10/2025", "quý IV/2025", "năm 2025"."""
        year, month = self.first.year, self.first.month
        quarter, half = QUARTERS[(month - 1) // 3], HALVES[month > 6]
        match self.every:
            case Every.MONTH:
                return month_words(year, month)
            case Every.QUARTER:
                return Localized(f"quý {quarter}/{year}", f"quarter {quarter} of {year}")
            case Every.HALF:
                return Localized(f"{half.vi} {year}", f"{half.en} of {year}")
            case Every.YEAR:
                return Localized(f"năm {year}", f"the year {year}")
            case Every.ONCE:
                first, last = f"{self.first:%d/%m/%Y}", f"{self.last:%d/%m/%Y}"
                return Localized(f"từ {first} đến {last}", f"{first} to {last}")

    @property
    def brief(self) -> Localized:
        """Beside others that end on the same day, in a button: "tháng 12", "quý IV", "cả năm"."""
        month, quarter = self.first.month, (self.first.month - 1) // 3
        match self.every:
            case Every.MONTH:
                return Localized(f"tháng {month}", month_name[month])
            case Every.QUARTER:
                return Localized(f"quý {QUARTERS[quarter]}", f"Q{quarter + 1}")
            case Every.HALF:
                return HALVES[month > 6]
            case Every.YEAR:
                return Localized("cả năm", "year")
            case Every.ONCE:
                return self.words

    def contains(self, other: Span) -> bool:
        """Whether the other stretch lies within this one and is shorter."""
        return self != other and self.first <= other.first and other.last <= self.last


_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF: 6, Every.YEAR: 12}


def stretch_around(every: Every, day: date) -> Span:
    """The calendar month (quarter, half-year, year) that a day is in; KeyError for ONCE."""
    months = _MONTHS[every]
    month = (day.month - 1) // months * months + 1
    year, following = divmod(month - 1 + months, 12)
    last = date(day.year + year, following + 1, 1) - timedelta(days=1)
    return Span(every, date(day.year, month, 1), last)


def titled(obligation: Obligation, span: Span) -> Localized:
    """What it asks for; with what it is about where it comes back: "...: tháng 10/2025"."""
    return _about(obligation.title, obligation, span)


def short_titled(obligation: Obligation, span: Span) -> Localized:
    """The same in the few words that a button takes."""
    return _about(obligation.short or obligation.title, obligation, span)


def _about(title: Localized, obligation: Obligation, span: Span) -> Localized:
    if obligation.every is Every.ONCE:
        return title
    return Localized(f"{title.vi}: {span.words.vi}", f"{title.en}: {span.words.en}")


@dataclass(frozen=True)
class Period:
    """One occurrence of an obligation with its three moments (UTC).

    It keeps the version of the plan it opened with: rules, wording, checklist. One that is still to
    open follows the plan in force.
    """

    obligation: str
    kind: Kind
    span: Span
    opens: datetime
    due: datetime
    closes: datetime
    id: int = 0
    version: int = 0  # of the plan: the one it opened with, or will
    planned: datetime | None = None  # when the plan has it due, where due is another moment now
    changed_at: datetime | None = None  # since when due or closes are what they are here
    personal: bool = False  # as it stands for some people only, who were given other moments

    @property
    def key(self) -> str:
        return self.span.key

    @property
    def has_moved(self) -> bool:
        """Whether it is due at another moment than the plan says; then its words do not hold."""
        return self.planned is not None and self.planned != self.due

    def state(self, now: datetime) -> PeriodState:
        if now < self.opens:
            return PeriodState.COMING
        if now <= self.due:
            return PeriodState.OPEN
        return PeriodState.LATE if now <= self.closes else PeriodState.CLOSED
