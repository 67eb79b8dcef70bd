"""`make bench`: measure, print a table, write `build/bench.json`.

Name some of turns, latency, broadcast, weight, desk, papers, rehearsal and ticks to measure those
alone.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import defaultdict
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.bench import desk, measures, papers, rehearsing, reminders
from tests.bench.bots import ROOT, Tusoi, found
from tests.bench.measures import Figures

PEOPLE = 3_000
OFFICIALS = 200  # of a roster that is rehearsed
#: Of them so many type all at once, each as soon as they are answered: so many that tusoi's own gap
#: between two messages of a chat, a second (`bot.pace`), is not what is measured.
AT_ONCE = 1_000
AT_A_RATE = 300  # people who type one after the other
EVERY_OFFICIAL = 100_000
SECONDS = 6.0
ROUNDS = 3
LATENCIES = (0.0, 0.05)
RATES = (50, 200, 500)


async def _turns(tusoi: Tusoi) -> Figures:
    told: Figures = {}
    for latency in LATENCIES:
        told |= await measures.beside_peers(tusoi, AT_ONCE, latency, SECONDS)
    return told


async def _latency(tusoi: Tusoi) -> Figures:
    told: Figures = {}
    for rate in RATES:
        told |= await measures.latency_at(tusoi, AT_A_RATE, rate, SECONDS)
    return told


async def _weight(tusoi: Tusoi) -> Figures:
    return await measures.weight(tusoi, PEOPLE, SECONDS) | await measures.help_time()


async def _broadcast(tusoi: Tusoi) -> Figures:
    return await measures.broadcast(tusoi, PEOPLE)


async def _desk(_tusoi: Tusoi) -> Figures:
    return await desk.pages(45) | await desk.pages(5_000)


async def _rehearsal(_tusoi: Tusoi) -> Figures:
    return await rehearsing.rehearsal(OFFICIALS, "2026-12-31")


async def _papers(_tusoi: Tusoi) -> Figures:
    return papers.documents(45) | papers.documents(5_000)


async def _ticks(_tusoi: Tusoi) -> Figures:
    return await reminders.ticks(EVERY_OFFICIAL)


#: What can be asked for, and how many times it is measured: a broadcast takes minutes, jobs too.
MEASURES: dict[str, tuple[int, Callable[[Tusoi], Awaitable[Figures]]]] = {
    "weight": (ROUNDS, _weight),
    "latency": (ROUNDS, _latency),
    "turns": (ROUNDS, _turns),
    "broadcast": (1, _broadcast),
    "desk": (1, _desk),
    "rehearsal": (ROUNDS, _rehearsal),
    "papers": (1, _papers),
    "ticks": (1, _ticks),
}


async def medians(tusoi: Tusoi, name: str) -> Figures:
    """Each figure's median over the rounds."""
    rounds, measure = MEASURES[name]
    seen: defaultdict[str, list[float]] = defaultdict(list)
    for _round in range(rounds):
        for figure, value in (await measure(tusoi)).items():
            seen[figure].append(value)
    return {figure: median(values) for figure, values in seen.items()}


async def main(names: list[str]) -> None:
    told: Figures = {}
    with TemporaryDirectory() as folder:
        copies = Path(folder) / "copies"
        copies.mkdir()
        tusoi = Tusoi(found(Path(folder) / "data", PEOPLE), copies)
        for name in names or MEASURES:
            for figure, value in (await medians(tusoi, name)).items():
                told[figure] = round(value, 3)
                sys.stdout.write(f"{figure:<44} {value:>12,.2f}\n")
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    (build / "bench.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
