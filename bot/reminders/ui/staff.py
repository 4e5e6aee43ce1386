"""The Discord side of what staff do with reminders: the ledger, previews, announcements."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from discord import app_commands, ui

from bot.client.choices import offer
from bot.client.layout import Card, Reply, lay_out
from bot.client.look import KINDS, stamp
from bot.client.pages import page_number
from bot.client.surfaces import Persistent, guild_of, pressed_at
from bot.course.words import say
from bot.delivery.model import Batch, Row
from bot.ids import ChannelId, GuildId, UserId
from bot.permissions import Capability
from bot.reminders import rules
from bot.reminders.errors import ChannelSilenced, NoChannel, NothingToAnnounce
from bot.reminders.kinds.announcement import announcement, announcement_key
from bot.reminders.ui import staff_cards
from bot.reminders.ui.composer import reminder_card, scene_of
from bot.reminders.ui.staff_cards import Names
from bot.text import BadText, clean

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

Button = ui.Button[ui.LayoutView]
WAIT_S = 1.5
"""How long a reply waits to say what became of something sent now, within Discord's 3 seconds."""


class LedgerButton(
    Persistent[Button],
    template=r"ledger:(?P<show>planned|sent|skipped|failed|messages):(?P<page>\d{1,5})",
    needs=Capability.RUN_REMINDERS,
):
    """Shows another part of the ledger."""

    async def used(self, interaction: Interaction) -> None:
        guild_id, page = guild_of(interaction), page_number(self.found["page"])
        view = await ledger_reply(interaction.client, guild_id, self.found["show"], page)
        await interaction.response.edit_message(view=view)


class ReminderButton(
    Persistent[Button],
    template=r"reminder:(?P<what>send|anyway|leave|skip|back):(?P<key>.+)",
    needs=Capability.RUN_REMINDERS,
):
    """Does something with one row of the ledger."""

    async def used(self, interaction: Interaction) -> None:
        view = await act(interaction, self.found["key"], self.found["what"])
        await interaction.response.edit_message(view=view)


class AnnounceButton(
    Persistent[Button],
    template=r"announce:(?P<guild>\d+):(?P<yes>yes|no):(?P<id>\d+)",
    needs=Capability.RUN_REMINDERS,
):
    """Posts a previewed announcement, or forgets it."""

    async def used(self, interaction: Interaction) -> None:
        bot, guild_id, now = interaction.client, self.guild_id, pressed_at(interaction)
        key, yes = announcement_key(int(self.found["id"])), self.found["yes"] == "yes"
        row = await bot.app.staff_reminders.confirm(guild_id, key, yes=yes, now=now)
        said = "Discarded; nothing was posted"
        if yes:
            due = row.notice.due_at
            said = f"It will be posted {stamp(due, 'R')}" if due > now else "It's being posted now"
        head = f"### {'✅' if yes else '🗑️'} {said}"
        await interaction.response.edit_message(
            view=lay_out(Card(KINDS["staff"], (head, row.notice.body)))
        )


def names_in(bot: CourseBot, guild_id: GuildId) -> Names:
    """Return how what is in a server's ledger is named."""
    return Names(bot.app.reminders.kinds, bot.app.courses.timeline(guild_id))


async def ledger_reply(bot: CourseBot, guild_id: GuildId, show: str, page: int) -> Reply:
    """Lay out one part of a server's ledger."""
    staff = bot.app.staff_reminders
    everything = show == staff_cards.MESSAGES
    rows = await (staff.to_mend(guild_id) if everything else staff.reminders(guild_id))
    silent = await bot.app.delivery.silenced(guild_id)
    return lay_out(staff_cards.ledger_card(names_in(bot, guild_id), rows, show, page, silent))


async def choices(bot: CourseBot, guild_id: GuildId, typed: str) -> list[app_commands.Choice[str]]:
    """Offer what staff can do something with: what waits for them or failed, what is planned, what they skipped."""
    staff, names = bot.app.staff_reminders, names_in(bot, guild_id)
    rows = await staff.reminders(guild_id)
    planned = staff_cards.shown(rows, "planned")
    waiting = [row for row in planned if rules.is_waiting(row)]
    skipped = [row for row in rows if rules.can_come_back(row)]
    found = [*waiting, *await staff.to_mend(guild_id), *planned, *skipped]
    pairs = {row.notice.key: names.choice(row) for row in found}
    return offer(((name, key) for key, name in pairs.items()), typed)


async def act(interaction: Interaction, key: str, what: str) -> Reply:
    """Do something with one row of the ledger. Raises NotOpen, MomentPassed."""
    bot, guild_id, now = interaction.client, guild_of(interaction), pressed_at(interaction)
    staff, names = bot.app.staff_reminders, names_in(bot, guild_id)
    if what == "skip":
        return lay_out(staff_cards.skipped_card(names, await staff.skip(guild_id, key)))
    if what == "back":
        return lay_out(staff_cards.back_card(names, await staff.bring_back(guild_id, key, now)))
    row = await staff.one(guild_id, key)
    if what in ("preview", "leave"):
        return lay_out(await preview(bot, guild_id, row, now))
    channel_id = bot.app.guilds.channel(guild_id, row.notice.target) if what == "anyway" else None
    where, by = ChannelId(channel_id) if channel_id else None, UserId(interaction.user.id)
    try:
        await staff.send(guild_id, key, now, by=by, channel_id=where)
    except ChannelSilenced as error:
        return lay_out(staff_cards.silenced_card(str(error), row))
    [sent] = await bot.delivery.outcome(guild_id, [key], WAIT_S)
    return lay_out(staff_cards.sending_card(names, sent))


async def preview(bot: CourseBot, guild_id: GuildId, row: Row, now: datetime) -> Card:
    """Draw a reminder as it will look, with what staff can do with it in place of its buttons."""
    kinds, names = bot.app.reminders.kinds, names_in(bot, guild_id)
    if row.notice.kind not in kinds:
        return staff_cards.message_card(names, row)
    waits = rules.is_waiting(row)
    at = now if waits else max(now, row.notice.due_at)
    batch = Batch(guild_id, row.notice.target, at, "preview", at, 0, (row,))
    card = reminder_card(kinds, await scene_of(bot, batch, at), batch)
    state = (
        f"waits for {say.staff}" if waits else f"due {stamp(row.notice.due_at, 'F')}, {row.state}"
    )
    return Card(card.kind, (f"-# Preview: {state}", *card.blocks), staff_cards.actions(row))


async def draft(
    interaction: Interaction, text: str, channel_id: ChannelId | None, at: datetime
) -> Reply:
    """Keep an announcement until it is confirmed, and show how it will look. Raises NoChannel, NothingToAnnounce."""
    bot, guild_id = interaction.client, guild_of(interaction)
    try:
        clean(text, "announcement", len(text))
    except BadText as error:
        raise NothingToAnnounce from error
    where = channel_id or bot.app.guilds.of(guild_id).announcements_channel
    if where is None:
        raise NoChannel
    notice = announcement(interaction.id, ChannelId(where), text, at)
    row = await bot.app.staff_reminders.draft(guild_id, notice)
    now = pressed_at(interaction)
    return lay_out(staff_cards.announcement_card(guild_id, row, text, now))
