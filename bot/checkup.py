"""What `tusoi doctor` looks at on this machine: findings, each with its remedy beside it."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import make_url

from bot.channels.base import SendFailed
from bot.opening import MistakenDays, NotReady, open_office, sound_plan
from bot.settings import Settings, SettingsError
from directives.loading import load_checklist, plans
from directives.source import PlanError
from domain.offices import Mislisted
from domain.people import Role
from domain.text import Text, _
from scheduler.days_off import days_of
from scheduler.forecasting import outlooks
from scheduler.plan_faults import faults
from scheduler.working_days import OverrideError, load_working_days, own_overrides
from storage import people, ticks
from storage.copying import is_whole
from storage.people import accounts_of
from storage.unit_of_work import Work

_LEAST_ROOM = 1_000_000_000  # bytes: a copy for a backup, and months of messages
_BACKUP_EVERY = timedelta(hours=36)
_HERE = timedelta(hours=7)
_MEND_DAYS = _("Put right the line of ngay-nghi.yaml that is named.")


@dataclass(frozen=True)
class Finding:
    """One thing looked at. Without a `remedy` all is well; `detail` is the program's own sentence;
    what is not `grave` works, and wants somebody's attention."""

    what: Text
    remedy: Text | None = None
    detail: str = ""
    grave: bool = True


def looked(what: Text, look: Callable[[], object], remedy: Text) -> Finding:
    """Whether something can be done at all."""
    try:
        look()
    except (SettingsError, NotReady, PlanError, OverrideError) as error:
        return Finding(what, remedy, str(error))
    except SendFailed as failure:
        return Finding(what, remedy, failure.reason)
    return Finding(what)


def of_machine(given: Settings) -> Iterator[Finding]:
    """Settings, files, and the plans that come along."""
    key = _("Run `tusoi init`, or put `secret.key` of your backup in its place.")
    yield looked(_("secret key"), lambda: given.secret, key)
    mend_plan = _("Put right the line that is named.")
    for plan in plans():
        yield looked(_("plan {plan}", plan=plan), partial(_load, plan, given), mend_plan)
    own_days = partial(own_overrides, given.data_dir)
    yield looked(_("working days"), lambda: load_working_days(own_days()), _MEND_DAYS)
    yield _zone(given)
    if given.data_dir.is_dir():
        yield _room(given.data_dir)
        yield _owner_only(given)


def of_office(given: Settings, now: datetime) -> Iterator[Finding]:
    """The database, and what it tells of the office."""
    what = _("database and plan")
    try:
        database = open_office(given)
    except MistakenDays as error:
        yield Finding(what, _MEND_DAYS, str(error))
        return
    except (SettingsError, NotReady) as error:
        remedy = _("Run `tusoi init`; where that does not help, restore the last backup.")
        yield Finding(what, remedy, str(error))
        return
    yield Finding(what)
    with closing(database):
        if (file := make_url(given.database).database) and database.engine.name == "sqlite":
            yield _whole(Path(file))
        with database.work(now) as work:
            yield from _of_plan(work)
            yield from _of_people(work)
            yield _backup(work)


def of_offices(given: Settings, now: datetime) -> Iterator[Finding]:
    """A ward's list of its offices, and whether each can be read."""
    if given.offices is None:
        return
    from bot.offices import in_turn  # most offices are no ward's

    what = _("list of offices")
    try:
        rolled = in_turn(given, now)
    except Mislisted as error:
        mend = _("Put right what is named here: a line for each office, as NAME = FOLDER.")
        yield Finding(what, mend, str(error))
        return
    yield Finding(what)
    for note in rolled.notes:
        yield Finding(what, note, grave=False)
    for name in (office.name for office in rolled.offices):
        yield Finding(_("figures of {name}", name=name))
    for one in (one for one in rolled.unread if not one.runs_apart):
        remedy = _("{why} {remedy}", why=one.why, remedy=one.remedy)
        yield Finding(_("figures of {name}", name=one.name), remedy, one.detail)


