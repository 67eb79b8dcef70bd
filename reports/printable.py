"""What people typed, made fit for a document: nothing in it can break or disguise a page."""

from __future__ import annotations

import re

from domain.vietnamese import nfc

# What XML 1.0 (section 2.2, "Char") cannot hold once `nfc` has dropped the control characters, and
# the marks that turn the reading direction round: with one a name could hide what stands after it.
_UNFIT = re.compile("[\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


def printable(words: str) -> str:
    """NFC, and without the characters that no document can hold; tabs and line ends stay."""
    return _UNFIT.sub("", nfc(words))


def one_line(words: str) -> str:
    """The same on a single line: for names, cells and titles."""
    return " ".join(printable(words).split())


def shortened(words: str, most: int) -> str:
    """On one line and at most `most` characters long, with an ellipsis where some are left out."""
    line = one_line(words)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
