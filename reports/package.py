"""Office files are zip packages; this makes them say only what they are about.

The libraries stamp the hour of writing on every file. A form printed twice should be the same file,
so the stamps give way to the moment the contents are as of.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_STAMPS = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*")
_FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)


def settled(package: bytes, as_of: datetime) -> bytes:
    """The same DOCX or XLSX with `as_of` (aware) in its properties and no other moment in it."""
    stamp = as_of.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = BytesIO()
    with ZipFile(BytesIO(package)) as read, ZipFile(out, "w", ZIP_DEFLATED) as written:
        for name in read.namelist():
            part = read.read(name)
            if name == "docProps/core.xml":
                part = _STAMPS.sub(rb"\g<1>" + stamp, part)
            entry = ZipInfo(name, _FIRST_DAY_OF_ZIP)
            entry.compress_type = ZIP_DEFLATED
            written.writestr(entry, part)
    return out.getvalue()
