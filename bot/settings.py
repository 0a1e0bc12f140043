"""Everything the environment may say."""

from __future__ import annotations

import os
import re
import secrets
import stat
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Literal, Self

import platformdirs
from pydantic import Field, HttpUrl, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.store.opening import SCHEMES
from bot.webhook_address import Address

_SECRET_FOR_TELEGRAM = re.compile(r"[A-Za-z0-9_-]{1,256}")
APP = "second-opinion"
SHORTEST_SECRET = 32
_SHIPPED = Path(__file__).parent / "_content"
_CHECKOUT = Path(__file__).parent.parent / "content"


class SettingsError(Exception):
    """The environment says something that cannot be; ``problems`` has one clear line for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(BaseSettings):
    """The settings, read from environment variables of the same names."""

    model_config = SettingsConfigDict(
        case_sensitive=False, extra="ignore", env_ignore_empty=True, hide_input_in_errors=True
    )

    bot_token: SecretStr | None = None
    telegram_api_url: HttpUrl | None = None
    database_url: str = ""
    webhook_url: HttpUrl | None = None
    webhook_secret: SecretStr | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    secret_key: SecretStr | None = None
    secret_key_file: Path | None = None
    content_dir: Path = _SHIPPED if _SHIPPED.is_dir() else _CHECKOUT
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    metrics_port: int | None = Field(default=None, ge=1, le=65535)
    retention_days: int = Field(default=90, ge=1, le=3650)

    @field_validator("bot_token")
    @classmethod
    def _token_has_its_shape(cls, token: SecretStr | None) -> SecretStr | None:
        number, _, rest = (token.get_secret_value() if token else "").partition(":")
        if token and not (number.isdecimal() and rest):
            raise ValueError("is no token; copy the whole line from BotFather, such as 123456:ABC...")
        return token

    @field_validator("database_url")
    @classmethod
    def _database_is_known(cls, url: str) -> str:
        if url and not url.startswith(SCHEMES):
            raise ValueError("must be sqlite:///PATH or postgresql://USER:PASSWORD@HOST/DATABASE")
        return url

    @model_validator(mode="after")
    def _secrets_are_long(self) -> Self:
        if any(len(secret) < SHORTEST_SECRET for secret in self._given_secrets()):
            raise ValueError(
                f"SECRET_KEY: must have {SHORTEST_SECRET} characters or more; make one with: openssl rand -hex 32"
            )
        return self

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        if self.webhook_url is None:
            return self
        if self.webhook_url.scheme != "https" and not self.telegram_api_url:
            raise ValueError("WEBHOOK_URL: must begin with https://; Telegram posts to no other")
        if not self._webhook_secrets():
            raise ValueError("WEBHOOK_SECRET: is missing; make one with: openssl rand -hex 32")
        if not all(map(_SECRET_FOR_TELEGRAM.fullmatch, self._webhook_secrets())):
            raise ValueError("WEBHOOK_SECRET: Telegram takes letters, digits, - and _ only, 256 at the most")
        return self

    def _webhook_secrets(self) -> tuple[str, ...]:
        text = self.webhook_secret.get_secret_value() if self.webhook_secret else ""
        return tuple(secret.strip() for secret in text.split(",") if secret.strip())

    @property
    def webhook(self) -> Address | None:
        """Where Telegram is to post updates; None to poll for them."""
        if self.webhook_url is None:
            return None
        return Address(str(self.webhook_url), self._webhook_secrets(), self.host, self.port)

    @property
    def store_url(self) -> str:
        """The address of the database."""
        return self.database_url or f"{SCHEMES[0]}{self.database}"

    @property
    def database(self) -> Path:
        """The SQLite file, where there is one."""
        name = self.database_url.removeprefix("sqlite:///")
        return Path(name) if name else Path(platformdirs.user_data_dir(APP)) / "sessions.db"

    def _given_secrets(self) -> list[str]:
        text = self.secret_key.get_secret_value() if self.secret_key else ""
        if not text and self.secret_key_file:
            try:
                text = self.secret_key_file.read_text(encoding="utf-8")
                open_to_all = self.secret_key_file.stat().st_mode & stat.S_IROTH
            except (OSError, UnicodeDecodeError) as error:
                reason = error.strerror if isinstance(error, OSError) else "it is no text"
                raise ValueError(f"SECRET_KEY_FILE: cannot be read ({reason}); name a readable file") from error
            if open_to_all:
                raise ValueError(f"SECRET_KEY_FILE: everyone can read it; run: chmod o-rwx {self.secret_key_file}")
        found = [secret.strip() for secret in text.split(",") if secret.strip()]
        if not found and (text or self.secret_key_file):
            raise ValueError("SECRET_KEY: the text or file given is empty; make one with: openssl rand -hex 32")
        return found

    def secrets(self) -> list[str]:
        """Give the master secrets, newest first; one is made and kept, apart from the database, when none is set."""
        given = self._given_secrets()
        if given:
            return given
        own = Path(platformdirs.user_config_dir(APP)) / "secret.key"
        if self.database.exists() and not own.exists():
            raise SettingsError(
                [f"SECRET_KEY: none is set, and {own} is gone, but {self.database} is there; restore one of the two"]
            )
        return [_own_secret(own)]


def read_settings() -> Settings:
    """Read the environment.

    Raises:
        SettingsError: A variable has a value that cannot be, or a name that is nearly one of ours.
    """
    problems = _misspelt()
    try:
        settings = Settings()
    except ValidationError as error:
        problems += [_line(str(one["loc"][0]).upper() if one["loc"] else "", one["msg"]) for one in error.errors()]
    if problems:
        raise SettingsError(problems)
    return settings


def _misspelt() -> list[str]:
    known = {name.upper() for name in Settings.model_fields}
    return [
        f"{name}: unknown setting; did you mean {near[0]}?"
        for name in os.environ
        if name.upper() not in known and (near := get_close_matches(name.upper(), known, 1, cutoff=0.9))
    ]


def _line(name: str, message: str) -> str:
    words = message.removeprefix("Value error, ")
    return f"{name}: {words[0].lower()}{words[1:]}" if name else words


def _own_secret(path: Path) -> str:
    """Read the secret that was made here, or make it: all of it is on the disk before it has its name."""
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft = path.with_name(f"{path.name}.new-{os.getpid()}")
            draft.unlink(missing_ok=True)
            draft.touch(mode=0o600)
            with draft.open("r+", encoding="utf-8") as file:
                file.write(secrets.token_hex(SHORTEST_SECRET))
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                path.hardlink_to(draft)
            draft.unlink()
        secret = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(
            [f"SECRET_KEY: none is set, and {path} cannot be used ({error.strerror}); set SECRET_KEY"]
        ) from error
    if len(secret) < SHORTEST_SECRET:
        raise SettingsError([f"SECRET_KEY: none is set, and {path} is empty or cut short; restore it from a backup"])
    return secret
