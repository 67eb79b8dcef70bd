"""The exact wording of a directive's signs, read from the office's own copy of the document.

The wording is not kept in this project. Directive 34-CT/TU names its signs in section 3, inline:
"(1) ... (2) ..." up to the line that begins section 4; page breaks may cut a sentence in two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from typing import TypeAlias

import docx

from domain.text import Text, _
from domain.vietnamese import nfc

#: The full wording of each sign, by its number.
SignTexts: TypeAlias = dict[int, str]

#: The signs of Directive 34-CT/TU.
TEN = range(1, 11)

_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_SECTION_3 = re.compile(r"^[ \t*#]*3[.)]\s", re.MULTILINE)
_SECTION_4 = re.compile(r"^[ \t*#]*4[.)]\s", re.MULTILINE)
_PAGE_NUMBER = re.compile(r"^[ \t]*[-–]?[ \t]*\d{1,3}[ \t]*[-–]?[ \t]*$", re.MULTILINE)


class DirectiveTextError(ValueError):
    """A copy of the directive that cannot be read; `reason` says why and what to do."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.msgid.format(**reason.params))
        self.reason = reason


def parse_directive_text(content: bytes, filename: str, numbers: Iterable[int] = TEN) -> SignTexts:
    """The wording of each sign from a DOCX or a text file (UTF-8 or UTF-16, any normal form).

    Raises `DirectiveTextError` where the file is neither, has no section 3, or lacks a sign, naming
    the numbers that were not found.
    """
    section = _section_3(_words(content, filename), filename)
    texts = _signs(section, numbers)
    if missing := [number for number, words in texts.items() if not words]:
        raise DirectiveTextError(
            _(
                "{file}: these signs were not found in section 3: {numbers}. Each must begin with "
                "its number in brackets, such as (1), in order.",
                file=filename,
                numbers=", ".join(map(str, missing)),
            )
        )
    return texts


def _signs(section: str, numbers: Iterable[int]) -> SignTexts:
    """Each number looked for after the one before it, so that a sign may refer back to another."""
    starts: dict[int, re.Match[str] | None] = {}
    position = 0
    for number in numbers:
        starts[number] = found = re.compile(rf"\(\s*{number}\s*\)").search(section, position)
        position = found.end() if found else position
    ends = [found.start() for found in starts.values() if found] + [len(section)]
    return {
        number: section[found.end() : min(e for e in ends if e >= found.end())].strip()
        if found
        else ""
        for number, found in starts.items()
    }


def _section_3(words: str, filename: str) -> str:
    """Section 3 on one line, without the page numbers that stood between its pages."""
    start = _SECTION_3.search(words)
    end = _SECTION_4.search(words, start.end()) if start else None
    if not start or not end:
        raise DirectiveTextError(
            _(
                "{file}: section 3 was not found. It must begin a line with “3.”, and section 4 "
                "after it a line with “4.”; type these numbers where Word counts them by itself.",
                file=filename,
            )
        )
    return " ".join(_PAGE_NUMBER.sub("", words[start.end() : end.start()]).split())


def _words(content: bytes, filename: str) -> str:
    text = _docx(content, filename) if content.startswith(b"PK") else _plain(content, filename)
    return nfc(re.sub(r"\r\n?|[\f\v\u2028\u2029]", "\n", text))


def _plain(content: bytes, filename: str) -> str:
    try:
        return content.decode(_encoding(content))
    except UnicodeDecodeError as error:
        raise DirectiveTextError(
            _(
                "{file}: is neither a DOCX nor a UTF-8 or UTF-16 text. Save the document as one "
                "of these and load it again.",
                file=filename,
            )
        ) from error


def _encoding(content: bytes) -> str:
    """By byte order mark; without one, a zero byte at an odd place means little-endian UTF-16."""
    if content.startswith(_OLD_WORD):
        return "ascii"  # full of zeros, yet no text: decoding it says so
    if content.startswith(_BYTE_ORDER_MARKS):
        return "utf-16"
    if b"\x00" in content:
        return "utf-16-le" if content.find(b"\x00") % 2 else "utf-16-be"
    return "utf-8-sig"


def _docx(content: bytes, filename: str) -> str:
    try:
        document = docx.Document(BytesIO(content))
    except Exception as error:  # a damaged file breaks python-docx in a dozen ways
        raise DirectiveTextError(
            _("{file}: cannot be opened as a DOCX. Save it again from Word.", file=filename)
        ) from error
    return "\n".join(paragraph.text for paragraph in document.paragraphs)
