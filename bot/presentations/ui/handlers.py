"""The Discord side of the pitch session: the panel, the board and the running order laid out."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from bot.client.layout import Card, Reply, lay_out
from bot.client.look import plural
from bot.course.words import say
from bot.ids import GuildId, UserId
from bot.presentations import rules
from bot.presentations.errors import NotInOrder, NotNow, PanelChanged
from bot.presentations.model import PitchSession
from bot.presentations.ui import cards
from bot.presentations.ui.cards import panel_card

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

T = TypeVar("T")


async def panel_reply(bot: CourseBot, guild_id: GuildId) -> Reply:
    """Lay out the staff's panel. Raises NoSession."""
    session = await bot.app.pitches.session(guild_id)
    known, scored = await _titles(bot, guild_id), await _scored(bot, guild_id, session)
    return lay_out(panel_card(guild_id, session, known, bot.clock.now(), scored))


async def show_panel(
    interaction: Interaction, guild_id: GuildId, work: Awaitable[object] | None = None
) -> None:
    """Do what somebody has pressed, and show the panel as it stands then. Raises as `or_panel`."""
    if work is not None:
        await or_panel(interaction, guild_id, work)
    await interaction.response.edit_message(view=await panel_reply(interaction.client, guild_id))


async def or_panel(interaction: Interaction, guild_id: GuildId, work: Awaitable[T]) -> T:
    """Do what somebody has pressed; where that is refused, the panel shows how things stand.

    Raises:
        NoSession, NotNow, PanelChanged, NotInOrder.
    """
    try:
        return await work
    except (NotNow, PanelChanged, NotInOrder):
        await show_panel(interaction, guild_id)
        raise


async def order_reply(
    bot: CourseBot, guild_id: GuildId, user_id: UserId, page: int | None = None
) -> Reply:
    """Lay out the running order as somebody sees it; without a page, the one with who is on."""
    service = bot.app.pitches
    session, own = (
        await service.planned(guild_id),
        await bot.app.groups.number_of(guild_id, user_id),
    )
    if session is None:
        return lay_out(cards.unplanned_card(service.held_in(guild_id), own))
    times = rules.estimates(session, bot.clock.now(), service.opens_at(guild_id))
    pitches = bot.app.courses.timeline(guild_id).course.pitches
    view = cards.OrderView(
        guild_id,
        session,
        await _titles(bot, guild_id),
        times,
        own,
        page,
        (pitches.attendance if pitches else None) or "",
    )
    return lay_out(cards.order_card(view))


async def board(bot: CourseBot, guild_id: GuildId) -> Card | None:
    """Draw the public board; None where no session is planned."""
    session = await bot.app.pitches.planned(guild_id)
    if session is None:
        return None
    return cards.board_card(session, await _titles(bot, guild_id), bot.clock.now())


async def board_turns(bot: CourseBot, guild_id: GuildId, now: datetime) -> datetime | None:
    """Return when the pitch that is on comes to its next phase; None where no clock runs."""
    session = await bot.app.pitches.planned(guild_id)
    if session is None or session.running is None:
        return None
    phases = rules.changes(session.running, session.minutes).values()
    return min((at for at in phases if at > now), default=None)


async def _titles(bot: CourseBot, guild_id: GuildId) -> dict[int, str]:
    return {group.number: group.title for group in await bot.app.groups.groups(guild_id)}


async def _scored(bot: CourseBot, guild_id: GuildId, session: PitchSession) -> str:
    """Say how many judges have scored the group that pitched last; empty where nobody has pitched."""
    contests = bot.app.judging.contests(guild_id).values()
    contest = next((c for c in contests if not c.assignment), None)
    if session.ended is None or contest is None:
        return ""
    number = session.ended.number
    done, judges = await bot.app.judging.scored(guild_id, contest, number)
    if judges == 1:
        return f"⚖️ The judge {'has scored' if done else 'has yet to score'} {say.group} {number}."
    return (
        f"⚖️ {done} of {plural(judges, 'judge')} have scored {say.group} {number}." if judges else ""
    )
