"""Questions asked side by side, in one message and answered in one: "1. ... 2. ...".

For channels where every message counts. Whoever answers without numbers answers line by line, or
the first question only; then the rest is asked again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from domain.text import Text, _
from handlers.dialog import Draft, Page, Question, Said, View, hear
from handlers.skippable import SKIP_BUTTON

_NUMBER = re.compile(r"(?:(?<=\n)|^|(?<=\s))\(?(\d{1,2})[.):]\s+")


def view(page: Page, draft: Draft, today: date) -> View:
    """The open question and those beside it, numbered; what stands above the first stays there."""
    answered = page.answered(draft)
    views = [q.view(draft.answers.get(q.name), today, answered) for q in page.together]
    numbered = [line for n, shown in enumerate(views, start=1) for line in _numbered(n, shown)]
    return View((_HOW, *numbered), title=views[0].title, above=views[0].above)


_HOW = _("Answer all in one message, numbered as here, or one after the other:")


def _numbered(number: int, shown: View) -> Iterator[Text]:
    first, *rest = shown.lines
    yield _("{n}. {question}", n=str(number), question=first)
    yield from rest
    if _may_be_skipped(shown):
        yield _("(may be left out)")


def _may_be_skipped(shown: View) -> bool:
    return any(button.value == SKIP_BUTTON.value for row in shown.rows for button in row)


def hear_all(page: Page, draft: Draft, text: str, today: date) -> tuple[Draft, Text | None]:
    """The draft after an answer to some or all of the questions, and what is still wrong with it.

    In a numbered answer, what is not mentioned and may be left out is left out.
    """
    said = parts(text, len(page.together))
    if said is None:
        return hear(page, draft, Said(text=text), today)
    remarks: list[Text] = []
    stuck = False
    for number, question in enumerate(page.together, start=1):
        heard = _said(said, number, question, draft, today)
        after, remark = hear(replace(page, question=question), draft, heard, today)
        if remark is not None:
            remarks.append(_("{n}. {question}", n=str(number), question=remark))
        # Scratch belongs to the question that is open next: the first that is not answered yet.
        draft = replace(after, scratch=draft.scratch) if stuck else after
        stuck = stuck or question.name not in draft.answers
    return draft, _lines(remarks)


def _said(
    said: Mapping[int, str], number: int, question: Question[object], draft: Draft, today: date
) -> Said:
    if number in said:
        return Said(text=said[number])
    shown = question.view(draft.answers.get(question.name), today, ())
    return Said(value=SKIP_BUTTON.value) if _may_be_skipped(shown) else Said(text="")


def _lines(remarks: list[Text]) -> Text | None:
    if not remarks:
        return None
    whole = remarks[0]
    for remark in remarks[1:]:
        whole = _("{above}\n{below}", above=whole, below=remark)
    return whole


def parts(text: str, count: int) -> dict[int, str] | None:
    """What was answered to which question, counted from 1; None when it is one answer.

    Numbers count only in rising order, so that "2. " inside an answer stays where it is.
    """
    found = _rising(text, count)
    if found:
        ends = [*(match.start() for match in found[1:]), len(text)]
        return {
            int(match[1]): text[match.end() : end].strip()
            for match, end in zip(found, ends, strict=True)
        }
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return dict(enumerate(lines, start=1)) if len(lines) == count > 1 else None


def _rising(text: str, count: int) -> list[re.Match[str]]:
    if not _NUMBER.match(text.lstrip()):
        return []
    found: list[re.Match[str]] = []
    for match in _NUMBER.finditer(text):
        last = int(found[-1][1]) if found else 0
        # Within a line only the very next number counts; a line of its own may leave some out.
        starts_line = match.start() == 0 or text[match.start() - 1] == "\n"
        if last < int(match[1]) <= count and (starts_line or int(match[1]) == last + 1):
            found.append(match)
    return found
