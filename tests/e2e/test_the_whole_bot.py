"""The whole bot over HTTP: stock Bot API calls in, stored, played, sent, all settled."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.figures import figures
from tests.channels.aiogram_check import check_all
from tests.e2e.running import link_of, staged

pytestmark = pytest.mark.anyio


async def test_somebody_enrols_consents_and_registers_over_http(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        member = next(iter(stage.members.values()))
        phone = member.phone
        phone.start(await link_of(stage, member.person.id))
        await stage.settle()
        for label in ("Đúng", "Đồng ý"):
            phone.press(label)
            await stage.settle()
        phone.type("/dangky")
        await stage.settle()
        for words in ("Rút thời gian giải quyết hồ sơ còn 10 ngày", "Quy trình mới", "15/12"):
            phone.type(words)
            await stage.settle()
        phone.press("Gửi luôn")
        await stage.settle()
        told = await stage.app.store.work(figures)
        assert told["failed"] == 0
        assert told["waiting"] == 0
        duties = told["duties"]
        assert isinstance(duties, dict)
        assert duties["registration/once"].startswith("1/")
        check_all(stage.platforms.telegram.requests, stage.platforms.telegram.updates)
