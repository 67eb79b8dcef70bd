"""How Vietnamese text is compared, folded and sorted.

`fold` follows facts about the language: lower case, đ and Ð as d, no marks; "hoà" and "hòa" fold
alike. Lists of people sort by given, family, then middle name, letters before tones (ICU `vi`).
"""

from __future__ import annotations

import re
import unicodedata

_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_NO_TEXT = {"Cc", "Cs"}
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET, start=1)}


def nfc(words: str) -> str:
    """What everything that comes in passes through: NFC, Ð as Đ, no control characters.

    Half a surrogate pair goes too: JSON may carry one, UTF-8 and so the database cannot.
    """
    composed = unicodedata.normalize("NFC", words).replace("\u00d0", "Đ").replace("\u00f0", "đ")
    return "".join(c for c in composed if c in "\n\t" or unicodedata.category(c) not in _NO_TEXT)


def fold(words: str) -> str:
    """A key for comparing what people type, with or without accents: `Đăng ký` -> `dang ky`."""
    lowered = nfc(words).lower().replace("đ", "d")
    bare = "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+", " ", bare).split())


def without_telex(folded: str) -> str:
    """Folded words without what Telex leaves when no keyboard composed it: `cuoois` -> `cuoi`.

    No Vietnamese syllable has s, f, r, x, j, w or z after its first vowel, nor a vowel twice.
    """
    return " ".join(_without_telex(word) for word in folded.split())


def _without_telex(word: str) -> str:
    onset, rest = re.fullmatch(r"([^aeiouy]*)(.*)", word, re.DOTALL).groups()  # type: ignore[union-attr]  # matches any string
    return onset.replace("dd", "d") + re.sub(r"([aeo])\1+", r"\1", re.sub("[sfrxjwz]", "", rest))


def given_name(full_name: str) -> str:
    """The name a Vietnamese is called by: the last of `family middle given`."""
    return full_name.rsplit(maxsplit=1)[-1] if full_name.split() else full_name


def sort_key(full_name: str) -> tuple[object, ...]:
    """Order of a list of people: given name, family name, then the middle names."""
    words = nfc(full_name).split()
    if not words:
        return ()
    given, family, middle = words[-1], words[0] if len(words) > 1 else "", " ".join(words[1:-1])
    return tuple(_collation(part) for part in (given, family, middle))


def _collation(words: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    letters: list[int] = []
    tones: list[int] = []
    for character in nfc(words).lower():
        base, tone = _letter_and_tone(character)
        letters.append(_RANK.get(base, 0 if base == " " else 100 + ord(base[0])))
        tones.append(tone)
    return tuple(letters), tuple(tones)


def _letter_and_tone(character: str) -> tuple[str, int]:
    tone = 0
    kept = []
    for part in unicodedata.normalize("NFD", character):
        if part in _TONES:
            tone = _TONES[part]
        else:
            kept.append(part)
    return unicodedata.normalize("NFC", "".join(kept)), tone
