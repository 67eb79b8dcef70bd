"""Bare echo bots of other libraries: `python -m tests.bench.echoes NAME URL`.

Each is as short as its library's first example. They store nothing: what they acknowledge and have
not answered is lost with their process.
"""

from __future__ import annotations

import asyncio
import sys

from tests.bench.fast_telegram import TOKEN


def ptb(url: str, concurrent: int | None) -> None:
    """python-telegram-bot: its default takes one update after another."""
    from telegram import Update
    from telegram.ext import Application, ContextTypes, MessageHandler, filters

    async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        assert message is not None
        await message.reply_text(message.text or "")

    builder = Application.builder().token(TOKEN).base_url(f"{url}/bot")
    if concurrent is not None:
        builder = builder.concurrent_updates(concurrent).connection_pool_size(concurrent)
        builder = builder.pool_timeout(60)
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


def aiogram(url: str) -> None:
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import Message

    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(message.text or "")

    async def run() -> None:
        session = AiohttpSession(api=TelegramAPIServer.from_base(url))
        await dispatcher.start_polling(Bot(TOKEN, session=session))

    asyncio.run(run())


def telebot(url: str) -> None:
    """pyTelegramBotAPI."""
    from telebot import asyncio_helper
    from telebot.async_telebot import AsyncTeleBot
    from telebot.types import Message

    asyncio_helper.API_URL = f"{url}/bot{{0}}/{{1}}"
    bot = AsyncTeleBot(TOKEN)

    @bot.message_handler(func=lambda _message: True)  # type: ignore[untyped-decorator]  # telebot has none
    async def echo(message: Message) -> None:
        await bot.send_message(message.chat.id, message.text or "")

    asyncio.run(bot.infinity_polling())


def ptb_broadcast(url: str, people: int) -> None:
    """To many, through PTB's own limiter; refusals are tried ten times more."""
    from telegram.ext import AIORateLimiter, Application

    from tests.bench.crowd import FIRST

    async def run() -> None:
        limiter = AIORateLimiter(max_retries=10)
        builder = Application.builder().token(TOKEN).base_url(f"{url}/bot").rate_limiter(limiter)
        async with builder.pool_timeout(600).build() as application:
            sends = (
                application.bot.send_message(chat, "Mời họp")
                for chat in range(FIRST, FIRST + people)
            )
            await asyncio.gather(*sends)

    asyncio.run(run())


if __name__ == "__main__":
    name, url = sys.argv[1:3]
    match name:
        case "ptb_default":
            ptb(url, None)
        case "ptb_32":
            ptb(url, 32)
        case "aiogram":
            aiogram(url)
        case "telebot":
            telebot(url)
        case "ptb_broadcast":
            ptb_broadcast(url, int(sys.argv[3]))
