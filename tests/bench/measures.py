"""What is measured, each a function that returns named numbers."""

from __future__ import annotations

import asyncio
from asyncio.subprocess import Process
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from bot.sandbox.limits import Rate
from tests.bench.bots import PEERS, Tusoi, echoing, memory, processor_seconds, running
from tests.bench.crowd import Crowd
from tests.bench.fast_telegram import FastTelegram

Figures = dict[str, float]
STARTS_WITHIN = 60.0
#: What Telegram says that it permits (Bots FAQ, "My bot is hitting limits"), to the letter.
PERMITTED = Rate(overall_per_second=30, chat_per_second=1, chat_burst=1)


async def _polled(telegram: FastTelegram, process: Process) -> None:
    """Wait until a bot asks for updates, or ends."""
    waits = {asyncio.create_task(telegram.polled.wait()), asyncio.create_task(process.wait())}
    await asyncio.wait(waits, timeout=STARTS_WITHIN, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
    if not telegram.polled.is_set():
        raise RuntimeError(f"the bot did not start (exit code {process.returncode})")


@dataclass(frozen=True)
class Speed:
    """What a bot does in a second, and the processor time that each of it takes, in ms."""

    a_second: float
    processor_ms: float


async def turns(tusoi: Tusoi, people: int, latency: float, seconds: float) -> Speed:
    """Stored, played, committed and answered, while everybody goes on at once."""
    tusoi.afresh()
    async with FastTelegram(latency).serving() as telegram, tusoi.running(telegram) as process:
        return await _speed(telegram, process, people, seconds, rounds=1)


async def echoes(peer: str, people: int, latency: float, seconds: float) -> Speed:
    """Answered by a bare echo bot of another library, to the same people."""
    async with FastTelegram(latency).serving() as telegram, echoing(telegram, peer) as process:
        return await _speed(telegram, process, people, seconds, rounds=0)


async def _speed(
    telegram: FastTelegram, process: Process, people: int, seconds: float, rounds: int
) -> Speed:
    await _polled(telegram, process)
    crowd = Crowd(telegram, people)
    await crowd.goes_on(seconds / 2, rounds)
    before = processor_seconds(process.pid)
    done, took = await crowd.turns_within(seconds)
    return Speed(done / took, (processor_seconds(process.pid) - before) / max(done, 1) * 1000)


async def beside_peers(
    tusoi: Tusoi, people: int, latency: float, seconds: float, peers: Sequence[str] = PEERS
) -> Figures:
    """Turns and echoes a second, one bot after the other, and tusoi's as a ratio of each."""
    name = f"latency_{latency * 1000:.0f}ms"
    ours = await turns(tusoi, people, latency, seconds)
    found = _named(name, "tusoi", ours)
    for peer in peers:
        theirs = await echoes(peer, people, latency, seconds)
        found |= _named(name, peer, theirs)
        found[f"turns_ratio.{name}.{peer}"] = ours.a_second / theirs.a_second
    return found


def _named(latency: str, bot: str, speed: Speed) -> Figures:
    return {
        f"turns_a_second.{latency}.{bot}": speed.a_second,
        f"processor_ms_a_turn.{latency}.{bot}": speed.processor_ms,
    }


async def latency_at(tusoi: Tusoi, people: int, a_second: float, seconds: float) -> Figures:
    """From what somebody types to the answer, in ms, while so many a second do."""
    tusoi.afresh()
    async with FastTelegram().serving() as telegram, tusoi.running(telegram) as process:
        await _polled(telegram, process)
        crowd = Crowd(telegram, people)
        await crowd.goes_on(0.0, rounds=1)
        await crowd.rests()
        waits = await crowd.at_rate(a_second, seconds)
    name = f"reply_ms.at_{a_second:.0f}_a_second"
    return {
        f"{name}.p50": median(waits) * 1000,
        f"{name}.p99": waits[int(len(waits) * 0.99)] * 1000,
    }


async def broadcast(tusoi: Tusoi, people: int) -> Figures:
    """An announcement to everyone while Telegram's limits are enforced, beside PTB's limiter."""
    named = await announcement(tusoi, people)
    limited = ("ptb_broadcast", str(people))
    async with FastTelegram(rate=PERMITTED).serving() as telegram, echoing(telegram, *limited):
        theirs = await _heard_by_all(telegram, people)
    named |= {f"broadcast.ptb_limiter.{name}": value for name, value in theirs.items()}
    ours = named["broadcast.tusoi.a_second"]
    return named | {"broadcast.ratio.ptb_limiter": ours / theirs["a_second"]}


async def announcement(tusoi: Tusoi, people: int) -> Figures:
    """Our own part of it."""
    tusoi.afresh()
    async with FastTelegram(rate=PERMITTED).serving() as telegram, tusoi.running(telegram) as bot:
        await _polled(telegram, bot)
        async with tusoi.announcing(telegram) as shell:
            ours = await _heard_by_all(telegram, people)
            await shell.wait()
    return {f"broadcast.tusoi.{name}": value for name, value in ours.items()}


async def _heard_by_all(telegram: FastTelegram, people: int) -> Figures:
    """Until everybody has heard it, or nobody has for a minute."""
    heard: dict[int, float] = {}
    doubled = 0

    def hears(chat: int) -> None:
        nonlocal doubled
        doubled += chat in heard
        heard.setdefault(chat, perf_counter())

    telegram.said = hears
    quiet, before = 0.0, 0
    while len(heard) < people and quiet < STARTS_WITHIN:
        await asyncio.sleep(0.2)
        quiet = quiet + 0.2 if len(heard) == before else 0.0
        before = len(heard)
    if len(heard) < 2:
        raise RuntimeError("nobody has heard it")
    took = max(heard.values()) - min(heard.values())
    return {
        "a_second": (len(heard) - 1) / took,
        "of_permitted": (len(heard) - 1) / took / PERMITTED.overall_per_second,
        "refusals": telegram.refusals,
        "missed": people - len(heard),
        "doubled": doubled,
    }


async def weight(tusoi: Tusoi, people: int, seconds: float) -> Figures:
    """From the start to the first poll; memory then, and after everybody has gone on at once."""
    tusoi.afresh()
    async with FastTelegram().serving() as telegram:
        began = perf_counter()
        async with tusoi.running(telegram) as process:
            await _polled(telegram, process)
            start = perf_counter() - began
            await asyncio.sleep(2)
            idle = memory(process.pid, "VmRSS")
            await Crowd(telegram, people).goes_on(seconds)
            highest = memory(process.pid, "VmHWM")
    return {
        "start_to_first_poll_s": start,
        "rss_mib.idle": idle,
        "rss_mib.under_load": highest,
    }


async def help_time() -> Figures:
    """How long `tusoi --help` takes, whole process."""
    began = perf_counter()
    async with running("bot", "--help") as process:
        await process.wait()
    return {"tusoi_help_s": perf_counter() - began}
