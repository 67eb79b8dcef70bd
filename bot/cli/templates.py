"""`tusoi template`: the office's own registration form, put in use by whoever runs the machine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from bot.cli.speaking import Mistake, in_words, json_option, office, settings, show
from bot.clock import clock_of
from bot.office_documents import official_words
from domain.plan import Kind
from reports.file_kinds import Unreadable
from reports.form_example import example_template
from reports.form_template import check_template
from storage import form_templates

_FORMS: Mapping[str, tuple[Kind, ...]] = {
    "registration": (Kind.REGISTRATION,),
    "collective": (Kind.COLLECTIVE,),
    "both": (Kind.REGISTRATION, Kind.COLLECTIVE),
}
_for_option = click.option(
    "--for", "form", type=click.Choice(list(_FORMS)), default="registration", show_default=True
)


@click.group()
def template() -> None:
    """The office's own registration form, a DOCX with fields (docs/form-templates.md)."""


@template.command("set", epilog="Example: tusoi template set mau-dang-ky.docx --for registration")
@click.argument("file", type=click.Path(path_type=Path))
@_for_option
def set_(file: Path, form: str) -> None:
    """Print forms with FILE from now on; refused, with the reason, where it cannot be used."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise Mistake(f"{file} cannot be read: {error.strerror}") from None
    given = settings()
    with office(given) as database, database.work(clock_of(given).now()) as work:
        try:
            fields = check_template(content, file.name)
        except Unreadable as unreadable:
            raise Mistake(in_words(work, unreadable.reason)) from None
        for kind in _FORMS[form]:
            form_templates.put_in_use(work, kind, file.name, content)
    show({"in_use": file.name, "for": form, "fields": " ".join(fields)}, as_json=False)


@template.command("show", epilog="Example: tusoi template show")
@json_option
def show_(as_json: bool) -> None:
    """Which form is in use for which registration."""
    given = settings()
    with office(given) as database, database.work(clock_of(given).now()) as work:
        found = form_templates.in_use(work)
    show({one.kind: one.name or "built in" for one in found}, as_json)


@template.command("reset", epilog="Example: tusoi template reset --for both")
@_for_option
def reset(form: str) -> None:
    """Back to the built-in form."""
    given = settings()
    with office(given) as database, database.work(clock_of(given).now()) as work:
        for kind in _FORMS[form]:
            form_templates.reset(work, kind)
    show({"in_use": "built in", "for": form}, as_json=False)


@template.command("example", epilog="Example: tusoi template example mau-dang-ky.docx")
@click.argument("file", type=click.Path(path_type=Path))
def example(file: Path) -> None:
    """Write a form with every field in its place, to be changed in Word."""
    given = settings()
    with office(given) as database, database.work(clock_of(given).now()) as work:
        content = example_template(official_words(work), work.now)
    try:
        file.write_bytes(content)
    except OSError as error:
        raise Mistake(f"{file} cannot be written: {error.strerror}") from None
    show({"written": file}, as_json=False)
