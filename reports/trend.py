"""How one duty that comes back went from period to period, as a picture for a phone.

Each period is one bar of shares; a number stands in every part of it, so no colour speaks alone.
Counts of people only, never of what anybody noticed.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.completion import Completion, DutyFigures
from domain.text import Localized, Text, _, verbatim
from reports.chart import PAINTS
from reports.drawing import (
    INK,
    INNER,
    MARGIN,
    PALE,
    PAPER,
    Paint,
    Render,
    lines,
    page,
    png,
    words,
)
from reports.tally import percent

MOST = 12  # periods: a year of months
BAR = 72
ROW = 154
#: A part with one person keeps room for its number: the number is right, the width then more.
ROOM, ROOM_A_DIGIT = 40, 28
LETTERS_A_LINE = 30


class _Part:
    """Standings told together, in one colour."""

    def __init__(self, label: Text, paint: Paint, *of: Completion) -> None:
        self.label, self.paint, self.of = label, paint, frozenset(of)

    def count(self, figures: DutyFigures) -> int:
        return sum(figures.counts.get(x, 0) for x in self.of)


_PARTS = (
    _Part(_("In time"), PAINTS[Completion.DONE], Completion.DONE),
    _Part(_("On paper"), PAINTS[Completion.DONE_ON_PAPER], Completion.DONE_ON_PAPER),
    _Part(_("Late"), PAINTS[Completion.DONE_LATE], Completion.DONE_LATE),
    _Part(_("Not done"), PAINTS[Completion.NOT_SENT], *(x for x in Completion if x.owed)),
)


def trend_svg(title: Localized, periods: Sequence[DutyFigures], render: Render) -> str:
    """The last twelve of these periods, the oldest first; `title` is the duty's, without a month.

    Those in which nobody was asked are left out.
    """
    told = [figures for figures in periods if figures.total][-MOST:]
    heading = render(_("Period by period"))
    shapes = [words(heading, MARGIN, 104, 60, bold=True)]
    y = 104
    for line in lines(render(verbatim(title)), LETTERS_A_LINE, 2):
        y += 66
        shapes.append(words(line, MARGIN, y, 48, bold=True))
    if not told:
        shapes.append(words(render(_NOTHING), MARGIN, y + 80, 42, PALE))
        return page(f"{heading}: {render(verbatim(title))}. {render(_NOTHING)}", shapes, y + 136)
    moment = max(figures.as_of for figures in told)
    shapes.append(words(render(_("As of {moment}", moment=moment)), MARGIN, y + 66, 42, PALE))
    shapes += _legend(render, y + 96)
    y += 96 + 140
    for figures in told:
        shapes += _row(figures, render, y)
        y += ROW
    said = "; ".join(render(_said(figures)) for figures in told)
    return page(f"{heading}: {render(verbatim(title))}. {said}", shapes, y + MARGIN)


def trend_png(title: Localized, periods: Sequence[DutyFigures], render: Render) -> bytes:
    """The picture as PNG."""
    return png(trend_svg(title, periods, render))


_NOTHING = _("No period has begun yet.")


def _said(figures: DutyFigures) -> Text:
    """For who hears the picture."""
    return _(
        "{period}: {done}/{total} people ({percent}%), {late} of them late",
        period=figures.period.span.words,
        done=figures.done,
        total=figures.total,
        percent=percent(figures),
        late=figures.counts.get(Completion.DONE_LATE, 0),
    )


def _legend(render: Render, top: int) -> list[str]:
    """Two lines of two."""
    shapes = []
    for number, part in enumerate(_PARTS):
        x, y = MARGIN + number % 2 * INNER // 2, top + number // 2 * 62
        shapes.append(
            f'<rect x="{x}" y="{y}" width="44" height="44" rx="6"'
            f' fill="{part.paint.fill}" stroke="{INK}" stroke-width="2"/>'
        )
        shapes.append(words(render(part.label), x + 62, y + 37, 42))
    return shapes


def _row(figures: DutyFigures, render: Render, top: int) -> list[str]:
    period = figures.period
    open_ = figures.as_of <= period.due
    name = _("{period}, still open", period=period.span.words) if open_ else None
    share = _(
        "{done}/{total} ({percent}%)",
        done=figures.done,
        total=figures.total,
        percent=percent(figures),
    )
    return [
        words(render(name or verbatim(period.span.words)), MARGIN, top + 50, 42, bold=True),
        words(render(share), MARGIN + INNER, top + 50, 42, anchor="end"),
        *_bar(figures, top + 66),
    ]


def _bar(figures: DutyFigures, y: int) -> list[str]:
    counts = [(part.paint, count) for part in _PARTS if (count := part.count(figures))]
    shapes, x = [], float(MARGIN)
    for (paint, count), width in zip(counts, _widths([n for _p, n in counts]), strict=True):
        shapes.append(
            f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{BAR}" fill="{paint.fill}"'
            f' stroke="{PAPER}" stroke-width="4"/>'
        )
        middle = round(x + width / 2)
        shapes.append(words(str(count), middle, y + 51, 42, paint.ink, bold=True, anchor="middle"))
        x += width
    return shapes


def _widths(counts: Sequence[int]) -> list[float]:
    """In proportion, but for those that would not hold their number: they take it from the rest."""
    room = [ROOM + ROOM_A_DIGIT * len(str(count)) for count in counts]
    tight: set[int] = set()
    while True:
        left = INNER - sum(room[n] for n in tight)
        wide = sum(count for n, count in enumerate(counts) if n not in tight)
        shares = [left * count / (wide or 1) for count in counts]
        more = {n for n, share in enumerate(shares) if share < room[n]} - tight
        if not more:
            return [room[n] if n in tight else share for n, share in enumerate(shares)]
        tight |= more
