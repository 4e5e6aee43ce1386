"""Another due time for one person or one group, from the form of `/staff change`: shown first, given by one press."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

import discord
from discord import ui

from bot.assignments import notices
from bot.assignments.errors import ExtendWhom, NoMoreTime
from bot.assignments.model import Extension, Owner
from bot.assignments.more_time import TakenBack
from bot.assignments.records import Given
from bot.assignments.requests import Grant, Granted
from bot.assignments.store import owner_of
from bot.assignments.ui import cards, staff_cards
from bot.assignments.ui.handlers import A_MOMENT_S
from bot.client.layout import Card, Press, lay_out, post_of
from bot.client.look import KINDS, plural, read_back, stamp
from bot.client.surfaces import Persistent, pressed_at
from bot.course.words import say
from bot.delivery.errors import NotNeeded
from bot.delivery.model import Batch, Kind, Post
from bot.ids import GuildId, UserId
from bot.permissions import Capability
from bot.text import raised

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
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


async def propose(interaction: Interaction, guild_id: GuildId, asked: Asked, lead: str) -> None:
    """Show what another due time for somebody would be, below a lead. Raises ExtendWhom, NoMoreTime, NoSuchGroup."""
    owner = Owner("group", asked.group) if asked.group else Owner("user", asked.person or 0)
    given = await _given(interaction, guild_id, asked.deadline, owner, asked.due_at)
    clock = read_back(interaction.client.app.courses.timeline(guild_id), asked.due_at)
    card = preview_card(guild_id, asked.deadline, owner, given, asked.due_at, clock, lead)
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
        raise NoMoreTime("that's already when it's due for them")
    return given


def preview_card(
    guild_id: GuildId,
    deadline: str,
    owner: Owner,
    given: Sequence[Given],
    until: datetime,
    clock: str,
    lead: str = "",
) -> Card:
    """Draw what more time for a person or a group would be, and what follows.

    Args:
        clock: the new time as the course's clock has it.
        lead: what is to be known first.
    """
    who = staff_cards.owner_text(owner)
    lines = [
        f"- {raised(one.assignment.title)}, for {who}: {stamp(one.due_at)} → {stamp(until)}"
        for one in given
    ]
    mended = sum(one.mended for one in given)
    follows = (
        [f"📥 {plural(mended, 'hand-in becomes', 'hand-ins become')} on time."] if mended else []
    )
    follows.append(
        "✉️ They'll hear by direct message, and their reminders, receipts and pages follow."
    )
    before = max(one.due_at for one in given)
    id = ":".join(
        ("time", str(guild_id), deadline, owner.kind[0], str(owner.id), _hex(until), _hex(before))
    )
    blocks = [
        *([lead] if lead else []),
        "### ✏️ Another due time for them?",
        "\n".join(lines),
        clock,
    ]
    blocks += [
        "\n".join(follows),
        "-# Nothing has changed yet. One press takes it back afterwards.",
    ]
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
            clock = read_back(bot.app.courses.timeline(guild_id), until)
            card = preview_card(guild_id, deadline, owner, given, until, clock, lead)
            await interaction.response.edit_message(view=lay_out(card))
            return
        await interaction.response.defer()
        at, by = pressed_at(interaction), UserId(interaction.user.id)
        grants = [Grant(one.assignment.id, owner, timedelta(), REASON, at, until) for one in given]
        made = await bot.app.more_time.extend(guild_id, *grants, by=by)
        card = await given_card(bot, guild_id, *made)
        await interaction.edit_original_response(view=lay_out(card))


async def given_card(
    bot: CourseBot, guild_id: GuildId, given: Sequence[Granted], change: int
) -> Card:
    """Say what was given by one change and who has been told, with the way back."""
    blocks: list[str] = []
    for one in given:
        owner, task = one.extension.owner, one.extension.assignment
        keys = [notices.change_key(owner, task, change, user) for user in one.people]
        rows = await bot.delivery.outcome(guild_id, keys, A_MOMENT_S)
        blocks += staff_cards.extension_card(one, rows).blocks
    blocks.append(read_back(bot.app.courses.timeline(guild_id), given[0].extension.due_at))
    return Card(KINDS["staff"], tuple(blocks), (_undo_press(guild_id, change, "Undo"),))


def _undo_press(guild_id: GuildId, change: int, word: str) -> Press:
    return Press(word, f"time-undo:{guild_id}:{change}")


def taken_back_card(guild_id: GuildId, back: Sequence[TakenBack], change: int) -> Card:
    """Say what holds again once a change was taken back, with the way there again."""
    given_again = all(one.was is None for one in back)
    lines = [
        f"- {raised(one.assignment.title)}, for {staff_cards.owner_text(one.owner)}: "
        f"{stamp(one.was or one.stated_at)} → {stamp(one.due_at or one.stated_at)}"
        for one in back
    ]
    head = "### ✅ Given again" if given_again else "### ↩️ Taken back"
    follow = "-# Whoever was told will hear about it; their reminders, receipts and pages follow."
    press = _undo_press(guild_id, change, "Undo" if given_again else "Redo")
    return Card(KINDS["staff"], (head, "\n".join(lines), follow), (press,))


class TimeUndoButton(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"time-undo:(?P<guild>\d+):(?P<change>\d+)",
    needs=Capability.SEE_HAND_INS,
):
    """Takes a change of somebody's time back, or makes it again."""

    async def used(self, interaction: Interaction) -> None:
        at, by = pressed_at(interaction), UserId(interaction.user.id)
        change = int(self.found["change"])
        more_time = interaction.client.app.more_time
        back, again = await more_time.undo(self.guild_id, change, at, by=by)
        card = taken_back_card(self.guild_id, back, again)
        await interaction.response.edit_message(view=lay_out(card))


