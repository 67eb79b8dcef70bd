"""What kind of file arrived when a workbook was asked for, told by its content, not its name."""

from __future__ import annotations

import zipfile
from io import BytesIO

from domain.text import Text, _

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 40 * 1024 * 1024
MAX_RATIO = 150  # real sheets pack 5 to 40 times; a bomb about 1000 times
_SMALL = 1024 * 1024

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # OLE: old Office files, and encrypted new ones


class Unreadable(Exception):
    """The file is no workbook that can be read; `reason` says what to do instead."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.msgid)
        self.reason = reason


def check_workbook(content: bytes, filename: str) -> None:
    """Let an XLSX pass; Unreadable for anything else, and for one that would unpack to too much."""
    if not content:
        raise Unreadable(_("{file} is empty. {what_to_send}", **_named(filename)))
    if len(content) > MAX_BYTES:
        raise Unreadable(
            _(
                "{file} is larger than {most} MB. A list of names is much smaller: remove pictures "
                "and other sheets, then send it again.",
                file=filename,
                most=MAX_BYTES // 1024 // 1024,
            )
        )
    if not content.startswith(b"PK"):
        raise Unreadable(_not_zip(content, filename))
    _check_parts(_parts(content, filename), filename)


def _named(filename: str) -> dict[str, str | Text]:
    return {
        "file": filename,
        "what_to_send": _("Send the list as an Excel workbook (.xlsx)."),
    }


def _not_zip(content: bytes, filename: str) -> Text:
    if content.startswith(_COMPOUND):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return _(
                "{file} is protected by a password. In Excel, remove it (File > Info > Protect "
                "Workbook), save, and send the file again.",
                file=filename,
            )
        return _(
            "{file} is in an old Office format. Open it in Excel, choose “Save as” and the type "
            "“Excel Workbook (.xlsx)”, then send the new file.",
            file=filename,
        )
    if content.startswith(b"%PDF"):
        return _("{file} is a PDF. {what_to_send}", **_named(filename))
    if _is_text(content):
        return _(
            "{file} is a text file (CSV). Open it in Excel, choose “Save as” and the type “Excel "
            "Workbook (.xlsx)”, then send the new file.",
            file=filename,
        )
    return _("{file} is not an Excel workbook. {what_to_send}", **_named(filename))


def _is_text(content: bytes) -> bool:
    """Whether this is text in some encoding; old ones are still what spreadsheets export."""
    utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return utf_16 or not any(byte < 32 and byte not in b"\t\r\n\f" for byte in content[:4096])


def damaged(filename: str) -> Text:
    return _(
        "{file} is damaged and cannot be opened. Open it in Excel, save it again and send the new "
        "file.",
        file=filename,
    )


def _parts(content: bytes, filename: str) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as broken:
        raise Unreadable(damaged(filename)) from broken


def _check_parts(parts: list[zipfile.ZipInfo], filename: str) -> None:
    names = {part.filename for part in parts}
    if any(name.startswith("word/") for name in names):
        raise Unreadable(_("{file} is a Word document. {what_to_send}", **_named(filename)))
    if "xl/workbook.xml" not in names:
        raise Unreadable(_("{file} is not an Excel workbook. {what_to_send}", **_named(filename)))
    # zipfile never unpacks more of a part than it declares, so what is declared can be trusted.
    unpacked = sum(part.file_size for part in parts)
    dense = any(
        part.file_size > _SMALL and part.file_size > MAX_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if unpacked > MAX_UNPACKED or dense:
        raise Unreadable(
            _(
                "{file} unpacks to far more than a list of names needs. Copy the list into a new "
                "workbook and send that.",
                file=filename,
            )
        )
