"""How far the duties are, as a picture for a phone: a bar a duty, a number beside every colour."""

from __future__ import annotations

from collections.abc import Sequence

from domain.completion import Completion, DutyFigures, DutyTable
from domain.text import _, verbatim
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
from reports.tally import counted, in_order, percent

BAR = 96
LEGEND_LINE = 66
TITLE_LINE = 62
LETTERS_A_LINE = 30  # of a bold title: DejaVu Sans Bold is about 0.7 em wide
LETTERS_A_LEGEND = 34


#: Done is dark and owed is light, so a print without colours can be read too; the hues are apart
#: for every kind of colour blindness (blue against orange, never green against red).
PAINTS = {
    Completion.DONE: Paint("#0b3c6f", PAPER),
    Completion.DONE_ON_PAPER: Paint("#1f6fb2", PAPER),
    Completion.DONE_LATE: Paint("#5b4a9c", PAPER),
    Completion.NOT_SENT: Paint("#f5a142", INK),
    Completion.NOT_CONNECTED: Paint("#fbe08d", INK),
    Completion.BLOCKED: Paint("#e3b7d3", INK),
    Completion.CLAIMED: Paint("#9fd3c7", INK),
    Completion.ON_PAPER: Paint("#cfe6f5", INK),
    Completion.ABSENT: Paint("#dedede", INK),
}


def progress_svg(tables: Sequence[DutyTable], render: Render) -> str:
    """The picture as SVG, 1080 px wide and as high as it needs; fit to stand in a page too."""
    title = render(_("How far we are"))
    shapes = [words(title, MARGIN, 104, 60, bold=True)]
    below = 104
    if tables:
        moment = max(table.as_of for table in tables)
        shapes.append(words(render(_("As of {moment}", moment=moment)), MARGIN, 172, 42, PALE))
        below = 172
    else:
        shapes.append(words(render(_("No duty is open at the moment.")), MARGIN, 188, 42, PALE))
        below = 188
    for table in tables:
        more, below = _duty(table, render, below + 56)
        shapes += more
    return page(title, shapes, below + MARGIN)


def progress_png(tables: Sequence[DutyTable], render: Render) -> bytes:
    """The picture as PNG."""
    return png(progress_svg(tables, render))


def _duty(table: DutyTable, render: Render, top: int) -> tuple[list[str], int]:
    """The shapes of one duty below `top`, and where they end."""
    title = lines(render(verbatim(table.title)), LETTERS_A_LINE, 2)
    shapes = [f'<rect x="{MARGIN}" y="{top}" width="{INNER}" height="3" fill="#d0d0d0"/>']
    for number, line in enumerate(title, start=1):
        shapes.append(words(line, MARGIN, top + 14 + TITLE_LINE * number, 46, bold=True))
    y = top + 14 + TITLE_LINE * len(title)
    shapes.append(words(_summary(table, render), MARGIN, y + 72, 48))
    shapes += _bar(table.figures, MARGIN, y + 104)
    legend, end = _legend(table, render, y + 104 + BAR)
    return shapes + legend, end


def _summary(table: DutyTable, render: Render) -> str:
    return render(
        _(
            "{done}/{total} people ({percent}%)",
            done=table.done,
            total=len(table.counted),
            percent=percent(table),
        )
    )


def bar_svg(figures: DutyFigures) -> str:
    """The bar alone, for a page that tells in words beside it what each part means."""
    return _ALONE.format(width=INNER, height=BAR, shapes="\n".join(_bar(figures, 0, 0)))


_ALONE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" aria-hidden="true" \
focusable="false" font-family="'DejaVu Sans', Verdana, sans-serif">
{shapes}
</svg>
"""


def _bar(figures: DutyFigures, left: int, y: int) -> list[str]:
    """Widths by count, yet even one person among a thousand stays visible."""
    groups = in_order(figures)
    shares = [(x, count, max(count, 0.015 * figures.total)) for x, count in groups]
    scale = INNER / (sum(share for _x, _count, share in shares) or 1)
    shapes = []
    x = float(left)
    for completion, number, share in shares:
        paint, width, count = PAINTS[completion], share * scale, str(number)
        shapes.append(
            f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{BAR}" fill="{paint.fill}"'
            f' stroke="{PAPER}" stroke-width="4"/>'
        )
        if width > 40 + 30 * len(count):
            middle = round(x + width / 2)
            shapes.append(words(count, middle, y + 63, 44, paint.ink, bold=True, anchor="middle"))
        x += width
    return shapes


def _legend(table: DutyTable, render: Render, top: int) -> tuple[list[str], int]:
    shapes = []
    y = top + 14
    for completion, count in in_order(table.figures):
        shapes.append(
            f'<rect x="{MARGIN}" y="{y + 12}" width="44" height="44" rx="6"'
            f' fill="{PAINTS[completion].fill}" stroke="{INK}" stroke-width="2"/>'
        )
        said = lines(render(counted(completion, count)), LETTERS_A_LEGEND, 1)
        shapes += [words(line, MARGIN + 66, y + 49, 42) for line in said]
        y += LEGEND_LINE
    return shapes, y
