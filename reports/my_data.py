"""Everything kept about a person as one text file: plain UTF-8 opens on every phone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from domain.absence import REASONS
from domain.data_rights import MyData, Value
from domain.text import Localized, Text, _, verbatim
from locales.render import Reader, render

SECTIONS: Mapping[str, Text] = {
    "person": _("Who you are on the roster"),
    "posts": _("Your posts"),
    "chats": _("Chats linked to you"),
    "consents": _("What you agreed to"),
    "registrations": _("Your registrations"),
    "revisions": _("Versions of your registrations"),
    "task_notes": _("Notes on your registered tasks"),
    "task_results": _("Results of your registered tasks"),
    "duties_done": _("Duties done"),
    "paper_claims": _("Paper you said is handed in"),
    "report_copies": _("What you handed in for reports"),
    "self_checks": _("Your self-checks (nobody else is shown them)"),
    "remedies": _("What you mean to do about it (nobody else is shown it)"),
    "inquiries": _("Questions put to you, and what you answered"),
    "corrections": _("Corrections you asked for"),
    "obstacles": _("Difficulties you reported"),
    "letters": _("Letters of apology you drafted"),
    "deadlines": _("Deadlines set for you"),
    "time_requests": _("More time you asked for"),
    "absences": _("Absences"),
    "drafts": _("Begun and not sent"),
    "snoozes": _("Reminders you put off"),
    "grants": _("Work delegated to you"),
    "stops": _("What you want no reminders of"),
    "feeds": _("Your calendar on other devices"),
    "reminders": _("Reminders that came due"),
    "announcements": _("Announcements meant for you"),
    "announcements_written": _("Announcements you wrote"),
    "inquiries_written": _("Questions you asked"),
    "codes": _("Codes issued for you"),
    "links": _("One-time links sent to you"),
    "desk_sessions": _("Browsers that were at your desk"),
    "second_phones": _("Requests to use another phone"),
    "files": _("Files you sent"),
    "messages": _("Messages to you"),
    "audit": _("Who did what with your data"),
}

FIELDS: Mapping[str, Text] = {
    "about": _("About"),
    "action": _("Action"),
    "addressee": _("The letter is to"),
    "actor": _("By"),
    "answer": _("Answer"),
    "answered_at": _("Answered"),
    "answered_by": _("Answered by"),
    "answers": _("Answers"),
    "asked_at": _("Asked"),
    "at": _("When"),
    "audience": _("For"),
    "authority": _("Authority"),
    "channel": _("Channel"),
    "chat": _("Number of the chat"),
    "closes": _("Taken until"),
    "code": _("Staff number"),
    "collective": _("Collective"),
    "confirmed_at": _("Confirmed"),
    "content": _("Content"),
    "conversation": _("Conversation"),
    "created_at": _("Made"),
    "decided_at": _("Decided"),
    "decided_by": _("Decided by"),
    "details": _("Details"),
    "done_at": _("Done"),
    "done_by": _("Seen to by"),
    "due": _("By when"),
    "ended_at": _("Closed"),
    "entered_by": _("Noted down by"),
    "expires": _("Until"),
    "expires_at": _("Until"),
    "fetched_at": _("Last fetched"),
    "finished_at": _("Finished"),
    "first": _("From"),
    "full_name": _("Full name"),
    "given_by": _("By"),
    "how": _("How"),
    "issued_at": _("Issued"),
    "issued_by": _("Issued by"),
    "joined_at": _("On the roster since"),
    "kind": _("Kind"),
    "language": _("Language"),
    "last": _("To"),
    "last_heard_at": _("Last message from you"),
    "late": _("Late"),
    "late_file": _("File"),
    "left": _("Has left"),
    "left_at": _("Left"),
    "linked_at": _("Linked"),
    "measures": _("Measures"),
    "moved_why": _("Went through another chat because"),
    "name": _("File name"),
    "note": _("Note"),
    "number": _("Number"),
    "obligation": _("Duty"),
    "opened_at": _("Begun"),
    "outcome": _("Result"),
    "period": _("Period"),
    "period_key": _("Period"),
    "person": _("Together with"),
    "position": _("Position"),
    "preferred_channel": _("Messages go first through"),
    "problem": _("Problem"),
    "product": _("Product"),
    "promised": _("Promised for"),
    "promised_at": _("Promised"),
    "proposal": _("Proposal"),
    "purpose": _("Purpose"),
    "reason": _("Reason"),
    "receipt": _("Receipt number"),
    "remark": _("Remark"),
    "remedies": _("Remedies"),
    "responsibility": _("Responsibility"),
    "revoked_at": _("Revoked"),
    "role": _("Role"),
    "roles": _("Roles"),
    "rule": _("Rule"),
    "salutation": _("Salutation"),
    "seen_at": _("Last used"),
    "sent_at": _("Sent"),
    "set_by": _("Entered by"),
    "sign": _("Sign"),
    "signed_revision": _("Signed version"),
    "signs": _("Signs"),
    "skipped": _("Left out because"),
    "source": _("Entered from"),
    "standing": _("Standing"),
    "stands": _("State"),
    "state": _("State"),
    "subject": _("Subject"),
    "submitted_at": _("Sent"),
    "task": _("Task"),
    "text": _("Words"),
    "touched_at": _("Last changed"),
    "unit": _("Unit"),
    "until": _("Until"),
    "used_at": _("Used"),
    "woken": _("Came back"),
    "whom": _("Name"),
    "wording": _("Version of the wording"),
    "why": _("What was set"),
    "words": _("Words"),
    "way": _("Opened by"),
}

#: What the database calls things, in the reader's words; the value stands as it is otherwise.
VALUES: Mapping[str, Text] = {
    **{str(reason): words for reason, words in REASONS.items()},
    "absence_ended": _("absence ended"),
    "absence_noted": _("absence noted"),
    "active": _("in use"),
    "admin": _("administrator"),
    "blocked": _("blocked by you"),
    "bot": _("in this chat"),
    "broadcast": _("announcement"),
    "cancelled": _("not sent"),
    "channel_added": _("one more channel linked"),
    "channel_preferred": _("channel preferred"),
    "channel_removed": _("channel taken off"),
    "code_issued": _("code issued"),
    "code_revoked": _("code revoked"),
    "consent_declined": _("chose paper"),
    "consent_given": _("agreed"),
    "consent_withdrawn": _("consent taken back"),
    "declined": _("chose paper"),
    "delegation_ended": _("delegation ended"),
    "deputy": _("deputy head"),
    "document": _("document"),
    "document_fetched": _("document fetched by link"),
    "done": _("done"),
    "drafted": _("drafted"),
    "en": _("English"),
    "erased": _("erased"),
    "enrolled": _("chat linked"),
    "feed_issued": _("calendar address issued"),
    "feed_revoked": _("calendar address revoked"),
    "failed": _("could not be delivered"),
    "form": _("form"),
    "given": _("agreed"),
    "gone": _("no longer reachable"),
    "head": _("head"),
    "keep": _("keeping data"),
    "kept": _("kept"),
    "link_opened": _("link opened"),
    "letter_drafted": _("letter of apology to be signed after all"),
    "letter_sent": _("letter of apology signed and sent"),
    "letter_taken_back": _("letter of apology taken back"),
    "links_revoked": _("links revoked"),
    "staff_changed": _("staff changed"),
    "staff_left": _("staff left"),
    "desk_opened": _("desk opened"),
    "desk_closed": _("desk closed"),
    "official": _("official"),
    "open": _("open"),
    "organisation": _("An organisation"),
    "paper": _("on paper"),
    "queued": _("waiting to be sent"),
    "reminder": _("reminder"),
    "reply": _("reply"),
    "role_delegated": _("role delegated"),
    "self_check": _("self-check"),
    "sender": _("may send announcements"),
    "sent": _("sent"),
    "tap": _("answer to a button you pressed"),
    "specialist": _("specialist"),
    "staff": _("official"),
    "vi": _("Vietnamese"),
    "extended": _("more time"),
    "granted": _("granted"),
    "joined": _("joined after it had opened"),
    "man": _("Mr"),
    "moved": _("date moved"),
    "refused": _("refused"),
    "reopened": _("opened again"),
    "replaced": _("asked anew"),
    "taken_back": _("taken back"),
    "withdrawn": _("consent taken back"),
    "woman": _("Ms"),
}
_CODED = {
    "action", "addressee", "details", "how", "kind", "language", "purpose", "reason", "role",
    "roles", "standing", "state", "why",
}  # fmt: skip


def my_data_text(data: MyData, as_of: datetime, reader: Reader) -> bytes:
    """The file in the reader's language; whatever has no label of ours keeps its own."""
    lines = [
        render(_("Everything kept about {you} {name}, as of {as_of}", as_of=as_of), reader),
        "",
    ]
    for section, records in data.items():
        title = render(SECTIONS.get(section, verbatim(section)), reader)
        lines += [f"{title} ({len(records)})", "-" * len(title)]
        for record in records:
            lines += [*_record(record, reader, ""), ""]
    return "\n".join(lines).encode()


