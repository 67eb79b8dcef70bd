"""What only shows when a plan is carried out is told with file, line and reason, too."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.opening import sound_plan
from directives.loading import plans
from directives.source import PlanError
from tests.unit.test_directives_mistakes import PLAN, written

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize("plan", plans())
def test_what_comes_with_tusoi_can_be_carried_out(plan: str) -> None:
    assert sound_plan(plan, ZONE).id == plan


def test_a_plan_that_is_past_is_no_mistake(tmp_path: Path) -> None:
    past = PLAN.replace("2025-", "2019-")
    assert sound_plan(written(tmp_path, past), ZONE).ends.year == 2019


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "due: {anchor: end, at: 17:00}",
            "due: {anchor: end, days: -10, at: 17:00}",
            "own.yaml, line 28, obligations[2].due: obligation check, period 2025-10: must open "
            "before due and close after it, but ",
        ),
        (
            "{anchor: due, days: -3, at: 08:30}",
            "{anchor: due, days: 30, at: 08:30}",
            "own.yaml, line 19, obligations[1].rules[1].when: the rule can never fire: ",
        ),
        (
            "obligations:",
            'weekly_digest: {anchor: start, days: 7, at: "08:00"}\nobligations:',
            "own.yaml, line 9, weekly_digest: it can never be made: ",
        ),
        (
            "    first: 2025-10-01\n",
            "    first: 2026-10-01\n",
            "own.yaml, line 26, obligations[2].first: no period of it begins while the plan lasts.",
        ),
    ],
)
def test_what_cannot_be_carried_out_is_told_with_file_line_and_reason(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    assert PLAN.count(old) == 1
    with pytest.raises(PlanError) as caught:
        sound_plan(written(tmp_path, PLAN.replace(old, new)), ZONE)
    assert str(caught.value).startswith(sentence)
