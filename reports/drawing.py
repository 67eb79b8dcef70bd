"""What every picture is drawn with: its page, its letters, its colours; SVG, and PNG for a chat."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from html import escape
from importlib.resources import files
from typing import NamedTuple

from domain.text import Text
from reports.printable import one_line

Render = Callable[[Text], str]

#: Telegram shows pictures 1080 px wide on phones about 360 points wide: letters are three times as
#: large here as they are to be seen there.
WIDTH = 1080
MARGIN = 56
INNER = WIDTH - 2 * MARGIN

FONTS = files("reports") / "fonts"
INK, PAPER, PALE = "#1b1b1b", "#ffffff", "#555555"


class Paint(NamedTuple):
    fill: str
    ink: str


_PAGE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" \
height="{height}" role="img" font-family="'DejaVu Sans', Verdana, sans-serif" fill="{ink}">
<title>{title}</title>
<rect width="{width}" height="{height}" fill="{paper}" class="paper"/>
{shapes}
</svg>
"""


def page(title: str, shapes: Sequence[str], height: int) -> str:
    """A picture 1080 px wide; `title` is what is read out where it cannot be seen."""
    return _PAGE.format(
        width=WIDTH,
        height=height,
        ink=INK,
        paper=PAPER,
        title=_safe(title),
        shapes="\n".join(shapes),
    )


def png(svg: str) -> bytes:
    """As PNG, with the bundled font only: every machine draws the same letters."""
    import resvg_py  # when needed: a library of several MB that most processes never use

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            skip_system_fonts=True,
            font_files=[str(FONTS / "DejaVuSans.ttf"), str(FONTS / "DejaVuSans-Bold.ttf")],
            font_family="DejaVu Sans",
        )
    )


def lines(said: str, letters: int, most: int) -> list[str]:
    """At most so many lines of so many letters; what does not fit ends with "…"."""
    return textwrap.wrap(one_line(said), letters, max_lines=most, placeholder=" …")


def words(
    said: str,
    x: int,
    y: int,
    size: int,
    ink: str | None = None,
    *,
    bold: bool = False,
    anchor: str = "start",
) -> str:
    """Letters on the line `y`; `anchor` says what of them stands at `x`: start, middle or end.

    `ink` is for letters on a colour of ours; on the paper they have its own, which a page turns
    round at night.
    """
    weight = ' font-weight="bold"' if bold else ""
    where = f' text-anchor="{anchor}"' if anchor != "start" else ""
    kind = "" if ink not in {None, PALE} else ' class="pale"' if ink else ' class="ink"'
    place = f'x="{x}" y="{y}" font-size="{size}" fill="{ink or INK}"'
    return f"<text {place}{weight}{where}{kind}>{_safe(said)}</text>"


def _safe(said: str) -> str:
    return escape(one_line(said))
