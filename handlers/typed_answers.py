"""Reading short typed answers: labels, numbers, yes and no, "nothing", with or without accents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from domain.text import Text
from domain.vietnamese import fold, nfc, without_telex
from locales import LANGUAGES
from locales.render import Reader, render

_ANYONE = {language: Reader(language, "", "", ZoneInfo("UTC")) for language in LANGUAGES}
_NO = "khong ko kh k khg hok hong khum no nope"
NO = frozenset(_NO.split()) | {"khong co", "khong dong y", "chua", "thoi"}
_YES = "co dc duoc ok oke okie okay vang da u uh uhm đúng yes y yep sure"
YES = (
    frozenset(_YES.split())
    | {"dung roi", "phai", "phai roi"}
    | {"dong y", "dong y luon", "chap nhan", "nhat tri"}
)
NOTHING = frozenset({"0", "khong co gi", "none", "nothing"}) | {
    f"{no}{rest}" for no in _NO.split() for rest in ("", " co", " co gi", " co bieu hien nao")
}
SKIP = frozenset({"bo qua", "skip"}) | NOTHING
KEEP = frozenset({"giu nguyen", "giu", "nhu cu", "keep", "keep it"})
ALL_AS_IT_IS = frozenset(
    {"bo qua het", "bo qua tat ca", "giu nguyen het", "giu nguyen tat ca", "khong ghi gi them"}
    | {"khong co gi them", "skip all", "keep all"}
)
DONE = frozenset({"xong", "xong roi", "hoan tat", "tiep", "tiep tuc", "done", "next"})
SEND = frozenset(
    {"gui", "gui di", "gui ngay", "send", "submit", "ok", "dong y", "xac nhan", "xong"}
)
_POLITE = frozenset({"a", "da", "em", "anh", "chi", "ah", "nhe", "nha", "nhe em", "please"})


def means(typed: str, words: frozenset[str]) -> bool:
    """Whether a whole answer is one of these folded words, polite particles and Telex aside."""
    folded = fold(typed)
    bare = without_telex(folded)
    forms = {nfc(typed).strip().lower(), folded, _plain(folded), bare, _plain(bare)}
    return not forms.isdisjoint(words)


def _plain(folded: str) -> str:
    words = folded.split()
    while len(words) > 1 and words[0] in _POLITE:
        words = words[1:]
    while len(words) > 1 and words[-1] in _POLITE:
        words = words[:-1]
    return " ".join(words)


def says_right(typed: str) -> bool:
    """ "dung", "dạ đúng ạ"; not "dừng" (stop) or "Dũng", which are the same without their marks."""
    return means(typed, _RIGHT) and re.search("[dđ][uú]ng", nfc(typed).casefold()) is not None


_RIGHT = frozenset({"dung"})
_AROUND_NUMBERS = _POLITE | {"va", "voi", "and", "so", "dau", "hieu", "bieu", "hien", "muc"}


def number(typed: str) -> int | None:
    """ "1", "1.", "(1)"; None for anything else."""
    found = re.fullmatch(r"\s*\(?\s*([0-9]{1,3})\s*[.)]*\s*", typed)
    return int(found[1]) if found else None


def numbers(typed: str) -> list[str] | None:
    """ "3, 7", "3 va 7 nhé em", "số 3 7"; None when there is anything but numbers."""
    words = [w for w in fold(typed).split() if {w, without_telex(w)}.isdisjoint(_AROUND_NUMBERS)]
    if not words or not all(re.fullmatch("[0-9]{1,3}", word) for word in words):
        return None
    return [str(int(word)) for word in words]


def labelled(typed: str, labels: Sequence[Text]) -> int | None:
    """Which label was typed, in either language: with its accents first, else without, if one."""
    exact = [i for i, label in enumerate(labels) if nfc(typed).strip() in _shown(label)]
    if len(exact) == 1:
        return exact[0]
    wanted = fold(typed)
    folded = [i for i, label in enumerate(labels) if wanted in map(fold, _shown(label))]
    return folded[0] if wanted and len(folded) == 1 else None


def _shown(label: Text) -> list[str]:
    return [render(label, reader) for reader in _ANYONE.values()]
