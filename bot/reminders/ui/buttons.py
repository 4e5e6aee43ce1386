"""The buttons of the reminders. Each names its server: it works in DMs and after a restart."""

from __future__ import annotations

import asyncio
from collections.abc import Container
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from discord import ui

from bot.client.layout import Card, Reply, lay_out
from bot.client.look import KINDS as LOOKS
from bot.client.look import clip, plain, plural, stamp
from bot.client.surfaces import Form, Persistent, pressed_at
from bot.delivery.model import Row
from bot.errors import StalePage
from bot.ids import GuildId, UserId
from bot.permissions import Capability
from bot.reminders import rules
from bot.reminders.kinds.office_hours_control import ended, more_time
from bot.reminders.model import ALL_KINDS, LEADS, Preferences, Shown
from bot.reminders.preferences_service import Snoozed
from bot.reminders.ui import personal
from bot.reminders.when import parse_moment

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

Button = ui.Button[ui.LayoutView]
LATE_BY = timedelta(minutes=15)


class RemindMeButton(
    Persistent[Button],
    template=r"remind-me:(?P<guild>\d+)(?::(?P<nonce>[a-z0-9]+))?",
    needs=Capability.HAND_IN,
):
    """Switches reminders by direct message on, and shows what can be chosen."""

    async def used(self, interaction: Interaction) -> None:
        bot, guild_id, user_id = interaction.client, self.guild_id, UserId(interaction.user.id)
        preferences = await bot.app.preferences.preferences(guild_id, user_id)
        if not preferences.is_on:
            await bot.app.preferences.choose(guild_id, user_id, _on, pressed_at(interaction))
        view = await personal.preferences_reply(bot, guild_id, user_id)
        await interaction.response.send_message(view=view, ephemeral=True)


class PreferenceButton(
    Persistent[Button],
    template=r"mine:(?P<guild>\d+):(?P<what>on|kind-[a-z-]+|lead-[a-z0-9]+(?:-[a-z-]+)?)",
    needs=Capability.READ_COURSE,
):
    """Changes one thing of what a person wants. Whoever has left the server can still switch reminders off."""

    async def used(self, interaction: Interaction) -> None:
        bot, guild_id, user_id = interaction.client, self.guild_id, UserId(interaction.user.id)
        switches, what = personal.switches_of(bot, guild_id), self.found["what"]
        await bot.app.preferences.choose(
            guild_id,
            user_id,
            lambda wanted: changed(wanted, what, switches),
            pressed_at(interaction),
        )
        view = await personal.preferences_reply(bot, guild_id, user_id)
        await interaction.response.edit_message(view=view)


class ForgetButton(
    Persistent[Button],
    template=r"mine:(?P<guild>\d+):(?P<what>forget|keep)(?:-(?P<shown>[0-9a-f]{12}))?",
    needs=Capability.READ_COURSE,
):
    """Forgets a person's own reminders, after asking once. It forgets just those that it showed."""

    async def used(self, interaction: Interaction) -> None:
        bot, guild_id, user_id = interaction.client, self.guild_id, UserId(interaction.user.id)
        service, shown = bot.app.preferences, self.found["shown"]
        forgotten = bool(shown) and await service.forget(guild_id, user_id, shown)
        own = await service.own(guild_id, user_id)
        if self.found["what"] == "keep" or forgotten or not own:
            view = await personal.preferences_reply(bot, guild_id, user_id)
        else:
            view = lay_out(personal.forget_card(guild_id, own))
        await interaction.response.edit_message(view=view)


def _on(preferences: Preferences) -> Preferences:
    return replace(preferences, is_on=True)


def changed(preferences: Preferences, what: str, switches: Container[str]) -> Preferences:
    """Turn one switch. Raises StalePage for one that the course no longer has."""
    if what == "on":
        return replace(preferences, is_on=not preferences.is_on)
    kind = what.removeprefix("kind-").replace("-", " ")
    if kind in switches:
        return replace(preferences, kinds=preferences.kinds ^ {kind}, is_on=True)
    lead, _, timed = what.removeprefix("lead-").partition("-")
    timed = timed.replace("-", " ")
    if lead in LEADS and not timed:  # a button from when there was one lead for every kind
        return replace(preferences, leads={ALL_KINDS: (lead,)}, is_on=True)
    if lead in LEADS and timed in switches:
        return replace(preferences, leads=preferences.with_lead(timed, lead), is_on=True)
    raise StalePage


async def own_reply(bot: CourseBot, guild_id: GuildId, user_id: UserId, id: int) -> Reply:
    """Draw one of somebody's own reminders. Raises NotOpen."""
    row = await bot.app.preferences.own_one(guild_id, user_id, id)
    return lay_out(personal.own_card(guild_id, bot.app.courses.timeline(guild_id), row))


class OwnMenu(
    Persistent[ui.Select[ui.LayoutView]],
    template=r"mine-own:(?P<guild>\d+)",
    needs=Capability.READ_COURSE,
):
    """Shows one of a person's own reminders, to move or remove. Raises NotOpen."""

    async def used(self, interaction: Interaction) -> None:
        user_id, id = UserId(interaction.user.id), int(self.item.values[0])
        await interaction.response.edit_message(
            view=await own_reply(interaction.client, self.guild_id, user_id, id)
        )


