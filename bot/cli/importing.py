"""A file that an operator names, and the roster that is read from it."""

from __future__ import annotations

from pathlib import Path

from bot.cli.speaking import Mistake, in_words
from bot.rights import tell_changed
from domain.roster import Added, Changed, Left, Rename, Returned, RosterDiff, Unchanged, compare
from domain.roster_summary import summary
from domain.text import Text
from reports.roster_sheet import read_roster
from storage import roster as kept_roster
from storage.unit_of_work import Work

_LARGEST = 20_000_000


def read_file(file: Path) -> bytes:
    """What an operator names on the command line; Mistake where it cannot be read."""
    try:
        if file.stat().st_size > _LARGEST:
            raise Mistake(f"{file} is larger than 20 MB: is it the roster?")
        return file.read_bytes()
    except OSError as error:
        raise Mistake(f"{file} cannot be read: {error.strerror}") from None


def import_sheet(work: Work, content: bytes, name: str, *, dry_run: bool) -> dict[str, object]:
    """Bring the roster up to date, and tell how; Mistake with every mistake of the sheet."""
    sheet = read_roster(content, name)
    if sheet.problems:
        raise Mistake(f"{name} was not imported:\n" + "\n".join(told(sheet.problems, work)))
    diff = compare(kept_roster.existing(work), sheet.entries, sheet.silent)
    if diff.problems:
        raise Mistake(f"{name} was not imported:\n" + "\n".join(told(diff.problems, work)))
    if not dry_run:
        kept_roster.apply(work, diff, actor=None)
        tell_changed(work, diff)
    lines = (*summary(diff), *sheet.notes)
    return {**_counts(diff), "dry_run": dry_run, "what": told(lines, work)}


def _counts(diff: RosterDiff) -> dict[str, object]:
    kinds = (Added, Changed, Rename, Returned, Left, Unchanged)
    return {kind.__name__.lower(): len(diff.of(kind)) for kind in kinds}


def told(lines: tuple[Text, ...], work: Work) -> list[str]:
    """Sentences of the bot's, as an operator reads them."""
    return [in_words(work, line) for line in lines]
