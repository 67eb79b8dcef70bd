"""What was handed in is kept with the report: the document made here, or a file: the signed one."""

from __future__ import annotations

from collections.abc import Sequence

from domain.effects import Audit, Effect, Refused, Reply
from domain.files import LARGEST
from domain.message import Attachment, Choice, Do, Document, Message, Rows, column, say
from domain.people import Role
from domain.reminding import Duty, Report, ReportSent
from domain.report_copies import (
    AwaitCopy,
    Awaited,
    DropCopy,
    HandingIn,
    KeepMade,
    Kept,
    ReportCopy,
    TakeCopy,
)
from domain.text import Param, Text, _, either, verbatim
from handlers import duties
from handlers.conversation import Action

#: Heads and, where a plan has it so, officials owe reports too; loading asks whose a duty is.
REPORTING = frozenset({Role.SPECIALIST, Role.OFFICIAL})


def offers(reports: Sequence[Report], document: Attachment) -> Rows:
    """Below a document that was just made: for which report it has been handed in."""
    about = f"{document.document}:{document.subject}"
    return column(
        *(Choice(_offer(x), Do("report_hand_in", f"{x.duty.period.id}:{about}")) for x in reports)
    )


def _offer(report: Report) -> Text:
    name = duties.short_name((report.duty,))
    if report.done:
        return _("Keep it with: {title}", title=name)
    return _("Handed in, keep it: {title}", title=name)


def hand_in(inputs: HandingIn) -> Sequence[Effect] | Refused:
    """This document was handed in: the duty is done, and the document stays with it."""
    report, title = inputs.report, inputs.report.duty.obligation.title
    if inputs.kept:
        return Refused(_("That document is kept with “{title}” already.", title=title))
    period = report.duty.period.id
    keeping = [KeepMade(period, inputs.document)]
    with_it = _("Kept with it: {document}.", document=inputs.called)
    if report.done:
        return [*keeping, Reply(_kept(report, _("✓ “{title}”", title=title), with_it))]
    noted = _("✓ “{title}” marked as sent at {now}.", title=title, now=report.now)
    sent = [ReportSent(period), Audit("report_sent", f"period:{period}")]
    return [*sent, *keeping, Reply(_kept(report, noted, with_it))]


def _kept(report: Report, *lines: Text) -> Message:
    period = str(report.duty.period.id)
    fetch = Choice(_("What was handed in"), Do("report_copies", period))
    return say(*lines, choices=((add_to(report.duty),), (fetch,)))


def add_to(duty: Duty) -> Choice:
    """Offered wherever a report was marked as sent."""
    return Choice(_("Add a file: the signed copy"), Do("report_await", str(duty.period.id)))


def wait_for(report: Report) -> Sequence[Effect]:
    """The next file is for this report."""
    title = report.duty.obligation.title
    asked = either(
        pressed=_(
            "Please send the file here: PDF, Word, or photos of the signed paper, one by one. It "
            "is kept with “{title}”; the specialist and the head can open it. Nothing classified, "
            "please.",
            title=title,
        ),
        typed=_(
            "No files can be sent here. Please send it on Telegram within a day and it is kept "
            "with “{title}”; or take the document from /baocao and press that it was handed in.",
            title=title,
        ),
    )
    return [AwaitCopy(report.duty.period.id), Reply(say(asked))]


def receive(awaited: Awaited) -> Sequence[Effect] | Refused:
    """What cannot be fetched is refused at once."""
    sent = awaited.sent
    if sent.size > LARGEST:
        return Refused(_("The file is larger than 20 MB and cannot be fetched."))
    title = awaited.duty.obligation.title
    return [TakeCopy(sent), Reply(say(_("Keeping the file with “{title}”…", title=title)))]


def is_here(kept: Kept, copy: ReportCopy) -> Message:
    """It has been fetched."""
    wrong = Choice(_("Not this file: take it out"), Do("report_copy_out", str(copy.id)))
    more = Choice(_("Add one more file"), Do("report_await", str(kept.period.id)))
    line = _("✓ Kept with “{title}”: {file}.", title=kept.title, file=copy.name)
    return say(line, choices=column(more, wrong))


def not_made(kept: Kept) -> Message:
    """A document that could not be made (what it is about is gone)."""
    again = _("Please take it from /baocao again, or send it as a file.")
    return say(_("The document for “{title}” could not be kept.", title=kept.title), again)


def show(found: tuple[Kept, ...]) -> Sequence[Effect] | Refused:
    """What was handed in for each report, a button for each file."""
    if not found:
        return Refused(_("Nothing that was handed in is kept here yet."))
    lines = tuple(_line(kept, copy) for kept in found for copy in kept.copies)
    files = column(
        *(
            Choice(verbatim(copy.name), Do("report_copy", str(copy.id)))
            for kept in found
            for copy in kept.copies
            if copy.name
        )
    )
    return [Reply(say(*lines, title=_("What was handed in"), choices=files))]


def _line(kept: Kept, copy: ReportCopy) -> Text:
    if not copy.name:
        return _("• {title}: the document is being made", title=kept.title)
    return _("• {title}: {file}, {at}", title=kept.title, file=copy.name, at=copy.at)


def hand_out(kept: Kept) -> Sequence[Effect]:
    """One file, with who may take it out again."""
    (copy,) = kept.copies
    out = Choice(_("Take it out"), Do("report_copy_out", str(copy.id)))
    choices = column(out) if copy.may_drop else ()
    line = _("“{title}”, kept at {at}.", title=kept.title, at=copy.at)
    return [Reply(Message((line,), None, choices, Attachment(Document.REPORT_COPY, str(copy.id))))]


def take_out(kept: Kept) -> Sequence[Effect]:
    """Its content goes; that the report was sent stays."""
    (copy,) = kept.copies
    gone = _("{file} is not kept any more. “{title}” stays marked as sent.", **_named(kept, copy))
    again = column(Choice(_("Add a file: the signed copy"), Do("report_await", str(copy.period))))
    dropped = Audit("report_copy_dropped", f"period:{copy.period}")
    return [DropCopy(copy.id), dropped, Reply(say(gone, choices=again))]


def _named(kept: Kept, copy: ReportCopy) -> dict[str, Param]:
    return {"file": copy.name, "title": kept.title}


HAND_IN = Action("report_hand_in", hand_in, REPORTING)
AWAIT = Action("report_await", wait_for, REPORTING)
RECEIVE = Action("report_file", receive, REPORTING)
SHOW = Action("report_copies", show)
HAND_OUT = Action("report_copy", hand_out)
TAKE_OUT = Action("report_copy_out", take_out, REPORTING)
