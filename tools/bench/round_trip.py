"""A whole round trip against a bare discord.py command that answers a constant, both through simcord."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import discord
import simcord
from discord import app_commands

from bot.library.files import load_library
from tests.discord.world import settle_quickly, world_at
from tests.instants import et
from tools.bench.report import Report

ROUNDS = 200
GOAL = 1.5
COMMANDS = ("schedule", "next", "deadlines")


class Bare(discord.Client):
    """The smallest bot with a slash command."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)

        @self.tree.command(description="Says pong")
        async def ping(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("pong", ephemeral=True)

    async def setup_hook(self) -> None:
        await self.tree.sync()


async def measure(report: Report) -> None:
    """Measure the bare command and ours by turns, and print ours as ratios to it."""
    env: Any = simcord.Env(Bare(), check_errors=False)
    settle_quickly(env)
    await env.start()
    guild = env.create_guild()
    channel, ana = guild.create_text_channel("general"), guild.add_member(env.create_user("ana"))
    bare = await typical(ana, channel, "ping")
    await env.shutdown()
    report.add("bare discord.py command, round trip through simcord", bare, "ms")
    library = load_library(Path("data/course.yaml"), Path("nowhere"))
    with tempfile.TemporaryDirectory() as folder:
        async with world_at(et(1, 26, 10), library, Path(folder)) as world:
            for command in COMMANDS:
                ours = await typical(world.person("ana"), world.general, command)
                report.add(f"/{command} against it", ours / bare, "times", GOAL)


async def typical(person: Any, channel: Any, command: str) -> float:
    """Return the median milliseconds of a command."""
    spent: list[float] = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        await person.slash(channel, command)
        spent.append((time.perf_counter() - begun) * 1000)
    return median(spent)
