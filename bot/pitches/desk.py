"""The Discord side of the pitch session: panels, presses, and what a pitch's end means for judges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.client.access import require
from bot.client.layout import Card, Reply, lay_out
from bot.client.surfaces import Persistent, pressed_at
from bot.groups.errors import NoSignup
from bot.judging import desk as judges
from bot.judging.errors import JudgingError
from bot.permissions import Capability
from bot.pitches import views
from bot.pitches.errors import NoSession

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

PITCH_BOARD = "pitches"


class PitchButton(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"pitch:(?P<action>start|pause|resume|end|back|absent|out):(?P<guild>\d+)",
):
    """One button of the staff's panel."""

    async def used(self, interaction: Interaction) -> None:
        require(interaction, Capability.RUN_PITCHES)
        bot, guild_id = interaction.client, int(self.found["guild"])
        at = pressed_at(interaction)
        session, ended = await bot.app.pitches.press(guild_id, self.found["action"], at)
        card = views.panel_card(guild_id, session, await titles(bot, guild_id), at)
        await interaction.response.edit_message(view=lay_out(card))
        bot.messenger.refresh_board(guild_id, PITCH_BOARD)
        bot.dispatch("reminders_changed", guild_id)
        if ended is not None:
            bot.background(ask_judges(bot, guild_id, ended.number), "judges' cards", guild_id)


async def titles(bot: CourseBot, guild_id: int) -> dict[int, str]:
    """Give the groups' titles by number."""
    return {group.number: group.title for group in await bot.app.groups.groups(guild_id)}


async def panel_reply(bot: CourseBot, guild_id: int) -> Reply:
    """Lay out the staff's panel. Raises NoSession."""
    session = await bot.app.pitches.session(guild_id)
    known = await titles(bot, guild_id)
    return lay_out(views.panel_card(guild_id, session, known, bot.clock.now()))


async def order_reply(bot: CourseBot, guild_id: int) -> Reply:
    """Lay out the running order. Raises NoSession."""
    session = await bot.app.pitches.session(guild_id)
    return lay_out(views.order_card(session, await titles(bot, guild_id), bot.clock.now()))


async def board(bot: CourseBot, guild_id: int) -> Card | None:
    """Draw the public panel; None where no session is planned."""
    try:
        session = await bot.app.pitches.session(guild_id)
        return views.board_card(session, await titles(bot, guild_id), bot.clock.now())
    except (NoSession, NoSignup):
        return None


async def ask_judges(bot: CourseBot, guild_id: int, number: int) -> None:
    """Send the judges of the groups' contest the card of the group that has just pitched, if judging is open."""
    service = bot.app.judging
    contest = next((c for c in service.contests(guild_id).values() if not c.lab), None)
    if contest is None or await service.state(guild_id, contest) != "open":
        return
    for judge_id in await service.judges(guild_id, contest):
        try:
            await judges.send_entry(bot, guild_id, contest, judge_id, number)
        except JudgingError:
            continue  # this judge can't score that group: their own, or a conflict
