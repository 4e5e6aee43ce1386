"""Questions about oneself, and words that want something done: by `/ask`, in a direct message or in a channel."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING

import discord

from bot.client.layout import Card, Press, lay_out
from bot.client.look import KINDS, due_stamp, plain, read_back
from bot.client.surfaces import home_of, pressed_at
from bot.cohorts.rules import asked_of, kind_named
from bot.cohorts.ui.cards import about_card
from bot.course.instants import MomentUnreadable, assumes_morning, read_moment
from bot.course.timeline import Timeline
from bot.errors import StalePage
from bot.groups.ui.replies import scene_of
from bot.ids import GuildId, UserId
from bot.me import asking
from bot.me.asking import ACTIONS, Personal
from bot.me.ui import answers, deeds
from bot.me.ui.handlers import view_for

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

MORNING_SAID = "-# You didn't give a time, so it's 9 AM."


async def answered(interaction: Interaction, typed: str) -> bool:
    """Answer `/ask` where it's about its asker. Return whether it was. Raises WhichCourse, NoCourse."""
    timeline = interaction.client.app.courses.timeline(home_of(interaction))
    if timeline.course.cohorts and (cohort := asked_of(timeline.course, typed)):
        card = about_card(timeline, cohort, pressed_at(interaction))
        await interaction.response.send_message(view=lay_out(card), ephemeral=True)
        return True
    found = asking.asked(typed)
    if found is None or _is_of_course(timeline, found):
        return False
    bot, in_dm = interaction.client, interaction.guild_id is None
    guild_id = home_of(interaction) or await bot.homes.own(UserId(interaction.user.id))
    now = pressed_at(interaction)
    card = await card_of(bot, guild_id, interaction.user, typed, found, now, in_dm=in_dm)
    if card is None:
        return False
    await interaction.response.send_message(view=lay_out(card), ephemeral=True)
    return True


def _is_of_course(timeline: Timeline, found: Personal) -> bool:
    """Return whether what sounds like somebody's own section, slot or track ("my pset") is a question to the course."""
    return found.about == "cohort" and not kind_named(timeline, found.rest)


async def heard(bot: CourseBot, message: discord.Message, typed: str) -> bool:
    """Answer a message that is about its writer, in a direct message; offer it privately in a channel.

    Returns:
        Whether it was about them.
    Raises:
        WhichCourse, NoCourse.
    """
    found = asking.asked(typed)
    files = message.attachments if message.guild is None else []
    if not files and (message.guild or not bot.app.courses.differ):
        here = GuildId(message.guild.id) if message.guild else None
        timeline = bot.app.courses.timeline(here)
        if timeline.course.cohorts and (cohort := asked_of(timeline.course, typed)):
            await _say(message, about_card(timeline, cohort, bot.clock.now()))
            return True
    if found is None and not files:
        return False
    if found is not None and not files:
        here = GuildId(message.guild.id) if message.guild else None
        home = here or await bot.homes.of(UserId(message.author.id))
        if _is_of_course(bot.app.courses.timeline(home), found):
            return False
    guild_id = await _server_of(bot, message)
    if message.guild is not None and found is not None:
        card: Card | None = answers.private_card(guild_id, found.about)
        if found.about in ACTIONS:
            return False
    elif files:
        view = await view_for(bot, guild_id, message.author, in_dm=True)
        card = deeds.dropped_card(view, message.id, [file.filename for file in files])
    else:
        assert found is not None
        card = await card_of(
            bot, guild_id, message.author, typed, found, bot.clock.now(), in_dm=True
        )
    if card is None:
        return False
    await _say(message, card)
    return True


async def _say(message: discord.Message, card: Card) -> None:
    quiet = discord.AllowedMentions.none()
    send: Callable[..., Awaitable[object]] = (
        message.reply if message.guild is not None else message.channel.send
    )
    await send(view=lay_out(card), allowed_mentions=quiet)


async def _server_of(bot: CourseBot, message: discord.Message) -> GuildId:
    if message.guild is not None:
        return GuildId(message.guild.id)
    return await bot.homes.own(UserId(message.author.id))


async def card_of(
    bot: CourseBot,
    guild_id: GuildId,
    user: discord.abc.User,
    typed: str,
    found: Personal,
    now: datetime,
    *,
    in_dm: bool,
) -> Card | None:
    """Draw the answer; None where nothing is known of them, so that the course may answer."""
    if found.about == "remind":
        return await _remind(bot, guild_id, UserId(user.id), typed, found.rest, now)
    view = await view_for(bot, guild_id, user, in_dm=in_dm)
    if found.about == "hand in":
        return deeds.hand_in_card(view, found.rest)
    if found.about in ("sign up", "leave"):
        if view.me.policy is None:
            return None
        if found.about == "sign up":
            return deeds.sign_up_card(view)
        return deeds.leaving_card(await scene_of(bot, guild_id), view)
    return answers.answer_card(found, view)


async def _remind(
    bot: CourseBot, guild_id: GuildId, user_id: UserId, typed: str, rest: str, now: datetime
) -> Card:
    split = await _split(bot, guild_id, rest, now)
    if split is None:
        return deeds.no_moment_card()
    at, when, about = split
    question = await bot.app.questions.note(guild_id, user_id, typed, now)
    told = read_back(bot.app.courses.timeline(guild_id), at)
    note = f"{told}\n{MORNING_SAID}" if assumes_morning(when) else told
    return deeds.remind_card(guild_id, question.id, at, about, note)


async def _split(
    bot: CourseBot, guild_id: GuildId, rest: str, now: datetime
) -> tuple[datetime, str, str] | None:
    zone = bot.app.courses.timeline(guild_id).zone

    def reads(words: str) -> datetime | None:
        try:
            return read_moment(words, now, zone)
        except MomentUnreadable:
            return None

    return await asyncio.to_thread(asking.moment_and_words, rest, reads)


async def set_reminder(
    interaction: Interaction, guild_id: GuildId, question_id: int, at: datetime
) -> None:
    """Set the reminder that a card asked about. Raises QuestionGone, StalePage, TooMany, BadText."""
    bot, user_id = interaction.client, UserId(interaction.user.id)
    question = await bot.app.questions.question(guild_id, question_id)
    found = asking.asked(question.text)
    if question.user_id != user_id or found is None or at <= pressed_at(interaction):
        raise StalePage
    split = await _split(bot, guild_id, found.rest, question.at)
    about = split[2] if split else found.rest
    planned = await bot.app.preferences.add(guild_id, user_id, at, about, interaction.id)
    told = read_back(bot.app.courses.timeline(guild_id), planned.due_at)
    text = f"### 🔔 I'll remind you {due_stamp(planned.due_at)}\n{plain(planned.body)}\n{told}"
    own = f"own:{guild_id}:{interaction.id}"
    buttons = (Press("Move it", f"{own}:move"), Press("Remove it", f"{own}:remove"))
    await interaction.response.edit_message(view=lay_out(Card(KINDS["reminder"], (text,), buttons)))


async def show_about(interaction: Interaction, guild_id: GuildId, kind: str) -> None:
    """Answer about whoever presses, to them alone. Raises StalePage: there's no such question."""
    about = asking.named(kind)
    if about is None or about in ACTIONS:
        raise StalePage
    view = await view_for(interaction.client, guild_id, interaction.user, in_dm=False)
    card = answers.answer_card(Personal(about), view)
    if card is None:
        text = "**I don't know that about you yet.** Ask again once it's set, or ask about the course with `/ask`."
        card = Card(KINDS["answer"], (text,), (answers.my_stuff(guild_id),))
    await interaction.response.send_message(view=lay_out(card), ephemeral=True)
