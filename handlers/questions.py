"""The questions a conversation may ask; each kind has its file, all are imported from here.

Frozen, and pure: what was typed or pressed goes in, JSON to be stored comes out. `decode` raises
`StaleAnswer` on whatever it does not understand, so that the question is asked again.
"""

from __future__ import annotations

from handlers.calendar_question import PickDate
from handlers.choice_questions import Choose, ChooseMany, Option
from handlers.review_question import Review
from handlers.skippable import Skippable
from handlers.write_question import Write
from handlers.yes_no_question import Confirm

__all__ = ["Choose", "ChooseMany", "Confirm", "Option", "PickDate", "Review", "Skippable", "Write"]
