"""State secrets stay off connected devices (Law on Protection of State Secrets 117/2025/QH15).

A mark is written as it is stamped on a document, in capitals: MẬT, TỐI MẬT, TUYỆT MẬT; also without
accents, as file names are written, and in any case after "Độ mật:" or, of two words, where a line
has nothing else before a stop. Words that only contain the syllable are none: BẢO MẬT, MẬT ĐỘ,
"tối mật mà". In doubt it is a mark: to write a message anew
costs less than a secret on a phone.
"""

from __future__ import annotations

import re

from domain.vietnamese import fold, nfc

#: What makes another word of "mật": density, cryptography, password, honey, secret agent, ...
_COMPOUNDS = (
    "BÁO|DANH|ĐÀM|ĐỘ|GẤU|HIỆU|HOA|KHẨU|KHU|LỆNH|MÀ|MÃ|MÍA|NGHỊ|NGỌT|ONG|THÁM|THIẾT|THƯ|ƯỚC|VỤ"
)
_BARE = re.compile(
    rf"(?:^|[^\w]|_)(?:MẬT|TỐI\s+MẬT|TUYỆT\s+MẬT)(?![^\W_])(?!\s+(?:{_COMPOUNDS})(?![^\W_]))"
)
#: A capital word before a lone MẬT makes another word of it (BẢO MẬT), except these.
_STAMPED = frozenset({"ĐỘ", "DẤU", "MỨC", "BẢN", "LIỆU", "VĂN", "SƠ", "KHẨN", "HOẢ", "HỎA", "TỐC"})
_BEFORE = re.compile(r"([^\W\d_]+)\s+$")
_DEGREE = re.compile(r"\b(?:độ|mức độ|dấu) mật\s*:\s*(?:mật|tối mật|tuyệt mật)\b", re.IGNORECASE)
_ALONE = re.compile(r"^\W*(?:tối|tuyệt)\s+mật\s*(?:[:.;,)\]]|$)", re.IGNORECASE | re.MULTILINE)
_BARE_LETTERS = re.compile(
    r"(?<![^\W_])TUYET[\s_-]+MAT(?![^\W_])|(?:^|[\n\[(_-])[ \t]*TOI[\s_-]+MAT[ \t]*(?=$|[\n\])_.-])"
)


def bears_mark(words: str) -> bool:
    """Whether a text, a caption or a file's name carries a mark of classification."""
    text = nfc(words)
    spaced = text.replace("_", " ").replace("-", " ")
    stamped = any(_is_stamp(spaced, found) for found in _BARE.finditer(spaced))
    elsewhere = (_DEGREE, _ALONE, _BARE_LETTERS)
    return stamped or any(mark.search(text) for mark in elsewhere)


def _is_stamp(text: str, found: re.Match[str]) -> bool:
    """TỐI MẬT and TUYỆT MẬT always are; MẬT unless it ends another word in capitals."""
    mark = found[0].split()[-2:]
    if len(mark) == 2:
        return True
    before = _BEFORE.search(text[: found.start()] + found[0][:1])
    if before is None or not before[1].isupper() or before[1] in _STAMPED:
        return True
    return not set("aeiouy") & set(fold(before[1]))  # "CV", "QĐ": no word, an abbreviation
