"""How long is kept what nobody needs for ever; the office may set each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Terms:
    """`words`: of messages, once they are settled. `buttons`: what a message's choices lead to;
    after that they explain themselves. `drafts`: a conversation since it was last touched.
    `lying`: what leads nowhere any more, and what nobody decided on. `reports`: what was handed in
    for a report, until the next ones rest on it.
    `answers`: what was answered to inquiries, and files sent; that one answered stays.
    `letters`: whom a letter of apology is to and what it says; that there was one stays."""

    words: timedelta = timedelta(days=30)
    buttons: timedelta = timedelta(days=180)
    drafts: timedelta = timedelta(days=180)
    lying: timedelta = timedelta(days=7)
    reports: timedelta = timedelta(days=730)
    answers: timedelta = timedelta(days=365)
    letters: timedelta = timedelta(days=365)
