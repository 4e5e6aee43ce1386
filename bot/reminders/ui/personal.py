"""The Discord side of personal reminders: what a person still misses, and the card of their preferences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import discord

from bot.assignments.model import Missing
from bot.assignments.rules import missing_for
from bot.assignments.ui import handlers
from bot.client.layout import Card, Press, Reply, lay_out
from bot.client.look import KINDS as LOOKS
from bot.client.look import clip, plain, plural, stamp
from bot.delivery.errors import NotNeeded
from bot.delivery.model import Batch, Row
from bot.ids import GuildId, UserId
from bot.reminders.kinds import PERSONAL, PREFERENCES
from bot.reminders.preferences_store import Preferences

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

LEADS = ("30m", "3h", "24h", "2d")


async def missing(bot: CourseBot, batch: Batch) -> dict[str, str | None]:
    """Return what its person still misses, by the key of each personal reminder of a batch (`in_words`).

    Raises:
        NotNeeded: they miss nothing of it.
    """
    rows = [r for r in batch.rows if r.notice.kind == PERSONAL.name]
    if not rows or not batch.target.startswith("user:"):
        return {}
    course = bot.app.courses.timeline(batch.guild_id).course
    user_id = int(batch.target.partition(":")[2])
    record = await handlers.record_of(bot, GuildId(batch.guild_id), UserId(user_id))
    found = {
        r.notice.key: in_words(missing_for(course, r.notice.item.partition("@")[0], record))
        for r in rows
    }
    if set(found.values()) == {""}:
        raise NotNeeded("this person has nothing of it left to do")
    return found


def without_what_is_done(batch: Batch, left: dict[str, str | None]) -> Batch:
    """Leave out the reminders of a batch of which nothing is left to do."""
    rows = tuple(r for r in batch.rows if left.get(r.notice.key) != "")
    return replace(batch, rows=rows)


def in_words(missing: Missing) -> str | None:
    """Write what somebody hasn't done for a deadline; empty for nothing, None where it can't be known."""
    text = "; ".join(missing.items)
    if text and not missing.required:
        return f"{text}. Only needed if you want to compete."
    return text if text or missing.known else None


async def closed(bot: CourseBot, batch: Batch) -> None:
    """Remember that somebody's direct messages are closed."""
    user_id = int(batch.target.partition(":")[2])
    await bot.app.preferences.found_closed(batch.guild_id, user_id, bot.clock.now())


async def preferences_reply(bot: CourseBot, guild_id: int, user_id: int) -> Reply:
    """Lay out what a person wants and which reminders of their own are waiting."""
    service = bot.app.preferences
    preferences = await service.preferences(guild_id, user_id)
    return lay_out(preferences_card(guild_id, preferences, await service.own(guild_id, user_id)))


def preferences_card(guild_id: int, preferences: Preferences, own: Sequence[Row]) -> Card:
    """Draw somebody's preferences, with a switch for each."""
    if preferences.is_on and preferences.kinds:
        kinds = ", ".join(kind for kind in PREFERENCES if kind in preferences.kinds)
        head = f"### 🔔 I'll remind you by direct message: {kinds}, {preferences.lead} before"
    else:
        head = "### 🔕 DM reminders are off"
    lines = ["Deadline reminders leave out what you have handed in, and name what is missing."]
    if preferences.closed:
        lines.append(
            "⚠️ Your direct messages were closed. Open them for this server, then switch on again."
        )
    if own:
        lines.append(f"**{plural(len(own), 'reminder')} of your own**")
        lines += [
            f"- {stamp(r.notice.due_at, 'f')} {plain(clip(r.notice.body, 80))}" for r in own[:10]
        ]
    else:
        lines.append("-# For one of your own: `/remind-me at: tomorrow 9am about: ...`")
    return Card(
        LOOKS["reminder"],
        (head, "\n".join(lines)),
        _forget(guild_id, own),
        _switches(guild_id, preferences),
    )


def _switches(guild_id: int, preferences: Preferences) -> tuple[Press, ...]:
    def switch(label: str, what: str, on: bool) -> Press:
        style = discord.ButtonStyle.success if on else discord.ButtonStyle.secondary
        return Press(f"{label} ✓" if on else label, f"mine:{guild_id}:{what}", style)

    main = switch("On" if preferences.is_on else "Switch on", "on", preferences.is_on)
    kinds = [
        switch(k.capitalize(), f"kind-{k.replace(' ', '-')}", k in preferences.kinds)
        for k in PREFERENCES
    ]
    leads = [switch(f"{lead} before", f"lead-{lead}", lead == preferences.lead) for lead in LEADS]
    return (main, *kinds, *leads)


def _forget(guild_id: int, own: Sequence[Row]) -> tuple[Press, ...]:
    danger = discord.ButtonStyle.danger
    return (Press("Forget my own reminders", f"mine:{guild_id}:forget", danger),) if own else ()
