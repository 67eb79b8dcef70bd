"""Reading where there are no buttons: numbered choices, signs to name, questions asked together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from domain.vietnamese import fold

_CHOOSE = "chon bang so"
_NUMBERED = re.compile(r"(?P<n>\d{1,2})\. (?P<words>.+)")
_WORD = re.compile("• Gõ “(?P<word>[^”]+)”(?:: (?P<words>.+))?")
#: What a first choice says when the message wants it to be taken; whatever else may be looked at.
_WANTED = "dang ky|tu soi|bao ket qua|sua dang ky|lam tiep|tra loi|gui|tiep tuc|dong y|cap nhat"
_TOGETHER = "tra loi gop trong mot tin"
_MAY_BE_LEFT_OUT = "co the bo qua"
_PUT_ASIDE = "de sau de lam luc khac"
_NONE = "gui 0 neu khong co"
_SIGN = re.compile(r"☐ (?P<n>\d{1,2})\. ")


def choices(text: str) -> Iterator[tuple[str, str, bool]]:
    """What may be typed, its words, and whether the message wants it; numbers before words."""
    _above, below = _parts(text)
    first = True
    for line in below:
        if found := _NUMBERED.fullmatch(line):
            yield found["n"], found["words"], first and _is_wanted(found["words"])
            first = False
    for line in text.splitlines():
        if found := _WORD.fullmatch(line):
            yield found["word"], found["words"] or found["word"], False


def _is_wanted(words: str) -> bool:
    return re.match(_WANTED, fold(words)) is not None


def _parts(text: str) -> tuple[list[str], list[str]]:
    """The lines above the choices, and the choices."""
    lines = text.splitlines()
    at = next((n for n, line in enumerate(lines) if fold(line) == _CHOOSE), len(lines))
    return lines[:at], lines[at + 1 :]


def asks(text: str) -> bool:
    """Whether a form waits for an answer: a question, a review, or the words that put it aside."""
    above, below = _parts(text)
    words = fold("\n".join(above))
    reviewed = "xem lai" in words and bool(below) and fold(below[0]).startswith("1 gui")
    return reviewed or _PUT_ASIDE in words or any(line.endswith("?") for line in above)


def signs(text: str) -> list[str]:
    """The numbers of the signs that are asked for; none where a message asks something else."""
    if _NONE not in fold(text):
        return []
    return [found["n"] for line in text.splitlines() if (found := _SIGN.match(line))]


def together(text: str, answer: Callable[[str], str]) -> str | None:
    """One message that answers the questions asked together; None where there are none.

    `answer` is asked with each question and what stands above them all.
    """
    above, _below = _parts(text)
    at = next((n for n, line in enumerate(above) if _TOGETHER in fold(line)), None)
    if at is None:
        return None
    asked = [found for line in above[at:] if (found := _NUMBERED.fullmatch(line))]
    left_out = {n for n, line in enumerate(above) if fold(line) == _MAY_BE_LEFT_OUT}
    needed = [f for f in asked if above.index(f.string) + 1 not in left_out] or asked[:1]
    before = "\n".join(above[:at])
    return "\n".join(f"{f['n']}. {answer(f['words'] + chr(10) + before)}" for f in needed)
