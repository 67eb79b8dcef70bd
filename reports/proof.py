"""The proof of one person: what was sent to them and what they answered; no words of either."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import tzinfo

from domain.effects import Priority
from domain.ledger import Answered, Entry, Given, Proof
from domain.text import Text, _, verbatim
from reports.sheets import (
    DATE_AND_TIME,
    Column,
    Value,
    add_sheet,
    new_book,
    on_the_clock,
    saved,
)

Render = Callable[[Text], str]

KINDS: Mapping[Priority, Text] = {
    Priority.REPLY: _("answer or notice"),
    Priority.REMINDER: _("reminder"),
    Priority.DIGEST: _("summary"),
    Priority.BROADCAST: _("announcement"),
}
_OPERATIONS: Mapping[str, Text] = {
    "send": _("sent anew"),
    "edit": _("put over an earlier one"),
    "delete": _("an earlier one deleted"),
}
STATES: Mapping[str, Text] = {
    "queued": _("waiting"),
    "held": _("paused"),
    "sending": _("being sent"),
    "sent": _("sent"),
    "failed": _("could not be delivered"),
    "unknown": _("may have been delivered"),
    "cancelled": _("taken back"),
    "expired": _("too late"),
}
#: What we say ourselves of a message that did not go, or not at once; platforms say the rest.
_PROBLEMS: Mapping[str, Text] = {
    "done meanwhile": _("no longer needed: it was done"),
    "no longer to be written to": _("no longer to be written to"),
    "superseded": _("a newer one took its place"),
    "quota": _("no messages left this month"),
    "taken back": _("taken back before it went"),
    "blocked": _("has blocked the bot"),
    "gone": _("no longer reachable"),
    "no answer": _("no answer from the platform"),
    "resent after a crash": _("sent again after a stop"),
    "may have arrived more than once": _("may have arrived more than once"),
}


def problem_words(problem: str) -> Text:
    """Why a message did not go, in the reader's words where they are ours."""
    return _PROBLEMS.get(problem) or verbatim(problem)


_GIVEN: Mapping[Given, Text] = {
    Given.REGISTRATION: _("registration sent"),
    Given.SELF_CHECK: _("self-check done"),
    Given.RESULT: _("result given"),
    Given.DONE: _("counted as done"),
    Given.PAPER_CLAIM: _("paper said to be handed in"),
    Given.REPORT_COPY: _("file kept with a report"),
    Given.OBSTACLE: _("obstacle reported"),
    Given.LETTER: _("letter of apology drafted"),
    Given.ABSENCE: _("leave reported"),
    Given.CORRECTION: _("correction asked for"),
    Given.CONSENT: _("word about consent"),
}


def proof_workbook(proof: Proof, render: Render, zone: tzinfo) -> bytes:
    """A sheet of messages and a sheet of answers; moments are in the office's `zone`."""
    title = render(_("Proof of what was sent and answered"))
    about = render(_("{who}, as of {moment}", who=proof.person.full_name, moment=proof.as_of))
    book = new_book(title)
    add_sheet(
        book,
        render(_("Sent")),
        above=[title, about, render(_("The words of messages are not in this file."))],
        columns=_columns_of_sent(render),
        rows=[_sent(n, entry, render, zone) for n, entry in enumerate(proof.sent, start=1)],
        landscape=True,
    )
    add_sheet(
        book,
        render(_("Answers given")),
        above=[title, about, render(_("What was answered is not in this file: /dulieu has it."))],
        columns=_columns_of_answers(render),
        rows=[_answer(n, one, render, zone) for n, one in enumerate(proof.answered, start=1)],
    )
    return saved(book, proof.as_of)


def _columns_of_sent(render: Render) -> list[Column]:
    moment = {"centred": True, "format": DATE_AND_TIME}
    return [
        Column(render(_("No.")), 5, centred=True),
        Column(render(_("Written")), 17, **moment),  # type: ignore[arg-type]  # of mixed types
        Column(render(_("Sent")), 17, **moment),  # type: ignore[arg-type]  # of mixed types
        Column(render(_("Kind")), 20),
        Column(render(_("How")), 20),
        Column(render(_("State")), 20),
        Column(render(_("Channel")), 12, centred=True),
        Column(render(_("Message number")), 16, centred=True),
        Column(render(_("Remark")), 34),
    ]


def _sent(number: int, entry: Entry, render: Render, zone: tzinfo) -> list[Value]:
    return [
        number,
        on_the_clock(entry.at, zone),
        on_the_clock(entry.sent_at, zone),
        render(KINDS[entry.kind]),
        render(_OPERATIONS[entry.operation]),
        render(STATES[entry.state]),
        entry.channel,
        entry.number,
        "; ".join(render(remark) for remark in remarks_on(entry)),
    ]


def remarks_on(entry: Entry) -> list[Text]:
    """Why a message did not go, or not where it was meant to."""
    remarks = [problem_words(entry.problem)] if entry.problem else []
    if entry.first_channel:
        remarks.append(_("meant for {channel}", channel=entry.first_channel))
    if entry.moved_why:
        remarks.append(problem_words(entry.moved_why))
    return remarks


def _columns_of_answers(render: Render) -> list[Column]:
    return [
        Column(render(_("No.")), 5, centred=True),
        Column(render(_("Moment")), 17, centred=True, format=DATE_AND_TIME),
        Column(render(_("What")), 26),
        Column(render(_("About")), 44),
        Column(render(_("Version")), 14, centred=True),
    ]


def _answer(number: int, one: Answered, render: Render, zone: tzinfo) -> list[Value]:
    about = render(verbatim(one.about))
    return [number, on_the_clock(one.at, zone), render(_GIVEN[one.given]), about, one.version]
