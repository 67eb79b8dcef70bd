"""The same chaos for a bot as python-telegram-bot's own examples build it, for comparison.

`python -m tests.chaos.stock_bot` kills one as often as `make chaos` kills tusoi, and prints what
became of its people. It keeps conversations in a `PicklePersistence` and sends its announcement in
a loop that honours RetryAfter; whoever sent the announcement sends it again after each kill.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import NetworkError, RetryAfter
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)

from tests.channels.playing import TOKEN
from tests.chaos.answering import REGISTERING, Somebody, answering
from tests.chaos.size import SEED, SIZE
from tests.chaos.town import Town, town
from tests.e2e.running import heard

WORDS = "Họp toàn thể lúc 14 giờ ngày 30/10/2025."
_BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("Gửi luôn", callback_data="send")]])
Context = ContextTypes.DEFAULT_TYPE


def main() -> None:
    """The bot itself."""
    folder = Path(os.environ["TUSOI_DATA_DIR"])
    url = os.environ["TUSOI_TELEGRAM_BASE_URL"]
    builder = Application.builder().token(TOKEN).base_url(f"{url}/bot")
    application = builder.persistence(PicklePersistence(folder / "stock.pickle")).build()
    typed = filters.TEXT & ~filters.COMMAND
    answers: dict[object, list[Any]] = {n: [MessageHandler(typed, _answered)] for n in range(3)}
    answers[3] = [CallbackQueryHandler(_sent)]
    conversation = ConversationHandler(
        [CommandHandler("dangky", _asked)], answers, [], name="form", persistent=True
    )
    application.add_handlers([conversation, CommandHandler("announce", _announce, block=False)])
    application.run_polling()


async def _asked(update: Update, context: Context) -> int:
    await _ask(update, 0)
    return 0


async def _answered(update: Update, context: Context) -> int:
    assert context.user_data is not None
    answers: list[str | None] = context.user_data.setdefault("answers", [])
    answers.append(update.effective_message.text if update.effective_message else None)
    await _ask(update, len(answers))
    return len(answers)


async def _ask(update: Update, number: int) -> None:
    button = _BUTTON if number == 3 else None
    if update.effective_chat:
        await update.effective_chat.send_message(REGISTERING[number].asked, reply_markup=button)


async def _sent(update: Update, context: Context) -> int:
    if update.effective_user and context.user_data:
        kept = Path(os.environ["TUSOI_DATA_DIR"]) / f"kept-{update.effective_user.id}.json"
        kept.write_text(json.dumps(context.user_data["answers"]))
    return int(ConversationHandler.END)


async def _announce(update: Update, context: Context) -> None:
    for chat in range(1, SIZE.recipients + 1):
        with suppress(NetworkError):
            await _patiently(context, chat)
        await asyncio.sleep(1 / 29)


async def _patiently(context: Context, chat: int) -> None:
    while True:
        try:
            await context.bot.send_message(chat, WORDS)
        except RetryAfter as pause:
            await asyncio.sleep(pause._retry_after.total_seconds())
        else:
            return


async def conversations(place: Town) -> dict[str, object]:
    everyone = [Somebody(n, phone, REGISTERING, "/dangky") for n, phone in place.phones.items()]
    answers = asyncio.create_task(answering(place, everyone))
    messages = 5 * len(everyone)
    for _ in range(SIZE.kills):
        await place.killed(messages // (SIZE.kills + 1))
    async with place.bot():
        await _until_nothing_moves(place)
    answers.cancel()
    kept = {int(f.stem.split("-")[1]): f for f in place.settings.data_dir.glob("kept-*.json")}
    whole = [n for n, f in kept.items() if json.loads(f.read_text()) == _expected(n)]
    again = sum(
        sum(step.asked in text for text in heard(phone)) > 1
        for phone in place.phones.values()
        for step in REGISTERING
    )
    return {"people": len(everyone), "kept whole": len(whole), "questions asked again": again}


def _expected(number: int) -> list[str]:
    return [step.answer.format(n=number) for step in REGISTERING[:3]]


async def announcement(place: Town) -> dict[str, object]:
    first = 0
    for number in range(SIZE.kills):
        place.phones[1].type("/announce")
        await place.killed(SIZE.recipients // (SIZE.kills + 1))
        first = first if number else _received(place)
    place.phones[1].type("/announce")
    async with place.bot():
        await _until_nothing_moves(place)
    came = sum(len(heard(phone)) for phone in place.phones.values())
    return {
        "recipients": SIZE.recipients,
        "received had nobody sent it again": first,
        "received": _received(place),
        "doubled": came - _received(place),
    }


def _received(place: Town) -> int:
    return sum(WORDS in heard(phone) for phone in place.phones.values())


async def _until_nothing_moves(place: Town) -> None:
    before = -1
    while before != (now := sum(len(heard(p)) for p in place.phones.values())):
        before = now
        await asyncio.sleep(20)


async def compare() -> None:
    """Both kinds of chaos; prints what became of the people as JSON."""
    found = {}
    for size, act in ((SIZE.people, conversations), (SIZE.recipients, announcement)):
        with tempfile.TemporaryDirectory() as folder:
            async with town(Path(folder), size, SEED) as place:
                place.program = ("tests.chaos.stock_bot", "serve")
                found[act.__name__] = await act(place)
    sys.stdout.write(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        main()
    else:
        asyncio.run(compare())
