"""A rehearsal as one page that needs nothing else: to read on a screen, to print, to hand round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from domain.channels import abilities
from domain.effects import Priority
from domain.message import Attachment, Document
from domain.people import told_apart
from domain.rehearsal import Concern, Doubt, Month, Rehearsal
from domain.text import Text, _, verbatim
from reports.printable import printable, shortened
from reports.rehearsal_calendar import Day, Letter, MonthOfDays, calendar
from reports.rehearsal_workbook import WEEKDAYS, Render

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
#: Letters of what a day's square says of a duty.
_SHORT = 56
_SATURDAY = 5


def rehearsal_page(
    lived: Rehearsal, concerns: Sequence[Concern], render: Render, language: str
) -> str:
    """HTML in the language of `render`; it asks for nothing from anywhere and runs no script."""
    shown = _Shown(lived, render)
    grouped = [(_DOUBTS[x], list(same)) for x, same in groupby(concerns, lambda c: c.doubt)]
    values = {"lived": lived, "shown": shown, "concerns": grouped, "words": WORDS}
    around = {"language": language, "say": render, "weekdays": WEEKDAYS, "fit": printable}
    return _TEMPLATES.get_template("rehearsal.html").render(values | around)


@dataclass(frozen=True)
class _Shown:
    """How the values of a rehearsal are written on its page."""

    lived: Rehearsal
    say: Render

    @cached_property
    def months(self) -> tuple[MonthOfDays, ...]:
        return calendar(self.lived)

    @cached_property
    def _names(self) -> Mapping[int, str]:
        return told_apart(self.lived.people.values())

    def about(self) -> Iterator[Text]:
        lived = self.lived
        yield _(
            "{first} to {last}: {count} messages for {people} people.",
            first=lived.first,
            last=lived.last,
            count=len(lived.messages),
            people=len(lived.people),
        )
        if not lived.answering:
            yield _("As if nobody ever did anything: the most that may have to be sent.")
        else:
            share = lived.answering
            yield _(
                "As if {share} in 100 people did each duty when first reminded of it.", share=share
            )
        yield _("Nothing of this has been sent.")

    def name(self, words: object) -> str:
        return self.say(verbatim(words))  # type: ignore[arg-type]  # what templates pass

    def clock(self, moment: object) -> str:
        return f"{self.lived.local(moment):%H:%M}"  # type: ignore[arg-type]  # the same

    def many(self, count: int) -> str:
        return self.say(Text("", {"text": count}))

    def classes(self, day: Day) -> str:
        off = "off" if day.off is not None else ""
        due = "due" if day.deadlines else ""
        told = day.letters or day.deadlines or self.off(day)
        return " ".join(filter(None, (off, due, "" if told else "plain")))

    def off(self, day: Day) -> str:
        """What a day off is called; a weekend needs no name."""
        if day.off is None or (not day.off.vi and day.day.weekday() >= _SATURDAY):
            return ""
        words = verbatim(day.off) if day.off.vi else _("Day off")
        return self.say(_("{name} (provisional)", name=words) if day.provisional else words)

    def long(self, day: Day) -> str:
        return f"{self.say(WEEKDAYS[day.day.weekday()])}, {day.day:%d/%m/%Y}"

    def goes(self, day: Day) -> Iterator[str]:
        """What goes out when to how many, a line each; a message about two duties is in both."""
        counts: Counter[str] = Counter()
        for letter in day.letters:
            for about in self._about(letter):
                counts[f"{self.clock(letter.at)} {about}"] += len(letter.to)
        for about, count in counts.items():
            yield f"{about}: {self.many(count)}"

    def _about(self, letter: Letter) -> list[str]:
        if letter.kind is Priority.DIGEST:
            return [self.say(_("Digest"))]
        about = [self.name(title) for title in letter.duties]
        about = about or [self.say(line).lstrip("• ") for line in letter.why]
        return [shortened(words, _SHORT) for words in about] or ["…"]

    def totals(self, day: Day, month: MonthOfDays) -> Iterator[str]:
        """What the day takes of each channel, and the month so far of what it gives."""
        for channel in sorted({bot[0] for bot in day.totals}):
            count = sum(n for bot, n in day.totals.items() if bot[0] == channel)
            given = sum(x.usage.quota.messages for x in month.bots if x.usage.channel == channel)
            title, so_far = abilities(channel).title, self._so_far(day, month, channel)
            month_so_far = _("the month so far: {count}/{given}", count=so_far, given=given)
            said = f" ({self.say(month_so_far)})" if given else ""
            yield f"{title}: {self.many(count)}{said}"

    def _so_far(self, day: Day, month: MonthOfDays, channel: str) -> int:
        until = (x for x in month.days if x.day <= day.day)
        return sum(n for x in until for bot, n in x.totals.items() if bot[0] == channel)

    def sent(self, month: MonthOfDays) -> Text | None:
        """How many messages go in a month; None where there is none."""
        count = sum(len(letter.to) for day in month.days for letter in day.letters)
        return _("{count} messages", count=count) if count else None

    def people(self, letter: Letter) -> Text:
        first, others = self._names.get(letter.to[0].id, ""), len(letter.to) - 1
        if not others:
            return _("to {name}", name=first)
        return _("to {count} people; as {name} reads it:", count=others + 1, name=first)

    def names(self, letter: Letter) -> str:
        return "; ".join(printable(self._names[person.id]) for person in letter.to)

    def file(self, document: Document) -> Text:
        return _("a picture") if Attachment(document).is_picture else _("a file")

    def is_short(self, month: Month) -> bool:
        forecast = month.forecast
        return bool(month.withheld) or (forecast is not None and not forecast.is_enough)


#: What a group of warnings is called.
_DOUBTS = {
    Doubt.NO_REMINDER: _("Deadlines without a reminder"),
    Doubt.QUIET: _("On a day off or in quiet hours"),
    Doubt.QUOTA: _("Where messages are counted"),
    Doubt.OFTEN: _("More than one a day"),
    Doubt.NOBODY: _("Nobody's duty"),
    Doubt.UNREACHED: _("Not reached"),
    Doubt.PROVISIONAL: _("Days off not announced yet"),
}
#: What the page says itself.
WORDS = {
    "title": _("Rehearsal of the plan"),
    "warnings": _("Warnings"),
    "fine": _("Nothing to warn of."),
    "months": _("Months"),
    "due": _("Due at"),
    "counted": _("Messages of the month, where they are counted"),
    "bot": _("Bot"),
    "used": _("Used here"),
    "most": _("At most, with answers"),
    "given": _("Given"),
    "withheld": _("Stay unsent"),
    "messages": _("Every message, day by day"),
    "unfold": _("What is unfolded is printed too."),
    "to": _("To whom"),
}