class OwnButton(
    Persistent[Button],
    template=r"own:(?P<guild>\d+):(?P<id>\d+):(?P<act>move|remove)",
    needs=Capability.READ_COURSE,
):
    """Removes one of a person's own reminders, or asks when it's to come instead. Raises NotOpen."""

    async def used(self, interaction: Interaction) -> None:
        bot, guild_id, id = interaction.client, self.guild_id, int(self.found["id"])
        user_id = UserId(interaction.user.id)
        if self.found["act"] == "move":
            row = await bot.app.preferences.own_one(guild_id, user_id, id)
            await interaction.response.send_modal(MoveForm(guild_id, id, row.notice.body))
            return
        gone = await bot.app.preferences.remove(guild_id, user_id, id)
        removed = f"**Removed:** {stamp(gone.due_at, 'f')} {plain(clip(gone.body, 80))}"
        view = await personal.preferences_reply(bot, guild_id, user_id, removed)
        await interaction.response.edit_message(view=view)


class MoveForm(Form, needs=Capability.READ_COURSE):
    """When one of a person's own reminders is to come instead."""

    def __init__(self, guild_id: GuildId, id: int, about: str) -> None:
        super().__init__(guild_id, title="Move a reminder", custom_id=f"form:own:{guild_id}:{id}")
        self._id = id
        self.when: ui.TextInput[ui.LayoutView] = ui.TextInput(
            custom_id="when", placeholder="tomorrow 9am, in 2 hours, friday 17:00", max_length=100
        )
        self.add_item(ui.Label(text="When", description=clip(about, 100), component=self.when))

    async def submitted(self, interaction: Interaction) -> None:
        bot, user_id = interaction.client, UserId(interaction.user.id)
        zone = bot.app.courses.timeline(self.guild_id).zone
        typed, now = self.when.value, pressed_at(interaction)
        at = await asyncio.to_thread(parse_moment, typed, now, zone)
        await bot.app.preferences.move(self.guild_id, user_id, self._id, at, interaction.id)
        view = await own_reply(bot, self.guild_id, user_id, interaction.id)
        await interaction.response.edit_message(view=view)


class SnoozeButton(
    Persistent[Button],
    template=r"snooze:(?P<guild>\d+):(?P<minutes>\d{1,4}):(?P<nonce>[a-z0-9]+)",
    needs=Capability.HAND_IN,
):
    """Has a reminder come again."""

    async def used(self, interaction: Interaction) -> None:
        bot, guild_id = interaction.client, self.guild_id
        at = (pressed_at(interaction) + timedelta(minutes=int(self.found["minutes"]))).replace(
            microsecond=0
        )
        snoozed = Snoozed(self.found["nonce"], at, interaction.id)
        count = await bot.app.preferences.snooze(
            guild_id, UserId(interaction.user.id), snoozed, pressed_at(interaction)
        )
        text = f"### 🔔 {plural(count, 'reminder')} snoozed: back {stamp(at, 'R')}"
        await interaction.response.send_message(
            view=lay_out(Card(LOOKS["reminder"], (text,))), ephemeral=True
        )


class OfficeHoursButton(
    Persistent[Button],
    template=r"office-hours:(?P<what>now|late):(?P<guild>\d+):(?P<item>[a-z0-9@-]+)(?::(?P<shown>\d{1,11}))?",
    needs=Capability.RUN_REMINDERS,
):
    """Says when the lecture really ended, so that office hours are announced then. More time counts from what the
    button showed, so that two who press at once give it once. The message says from then on what holds, with what can
    still be pressed. Raises StalePage, SaidMeanwhile."""

    async def used(self, interaction: Interaction) -> None:
        bot, guild_id = interaction.client, self.guild_id
        timeline, key = bot.app.courses.timeline(guild_id), self.found["item"]
        item = timeline.find(key)
        if item is None or item.ends_at is None or item.ends_at <= pressed_at(interaction):
            raise StalePage
        opens, shown = pressed_at(interaction).replace(microsecond=0), None
        if self.found["what"] == "late":
            shown = Shown(self._shown(rules.opening(timeline, item)))
            opens = max(shown.at or opens, opens) + LATE_BY
        opens, by = min(opens, item.ends_at), UserId(interaction.user.id)
        now = bot.clock.now()
        row = await bot.app.reminders.say(guild_id, key, opens, now, by=by, shown=shown)
        head = f"### ✅ Office hours {_announced(row, opens, now)}"
        text = f"{head}\nSet by {interaction.user.mention}."
        where, kind = f"{guild_id}:{key}", item.hours.after if item.hours else ""
        buttons = [ended(kind or "", where)] if opens > now else []
        buttons += [more_time("15 min more", where, opens)] if opens < item.ends_at else []
        card = Card(LOOKS["staff"], (text,), tuple(buttons))
        await interaction.response.edit_message(view=lay_out(card))

    def _shown(self, opening: datetime | None) -> datetime | None:
        """Return when office hours were shown to open. A button of an earlier version names nothing: it stood beside
        the assumed time."""
        shown = self.found["shown"]
        if not shown:
            return opening
        return datetime.fromtimestamp(int(shown), UTC) if int(shown) else None


def _announced(row: Row | None, opens: datetime, now: datetime) -> str:
    """Say what becomes of the announcement that office hours are open."""
    if row is not None and row.state == "sent":
        return "are open, as already announced"
    if row is None or row.state == "skipped":
        return f"open at {stamp(opens, 't')}; nothing is posted about it"
    if row.notice.due_at > now:
        return f"will be announced at {stamp(row.notice.due_at, 't')}"
    return "are announced now"
