"""The office's own copy of a directive is read sign by sign, however it was saved."""

from __future__ import annotations

import io
import unicodedata

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives.text import DirectiveTextError, parse_directive_text

#: Of the shape of the directive, in invented words; a page ends in the middle of sign 4.
DOCUMENT = """

VĂN BẢN MẪU

Đoạn mở đầu nhắc đến điểm (1) và năm 2023.

1. Phần một nói chuyện khác.

2. Phần hai cũng vậy.

2.3. Một mục nhỏ, có (2) trong câu.

3. Tự nhìn lại, tập trung vào mấy điều sau:

(1) Quên tưới cây. Để cây héo. (2) Mượn sách “lâu ngày”, không trả. (3) Nói to trong giờ nghỉ, \
như đã nêu ở (1). (4) Để nước chảy

12

mà không khóa vòi. (5) Không đóng cửa. (6) Không tắt đèn. (7) Đi muộn. (8) Về sớm. (9) Ăn ồn. \
(10) Để quên áo mưa,

ô và mũ.

4. Phần bốn mở đầu bằng việc khác, nhắc lại (3).

5. Hết.
"""


def as_docx(words: str) -> bytes:
    document = docx.Document()
    for line in words.split("\n"):
        document.add_paragraph(line)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


EXPECTED = {
    1: "Quên tưới cây. Để cây héo.",
    2: "Mượn sách “lâu ngày”, không trả.",
    3: "Nói to trong giờ nghỉ, như đã nêu ở (1).",
    4: "Để nước chảy mà không khóa vòi.",
    5: "Không đóng cửa.",
    6: "Không tắt đèn.",
    7: "Đi muộn.",
    8: "Về sớm.",
    9: "Ăn ồn.",
    10: "Để quên áo mưa, ô và mũ.",
}


def refused(content: bytes) -> str:
    with pytest.raises(DirectiveTextError) as caught:
        parse_directive_text(content, "copy.txt")
    assert str(caught.value).startswith("copy.txt: ")
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\f"])
def test_every_way_to_save_a_text_gives_the_same_signs(
    encoding: str, form: str, newline: str
) -> None:
    decomposed = unicodedata.normalize(form, DOCUMENT)  # type: ignore[arg-type]  # a parameter
    content = decomposed.replace("\n", newline).encode(encoding)
    assert parse_directive_text(content, "copy.txt") == EXPECTED


def test_a_docx_gives_the_same_signs() -> None:
    assert parse_directive_text(as_docx(DOCUMENT), "copy.docx") == EXPECTED


def test_one_sign_a_line_is_read_too() -> None:
    assert parse_directive_text(DOCUMENT.replace(" (", "\n(").encode(), "copy.txt") == EXPECTED


def test_the_numbers_to_look_for_can_be_others() -> None:
    texts = parse_directive_text(DOCUMENT.encode(), "copy.txt", range(1, 3))
    assert texts[1] == EXPECTED[1]
    assert texts[2].startswith(EXPECTED[2])


def test_the_signs_that_were_not_found_are_named() -> None:
    broken = DOCUMENT.replace("(4) ", "4) ").replace("(9) ", "")
    assert "not found in section 3: 4, 9." in refused(broken.encode())


def test_a_sign_without_words_is_not_found() -> None:
    assert "not found in section 3: 7." in refused(DOCUMENT.replace(" Đi muộn.", "").encode())


@pytest.mark.parametrize("heading", ["\n3. ", "\n4. "])
def test_a_text_without_section_3_or_its_end_is_refused(heading: str) -> None:
    assert "section 3 was not found" in refused(DOCUMENT.replace(heading, "\n").encode())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "section 3 was not found"),
        (b"PK\x03\x04 not a DOCX", "cannot be opened as a DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "is neither a DOCX nor"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3", "is neither a DOCX nor"),
        ("Quên tưới cây".encode("utf-16")[:-1], "is neither a DOCX nor"),
    ],
)
def test_a_file_that_is_no_text_is_refused_with_what_to_do(content: bytes, sentence: str) -> None:
    assert sentence in refused(content)


@given(st.binary(max_size=200))
def test_whatever_is_loaded_gives_signs_or_a_reason(content: bytes) -> None:
    refused(content)


def signs_or_reason(content: bytes) -> bool:
    try:
        return set(parse_directive_text(content, "copy.docx")) == set(EXPECTED)
    except DirectiveTextError as error:
        return str(error).startswith("copy.docx: ")


SAVED = as_docx(DOCUMENT)


@given(st.integers(0, len(SAVED)), st.binary(min_size=1, max_size=12))
def test_a_damaged_docx_gives_signs_or_a_reason(start: int, noise: bytes) -> None:
    content = SAVED[:start] + noise + SAVED[start + len(noise) :]
    assert signs_or_reason(content)


WORDS = st.text(alphabet="abđêơ ưýẻ,;“”", min_size=1).filter(str.strip)


@given(st.lists(WORDS, min_size=10, max_size=10))
def test_any_ten_wordings_come_back_as_they_were(wordings: list[str]) -> None:
    inline = " ".join(f"({n}) {words}" for n, words in enumerate(wordings, start=1))
    content = f"3. Mở đầu:\n\n{inline}\n\n4. Tiếp.".encode()
    read = parse_directive_text(content, "copy.txt")
    expected = {n: " ".join(words.split()) for n, words in enumerate(wordings, start=1)}
    assert read == {n: unicodedata.normalize("NFC", words) for n, words in expected.items()}
