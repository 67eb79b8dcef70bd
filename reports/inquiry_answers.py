"""What came in to an inquiry: a workbook with a line for everyone asked, an archive of files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from domain.answering import amount
from domain.collected import Collected, Line
from domain.inquiry import AnswerKind
from domain.text import _
from domain.vietnamese import nfc
from reports.printable import one_line
from reports.sheets import DATE_AND_TIME, Column, Value, add_sheet, new_book, on_the_clock, saved
from reports.tally import LABELS
from reports.workbook import Render

_LONGEST_NAME = 100
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)


def answers_workbook(found: Collected, render: Render, zone: tzinfo) -> bytes:
    """Everyone who was asked, with what they answered and when; numbers are numbers."""
    title = one_line(found.inquiry.words)
    book = new_book(title)
    as_of = render(_("As of {moment}", moment=found.now))
    said = render(
        _("{answered}/{all} people have answered", answered=len(found.answered), all=found.counted)
    )
    unit = found.inquiry.wanted.unit
    heading = render(_("Answer ({unit})", unit=unit)) if unit else render(_("Answer"))
    add_sheet(
        book,
        render(_("Answers")),
        above=[title, f"{said}. {as_of}", *_summed(found, render)],
        columns=[
            Column(render(_("No.")), 5, centred=True),
            Column(render(_("Full name")), 24),
            Column(render(_("Position")), 18),
            Column(render(_("Unit")), 18),
            Column(heading, 30),
            Column(render(_("Time")), 18, centred=True, format=DATE_AND_TIME),
            Column(render(_("Remark")), 20),
        ],
        rows=[_row(n, line, found, render, zone) for n, line in enumerate(found.lines, start=1)],
        landscape=True,
    )
    return saved(book, found.now)


def _summed(found: Collected, render: Render) -> Iterator[str]:
    if numbers := found.figures:
        yield render(
            _(
                "Total {total}; mean {mean}; from {low} to {high}",
                total=amount(numbers.total),
                mean=amount(numbers.mean),
                low=amount(numbers.low),
                high=amount(numbers.high),
            )
        )
    if found.counts:
        yield "; ".join(f"{option}: {count}" for option, count in found.counts.items())


def _row(
    number: int, line: Line, found: Collected, render: Render, zone: tzinfo
) -> Sequence[Value]:
    given = line.given
    return [
        number,
        line.person.full_name,
        line.person.position,
        line.person.unit,
        _value(found, line),
        on_the_clock(given.at if given else None, zone),
        _remark(line, render),
    ]


def _value(found: Collected, line: Line) -> Value:
    if line.given is None:
        return ""
    if found.inquiry.wanted.kind is not AnswerKind.NUMBER:
        return line.given.value
    number = Decimal(line.given.value)
    return int(number) if number == number.to_integral_value() else float(number)


def _remark(line: Line, render: Render) -> str:
    if line.given is None:
        return render(LABELS[line.completion])
    late = [render(_("late"))] if line.given.late else []
    noted = line.given.entered_by
    by = [render(_("noted by {who}", who=noted.full_name))] if noted else []
    return ", ".join([*late, *by])


def files_archive(sent: Sequence[tuple[str, str, bytes]], as_of: datetime) -> bytes:
    """One file for each who sent one (person, name, content), named so that a folder sorts them."""
    out, used = BytesIO(), set[str]()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for person, name, content in sent:
            archive.writestr(ZipInfo(_named(person, name, used), _FIRST_DAY_OF_ZIP), content)
        archive.comment = as_of.isoformat().encode()
    return out.getvalue()


def _named(person: str, name: str, used: set[str]) -> str:
    """Never a path, never twice, whatever somebody calls a file."""
    stem, dot, kind = f"{person} - {name}".rpartition(".")
    plain = _UNFIT.sub("_", nfc(stem if dot else kind)).strip(" .")[:_LONGEST_NAME]
    ending = f".{_UNFIT.sub('_', kind)[:10]}" if dot else ""
    found, number = f"{plain}{ending}", 1
    while found.casefold() in used:
        number += 1
        found = f"{plain} ({number}){ending}"
    used.add(found.casefold())
    return found
