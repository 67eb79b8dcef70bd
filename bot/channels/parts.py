"""A long text in parts, counted in UTF-16 units as the platforms count it: most emoji are two."""

from __future__ import annotations

from collections.abc import Iterator


def units(text: str) -> int:
    """How long a text is, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int) -> Iterator[str]:
    """Parts of at most `limit` units, broken between paragraphs, else lines, else words."""
    while units(text) > limit:
        cut = _border(text, _fitting(text, limit))
        if part := text[:cut].rstrip():
            yield part
        text = text[cut:].lstrip()
    if text:
        yield text


def numbered(text: str, limit: int) -> list[str]:
    """As `split`, each part under its mark "(1/3)"; a text of one part is left as it is."""
    parts = list(split(text, limit))
    if len(parts) == 1:
        return parts
    return [f"({number}/{len(parts)})\n{part}" for number, part in enumerate(parts, start=1)]


def _border(text: str, room: int) -> int:
    """Where to break: not so early that most of a part stays empty, unless there is no choice."""
    for border, earliest in (("\n\n", room // 2), ("\n", room // 2), ("\n", 1), (" ", 1)):
        if (cut := text.rfind(border, earliest, room)) > 0:
            return cut
    return room


def _fitting(text: str, limit: int) -> int:
    """How many characters of a text fit into so many units."""
    return len(text.encode("utf-16-le", "surrogatepass")[: limit * 2].decode("utf-16-le", "ignore"))
