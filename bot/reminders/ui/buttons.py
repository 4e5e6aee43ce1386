"""The buttons of the reminders. Each names its server: it works in DMs and after a restart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from discord import ui

from bot.client.access import require
from bot.client.layout import Card, lay_out
from bot.client.look import KINDS as LOOKS
from bot.client.look import plural, stamp
from bot.client.surfaces import Persistent, pressed_at
from bot.errors import StalePage
from bot.permissions import Capability
from bot.reminders import rules
from bot.reminders.preferences_store import KINDS, Wishes
from bot.reminders.ui import personal

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

Button = ui.Button[ui.LayoutView]
LATE_BY = timedelta(minutes=15)


class RemindMeButton(Persistent[Button], template=r"remind-me:(?P<guild>\d+):(?P<nonce>[a-z0-9]+)"):
    """Switches reminders by direct message on, and shows what can be chosen."""

    async def used(self, interaction: Interaction) -> None:
        bot, guild_id, user_id = interaction.client, int(self.found["guild"]), interaction.user.id
        wishes = await bot.app.personal_reminders.wishes(guild_id, user_id)
        if not wishes.is_on:
            wishes = replace(wishes, is_on=True)
            await bot.app.personal_reminders.wish(guild_id, wishes, pressed_at(interaction))
            bot.dispatch("reminders_changed", guild_id)
        view = await personal.wishes_reply(bot, guild_id, user_id)
        await interaction.response.send_message(view=view, ephemeral=True)


class WishButton(Persistent[Button], template=r"mine:(?P<guild>\d+):(?P<what>[a-z0-9-]+)"):
    """Changes one thing of what a person wants."""

    async def used(self, interaction: Interaction) -> None:
        bot, guild_id, user_id = interaction.client, int(self.found["guild"]), interaction.user.id
        service = bot.app.personal_reminders
        if self.found["what"] == "forget":
            await service.forget(guild_id, user_id)
        else:
            wishes = changed(await service.wishes(guild_id, user_id), self.found["what"])
            await service.wish(guild_id, wishes, pressed_at(interaction))
        view = await personal.wishes_reply(bot, guild_id, user_id)
        await interaction.response.edit_message(view=view)
        bot.dispatch("reminders_changed", guild_id)


def changed(wishes: Wishes, what: str) -> Wishes:
    """Turn one switch. Raises StalePage for one that no longer exists."""
    if what == "on":
        return replace(wishes, is_on=not wishes.is_on)
    kind, lead = what.removeprefix("kind-").replace("-", " "), what.removeprefix("lead-")
    if kind in KINDS:
        return replace(wishes, kinds=wishes.kinds ^ {kind}, is_on=True)
    if lead in personal.LEADS:
        return replace(wishes, lead=lead, is_on=True)
    raise StalePage


class SnoozeButton(
    Persistent[Button], template=r"snooze:(?P<guild>\d+):(?P<minutes>\d{1,4}):(?P<nonce>[a-z0-9]+)"
):
    """Has a reminder come again."""

    async def used(self, interaction: Interaction) -> None:
        bot, guild_id = interaction.client, int(self.found["guild"])
        at = (pressed_at(interaction) + timedelta(minutes=int(self.found["minutes"]))).replace(
            microsecond=0
        )
        count = await bot.app.personal_reminders.snooze(
            guild_id, interaction.user.id, self.found["nonce"], at, interaction.id
        )
        text = f"### 🔔 {plural(count, 'reminder')} again {stamp(at, 'R')}"
        await interaction.response.send_message(
            view=lay_out(Card(LOOKS["reminder"], (text,))), ephemeral=True
        )
        bot.dispatch("reminders_changed", guild_id)


class OfficeHoursButton(
    Persistent[Button],
    template=r"office-hours:(?P<what>now|late):(?P<guild>\d+):(?P<item>[a-z0-9@-]+)",
):
    """Says when the lecture really ended, so that office hours are announced then."""

    async def used(self, interaction: Interaction) -> None:
        require(interaction, Capability.RUN_REMINDERS)
        bot, guild_id = interaction.client, int(self.found["guild"])
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
        await bot.app.reminders.open_office_hours(guild_id, key, opens, interaction.user.id, now)
        said = (
            "are announced now"
            if self.found["what"] == "now"
            else f"are announced {stamp(opens, 't')}"
        )
        text = f"### ✅ Office hours {said}\nSet by {interaction.user.mention}."
        await interaction.response.send_message(view=lay_out(Card(LOOKS["staff"], (text,))))
        bot.dispatch("reminders_changed", guild_id)
