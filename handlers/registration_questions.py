"""The last look at a registration, which also offers to say more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from domain.text import GAP, Text, _
from handlers.dialog import (
    Accepted,
    Answered,
    Button,
    Heard,
    Json,
    Said,
    StaleAnswer,
    View,
)
from handlers.questions import Review
from handlers.typed_answers import labelled

ADD, SEND_NOW = _("Add to it"), _("Send it now")
MORE = "more"


@dataclass(frozen=True)
class Overview:
    """The review; with `offers` it also offers to say more, and answers whether to."""

    name: str
    offers: bool = False
    further: tuple[Text, ...] = ()  # points that stand there and are not asked about here

    @property
    def label(self) -> Text:
        return _("More points")

    @property
    def _review(self) -> Review:
        return Review(self.name, send=SEND_NOW) if self.offers else Review(self.name)

    def parse(self, said: Said, scratch: Json, today: date) -> Heard:
        typed = labelled(said.text or "", [ADD]) is not None
        if self.offers and (said.value == "add" or typed):
            return Accepted("add")
        return self._review.parse(said, scratch, today)

    def decode(self, stored: Json) -> bool:
        if stored not in ("add", "submit"):
            raise StaleAnswer(self.name)
        return stored == "add"

    def show(self, stored: Json) -> Text:
        return ADD if stored == "add" else self._review.send

    def view(self, scratch: Json, today: date, trace: tuple[Answered, ...]) -> View:
        points = tuple(answered for answered in trace if answered.name != MORE)
        view = self._review.view(scratch, today, points)
        if not self.offers:
            return view
        offer = _("Optional: measures, who does it with {you}, authority, responsibility.")
        add = (Button(ADD, "add"),)
        lines = (*view.lines, *self.further, GAP, offer)
        return replace(view, lines=lines, rows=(*view.rows[:-1], add, view.rows[-1]))