class ExtensionNotice(Kind):
    """Staff gave more time; whoever has it hears of it."""

    name = notices.EXTENSION

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot

    async def compose(self, batch: Batch, now: datetime) -> Post:
        facts = batch.first.facts
        extension = await _extension(self._bot, batch)
        given_at, until = (datetime.fromisoformat(str(facts[n])) for n in ("given_at", "until"))
        if extension is None or (extension.at, extension.due_at) != (given_at, until):
            raise NotNeeded(f"{say.staff} have given another extension since")
        replaced = facts["replaced"] and datetime.fromisoformat(str(facts["replaced"]))
        card = cards.extension_news(extension, str(facts["title"]), replaced)
        return post_of(self._bot, card, batch)


class ExtensionTakenBack(Kind):
    """Staff took more time back; whoever had it hears until when they have now."""

    name = notices.WITHDRAWAL

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot

    async def compose(self, batch: Batch, now: datetime) -> Post:
        if await _extension(self._bot, batch) is not None:
            raise NotNeeded(f"{say.staff} have given another extension since")
        facts, guild_id, app = batch.first.facts, batch.guild_id, self._bot.app
        user_id = batch.first.user_id
        assert user_id is not None
        due = (await app.submissions.due(guild_id, UserId(user_id))).get(str(facts["assignment"]))
        if due is None:
            raise NotNeeded("it's no longer in the course")
        by_group = str(facts["owner"]).startswith("group")
        card = cards.extension_taken_back(str(facts["title"]), due.at, by_group=by_group)
        return post_of(self._bot, card, batch)


class CountsNow(Kind):
    """A hand-in counts otherwise since the course was changed; whoever it's from hears of it."""

    name = notices.COUNTS

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot

    async def compose(self, batch: Batch, now: datetime) -> Post:
        facts, user_id = batch.first.facts, batch.first.user_id
        assert user_id is not None
        submissions = self._bot.app.submissions
        one = submissions.assignments(batch.guild_id).get(str(facts["assignment"]))
        due = await submissions.due(batch.guild_id, UserId(user_id))
        if one is None or one.id not in due:
            raise NotNeeded("it's no longer in the course")
        card = cards.counts_now(one, due[one.id].at, late=bool(facts["late"]))
        return post_of(self._bot, card, batch)


async def _extension(bot: CourseBot, batch: Batch) -> Extension | None:
    """Return the extension that holds for whom a notice is about."""
    facts = batch.first.facts
    owner = owner_of(str(facts["owner"]))
    return await bot.app.more_time.extension(batch.guild_id, owner, str(facts["assignment"]))


def kinds_of(bot: CourseBot) -> tuple[Kind, ...]:
    """Return every kind of notice about another due time."""
    return ExtensionNotice(bot), ExtensionTakenBack(bot), CountsNow(bot)
