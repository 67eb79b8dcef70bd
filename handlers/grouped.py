"""Questions asked side by side, in one message and answered in one: "1. ... 2. ...".

For channels where every message counts. Each question keeps its number until all are answered, so
"2. ..." means the same whenever it comes. Whoever answers without numbers answers line by line, or
the first question only; then the rest is asked again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain.text import GAP, Text, _
from handlers.dialog import Draft, Page, Question, Said, View, hear
from handlers.skippable import SKIP_BUTTON
from handlers.typed_answers import ALL_AS_IT_IS, means

_NUMBER = re.compile(r"(?<!\S)\(?(\d{1,2})[.):/-]\s*(?=\D)")
_HOW = _("Answer all in one message, numbered as here, or one after the other:")
_KEEP = "keep"


def view(page: Page, draft: Draft, today: date) -> View:
    """The open question and those beside it, numbered; what stands above the first stays there."""
    asked = _open(page, draft, today)
    first = asked[0][1]
    lines = [line for n, shown in asked for line in _question(n, shown)]
    above = (*first.above, GAP) if first.above and first.above[-1] != GAP else first.above
    return View((_HOW, *lines, *_in_a_word(asked)), title=first.title, above=above)


def _open(page: Page, draft: Draft, today: date) -> list[tuple[int, View]]:
    waiting = {question.name for question in page.together}
    views = _views(page, draft, today)
    return [
        (n, shown) for q, (n, shown) in zip(page.group, views, strict=True) if q.name in waiting
    ]


def _views(page: Page, draft: Draft, today: date) -> list[tuple[int, View]]:
    answered = page.answered(draft)
    return numbered([q.view(draft.answers.get(q.name), today, answered) for q in page.group])


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
    if _offers(shown, SKIP_BUTTON.value) and not _offers(shown, _KEEP):
        yield _("(may be left out)")


def _in_a_word(asked: Sequence[tuple[int, View]]) -> Iterator[Text]:
    """The one word that answers all that is left, where there is one."""
    offered = [_unsaid(shown) for _number, shown in asked]
    if not all(offered):
        return
    yield GAP
    if _KEEP in offered:
        yield _("What is not mentioned stays; “keep all” leaves everything as it is.")
    else:
        yield _("“skip all” if there is nothing to add.")


def _unsaid(shown: View) -> str | None:
    """What it means where nothing is said to a question: it stays, or is left out; or it waits."""
    return next((v for v in (_KEEP, SKIP_BUTTON.value) if _offers(shown, v)), None)


def _offers(shown: View, value: str) -> bool:
    return any(button.value == value for row in shown.rows for button in row)


def hear_all(page: Page, draft: Draft, text: str, today: date) -> tuple[Draft, Text | None]:
    """The draft after an answer to some or all of the questions, and what is still wrong with it.

    What was answered before and is mentioned again is corrected.
    """
    asked = list(zip(page.group, _views(page, draft, today), strict=True))
    said = _read(text, page, [numbered for _question, numbered in asked])
    if said is None:
        return hear(page, draft, Said(text=text), today)
    remarks: dict[int, Text] = {}
    stuck = False
    for question, (number, _shown) in asked:
        waits = question in page.together
        if number in said:
            after, remark = _hear_one(page, question, draft, said[number], today)
            # Scratch belongs to the question that is open next: the first not answered yet.
            draft = replace(after, scratch=draft.scratch) if stuck or not waits else after
            remarks |= {number: remark} if remark else {}
        stuck = stuck or question.name not in draft.answers or question.name == draft.at
    still = [question for question in page.together if question.name not in draft.answers]
    return draft, _lines(remarks, numbered=len(still) > 1)


def _hear_one(
    page: Page, question: Question[object], draft: Draft, said: Said, today: date
) -> tuple[Draft, Text | None]:
    """One question of the group. A hint about one that is not open is not asked twice."""
    if question is page.question:
        return hear(page, draft, said, today)
    one, unopened = replace(page, question=question), replace(draft, scratch=None)
    after, remark = hear(one, unopened, said, today)
    if question not in page.together and after.scratch is not None:
        return hear(one, replace(unopened, scratch=after.scratch), said, today)
    return after, remark


def _read(text: str, page: Page, asked: Sequence[tuple[int, View]]) -> dict[int, Said] | None:
    """What was said to each question by its number; None when it is one answer, to the open one."""
    waiting = {
        number: _unsaid(shown)
        for question, (number, shown) in zip(page.group, asked, strict=True)
        if question in page.together
    }
    if means(text, ALL_AS_IT_IS) and any(waiting.values()):
        return {number: Said(value=value) for number, value in waiting.items() if value}
    numbers = [number for number, _shown in asked] if len(waiting) > 1 else list(waiting)
    said = parts(text, numbers, list(waiting))
    if said is None:
        return None
    unsaid = {n: Said(value=v) for n, v in waiting.items() if v and _is_left(n, v, said, waiting)}
    return unsaid | {number: Said(text=words) for number, words in said.items()}


def _is_left(number: int, value: str, said: Mapping[int, str], waiting: Iterable[int]) -> bool:
    """Whether a question that is not mentioned is done with: it stays as it was, or is left out.

    One number alone is the first of several messages: what comes after it still waits then, unless
    only one does.
    """
    if value == _KEEP or len(said) > 1:
        return True
    (only,) = said
    return only in waiting and (number < only or [n for n in waiting if n > only] == [number])


def _lines(remarks: Mapping[int, Text], *, numbered: bool) -> Text | None:
    """What is wrong, a line each; a question that is asked alone goes by no number."""
    whole: Text | None = None
    for n, remark in remarks.items():
        line = _("{n}. {question}", n=str(n), question=remark) if numbered else remark
        whole = _("{above}\n{below}", above=whole, below=line) if whole else line
    return whole


def parts(text: str, numbers: Sequence[int], waiting: Sequence[int]) -> dict[int, str] | None:
    """What was answered to which question; None when it is one answer, to the first that waits.

    Numbers count only in the order asked, and within a line only the very next one: "2. " inside an
    answer stays where it is. What stands before the first number answers what waits before it.
    """
    found = _marks(text, numbers)
    if found:
        ends = [*(match.start() for match in found[1:]), len(text)]
        answers = {
            int(match[1]): text[match.end() : end].strip()
            for match, end in zip(found, ends, strict=True)
        }
        return _with_first(text[: found[0].start()].strip(), answers, waiting)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return dict(zip(waiting, lines, strict=True)) if len(lines) == len(waiting) > 1 else None


def _with_first(
    before: str, answers: dict[int, str], waiting: Sequence[int]
) -> dict[int, str] | None:
    if not before:
        return answers
    return {waiting[0]: before, **answers} if waiting[0] < min(answers) else None


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
