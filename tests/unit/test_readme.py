"""The README against the command line and the settings: nothing left out, no dead link."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot.__main__ import main
from bot.settings import Settings

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def written() -> list[str]:
    """What follows `tusoi` wherever the README shows it being typed."""
    return re.findall(r"(?:^ *\.venv/bin/|^ *|`(?:\.venv/bin/)?)tusoi ([^`\n]+)", README, re.M)


def commands(group: click.Group, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        if isinstance(command, click.Group):
            yield from commands(command, (*above, name))
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield (*above, name)


def parsed(group: click.Group, words: list[str]) -> tuple[str, ...]:
    """The command that these words are; click.UsageError where they are none."""
    context = click.Context(group)
    name, command, rest = group.resolve_command(context, words)
    assert command is not None
    assert name is not None
    alone = not rest or rest[0].startswith("-")
    if isinstance(command, click.Group) and not (command.invoke_without_command and alone):
        return (name, *parsed(command, rest))
    command.make_context(name, rest)
    return (name,)


def test_every_command_stands_in_the_table_with_an_example() -> None:
    rows = re.findall(r"^\| `([a-z ]+)` \|.*\| `tusoi ([^`]+)` \|$", README, re.M)
    assert {tuple(command.split()) for command, _ in rows} == set(commands(main))
    for command, example in rows:
        assert parsed(main, shlex.split(example)) == tuple(command.split())


@pytest.mark.parametrize("words", written())
def test_what_the_readme_types_is_understood(words: str) -> None:
    assert parsed(main, shlex.split(words)) in set(commands(main))


def test_an_invented_option_would_be_found() -> None:
    with pytest.raises(click.UsageError, match="--colour"):
        parsed(main, ["status", "--colour"])


def test_every_setting_stands_in_the_table_and_nothing_else_does() -> None:
    rows = re.findall(r"^\| `(TUSOI_[A-Z_]+)` \|", README, re.M)
    assert sorted(rows) == sorted(f"TUSOI_{name.upper()}" for name in Settings.model_fields)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_the_pages_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
