"""The commands: what each role finds in the menu beside the text field, in this order."""

from __future__ import annotations

from dataclasses import dataclass

from domain.people import Person, Role, Standing
from domain.text import Text, _
from handlers.conversation import EVERYONE

_OFFICIALS = frozenset({Role.OFFICIAL})
_REVIEWERS = frozenset({Role.SPECIALIST})
_ISSUERS = frozenset({Role.SPECIALIST, Role.ADMIN})
_SENDERS = frozenset({Role.SENDER, Role.SPECIALIST, Role.ADMIN})


@dataclass(frozen=True)
class Command:
    """`name` and `english` both work, with a slash; of Bot API, BotCommand: a-z, at most 32.

    Those that are not `listed` are for the words people type and for the /menu message.
    """

    name: str
    english: str
    description: Text
    roles: frozenset[Role] = EVERYONE
    listed: bool = True
    standings: frozenset[Standing] = frozenset()  # who find it too, whatever their roles

    def is_for(self, person: Person) -> bool:
        """Whether this person finds it among theirs."""
        acts = person.acts_as_head and Standing.HEAD in self.standings
        return person.is_any(*self.roles) or person.standing in self.standings or acts


_LEADERS = frozenset({Standing.HEAD, Standing.DEPUTY})
_HEADS = frozenset({Standing.HEAD})

COMMANDS: tuple[Command, ...] = (
    Command("menu", "menu", _("What can be done here")),
    Command("dangky", "register", _("Register the key task")),
    Command("tusoi", "check", _("Check oneself")),
    Command("viec", "work", _("My work")),
    Command("trangthai", "status", _("What I still owe")),
    Command("lich", "calendar", _("The next 30 days")),
    Command("ngaynghi", "daysoff", _("Days off and days made up for"), listed=False),
    Command("vuongmac", "obstacle", _("Report an obstacle"), _OFFICIALS, listed=False),
    Command("thuxinloi", "apology", _("Letter of apology for a late file"), listed=False),
    Command("nghi", "leave", _("Say when I am away"), _OFFICIALS, listed=False),
    Command("duyet", "review", _("Review registrations"), _REVIEWERS, standings=_LEADERS),
    Command(
        "tapthe", "collective", _("Register the office's task"), _REVIEWERS, standings=_LEADERS
    ),
    Command("banky", "papers", _("Signed papers"), _REVIEWERS, listed=False),
    Command("vang", "away", _("Who is away"), _REVIEWERS, listed=False),
    Command("uyquyen", "delegate", _("Delegate a role"), _ISSUERS, listed=False, standings=_HEADS),
    Command("tonghop", "summary", _("Summary of the office"), _REVIEWERS, standings=_HEADS),
    Command("baocao", "documents", _("Documents to print or send"), _ISSUERS, standings=_HEADS),
    Command("maudon", "forms", _("The office's own forms"), _ISSUERS, listed=False),
    Command("nhac", "nudge", _("Remind those missing"), _REVIEWERS),
    Command(
        "giahan",
        "deadline",
        _("Give time, move a date, open again"),
        _ISSUERS,
        listed=False,
        standings=_HEADS,
    ),
    Command("thongbao", "announce", _("Send an announcement"), _SENDERS),
    Command("hoinhanh", "ask", _("Ask people something"), _SENDERS, listed=False, standings=_HEADS),
    Command("macode", "codes", _("Codes to get in"), _ISSUERS),
    Command("banlamviec", "desk", _("The desk: a page for a computer"), _ISSUERS, standings=_HEADS),
    Command("kenh", "channels", _("Through which apps I am written to"), listed=False),
    Command("dulieu", "mydata", _("Everything kept about me")),
    Command("bangchung", "proof", _("Proof of what was sent and answered"), listed=False),
    Command("suadulieu", "correct", _("Ask for a correction")),
    Command("dongy", "consent", _("Give my consent"), listed=False),
    Command("rutdongy", "withdraw", _("Withdraw my consent")),
    Command("xoa", "erase", _("Delete my data")),
    Command("visao", "why", _("Why a message came"), listed=False),
    Command("ngonngu", "language", _("Language: Vietnamese or English")),
    Command("trogiup", "help", _("Help")),
    Command("quaylai", "back", _("Back to the question before"), listed=False),
    Command("huy", "cancel", _("End what is open")),
)


def commands_for(person: Person, language: str = "vi") -> tuple[tuple[str, Text], ...]:
    """Name and description of what stands in this person's menu."""
    return tuple(
        (command.english if language == "en" else command.name, command.description)
        for command in COMMANDS
        if command.listed and command.is_for(person)
    )
