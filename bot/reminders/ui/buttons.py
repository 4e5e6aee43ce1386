"""The buttons of the reminders. Each names its server: it works in DMs and after a restart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from discord import ui

from bot.client.layout import Card, lay_out
from bot.client.look import KINDS as LOOKS
from bot.client.look import plural, stamp
from bot.client.surfaces import Persistent, pressed_at
from bot.errors import StalePage
from bot.permissions import Capability
from bot.reminders import rules
from bot.reminders.kinds import PREFERENCES
from bot.reminders.preferences_store import Preferences
from bot.reminders.ui import personal

if TYPE_CHECKING:
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
        bot, guild_id, user_id = interaction.client, self.guild_id, interaction.user.id
        preferences = await bot.app.preferences.preferences(guild_id, user_id)
        if not preferences.is_on:
            preferences = replace(preferences, is_on=True)
            await bot.app.preferences.choose(guild_id, preferences, pressed_at(interaction))
        view = await personal.preferences_reply(bot, guild_id, user_id)
        await interaction.response.send_message(view=view, ephemeral=True)


class PreferenceButton(
    Persistent[Button],
    template=r"mine:(?P<guild>\d+):(?P<what>[a-z0-9-]+)",
    needs=Capability.HAND_IN,
):
    """Changes one thing of what a person wants."""

    async def used(self, interaction: Interaction) -> None:
        bot, guild_id, user_id = interaction.client, self.guild_id, interaction.user.id
        service = bot.app.preferences
        if self.found["what"] == "forget":
            await service.forget(guild_id, user_id)
        else:
            preferences = changed(await service.preferences(guild_id, user_id), self.found["what"])
            await service.choose(guild_id, preferences, pressed_at(interaction))
        view = await personal.preferences_reply(bot, guild_id, user_id)
        await interaction.response.edit_message(view=view)


def changed(preferences: Preferences, what: str) -> Preferences:
    """Turn one switch. Raises StalePage for one that no longer exists."""
    if what == "on":
        return replace(preferences, is_on=not preferences.is_on)
    kind, lead = what.removeprefix("kind-").replace("-", " "), what.removeprefix("lead-")
    if kind in PREFERENCES:
        return replace(preferences, kinds=preferences.kinds ^ {kind}, is_on=True)
    if lead in personal.LEADS:
        return replace(preferences, lead=lead, is_on=True)
    raise StalePage


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
        count = await bot.app.preferences.snooze(
            guild_id, interaction.user.id, self.found["nonce"], at, interaction.id
        )
        text = f"### 🔔 {plural(count, 'reminder')} again {stamp(at, 'R')}"
        await interaction.response.send_message(
            view=lay_out(Card(LOOKS["reminder"], (text,))), ephemeral=True
        )


class OfficeHoursButton(
    Persistent[Button],
    template=r"office-hours:(?P<what>now|late):(?P<guild>\d+):(?P<item>[a-z0-9@-]+)",
    needs=Capability.RUN_REMINDERS,
):
    """Says when the lecture really ended, so that office hours are announced then."""

    async def used(self, interaction: Interaction) -> None:
        bot, guild_id = interaction.client, self.guild_id
        timeline, key = bot.app.courses.timeline(guild_id), self.found["item"]
        item = timeline.find(key)
        if item is None or item.ends_at is None or item.ends_at <= pressed_at(interaction):
            raise StalePage
        opened = await bot.app.reminders.opened(guild_id)
        opens = pressed_at(interaction).replace(microsecond=0)
        if self.found["what"] == "late":
            known = opened.get(key) or rules.opening(timeline, item) or opens
            opens = max(known, opens) + LATE_BY
        opens = min(opens, item.ends_at)
        now = bot.clock.now()
        await bot.app.reminders.open_office_hours(guild_id, key, opens, now, by=interaction.user.id)
        said = (
            "are announced now"
            if self.found["what"] == "now"
            else f"are announced {stamp(opens, 't')}"
        )
        text = f"### ✅ Office hours {said}\nSet by {interaction.user.mention}."
        await interaction.response.send_message(view=lay_out(Card(LOOKS["staff"], (text,))))
