"""What starts does not load what it does not need: an idle bot is light, `--help` is quick."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from bot.__main__ import COMMANDS, main

_HEAVY = ["alembic", "openpyxl", "docx", "lxml", "uvicorn", "jinja2", "segno", "resvg_py"]
_LOADED = "import sys; print(*(name for name in {names} if name in sys.modules))"


def loaded(code: str, names: list[str]) -> set[str]:
    """Which of these a fresh Python has loaded after this code."""
    command = f"{code}\n{_LOADED.format(names=names)}"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, check=True)
    return set(done.stdout.decode().split())


def test_a_bot_that_starts_has_loaded_nothing_that_only_some_need() -> None:
    assert loaded("import bot.cli.running", _HEAVY) == set()


@pytest.mark.parametrize("file", ["setting_up", "rehearsing", "looking", "backing_up"])
def test_what_sends_nothing_loads_no_client_of_a_platform(file: str) -> None:
    assert loaded(f"import bot.cli.{file}", ["telegram", "aiohttp", "httpx"]) == set()


def test_of_all_countries_holidays_only_vietnams_are_loaded() -> None:
    code = "from scheduler.working_days import load_working_days; load_working_days()"
    countries = ["holidays.countries.france", "holidays.countries.vietnam"]
    assert loaded(code, countries) == {"holidays.countries.vietnam"}


def test_help_loads_no_command() -> None:
    assert loaded("import bot.__main__", [*_HEAVY, "sqlalchemy", "telegram", "aiohttp"]) == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_listed_as_it_says_itself(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.name == name
    assert COMMANDS[name][1] == command.get_short_help_str(limit=200)
