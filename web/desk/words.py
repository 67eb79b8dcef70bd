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
    "people": _("The staff"),
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
    "registrations": _("Registrations"),
    "task": _("Key task"),
    "sent": _("Sent"),
    "stands": _("Where it stands"),
    "start": _("Go through them one by one"),
    "print_all": _("Print all forms"),
    "print_one": _("Form to print"),
    "none_waits": _("Nothing here."),
    "late": _("late"),
    "ask_more": _("Ask to complete"),
    "next": _("Next ›"),
    "list": _("List"),
    "versions": _("Earlier versions"),
    "newer": _("There is a newer version by now: it stands below."),
    "by_key": _("With the keyboard: the number beside each button, while the frame has the focus."),
    "left_over": _("Still waiting"),
    "pile_done": _("Nothing else waits for {you} now."),
    "file": _("Whole file"),
    "papers": _("Papers"),
    "ticked": _("In"),
    "search_name": _("Name (without accents too)"),
    "other_papers": _("Papers of other duties"),
    "check_paper": _(
        "Only that it was done on paper is noted here, never what somebody noticed in themselves."
    ),
    "is_in": _("The paper is in"),
    "tick": _("Note the chosen as in"),
    "untick": _("Take back"),
    "not_there": _("Not there"),
    "left_since": _("Has left the office since"),
    "number": _("Staff number"),
    "blocked": _("blocked"),
    "heard": _("last written in"),
    "away": _("Away"),
    "duties": _("Duties by period"),
    "duty": _("Duty"),
    "no_duties": _("No duty has begun for them."),
    "messages": _("Messages of the last three months"),
    "no_words": _("When and why, never the words of a message."),
    "no_messages": _("Nothing was sent."),
    "state": _("State"),
    "said": _("Messages"),
    "write_new": _("Write an announcement"),
    "nudge": _("Remind those missing"),
    "announcements": _("Announcements"),
    "no_announcements": _("No announcement lately."),
    "ahead_long": _("Goes out in the next 31 days"),
    "nothing_ahead_long": _("Nothing goes out in the next 31 days."),
    "went": _("Went out in the last 14 days"),
    "nothing_went": _("Nothing went out."),
    "kind": _("Kind"),
    "in_telegram": _("This opens inside Telegram"),
    "how_in_telegram": _(
        "It opens by itself from the button in the chat with the bot. Does nothing happen, use "
        "“Open the desk” there instead."
    ),
    "inquiries": _("Questions asked"),
    "inquiries_how": _(
        "For a figure, a choice, a line or a file that is needed soon. Everyone answers in the "
        "chat, who has not is reminded, and what came in stands here."
    ),
    "inquiry_ask": _("Ask something new"),
    "inquiry_drafts": _("Not asked yet"),
    "inquiry": _("Question"),
    "inquiry_author": _("Asked by"),
    "inquiry_whom": _("Whom it asks"),
    "inquiry_answered": _("Have answered"),
    "inquiry_late_until": _("late answers are taken until"),
    "inquiry_paste": _("A paragraph to paste"),
    "copy_it": _("Copy"),
    "copied": _("Copied."),
    "inquiry_answers": _("Answers"),
    "inquiry_answer": _("Answer"),
    "inquiry_noted": _("written down by"),
    "inquiry_missing": _("Not answered"),
    "inquiry_silent": _("not answered yet"),
    "inquiry_phoned": _("Phoned in?"),
    "inquiry_note": _("Note the answer"),
    "inquiry_excused": _("Not counted (away, or left)"),
    "inquiries_back": _("‹ All questions"),
    "no_inquiries": _("Nothing was asked so far."),
    "plan": _("The plan"),
    "plan_file": _("The plan's file (YAML)"),
    "plan_next": _("A proposal with another year (YAML)"),
    "plan_how": _(
        "A file can be kept, passed on, or loaded by whoever runs the bot with "
        "`tusoi init --plan FILE.yaml`. The proposal has every day a year later: please read it "
        "against the new document."
    ),
    "plan_files": _("As files"),
    "plan_change": _("Change the plan"),
    "plan_copy": _("Copy into the next year"),
    "plan_end": _("End the plan"),
    "plan_last": _("Last day of the plan"),
    "plan_end_how": _(
        "What has opened by then is seen to until it closes; nothing opens after it. For example "
        "31/12/2025."
    ),
    "plan_end_look": _("Look at it first"),
    "in_force": _("in force"),
    "draft": _("A draft of the plan"),
    "draft_lies": _("A change of the plan is being written:"),
    "draft_look": _("Go on with it"),
    "draft_how": _(
        "Nothing of this is in force yet. Please look at what would change before it is saved."
    ),
    "draft_overtaken": _(
        "Another plan was put in force meanwhile: this draft can only be thrown away."
    ),
    "draft_preview": _("What would change"),
    "draft_file": _("The draft's file (YAML)"),
    "draft_duty": _("Change"),
    "draft_dropped": _("Left out"),
    "draft_restore": _("Take in again"),
    "draft_discard": _("Throw the draft away"),
    "draft_back": _("‹ Back to the draft"),
    "draft_save": _("Save: in force from now on"),
    "duty_running": _(
        "It is open now and stays as it opened; what is changed here is for what opens later. To "
        "give more time for what is open, send /giahan to the bot."
    ),
    "counted_from": _("Counted from"),
    "on_day": _("Day, like 15/11/2025"),
    "days_on": _("Days after it (- before)"),
    "days_kind": _("Days of"),
    "calendar_days": _("the calendar"),
    "working_days": _("work"),
    "at_hour": _("Time of day, like 17:00"),
    "on_day_off": _("On a day off it goes"),
    "duty_last": _("No period that begins after this day (empty: as long as the plan)"),
    "duty_words": _("Wording"),
    "title_vi": _("What it asks for, in Vietnamese"),
    "title_en": _("What it asks for, in English"),
    "deadline_vi": _("The deadline as the document says it, in Vietnamese"),
    "deadline_en": _("The deadline as the document says it, in English"),
    "duty_keep": _("Take into the draft"),
    "duty_drop": _("Leave this duty out"),
    "plan_hours": _("Hours of the office"),
    "plan_hours_how": _(
        "Nobody is written to outside of these hours, in the lunch break or on days off; what "
        "falls there waits for the next moment the office is open."
    ),
    "reminders": _("Reminders"),
    "reminders_how": _(
        "Each goes to those who have not done it by then. What falls into quiet hours goes when "
        "the office opens."
    ),
    "reminders_again": _(
        "It can come again: after so many working days, and so often at most. With nothing there "
        "it comes once."
    ),
    "reminder_whom": _("For whom"),
    "reminder_every": _("Again after (days)"),
    "reminder_most": _("At most (times)"),
    "reminder_drop": _("Leave this one out"),
    "reminder_new": _("One more (empty: none)"),
    "preview_how": _(
        "Nothing is changed by looking. People are counted as things stand now; who has done a "
        "duty by then gets no reminder."
    ),
    "preview_warnings": _("Please look at this once more"),
    "preview_reminders": _("Whose reminders change"),
    "preview_change": _("Change of it"),
    "preview_whose": _("Who gets them"),
    "preview_times": _("How often"),
    "preview_first": _("First"),
    "preview_instead": _("instead of"),
    "weekly": _("The weekly digest"),
    "preview_none": _("Nobody's reminders change."),
    "preview_duties": _("How the duties go on"),
    "preview_carried": _("What is carried over"),
    "preview_tasks": _(
        "Registered tasks that are not done stay with their owners and are offered when they "
        "register again:"
    ),
    "preview_remedies": _(
        "Remedies with dates go on as well; they are seen by nobody but their owners."
    ),
    "plan_versions": _("Versions"),
    "whose": _("Of whom"),
    "opens": _("Opens"),
    "due": _("Due"),
    "closes": _("Closes"),
    "assumed": _("the document gives no day"),
    "offices": _("The offices"),
    "offices_unread": _("No figures from"),
    "offices_reason": _("Why"),
    "offices_remedy": _("What to do"),
    "offices_notes": _("To be noted"),
    "offices_none": _("There are no figures yet."),
    "offices_workbook": _("Summary (XLSX)"),
    "offices_earlier": _("Earlier periods"),
    "offices_all": _("All offices"),
    "offices_signs": _("Signs"),
    "office": _("Office"),
    "concerned": _("To do it"),
    "have_done": _("Have done it"),
    "share": _("Share"),
    "after_due": _("After the deadline"),
    "still_owe": _("Still owe"),
    "past_due": _("Past the deadline"),
    "period": _("Period"),
    "sign": _("Sign"),
    "noticed": _("Noticed it"),
    "were_asked": _("Were asked"),
    "offices_files": _("Offices that run apart"),
    "offices_files_how": _(
        "Add the files they have sent (XLSX), several at once: they are summed up with the others "
        "and kept nowhere."
    ),
    "offices_choose": _("Their files"),
    "offices_show": _("Show on this page"),
    "offices_write": _("Summary with them (XLSX)"),
    "back_to_today": _("Back to the desk"),
}
