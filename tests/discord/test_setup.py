"""/setup."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.library.library import CourseLibrary
from tests.discord.kinds import member
from tests.discord.world import World, read, text_of, world_at
from tests.instants import et


async def test_choices_are_saved_at_once_and_survive_a_restart(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 18, 9), library, tmp_path, configured=False) as world:
        owner = member(world, "manager")
        shown = await world.slash(owner, "setup")
        assert read(shown).startswith("### Setup: 8 of 8 still to choose")
        chosen = await owner.select(
            shown.response, [world.channels["staff"]], custom_id="setup:channel:staff_channel"
        )
        assert "✅ **Staff channel**" in read(chosen)
        await world.restart()
        chosen = await owner.select(
            shown.response, [world.roles["judge"]], custom_id="setup:role:judge_role"
        )
        assert read(chosen).startswith("### Setup: 6 of 8 still to choose")
        settings = world.app.guilds.of(world.guild.id)
        assert settings.staff_channel == world.channels["staff"].id
        assert settings.judge_role == world.roles["judge"].id
        emptied = await owner.select(shown.response, [], custom_id="setup:role:judge_role")
        assert "▫️ **Judge role**" in read(emptied)


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
