"""/submit-review, /submit-lab, /submit-slides, /verify and /progress."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.assignments import catalog
from bot.assignments.model import Details
from bot.assignments.requests import Check
from bot.assignments.ui import buttons, cards, checking, handlers, notices, pickers
from bot.client.access import needs
from bot.client.layout import lay_out
from bot.client.report import suggests
from bot.client.surfaces import guild_of, pressed_at
from bot.ids import UserId
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction


log = logging.getLogger("bot.assignments")


class HandInsCog(commands.Cog):
    """Handing in, and receipts."""

    heading = "Hand in"

    @app_commands.command(name="submit-review", description="Hand in your paper review")
    @app_commands.describe(
        file="your review as PDF; leave it out to get a form",
        paper="which paper it reviews",
        both_parts="it includes everything the course asks for",
    )
    @app_commands.rename(both_parts="both-parts")
    @app_commands.guild_only()
    @needs(Capability.HAND_IN)
    async def submit_review(
        self,
        interaction: Interaction,
        file: discord.Attachment | None = None,
        paper: app_commands.Range[str, 1, 300] | None = None,
        both_parts: bool = False,
    ) -> None:
        guild_id, course = (
            guild_of(interaction),
            interaction.client.timeline_for(interaction).course,
        )
        review = catalog.asked(course, catalog.review_of(course), "paper review")
        if file is None:
            await buttons.open_form(interaction, guild_id, review)
            return
        details = Details(paper=(paper or "").strip(), ticked=both_parts)
        await handlers.take(interaction, guild_id, review.id, [file], details)

    @submit_review.autocomplete("paper")
    @suggests
    async def papers(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return pickers.papers(interaction.client.timeline_for(interaction).course, typed)

    @app_commands.command(name="submit-lab", description="Hand in a lab's competition entry")
    @app_commands.describe(lab="which lab, such as 1")
    @app_commands.guild_only()
    @needs(Capability.HAND_IN)
    async def submit_lab(self, interaction: Interaction, lab: str) -> None:
        entries = catalog.entries_of(interaction.client.timeline_for(interaction).course)
        await buttons.open_form(interaction, guild_of(interaction), catalog.find(entries, lab))

    @submit_lab.autocomplete("lab")
    @suggests
    async def labs(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return pickers.labs(interaction.client.timeline_for(interaction).course, typed)

    @app_commands.command(name="submit-slides", description="Hand in your group's slides")
    @app_commands.describe(
        link="the address of your slides; leave it out to get a form",
        numbered="your group's number is on the slides",
    )
    @app_commands.guild_only()
    @needs(Capability.HAND_IN)
    async def submit_slides(
        self,
        interaction: Interaction,
        link: app_commands.Range[str, 1, 500] | None = None,
        numbered: bool = False,
    ) -> None:
        guild_id, course = (
            guild_of(interaction),
            interaction.client.timeline_for(interaction).course,
        )
        slides = catalog.asked(course, catalog.slides_of(course), "slides")
        if link is None:
            await buttons.open_form(interaction, guild_id, slides)
            return
        details = Details(link=link.strip(), ticked=numbered)
        await handlers.take(interaction, guild_id, slides.id, [], details)

    @app_commands.command(name="progress", description="What you still need to pass")
    @app_commands.guild_only()
    @needs(Capability.HAND_IN)
    async def progress(self, interaction: Interaction) -> None:
        guild_id, user_id = guild_of(interaction), UserId(interaction.user.id)
        view = await handlers.progress_reply(interaction.client, guild_id, user_id)
        await interaction.response.send_message(view=view, ephemeral=True)

    @app_commands.command(name="verify", description="Check whether a receipt is genuine")
    @app_commands.describe(
        code="anything with the receipt in it: its line, either code, a link to its message",
        file="is this the file that was handed in?",
    )
    @needs(Capability.READ_COURSE)
    async def verify(
        self, interaction: Interaction, code: str, file: discord.Attachment | None = None
    ) -> None:
        bot = interaction.client
        await interaction.response.defer(ephemeral=True, thinking=True)
        upload = handlers.upload_of(bot, file) if file else None
        words = await checking.text_given(interaction, code)
        asked = Check(words, UserId(interaction.user.id), pressed_at(interaction), upload)
        verified = await bot.app.submissions.verify(asked)
        await interaction.followup.send(view=lay_out(cards.verified_card(verified)), ephemeral=True)


async def setup(bot: CourseBot) -> None:
    bot.add_dynamic_items(
        buttons.HandInButton,
        buttons.ProgressButton,
        buttons.ReceiptsButton,
        buttons.DetailsButton,
        buttons.AttestButton,
    )
    bot.app.delivery.kinds.register(*notices.kinds_of(bot))
    left = await bot.app.submissions.clear_leftovers()
    if left:
        log.info("removed %d files that were half-received when the bot last ended", left)
    await bot.add_cog(HandInsCog())