def _load(plan: str, given: Settings) -> None:
    load_checklist(sound_plan(plan, given.zone).directive)


def _zone(given: Settings) -> Finding:
    what = _("time zone {zone}", zone=given.timezone)
    if datetime(2025, 10, 3, tzinfo=given.zone).utcoffset() == _HERE:
        return Finding(what)
    return Finding(
        what, _("It is not Vietnam's: is that meant? TUSOI_TIMEZONE says it."), "", grave=False
    )


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    what = _("disk space")
    if free >= _LEAST_ROOM:
        return Finding(what)
    remedy = _("Less than 1 GB is free where the data lie: move old backups to another disk.")
    return Finding(what, remedy)


def _owner_only(given: Settings) -> Finding:
    """Windows keeps that otherwise: its installer sees to it."""
    what = _("data for their owner only")
    listed = [given.offices] if given.offices else []  # it may hold passwords of databases
    kept = [given.data_dir, *Path().glob(".env"), *listed]
    open_ = [
        path
        for path in kept
        if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    if os.name == "nt" or not open_:
        return Finding(what)
    names = ", ".join(str(path) for path in open_)
    remedy = _("Others on this machine can read {files}: `chmod go= {files}`.", files=names)
    return Finding(what, remedy, "", grave=False)


def _whole(file: Path) -> Finding:
    what = _("the database is whole")
    if is_whole(file):
        return Finding(what)
    return Finding(what, _("It is damaged: stop tusoi, then restore the last backup."))


def _of_plan(work: Work) -> Iterator[Finding]:
    days = days_of(work)
    found = [
        f"{'.'.join(map(str, f.place))}: {f.sentence}"
        for f in faults(work.office.plan, days, work.office.zone)
    ]
    remedy = _("Put the plan right, then `tusoi init --plan FILE`.") if found else None
    yield Finding(_("the plan in force"), remedy, "; ".join(found))
    for year in (work.today.year, work.today.year + 1):
        what = _("days off of {year}", year=str(year))
        expected = _(
            "Only expected, not announced yet. Once the notice is there, enter it in "
            "ngay-nghi.yaml or with /ngaynghi."
        )
        yield Finding(what, expected if days.is_provisional(year) else None, "", grave=False)
    for outlook in outlooks(work, days):
        name, number = outlook.usage.channel, str(outlook.number)
        what = _("messages of {channel} bot {number} this month", channel=name, number=number)
        full = _(
            "The month needs {needed} of {allowed}: add a bot, drop reminders, or connect people "
            "on Telegram.",
            needed=outlook.total,
            allowed=outlook.usage.quota.messages,
        )
        yield Finding(what, None if outlook.is_enough else full, "", grave=False)


def _of_people(work: Work) -> Iterator[Finding]:
    kept = people.with_role(work, Role.SPECIALIST) and people.with_role(work, Role.ADMIN)
    nobody = _("Name a specialist and an admin in the roster, then `tusoi roster import FILE`.")
    yield Finding(_("specialist and admin"), None if kept else nobody)
    missing = sum(not accounts_of(work, person.id) for person in people.people(work))
    codes = _(
        "{count} people are not connected: print `tusoi codes --out ma-tham-gia.docx`, "
        "hand it out.",
        count=missing,
    )
    yield Finding(_("people connected"), codes if missing else None, "", grave=False)


def _backup(work: Work) -> Finding:
    what, at = _("backup"), ticks.backed_up_at(work)
    if at is None:
        remedy = _("There is none yet: `tusoi backup FILE`, and every night by itself.")
        return Finding(what, remedy, "", grave=False)
    if work.now - at <= _BACKUP_EVERY:
        return Finding(what)
    remedy = _("The last one is of {at}: look why none came since.", at=at)
    return Finding(what, remedy, "", grave=False)
