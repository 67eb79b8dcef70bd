"""What is said before somebody consents: what is kept, why, who sees it, how to take it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.consent import ConsentInputs, Purpose
from domain.people import Person
from domain.text import Text, _, verbatim

#: The version of what is said before each choice. A test ties it to the words in both languages:
#: whoever changes them gives them a new version.
WORDING: Mapping[Purpose, str] = {Purpose.KEEP: "2025-10-b", Purpose.SELF_CHECK: "2025-10-b"}


def keep_lines(inputs: ConsentInputs) -> tuple[Text, ...]:
    """What is kept, why, who sees it, the way it takes, how to take it back."""
    return (
        _("Hello {you} {name}."),
        _(
            "The system keeps your name, position, unit, what you register and when you send it, "
            "so that {specialists} can gather it and {heads} can follow it.",
            specialists=called(inputs.specialists, _("the specialist in charge")),
            heads=called(inputs.heads, _("the head of the office")),
        ),
        _("Messages go through {channel}.", channel=inputs.channel),
        _(
            "You may take your consent back at any time (/rutdongy); "
            "handing in on paper counts exactly the same."
        ),
        _("Self-checks are asked about separately."),
    )


KEEP_MORE = (
    _("More about it:"),
    _("• Also kept: your drafts, the messages sent to you, and when you agreed to what."),
    _(
        "• Kept on the office's own server. Telegram or Zalo keep their own copy of what passes "
        "through them, under their own rules."
    ),
    _("• Used for this plan only; the system rates nobody."),
    _(
        "• Your rights: see everything kept (/dulieu), have it corrected (/suadulieu), "
        "take consent back (/rutdongy), delete (/xoa)."
    ),
    _(
        "• If you choose paper: the specialist notes your papers down, you get no reminders here, "
        "and /dongy lets you change your mind. Law 91/2025/QH15 on personal data protection."
    ),
)


def self_check_lines(inputs: ConsentInputs) -> tuple[Text, ...]:
    """The separate purpose: what one notices in oneself."""
    return (
        _("Before the first self-check, {you} {name}: this purpose is asked about separately."),
        _(
            "Kept, encrypted: the signs you mark, what you mean to do about them, your notes. "
            "On the system only you can see them."
        ),
        _(
            "{specialists} and {heads} learn only whether you have done it; "
            "reports show sums of at least 5 people. It is not used for rating or grading.",
            specialists=called(inputs.specialists, _("the specialist in charge")),
            heads=called(inputs.heads, _("the head of the office")),
        ),
        _(
            "You may take this back at any time (/rutdongy); "
            "a self-check on paper counts exactly the same."
        ),
    )


SELF_CHECK_MORE = (
    _("More about it:"),
    _(
        "• Encrypted means: whoever copies the database reads nothing. Whoever also holds the "
        "server's key could decrypt it."
    ),
    _("• Telegram or Zalo keep their own copy of the buttons and words that pass through them."),
    _("• /dulieu shows you all of it, /xoa deletes it."),
    _("• On paper: you keep your sheet; the specialist only notes that it has been done."),
)


def called(people: Sequence[Person], otherwise: Text) -> Text:
    """Who it is, by name; or what they do, where nobody is named yet."""
    if not people:
        return otherwise
    return verbatim(", ".join(person.called for person in people))
