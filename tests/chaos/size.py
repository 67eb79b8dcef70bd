"""How much chaos: a little in every test run, all of it with `make chaos`."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

SEED = int(os.environ.get("TUSOI_CHAOS_SEED", "34"))
FULL = os.environ.get("TUSOI_CHAOS") == "full"
FIGURES = Path(__file__).parents[2] / "build" / "chaos.json"


@dataclass(frozen=True)
class Size:
    """How often the bot is killed, among how many recipients, people who answer, and updates."""

    kills: int
    recipients: int
    people: int
    updates: int


SIZE = Size(30, 2_000, 500, 10_000) if FULL else Size(3, 80, 24, 150)


def note(name: str, figures: dict[str, object]) -> None:
    """Keep what a full run has found, for docs/performance.md."""
    if FULL:
        FIGURES.parent.mkdir(exist_ok=True)
        known = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
        FIGURES.write_text(json.dumps(known | {name: figures}, indent=1, sort_keys=True) + "\n")
