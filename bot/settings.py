"""What the operator sets: environment variables and `.env`. The only home of secrets."""

from __future__ import annotations

import base64
import binascii
import re
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsInvalid
from bot.limits.table import DISK, GIB

ENV_FILE = Path(".env")
TOKEN = re.compile(r"([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
LONGEST_ID = 20
"""Digits of a snowflake at most."""


class Settings(BaseSettings):
    """Settings from the environment; `.env` in the working folder fills what the environment leaves out.

    Attributes:
        discord_token: the bot's token; never printed, never logged.
        course: the course file of every server that has none of its own.
        state: the folder for the database and everything else that must last.
        log_level: how much the log says.
        feeds: the folder into which each server's calendar feed is written; None for no feeds.
        sandbox_port: the port of the sandbox's first page.
        disk_gib: how many GiB of files handed in each server may keep.
    """

    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        env_prefix="COURSEBOT_",
        extra="ignore",
        env_ignore_empty=True,
        frozen=True,
    )

    discord_token: SecretStr | None = Field(default=None, validation_alias="DISCORD_TOKEN")
    course: Path = Path("data/course.yaml")
    state: Path = Path("state")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    feeds: Path | None = None
    sandbox_port: int = Field(default=8800, ge=0, le=65535)
    disk_gib: int = Field(default=DISK.most // GIB, ge=1, le=1_000_000)

    @property
    def courses(self) -> Path:
        """The folder of the servers' own course files."""
        return self.state / "courses"


def application_of(token: str) -> int | None:
    """Return the application of a bot's token; None for what can't be one, which is known without asking Discord.

    A token has three parts with dots between them; the first is the application's id in base64.
    """
    parts = TOKEN.fullmatch(token.strip())
    if parts is None:
        return None
    head = parts[1]
    try:
        text = base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return int(text) if text.isdecimal() and len(text) <= LONGEST_ID else None


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        SettingsInvalid: one of them has a value that it can't have; the value itself is not repeated.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        raise SettingsInvalid(
            name if name.isupper() else f"COURSEBOT_{name.upper()}", first["msg"]
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or "it isn't UTF-8 text"
        raise SettingsInvalid(str(ENV_FILE), why) from None
