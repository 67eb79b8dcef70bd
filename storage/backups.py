"""What a backup file holds: what it says of itself, the key, and a copy of the database.

A stream of tar inside a sealed file (`sealed_file`); the manifest comes first.
"""

from __future__ import annotations

import io
import shutil
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO, cast

from pydantic import TypeAdapter, ValidationError

from storage.sealed_file import Damaged, OpeningReader, SealingWriter

_MANIFEST, _KEY, _DATABASE = "manifest.json", "secret.key", "database"
_SMALL = 2**20  # bytes; a manifest or a key is far smaller
_AT_ONCE = 2**20


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself; counts of rows, no names. `made_at` in UTC."""

    made_at: datetime
    version: str  # of tusoi
    database: str  # "sqlite" or "postgresql"
    migration: str  # the newest that the database has seen
    rows: Mapping[str, int]


_OF_MANIFEST = TypeAdapter(Manifest)


def write(to: BinaryIO, passphrase: str, manifest: Manifest, key: str, database: Path) -> None:
    """Write a whole backup."""
    sealing = SealingWriter(to, passphrase)
    with tarfile.open(mode="w|", fileobj=cast("IO[bytes]", sealing), bufsize=_AT_ONCE) as tar:
        _add(tar, _MANIFEST, _OF_MANIFEST.dump_json(manifest))
        _add(tar, _KEY, key.encode())
        tar.add(database, _DATABASE, filter=_nobodys)
    sealing.finish()


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    tar.addfile(member, io.BytesIO(content))


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Who made it on which machine is nobody's business."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


@dataclass(frozen=True)
class Opened:
    """A backup that is whole."""

    manifest: Manifest
    key: str


def check(source: BinaryIO, passphrase: str) -> Opened:
    """Read a backup to its end, and tell what it holds.

    Raises what `OpeningReader` raises; Damaged also where it holds something else.
    """
    with _members(source, passphrase) as members:
        manifest = _manifest(_next(members, _MANIFEST).read(_SMALL))
        key = _next(members, _KEY).read(_SMALL).decode()
        _next(members, _DATABASE)
    return Opened(manifest, key)


def extract(source: BinaryIO, passphrase: str, database: Path) -> None:
    """Write the copy of the database there. Raises as `check` does."""
    with _members(source, passphrase) as members:
        for name in (_MANIFEST, _KEY):
            _next(members, name)
        database.touch(mode=0o600)
        with database.open("wb") as to:
            shutil.copyfileobj(_next(members, _DATABASE), to, _AT_ONCE)


@contextmanager
def _members(source: BinaryIO, passphrase: str) -> Iterator[Iterator[tuple[str, IO[bytes] | None]]]:
    """Its files in their order; at the end the rest is read, down to the last seal."""
    reader = OpeningReader(source, passphrase)
    try:
        with tarfile.open(mode="r|", fileobj=cast("IO[bytes]", reader), bufsize=_AT_ONCE) as tar:
            yield ((member.name, tar.extractfile(member)) for member in tar)
            for _member in tar:
                pass
    except tarfile.TarError:
        raise Damaged from None
    while reader.read(_AT_ONCE):
        pass


def _next(members: Iterator[tuple[str, IO[bytes] | None]], name: str) -> IO[bytes]:
    found, content = next(members, ("", None))
    if found != name or content is None:
        raise Damaged
    return content


def _manifest(written: bytes) -> Manifest:
    try:
        return _OF_MANIFEST.validate_json(written)
    except ValidationError:
        raise Damaged from None
