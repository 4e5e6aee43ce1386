"""/setup, and who may do what."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import discord
import pytest
from discord import AppCommandOptionType

from bot.client.access import capability_of
from bot.library.library import CourseLibrary
from bot.permissions import Capability
from tests.discord.world import World, read, text_of, world_at
from tests.instants import et

KINDS_OF_PEOPLE = ("stranger", "registered", "affiliate", "listener", "judge", "staff", "owner")
FOR_STAFF = {
    Capability.CONFIGURE,
    Capability.MANAGE_GROUPS,
    Capability.SEE_HAND_INS,
    Capability.ANSWER_QUESTIONS,
    Capability.RUN_REMINDERS,
    Capability.RUN_JUDGING,
    Capability.RUN_PITCHES,
}


def somebody(world: World, kind: str) -> Any:
    """A person of a kind; the owner manages the guild and has no role."""
    if kind == "owner":
        role = world.guild.create_role("Owner", permissions=discord.Permissions(manage_guild=True))
        user = world.env.create_user("owner")
        return world.guild.add_member(user, roles=[role])
    return world.person(kind, *([] if kind == "stranger" else [kind]))


def filled(world: World, command: Any) -> dict[str, Any]:
    """Something acceptable for every required option of a command."""
    something = {
        AppCommandOptionType.string: "some words",
        AppCommandOptionType.integer: 1,
        AppCommandOptionType.number: 1.0,
        AppCommandOptionType.boolean: True,
        AppCommandOptionType.user: world.person("somebody"),
    }
    return {
        p.display_name: p.choices[0].value if p.choices else something[p.type]
        for p in command.parameters
        if p.required
    }


@pytest.mark.parametrize("kind", KINDS_OF_PEOPLE)
async def test_each_command_admits_whom_it_should(world: World, kind: str) -> None:
    person = somebody(world, kind)
    for command in world.bot.slash_commands():
        needed = capability_of(command)
        answer = await world.slash(person, command.qualified_name, **filled(world, command))
        refused = answer.modal is None and read(answer).startswith("**This is for")
        assert refused is (needed in FOR_STAFF and kind not in ("staff", "owner")), (
            command.qualified_name
        )


def test_every_capability_is_for_staff_or_for_everybody() -> None:
    everybody = {
        Capability.READ_COURSE,
        Capability.JOIN_GROUPS,
        Capability.HAND_IN,
        Capability.SCORE,
    }
    assert set(Capability) == FOR_STAFF | everybody


async def test_choices_are_saved_at_once_and_survive_a_restart(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 18, 9), library, tmp_path, configured=False) as world:
        owner = somebody(world, "owner")
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
