"""`tusoi backup` and `tusoi restore`: one sealed file from which an office stands up again."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bot.backing_up import BackupError, Restored, back_up
from bot.backing_up import restore as brought_back
from bot.cli.speaking import Mistake, json_option, settings, show, told_plainly
from bot.clock import clock_of
from bot.opening import where
from bot.settings import Settings

_SHORTEST = 12


@click.command(epilog="Example: tusoi backup /media/usb/tusoi-2026-11-21.backup")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@json_option
def backup(file: Path, force: bool, as_json: bool) -> None:
    """Write the whole office into FILE, sealed with a passphrase; the bot may run meanwhile.

    FILE holds the secret key, too: whoever has FILE and the passphrase reads everything. The
    passphrase is TUSOI_BACKUP_PASSPHRASE, or asked for twice. Without it FILE is worth nothing.
    """
    given = settings()
    passphrase = _passphrase(given, new=True)
    with _told():
        made = back_up(given, file, passphrase, clock_of(given).now(), replace=force)
    facts: dict[str, object] = {
        "file": str(file),
        "bytes": file.stat().st_size,
        "made_at": made.made_at.astimezone(given.zone).isoformat(timespec="seconds"),
        "version": made.version,
        "holds": ["the database", "the secret key"],
        "does_not_hold": ["settings (.env: tokens, addresses)", "logs"],
        "database": made.database,
        "rows": {name: count for name, count in made.rows.items() if count},
    }
    show(facts, as_json)


@click.command(epilog="Example: tusoi restore /media/usb/tusoi-2026-11-21.backup")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Move aside what is there.")
@click.option(
    "--moving", is_flag=True, help="Nothing has run since the backup: what waited then still goes."
)
@json_option
def restore(file: Path, force: bool, moving: bool, as_json: bool) -> None:
    """Bring an office back from FILE into an empty data folder, migrated to this version.

    FILE is read to its end first; whatever is wrong with it, nothing is changed. Messages that
    waited when the backup was made may have been sent since: they are not sent again.
    """
    given = settings()
    passphrase = _passphrase(given, new=False)
    with _told():
        now = clock_of(given).now()
        done = brought_back(given, file, passphrase, now, force=force, moving=moving)
    show(_facts(given, done), as_json)


def _facts(given: Settings, done: Restored) -> dict[str, object]:
    made = done.manifest
    left = done.settled
    return {
        "data": where(given),
        "made_at": made.made_at.astimezone(given.zone).isoformat(timespec="seconds"),
        "made_by": made.version,
        "people": made.rows.get("person", 0),
        "moved_aside": done.aside or "nothing",
        "waited_and_not_sent_again": left.not_sent if left else 0,
        "updates_not_played_again": left.not_played if left else 0,
        "announcements_held": left.paused if left else 0,
        "next": "tusoi doctor --live, then tusoi run",
    }


@contextmanager
def _told() -> Iterator[None]:
    with told_plainly():
        try:
            yield
        except BackupError as error:
            raise Mistake(f"{error}.") from None


def _passphrase(given: Settings, *, new: bool) -> str:
    kept = given.backup_passphrase.get_secret_value() or _asked(new=new)
    if new and len(kept) < _SHORTEST:
        raise Mistake(
            f"the passphrase needs at least {_SHORTEST} characters: whoever has the file can try "
            "as often as they like."
        )
    return kept


def _asked(*, new: bool) -> str:
    if not sys.stdin.isatty():
        raise Mistake("TUSOI_BACKUP_PASSPHRASE is not set, and there is no terminal to ask on.")
    return str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=new, err=True))
