"""`tusoi`: the command line. Mistakes are told in one sentence, with exit code 2."""

from __future__ import annotations

import gc
from importlib import import_module
from types import ModuleType
from typing import cast

import click

from bot import logs

#: Where each command is, and what it is for: to list them, none need be loaded.
COMMANDS = {
    "backup": (
        "backing_up",
        "Write the whole office into FILE, sealed with a passphrase; the bot may run meanwhile.",
    ),
    "broadcast": (
        "broadcasting",
        "Announce something to everyone of an audience who can be reached.",
    ),
    "broadcasts": (
        "broadcasts",
        "List announcements: what is not over yet, and the last that are.",
    ),
    "codes": (
        "codes",
        "Issue new codes for those who are not connected yet (or for one person).",
    ),
    "delivery": (
        "delivering",
        "Show what was sent to one person, when, through which channel, and what became of it.",
    ),
    "demo": (
        "running",
        "Show an office that lives its plan, in a browser: no token, no other service.",
    ),
    "directive": ("setting_up", "The directives a plan carries out."),
    "doctor": (
        "doctoring",
        "Look for what would not work and say what to do about it; exit code 1 if there is any.",
    ),
    "init": ("setting_up", "Make or migrate the database, load a plan and, if given, the roster."),
    "report": ("reporting", "Write one of the office's documents, with its figures as of now."),
    "rehearse": (
        "rehearsing",
        "Live a plan ahead of time and show every message: nothing is sent, nothing is changed.",
    ),
    "restore": (
        "backing_up",
        "Bring an office back from FILE into an empty data folder, migrated to this version.",
    ),
    "roster": ("setting_up", "The people of the office."),
    "run": ("running", "Run the bot until it is stopped (Ctrl-C or SIGTERM)."),
    "template": (
        "templates",
        "The office's own registration form, a DOCX with fields (docs/form-templates.md).",
    ),
    "status": ("looking", "Count people, messages and duties: no names, no texts."),
}


class Commands(click.Group):
    """Loads the one command that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        file, _about = COMMANDS[cmd_name]
        return cast("click.Command", getattr(_loaded(f"bot.cli.{file}"), cmd_name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


def _loaded(module: str) -> ModuleType:
    """What is loaded stays: to look meanwhile, or later, for what of it can go takes a tenth of
    the start."""
    gc.disable()
    try:
        return import_module(module)
    finally:
        gc.freeze()
        gc.enable()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tusoi")
def main() -> None:
    """A chatbot with which an office lives its plan: register, look at oneself, be reminded."""
    logs.set_up()


if __name__ == "__main__":
    main()
