"""Bring the catalogues in step with the code: `make messages`.

Every `_("...")` of the code becomes an entry of `tusoi.pot` and of both catalogues; what no code
says any more goes. English writes itself (the msgid is the English sentence). Vietnamese is written
by hand, here or, when several people write at once, in `fragments/<part>.po`: entries without a
header, which win over the catalogue and are deleted once they are merged.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

import locales

ROOT = Path(__file__).parent.parent
ROOMS = (
    "bot",
    "web",
    "scheduler",
    "handlers",
    "reports",
    "storage",
    "locales",
    "directives",
    "domain",
)
FRAGMENTS = Path(__file__).parent / "fragments"
HEADER = r"""msgid ""
msgstr ""
"Project-Id-Version: tusoi\n"
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""


@dataclass(frozen=True)
class Fragments:
    """What the fragments say, and what is wrong with them."""

    sentences: dict[str, str]
    conflicts: tuple[str, ...]


def sentences(root: Path = ROOT) -> Catalog:
    """Every sentence of the code under these rooms, with the files that say it."""
    template = Catalog(project="tusoi", charset="utf-8", fuzzy=False, header_comment="")
    for room in ROOMS:
        for file, _line, msgid, comments, _context in extract_from_dir(
            root / room,
            keywords={"_": None},
            comment_tags=("TRANSLATORS:",),
            strip_comment_tags=True,
        ):
            template.add(msgid, locations=[(f"{room}/{file}", 0)], auto_comments=comments)
    return template


def read(source: Path, language: str) -> Catalog:
    """A catalogue as it is written; an empty one where there is none yet."""
    if not source.exists():
        return Catalog(locale=language, project="tusoi", charset="utf-8", fuzzy=False)
    with source.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def read_fragments(folder: Path = FRAGMENTS) -> Fragments:
    """The sentences of all fragments; two that disagree about one are a conflict."""
    said: dict[str, tuple[str, str]] = {}
    conflicts = []
    for path in sorted(folder.glob("*.po")):
        for message in read(path, "vi"):
            if not message.id or not message.string:
                continue
            earlier = said.setdefault(str(message.id), (str(message.string), path.name))
            if earlier[0] != message.string:
                conflicts.append(f"{path.name} and {earlier[1]} disagree: {message.id}")
    return Fragments({msgid: words for msgid, (words, _) in said.items()}, tuple(conflicts))


def refresh(catalogue: Catalog, template: Catalog, written: dict[str, str]) -> None:
    """Give a catalogue exactly the template's sentences, with the words written for them."""
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    for message in catalogue:
        if message.id:
            message.string = written.get(str(message.id), message.string)


def save(catalogue: Catalog, path: Path) -> None:
    """Without line numbers and dates, so that a difference is a difference in words."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEADER.format(language=catalogue.locale or "").encode())
        write_po(
            file, catalogue, width=100, omit_header=True, sort_output=True, include_lineno=False
        )


@click.command()
def main() -> None:
    """Extract the code's sentences and merge what has been written for them."""
    template = sentences()
    fragments = read_fragments()
    if fragments.conflicts:
        raise click.ClickException("\n".join(fragments.conflicts))
    save(template, Path(__file__).parent / "tusoi.pot")
    msgids = {str(message.id) for message in template if message.id}
    for language in locales.LANGUAGES:
        path = locales.catalogue(language)
        catalogue = read(path, language)
        unwritten_english = {m: m for m in msgids if not _string(catalogue, m)}
        refresh(catalogue, template, unwritten_english if language == "en" else fragments.sentences)
        save(catalogue, path)
        missing = [msgid for msgid in sorted(msgids) if not _string(catalogue, msgid)]
        click.echo(f"{language}: {len(msgids)} sentences, {len(missing)} not written")
        for msgid in missing:
            click.echo(f"  {msgid!r}")
    for msgid in sorted(fragments.sentences.keys() - msgids):
        click.echo(f"in a fragment, not in the code: {msgid!r}")


def _string(catalogue: Catalog, msgid: str) -> str:
    message = catalogue.get(msgid)
    return str(message.string or "") if message else ""


if __name__ == "__main__":
    main()
