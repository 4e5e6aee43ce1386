"""What staff do with submissions: lists, files, extensions, everybody's progress."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import discord
from discord import ui

from bot.assignments import overview, rules
from bot.assignments.model import Assignment, KeptFile, StudentRecord, Version
from bot.assignments.overview import Show
from bot.assignments.progress import Progress
from bot.assignments.requests import Grant
from bot.assignments.ui import more_time, staff_cards
from bot.assignments.vault import hash_of
from bot.client.layout import Card, Reply, lay_out
from bot.client.look import KINDS, plain, plural, size_text
from bot.client.pages import page_number
from bot.client.surfaces import Persistent, guild_of, pressed_at
from bot.ids import GuildId, UserId
from bot.permissions import Capability
from bot.sheets import safe_cell

if TYPE_CHECKING:
    from pathlib import Path

    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

Button = ui.Button[ui.LayoutView]
OLDER_ALL = "any"
"""What buttons of earlier versions carry for every assignment."""
FILES_A_MESSAGE = 10
MESSAGE_OVERHEAD = 64 * 1024
"""Bytes of a request that are no file."""


class ListButton(
    Persistent[Button],
    template=r"hand-ins:(?P<assignment>[a-z0-9.*-]+):(?P<show>all|late|warnings|missing):(?P<page>\d{1,5})",
    needs=Capability.SEE_HAND_INS,
):
    """Shows another page or another part of the list."""

    async def used(self, interaction: Interaction) -> None:
        bot, guild_id, id = interaction.client, guild_of(interaction), self.found["assignment"]
        known = bot.app.submissions.assignments(guild_id)
        every = id == staff_cards.ALL or (id == OLDER_ALL and id not in known)
        only = None if every else bot.app.submissions.assignment(guild_id, id)
        show, page = cast("Show", self.found["show"]), page_number(self.found["page"])
        view = await list_reply(bot, guild_id, only, show, page)
        await interaction.response.edit_message(view=view)


class FilesButton(
    Persistent[Button],
    template=r"hand-in-files:(?P<receipt>R-[A-Z0-9-]+)",
    needs=Capability.SEE_HAND_INS,
):
    """Sends the files of one version."""

    async def used(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await _send_files(interaction, self.found["receipt"])


@dataclass(frozen=True, slots=True)
class MoreTime:
    """What staff filled in: for which assignment, how much, why, and for whom."""

    assignment: str
    more: timedelta
    reason: str
    person: discord.abc.User | None
    group: int | None


async def everybody(
    bot: CourseBot, guild_id: GuildId
) -> tuple[dict[UserId, StudentRecord], list[int]]:
    """Return everybody who is known, and the numbers of the groups."""
    groups = {g.number: g.member_ids for g in await bot.app.groups.groups(guild_id)}
    service = bot.app.submissions
    versions, attested = await service.versions(guild_id), await bot.app.records.attested(guild_id)
    people = overview.everybody(groups, versions, attested)
    presented = await bot.app.pitches.presented(guild_id)
    for user_id, record in people.items():
        if record.group in presented:
            people[user_id] = replace(record, presented=True)
    return people, sorted(groups)


async def list_reply(
    bot: CourseBot, guild_id: GuildId, only: Assignment | None, show: Show, page: int
) -> Reply:
    """Lay out one page of the list. `only`: of one assignment."""
    people, groups = await everybody(bot, guild_id)
    course = bot.app.courses.timeline(guild_id).course
    lines = overview.lines(course, people.values(), groups, show, only)
    return lay_out(staff_cards.list_card(lines, only, show, page))


async def person_reply(bot: CourseBot, guild_id: GuildId, person: discord.abc.User) -> Reply:
    """Lay out everything of one person."""
    versions = await bot.app.submissions.versions(guild_id, UserId(person.id))
    titles = {id: one.title for id, one in bot.app.submissions.assignments(guild_id).items()}
    who = plain(person.display_name)
    return lay_out(staff_cards.person_card(guild_id, who, versions, titles))


async def extend(interaction: Interaction, asked: MoreTime) -> None:
    """Give one owner more time and say who has been told. Raises NothingToHandIn, ExtendWhom, NoSuchGroup."""
    bot, guild_id = interaction.client, guild_of(interaction)
    assignment = bot.app.submissions.find(guild_id, asked.assignment)
    person = asked.person.id if asked.person else None
    owner = rules.owner_to_extend(assignment, person, asked.group)
    await interaction.response.defer(ephemeral=True, thinking=True)
    grant = Grant(assignment.id, owner, asked.more, asked.reason, pressed_at(interaction))
    given = await bot.app.more_time.extend(guild_id, grant, by=UserId(interaction.user.id))
    card = await more_time.given_card(bot, guild_id, *given)
    await interaction.followup.send(view=lay_out(card), ephemeral=True)


async def send_overview(interaction: Interaction) -> None:
    """Show how far everybody is, with the whole table attached."""
    bot, guild_id = interaction.client, guild_of(interaction)
    await interaction.response.defer(ephemeral=True, thinking=True)
    people, _ = await everybody(bot, guild_id)
    counts, each = overview.count(bot.app.courses.timeline(guild_id).course, people.values())
    members = await bot.people.members(guild_id, people)
    names = {id: member.display_name for id, member in members.items()}
    view = lay_out(staff_cards.progress_overview(counts, each))
    await interaction.followup.send(view=view, ephemeral=True)
    if each:
        table = discord.File(io.BytesIO(_table(each, names).encode("utf-8-sig")), "progress.csv")
        await interaction.followup.send(file=table, ephemeral=True)


def _table(each: Mapping[UserId, Progress], names: Mapping[int, str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    titles = [r.title for r in next(iter(each.values())).requirements]
    writer.writerow(["name", "discord id", *map(safe_cell, titles)])
    for user_id, found in each.items():
        states = [r.state for r in found.requirements]
        writer.writerow([safe_cell(names.get(user_id, "")), user_id, *states])
    return out.getvalue()


async def _send_files(interaction: Interaction, receipt: str) -> None:
    """Send a version's files, as many to a message as Discord takes. Raises NoSuchReceipt."""
    bot, guild = interaction.client, interaction.guild
    assert guild is not None
    version = await bot.app.submissions.of_receipt(GuildId(guild.id), receipt)
    limit = guild.filesize_limit - MESSAGE_OVERHEAD
    sound, lines = await asyncio.to_thread(_sound_files, bot, version, limit)
    text = "\n".join([f"### {plural(len(version.files), 'file')} of `{receipt}`", *lines])
    await interaction.followup.send(view=lay_out(Card(KINDS["staff"], (text,))), ephemeral=True)
    for batch in _batches(sound, limit):
        words = f"Handed in with receipt {receipt}"
        files = [discord.File(path, file.name, description=words) for file, path in batch]
        await interaction.followup.send(files=files, ephemeral=True)


def _sound_files(
    bot: CourseBot, version: Version, limit: int
) -> tuple[list[tuple[KeptFile, Path]], list[str]]:
    """Look at each file once more: its bytes must be those that were received."""
    sound: list[tuple[KeptFile, Path]] = []
    lines: list[str] = []
    for file in version.files:
        path = bot.app.submissions.vault.path_of(file.sha256)
        name = f"- {plain(file.name)} ({size_text(file.size)})"
        if not path.exists() or hash_of(path) != file.sha256:
            lines.append(f"{name}: ⚠️ missing or altered on the disk; run `fsck` there")
        elif file.size > limit:
            lines.append(f"{name}: too large for Discord; `export submissions` has it")
        else:
            sound.append((file, path))
            lines.append(name)
    return sound, lines


def _batches(files: list[tuple[KeptFile, Path]], limit: int) -> list[list[tuple[KeptFile, Path]]]:
    batches: list[list[tuple[KeptFile, Path]]] = []
    used = 0
    for file, path in files:
        full = not batches or len(batches[-1]) == FILES_A_MESSAGE or used + file.size > limit
        if full:
            batches.append([])
            used = 0
        batches[-1].append((file, path))
        used += file.size
    return batches
