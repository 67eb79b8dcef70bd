"""A Zalo Official Account from its settings, or one sentence on what they lack."""

from __future__ import annotations

from bot.channels.zalo_oa_channel import ZaloOaChannel
from bot.channels.zalo_oa_client import OaApp, ZaloOaClient
from bot.channels.zalo_oa_hook import ZaloOaHook
from bot.cli.speaking import Mistake
from bot.settings import Settings
from bot.storing import Store
from bot.webhooks import hook_path
from domain.channels import ZALO_OA


def check_account(given: Settings) -> None:
    """Raises Mistake for a setting that an Official Account lacks, if one is set up.

    Its refresh token is not asked for: it may be kept already.
    """
    needed = {
        "TUSOI_ZALO_OA_SECRET_KEY": given.zalo_oa_secret_key.get_secret_value(),
        "TUSOI_ZALO_OA_WEBHOOK_SECRET": given.zalo_oa_webhook_secret.get_secret_value(),
        "TUSOI_PUBLIC_URL": given.public_url,
    }
    missing = [name for name, value in needed.items() if not value]
    if given.zalo_oa_app_id and missing:
        raise Mistake(f"TUSOI_ZALO_OA_APP_ID also needs {missing[0]}: see docs/zalo-oa.md.")


def official_account(given: Settings, store: Store) -> ZaloOaChannel:
    """The account whose app is set; `store` keeps its tokens."""
    app = given.zalo_oa_app_id
    client = ZaloOaClient(
        OaApp(app, given.zalo_oa_secret_key), given.zalo_oa_base_url, given.zalo_oa_oauth_url
    )
    hook = ZaloOaHook(app, given.zalo_oa_webhook_secret)
    return ZaloOaChannel(client, store, given.zalo_oa_refresh_token, hook, pays=given.zalo_oa_paid)


def hook_address(given: Settings) -> str:
    """What the app's webhook page must be told."""
    return given.public_url + hook_path(ZALO_OA, given.zalo_oa_app_id)
