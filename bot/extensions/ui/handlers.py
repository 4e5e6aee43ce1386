"""Asking for more time, and what staff do with a request."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import discord
from discord import TextStyle, ui

from bot.client.layout import Card, Press, lay_out, post_of
from bot.client.look import KINDS, clip, due_stamp, plain, read_back, span
from bot.client.surfaces import Form, Persistent, guild_of, pressed_at
from bot.course.words import say
from bot.delivery.errors import NotNeeded
from bot.delivery.model import Batch, Kind, Post
from bot.extensions.model import Request
from bot.extensions.notices import ASKED, DENIED
from bot.extensions.service import Ask
from bot.ids import GuildId, UserId
from bot.permissions import Capability
from bot.text import the

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

LONGEST_ANSWER = 300


async def ask(interaction: Interaction, assignment: str, hours: float, reason: str) -> None:
    """Ask for more time and say what has become of it."""
    bot, guild_id, at = interaction.client, guild_of(interaction), pressed_at(interaction)
    user_id = UserId(interaction.user.id)
    request, granted = await bot.app.extensions.ask(
        Ask(guild_id, user_id, assignment, hours, reason, at)
    )
    title = _title(bot, request)
    if granted is not None:
        head = f"### ✅ You have more time for {the(title)}: until {due_stamp(granted.extension.due_at)}"
        until = read_back(bot.app.courses.timeline(guild_id), granted.extension.due_at)
        text = f"{until}\nThe course gives this much without asking {say.staff}, once for each assignment."
    else:
        head = f"### ⏳ Asked: {_length(hours)} more for {the(title)}"
        text = f"{say.Staff} will decide, and you'll hear by direct message. Only they see your reason."
    card = Card(KINDS["hand-ins"], (f"{head}\n{text}",))
    await interaction.response.send_message(view=lay_out(card), ephemeral=True)


def _length(hours: float) -> str:
    return span(timedelta(hours=hours))


def _title(bot: CourseBot, request: Request) -> str:
    known = bot.app.submissions.assignments(request.guild_id).get(request.assignment)
    return plain(clip(known.title if known else request.assignment, 120))


def request_card(bot: CourseBot, request: Request, until: datetime | None = None) -> Card:
    """Draw a request for staff, with what they can do while it is open. `until`: what they have just given."""
    whose = f"{say.group} {request.owner.id}" if request.owner.kind == "group" else "themselves"
    lines = [
        f"### ⏳ <@{request.user_id}> asks for {_length(request.hours)} more: {_title(bot, request)}",
        f"For {whose}. Why: {plain(request.reason)}",
    ]
    if request.state != "open":
        done = "✅ Approved" if request.state == "approved" else "🚫 Denied"
        answer = f": {plain(request.answer)}" if request.answer else ""
        who = f" by <@{request.by}>" if request.by else ""
        told = [f"**{done}**{who}{answer}"]
        if until:
            timeline = bot.app.courses.timeline(request.guild_id)
            told = [f"{told[0]}: until {due_stamp(until)}\n{read_back(timeline, until)}"]
        return Card(KINDS["staff"], ("\n".join(lines), *told))
    address = f"{request.guild_id}:{request.id}"
    yes = Press("Approve", f"extension:yes:{address}", discord.ButtonStyle.primary)
    return Card(
        KINDS["staff"], ("\n".join(lines),), (yes, Press("Deny", f"extension:no:{address}"))
    )


def undo_press(guild_id: GuildId, request: Request, change: int, word: str = "Undo") -> Press:
    """Make the button that takes back what was given to a request."""
    return Press(word, f"extension-undo:{guild_id}:{request.id}:{change}")


class ExtensionButton(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"extension:(?P<word>yes|no):(?P<guild>\d+):(?P<request>\d+)",
    needs=Capability.SEE_HAND_INS,
):
    """Approves a request, or opens the form that says no."""

    async def used(self, interaction: Interaction) -> None:
        extensions, id = interaction.client.app.extensions, int(self.found["request"])
        if self.found["word"] == "no":
            request = await extensions.request(self.guild_id, id)
            await interaction.response.send_modal(DenyForm(self.guild_id, request))
            return
        by, at = UserId(interaction.user.id), pressed_at(interaction)
        made, granted, change = await extensions.approve(self.guild_id, id, at, by=by)
        undo = undo_press(self.guild_id, made, change)
        card = request_card(interaction.client, made, granted.extension.due_at)
        await interaction.response.edit_message(view=lay_out(replace(card, buttons=(undo,))))


class ExtensionUndo(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"extension-undo:(?P<guild>\d+):(?P<request>\d+):(?P<change>\d+)",
    needs=Capability.SEE_HAND_INS,
):
    """Takes back what was given to a request, or gives it again."""

    async def used(self, interaction: Interaction) -> None:
        bot, by = interaction.client, UserId(interaction.user.id)
        request = await bot.app.extensions.request(self.guild_id, int(self.found["request"]))
        change, at = int(self.found["change"]), pressed_at(interaction)
        [back], again = await bot.app.more_time.undo(self.guild_id, change, at, by=by)
        given_again = back.was is None
        card = request_card(bot, request, back.due_at if given_again else None)
        if not given_again:
            due = due_stamp(back.due_at or back.stated_at)
            told = f"↩️ Taken back by <@{by}>: it's due {due} for them again."
            card = replace(card, blocks=(*card.blocks, told))
        undo = undo_press(self.guild_id, request, again, "Undo" if given_again else "Redo")
        await interaction.response.edit_message(view=lay_out(replace(card, buttons=(undo,))))


class DenyForm(Form, needs=Capability.SEE_HAND_INS):
    """Says no to a request, in a sentence."""

    def __init__(self, guild_id: GuildId, request: Request) -> None:
        super().__init__(guild_id, title="Say no", custom_id=f"form:deny:{guild_id}:{request.id}")
        self._request = request
        self.answer: ui.TextInput[Any] = ui.TextInput(
            custom_id="answer", style=TextStyle.paragraph, max_length=LONGEST_ANSWER
        )
        about = "They read it, with your course's deadline as it stands."
        self.add_item(ui.Label(text="Why not", description=about, component=self.answer))

    async def submitted(self, interaction: Interaction) -> None:
        by, at = UserId(interaction.user.id), pressed_at(interaction)
        extensions, answer = interaction.client.app.extensions, str(self.answer.value)
        made = await extensions.deny(self.guild_id, self._request.id, answer, at, by=by)
        await interaction.response.edit_message(
            view=lay_out(request_card(interaction.client, made))
        )


class ExtensionAsked(Kind):
    """A request, for staff."""

    name = ASKED

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot

    async def compose(self, batch: Batch, now: datetime) -> Post:
        request = await self._bot.app.extensions.request(
            batch.guild_id, int(batch.first.facts["id"])
        )
        if request.state != "open":
            raise NotNeeded("somebody has decided it already")
        return post_of(self._bot, request_card(self._bot, request), batch)


class ExtensionDenied(Kind):
    """Staff's no, for who asked."""

    name = DENIED

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot

    async def compose(self, batch: Batch, now: datetime) -> Post:
        request = await self._bot.app.extensions.request(
            batch.guild_id, int(batch.first.facts["id"])
        )
        head = f"### No more time for {the(_title(self._bot, request))}"
        text = f"{head}\n{say.Staff} say: {plain(request.answer)}\nThe deadline stays as it is; `/deadlines` has it."
        return post_of(self._bot, Card(KINDS["hand-ins"], (text,)), batch)
