"""Whatever people do and however long the machine stands still, nobody is nagged or forgotten."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.courtesy import CATCH_UP_LIMIT
from tests.storage.living import Life, at, done

NAMES = ("Bình", "Sơn", "Mai", "Lan", "Hùng", "Tâm", "Khôi")
FIRST, LAST = at("03/10/2025 08:00"), at("16/10/2025 08:00")
DUE = at("14/10/2025 17:00")
STEP, HALF = timedelta(hours=3), timedelta(minutes=30)
STEPS = int((LAST - FIRST) / STEP)

steps = st.integers(0, STEPS)
#: From which step on nothing runs, and for how many; long stops and short ones.
stops = st.lists(st.tuples(steps, st.integers(1, 20)), max_size=4)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(finished=st.dictionaries(st.sampled_from(NAMES), steps), stops=stops)
def test_a_rule_reaches_a_person_once_and_nobody_who_owes_is_forgotten(
    finished: dict[str, int], stops: list[tuple[int, int]]
) -> None:
    life = Life.begin()
    running = []
    for step in range(STEPS):
        moment = FIRST + step * STEP + HALF
        life.office.now = moment
        with life.office.work() as work:
            for name in [name for name, when in finished.items() if when == step]:
                done(work, life.office.people[name], "registration")
        if not any(first <= step < first + length for first, length in stops):
            running.append(moment)
            life.tick()

    rules = Counter((x.rule, x.obligation, x.period_key, x.person_id) for x in life.occurrences())
    assert set(rules.values()) <= {1}
    days = Counter((x.person_id, x.not_before.date()) for x in life.messages())
    assert all(count == 1 or day == DUE.date() for (_person, day), count in days.items())
    helped = [x for x in running if at("14/10/2025 08:30") <= x < DUE]
    for name in NAMES:
        done_at = FIRST + finished.get(name, STEPS) * STEP + HALF
        told = [x for x in life.messages() if x.person_id == life.office.people[name]]
        assert all(x.created_at < done_at for x in told if "registration" in x.reason)
        if helped and done_at > helped[0] and helped[0] - at("14/10/2025 08:30") < CATCH_UP_LIMIT:
            assert any(x.not_before <= DUE for x in told), name
    life.office.database.close()
