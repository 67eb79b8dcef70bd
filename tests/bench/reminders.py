"""Everybody is reminded at one moment: by a tick, and by a job each, on each database at hand."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.bots import ROOT
from tests.bench.ticking import Figures
from tests.machine import NEEDS
from tests.postgresql_server import running_postgresql

#: How many officials say whether a tick takes more memory for more of them.
A_FEW = 1_000
#: A job each takes a commit each: so many take minutes where the disk is to be waited for.
MOST_JOBS = 2_000


async def ticks(people: int) -> Figures:
    """For so many officials, and (memory only) for a few; jobs for not more than `MOST_JOBS`.

    The ratio is of the time for each official.
    """
    with_job = min(people, MOST_JOBS)
    told: Figures = {}
    for name, a_database in databases().items():
        with a_database() as url:
            few = await _measured("tusoi", url, A_FEW)
        with a_database() as url:
            ours = await _measured("tusoi", url, people)
        with a_database() as url:
            jobs = await _measured("apscheduler", url, with_job)
        told |= {f"tick.{name}.tusoi.{figure}": value for figure, value in ours.items()}
        told |= {f"tick.{name}.apscheduler.{figure}": value for figure, value in jobs.items()}
        told[f"tick.{name}.tusoi.memory_grown_mib.of_a_few"] = few["memory_grown_mib"]
        told[f"tick.{name}.ratio.apscheduler"] = jobs["s"] / with_job * people / ours["s"]
    return told


def databases() -> dict[str, Callable[[], AbstractContextManager[str]]]:
    """Each makes an empty one and gives its URL; PostgreSQL as it comes, and as the tests have it.

    A job each waits for the disk twice a job: without that wait it is as fast as it can be.
    """
    found: dict[str, Callable[[], AbstractContextManager[str]]] = {"sqlite": _sqlite}
    if not NEEDS["postgresql"].missing():
        found |= {
            "postgresql": partial(running_postgresql, durable=True),
            "postgresql_without_fsync": running_postgresql,
        }
    return found


@contextmanager
def _sqlite() -> Iterator[str]:
    with TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'office.db'}"


async def _measured(way: str, url: str, people: int) -> Figures:
    """In a process of its own, whose memory is nobody else's."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.ticking", way, url, str(people)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _nothing = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{way} ended with {process.returncode}")
    figures: Figures = json.loads(said)
    return figures
