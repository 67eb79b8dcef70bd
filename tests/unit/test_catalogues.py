"""Both catalogues say everything the code says, with the same parameters."""

from __future__ import annotations

import os
from pathlib import Path
from string import Formatter

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po

import locales
from locales.extract import read, read_fragments, refresh, save, sentences

ALWAYS = {"you", "You", "name"}


def placeholders(words: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(words) if field is not None}


def written(language: str) -> Catalog:
    with locales.catalogue(language).open("rb") as file:
        return read_po(file, locale=language)


def flaws(catalogue: Catalog, template: Catalog) -> list[str]:
    """Everything that keeps a catalogue from saying what the code says, in the code's terms."""
    said = {str(message.id): message for message in catalogue if message.id}
    msgids = {str(message.id) for message in template if message.id}
    found = [f"not in the catalogue: {msgid}" for msgid in msgids - said.keys()]
    found += [f"no longer in the code: {msgid}" for msgid in said.keys() - msgids]
    found += [f"obsolete: {message.id!r}" for message in catalogue.obsolete.values()]
    for msgid, message in said.items():
        words = str(message.string or "")
        if not words.strip():
            found.append(f"not written: {msgid}")
        elif message.fuzzy:
            found.append(f"fuzzy: {msgid}")
        elif unknown := placeholders(words) - placeholders(msgid) - ALWAYS:
            found.append(f"{sorted(unknown)} unknown in: {msgid}")
    return sorted(found)


def catalogue_of(**entries: str) -> Catalog:
    catalogue = Catalog(locale="vi", fuzzy=False)
    for msgid, words in entries.items():
        catalogue.add(msgid, words)
    return catalogue


@pytest.mark.parametrize("language", locales.LANGUAGES)
def test_a_catalogue_says_everything_the_code_says(language: str) -> None:
    assert flaws(written(language), sentences()) == []


@pytest.mark.parametrize("language", locales.LANGUAGES)
def test_a_catalogue_compiles(language: str) -> None:
    """Babel takes a per cent sign before some letters for a placeholder: word it otherwise."""
    assert [(m.id, e) for m, errors in written(language).check() for e in errors] == []


def test_a_sentence_without_words_is_a_flaw() -> None:
    assert flaws(catalogue_of(Saved=""), catalogue_of(Saved="")) == ["not written: Saved"]


def test_a_sentence_only_the_code_or_only_the_catalogue_knows_is_a_flaw() -> None:
    found = flaws(catalogue_of(Old="Cũ"), catalogue_of(New=""))
    assert found == ["no longer in the code: Old", "not in the catalogue: New"]


def test_a_fuzzy_sentence_is_a_flaw() -> None:
    catalogue = catalogue_of()
    catalogue.add("Saved", "Đã lưu", flags=["fuzzy"])
    assert flaws(catalogue, catalogue_of(Saved="")) == ["fuzzy: Saved"]


def test_a_parameter_the_code_does_not_give_is_a_flaw_and_a_salutation_is_not() -> None:
    template = Catalog()
    template.add("Due {when}")
    catalogue = Catalog(locale="vi", fuzzy=False)
    catalogue.add("Due {when}", "{You} {name} gửi trước {when}")
    assert flaws(catalogue, template) == []
    catalogue["Due {when}"].string = "Hạn của {who}: {when}"
    assert flaws(catalogue, template) == ["['who'] unknown in: Due {when}"]


def test_the_codes_sentences_are_found_across_lines_and_rooms(tmp_path: Path) -> None:
    for room, code in {
        "handlers": '_("One "\n  "line", n=1)',
        "reports": 'x = _("Two")\ny = other("no")',
        "elsewhere": '_("not a room")',
    }.items():
        (tmp_path / room).mkdir()
        (tmp_path / room / "words.py").write_text(code)
    assert {message.id for message in sentences(tmp_path)} - {""} == {"One line", "Two"}


def test_refreshing_keeps_what_is_written_adds_what_is_new_and_drops_what_is_gone(
    tmp_path: Path,
) -> None:
    path = tmp_path / "vi" / "tusoi.po"
    catalogue = catalogue_of(Kept="Giữ", Gone="Bỏ", Better="Cũ")
    refresh(catalogue, catalogue_of(Kept="", Better="", New=""), {"Better": "Mới"})
    save(catalogue, path)
    words = {message.id: message.string for message in read(path, "vi") if message.id}
    assert words == {"Kept": "Giữ", "Better": "Mới", "New": ""}
    assert "Date" not in path.read_text()


def test_two_fragments_that_disagree_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text('msgid "Yes"\nmsgstr "Có"\n\nmsgid "No"\nmsgstr "Không"\n')
    (tmp_path / "b.po").write_text('msgid "Yes"\nmsgstr "Vâng"\n\nmsgid "No"\nmsgstr "Không"\n')
    fragments = read_fragments(tmp_path)
    assert fragments.conflicts == ("b.po and a.po disagree: Yes",)
    assert fragments.sentences["No"] == "Không"


def test_a_compiled_catalogue_is_read_unless_its_source_is_newer(tmp_path: Path) -> None:
    source = tmp_path / "tusoi.po"
    save(catalogue_of(Saved="Đã lưu"), source)
    assert locales.load(source).gettext("Saved") == "Đã lưu"
    source.with_suffix(".mo").write_bytes(b"not a catalogue")
    os.utime(source.with_suffix(".mo"), (0, 0))
    assert locales.load(source).gettext("Saved") == "Đã lưu"
    os.utime(source, (0, 0))
    with pytest.raises(OSError, match="Bad magic"):
        locales.load(source)
