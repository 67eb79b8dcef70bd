"""The review before anything is sent: every answer, each with its own button to change it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.message import Style
from domain.text import Text, _, either
from handlers.dialog import (
    Accepted,
    Answered,
    Button,
    Heard,
    Json,
    Jump,
    Rejected,
    Said,
    StaleAnswer,
    View,
)
from handlers.typed_answers import SEND, labelled, means

_TITLE, _SEND = _("Please look it over"), _("Send")


@dataclass(frozen=True)
class Review:
    """Ask it last. An edit keeps the later answers; only what is missing is asked again."""

    name: str = "review"
    title: Text = _TITLE
    send: Text = _SEND

    @property
    def label(self) -> Text:
        return self.title

    def parse(self, said: Said, scratch: Json, today: date) -> Heard:
        match (said.value or "").split(":", 1):
            case ["submit"]:
                return Accepted("submit")
            case ["edit", name]:
                return Jump(name)
        typed = said.text or ""
        if means(typed, SEND) or labelled(typed, [self.send]) is not None:
            return Accepted("submit")
        return Rejected(
            either(
                pressed=_(
                    "Please press “{send}”, or the button of the point to change.", send=self.send
                ),
                typed=_(
                    "Please send 1 (“{send}”), or the number of the point to change.",
                    send=self.send,
                ),
            )
        )

    def decode(self, stored: Json) -> None:
        if stored != "submit":
            raise StaleAnswer(self.name)

    def show(self, stored: Json) -> Text:
        return self.send

    def view(self, scratch: Json, today: date, trace: tuple[Answered, ...]) -> View:
        lines = tuple(_("{label}: {answer}", label=a.label, answer=a.shown) for a in trace)
        edits = tuple((Button(_("✎ {label}", label=a.label), f"edit:{a.name}"),) for a in trace)
        return View(lines, (*edits, (Button(self.send, "submit", Style.PRIMARY),)), self.title)
