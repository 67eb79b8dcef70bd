"""A broadcast whose bot is killed again and again: nobody is missed, every double is known."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

import pytest

from tests.chaos.ledger import doubled, ledger, unmarked
from tests.chaos.size import SEED, SIZE, note
from tests.chaos.town import Town, town
from tests.e2e.running import heard

pytestmark = pytest.mark.anyio

WORDS = "Họp toàn thể lúc 14 giờ ngày 30/10/2025."


def received(place: Town) -> int:
    return sum(any(WORDS in text for text in heard(phone)) for phone in place.phones.values())


async def test_nobody_is_missed_and_every_double_is_marked(tmp_path: Path) -> None:
    async with town(tmp_path, SIZE.recipients, SEED) as place:
        (tmp_path / "words.txt").write_text(WORDS, encoding="utf-8")
        await place.command(
            "broadcast", "--text-file", str(tmp_path / "words.txt"), "--audience", "all"
        )

        def nobody_says_it_is_done() -> None:
            if received(place) < SIZE.recipients:
                assert place.count("broadcast", "state = 'finished'") == 0

        begun = monotonic()
        for _ in range(SIZE.kills):
            await place.killed(SIZE.recipients // (SIZE.kills + 1), nobody_says_it_is_done)
        await place.live_on(lambda: place.count("broadcast", "state = 'sending'") == 0)
        lines = [line for line in ledger(place) if WORDS in line.text]
        extra = doubled(place, ledger(place))
        in_flight = sum(place.sending_at_kills)
        note(
            "broadcast",
            {
                "recipients": SIZE.recipients,
                "kills": SIZE.kills,
                "faults": dict(place.weather.seen),
                "in flight at the kills": in_flight,
                "delivered but not answered": place.weather.unanswered,
                "received": received(place),
                "doubled": sum(extra.values()),
                "seconds": round(monotonic() - begun),
            },
        )
        assert received(place) == SIZE.recipients
        assert [line.state for line in lines] == ["sent"] * SIZE.recipients
        assert sum(extra.values()) <= in_flight + place.weather.unanswered
        assert unmarked(extra, lines) == {}
        assert place.count("broadcast", "state = 'finished'") == 1
        assert "Traceback" not in place.log
        assert " ERROR " not in place.log
