"""What Discord checks of commands and simcord doesn't, for every command."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.client.bot import INTENTS
from bot.library.library import CourseLibrary
from tests.conftest import ROOT
from tests.discord.world import World, world_at
from tests.instants import et

NAME = re.compile(r"^[-_\w]{1,32}$")


async def test_names_descriptions_and_options_are_what_discord_accepts(world: World) -> None:
    for command in world.bot.slash_commands():
        parts: list[Any] = [command, *command.parameters]
        for part in parts:
            assert NAME.match(part.name) and part.name == part.name.lower(), part.name
            assert 1 <= len(str(part.description)) <= 100, part.name
            assert str(part.description) != "…", part.name
        assert len(command.parameters) <= 25


async def test_every_autocomplete_is_guarded(world: World) -> None:
    guarded = 0
    for command in world.bot.slash_commands():
        for parameter in command._params.values():
            if callable(parameter.autocomplete):
                assert getattr(parameter.autocomplete, "guarded", False), command.qualified_name
                guarded += 1
    assert guarded >= 2


def test_no_privileged_intent_is_asked_for() -> None:
    assert not (INTENTS.members or INTENTS.presences or INTENTS.message_content)


async def test_nobody_is_ever_pinged_by_accident(world: World) -> None:
    assert world.bot.allowed_mentions is not None
    assert world.bot.allowed_mentions.to_dict() == discord.AllowedMentions.none().to_dict()
    ana = world.person("ana")
    shown = await world.slash(ana, "deadlines")
    await ana.click(shown.response, label="Share in channel")
    for request in world.env.http_requests:
        body = request.json if isinstance(request.json, dict) else {}
        data = body.get("data") if isinstance(body.get("data"), dict) else body
        if "components" in data and request.method == "POST":
            assert data["allowed_mentions"]["parse"] == [], request


async def test_messages_are_no_commands(world: World) -> None:
    await world.person("ana").send(world.general, "!help")
    assert world.general.last_message.author.name == "ana"


async def test_a_reply_leaves_nothing_in_memory(world: World) -> None:
    ana = world.person("ana")
    for _ in range(3):
        shown = await world.slash(ana, "schedule", when="today")
        await ana.click(shown.response, label="Wed Jan 27 →")
    assert not world.bot._connection._view_store._views


@pytest.mark.parametrize("command", ["schedule", "next"])
async def test_the_same_page_in_the_same_second_is_rendered_once(
    library: CourseLibrary, tmp_path: Path, command: str
) -> None:
    async with world_at(et(1, 26, 10), library, tmp_path) as world:
        timeline, address = library.default, {"schedule": "course:0", "next": "next:"}[command]
        first = world.bot.pages.reply(timeline, address, et(1, 26, 10))
        assert world.bot.pages.reply(timeline, address, et(1, 26, 10)) is first
        assert world.bot.pages.reply(timeline, address, et(1, 26, 10, 0, 1)) is not first
        for n in range(600):
            world.bot.pages.reply(timeline, f"course:{n}", et(1, 26, 10))
        assert len(world.bot.pages._cache) <= 256


def test_the_command_modules_are_thin() -> None:
    for path in (ROOT / "cogs").glob("*.py"):
        assert len(path.read_text().splitlines()) < 200, path
