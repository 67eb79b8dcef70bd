"""Settings: each is written down for operators, and each mistake names the setting."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of whoever runs the tests, and no `.env` either."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"TUSOI_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_in_the_readme(name: str) -> None:
    assert f"TUSOI_{name.upper()}" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_says_what_it_is_for(name: str) -> None:
    assert Settings.model_fields[name].description


def test_nothing_needs_to_be_set() -> None:
    assert load().database == "sqlite:///data/tusoi.db"
    assert load().timezone == "Asia/Ho_Chi_Minh"


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"TUSOI_TIMEZONE": "Hanoi"}, "TUSOI_TIMEZONE is no time zone; try Asia/Ho_Chi_Minh"),
        ({"TUSOI_DATABASE_URL": "mysql://root:hunter2@x/y"}, "TUSOI_DATABASE_URL is neither"),
        ({"TUSOI_DATABASE_URL": "sqlite://"}, "TUSOI_DATABASE_URL is neither sqlite:///FILE"),
        ({"TUSOI_SECRET_KEY": "hunter2"}, "TUSOI_SECRET_KEY needs at least 16 characters"),
        ({"TUSOI_TELEGRAM_BASE_URL": "telegram"}, "TUSOI_TELEGRAM_BASE_URL is no address"),
        ({"TUSOI_ZALO_BASE_URL": "zalo"}, "TUSOI_ZALO_BASE_URL is no address of a server"),
        ({"TUSOI_ZALO_BOT_TOKEN": "1:a, hunter2"}, "TUSOI_ZALO_BOT_TOKEN is no token (2 of 2)"),
        ({"TUSOI_ZALO_BOT_TOKEN": ":hunter2"}, "TUSOI_ZALO_BOT_TOKEN is no token (1 of 1)"),
        ({"TUSOI_ZALO_BOT_TOKEN": "1:a,1:hunter2"}, "TUSOI_ZALO_BOT_TOKEN names the same bot"),
        ({"TUSOI_ZALO_WEBHOOK": "true"}, "TUSOI_ZALO_WEBHOOK needs TUSOI_PUBLIC_URL"),
        ({"TUSOI_TELEGRAM_WEBHOOK": "true"}, "TUSOI_TELEGRAM_WEBHOOK needs TUSOI_PUBLIC_URL"),
        (
            {
                "TUSOI_CLOCK": "2025-10-03T08:00+07:00",
                "TUSOI_TELEGRAM_BASE_URL": "http://127.0.0.1:1",
                "TUSOI_ZALO_BOT_TOKEN": "1:a",
            },
            "TUSOI_CLOCK is refused unless every base URL is loopback",
        ),
        ({"TUSOI_PUBLIC_URL": "tusoi.example.vn"}, "TUSOI_PUBLIC_URL is an address without a path"),
        ({"TUSOI_PUBLIC_URL": "https://a.vn/tusoi"}, "TUSOI_PUBLIC_URL is an address without"),
        ({"TUSOI_PUBLIC_URL": "https://u:hunter2@a.vn"}, "TUSOI_PUBLIC_URL is an address without"),
        ({"TUSOI_PUBLIC_URL": "http://tusoi.example.vn"}, "TUSOI_PUBLIC_URL needs https"),
        ({"TUSOI_LISTEN": "8080"}, "TUSOI_LISTEN is a host and a port"),
        ({"TUSOI_LISTEN": "127.0.0.1:http"}, "TUSOI_LISTEN is a host and a port"),
        ({"TUSOI_LISTEN": "127.0.0.1:70000"}, "TUSOI_LISTEN is a host and a port"),
        ({"TUSOI_ZALO_OA_OAUTH_URL": "zalo"}, "TUSOI_ZALO_OA_OAUTH_URL is no address of a server"),
        (
            {
                "TUSOI_CLOCK": "2025-10-03T08:00+07:00",
                "TUSOI_TELEGRAM_BASE_URL": "http://127.0.0.1:1",
                "TUSOI_ZALO_OA_BASE_URL": "http://127.0.0.1:1",
                "TUSOI_ZALO_OA_APP_ID": "1",
            },
            "TUSOI_CLOCK is refused unless every base URL is loopback",
        ),
        ({"TUSOI_CLOCK": "noon"}, "TUSOI_CLOCK is no time; write it as 2025-10-03T08:00+07:00"),
        (
            {"TUSOI_CLOCK": "2025-10-03T08:00+07:00"},
            "TUSOI_CLOCK is refused unless every base URL is loopback",
        ),
        (
            {"TUSOI_CLOCK": "2025-10-03T08:00", "TUSOI_TELEGRAM_BASE_URL": "http://127.0.0.1:1"},
            "TUSOI_CLOCK needs its offset",
        ),
    ],
)
def test_a_mistake_names_its_setting(
    settings: dict[str, str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as raised:
        load()
    assert str(raised.value).startswith(told)
    assert "hunter2" not in str(raised.value)


def test_a_clock_may_be_set_where_every_server_is_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUSOI_CLOCK", "2025-10-03T08:00+07:00")
    monkeypatch.setenv("TUSOI_TELEGRAM_BASE_URL", "http://127.0.0.1:8765/")
    assert load().telegram_base_url == "http://127.0.0.1:8765"


def test_a_settings_file_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TUSOI_TIMEZONE=Asia/Bangkok\n", encoding="utf-8")
    assert load().timezone == "Asia/Bangkok"


def test_several_zalo_bots_stand_in_one_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUSOI_ZALO_BOT_TOKEN", "1:a, 2:b,")
    assert [token.get_secret_value() for token in load().zalo_tokens] == ["1:a", "2:b"]


def test_secrets_do_not_show_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUSOI_TELEGRAM_TOKEN", "123:quite-secret")
    monkeypatch.setenv("TUSOI_ZALO_BOT_TOKEN", "123:quite-secret-too")
    for name in ("SECRET_KEY", "REFRESH_TOKEN", "WEBHOOK_SECRET"):
        monkeypatch.setenv(f"TUSOI_ZALO_OA_{name}", "quite-secret-as-well")
    monkeypatch.setenv("TUSOI_SECRET_KEY", "a secret of sixteen letters")
    assert "secret-" not in repr(load())
    assert "quite-secret" not in repr(load())
    assert "sixteen" not in repr(load())
