"""The width and height of a picture, because Telegram refuses what it cannot show."""

import struct

from bot.sandbox.wire import Refusal

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8"
LONGEST_SUM = 10_000
STEEPEST_RATIO = 20


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels.

    Raises Refusal for what is neither PNG nor JPEG, and for a shape that sendPhoto does not take
    (Bot API, sendPhoto: width and height together at most 10000, ratio at most 20).
    """
    size = _png_size(content) or _jpeg_size(content)
    if size is None:
        raise Refusal("IMAGE_PROCESS_FAILED")
    if sum(size) > LONGEST_SUM or max(size) > STEEPEST_RATIO * min(size):
        raise Refusal("PHOTO_INVALID_DIMENSIONS")
    return size


def _png_size(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(PNG) or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Walk the segments to the frame header (ITU T.81, B.2.2)."""
    if not content.startswith(JPEG):
        return None
    at = len(JPEG)
    while at + 9 <= len(content):
        marker, length = struct.unpack(">HH", content[at : at + 4])
        if 0xFFC0 <= marker <= 0xFFCF and marker not in (0xFFC4, 0xFFC8, 0xFFCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
