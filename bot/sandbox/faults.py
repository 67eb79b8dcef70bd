"""Things that go wrong on purpose: refusals, lost connections and lost answers."""

from dataclasses import dataclass, field
from http import HTTPStatus

from bot.sandbox.wire import PREFIXES, Refusal, too_many


@dataclass(frozen=True)
class Fault:
    """What happens to one call.

    `status` None: no answer at all; the connection is dropped after `delay` real seconds, which
    may be infinite: then the call hangs until the client gives up. `deliver`: the method is
    carried out first, so the bot cannot know whether it was, unless `status` is 200: then it is
    answered as it should be, but late.
    """

    status: int | None
    description: str
    retry_after: int | None
    deliver: bool
    delay: float

    def refusal(self, status: int) -> Refusal:
        """The answer of a fault that has one; its description may be left to Telegram's own."""
        if status == 429 and self.retry_after is not None and not self.description:
            return too_many(self.retry_after)
        description = self.description or HTTPStatus(status).phrase
        bare = description.removeprefix(PREFIXES.get(status, ""))
        return Refusal(bare, status, self.retry_after)


@dataclass
class Faults:
    """Faults that wait for their call, by method, the oldest first."""

    waiting: dict[str, list[Fault]] = field(default_factory=dict)

    def add(self, method: str, fault: Fault) -> None:
        """Let the next call of the method fail, after those already waiting."""
        self.waiting.setdefault(method.lower(), []).append(fault)

    def take(self, method: str) -> Fault | None:
        """The fault for this call, if there is one."""
        queue = self.waiting.get(method.lower())
        return queue.pop(0) if queue else None
