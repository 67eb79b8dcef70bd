"""A backup of an office in one sealed file, made while the bot runs; and standing up again from it.

The file holds the secret key as well: without it nothing that is sealed could be read. What is not
in it are the settings and the logs.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from pydantic import SecretStr
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from bot.opening import NotReady, is_missing, set_up, told, where
from bot.settings import Settings
from storage import backups, one_process, ticks
from storage.backups import Manifest, Opened
from storage.copying import CannotCopy, copy, is_empty, is_whole, loaded
from storage.migrating import is_current, knows, newest_migration
from storage.restored import Settled, settle
from storage.sealed_file import Damaged, NotSealed, TooNew, WrongPassphrase
from storage.sealing import opens
from storage.unit_of_work import Database, make_engine
from storage.vault import Vault

_KEY = "secret.key"
#: Fine enough that a second restore in the same second keeps what the first one made.
_STAMP = "%Y%m%dT%H%M%S_%fZ"


class BackupError(Exception):
    """No backup was made, or nothing was restored; the sentence says why."""


def back_up(
    given: Settings, file: Path, passphrase: str, now: datetime, *, replace: bool
) -> Manifest:
    """Write a backup; `replace` one that is there. Raises BackupError, NotReady, SettingsError."""
    if file.exists() and not replace:
        raise BackupError(f"{file} is there already: name another file, or add --force")
    with told(given), _refused():
        if is_missing(given):
            raise NotReady(f"there is no database {where(given)}: nothing to back up")
        given.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        database = Database(given.database, Vault(given.secret))
        try:
            migration = _migration(database)
            with tempfile.TemporaryDirectory(prefix=".backup-", dir=given.data_dir) as folder:
                copied = Path(folder) / "database"
                rows = copy(database.engine, copied)
                kind = database.engine.dialect.name
                manifest = Manifest(now, version("tusoi"), kind, migration, rows)
                with _written(file) as to:
                    backups.write(to, passphrase, manifest, given.secret, copied)
            _note(database, now)
        finally:
            database.close()
    return manifest


def _note(database: Database, now: datetime) -> None:
    """For who asks how old the last one is; the backup is whole without it."""
    if is_current(database.engine):
        with suppress(DBAPIError), database.session() as session:
            ticks.backed_up(session, now)


def _migration(database: Database) -> str:
    """What the database has seen last; it need not be of this version, but its key must fit."""
    migration = newest_migration(database.engine)
    if migration is None:
        raise NotReady("the database is not set up: there is nothing to back up")
    with database.session() as session:
        if not opens(session, database.vault):
            raise NotReady("TUSOI_SECRET_KEY (or secret.key) does not open this database")
    return migration


@contextmanager
def _written(file: Path) -> Iterator[BinaryIO]:
    """A file that is there as a whole or not at all, for its owner only."""
    try:
        descriptor, unfinished = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        try:
            with os.fdopen(descriptor, "wb") as to:
                yield to
                to.flush()
                os.fsync(to.fileno())
            Path(unfinished).replace(file)
        except BaseException:
            Path(unfinished).unlink()
            raise
    except OSError as error:
        raise BackupError(f"{file} cannot be written: {error.strerror}") from None


@contextmanager
def _refused() -> Iterator[None]:
    try:
        yield
    except CannotCopy as error:
        raise BackupError(str(error)) from None


@dataclass(frozen=True)
class Restored:
    """An office that stands again. `aside`: where what was there before is kept, if anything was;
    `settled` is None where the old machine had stopped before the backup."""

    manifest: Manifest
    aside: str
    settled: Settled | None


@dataclass(frozen=True)
class _Plan:
    """What is to be restored where."""

    given: Settings
    file: Path
    passphrase: str
    opened: Opened
    now: datetime
    moving: bool


def restore(
    given: Settings, file: Path, passphrase: str, now: datetime, *, force: bool, moving: bool
) -> Restored:
    """Bring an office back from its backup; with `force` what is there is moved aside.

    `moving`: nothing has run since the backup, so what waited then still goes out. The whole file
    is read before anything is touched. Raises BackupError, NotReady, AlreadyRunning.
    """
    opened = _checked(file, passphrase)
    now = max(now, opened.manifest.made_at)
    plan = _Plan(given, file, passphrase, opened, now, moving)
    with told(given), _refused():
        engine = make_engine(given.database)
        try:
            _check_it_fits(plan, engine, force=force)
            given.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            release = one_process.claim(engine)
            try:
                into = {"sqlite": _into_sqlite, "postgresql": _into_postgresql}
                return into[engine.dialect.name](plan, engine)
            finally:
                release()
        finally:
            engine.dispose()


def _checked(file: Path, passphrase: str) -> Opened:
    try:
        with file.open("rb") as source:
            return backups.check(source, passphrase)
    except OSError as error:
        raise BackupError(f"{file} cannot be read: {error.strerror}") from None
    except NotSealed:
        raise BackupError(f"{file} is no backup of tusoi") from None
    except TooNew:
        raise BackupError(f"{file} was made by a newer tusoi: install that one") from None
    except WrongPassphrase:
        raise BackupError(
            f"the passphrase does not open {file}, or its first bytes are damaged"
        ) from None
    except Damaged:
        raise BackupError(f"{file} is damaged or cut short: take another backup") from None


def _check_it_fits(plan: _Plan, engine: Engine, *, force: bool) -> None:
    manifest, given = plan.opened.manifest, plan.given
    if manifest.database != engine.dialect.name:
        raise BackupError(
            f"the backup is of {manifest.database}, but TUSOI_DATABASE_URL leads to "
            f"{engine.dialect.name}: it can only be restored into {manifest.database}"
        )
    if not knows(manifest.migration):
        raise BackupError(
            f"the backup is of a newer tusoi ({manifest.version}): install that one first"
        )
    if given.secret_key.get_secret_value() not in {"", plan.opened.key}:
        raise BackupError(
            "TUSOI_SECRET_KEY is set to another key than the backup's: take it out of the "
            "settings, the backup brings its own"
        )
    if not force and (found := _in_the_way(plan, engine)):
        raise BackupError(
            f"{found} is there already: name an empty place (TUSOI_DATA_DIR), or add --force to "
            "move it aside"
        )


def _in_the_way(plan: _Plan, engine: Engine) -> str:
    """What a restore would take the place of; "" if nothing."""
    has_data = not is_missing(plan.given)
    if engine.dialect.name == "postgresql":
        has_data = not is_empty(engine)
    key = plan.given.data_dir / _KEY
    if has_data:
        return where(plan.given)
    return str(key) if key.is_file() and key.read_text().strip() != plan.opened.key else ""


def _into_sqlite(plan: _Plan, engine: Engine) -> Restored:
    """Made ready beside its place first: until then nothing there has changed."""
    database = Path(engine.url.database or "")
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=database.parent) as folder:
        ready = Path(folder) / database.name
        _extract(plan, ready)
        if not is_whole(ready):
            raise BackupError(f"the database in {plan.file} is damaged: take another backup")
        staged = {"data_dir": Path(folder), "database_url": f"sqlite:///{ready}"}
        settled = _made_ready(plan, plan.given.model_copy(update=staged))
        files = [database.with_name(database.name + end) for end in ("", "-wal", "-shm")]
        aside = _moved_aside(plan, files, database.parent)
        _keep_key(plan)
        ready.replace(database)
    return Restored(plan.opened.manifest, aside, settled)


def _into_postgresql(plan: _Plan, engine: Engine) -> Restored:
    """What goes wrong takes everything back."""
    folder = plan.given.data_dir
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=folder) as temporary:
        dump = Path(temporary) / "database"
        _extract(plan, dump)
        with loaded(engine, dump, plan.now.strftime(_STAMP).lower()) as schema:
            settled = _made_ready(plan, plan.given)
            aside = _moved_aside(plan, [], folder)
            _keep_key(plan)
    kept = ", ".join(filter(None, (schema and f"schema {schema}", aside)))
    return Restored(plan.opened.manifest, kept, settled)


def _extract(plan: _Plan, to: Path) -> None:
    with plan.file.open("rb") as source:
        backups.extract(source, plan.passphrase, to)


def _made_ready(plan: _Plan, staged: Settings) -> Settled | None:
    """Migrated to this version, and aware of what may have happened since."""
    key = {"secret_key": SecretStr(plan.opened.key)}
    database, _changes = set_up(staged.model_copy(update=key), None, plan.now)
    try:
        with database.work(plan.now) as work:
            made_at = plan.opened.manifest.made_at
            work.audit(None, "restored", f"backup:{made_at.isoformat()}")
            return None if plan.moving else settle(work)
    finally:
        database.close()


def _moved_aside(plan: _Plan, files: list[Path], folder: Path) -> str:
    """A folder with what was there, whole enough to be put back by hand; "" if nothing was."""
    found = [file for file in (*files, plan.given.data_dir / _KEY) if file.exists()]
    if not found:
        return ""
    aside = folder / f"before-restore-{plan.now.strftime(_STAMP)}"
    aside.mkdir(mode=0o700)
    for file in found:
        shutil.move(file, aside / file.name)
    return str(aside)


def _keep_key(plan: _Plan) -> None:
    """Where the settings hold it, it needs no file."""
    if plan.given.secret_key.get_secret_value():
        return
    with _written(plan.given.data_dir / _KEY) as to:
        to.write(plan.opened.key.encode())
