"""What one person has everybody see: only where they could write it themselves, and not without end."""

from __future__ import annotations

from typing import Any

import discord

from bot.limits.table import SHARES
from tests.discord.world import World, buttons_of, read


async def share(world: World, person: Any) -> Any:
    shown = await world.slash(person, "deadlines")
    return await person.click(shown.response, label="Share in channel")


async def test_a_page_is_shared_until_the_limit_and_then_a_sentence_says_when_again(
    world: World,
) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    for _ in range(SHARES.most):
        assert not (await share(world, ana)).response.ephemeral
    refused = await share(world, ana)
    assert refused.response.ephemeral
    assert read(refused).startswith("**That's more than 10 pages and answers shared in a channel")
    assert not (await share(world, bo)).response.ephemeral
    await world.advance(3601)
    assert not (await share(world, ana)).response.ephemeral


async def test_who_cannot_write_in_a_channel_cannot_share_there(world: World) -> None:
    role = world.guild.create_role("Muted")
    mute = discord.PermissionOverwrite(send_messages=False)
    channel: Any = world.bot.get_channel(world.general.id)
    await channel.set_permissions(channel.guild.get_role(role.id), overwrite=mute)
    muted = world.guild.add_member(world.env.create_user("muted"), roles=[role])
    answer = await share(world, muted)
    assert answer.response.ephemeral
    assert read(answer).startswith("**You can't write in this channel, so nothing was shared.**")
    asked = await world.slash(muted, "ask", question="when is lab 2 due?")
    [label] = [name for name in buttons_of(asked.response) if "hare" in name]
    answer = await muted.click(asked.response, label=label)
    assert "so nothing was shared" in read(answer)
    assert not (await share(world, world.person("ana"))).response.ephemeral
