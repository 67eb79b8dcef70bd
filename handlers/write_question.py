"""A few words in one's own writing.

An empty or very vague answer gets one hint with an example; whatever comes then is accepted:
people decide what is good enough.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from domain.text import Text, _, verbatim
from domain.vietnamese import fold, nfc
from handlers.dialog import (
    Accepted,
    Answered,
    Button,
    Heard,
    Json,
    Rejected,
    Said,
    StaleAnswer,
    Still,
    View,
)
from handlers.skippable import SKIP_BUTTON, SKIPPED, skips
from handlers.typed_answers import DONE, KEEP, NO, YES, means

_VAGUE = re.compile(
    r"(?:(?:toi|em|minh|ca nhan) )?(?:se |da )?(?:luon )?(?:co gang |no luc |phan dau )*"
    r"(?:(?:lam|hoan thanh|thuc hien|lam viec)(?: that)?(?: tot| xuat sac| dung| day du)?"
    r"(?: (?:moi |cac |nhung )?(?:chuyen mon|nhiem vu|cong viec|viec|chuc trach)){0,2}"
    r"(?: (?:duoc|da) (?:giao|phan cong))?(?: theo (?:quy dinh|ke hoach|phan cong))?"
    r"|tot|binh thuong|theo quy dinh|theo ke hoach|theo phan cong|duoc giao|nhu (?:tren|cu|truoc)"
    r"|nhu nam (?:truoc|ngoai)|chua (?:biet|ro|nghi ra)|khong biet|de sau|co gang|no luc|phan dau"
    r"|(?:do|try)(?: my best| well| better)"
    r"|(?:complete|finish) (?:the |my )?(?:assigned )?(?:tasks?|work)"
    r"|as (?:assigned|usual|before)|tbd|n a|later|i (?:do not|don t) know)"
)


def is_vague(text: str) -> bool:
    """Fewer than three letters, or one of the phrases that say nothing about the work."""
    letters = sum(character.isalpha() for character in text)
    return letters < 3 or _VAGUE.fullmatch(fold(text)) is not None


def says_nothing(text: str) -> bool:
    """Only pictures and signs, or a word that answers the bot rather than the question."""
    return not any(c.isalnum() for c in text) or means(text, YES | NO | DONE | KEEP)


@dataclass(frozen=True)
class Write:
    """Words typed, at most `max_length` characters; "" where it was left out.

    Without an `example` (a remark, a note) nothing is too vague. "Đi công tác đến 16/10" is taken
    for an answer, as a reason may say just that, unless `may_be_leave` is off: no task is that.
    """

    name: str
    label: Text
    prompt: Text
    example: Text | None = None
    required: bool = True
    max_length: int = 2000
    may_be_leave: bool = True

    def parse(self, said: Said, scratch: Json, today: date) -> Heard:
        before = _before(scratch)
        if before and (said.value == "keep" or means(said.text or "", KEEP)):
            return Accepted(before)
        if not self.required and (skips(said) or means(said.text or "", DONE)):
            return Accepted("")
        text = nfc(said.text or "").strip()
        if not text:
            return Rejected(_("Please type your answer as a text message."))
        if len(text) > self.max_length:
            return Rejected(self._too_long(len(text)))
        if self.example and says_nothing(text):
            return Rejected(
                _("Please say it in words. For example: {example}", example=self.example)
            )
        if self.example and is_vague(text) and not _hinted(scratch):
            return Still({"hinted": text}, _hint(self.example))
        return Accepted(text)

    def _too_long(self, length: int) -> Text:
        return _(
            "That is {length} characters, {over} more than fit here ({most}). "
            "Your message is still in the chat: please copy, shorten and send it again.",
            length=length,
            over=length - self.max_length,
            most=self.max_length,
        )

    def decode(self, stored: Json) -> str:
        if not isinstance(stored, str) or (self.required and not stored):
            raise StaleAnswer(self.name)
        return stored

    def show(self, stored: Json) -> Text:
        return verbatim(self.decode(stored)) if stored else SKIPPED

    def view(self, scratch: Json, today: date, trace: tuple[Answered, ...]) -> View:
        before = _before(scratch)
        skip = () if self.required else ((SKIP_BUTTON,),)
        if not before:
            return View((self.prompt,), skip)
        present = _("So far: {answer}", answer=before)
        return View((self.prompt, present), ((Button(_("Keep it as it is"), "keep"),), *skip))


def _hint(example: Text) -> Text:
    return _(
        "Could it be more specific? For example: {example} "
        "Write it again, or send the same to keep it as it is.",
        example=example,
    )


def _hinted(scratch: Json) -> bool:
    return isinstance(scratch, dict) and "hinted" in scratch


def _before(scratch: Json) -> str:
    """What stands there already: the stored answer, or the one that got the hint."""
    said = scratch.get("hinted") if isinstance(scratch, dict) else scratch
    return said if isinstance(said, str) else ""
