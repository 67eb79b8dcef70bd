"""People who answer what they are asked, each word with their own number in it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.sandbox.phones import Phone
from tests.chaos.town import Town
from tests.e2e.running import heard


@dataclass(frozen=True)
class Step:
    """A question, known by some of its words, and what one answers: typed, or pressed ("[...]")."""

    asked: str
    answer: str


REGISTERING = (
    Step("đăng ký nhiệm vụ gì", "Rút thời gian giải quyết hồ sơ số {n} còn 10 ngày"),
    Step("Sản phẩm hoặc kết quả cụ thể", "Quy trình số {n}, 95% hồ sơ đúng hạn"),
    Step("dự kiến hoàn thành khi nào", "hết tháng 11"),
    Step("Mời anh xem lại", "[Gửi luôn]"),
)
CHECKING = (
    Step("biểu hiện nào?", "7"),
    Step("để khắc phục, đến khi nào", "trả lời phiếu số {n} đến 15/11"),
    Step("ghi thêm gì cho riêng mình", "riêng của số {n}"),
)


@dataclass
class Somebody:
    """A person with a phone who goes through a conversation, and answers each question once."""

    number: int
    phone: Phone
    steps: tuple[Step, ...]
    command: str
    answered: int = 0

    def begin(self) -> None:
        self.phone.type(self.command)

    def look(self) -> None:
        """Answer the question one waits for, once it is there."""
        if self.is_done:
            return
        step = self.steps[self.answered]
        if any(step.asked in text for text in heard(self.phone)):
            self.answered += 1
            self._say(step.answer.format(n=self.number))

    def _say(self, words: str) -> None:
        if words.startswith("["):
            self.phone.press(words.strip("[]"))
        else:
            self.phone.type(words)

    @property
    def is_done(self) -> bool:
        return self.answered == len(self.steps)


def gathered(town: Town) -> list[Somebody]:
    """Everyone of the town: half register, half look at themselves."""
    ways = (("/dangky", REGISTERING), ("/tusoi", CHECKING))
    return [
        Somebody(number, phone, ways[number % 2][1], ways[number % 2][0])
        for number, phone in town.phones.items()
    ]


async def answering(town: Town, everyone: list[Somebody]) -> None:
    """Let everyone answer what they are asked until nobody is asked any more."""
    for somebody in everyone:
        somebody.begin()
    while not all(somebody.is_done for somebody in everyone):
        for somebody in everyone:
            somebody.look()
        await asyncio.sleep(0.05)
