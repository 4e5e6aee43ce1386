"""Choosing a cohort. Whatever is pressed names its server: it works in direct messages and after a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.client.layout import lay_out
from bot.client.surfaces import Persistent, pressed_at
from bot.cohorts.errors import NoSuchCohort
from bot.cohorts.ui import cards
from bot.ids import UserId
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

Button = ui.Button[ui.LayoutView]
Menu = ui.Select[ui.LayoutView]


class CohortsButton(
    Persistent[Button],
    template=r"cohorts:(?P<guild>\d+):(?P<cohort>[a-z0-9-]+):(?P<page>\d{1,3})",
    needs=Capability.HAND_IN,
):
    """Shows the cohorts of a kind to choose from: in place where it has shown others of them."""

    async def used(self, interaction: Interaction) -> None:
        app, page = interaction.client.app, int(self.found["page"])
        timeline = app.courses.timeline(self.guild_id)
        about = timeline.course.cohort(self.found["cohort"])
        if about is None:
            raise NoSuchCohort
        people, now = await app.cohorts.people(self.guild_id), interaction.client.clock.now()
        view = lay_out(cards.choose_card(timeline, self.guild_id, about, people, now, page))
        if self.item.label == "More":
            await interaction.response.edit_message(view=view)
        else:
            await interaction.response.send_message(view=view, ephemeral=True)


class CohortMenu(Persistent[Menu], template=r"cohort:(?P<guild>\d+)", needs=Capability.HAND_IN):
    """Puts whoever chooses into a cohort."""

    async def used(self, interaction: Interaction) -> None:
        app, user_id = interaction.client.app, UserId(interaction.user.id)
        id, at = self.item.values[0], pressed_at(interaction)
        one = await app.cohorts.choose(self.guild_id, user_id, id, at)
        mine = await app.cohorts.of(self.guild_id, user_id)
        timeline = app.courses.timeline(self.guild_id).of(mine)
        card = cards.chosen_card(timeline, self.guild_id, one, interaction.client.clock.now())
        await interaction.response.edit_message(view=lay_out(card))
