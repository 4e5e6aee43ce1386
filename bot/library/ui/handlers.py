"""What happens when staff change the course: shown, confirmed, left, taken back, downloaded, sent."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.client.layout import Card, lay_out
from bot.client.surfaces import Persistent, guild_of, pressed_at
from bot.course.edits import Edit
from bot.course.yamlfile import MAX_BYTES
from bot.errors import UserError
from bot.ids import GuildId, UserId
from bot.library.errors import DraftChanged
from bot.library.model import Draft, NewDraft
from bot.library.ui import cards
from bot.library.ui.fields import ForSome
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

Button = ui.Button[ui.LayoutView]


class NotACourseFile(UserError):
    """What staff sent can't be a course file. `why` completes "it can't be the course:"."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(
            f"**This can't be the course: {why}.** Nothing was changed. `/staff course download` gives you the file as "
            "it is now; change that and send it."
        )


async def propose(interaction: Interaction, guild_id: GuildId, edit: Edit, lead: str = "") -> None:
    """Show what an edit would change. `lead`: what is to be known first."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    course, now = interaction.client.app.course, pressed_at(interaction)
    proposing = course.propose(guild_id, edit, now, by=UserId(interaction.user.id))
    await _show(interaction, proposing, lead)


Proposes = Callable[["Interaction", GuildId, ForSome, str], Awaitable[None]]
"""Shows what another due time for one person or one group would be, below what is to be known first."""
_proposers: dict[str, Proposes] = {}


def register(proposes: Proposes) -> None:
    """Have a capability show what another due time for some would be: the course file knows nothing of these."""
    _proposers["due"] = proposes


async def propose_for_some(
    interaction: Interaction, guild_id: GuildId, asked: ForSome, lead: str = ""
) -> None:
    """Show what another due time for one person or one group would be."""
    await _proposers["due"](interaction, guild_id, asked, lead)


async def upload(interaction: Interaction, file: discord.Attachment, why: str) -> None:
    """Show what a whole file would change. Raises NotACourseFile, FileRefused."""
    guild_id = guild_of(interaction)
    if file.size > MAX_BYTES:
        raise NotACourseFile("it's over 1 MiB")
    await interaction.response.defer(ephemeral=True, thinking=True)
    raw = b"".join([piece async for piece in interaction.client.downloads.chunks(file)])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotACourseFile("it isn't UTF-8 text") from error
    if not text.strip():
        raise NotACourseFile("it's empty")
    new = NewDraft(guild_id, text, UserId(interaction.user.id), why)
    await _show(
        interaction, interaction.client.app.course.propose_text(new, pressed_at(interaction))
    )


async def restore(interaction: Interaction, number: int) -> None:
    """Show what bringing back an earlier version would change. Raises NoSuchVersion, NothingChanges."""
    guild_id, by = guild_of(interaction), UserId(interaction.user.id)
    await interaction.response.defer(ephemeral=True, thinking=True)
    course = interaction.client.app.course
    await _show(
        interaction, course.propose_version(guild_id, number, pressed_at(interaction), by=by)
    )


async def download(interaction: Interaction, number: int | None) -> None:
    """Send the course file, as it is now or as it was. Raises NoSuchVersion."""
    guild_id = guild_of(interaction)
    text = await interaction.client.app.course.text(guild_id, number)
    name = cards.address_of(guild_id)
    which = f"version {number}" if number else "the newest version"
    head = f"### 📄 The course file: {which}\nChange it and send it with `/staff course upload`."
    card = Card(cards.left_card().kind, (head,), files=(name,))
    await interaction.response.send_message(
        view=lay_out(card), file=discord.File(io.BytesIO(text.encode()), name), ephemeral=True
    )


async def history(interaction: Interaction) -> None:
    """List the versions so far."""
    versions = await interaction.client.app.course.history.versions(guild_of(interaction))
    await interaction.response.send_message(
        view=lay_out(cards.history_card(versions)), ephemeral=True
    )


async def _show(interaction: Interaction, proposing: Awaitable[Draft], lead: str = "") -> None:
    draft = await proposing
    stated = interaction.client.app.courses.stated(draft.guild_id)
    card = cards.preview_card(draft, stated, [lead] if lead else ())
    await interaction.followup.send(view=lay_out(card), ephemeral=True)


class CourseDraftButton(
    Persistent[Button],
    template=r"course:(?P<word>yes|tell|quiet|no):(?P<guild>\d+):(?P<draft>\d+)",
    needs=Capability.CHANGE_COURSE,
):
    """Makes a change that was shown, with an announcement or without, or leaves it."""

    async def used(self, interaction: Interaction) -> None:
        course, guild_id, id = (
            interaction.client.app.course,
            self.guild_id,
            int(self.found["draft"]),
        )
        await interaction.response.defer()
        if self.found["word"] == "no":
            await course.leave(guild_id, id)
            card = cards.left_card()
        else:
            by, now = UserId(interaction.user.id), pressed_at(interaction)
            try:
                tell = self.found["word"] == "tell"
                made = await course.confirm(guild_id, id, now, by=by, announce=tell)
                card = cards.done_card(made, self.found["word"])
            except DraftChanged as again:
                lead = cards.changed_again_lead(again.meanwhile)
                timeline = interaction.client.app.courses.stated(guild_id)
                card = cards.preview_card(again.draft, timeline, lead)
        await interaction.edit_original_response(view=lay_out(card))


class CourseUndoButton(
    Persistent[Button],
    template=r"course:(?P<word>undo|redo):(?P<guild>\d+):(?P<number>\d+)",
    needs=Capability.CHANGE_COURSE,
):
    """Takes the newest version back."""

    async def used(self, interaction: Interaction) -> None:
        by, now, number = (
            UserId(interaction.user.id),
            pressed_at(interaction),
            int(self.found["number"]),
        )
        await interaction.response.defer()
        made = await interaction.client.app.course.undo(self.guild_id, number, now, by=by)
        card = cards.done_card(made, "undone" if self.found["word"] == "undo" else "yes")
        await interaction.edit_original_response(view=lay_out(card))
