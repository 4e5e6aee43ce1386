"""/submit, /verify and /progress."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.assignments.model import Details
from bot.assignments.requests import Check
from bot.assignments.ui import buttons, cards, checking, handlers, pickers, unnamed
from bot.client.access import needs
from bot.client.layout import lay_out
from bot.client.offered import only_with, spoken
from bot.client.report import suggests
from bot.client.surfaces import guild_of, pressed_at
from bot.course.features import Feature
from bot.ids import UserId
from bot.logistics import command_words
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction


log = logging.getLogger("bot.assignments")


class HandInsCog(commands.Cog):
    """Handing in, and receipts."""

    heading = "Hand in"

    @app_commands.command(name="submit", description="Hand in an assignment")
    @app_commands.describe(
        assignment="what you hand in; leave it out to see the list",
        file="its file; leave this and the rest out to get a form",
        link="its address, where one is asked for",
        subject="what it's about, where that is asked",
        complete="it has everything on it that the course asks for",
    )
    @app_commands.guild_only()
    @spoken(command_words.submit)
    @only_with(
        Feature.ASSIGNMENTS,
        file=Feature.FILES,
        link=Feature.LINKS,
        subject=Feature.SUBJECTS,
        complete=Feature.CONFIRMATIONS,
    )
    @app_commands.autocomplete(assignment=pickers.assignments)
    @needs(Capability.HAND_IN)
    async def submit(
        self,
        interaction: Interaction,
        assignment: str | None = None,
        file: discord.Attachment | None = None,
        link: app_commands.Range[str, 1, 500] | None = None,
        subject: app_commands.Range[str, 1, 300] | None = None,
        complete: bool = False,
    ) -> None:
        guild_id = guild_of(interaction)
        details = Details((subject or "").strip(), complete, link=(link or "").strip())
        if assignment is None and (file or link):
            sent = unnamed.Unnamed((file,) if file else (), details)
            await unnamed.ask(interaction, guild_id, sent)
            return
        if assignment is None:
            await handlers.send_list(interaction, guild_id)
            return
        chosen = interaction.client.app.submissions.find(guild_id, assignment)
        if file is None and link is None:
            await buttons.open_form(interaction, guild_id, chosen)
            return
        files = [(file, "")] if file else []
        await handlers.take(interaction, guild_id, chosen.id, files, details)

    @submit.autocomplete("subject")
    @suggests
    async def subjects(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        course = interaction.client.timeline_for(interaction).course
        return pickers.subjects(course, str(interaction.namespace.assignment), typed)

    @app_commands.command(name="progress", description="How far you are, and what's left")
    @app_commands.guild_only()
    @spoken(command_words.progress)
    @only_with(Feature.REQUIREMENTS)
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
    @only_with(Feature.ASSIGNMENTS)
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
        buttons.UnnamedButton,
        buttons.ProgressButton,
        buttons.ReceiptsButton,
        buttons.DetailsButton,
        buttons.AttestButton,
    )
    bot.app.delivery.kinds.register(*handlers.kinds_of(bot))
    left = await bot.app.submissions.clear_leftovers()
    if left:
        log.info("removed %d files that were half-received when the bot last ended", left)
    await bot.add_cog(HandInsCog())
