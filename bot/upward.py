"""Figures of offices for the ward: of a file they sent, or counted in their own data, only read."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from pydantic import SecretStr, ValidationError
from sqlalchemy import make_url

from bot.opening import NotReady, OtherKey, open_office, told
from bot.settings import Settings, SettingsError
from domain.offices import OfficeAt
from domain.upward import Sent
from reports.office_file_reading import Misread, read_office_file
from storage.upward import office_figures


def sent_figures(source: str, settings: Settings, now: datetime) -> Sent:
    """Of an office's file, its data folder, or its database's URL.

    A folder has its key with it; a URL is opened with the key of these settings. Misread or
    NotReady say what is wrong with which source.
    """
    path = Path(source)
    if "://" in source:
        return counted(OfficeAt(0, "", url=source), settings, now)
    if is_live(source):
        return counted(OfficeAt(0, "", folder=source), settings, now)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Misread(f"{source} cannot be read: {error.strerror}") from None
    return Sent(read_office_file(content, path.name), path.name)


def is_live(source: str) -> bool:
    """Whether it is an office's own data, of which there is one only, not a file it once sent."""
    return "://" in source or Path(source).is_dir()


def counted(office: OfficeAt, settings: Settings, now: datetime) -> Sent:
    """Counted in an office's own data. NotReady names where."""
    where = named(office)
    try:
        own = settings_of(office, settings)
    except SettingsError as error:
        raise NotReady(f"{where}: {error}") from None
    try:
        with (
            told(own),
            closing(open_office(own, only_read=True)) as database,
            database.work(now) as work,
        ):
            return Sent(office_figures(work), where)
    except SettingsError as error:  # there is no key at all
        raise OtherKey(f"{where}: {error}") from None
    except NotReady as error:
        raise type(error)(f"{where}: {error}") from None


def settings_of(office: OfficeAt, settings: Settings) -> Settings:
    """These settings with that office's own place and key; SettingsError where it is none."""
    apart: dict[str, object] = {"database_url": office.url}
    if office.folder:
        apart |= {"data_dir": Path(office.folder), **_own_key(Path(office.folder))}
    try:
        return Settings.model_validate(settings.model_dump() | apart)
    except ValidationError as error:
        raise SettingsError(error.errors()[0]["msg"].removeprefix("Value error, ")) from None


def _own_key(folder: Path) -> dict[str, object]:
    return {"secret_key": SecretStr("")} if (folder / "secret.key").is_file() else {}


def named(office: OfficeAt) -> str:
    """Where an office's data lie, never with a password."""
    return office.url.rpartition("@")[2].partition("?")[0] or office.folder


DatabaseAt: TypeAlias = "tuple[str | None, ...]"


def database_of(settings: Settings) -> DatabaseAt:
    """The same for two settings that lead to the same database."""
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite":
        return (str(Path(url.database or "").resolve()),)
    host = url.host or str(url.query.get("host") or "")
    return (host, str(url.port or url.query.get("port") or ""), url.database)
