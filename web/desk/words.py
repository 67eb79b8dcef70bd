"""What the desk's templates say themselves."""

from __future__ import annotations

from domain.text import _

WORDS = {
    "desk": _("The desk"),
    "desk_door": _(
        "People, registrations, papers and announcements of the office. This link opens once, in "
        "this browser, for whoever got it in the chat."
    ),
    "open_desk": _("Open the desk"),
    "skip": _("Skip to the contents"),
    "parts": _("Parts of the desk"),
    "close_desk": _("Close the desk"),
    "today": _("Today"),
    "needs": _("Waits for {you}"),
    "nothing": _("Nothing waits for {you} now."),
    "progress": _("How far we are"),
    "no_duty": _("No duty is open at the moment."),
    "missing": _("Who is missing"),
    "ahead": _("Goes out in the next 7 days"),
    "nothing_ahead": _("Nothing goes out in the next 7 days."),
    "when": _("When"),
    "what": _("What"),
    "whom": _("To how many"),
    "people": _("People"),
    "search": _("Name (without accents too) or staff number"),
    "unit": _("Unit"),
    "every_unit": _("All units"),
    "show": _("Show"),
    "find": _("Find"),
    "found": _("Found"),
    "name": _("Full name"),
    "post": _("Position, unit"),
    "chats": _("Chat"),
    "no_chat": _("none"),
    "owed": _("Still owed"),
    "nothing_owed": _("nothing"),
    "nobody": _("Nobody is found. Try fewer letters, or all units."),
    "earlier": _("‹ Earlier"),
    "further": _("Further ›"),
    "owing": _("Who still owes"),
    "everyone": _("Show everyone again"),
    "left": _("has left"),
    "done": _("Done"),
    "refused": _("That was not done"),
    "back_to_today": _("Back to the desk"),
}
