"""What a ward's offices on the same server have done by now: each read on a thread of its own, for
so long and no longer, so that one that is ill spoils neither the page nor the bot."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import ArgumentError

from bot.opening import NotReady, NotSetUp, OtherKey, OtherVersion, OutOfReach
from bot.settings import Settings, SettingsError
from bot.upward import DatabaseAt, counted, database_of, named, settings_of
from domain.offices import Mislisted, OfficeAt, Unread, listed
from domain.text import Text, _
from domain.upward import RollUp, Sent, office_id
from domain.ward import Told, rolled_up
from reports.office_file_reading import Misread, read_office_file

_AT_ONCE = 4
PATIENCE = 10.0  # seconds


class Offices:
    """The offices of the list that `TUSOI_OFFICES` names: it is read anew every time."""

    def __init__(self, settings: Settings, patience: float = PATIENCE) -> None:
        self._settings = settings
        self._patience = patience
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="offices")
        self._reading: dict[OfficeAt, asyncio.Future[Told]] = {}

    async def now(self, now: datetime, files: Sequence[tuple[str, bytes]] = ()) -> RollUp:
        """All of them, and what the `files` (name, content) tell of those that run apart.

        Mislisted where the list itself cannot be read.
        """
        offices = await asyncio.to_thread(the_list, self._settings)
        told = await self._told(offices, now)
        return await asyncio.to_thread(_put_together, offices, told, files)

    async def _told(self, offices: Sequence[OfficeAt], now: datetime) -> list[Told]:
        wrong = await asyncio.to_thread(not_to_be_read, offices, self._settings)
        reading = {o: self._read(o, now) for o in offices if o not in wrong}
        if reading:
            await asyncio.wait(reading.values(), timeout=self._patience)
        return [wrong[o] if o in wrong else _by_now(o, reading[o]) for o in offices]

    def _read(self, office: OfficeAt, now: datetime) -> asyncio.Future[Told]:
        """One that has not answered yet is not asked again meanwhile."""
        under_way = self._reading.get(office)
        if under_way is None or under_way.done():
            loop = asyncio.get_running_loop()
            under_way = loop.run_in_executor(self._threads, look, office, self._settings, now)
            self._reading[office] = under_way
        return under_way


def in_turn(settings: Settings, now: datetime) -> RollUp:
    """The same one after another, without a bound on time: in the shell. Mislisted."""
    offices = the_list(settings)
    wrong = not_to_be_read(offices, settings)
    return rolled_up([(o, wrong.get(o) or look(o, settings, now)) for o in offices])


def _put_together(
    offices: Sequence[OfficeAt], told: Sequence[Told], files: Sequence[tuple[str, bytes]]
) -> RollUp:
    read = [read_file(name, content) for name, content in files]
    return rolled_up(list(zip(offices, told, strict=True)), read)


def _by_now(office: OfficeAt, reading: asyncio.Future[Told]) -> Told:
    if reading.done():
        return reading.result()
    return Unread(
        office.name,
        _("It has not answered in time."),
        _("Look again later; if it stays so, look at the disk or the server it lies on."),
    )


def the_list(settings: Settings) -> tuple[OfficeAt, ...]:
    """Mislisted names the file and what is wrong."""
    file = settings.offices
    if file is None:
        raise Mislisted("TUSOI_OFFICES is not set")
    try:
        return listed(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Mislisted(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Mislisted(f"{file} is no text in UTF-8") from None
    except Mislisted as error:
        raise Mislisted(f"{file}: {error}") from None


def not_to_be_read(offices: Iterable[OfficeAt], settings: Settings) -> Mapping[OfficeAt, Unread]:
    """Those that run apart, that are this office itself, or that stand in the list already."""
    found: dict[OfficeAt, Unread] = {}
    by_name: dict[str, OfficeAt] = {}
    by_database = {database_of(settings): OfficeAt(0, "")}  # our own
    for office in offices:
        first = by_name.setdefault(office_id(office.name), office)
        place = _database(office, settings)
        same = by_database.setdefault(place, office) if place else office
        if first is not office:
            found[office] = _named_twice(office, first)
        elif same is not office:
            found[office] = _twice(office, same) if same.line else _itself(office)
        elif office.runs_apart:
            found[office] = Unread(office.name, _APART, _SENDS, runs_apart=True)
    return found


def _database(office: OfficeAt, settings: Settings) -> DatabaseAt | None:
    """Which one it is; None where it runs apart, or where that is told when it is read."""
    if office.runs_apart:
        return None
    try:
        return database_of(settings_of(office, settings))
    except (SettingsError, ArgumentError, OSError):
        return None


_APART = _("It runs apart and sends a file.")
_SENDS = _(
    "Ask its specialist for “Figures for the level above (Excel)” of /baocao, and add the file "
    "below."
)


def _named_twice(office: OfficeAt, first: OfficeAt) -> Unread:
    why = _("Line {line} of the list has the same name.", line=str(first.line))
    return Unread(office.name, why, _("Leave one of the two lines, or give it its own name."))


def _twice(office: OfficeAt, first: OfficeAt) -> Unread:
    why = _(
        "Its data are those of line {line} of the list ({name}).",
        line=str(first.line),
        name=first.name,
    )
    return Unread(office.name, why, _("Put its own folder there."), named(office))


def _itself(office: OfficeAt) -> Unread:
    why = _("Those are the data of this office itself.")
    return Unread(office.name, why, _("Take the line out, or put the right folder there."))


def look(office: OfficeAt, settings: Settings, now: datetime) -> Told:
    """Its figures as of now, or why there are none."""
    try:
        return _counted(office, settings, now)
    except OSError as error:
        return Unread(office.name, _FORBIDDEN, _ALLOW, f"{office.folder}: {error.strerror}")
    except Exception as error:  # noqa: BLE001 - whatever ails one office, the others are shown
        where = f"{named(office)}: {type(error).__name__}"
        return Unread(office.name, _UNREADABLE, _MEND, where)


def _counted(office: OfficeAt, settings: Settings, now: datetime) -> Told:
    if office.folder and not Path(office.folder).is_dir():
        return Unread(office.name, _NO_FOLDER, _RIGHT_FOLDER, office.folder)
    try:
        return counted(office, settings, now)
    except NotReady as error:
        why, remedy = _of(error, office)
        return Unread(office.name, why, remedy, str(error))


_NO_FOLDER = _("Its folder is not there.")
_RIGHT_FOLDER = _("Put the right folder in the list; is its disk mounted?")
_FORBIDDEN = _("Its folder may not be read.")
_UNREADABLE, _MEND = _("Its data cannot be read."), _("Put right what is named here.")
_ALLOW = _("Let the account that tusoi runs as read it.")


def _of(error: NotReady, office: OfficeAt) -> tuple[Text, Text]:
    has_key = (Path(office.folder) / "secret.key").is_file() if office.folder else False
    match error:
        case NotSetUp():
            init = _(
                "Run `tusoi init` there; where it keeps its data elsewhere, name its database."
            )
            return _("It has not been set up there."), init
        case OtherVersion():
            same = _("Install the same tusoi for every office, then run `tusoi init` in that one.")
            return _("Its database is of another version of tusoi."), same
        case OtherKey() if not has_key:
            return _("Its key (secret.key) is missing."), _(
                "Put that office's secret.key in its folder, or name the folder after the URL."
            )
        case OtherKey():
            return _("Its key does not open its database."), _(
                "Put the secret.key in its folder with which that office runs."
            )
        case OutOfReach():
            return _("Its database cannot be reached."), _("Does the database server run?")
        case _:
            return _UNREADABLE, _MEND


def read_file(name: str, content: bytes) -> Told:
    """What a file tells that an office sent, or what is wrong with it."""
    try:
        return Sent(read_office_file(content, name), name)
    except Misread as error:
        return Unread(name, _("The file cannot be read."), _SENT_ANEW, str(error))


_SENT_ANEW = _("Ask the office for it anew, and add it as it came.")
