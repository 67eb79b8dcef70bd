"""Questions asked side by side, in one message and answered in one: "1. ... 2. ...".

For channels where every message counts. Whoever answers without numbers answers line by line, or
the first question only; then the rest is asked again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain.text import Text, _
from handlers.dialog import Draft, Page, Said, View, hear
from handlers.skippable import SKIP_BUTTON

_NUMBER = re.compile(r"(?<!\S)\(?(\d{1,2})[.):]\s*(?=\D)")
_HOW = _("Answer all in one message, numbered as here, or one after the other:")


def view(page: Page, draft: Draft, today: date) -> View:
    """The open question and those beside it, numbered; what stands above the first stays there."""
    views = _views(page, draft, today)
    lines = [line for n, shown in numbered(views) for line in _question(n, shown)]
    return View((_HOW, *lines), title=views[0].title, above=views[0].above)


def _views(page: Page, draft: Draft, today: date) -> list[View]:
    answered = page.answered(draft)
    return [q.view(draft.answers.get(q.name), today, answered) for q in page.together]


def numbered(views: Sequence[View]) -> list[tuple[int, View]]:
    """Each question with the number it goes by; the others follow on the one before."""
    found: list[tuple[int, View]] = []
    for shown in views:
        last = found[-1][0] if found else 0
        own = shown.number
        found.append((own if own is not None and own > last else last + 1, shown))
    return found


def _question(number: int, shown: View) -> Iterator[Text]:
    first, *rest = shown.lines
    yield _("{n}. {question}", n=str(number), question=first)
    yield from rest
    if _may_be_skipped(shown):
        yield _("(may be left out)")


def _may_be_skipped(shown: View) -> bool:
    return _offers(shown, SKIP_BUTTON.value)


def _offers(shown: View, value: str) -> bool:
    return any(button.value == value for row in shown.rows for button in row)


def hear_all(page: Page, draft: Draft, text: str, today: date) -> tuple[Draft, Text | None]:
    """The draft after an answer to some or all of the questions, and what is still wrong with it.

    In a numbered answer, what is not mentioned stays as it is, or is left out where it may be.
    """
    asked = numbered(_views(page, draft, today))
    said = parts(text, [number for number, _shown in asked])
    if said is None:
        return hear(page, draft, Said(text=text), today)
    remarks: list[Text] = []
    stuck = False
    for question, (number, shown) in zip(page.together, asked, strict=True):
        open_one = draft if question is page.question else replace(draft, scratch=None)
        one = replace(page, question=question)
        after, remark = hear(one, open_one, _said(said, number, shown), today)
        if remark is not None:
            remarks.append(_("{n}. {question}", n=str(number), question=remark))
        # Scratch belongs to the question that is open next: the first that is not answered yet.
        draft = replace(after, scratch=draft.scratch) if stuck else after
        stuck = stuck or question.name not in draft.answers
    return draft, _lines(remarks)


def _said(said: Mapping[int, str], number: int, shown: View) -> Said:
    if number in said:
        return Said(text=said[number])
    unsaid = next((v for v in ("keep", SKIP_BUTTON.value) if _offers(shown, v)), None)
    return Said(value=unsaid) if unsaid else Said(text="")


def _lines(remarks: Sequence[Text]) -> Text | None:
    if not remarks:
        return None
    whole = remarks[0]
    for remark in remarks[1:]:
        whole = _("{above}\n{below}", above=whole, below=remark)
    return whole


def parts(text: str, numbers: Sequence[int]) -> dict[int, str] | None:
    """What was answered to which question; None when it is one answer, to the first.

    Numbers count only in the order asked, and within a line only the very next one: "2. " inside an
    answer stays where it is.
    """
    found = _marks(text, numbers)
    if found:
        ends = [*(match.start() for match in found[1:]), len(text)]
        return {
            int(match[1]): text[match.end() : end].strip()
            for match, end in zip(found, ends, strict=True)
        }
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return dict(zip(numbers, lines, strict=True)) if len(lines) == len(numbers) > 1 else None


def _marks(text: str, numbers: Sequence[int]) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    waiting = list(numbers)
    for match in _NUMBER.finditer(text):
        number, before = int(match[1]), text[: match.start()]
        starts_line = not before or before.endswith("\n") or not before.strip()
        if number in waiting and (starts_line or (found and number == waiting[0])):
            found.append(match)
            waiting = waiting[waiting.index(number) + 1 :]
    return found
