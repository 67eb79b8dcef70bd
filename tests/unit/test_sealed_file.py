"""What was sealed opens whole with its passphrase, and in no other way."""

from __future__ import annotations

import io
import unicodedata

import pytest

from storage.sealed_file import (
    COST,
    Damaged,
    NotSealed,
    OpeningReader,
    SealingWriter,
    TooNew,
    WrongPassphrase,
)

PASSPHRASE = "Sáu từ ngẫu nhiên của cơ quan"
MIB = 2**20
HEADER, TAG = 35, 16
CHEAP = (10, 8, 1)


def sealed(content: bytes, steps: int = MIB) -> bytes:
    to = io.BytesIO()
    writer = SealingWriter(to, PASSPHRASE, CHEAP)
    for start in range(0, len(content), steps):
        writer.write(content[start : start + steps])
    writer.finish()
    return to.getvalue()


def opened(file: bytes, passphrase: str = PASSPHRASE, steps: int = -1) -> bytes:
    reader, found = OpeningReader(io.BytesIO(file), passphrase), b""
    while piece := reader.read(steps):
        found += piece
    return found


@pytest.mark.parametrize("size", [0, 1, MIB - 1, MIB, MIB + 1, 3 * MIB])
def test_what_was_written_comes_back_whatever_its_size(size: int) -> None:
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    assert opened(sealed(content, 65_537), steps=10_007) == content


def test_a_passphrase_typed_on_another_keyboard_is_the_same() -> None:
    other = unicodedata.normalize("NFD", PASSPHRASE)
    assert other != PASSPHRASE
    assert opened(sealed(b"words"), other) == b"words"


def test_nothing_of_it_lies_open_and_no_two_are_alike() -> None:
    content = b"Dang ky nhiem vu " * 1000
    one, other = sealed(content), sealed(content)
    assert content[:17] not in one
    assert one[HEADER:] != other[HEADER:]


def test_a_guess_costs_what_was_decided_unless_it_is_said_otherwise() -> None:
    to = io.BytesIO()
    SealingWriter(to, PASSPHRASE).finish()
    assert tuple(to.getvalue()[9:12]) == COST == (17, 8, 1)


def test_another_passphrase_is_told_from_damage() -> None:
    with pytest.raises(WrongPassphrase):
        opened(sealed(b"words"), "another passphrase")


def changed(file: bytes, place: int) -> bytes:
    return file[:place] + bytes([file[place] ^ 1]) + file[place + 1 :]


@pytest.mark.parametrize("place", [HEADER + TAG, HEADER + TAG + MIB, -1], ids=str)
def test_a_changed_byte_is_found(place: int) -> None:
    file = sealed(b"x" * (MIB + 5))
    with pytest.raises(Damaged):
        opened(changed(file, place % len(file)))


@pytest.mark.parametrize("place", [11, 12, 20, 30])
def test_a_changed_header_opens_nothing(place: int) -> None:
    with pytest.raises((WrongPassphrase, Damaged)):
        opened(changed(sealed(b"words"), place))


@pytest.mark.parametrize(
    "left", [0, 7, 8, 20, HEADER, HEADER + 5, HEADER + TAG, HEADER + 2 * TAG + MIB, -1]
)
def test_a_file_that_was_cut_short_is_found_wherever(left: int) -> None:
    file = sealed(b"x" * (2 * MIB + 5))
    with pytest.raises((NotSealed, WrongPassphrase, Damaged)):
        opened(file[:left])


def test_pieces_cannot_be_left_out_moved_or_added() -> None:
    file = sealed(b"a" * MIB + b"b" * MIB + b"c")
    start, piece = HEADER + TAG, MIB + TAG
    first, second, last = (
        file[start : start + piece],
        file[start + piece : start + 2 * piece],
        file[start + 2 * piece :],
    )
    for pieces in (second + last, second + first + last, first + second, first + second + last * 2):
        with pytest.raises(Damaged):
            opened(file[:start] + pieces)


def test_another_file_and_one_of_a_later_version_say_what_they_are() -> None:
    with pytest.raises(NotSealed):
        opened(b"SQLite format 3\x00" + b"x" * 100)
    file = sealed(b"words")
    with pytest.raises(TooNew):
        opened(file[:8] + b"\x02" + file[9:])


@pytest.mark.parametrize("cost", [(63, 8, 1), (17, 255, 1), (17, 8, 200), (0, 8, 1)])
def test_a_forged_header_does_not_take_all_memory(cost: tuple[int, int, int]) -> None:
    file = sealed(b"words")
    with pytest.raises(Damaged):
        opened(file[:9] + bytes(cost) + file[12:])
