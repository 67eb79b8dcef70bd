"""Settings from the environment or a `.env`, frozen at start; each is described in the README."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.broadcast import APPROVAL_ABOVE
from domain.channels import ZALO
from domain.keeping import Terms
from domain.quota import Quota

TELEGRAM = "https://api.telegram.org"
ZALO_BOT = "https://bot-api.zaloplatforms.com"
ZALO_OA = "https://openapi.zalo.me"
ZALO_OAUTH = "https://oauth.zaloapp.com"
_SHORTEST_SECRET = 16
_TERMS = Terms()
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_DATABASES = {"sqlite", "postgresql", "postgresql+psycopg"}


class SettingsError(Exception):
    """A setting that cannot be used; the sentence names it and says what to do."""


class Settings(BaseSettings):
    """What an operator may set; see `load` for how mistakes are told."""

    model_config = SettingsConfigDict(
        env_prefix="TUSOI_",
        env_file=".env",
        env_file_encoding="utf-8-sig",  # Windows' editor begins a file with a byte-order mark
        extra="ignore",
        frozen=True,
    )

    data_dir: Path = Field(default=Path("data"), description="Where the database and keys live.")
    database_url: str = Field(default="", description="SQLAlchemy URL; SQLite in the data folder.")
    telegram_token: SecretStr = Field(default=SecretStr(""), description="From @BotFather.")
    telegram_base_url: str = Field(default=TELEGRAM, description="The Bot API server.")
    telegram_webhook: bool = Field(default=False, description="Telegram brings updates; no polls.")
    secret_key: SecretStr = Field(default=SecretStr(""), description="Seals what is sensitive.")
    timezone: str = Field(default="Asia/Ho_Chi_Minh", description="The office's time zone.")
    zalo_bot_token: SecretStr = Field(default=SecretStr(""), description="One or several, commas.")
    zalo_base_url: str = Field(default=ZALO_BOT, description="The Zalo Bot Platform's server.")
    zalo_webhook: bool = Field(default=False, description="Zalo brings updates; no polling.")
    zalo_monthly_quota: int = Field(default=3000, ge=1, description="Messages a bot a month.")
    zalo_places: int = Field(default=50, ge=1, description="People a bot.")
    zalo_counts_received: bool = Field(default=True, description="What people send counts too.")
    zalo_oa_app_id: str = Field(default="", description="The app, from developers.zalo.me.")
    zalo_oa_secret_key: SecretStr = Field(default=SecretStr(""), description="The app's secret.")
    zalo_oa_refresh_token: SecretStr = Field(default=SecretStr(""), description="The first one.")
    zalo_oa_webhook_secret: SecretStr = Field(default=SecretStr(""), description="Signs events.")
    zalo_oa_paid: bool = Field(default=False, description="Send what costs the office, too.")
    zalo_oa_base_url: str = Field(default=ZALO_OA, description="The OpenAPI server.")
    zalo_oa_oauth_url: str = Field(default=ZALO_OAUTH, description="Where tokens are renewed.")
    public_url: str = Field(default="", description="Where this office's pages are reached.")
    listen: str = Field(default="127.0.0.1:8080", description="Where they are served.")
    health_listen: str = Field(default="", description="Where health and metrics are told.")
    health_token: SecretStr = Field(default=SecretStr(""), description="For who asks from afar.")
    approval_above: int = Field(
        default=APPROVAL_ABOVE, ge=1, description="Receivers one person may write to alone."
    )
    keep_words_days: int = Field(
        default=_TERMS.words.days, ge=1, description="Words of messages that are settled."
    )
    keep_buttons_days: int = Field(
        default=_TERMS.buttons.days, ge=31, description="What the buttons of a message lead to."
    )
    keep_drafts_days: int = Field(
        default=_TERMS.drafts.days, ge=31, description="Conversations nobody goes on with."
    )
    keep_lying_days: int = Field(
        default=_TERMS.lying.days, ge=2, description="What leads nowhere or nobody decided on."
    )
    keep_reports_days: int = Field(
        default=_TERMS.reports.days, ge=31, description="What was handed in for a report."
    )
    keep_answers_days: int = Field(
        default=_TERMS.answers.days, ge=31, description="Answers to ad hoc questions, and files."
    )
    keep_letters_days: int = Field(
        default=_TERMS.letters.days, ge=31, description="What letters of apology say, and to whom."
    )
    offices: Path | None = Field(default=None, description="A ward's list of its offices.")
    backup_passphrase: SecretStr = Field(default=SecretStr(""), description="Seals backups.")
    clock: datetime | None = Field(default=None, description="Start a running clock here (tests).")

    @field_validator("timezone")
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("is no time zone; try Asia/Ho_Chi_Minh") from None
        return value

    @field_validator("offices", mode="before")
    @classmethod
    def _is_a_file_or_none(cls, value: object) -> object:
        return value or None

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, value: str) -> str:
        parts = urlsplit(value)
        empty = parts.scheme == "sqlite" and parts.path in {"", "/"}  # in memory, gone at once
        if value and (empty or parts.scheme not in _DATABASES):
            raise ValueError("is neither sqlite:///FILE nor postgresql://user:password@host/name")
        return value

    @field_validator("secret_key", "health_token")
    @classmethod
    def _is_long_enough(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < _SHORTEST_SECRET:
            raise ValueError(f"needs at least {_SHORTEST_SECRET} characters, by chance")
        return value

    @field_validator("zalo_bot_token")
    @classmethod
    def _is_a_token_each(cls, value: SecretStr) -> SecretStr:
        ids = [token.partition(":")[::2] for token in _listed(value)]
        for place, (bot, secret) in enumerate(ids, start=1):
            if not (bot.isascii() and bot.isalnum()) or not secret or any(map(str.isspace, secret)):
                raise ValueError(f"is no token ({place} of {len(ids)}): copy it whole, as 123:abc")
        if len({bot for bot, _secret in ids}) < len(ids):
            raise ValueError("names the same bot twice")
        return value

    @field_validator("telegram_base_url", "zalo_base_url", "zalo_oa_base_url", "zalo_oa_oauth_url")
    @classmethod
    def _is_a_server(cls, value: str, info: ValidationInfo) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            own = cls.model_fields[info.field_name or ""].default
            raise ValueError(f"is no address of a server; the platform's own is {own}")
        return value.rstrip("/")

    @field_validator("public_url")
    @classmethod
    def _is_a_place_of_our_own(cls, value: str) -> str:
        parts = urlsplit(value.rstrip("/"))
        if value and (not parts.hostname or parts.path or parts.query or parts.username):
            raise ValueError("is an address without a path, as in https://tusoi.example.vn")
        if value and parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            raise ValueError("needs https: what people write passes through it")
        return value.rstrip("/")

    @field_validator("listen", "health_listen")
    @classmethod
    def _is_a_port(cls, value: str, info: ValidationInfo) -> str:
        if not value and info.field_name == "health_listen":
            return value
        host, _colon, port = value.rpartition(":")
        if not host or not (port.isascii() and port.isdecimal()) or not 0 < int(port) < 65536:
            raise ValueError("is a host and a port, as in 127.0.0.1:8080")
        return value

    @field_validator("clock", mode="before")
    @classmethod
    def _is_a_moment(cls, value: object) -> object:
        try:
            return datetime.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            raise ValueError("is no time; write it as 2025-10-03T08:00+07:00") from None

    @model_validator(mode="after")
    def _clock_only_at_home(self) -> Settings:
        hosts = {urlsplit(url).hostname for url in self._servers()}
        if self.clock is not None and not hosts <= _LOOPBACK:
            raise ValueError("TUSOI_CLOCK is refused unless every base URL is loopback")
        if self.clock is not None and self.clock.tzinfo is None:
            raise ValueError("TUSOI_CLOCK needs its offset, as in 2025-10-03T08:00+07:00")
        return self

    @model_validator(mode="after")
    def _brought_to_somewhere(self) -> Settings:
        brought = {"Zalo": self.zalo_webhook, "Telegram": self.telegram_webhook}
        for platform, is_set in brought.items():
            if is_set and not self.public_url:
                raise ValueError(
                    f"TUSOI_{platform.upper()}_WEBHOOK needs TUSOI_PUBLIC_URL: "
                    f"where shall {platform} bring it?"
                )
        return self

    @model_validator(mode="after")
    def _health_is_told_to_those_who_may_know(self) -> Settings:
        host = self.health_listen.rpartition(":")[0].strip("[]")
        if host and host not in _LOOPBACK and not self.health_token.get_secret_value():
            raise ValueError(
                "TUSOI_HEALTH_LISTEN beyond this machine needs TUSOI_HEALTH_TOKEN: "
                "listen on 127.0.0.1, or set one"
            )
        return self

    def _servers(self) -> list[str]:
        """Those that are talked to with these settings."""
        of_bots = [self.zalo_base_url] if self.zalo_tokens else []
        of_account = [self.zalo_oa_base_url, self.zalo_oa_oauth_url] if self.zalo_oa_app_id else []
        return [self.telegram_base_url, *of_bots, *of_account]

    @property
    def zalo_tokens(self) -> list[SecretStr]:
        """The tokens of the Zalo bots, in the order given."""
        return [SecretStr(token) for token in _listed(self.zalo_bot_token)]

    @property
    def quotas(self) -> Mapping[str, Quota]:
        """What each bot may send in a month, by channel; only where messages are counted."""
        both_ways = self.zalo_counts_received
        return {ZALO: Quota(self.zalo_monthly_quota, self.zalo_places, both_ways)}

    @property
    def terms(self) -> Terms:
        """How long is kept what nobody needs for ever."""
        shortly = (self.keep_words_days, self.keep_buttons_days, self.keep_drafts_days)
        for_the_office = (self.keep_reports_days, self.keep_answers_days, self.keep_letters_days)
        days = (*shortly, self.keep_lying_days, *for_the_office)
        return Terms(*(timedelta(days=count) for count in days))

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def database(self) -> str:
        """The database's URL; by default SQLite in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'tusoi.db'}"

    @property
    def secret(self) -> str:
        """The secret key, set or kept in the data folder's `secret.key`; SettingsError if none."""
        if given := self.secret_key.get_secret_value():
            return given
        kept = self.data_dir / "secret.key"
        if kept.is_file():
            return _key_in(kept)
        raise SettingsError(
            f"TUSOI_SECRET_KEY is not set and there is no {kept}: `tusoi init` makes one."
        )


def _key_in(file: Path) -> str:
    """Of one that a full disk or a power cut left empty anybody would know the key."""
    try:
        key = file.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError:
        key = ""
    if len(key) < _SHORTEST_SECRET:
        raise SettingsError(
            f"{file} holds no key: put that of a backup in its place. If this office was never set "
            "up, remove the file and run `tusoi init`."
        )
    return key


def _listed(tokens: SecretStr) -> list[str]:
    return [token for part in tokens.get_secret_value().split(",") if (token := part.strip())]


def load() -> Settings:
    """The settings; SettingsError names the one that is wrong and what it should be."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"TUSOI_{str(first['loc'][0]).upper()} " if first["loc"] else ""
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name}{reason}") from None
