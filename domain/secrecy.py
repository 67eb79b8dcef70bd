"""State secrets stay off connected devices (Law on Protection of State Secrets 117/2025/QH15).

A mark stands alone, in capitals, as it is stamped on a document: MẬT, TỐI MẬT, TUYỆT MẬT. Daily
words ("mật độ", "bảo mật", "mặt bằng") are no marks.
"""

from __future__ import annotations

import re

from domain.vietnamese import nfc

_MARK = re.compile(
    r"(?:^|[\n\[(“\"':])[ \t]*(?:(?:ĐỘ|DẤU|MỨC)[ \t:]*)?(?:TUYỆT[ \t]+|TỐI[ \t]+)?MẬT"
    r"[ \t]*(?=$|[\n\])”\"'.,;:!])|\b(?:TUYỆT|TỐI)[ \t]+MẬT\b"
)


def bears_mark(words: str) -> bool:
    """Whether a text carries a mark of classification."""
    return _MARK.search(nfc(words)) is not None
