"""What came by `/submit` without saying which assignment it is: kept, and asked about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord

from bot.assignments.errors import NothingToHandIn, NotKept
from bot.assignments.model import Details
from bot.assignments.ui import handlers
from bot.assignments.ui.cards import KIND, PRIMARY
from bot.assignments.ui.list_cards import in_order
from bot.client.layout import MAX_SWITCHES, Card, Press, lay_out
from bot.client.look import address, clip, plain
from bot.client.surfaces import pressed_at
from bot.ids import GuildId, UserId
from bot.text import listing

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction


@dataclass(frozen=True, slots=True)
class Unnamed:
    """What somebody sent to hand in, as something that they haven't named yet."""

    files: tuple[discord.Attachment, ...]
    details: Details


async def ask(interaction: Interaction, guild_id: GuildId, sent: Unnamed) -> None:
    """Keep it, and ask what it is. Raises NothingToHandIn: nothing here takes it."""
    bot, user_id, now = interaction.client, UserId(interaction.user.id), pressed_at(interaction)
    known = {
        id: one
        for id, one in bot.app.submissions.assignments(guild_id).items()
        if (one.takes_files or not sent.files) and (one.link_parts or not sent.details.link)
    }
    if not known:
        raise NothingToHandIn("assignment", ())
    bot.kept.keep(interaction.id, user_id, sent, now)
    due = await bot.app.submissions.due(guild_id, user_id)
    presses = [
        Press(
            f"As my {one.title}",
            f"unnamed:{guild_id}:{one.id}:{interaction.id}",
            PRIMARY if n == 0 else discord.ButtonStyle.secondary,
        )
        for n, (one, _) in enumerate(in_order(known, due, now)[:MAX_SWITCHES])
    ]
    what = [plain(clip(file.filename, 100)) for file in sent.files]
    what += [address(sent.details.link)] if sent.details.link else []
    text = (
        f"### {listing(what)}: what is it?\nI have it, but nothing is handed in before you press."
    )
    view = lay_out(Card(KIND, (text,), (), tuple(presses)))
    await interaction.response.send_message(view=view, ephemeral=True)


async def hand_in(
    interaction: Interaction, guild_id: GuildId, assignment: str, number: int
) -> None:
    """Hand in what was kept, as what its person has chosen.

    Raises:
        NotKept: it's gone, or somebody else's.
        NoLongerAsked, TooLarge, FileRefused, ...: as whatever is handed in.
    """
    at, user_id = pressed_at(interaction), UserId(interaction.user.id)
    sent = interaction.client.kept.find(number, user_id, Unnamed, at)
    if sent is None:
        raise NotKept
    files = [(file, "") for file in sent.files]
    await handlers.take(interaction, guild_id, assignment, files, sent.details)
