"""Names of stretches of time as sentences take them."""

from __future__ import annotations

from domain.period import Span, month_words
from domain.text import Text, verbatim


def month_name(year: int, month: int) -> Text:
    """ "tháng 10/2025", "October 2025"."""
    return verbatim(month_words(year, month))


def span_name(span: Span) -> Text:
    """What a period is about, in words that fit inside a sentence."""
    return verbatim(span.words)
