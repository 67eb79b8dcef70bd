"""Whoever watches over a running bot: alive, ready, and numbers that name no one."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from bot.backing_up import back_up
from bot.health import Health
from bot.pulse import Pulse
from bot.serving import serving
from bot.settings import SettingsError, load
from domain.people import Role
from tests.e2e.running import enrolled, housed

pytestmark = pytest.mark.anyio

_TOKEN = SecretStr("a token of the monitor")


def read(text: str) -> dict[tuple[str, ...], float]:
    """Prometheus' own reading: a metric's name and its labels' values -> its value."""
    return {
        (sample.name.removeprefix("tusoi_"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def asked_from(host: str, health: Health) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(health.site(), client=(host, 1))
    return httpx.AsyncClient(transport=transport, base_url="http://health")


async def test_a_bot_at_work_is_alive_ready_and_told_in_numbers(tmp_path: Path) -> None:
    async with housed(tmp_path) as house, house.bot() as stage:
        app = stage.app
        async with (
            serving(Health(app, SecretStr("")).site()) as url,
            httpx.AsyncClient(base_url=url, timeout=30) as monitor,
        ):
            early = await monitor.get("/readyz")
            assert (early.status_code, "planner" in early.text) == (503, True)
            phone = await enrolled(stage, Role.OFFICIAL)
            house.sandbox.fail_next("sendMessage", 502)
            phone.type("/menu")
            await stage.settle()
            await app.tick()
            file, words, now = tmp_path / "b.backup", "six words by chance", house.clock.now()
            back_up(house.settings, file, words, now, replace=False)
            healthy, ready = await monitor.get("/healthz"), await monitor.get("/readyz")
            assert [(r.status_code, r.text) for r in (healthy, ready)] == [(200, "ok\n")] * 2
            metrics = (await monitor.get("/metrics")).text
            names = [member.person.given for member in stage.members.values()]
        told = read(metrics)
        assert told["updates_played_total",] == app.played > 3
        assert told["messages_sent_total",] == app.sender.sent > 3
        assert [n for name, n in told.items() if name[0] == "send_problems_total"] == [1]
        assert told["inbox_waiting",] == 0
        assert told["database_up",] == 1
        assert told["backup_age_seconds",] == 0
        assert told["receiving_silence_seconds", "1", "telegram"] < 60
        assert not any(re.search(rf"\b{name}\b", metrics) for name in names)
        assert "4242" not in metrics, "a bot is its place, not its id"


async def test_a_database_that_is_gone_makes_it_unready_but_not_dead(tmp_path: Path) -> None:
    async with housed(tmp_path) as house, house.bot() as stage:
        await stage.app.tick()
        await stage.settle()
        async with asked_from("127.0.0.1", Health(stage.app, _TOKEN, patience=0)) as monitor:
            assert (await monitor.get("/healthz")).status_code == 200
            assert (await monitor.get("/readyz")).text == "the database does not answer\n"
            assert read((await monitor.get("/metrics")).text)["database_up",] == 0


async def test_from_afar_only_the_token_opens(tmp_path: Path) -> None:
    async with housed(tmp_path) as house, house.bot() as stage:
        asked: list[dict[str, str]] = [
            {},
            {"Authorization": "Bearer "},
            {"Authorization": "Bearer a token"},
        ]
        bearer = {"Authorization": f"Bearer {_TOKEN.get_secret_value()}"}
        for token in (_TOKEN, SecretStr("")):
            async with asked_from("10.0.0.9", Health(stage.app, token)) as afar:
                for path in ("/healthz", "/readyz", "/metrics"):
                    refused = [(await afar.get(path, headers=h)).status_code for h in asked]
                    assert refused == [401] * 3
                opened = await afar.get("/healthz", headers=bearer)
                assert opened.status_code == (200 if token is _TOKEN else 401)


def test_only_a_new_start_helps_where_no_tick_has_begun_for_long() -> None:
    time = 0.0
    pulse = Pulse(lambda: time)
    time = 299.0
    assert pulse.is_alive
    pulse.tick_begins()
    time = 500.0
    assert pulse.is_alive, "it was tried: a database may be down"
    assert not pulse.is_recent(pulse.since_tick)
    time = 600.0
    assert not pulse.is_alive


@pytest.mark.parametrize(
    ("listen", "token", "told"),
    [
        ("0.0.0.0:8081", "", "TUSOI_HEALTH_TOKEN"),
        ("8081", "", "TUSOI_HEALTH_LISTEN is a host and a port"),
        ("0.0.0.0:8081", "short", "TUSOI_HEALTH_TOKEN needs at least"),
    ],
)
def test_numbers_are_not_told_to_a_network_without_a_token(
    listen: str, token: str, told: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TUSOI_HEALTH_LISTEN", listen)
    monkeypatch.setenv("TUSOI_HEALTH_TOKEN", token)
    with pytest.raises(SettingsError, match=told):
        load()
