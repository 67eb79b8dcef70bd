"""A DOCX from outside, before anything of it is opened as a document.

An office's form needs text, tables and pictures. What would make a program fetch, run or include
something else is refused, and so is what unpacks to far more than it says.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from domain.text import Text, _
from reports.file_kinds import MAX_RATIO, Unreadable

MAX_BYTES = 2 * 1024 * 1024
MAX_UNPACKED = 20 * 1024 * 1024
MAX_TEXT = 2 * 1024 * 1024  # of the document's own part: a form of a few pages has a tenth
_SMALL = 256 * 1024

#: Parts that act by themselves (ECMA-376 part 1, 15; [MS-OFFMACRO2]).
_ACTIVE = re.compile(r"vbaproject|activex|embeddings/|\.bin$|afchunk|customui", re.IGNORECASE)
_MACROS = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
_OUTSIDE = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")
_LINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")
#: Field codes that read other files or programs when the document is opened.
_FETCHING = re.compile(rb"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK)\b")
_FIELD_CODE = re.compile(rb"<w:instrText\b[^>]*>([^<]*)|w:instr\s*=\s*\"([^\"]*)\"")


def check_package(content: bytes, filename: str) -> None:
    """Let a plain DOCX pass; Unreadable, with the reason, for anything else."""
    if len(content) > MAX_BYTES:
        raise Unreadable(_("{file} is larger than 2 MB: a form is much smaller.", file=filename))
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_size(archive.infolist(), filename)
            for part in archive.infolist():
                _check_part(part.filename, archive.read(part), filename)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError) as broken:
        raise Unreadable(not_a_form(filename)) from broken


def not_a_form(filename: str) -> Text:
    return _(
        "{file} is no Word document (.docx) that can be read. Open it in Word, save it as .docx "
        "without a password and send it again.",
        file=filename,
    )


def _check_size(parts: list[zipfile.ZipInfo], filename: str) -> None:
    """zipfile never unpacks more of a part than it declares: what is declared can be trusted."""
    if "word/document.xml" not in {part.filename for part in parts}:
        raise Unreadable(not_a_form(filename))
    dense = any(
        part.file_size > _SMALL and part.file_size > MAX_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    text = max(part.file_size for part in parts if part.filename == "word/document.xml")
    if dense or sum(part.file_size for part in parts) > MAX_UNPACKED or text > MAX_TEXT:
        raise Unreadable(_("{file} unpacks to far more than a form needs.", file=filename))


def _check_part(name: str, part: bytes, filename: str) -> None:
    for problem in _problems(name, part, filename):
        raise Unreadable(problem)


def _problems(name: str, part: bytes, filename: str) -> Iterator[Text]:
    if _ACTIVE.search(name) or (name == "[Content_Types].xml" and _MACROS.search(part)):
        yield _(
            "{file} holds macros or embedded objects ({part}). Save it as a plain .docx without "
            "them.",
            file=filename,
            part=name,
        )
    if not name.endswith((".xml", ".rels")):
        return
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        yield _("{file} declares entities ({part}), which no form needs.", file=filename, part=name)
    if name.endswith(".rels") and any(not _LINK.search(x) for x in _OUTSIDE.findall(part)):
        yield _(
            "{file} draws something from elsewhere when it is opened ({part}): a linked picture or "
            "template. Insert it into the document instead.",
            file=filename,
            part=name,
        )
    for code in _FIELD_CODE.findall(part):
        if found := _FETCHING.search(b"".join(code).upper()):
            yield _(
                "{file} has a field “{code}” that reads other files. Remove it.",
                file=filename,
                code=found[1].decode(),
            )
