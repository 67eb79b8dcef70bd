"""A file sealed with a passphrase, written and read piece by piece: memory does not grow with it.

The key is derived by scrypt (RFC 7914). Pieces are sealed with AES-256-GCM as the STREAM
construction orders it (Hoang and others, "Online Authenticated-Encryption and its Nonce-Reuse
Misuse-Resistance", 2015): the nonce holds a piece's number and whether it is the last, so that none
can be changed, moved, left out or cut off. The header is authenticated with every piece.

    header: magic 8, version 1, log2 of scrypt's n 1, r 1, p 1, salt 16, prefix of nonces 7
    pieces: the first is empty and tells a wrong passphrase from a damaged file; then 1 MiB each
"""

from __future__ import annotations

import secrets
import struct
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from domain.vietnamese import nfc

_MAGIC, _VERSION = b"tusoi-bk", 1
_HEADER = struct.Struct(">8sBBBB16s7s")
_NONCE = struct.Struct(">7sI?")
_PIECE, _TAG = 2**20, 16
#: scrypt's cost as log2 of n, r and p: 128 MiB and less than a second, for each guess as well.
COST = (17, 8, 1)
#: More than this no version of ours has asked for: a forged header must not take all memory.
_DEAREST = (20, 8, 4)


class NotSealed(Exception):
    """It is no file of ours."""


class TooNew(Exception):
    """It was written by a later version."""


class WrongPassphrase(Exception):
    """The passphrase does not open it, or its header was changed."""


class Damaged(Exception):
    """It was cut short or changed since it was written."""


class _Cipher:
    """The key of one file, and which piece comes next."""

    def __init__(self, header: bytes, passphrase: str) -> None:
        *_start, cost, r, p, salt, self._prefix = _HEADER.unpack(header)
        kdf = Scrypt(salt=salt, length=32, n=2**cost, r=r, p=p)
        # The same words may be typed as other characters on another keyboard.
        self._key = AESGCM(kdf.derive(nfc(passphrase).encode()))
        self._header = header
        self._number = 0

    def seal(self, words: bytes, *, last: bool) -> bytes:
        return self._key.encrypt(self._next(last=last), words, self._header)

    def open(self, piece: bytes, *, last: bool) -> bytes:
        """Raises InvalidTag."""
        return self._key.decrypt(self._next(last=last), piece, self._header)

    def _next(self, *, last: bool) -> bytes:
        nonce = _NONCE.pack(self._prefix, self._number, last)
        self._number += 1
        return nonce


class SealingWriter:
    """Takes bytes like a file and writes them sealed; `finish` must be called."""

    def __init__(self, to: BinaryIO, passphrase: str, cost: tuple[int, int, int] = COST) -> None:
        salt, prefix = secrets.token_bytes(16), secrets.token_bytes(7)
        header = _HEADER.pack(_MAGIC, _VERSION, *cost, salt, prefix)
        self._to, self._cipher, self._held = to, _Cipher(header, passphrase), bytearray()
        to.write(header + self._cipher.seal(b"", last=False))

    def write(self, data: bytes) -> int:
        self._held += data
        while len(self._held) > _PIECE:  # one byte at least stays, for the last piece
            self._to.write(self._cipher.seal(bytes(self._held[:_PIECE]), last=False))
            del self._held[:_PIECE]
        return len(data)

    def finish(self) -> None:
        self._to.write(self._cipher.seal(bytes(self._held), last=True))


class OpeningReader:
    """Gives the bytes of a sealed file. What was read may be trusted only up to there: whoever
    needs the whole reads to the end first."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        """Raises NotSealed, TooNew, WrongPassphrase, and Damaged for less than a header."""
        self._source, self._held, self._ended = source, bytearray(), False
        self._cipher = _Cipher(_header(source), passphrase)
        try:
            self._cipher.open(source.read(_TAG), last=False)
        except InvalidTag:
            raise WrongPassphrase from None
        self._ahead = source.read(_PIECE + _TAG)

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes, all with -1; b"" at the end. Raises Damaged."""
        while not self._ended and (size < 0 or len(self._held) < size):
            self._held += self._piece()
        given = bytes(self._held if size < 0 else self._held[:size])
        del self._held[: len(given)]
        return given

    def _piece(self) -> bytes:
        piece, self._ahead = self._ahead, self._source.read(_PIECE + _TAG)
        self._ended = not self._ahead
        try:
            return self._cipher.open(piece, last=self._ended)
        except (InvalidTag, ValueError):  # less than a tag is no piece
            raise Damaged from None


def _header(source: BinaryIO) -> bytes:
    header = source.read(_HEADER.size)
    if header[: len(_MAGIC)] != _MAGIC:
        raise NotSealed
    if len(header) < _HEADER.size:
        raise Damaged
    _magic, version, *cost, _salt, _prefix = _HEADER.unpack(header)
    if version > _VERSION:
        raise TooNew
    if not all(0 < asked <= most for asked, most in zip(cost, _DEAREST, strict=True)):
        raise Damaged
    return header
