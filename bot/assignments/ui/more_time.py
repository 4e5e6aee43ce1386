"""Another due time for one person or one group, from the form of `/staff change`: shown first, given by one press."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

import discord
from discord import ui

from bot.assignments import notices
from bot.assignments.errors import ExtendWhom, NoMoreTime
from bot.assignments.model import Owner
from bot.assignments.records import Given
from bot.assignments.requests import Grant
from bot.assignments.ui import staff_cards
from bot.assignments.ui.handlers import A_MOMENT_S
from bot.client.layout import Card, Press, lay_out
from bot.client.look import KINDS, plural, stamp
from bot.client.surfaces import Persistent, pressed_at
from bot.ids import GuildId, UserId
from bot.permissions import Capability
from bot.text import raised

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

REASON = "another due time"


class Asked(Protocol):
    """What the form asks for."""

    @property
    def deadline(self) -> str: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def person(self) -> int | None: ...
    @property
    def group(self) -> int | None: ...


async def propose(interaction: Interaction, guild_id: GuildId, asked: Asked) -> None:
    """Show what another due time for somebody would be. Raises ExtendWhom, NoMoreTime, NoSuchGroup."""
    owner = Owner("group", asked.group) if asked.group else Owner("user", asked.person or 0)
    given = await _given(interaction, guild_id, asked.deadline, owner, asked.due_at)
    card = preview_card(guild_id, asked.deadline, owner, given, asked.due_at)
    await interaction.response.send_message(
        view=lay_out(card), ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
    )


async def _given(
    interaction: Interaction, guild_id: GuildId, deadline: str, owner: Owner, until: datetime
) -> list[Given]:
    app = interaction.client.app
    given = await app.records.given(guild_id, deadline, owner, until)
    if not given:
        known = app.submissions.assignments(guild_id).values()
        theirs = [one for one in known if one.deadline.id == deadline]
        if theirs:
            raise ExtendWhom(theirs[0].title, by_group=theirs[0].by_group)
        raise NoMoreTime("nothing of it is handed in here")
    stated_at = max(one.stated_at for one in given)
    if until <= stated_at:
        raise NoMoreTime(f"for them it's due {stamp(stated_at)} in any case")
    if all(one.due_at == until for one in given):
        raise NoMoreTime("that's when it's due for them already")
    return given


def preview_card(
    guild_id: GuildId,
    deadline: str,
    owner: Owner,
    given: Sequence[Given],
    until: datetime,
    lead: str = "",
) -> Card:
    """Draw what more time for a person or a group would be, and what follows. `lead`: what is to be known first."""
    who = staff_cards.owner_text(owner)
    lines = [
        f"- {raised(one.assignment.title)}, for {who}: {stamp(one.due_at)} → {stamp(until)}"
        for one in given
    ]
    mended = sum(one.mended for one in given)
    follows = (
        [f"📥 {plural(mended, 'hand-in becomes', 'hand-ins become')} on time."] if mended else []
    )
    follows.append("✉️ They hear by direct message, and their reminders, receipts and pages follow.")
    before = max(one.due_at for one in given)
    id = ":".join(
        ("time", str(guild_id), deadline, owner.kind[0], str(owner.id), _hex(until), _hex(before))
    )
    blocks = [*([lead] if lead else []), "### ✏️ Another due time for them?", "\n".join(lines)]
    blocks += ["\n".join(follows), "-# Nothing has changed yet."]
    press = Press("Change it", id, discord.ButtonStyle.primary)
    return Card(KINDS["staff"], tuple(blocks), (press,))


def _hex(instant: datetime) -> str:
    return f"{int(instant.timestamp()):x}"


def _instant(text: str) -> datetime:
    return datetime.fromtimestamp(int(text, 16), UTC)


class TimeButton(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"time:(?P<guild>\d+):(?P<deadline>[a-z0-9-]+):(?P<kind>[ug]):(?P<owner>\d+)"
    r":(?P<until>[0-9a-f]{1,9}):(?P<before>[0-9a-f]{1,9})",
    needs=Capability.SEE_HAND_INS,
):
    """Gives the time that was shown; shows it again where it would be something else by now."""

    async def used(self, interaction: Interaction) -> None:
        bot, guild_id, deadline = interaction.client, self.guild_id, self.found["deadline"]
        kind = "group" if self.found["kind"] == "g" else "user"
        owner, until = Owner(kind, int(self.found["owner"])), _instant(self.found["until"])
        given = await _given(interaction, guild_id, deadline, owner, until)
        if max(one.due_at for one in given) != _instant(self.found["before"]):
            lead = "**It has changed since you looked**, so nothing was changed yet."
            card = preview_card(guild_id, deadline, owner, given, until, lead)
            await interaction.response.edit_message(view=lay_out(card))
            return
        await interaction.response.defer()
        at, by = pressed_at(interaction), UserId(interaction.user.id)
        cards: list[Card] = []
        for one in given:
            grant = Grant(one.assignment.id, owner, timedelta(), REASON, at, until)
            granted = await bot.app.submissions.extend(guild_id, grant, by=by)
            keys = [notices.extension_key(granted.extension, user) for user in granted.people]
            rows = await bot.delivery.outcome(guild_id, keys, A_MOMENT_S)
            cards.append(staff_cards.extension_card(granted, rows))
        blocks = tuple(block for card in cards for block in card.blocks)
        await interaction.edit_original_response(view=lay_out(Card(KINDS["staff"], blocks)))
