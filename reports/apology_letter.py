"""The letter of apology, on the page of Decree 30/2020/ND-CP, for the head to sign.

S1 section 4 asks for it; what it tells: whose file, its receipt, how it stands, why, the new date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from domain.apology import Addressee, LateFile, Letter
from domain.text import Text, _
from reports import official_words as official
from reports.issued import Issued, Paper
from reports.layout import CENTRE, add

Render = Callable[[Text], str]


def apology_letter(letter: Letter, issued: Issued, render: Render) -> bytes:
    """One page; the same letter gives the same bytes."""
    file, office = letter.file, issued.letterhead.office
    heading = replace(issued.letterhead, recipients=(official.AS_ABOVE,))
    subject = render(_("on the delay of a file"))
    paper = Paper(replace(issued, letterhead=heading), render, (official.APOLOGY, ""), subject)
    add(paper.document, render(_to(file)), size=paper.size, align=CENTRE, before=6, after=8)
    you = _YOU[file.addressee]
    paper.say(_("{office} has taken in a file and has not kept its promise:", office=office))
    paper.each(_facts(file))
    paper.say(
        _(
            "{office} sincerely apologises to {addressed} for this delay, which has affected the "
            "lawful rights and interests of {addressed}, and takes responsibility for it.",
            office=office,
            addressed=you,
        )
    )
    paper.say(
        _(
            "The result will be handed over by {until} at the latest. Should {addressed} need "
            "anything before, please speak with {office} directly.",
            until=file.until,
            addressed=you,
            office=office,
        )
    )
    paper.say(_("We hope for the understanding of {addressed}./.", addressed=you))
    paper.close()
    return paper.saved(letter.at)


def _to(file: LateFile) -> Text:
    match file.addressee:
        case Addressee.MAN:
            return _("To: Mr {whom}", whom=file.whom)
        case Addressee.WOMAN:
            return _("To: Ms {whom}", whom=file.whom)
        case _:
            return _("To: {whom}", whom=file.whom)


_YOU = {
    Addressee.MAN: _("you, sir"),
    Addressee.WOMAN: _("you, madam"),
    Addressee.BODY: _("your organisation"),
}


def _facts(file: LateFile) -> Iterator[Text]:
    yield _("File: {file}", file=file.about)
    if file.receipt:
        yield _("Number of its receipt: {number}", number=file.receipt)
    yield _("Promised for: {day}", day=file.promised)
    yield _("State: {words}", words=file.stands)
    yield _("Reason for the delay: {words}", words=file.reason)
