"""Gettext catalogues and how a Text becomes words in the reader's language.

Sentences live in `<language>/LC_MESSAGES/tusoi.po`; `make` compiles them to `.mo`, which is read
where it is not older than its source. `locales.extract` keeps them in step with the code.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("vi", "en")


def catalogue(language: str) -> Path:
    """Where a language's sentences are written."""
    return Path(__file__).parent / language / "LC_MESSAGES" / "tusoi.po"


@cache
def translations(language: str) -> GNUTranslations:
    """The sentences of a language of LANGUAGES; any other has no catalogue: FileNotFoundError."""
    return load(catalogue(language))


def load(source: Path) -> GNUTranslations:
    """A catalogue from its compiled file, or from its source where that is newer."""
    compiled = source.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
        with compiled.open("rb") as file:
            return GNUTranslations(file)
    with source.open("rb") as file:
        written = BytesIO()
        write_mo(written, read_po(file))
    return GNUTranslations(BytesIO(written.getvalue()))
