"""The demo's office from nothing: its settings, its plan, and everyone on its roster."""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot.sandbox.office import demo_roster
from bot.settings import Settings
from domain.roster import compare
from reports.roster_sheet import read_roster
from storage import roster
from storage.unit_of_work import Work

ZONE = "Asia/Ho_Chi_Minh"
PLAN = "hoa-cuong-2025"
#: The plan begins.
BEGINS = datetime(2025, 10, 3, 8, 0, tzinfo=ZoneInfo(ZONE))


def demo_settings(folder: Path, url: str = "http://127.0.0.1") -> Settings:
    """An office in this folder that talks to the sandbox; no setting of the operator's is used."""
    return Settings(
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'tusoi.db'}",
        telegram_token=SecretStr(""),
        telegram_base_url=url,
        secret_key=SecretStr(secrets.token_urlsafe(32)),
        timezone=ZONE,
        clock=None,
    )


def hire(work: Work) -> None:
    """Everyone of the sheet that a real office would have."""
    sheet = read_roster(demo_roster(), "danh-sach.xlsx")
    roster.apply(work, compare(roster.existing(work), sheet.entries, sheet.silent), actor=None)
