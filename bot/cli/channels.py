"""The channels that an office's settings set up; one sentence on what they lack."""

from __future__ import annotations

from pydantic import SecretStr

from bot.app import place_of
from bot.channels.base import Channel
from bot.channels.telegram_channel import TelegramChannel
from bot.channels.telegram_hook import TelegramHook
from bot.channels.zalo_bot_channel import ZaloBotChannel
from bot.channels.zalo_bot_hook import ZaloBotHook
from bot.cli.official_account import check_account, official_account
from bot.cli.speaking import Mistake
from bot.settings import Settings
from bot.storing import Store
from bot.webhooks import hook_path
from domain.channels import TELEGRAM, ZALO
from storage.unit_of_work import Place
from storage.vault import Vault


def check_channels(given: Settings) -> None:
    """Raises Mistake where no channel is set up, or one is not fully."""
    if not (given.telegram_token.get_secret_value() or given.zalo_tokens or given.zalo_oa_app_id):
        raise Mistake(
            "TUSOI_TELEGRAM_TOKEN is not set, nor is TUSOI_ZALO_BOT_TOKEN: get a token from "
            "@BotFather (Telegram) or Zalo Bot Manager (Zalo) and set it."
        )
    check_account(given)


def channels_of(given: Settings, store: Store | None = None) -> list[Channel]:
    """The channels that are set up; Mistake when there is none.

    An Official Account keeps its tokens in the `store`: without one it is left out.
    """
    check_channels(given)
    telegram = [_telegram(given)] if given.telegram_token.get_secret_value() else []
    bots = [_zalo_bot(given, token) for token in given.zalo_tokens]
    account = [official_account(given, store)] if store and given.zalo_oa_app_id else []
    return [*telegram, *bots, *account]


async def places_of(given: Settings, store: Store) -> tuple[Place, ...]:
    """The bots as links name them: their names, only the platforms know."""
    channels = channels_of(given, store)
    for channel in channels:
        try:
            await channel.open()
        finally:
            await channel.close()
    return tuple(map(place_of, channels))


def _zalo_bot(given: Settings, token: SecretStr) -> ZaloBotChannel:
    if not given.zalo_webhook:
        return ZaloBotChannel(token, given.zalo_base_url)
    hook = ZaloBotHook(*_agreed(given, ZALO, token))
    return ZaloBotChannel(token, given.zalo_base_url, hook)


def _telegram(given: Settings) -> TelegramChannel:
    token = given.telegram_token
    hook = TelegramHook(*_agreed(given, TELEGRAM, token)) if given.telegram_webhook else None
    return TelegramChannel(token.get_secret_value(), given.telegram_base_url, hook)


def _agreed(given: Settings, channel: str, token: SecretStr) -> tuple[str, str, SecretStr]:
    """A bot, where its updates are brought, and the secret, of the office's key, to prove them."""
    bot = token.get_secret_value().partition(":")[0]
    secret = SecretStr(Vault(given.secret).digest(f"hook of {channel} {bot}"))
    return bot, given.public_url + hook_path(channel, bot), secret
