"""A file that an office sent -> its figures; a mistake is told with file, sheet, row and cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from domain.self_check import may_show
from domain.upward import DutyCounts, OfficeFigures, SignTold
from reports.file_kinds import Unreadable
from reports.office_file import (
    ABOUT,
    DUTIES,
    DUTY_FIELDS,
    FACT_FIELDS,
    FACTS,
    SHAPE,
    SIGN_FIELDS,
    SIGNS,
    VERSION,
    Field,
)
from reports.spreadsheet import Row, Sheet, cell_name, open_workbook


class Misread(Exception):
    """A file that is not as docs/exports.md has it; one sentence for whoever sums up."""


def read_office_file(content: bytes, name: str) -> OfficeFigures:
    """Misread names what is wrong, and where."""
    try:
        book = {sheet.title: sheet for sheet in open_workbook(content, name)}
    except Unreadable:
        raise Misread(f"{name} cannot be read as an Excel workbook (.xlsx)") from None
    about = _about(_table(book, ABOUT, FACT_FIELDS, name))
    duties, signs = (
        _table(book, title, fields, name)
        for title, fields in ((DUTIES, DUTY_FIELDS), (SIGNS, SIGN_FIELDS))
    )
    told = {word: about[word].words("value") for word in FACTS}
    figures = OfficeFigures(
        **{word: told[word] for word in FACTS if word not in {"shape", "version", "as_of"}},
        as_of=about["as_of"].moment("value"),
        duties=tuple(map(_duty, duties)),
        signs=tuple(map(_sign, signs)),
    )
    _each_once(duties, ("obligation", "period"))
    _each_once(signs, ("obligation", "period", "checklist", "sign"))
    return figures


class _Line:
    """A row of a table by the words of its columns; what cannot be read names its cell."""

    def __init__(self, file: str, sheet: str, row: Row, columns: Mapping[str, int]) -> None:
        self._place, self._row, self._columns = f"{file}, sheet {sheet}", row, columns

    def wrong(self, word: str, why: str) -> Misread:
        row, column = self._row.number, self._columns[word]
        return Misread(f"{self._place}, row {row}, cell {cell_name(row, column)}: {word} {why}")

    def words(self, word: str) -> str:
        if self._columns[word] in self._row.faults:
            raise self.wrong(word, "is a formula or an Excel error; a plain value is needed")
        if not (words := self._row[self._columns[word]]):
            raise self.wrong(word, "is empty")
        return words

    def number(self, word: str, most: int = 10_000_000) -> int:
        words = self.words(word)
        if not (words.isascii() and words.isdecimal()):
            raise self.wrong(word, f"is no whole number ({words})")
        if (number := int(words[:20])) > most:
            raise self.wrong(word, f"is {number}, and there are only {most}")
        return number

    def moment(self, word: str) -> datetime:
        words = self.words(word)
        try:
            at = datetime.fromisoformat(words)
        except ValueError:
            at = None
        if at is None or at.tzinfo is None:
            raise self.wrong(word, f"is no moment like 2025-10-14T17:00+07:00 ({words})")
        return at.astimezone(UTC)


def _table(
    book: Mapping[str, Sheet], title: str, fields: Sequence[Field], file: str
) -> list[_Line]:
    """The rows below the one whose cells begin with the columns' words."""
    wanted = [field.word for field in fields]
    if title not in book:
        raise Misread(f"{file} has no sheet {title}: it is no file of tusoi's for the superior")
    for place, row in enumerate(book[title].rows):
        columns = {words.split(" ", 1)[0]: column for column, words in row.cells.items()}
        if wanted[0] in columns and len(columns) > 1:
            for word in wanted:
                if word not in columns:
                    raise Misread(
                        f"{file}, sheet {title}, row {row.number}: no column begins with {word}"
                    )
            below = book[title].rows[place + 1 :]
            return [_Line(file, title, line, columns) for line in below]
    raise Misread(f"{file}, sheet {title}: no row begins with {wanted[0]}")


def _about(lines: Sequence[_Line]) -> Mapping[str, _Line]:
    found = {line.words("field").split(" ", 1)[0]: line for line in lines}
    for word in FACTS:
        if word not in found:
            raise (
                lines[-1].wrong("field", f"stands last, and {word} is missing")
                if lines
                else (Misread(f"{ABOUT} is empty"))
            )
    shape, version = (found[word].words("value") for word in ("shape", "version"))
    if shape != SHAPE:
        raise found["shape"].wrong("value", f"is {shape}, not {SHAPE}")
    if version != VERSION:
        raise found["version"].wrong(
            "value", f"is {version}; this tusoi reads version {VERSION}: bring both up to date"
        )
    return found


def _duty(line: _Line) -> DutyCounts:
    concerned = line.number("concerned")
    done = line.number("done", concerned)
    missing = line.number("missing", concerned)
    if done + missing != concerned:
        raise line.wrong("missing", f"is {missing}, and {concerned} less {done} are not that many")
    return DutyCounts(
        obligation=line.words("obligation"),
        key=line.words("period"),
        kind=line.words("kind"),
        title=line.words("title"),
        opens=line.moment("opens"),
        due=line.moment("due"),
        closes=line.moment("closes"),
        concerned=concerned,
        done=done,
        late=line.number("late", done),
        overdue=line.number("overdue", missing),
    )


def _sign(line: _Line) -> SignTold:
    group = line.number("group")
    count = line.number("count", group)
    if not may_show(count, group):
        raise line.wrong(
            "count", f"is {count} of {group}: so few may not be told (docs/privacy.md)"
        )
    obligation, key, checklist, label = (
        line.words(word) for word in ("obligation", "period", "checklist", "label")
    )
    return SignTold(obligation, key, checklist, line.number("sign"), label, count, group)


def _each_once(lines: Sequence[_Line], about: Sequence[str]) -> None:
    seen: dict[tuple[str, ...], _Line] = {}
    for line, what in ((line, tuple(map(line.words, about))) for line in lines):
        if what in seen:
            raise line.wrong(about[0], f"stands twice: {', '.join(what)}")
        seen[what] = line
