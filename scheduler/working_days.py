"""Which days an office works: Vietnamese public holidays and swaps, and what an office changes.

The days come from PyPI `holidays`; what it misses stands in `holidays-vn.yaml`. Before both counts
what the office's own file says (`OWN` in its data folder), and before all what its admins changed
in the chat.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from types import ModuleType

import holidays
import yaml

from domain.days_off import Overrides
from domain.period import Span
from domain.text import Localized

#: The office's own file, in its data folder.
OWN = "ngay-nghi.yaml"
SHIPPED = Path(__file__).with_name("holidays-vn.yaml")
_DAY = timedelta(days=1)
_ANNOUNCED = "announced"
_WORKED = {"off": False, "worked": True}


class OverrideError(ValueError):
    """The override file cannot be used; the message names the file, the line and what to write."""


def _in_vietnam() -> type[holidays.HolidayBase]:
    """Vietnam's holidays alone. The library's package of countries loads them all: 8 MiB and 278
    modules; one that says only where it lies takes its place, unless it is loaded already."""
    package = ModuleType("holidays.countries")
    package.__path__ = [str(Path(holidays.__file__).with_name("countries"))]
    sys.modules.setdefault(package.__name__, package)
    found: type[holidays.HolidayBase] = import_module("holidays.countries.vietnam").Vietnam
    return found


class WorkingDays:
    """The days on which an office works; every date is a local one."""

    def __init__(self, overrides: Overrides) -> None:
        self._overrides = overrides
        self._changes: Mapping[date, bool] = {}
        in_vietnam = _in_vietnam()
        self._holidays = in_vietnam(language="vi")
        self._known = dict(overrides.worked)  # asked for again and again
        self._in_english = in_vietnam(language="en_US")

    def take(self, changes: Mapping[date, bool]) -> bool:
        """From now on these count before all else; whether that is anything new."""
        new = dict(changes) != self._changes
        self._changes = dict(changes)
        self._known = {**self._overrides.worked, **changes}
        return new

    def is_working(self, day: date) -> bool:
        if day not in self._known:
            self._known[day] = self._holidays.is_working_day(day)
        return self._known[day]

    def called(self, day: date) -> Localized:
        """What a day off is: the holiday's name; "" for what is only no working day."""
        return Localized(self._holidays.get(day, ""), self._in_english.get(day, ""))

    def is_provisional(self, year: int) -> bool:
        """Whether that year's days off are a guess ("dự kiến"): no official notice yet."""
        return year > self._overrides.announced

    def is_expected(self, day: date) -> bool:
        """Whether this day is part of such a guess: the office has not said it either."""
        said = day in self._changes or day in self._overrides.worked
        return self.is_provisional(day.year) and not said

    def before(self, day: date) -> date:
        """The last working day before this one."""
        return self.on_or_before(day - _DAY)

    def on_or_before(self, day: date) -> date:
        while not self.is_working(day):
            day -= _DAY
        return day

    def on_or_after(self, day: date) -> date:
        while not self.is_working(day):
            day += _DAY
        return day

    def add(self, day: date, count: int) -> date:
        """Count working days on (or back) from a day; zero is the day itself, worked or not."""
        for _ in range(count):
            day = self.on_or_after(day + _DAY)
        for _ in range(-count):
            day = self.before(day)
        return day

    def last_of(self, span: Span) -> date:
        """The last working day of a month, a quarter, a year."""
        return self.on_or_before(span.last)


def load_working_days(own: Overrides | None = None) -> WorkingDays:
    """The working days that come with tusoi, corrected as the office says; raises OverrideError."""
    shipped = parse_overrides(SHIPPED.read_text(encoding="utf-8"), str(SHIPPED))
    if own is None:
        return WorkingDays(shipped)
    announced = max(shipped.announced, own.announced)
    return WorkingDays(Overrides(announced, {**shipped.worked, **own.worked}))


def own_overrides(folder: Path) -> Overrides | None:
    """What the office's own file says, None where there is none; raises OverrideError."""
    path = folder / OWN
    try:
        return parse_overrides(path.read_text(encoding="utf-8-sig"), str(path), announced=0)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise OverrideError(f"{path} cannot be read as UTF-8 text: {error}") from None


def parse_overrides(text: str, name: str, announced: int | None = None) -> Overrides:
    """Read an override file; `name` is what an OverrideError calls it.

    `announced` counts where the file does not say it; None: it has to.
    """
    seen: dict[date, tuple[bool, int]] = {}
    for line, key, value in _entries(text, name):
        where = f"{name}, line {line}"
        if key == _ANNOUNCED:
            announced = _year(value, where)
            continue
        day, worked = _day(key, where), _worked(value, where)
        if day in seen:
            kind = "there twice, first" if seen[day][0] is worked else f"{value} here but not"
            raise OverrideError(f"{where}: {day} is {kind} on line {seen[day][1]}")
        seen[day] = worked, line
    if announced is None:
        raise OverrideError(f"{name}, line 1: `{_ANNOUNCED}: YEAR` is missing")
    return Overrides(announced, {day: worked for day, (worked, _) in seen.items()})


def _entries(text: str, name: str) -> Iterator[tuple[int, str, str]]:
    """Line number, key and value of every entry, as they are written."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise OverrideError(f"{name}, line {line}: not YAML: {error.problem}") from error
    if root is None or root.value == "":  # nothing but comments
        return
    if not isinstance(root, yaml.MappingNode):
        raise _not_a_day(name, root)
    for key, value in root.value:
        if not (isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode)):
            raise _not_a_day(name, key)
        yield key.start_mark.line + 1, key.value, value.value


def _not_a_day(name: str, node: yaml.Node) -> OverrideError:
    line = node.start_mark.line + 1
    return OverrideError(f"{name}, line {line}: write `YYYY-MM-DD: off` or `: worked`")


def _year(value: str, where: str) -> int:
    try:
        return date(int(value), 1, 1).year
    except ValueError as error:
        raise OverrideError(f"{where}: {value!r} is not a year") from error


def _day(key: str, where: str) -> date:
    try:
        return date.fromisoformat(key)
    except ValueError as error:
        raise OverrideError(f"{where}: {key!r} is not a day (YYYY-MM-DD)") from error


def _worked(value: str, where: str) -> bool:
    if value not in _WORKED:
        raise OverrideError(f"{where}: {value!r} is neither `off` nor `worked`")
    return _WORKED[value]
