"""Vietnamese is compared, folded and sorted as its readers do."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Callable
from ctypes.util import find_library
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.vietnamese import fold, given_name, nfc, sort_bytes, sort_key

TEXT = st.text() | st.text(alphabet="aAđĐÐðươ\u0301\u0309\u031b\u0302\x00 -_'")
SYLLABLE = st.text(alphabet="aàảãáạăằâầđdeêốôơợuưừýyvxzw", min_size=1, max_size=4)


@given(TEXT)
def test_folding_twice_is_folding_once(words: str) -> None:
    assert fold(fold(words)) == fold(words)


@given(TEXT)
def test_both_normal_forms_fold_alike(words: str) -> None:
    assert fold(unicodedata.normalize("NFD", words)) == fold(unicodedata.normalize("NFC", words))


@given(TEXT)
def test_folded_words_have_no_marks_capitals_or_doubled_spaces(words: str) -> None:
    folded = fold(words)
    assert not any(unicodedata.combining(c) for c in unicodedata.normalize("NFD", folded))
    assert folded == " ".join(folded.split())
    assert not re.search("[A-ZĐđÐ]", folded)


@given(TEXT)
def test_what_comes_in_is_composed_and_without_control_characters(words: str) -> None:
    clean = nfc(words)
    assert unicodedata.is_normalized("NFC", clean)
    assert nfc(clean) == clean
    assert not any(unicodedata.category(c) == "Cc" for c in clean if c not in "\n\t")


@pytest.mark.parametrize(
    ("words", "folded"),
    [
        ("Đăng ký", "dang ky"),
        ("Ðăng ký", "dang ky"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        ("  Tự—soi!  ", "tu soi"),
        ("ƯƠNG", "uong"),
        ("a\x00\u0301", "a"),
        ("", ""),
    ],
)
def test_folding(words: str, folded: str) -> None:
    assert fold(words) == folded


def test_the_icelandic_eth_is_read_as_the_letter_that_was_meant() -> None:
    assert nfc("Ðào ðan") == "Đào đan"


@pytest.mark.parametrize(
    ("name", "given_"), [("Tạ Khánh Vy", "Vy"), ("Vy", "Vy"), (" Tạ  Vy ", "Vy"), ("", "")]
)
def test_the_given_name_is_the_last(name: str, given_: str) -> None:
    assert given_name(name) == given_


#: Each before the next: letters first, then tones (none, huyền, hỏi, ngã, sắc, nặng).
IN_ORDER = (
    "an bang bàng bảng bãng báng bạng băng bâng cúc dung đào đạt em êm "
    "giang ly mai oanh ông ơn phong quế son sơn tú tư uy ước vy ý"
)


def test_names_sort_by_letters_then_tones() -> None:
    for first, second in pairwise(IN_ORDER.split()):
        assert sort_key(first) < sort_key(second), (first, second)


def test_people_sort_by_given_then_family_then_middle_name() -> None:
    people = [
        "Vũ Văn An",
        "Bùi Thị Ánh",
        "Bùi Đăng Bình",
        "Bùi Minh Bình",
        "Đỗ An Bình",
        "Lê Bình",
        "Lê Văn Bình",
        "Bùi Dũng",
        "An Đạt",
    ]
    assert sorted(set(people), key=sort_key) == people


def test_capitals_and_normal_form_do_not_change_the_order() -> None:
    assert sort_key("TẠ KHÁNH VY") == sort_key(unicodedata.normalize("NFD", "tạ khánh vy"))


@given(st.lists(TEXT, min_size=2))
def test_any_text_can_be_sorted(words: list[str]) -> None:
    assert len(sorted(words, key=sort_key)) == len(words)


def icu() -> Callable[[str, str], int] | None:
    """ICU's own comparison for Vietnamese, where its library is installed (Debian: libicu72)."""
    path = find_library("icui18n")
    version = re.search(r"\.so\.(\d+)", path or "")
    if not path or not version:
        return None
    library = ctypes.CDLL(path)
    open_, compare = (getattr(library, f"{f}_{version[1]}") for f in ("ucol_open", "ucol_strcoll"))
    open_.restype = ctypes.c_void_p
    compare.argtypes = [ctypes.c_void_p, *(ctypes.c_char_p, ctypes.c_int32) * 2]
    collator = open_(b"vi", ctypes.byref(ctypes.c_int(0)))

    def compared(one: str, other: str) -> int:
        a, b = one.encode("utf-16-le"), other.encode("utf-16-le")
        return int(compare(collator, a, len(a) // 2, b, len(b) // 2))

    return compared


ICU = icu()


def mine(one: str, other: str) -> int:
    a, b = sort_key(one), sort_key(other)
    return (a > b) - (a < b)


@given(st.text(), st.text())
def test_bytes_compare_as_names_sort(one: str, other: str) -> None:
    a, b = sort_bytes(one), sort_bytes(other)
    assert (a > b) - (a < b) == mine(one, other)


@pytest.mark.skipif(ICU is None, reason="ICU is not installed")
@given(SYLLABLE, SYLLABLE)
def test_single_names_sort_as_icu_sorts_them(one: str, other: str) -> None:
    assert ICU is not None
    assert mine(one, other) == ICU(one, other)


@pytest.mark.skipif(ICU is None, reason="ICU is not installed")
@given(st.lists(SYLLABLE, min_size=1, max_size=3), st.lists(SYLLABLE, min_size=1, max_size=3))
def test_middle_names_sort_as_icu_sorts_them(one: list[str], other: list[str]) -> None:
    assert ICU is not None
    a, b = " ".join(one), " ".join(other)
    assert mine(f"x {a} x", f"x {b} x") == ICU(a, b)


@pytest.mark.skipif(ICU is None, reason="ICU is not installed")
@pytest.mark.parametrize(
    ("one", "other"), [("h'hen", "ha"), ("a2", "aa"), ("a-b", "a2"), ("mü", "mụ"), ("mü", "mư")]
)
def test_other_signs_sort_as_icu_sorts_them(one: str, other: str) -> None:
    assert ICU is not None
    assert mine(one, other) == ICU(one, other)


def test_what_turns_a_line_around_or_piles_marks_on_it_goes() -> None:
    assert nfc("Số \u202ehồ sơ\u2066") == "Số hồ sơ"
    assert nfc("Z" + "\u0301" * 800 + "a") == unicodedata.normalize("NFC", "Z\u0301\u0301\u0301a")
    assert nfc("👨\u200d👩\u200d👧") == "👨\u200d👩\u200d👧"


@given(st.text())
def test_what_has_passed_once_passes_unchanged(words: str) -> None:
    assert nfc(nfc(words)) == nfc(words)
