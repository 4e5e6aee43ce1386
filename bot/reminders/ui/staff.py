"""The Discord side of what staff do with reminders: the ledger, previews, announcements."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from discord import app_commands, ui

from bot.client.choices import offer
from bot.client.layout import Card, Reply, lay_out
from bot.client.look import KINDS, clip, stamp
from bot.client.pages import page_number
from bot.client.surfaces import Persistent, guild_of, pressed_at
from bot.course.text import day_name
from bot.course.timeline import Timeline
from bot.delivery.model import Batch, Notice, Row
from bot.permissions import Capability
from bot.reminders.errors import NoChannel, NotOpen
from bot.reminders.kinds import ALL
from bot.reminders.kinds.announcement import Announcement
from bot.reminders.kinds.base import Scene
from bot.reminders.ui import staff_cards
from bot.reminders.ui.composer import reminder_card

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

Button = ui.Button[ui.LayoutView]
USE = timedelta(days=1)


class LedgerButton(
    Persistent[Button],
    template=r"ledger:(?P<show>planned|sent|skipped|failed):(?P<page>\d{1,5})",
    needs=Capability.RUN_REMINDERS,
):
    """Shows another part of the ledger."""

    async def used(self, interaction: Interaction) -> None:
        guild_id, page = guild_of(interaction), page_number(self.found["page"])
        view = await ledger_reply(interaction.client, guild_id, self.found["show"], page)
        await interaction.response.edit_message(view=view)


class AnnounceButton(
    Persistent[Button],
    template=r"announce:(?P<guild>\d+):(?P<yes>yes|no):(?P<id>\d+)",
    needs=Capability.RUN_REMINDERS,
):
    """Posts a previewed announcement, or forgets it."""

    async def used(self, interaction: Interaction) -> None:
        bot, guild_id = interaction.client, self.guild_id
        key, yes = f"announcement:{self.found['id']}", self.found["yes"] == "yes"
        row = await bot.app.reminders.confirm(guild_id, key, yes=yes, now=pressed_at(interaction))
        if row is None:
            raise NotOpen
        said = (
            f"It is posted {stamp(row.notice.due_at, 'R')}"
            if yes
            else "Discarded; nothing was posted"
        )
        await interaction.response.edit_message(
            view=lay_out(
                Card(KINDS["staff"], (f"### {'✅' if yes else '🗑️'} {said}", row.notice.body))
            )
        )


async def ledger_reply(bot: CourseBot, guild_id: int, show: str, page: int) -> Reply:
    """Lay out one part of a server's ledger."""
    rows = await bot.app.delivery.all_of(guild_id, kinds=ALL)
    silent = await bot.app.delivery.silenced(guild_id)
    timeline = bot.app.courses.timeline(guild_id)
    return lay_out(staff_cards.ledger_card(timeline, rows, show, page, silent))


async def choices(bot: CourseBot, guild_id: int, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the reminders that are open."""
    rows = await bot.app.delivery.all_of(guild_id, kinds=ALL)
    waiting = [*staff_cards.shown(rows, "failed"), *staff_cards.shown(rows, "planned")]
    timeline = bot.app.courses.timeline(guild_id)
    pairs = [(_choice_name(timeline, row), row.notice.key) for row in waiting]
    return offer(pairs, typed)


def _choice_name(timeline: Timeline, row: Row) -> str:
    local = row.notice.due_at.astimezone(timeline.zone)
    return f"{day_name(local.date())} {local:%H:%M} {staff_cards.title(timeline, row.notice)}"


async def act(bot: CourseBot, guild_id: int, key: str, action: str) -> Reply:
    """Preview a reminder, skip it, or send it now. Raises NotOpen."""
    now = bot.clock.now()
    if action == "preview":
        found = await bot.app.delivery.rows(guild_id, [key])
        if not found or found[0].notice.kind not in ALL:
            raise NotOpen
        return lay_out(preview(bot, guild_id, found[0], now))
    row = await bot.app.reminders.change(guild_id, key, "skip" if action == "skip" else "send", now)
    if row is None:
        raise NotOpen
    said = "is skipped" if action == "skip" else "is sent now"
    return lay_out(Card(KINDS["staff"], (f"### ✅ `{clip(key, 80)}` {said}",)))


def preview(bot: CourseBot, guild_id: int, row: Row, now: datetime) -> Card:
    """Draw a reminder as it will look, without its buttons."""
    at = max(now, row.notice.due_at)
    scene = Scene(guild_id, bot.app.courses.timeline(guild_id), at)
    batch = Batch(guild_id, row.notice.target, at, "preview", at, 0, (row,))
    card = reminder_card(scene, batch)
    head = f"-# Preview: due {stamp(row.notice.due_at, 'F')}, {row.state}"
    return Card(card.kind, (head, *card.blocks))


async def draft(
    bot: CourseBot, guild_id: int, text: str, channel_id: int | None, at: datetime, id: int
) -> Reply:
    """Keep an announcement until it is confirmed, and show how it will look. Raises NoChannel."""
    where = channel_id or bot.app.guilds.of(guild_id).announcements_channel
    if where is None:
        raise NoChannel
    planned = Notice(
        f"announcement:{id}", Announcement.name, f"channel:{where}", "", at, at, at + USE, text
    )
    row = await bot.app.reminders.draft(guild_id, planned)
    return lay_out(staff_cards.announcement_card(guild_id, row, text))
