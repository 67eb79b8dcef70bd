"""Figures of offices for the ward: of a file they sent, or counted in their own data, only read."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr, ValidationError

from bot.opening import NotReady, open_office
from bot.settings import Settings, SettingsError
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
        return _counted(source, settings, {"database_url": source}, now)
    if path.is_dir():
        apart = {"data_dir": path, "database_url": "", **_own_key(path)}
        return _counted(source, settings, apart, now)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Misread(f"{source} cannot be read: {error.strerror}") from None
    return Sent(read_office_file(content, path.name), path.name)


def _own_key(folder: Path) -> dict[str, object]:
    return {"secret_key": SecretStr("")} if (folder / "secret.key").is_file() else {}


def _counted(source: str, settings: Settings, apart: dict[str, object], now: datetime) -> Sent:
    named = source.rpartition("@")[2] if "://" in source else source  # never with a password
    try:
        own = Settings.model_validate(settings.model_dump() | apart)
        with closing(open_office(own)) as database, database.work(now) as work:
            return Sent(office_figures(work), named)
    except ValidationError as error:
        reason = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise NotReady(f"{named}: {reason}") from None
    except SettingsError as error:
        raise NotReady(f"{named}: {error}") from None
    except NotReady as error:
        raise type(error)(f"{named}: {error}") from None
