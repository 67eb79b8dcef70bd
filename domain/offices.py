"""A ward's list of its offices that share the server, and what is told where one has no figures."""

from __future__ import annotations

from dataclasses import dataclass

from domain.text import Text
from domain.vietnamese import nfc


@dataclass(frozen=True)
class OfficeAt:
    """A line of the list: the office's name, and where its own data lie.

    `folder` is its data folder (with its `secret.key`), `url` its database where that lies
    elsewhere; an office with neither runs apart, and sends files.
    """

    line: int
    name: str
    folder: str = ""
    url: str = ""

    @property
    def runs_apart(self) -> bool:
        return not (self.folder or self.url)


class Mislisted(Exception):
    """A list that cannot be read; one sentence that names the line."""


def listed(words: str) -> tuple[OfficeAt, ...]:
    """The offices of a list: `NAME`, `NAME = FOLDER`, `NAME = URL` or `NAME = URL FOLDER` a line.

    Blank lines and those that begin with # are left out.
    """
    lines = ((n, nfc(line).strip()) for n, line in enumerate(words.splitlines(), start=1))
    found = tuple(_office(n, line) for n, line in lines if line and not line.startswith("#"))
    if not found:
        raise Mislisted("it names no office: a line for each, as NAME = FOLDER")
    return found


def _office(number: int, line: str) -> OfficeAt:
    name, equals, source = (part.strip() for part in line.partition("="))
    if not name or (equals and not source):
        raise Mislisted(f"line {number} is not NAME, NAME = FOLDER or NAME = URL")
    return OfficeAt(number, name, *_source(source))


def _source(source: str) -> tuple[str, str]:
    """Folder and URL."""
    if "://" not in source.partition(" ")[0]:
        return source, ""
    url, _space, folder = source.partition(" ")
    return folder.strip(), url


@dataclass(frozen=True)
class Unread:
    """An office that has no figures to show now: why, and what to do about it.

    `detail` is the program's own sentence. Whoever only `runs_apart` has nothing to be mended.
    """

    name: str
    why: Text
    remedy: Text
    detail: str = ""
    runs_apart: bool = False
