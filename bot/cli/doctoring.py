"""`tusoi doctor`: what would not work, and what to do about it, in Vietnamese or English."""

from __future__ import annotations

import locale
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

import click

from bot.checkup import Finding, of_machine, of_office, of_offices
from bot.cli.channels import channels_of, check_channels
from bot.cli.official_account import hook_address
from bot.cli.speaking import Mistake, json_option, settings, show
from bot.clock import clock_of
from bot.opening import NotReady, open_office
from bot.settings import Settings, SettingsError
from bot.storing import Store
from domain.people import Person
from domain.text import _
from locales.render import Reader, render


@click.command(epilog="Example: tusoi doctor --live")
@click.option("--live", is_flag=True, help="Also ask the platforms, and our own public address.")
@click.option(
    "--language",
    type=click.Choice(["vi", "en"]),
    default=None,
    help="vi or en; without it, the language of this machine.",
)
@json_option
def doctor(live: bool, language: str | None, as_json: bool) -> None:
    """Look for what would not work and say what to do about it; exit code 1 if there is any."""
    given = settings()
    findings = [*_findings(given, live)]
    chosen = language or ("en" if as_json else of_this_machine())
    reader = Reader(chosen, Person.salutation, "", given.zone)
    if as_json:
        show({render(f.what, reader): _told(f, reader) for f in findings}, as_json=True)
    else:
        click.echo("\n".join(_line(f, reader) for f in findings))
    if any(f.remedy and f.grave for f in findings):
        raise SystemExit(1)


def of_this_machine() -> str:
    """Vietnamese where the machine speaks it."""
    names = [os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    name = next(filter(None, names), None) or locale.getlocale()[0] or ""
    return "vi" if name.lower().startswith("vi") else "en"


def _line(finding: Finding, reader: Reader) -> str:
    what = render(finding.what, reader)
    if finding.remedy is None:
        return render(_("fine: {what}", what=what), reader)
    mend, do = _("TO BE MENDED: {what}", what=what), _("worth doing: {what}", what=what)
    return f"{render(mend if finding.grave else do, reader)}\n    {_told(finding, reader)}"


def _told(finding: Finding, reader: Reader) -> str:
    if finding.remedy is None:
        return "ok"
    remedy = render(finding.remedy, reader)
    return f"{remedy} ({finding.detail})" if finding.detail else remedy


def _findings(given: Settings, live: bool) -> Iterator[Finding]:
    now = clock_of(given).now()
    yield from of_machine(given)
    yield from of_office(given, now)
    yield from of_offices(given, now)
    yield _channel(given)
    if given.zalo_oa_app_id and given.public_url:
        address = hook_address(given)
        yield Finding(_("zalo_oa brings its events to {address}", address=address))
    if live:
        from bot.checkup_live import of_channels, of_network

        with suppress(Mistake), _store(given) as store:  # a Mistake is found already
            yield from of_channels(channels_of(given, store))
        yield from of_network(given, now)


def _channel(given: Settings) -> Finding:
    what = _("a channel is set up")
    try:
        check_channels(given)
    except Mistake as mistake:
        return Finding(what, _("Set in .env what is named here."), mistake.message)
    return Finding(what)


@contextmanager
def _store(given: Settings) -> Iterator[Store | None]:
    """Where an Official Account's tokens are kept; None where the data cannot be opened."""
    try:
        store = Store(open_office(given), clock_of(given))
    except (SettingsError, NotReady):  # found already
        yield None
    else:
        with closing(store):
            yield store
