"""The buttons of the hand-ins. Each names its server: it works in DMs and after a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.assignments import progress
from bot.assignments.model import REVIEW, SLIDES
from bot.assignments.ui import handlers
from bot.assignments.ui.forms import LabForm, ReviewForm, SlidesForm
from bot.client.surfaces import Persistent, pressed_at
from bot.errors import StalePage
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

Button = ui.Button[ui.LayoutView]


class HandInButton(
    Persistent[Button],
    template=r"hand-in:(?P<guild>\d+):(?P<task>[a-z0-9-]+)",
    needs=Capability.HAND_IN,
):
    """Opens the form of a hand-in."""

    async def used(self, interaction: Interaction) -> None:
        await open_form(interaction, self.guild_id, self.found["task"])


class ProgressButton(
    Persistent[Button], template=r"progress:(?P<guild>\d+)", needs=Capability.HAND_IN
):
    """Shows one's own progress."""

    async def used(self, interaction: Interaction) -> None:
        guild_id = self.guild_id
        view = await handlers.progress_reply(interaction.client, guild_id, interaction.user.id)
        await interaction.response.send_message(view=view, ephemeral=True)


class AttestButton(
    Persistent[Button],
    template=r"attest:(?P<guild>\d+):(?P<item>[a-z0-9-]+):(?P<done>[01])",
    needs=Capability.HAND_IN,
):
    """Says, by honor code, that something is done; or takes it back."""

    async def used(self, interaction: Interaction) -> None:
        bot, guild_id, item = interaction.client, self.guild_id, self.found["item"]
        if item not in progress.attestable(bot.app.courses.timeline(guild_id).course):
            raise StalePage
        done = self.found["done"] == "1"
        user_id = interaction.user.id
        await bot.app.submissions.attest(guild_id, user_id, item, done, pressed_at(interaction))
        await interaction.response.edit_message(
            view=await handlers.progress_reply(bot, guild_id, user_id)
        )


async def open_form(interaction: Interaction, guild_id: int, typed: str) -> None:
    """Open the form of a hand-in. Raises NothingToHandIn, NotInGroup."""
    bot, user_id = interaction.client, interaction.user.id
    task = bot.app.submissions.task(guild_id, typed)
    last = await handlers.last_version(bot, guild_id, user_id, task.id)
    review = bot.app.courses.timeline(guild_id).course.paper_review
    if task.id == SLIDES:
        number = await handlers.group_number(bot, guild_id, user_id)
        await interaction.response.send_modal(SlidesForm(guild_id, number, last))
    elif task.id == REVIEW and review:
        await interaction.response.send_modal(ReviewForm(guild_id, review, last))
    else:
        await interaction.response.send_modal(LabForm(guild_id, task, last))
