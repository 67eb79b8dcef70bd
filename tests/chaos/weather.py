"""Bad weather: one call in eight goes wrong, in every way that a platform and a network know."""

from __future__ import annotations

import math
from collections import Counter
from random import Random

from bot.sandbox.faults import Fault, Faults

#: Each with its chance. A call that hangs ends when the client gives up.
_KINDS: dict[str, tuple[float, Fault]] = {
    "429": (0.02, Fault(429, "", 1, deliver=False, delay=0)),
    "500": (0.03, Fault(500, "", None, deliver=False, delay=0)),
    "reset": (0.02, Fault(None, "", None, deliver=False, delay=0)),
    "reset after delivery": (0.02, Fault(None, "", None, deliver=True, delay=0)),
    "slow": (0.02, Fault(200, "", None, deliver=True, delay=1)),
    "timed out after delivery": (0.01, Fault(None, "", None, deliver=True, delay=math.inf)),
}
_SENDING = frozenset({"sendmessage", "editmessagetext", "answercallbackquery"})
_POLLING = frozenset({"429", "500", "reset", "reset after delivery"})


class Weather(Faults):
    """Faults that come by chance, the same chance for the same seed."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._random = Random(seed)
        self.seen: Counter[str] = Counter()
        self.unanswered = 0  # messages that were delivered without the bot being told

    def take(self, method: str) -> Fault | None:
        kind = self._drawn(method.lower())
        if kind is None:
            return None
        self.seen[kind] += 1
        fault = _KINDS[kind][1]
        self.unanswered += method.lower() == "sendmessage" and fault.deliver and not fault.status
        return fault

    def _drawn(self, method: str) -> str | None:
        if method not in _SENDING and method != "getupdates":
            return None
        chance = self._random.random()
        for kind, (share, _fault) in _KINDS.items():
            chance -= share
            if chance < 0:
                return kind if method in _SENDING or kind in _POLLING else None
        return None
