"""A nudge for people without a group: staff see whom it reaches, one button leaves it, and it says what became of it.

Without the members intent the bot can't list the server; the preview says whom it knows to be without a group.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.client.layout import Card, Press, Reply, lay_out, post_of
from bot.client.look import KINDS, plural, stamp
from bot.client.surfaces import Persistent, guild_of, pressed_at
from bot.course.words import say
from bot.delivery.errors import NotNeeded
from bot.delivery.model import OPEN, Batch, Kind, Post, Row
from bot.groups.errors import NoSignup
from bot.groups.model import is_open
from bot.groups.ui.messages import news_card
from bot.groups.ui.replies import Scene, answer_and_follow, is_closed, scene_of
from bot.groups.ui.words import sign_up_state
from bot.ids import GuildId, UserId
from bot.permissions import Capability
from bot.teammates import notices

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

MAX_NAMED = 40


async def preview(interaction: Interaction) -> None:
    """Show staff whom a nudge would reach; nothing is sent. Raises SignupClosed."""
    bot, guild_id, at = interaction.client, guild_of(interaction), pressed_at(interaction)
    people = await bot.app.teammates.unteamed(guild_id, at)
    before = await bot.app.delivery.about(guild_id, notices.NUDGES)
    card = preview_card(people, at, max((row.notice.due_at for row in before), default=None))
    await interaction.response.send_message(view=lay_out(card), ephemeral=True)


def preview_card(people: Sequence[UserId], at: datetime, last_at: datetime | None) -> Card:
    """Draw whom a nudge would reach. `last_at`: when people were nudged last."""
    head = f"### A nudge would reach {plural(len(people), 'person', 'people')}; nothing is sent yet"
    about = f"They're on the board of `/find-group`, or have an open invite or request, and aren't in {say.a_group}."
    names = ", ".join(f"<@{id}>" for id in people[:MAX_NAMED])
    more = f" and {len(people) - MAX_NAMED} more" if len(people) > MAX_NAMED else ""
    last = f"-# The last nudge was {stamp(last_at, 'R')}." if last_at else ""
    blocks = tuple(filter(None, (head, about, f"{names}{more}", last)))
    label = f"Send to {len(people)}"
    send = Press(label, _address("send", at), discord.ButtonStyle.primary)
    return Card(KINDS["staff"], blocks, (send,) if people else ())


class NudgeButton(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"groups-nudge:(?P<what>[a-z]+)(?:-(?P<shown>\d+))?",
    needs=Capability.MANAGE_GROUPS,
):
    """Leaves the nudge that its preview showed, or says what has become of it."""

    async def used(self, interaction: Interaction) -> None:
        bot, guild_id, what = interaction.client, guild_of(interaction), self.found["what"]
        if what not in ("send", "look") or not self.found["shown"]:
            await preview(interaction)  # a button of an earlier version, which named no preview
            return
        shown_at = datetime.fromtimestamp(int(self.found["shown"]) / 1000, UTC)
        keys: list[str] = []
        if what == "send":
            keys = await bot.app.teammates.nudge(guild_id, shown_at, pressed_at(interaction))

        async def draw() -> Reply:
            return lay_out(await _outcome(bot, guild_id, shown_at))

        await answer_and_follow(interaction, guild_id, draw, keys, in_place=True)


async def _outcome(bot: CourseBot, guild_id: GuildId, shown_at: datetime) -> Card:
    rows = await bot.app.delivery.about(guild_id, notices.NUDGES)
    start = notices.start_of(shown_at)
    return outcome_card([r for r in rows if r.notice.key.startswith(start)], shown_at)


def outcome_card(rows: Sequence[Row], shown_at: datetime) -> Card:
    """Draw what has become of a nudge, in numbers."""
    sent = sum(row.state == "sent" for row in rows)
    waiting = sum(row.state in OPEN for row in rows)
    closed = sum(is_closed(row) for row in rows)
    left = len(rows) - sent - waiting - closed
    lines = [
        f"### {'✅' if not waiting else '📨'} {plural(sent, 'person', 'people')} nudged",
        f"{plural(waiting, 'message is', 'messages are')} on the way." if waiting else "",
        f"{plural(closed, 'person', 'people')} couldn't be reached: closed DMs." if closed else "",
        f"{plural(left, 'message')} not sent: no longer needed, or not deliverable."
        if left
        else "",
    ]
    look = Press("Look again", _address("look", shown_at))
    text = "\n".join(filter(None, lines))
    return Card(KINDS["staff"], (text,), (look,) if waiting else ())


def _address(what: str, shown_at: datetime) -> str:
    return f"groups-nudge:{what}-{notices.stamp_of(shown_at)}"


class NudgeKind(Kind):
    """Tells a person that sign-up closes and they have no group yet."""

    name = notices.NUDGE
    quickly = False

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot

    async def compose(self, batch: Batch, now: datetime) -> Post:
        user_id = batch.first.user_id or 0
        if await self._bot.app.groups.number_of(batch.guild_id, UserId(user_id)) is not None:
            raise NotNeeded(f"they are in {say.a_group} now")
        try:
            scene = await scene_of(self._bot, batch.guild_id)
        except NoSignup as error:
            raise NotNeeded(f"the course has no project {say.groups} anymore") from error
        if not is_open(scene.policy, now):
            raise NotNeeded(sign_up_state(scene.policy, now, brief=True))
        return post_of(self._bot, nudge_card(scene), batch)


def nudge_card(scene: Scene) -> Card:
    """Draw the nudge."""
    state = sign_up_state(scene.policy, scene.now)
    head = f"### You're not in a project {say.group} yet; {state}"
    text = f"{say.Groups} with free seats and people who need one are on the board: `/find-group` in the server."
    return news_card(scene, f"{head}\n{text}")
