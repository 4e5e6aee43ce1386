"""The Discord side of the pitch session: panels, presses, and what a pitch's end means for judges."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from discord import ui

from bot.client.layout import Card, Reply, lay_out
from bot.client.look import plural
from bot.client.surfaces import Persistent, pressed_at
from bot.competitions.errors import JudgingError
from bot.competitions.model import Contest
from bot.competitions.ui import handlers as judges
from bot.groups.errors import NoSignup
from bot.permissions import Capability
from bot.presentations.errors import NoSession
from bot.presentations.model import PitchSession
from bot.presentations.ui import cards

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

PITCH_BOARD = "pitches"


class PitchButton(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"pitch:(?P<action>look|start|pause|resume|end|back|absent|out):(?P<guild>\d+)",
    needs=Capability.RUN_PITCHES,
):
    """One button of the staff's panel."""

    async def used(self, interaction: Interaction) -> None:
        bot, guild_id = interaction.client, self.guild_id
        at = pressed_at(interaction)
        if self.found["action"] == "look":
            await interaction.response.edit_message(view=await panel_reply(bot, guild_id))
            return
        _, ended = await bot.app.pitches.press(guild_id, self.found["action"], at)
        await interaction.response.edit_message(view=await panel_reply(bot, guild_id))
        bot.messenger.refresh_board(guild_id, PITCH_BOARD)
        if ended is not None:
            bot.background(ask_judges(bot, guild_id, ended.number), "judges' cards", guild_id)


async def titles(bot: CourseBot, guild_id: int) -> dict[int, str]:
    """Return the groups' titles by number."""
    return {group.number: group.title for group in await bot.app.groups.groups(guild_id)}


async def panel_reply(bot: CourseBot, guild_id: int) -> Reply:
    """Lay out the staff's panel. Raises NoSession."""
    session = await bot.app.pitches.session(guild_id)
    known, scored = await titles(bot, guild_id), await _scored(bot, guild_id, session)
    return lay_out(cards.panel_card(guild_id, session, known, bot.clock.now(), scored))


async def _scored(bot: CourseBot, guild_id: int, session: PitchSession) -> str:
    """Return how many judges have scored the group that pitched last; empty where nobody has pitched."""
    ended = [(turn.ended_at, turn.number) for turn in session.turns if turn.ended_at is not None]
    contest = _contest(bot, guild_id)
    if not ended or contest is None:
        return ""
    number = max(ended)[1]
    done, judges = await bot.app.judging.scored(guild_id, contest, number)
    return f"⚖️ {done} of {plural(judges, 'judge')} have scored group {number}." if judges else ""


def _contest(bot: CourseBot, guild_id: int) -> Contest | None:
    """Return the competition of the groups, if there is one."""
    return next((c for c in bot.app.judging.contests(guild_id).values() if not c.lab), None)


async def order_reply(bot: CourseBot, guild_id: int) -> Reply:
    """Lay out the running order. Raises NoSession."""
    session = await bot.app.pitches.session(guild_id)
    now = bot.clock.now()
    if not any(turn.started_at for turn in session.turns):
        now = max(now, _begins_at(bot, guild_id) or now)
    return lay_out(cards.order_card(session, await titles(bot, guild_id), now))


def _begins_at(bot: CourseBot, guild_id: int) -> datetime | None:
    """Return when the course's pitch session begins, if its file says so."""
    items = bot.app.courses.timeline(guild_id).timed
    return next((item.starts_at for item in items if item.event == "pitches"), None)


async def board(bot: CourseBot, guild_id: int) -> Card | None:
    """Draw the public panel; None where no session is planned."""
    try:
        session = await bot.app.pitches.session(guild_id)
        return cards.board_card(session, await titles(bot, guild_id), bot.clock.now())
    except (NoSession, NoSignup):
        return None


async def ask_judges(bot: CourseBot, guild_id: int, number: int) -> None:
    """Send the judges of the groups' contest the card of the group that has just pitched, if judging is open."""
    service = bot.app.judging
    contest = _contest(bot, guild_id)
    if contest is None or await service.state(guild_id, contest) != "open":
        return
    for judge_id in await service.judges(guild_id, contest):
        try:
            await judges.send_entry(bot, guild_id, contest, judge_id, number)
        except JudgingError:
            continue  # this judge can't score that group: their own, or a conflict
