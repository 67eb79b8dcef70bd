"""How Vietnamese text is compared, folded and sorted.

`fold` follows facts about the language: lower case, đ and Ð as d, no marks; "hoà" and "hòa" fold
alike. Lists of people sort by given, family, then middle name, letters before tones (ICU `vi`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import filterfalse
from typing import TypeAlias

_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_FOREIGN = 6  # a mark that Vietnamese does not have: "ü" sorts as an u, after its tones
#: Control characters but for tabs and line ends, halves of pairs (Unicode's Cc, Cs), and what turns
#: a line around (UAX 9, 2.1-2.5).
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_PILED = re.compile("([\u0300-\u036f]{2})[\u0300-\u036f]+")  # no letter bears more
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET, start=1)}


def nfc(words: str) -> str:
    """What everything that comes in passes through: NFC, Ð as Đ, no control characters.

    Half a surrogate pair goes too: JSON may carry one, UTF-8 and so the database cannot. So does
    what would turn the rest of a line around or pile marks over it, in a list others read.
    """
    composed = unicodedata.normalize("NFC", _NO_TEXT.sub("", words))
    composed = composed.replace("\u00d0", "Đ").replace("\u00f0", "đ")
    return _PILED.sub(r"\1", composed)


def fold(words: str) -> str:
    """A key for comparing what people type, with or without accents: `Đăng ký` -> `dang ky`."""
    lowered = nfc(words).lower().replace("đ", "d")
    bare = "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFD", lowered)))
    return " ".join(re.sub(r"[^\w]+", " ", bare).split())


def without_telex(folded: str) -> str:
    """Folded words without what Telex leaves when no keyboard composed it: `cuoois` -> `cuoi`.

    No Vietnamese syllable has s, f, r, x, j, w or z after its first vowel, nor a vowel twice.
    """
    return " ".join(_without_telex(word) for word in folded.split())


@lru_cache(maxsize=8_192)  # there are about so many syllables
def _without_telex(word: str) -> str:
    onset, rest = re.fullmatch(r"([^aeiouy]*)(.*)", word, re.DOTALL).groups()  # type: ignore[union-attr]  # matches any string
    return onset.replace("dd", "d") + re.sub(r"([aeo])\1+", r"\1", re.sub("[sfrxjwz]", "", rest))


def given_name(full_name: str) -> str:
    """The name a Vietnamese is called by: the last of `family middle given`."""
    return full_name.rsplit(maxsplit=1)[-1] if full_name.split() else full_name


@lru_cache(maxsize=16_384)
def sort_key(full_name: str) -> tuple[object, ...]:
    """Order of a list of people: given name, family name, then the middle names."""
    return _collations(full_name)


Rank: TypeAlias = tuple[int, int]  # space, other signs, digits, letters; and the place among them
Collation: TypeAlias = tuple[tuple[Rank, ...], tuple[int, ...]]


def _collations(full_name: str) -> tuple[Collation, ...]:
    words = nfc(full_name).split()
    if not words:
        return ()
    given, family, middle = words[-1], words[0] if len(words) > 1 else "", " ".join(words[1:-1])
    return tuple(_collation(part) for part in (given, family, middle))


def sort_bytes(full_name: str) -> bytes:
    """The same order for a database: as bytes compare, so do the `sort_key`s."""
    return b"".join(
        b"".join(bytes([kind + 1]) + place.to_bytes(3, "big") for kind, place in letters)
        + b"\0"
        + bytes(mark + 1 for mark in marks)
        + b"\0"
        for letters, marks in _collations(full_name)
    )


def _collation(words: str) -> Collation:
    letters: list[Rank] = []
    marks: list[int] = []
    for character in nfc(words).lower():
        base, mark = _letter_and_mark(character)
        if base:
            letters.append(_rank(base))
            marks.append(mark)
        elif marks:  # a mark that no single character holds together with its letter
            marks[-1] = max(marks[-1], mark)
    return tuple(letters), tuple(marks)


def _rank(base: str) -> Rank:
    if base in _RANK:
        return 3, _RANK[base]
    if base.isspace():
        return 0, 0
    if base.isalpha():
        return 4, ord(base[0])
    return (2, ord(base[0])) if base.isdigit() else (1, ord(base[0]))


def _letter_and_mark(character: str) -> tuple[str, int]:
    """A letter of the alphabet and the rank of what else it carries; no letter for a bare mark."""
    mark, base = 0, ""
    for part in unicodedata.normalize("NFD", character):
        shaped = unicodedata.normalize("NFC", base + part)
        if not unicodedata.combining(part) or shaped in _RANK:
            base = shaped
        else:
            mark = _TONES.get(part, _FOREIGN)
    return base, mark
