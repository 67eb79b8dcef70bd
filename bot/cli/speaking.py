"""How commands speak: one clear sentence on a mistake (exit code 2), JSON where it is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import click
from sqlalchemy.exc import DBAPIError

from bot.channels.base import Problem, SendFailed
from bot.opening import NotReady, OutOfReach, open_office
from bot.settings import Settings, SettingsError, load
from directives.source import PlanError
from domain.people import Person
from domain.text import Text
from locales.render import Reader, render
from storage.ailing import ailment
from storage.one_process import AlreadyRunning
from storage.unit_of_work import Database, Work

F = TypeVar("F", bound=Callable[..., Any])


class Mistake(click.ClickException):
    """Something the operator can put right; shown as one sentence, exit code 2."""

    exit_code = 2

    def format_message(self) -> str:
        return self.message


class NotNow(Mistake):
    """Nothing to put right: a network or a database that is not there (yet). Exit code 75, for
    service managers, which try again (sysexits.h, EX_TEMPFAIL)."""

    exit_code = 75


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn what an operator can mend into a `Mistake`; anything else stays an error of ours."""
    try:
        yield
    except OutOfReach as error:
        raise NotNow(str(error)) from None
    except (SettingsError, NotReady, PlanError, AlreadyRunning) as error:
        raise Mistake(str(error)) from None
    except SendFailed as failure:
        raise _unreached(failure) from None
    except DBAPIError as error:
        words = ailment(error)
        if words is None:
            raise
        raise NotNow(f"the database {words}") from None


def _unreached(failure: SendFailed) -> Mistake:
    if failure.problem is Problem.STOPPED:
        return Mistake(failure.reason)
    return NotNow(f"the platform cannot be reached ({failure.reason}): is the network up?")


def settings() -> Settings:
    with told_plainly():
        return load()


@contextmanager
def office(given: Settings) -> Iterator[Database]:
    """The office's data for one command."""
    with told_plainly():
        database = open_office(given)
        try:
            yield database
        finally:
            database.close()


def in_words(work: Work, text: Text) -> str:
    """A sentence of the bot's, as an operator reads it."""
    return render(text, Reader("vi", Person.salutation, "", work.office.zone))


def json_option(command: F) -> F:
    """`--json`: the same facts for a program to read."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def show(facts: Mapping[str, object], as_json: bool) -> None:
    """Print facts, a line each, or as JSON."""
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2, default=str))
        return
    for name, value in facts.items():
        click.echo(f"{name.replace('_', ' ')}: {_plain(value)}")


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{inner} {count}" for inner, count in value.items()) or "none"
    if isinstance(value, list | tuple):
        return "\n  ".join(["", *map(_line, value)]) if value else "none"
    return str(value)


def _line(item: object) -> str:
    return ", ".join(map(str, item.values())) if isinstance(item, Mapping) else str(item)