def _record(record: Mapping[str, Value], reader: Reader, indent: str) -> Iterator[str]:
    for name, value in record.items():
        label = render(FIELDS.get(name, verbatim(name)), reader)
        shown = _decoded(value, reader) if name in _CODED and isinstance(value, str) else value
        yield from _field(label, shown, reader, indent)


def _decoded(value: str, reader: Reader) -> str:
    """One or more of our own words, separated by commas; anything else as it is."""
    words = value.split(",")
    known = all(word in VALUES for word in words)
    return ", ".join(render(VALUES[word], reader) for word in words) if known else value


def _field(label: str, value: Value, reader: Reader, indent: str) -> Iterator[str]:
    match value:
        case Mapping():
            yield f"{indent}{label}:"
            yield from _record(value, reader, indent + "  ")
        case str() | bool() | int() | date() | Localized() | None:
            words = _words(value, reader).replace("\n", f"\n{indent}  ")
            yield f"{indent}{label}: {words}"
        case Sequence():
            yield f"{indent}{label}: {len(value)}"
            for number, item in enumerate(value, start=1):
                yield from _field(f"- {number}", item, reader, indent + "  ")


def _words(value: str | int | bool | date | Localized | None, reader: Reader) -> str:
    match value:
        case bool():
            return render(_("yes") if value else _("no"), reader)
        case datetime() | date() | Localized():
            return render(_alone(value), reader)
        case None:
            return ""
        case _:
            return str(value)


def _alone(value: date | Localized) -> Text:
    """A moment, day or title as the reader's language writes it, and nothing else."""
    return Text("", {"text": value})
