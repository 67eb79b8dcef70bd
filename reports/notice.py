"""The notice that introduces the bot to the office, for the head to sign and hang up.

It says what the bot says itself before the first question (Personal Data Protection Law
91/2025/QH15: informed consent): what it is for, who sees what, that paper counts the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from docx.shared import Mm

from domain.enrolment import Entrance
from domain.text import Text, _
from reports import official_words as official
from reports.issued import Issued, Paper
from reports.layout import CENTRE, TEXT_WIDTH, add, side_by_side
from reports.qr_code import qr_code

Render = Callable[[Text], str]

_ACROSS = 3  # QR codes beside one another
_PICTURE = Mm(38)


@dataclass(frozen=True)
class Introduced:
    """The bots of the office, a name and a link each; `checks`: whether self-checks are asked."""

    entrances: tuple[Entrance, ...]
    as_of: datetime
    checks: bool = True


def notice(found: Introduced, issued: Issued, render: Render) -> bytes:
    """One or two pages; ValueError where no bot can be led to."""
    if not found.entrances:
        raise ValueError("a notice needs a bot that it leads to")
    staff = render(_("Officials of {office}", office=issued.letterhead.office))
    issued = replace(issued, letterhead=replace(issued.letterhead, recipients=(staff,)))
    about = (render(_("on using the assistant to carry out the {basis}", basis=issued.basis)),)
    paper = Paper(issued, render, (official.NOTICE, official.NOTICE_SHORT), *about)
    paper.say(_opening(issued))
    paper.head(_("1. What it is for"))
    paper.each(_purposes(found))
    paper.head(_("2. How to get in"))
    paper.each(_ways_in(issued))
    _codes(paper, found.entrances, render)
    paper.head(_("3. Who sees what"))
    paper.each(_who_sees_what(found))
    paper.head(_("4. Paper counts the same"))
    paper.say(
        _(
            "Nobody has to use it. Whoever hands in on paper is treated in the same way, and "
            "consent once given can be withdrawn at any time."
        )
    )
    paper.head(_("5. Whom to ask"))
    paper.say(_contact(issued))
    paper.close()
    return paper.saved(found.as_of)


def _opening(issued: Issued) -> Text:
    return _(
        "To carry out the {basis}, {office} lets its officials use an assistant on their phones "
        "from the day of this notice:",
        basis=issued.basis,
        office=issued.letterhead.office,
    )


def _purposes(found: Introduced) -> list[Text]:
    checks = [_("to check oneself each period, for oneself;")] if found.checks else []
    return [
        _("to register the key task, to follow it, to say what came of it;"),
        *checks,
        _("to be reminded of deadlines until what is owed is done;"),
        _("to report difficulties in time and to receive announcements of the office."),
    ]


def _ways_in(issued: Issued) -> list[Text]:
    return [
        _(
            "The specialist gives each person a code of their own; it works once. Do not pass it "
            "on."
        ),
        _("Scan one of the codes below, or open its link, and write the six digits."),
        _("Read who sees what, then agree, or choose paper."),
    ]


def _codes(paper: Paper, entrances: Sequence[Entrance], render: Render) -> None:
    """Beside one another, each with its name above and its link below."""
    for first in range(0, len(entrances), _ACROSS):
        row = entrances[first : first + _ACROSS]
        width = Mm(TEXT_WIDTH.mm / len(row))
        cells = side_by_side(paper.document, *[width] * len(row), rows=3)
        for place, entrance in enumerate(row):
            name, picture, link = cells[place :: len(row)]
            add(name, render(entrance.name), bold=True, align=CENTRE, before=4, keep=True)
            drawn = add(picture, "", align=CENTRE, keep=True)
            drawn.add_run().add_picture(qr_code(entrance.link), width=_PICTURE)
            add(link, entrance.link.removeprefix("https://"), size=11, align=CENTRE, after=4)


def _who_sees_what(found: Introduced) -> list[Text]:
    private = _(
        "Self-checks: what one notices in oneself is shown on the system to its author alone; "
        "the office learns done or not done, and sums only from groups of at least five. They are "
        "not used for scoring or rating."
    )
    return [
        _("Registrations and their results: the specialist and the head."),
        _("Difficulties reported: whoever can help, that is the specialist and the head."),
        *([private] if found.checks else []),
        _("Messages pass through Telegram or Zalo, which keep their own copy of a chat."),
        _("Do not write state secrets, nor other people's personal data, into the chat."),
        _("Everyone can see, correct, take along and delete what is kept about them."),
    ]


def _contact(issued: Issued) -> Text:
    if issued.prepared_by:
        return _("{specialist}, the specialist in charge.", specialist=issued.prepared_by)
    return _("The specialist in charge.")
