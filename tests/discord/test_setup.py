"""/setup."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import discord
import pytest

from bot.guilds.rules import ROLES
from bot.library.library import CourseLibrary
from tests.discord.kinds import member
from tests.discord.world import World, buttons_of, read, text_of, world_at
from tests.instants import et


async def test_choices_are_saved_at_once_and_survive_a_restart(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 18, 9), library, tmp_path, configured=False) as world:
        owner = member(world, "manager")
        shown = await world.slash(owner, "setup")
        assert read(shown).startswith("### Setup: 8 of 8 still to choose")
        chosen = await owner.select(
            shown.response, [private_channel(world, owner)], custom_id="setup:channel:staff_channel"
        )
        assert "✅ **Staff channel**" in read(chosen)
        await world.restart()
        chosen = await owner.select(
            shown.response, [world.roles["judge"]], custom_id="setup:role:judge_role"
        )
        assert read(chosen).startswith("### Setup: 6 of 8 still to choose")
        settings = world.app.guilds.of(world.guild.id)
        assert settings.staff_channel == world.guild.channels["office"].id
        assert settings.judge_role == world.roles["judge"].id
        emptied = await owner.select(shown.response, [], custom_id="setup:role:judge_role")
        assert "▫️ **Judge role**" in read(emptied)


def private_channel(world: World, reader: Any) -> Any:
    """A channel that only one person can read."""
    hidden, shown = (discord.PermissionOverwrite(view_channel=seen) for seen in (False, True))
    overwrites = {world.guild.default_role: hidden, reader: shown}
    return world.guild.create_text_channel("office", overwrites=overwrites)


@pytest.mark.parametrize("setting", ROLES)
async def test_the_role_of_everybody_is_refused_for_anybody(world: World, setting: str) -> None:
    sam = world.person("sam", "staff")
    shown, before = await world.slash(sam, "setup"), world.app.guilds.of(world.guild.id)
    everyone = [world.guild.default_role]
    answer = await sam.select(shown.response, everyone, custom_id=f"setup:role:{setting}")
    assert f"@everyone can't be the {setting.replace('_', ' ')}" in read(answer)
    assert world.app.guilds.of(world.guild.id) == before


async def test_a_staff_channel_that_everybody_can_read_is_asked_about_first(world: World) -> None:
    sam, guild_id = world.person("sam", "staff"), world.guild.id
    shown = await world.slash(sam, "setup")
    public, picker = [world.general], "setup:channel:staff_channel"
    asked = await sam.select(shown.response, public, custom_id=picker)
    assert read(asked).startswith("### Everybody in this server can read")
    assert world.app.guilds.of(guild_id).staff_channel == world.channels["staff"].id
    kept = await sam.click(asked.response, label="Choose another")
    assert read(kept).startswith("### Setup is complete")
    assert world.app.guilds.of(guild_id).staff_channel == world.channels["staff"].id
    asked = await sam.select(kept.response, public, custom_id=picker)
    await world.restart()
    used = await sam.click(asked.response, label="Use it anyway")
    assert read(used).startswith("### Setup is complete")
    assert world.app.guilds.of(guild_id).staff_channel == world.general.id


async def test_other_channels_may_be_read_by_everybody(world: World) -> None:
    sam = world.person("sam", "staff")
    shown = await world.slash(sam, "setup")
    picker = "setup:channel:announcements_channel"
    chosen = await sam.select(shown.response, [world.general], custom_id=picker)
    assert read(chosen).startswith("### Setup is complete")
    assert world.app.guilds.of(world.guild.id).announcements_channel == world.general.id


async def test_somebody_else_cannot_use_the_pickers_of_staff(world: World) -> None:
    staff, ana = world.person("sam", "staff"), world.person("ana")
    await world.slash(staff, "setup")
    message = await _public_setup(world)
    answer = await ana.select(message, [world.roles["listener"]], custom_id="setup:role:staff_role")
    assert "This is for staff" in read(answer)
    assert world.app.guilds.of(world.guild.id).staff_role == world.roles["staff"].id


async def _public_setup(world: World) -> Any:
    from bot.guilds.ui.cards import setup_reply

    channel = world.bot.get_channel(world.general.id)
    await channel.send(view=setup_reply(world.app.guilds.of(world.guild.id)))
    await world.env.settle()
    return world.general.last_message


async def test_setup_is_complete_when_all_is_chosen(world: World) -> None:
    result = await world.slash(world.person("sam", "staff"), "setup")
    assert text_of(result.response).startswith("### Setup is complete")


async def test_setup_needs_a_server(world: World) -> None:
    from simcord import SetupError

    with pytest.raises(SetupError):
        await world.person("sam", "staff").user.slash("setup")


async def test_start_here_is_posted_pinned_and_answers_each_presser(world: World) -> None:
    sam, ana = world.person("sam", "staff"), world.person("ana")
    shown = await world.slash(sam, "setup")
    said = await sam.click(shown.response, label="Post it")
    assert "“Start here” is on its way" in read(said)
    await world.advance(1)
    [start] = [m for m in world.channels["announcements"].history() if "Start here" in text_of(m)]
    assert start.pinned
    assert list(buttons_of(start)) == [
        "Today",
        "Deadlines",
        "My stuff",
        "Find a group",
        "Ask a question",
    ]
    assert "Tue Jan 26" in read(await ana.click(start, label="Today"))
    assert "**You:** not in a group yet" in read(await ana.click(start, label="Deadlines"))
    assert read(await ana.click(start, label="My stuff")).startswith("### Next: find a group")
    assert "🔎" in read(await ana.click(start, label="Find a group"))
    opened = await ana.click(start, label="Ask a question")
    answer = read(await ana.submit_modal(opened, {"question": "when is lab 2 due?"}))
    assert "Tue Jan 26" in answer
    opened = await ana.click(start, label="Ask a question")
    mine = read(await ana.submit_modal(opened, {"question": "what group am I in?"}))
    assert "You're not in a group yet" in mine
    await world.bot.boards.refresh_all(world.guild.id)
    await world.advance(1)
    again = [m for m in world.channels["announcements"].history() if "Start here" in text_of(m)]
    assert len(again) == 1, "it is brought up to date where it stands"


async def test_start_here_needs_a_channel_and_comes_only_when_asked_for(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 30, 9), library, tmp_path, configured=False) as world:
        owner = member(world, "manager")
        shown = await world.slash(owner, "setup")
        assert "There's no announcements channel yet" in read(
            await owner.click(shown.response, label="Post it")
        )
        picker = "setup:channel:announcements_channel"
        await owner.select(shown.response, [world.channels["announcements"]], custom_id=picker)
        await world.advance(1)
        posts = [text_of(m) for m in world.channels["announcements"].history()]
        assert not any("Start here" in text for text in posts)
        await owner.click(shown.response, label="Post it")
        await world.advance(1)
        posted = world.channels["announcements"].history()
        [start] = [m for m in posted if "Start here" in text_of(m)]
        ended = read(await world.person("ana").click(start, label="Today"))
        assert ended.startswith("### The course is over")
