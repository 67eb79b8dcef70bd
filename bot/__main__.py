"""`tusoi`: the command line. Mistakes are told in one sentence, with exit code 2."""

from __future__ import annotations

import click

from bot import logs
from bot.cli.backing_up import backup, restore
from bot.cli.broadcasting import broadcast
from bot.cli.broadcasts import broadcasts
from bot.cli.delivering import delivery
from bot.cli.looking import doctor, status
from bot.cli.running import demo, run
from bot.cli.setting_up import codes, directive, init, roster


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tusoi")
def main() -> None:
    """A chatbot with which an office lives its plan: register, look at oneself, be reminded."""
    logs.set_up()


for command in (
    *(init, run, demo, roster, codes, status, doctor, broadcast, broadcasts, delivery, directive),
    *(backup, restore),
):
    main.add_command(command)

if __name__ == "__main__":
    main()
