"""What judges and staff get on the assistant's own while judging goes on: cards, reminders, the close."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import discord

from bot.client.layout import Card, message_texts, post_of
from bot.client.look import plural, stamp
from bot.client.posting import edit_sent, sent_row
from bot.competitions import rules
from bot.competitions.errors import JudgingError, NotAJudge
from bot.competitions.model import Contest, Desk, Judge
from bot.competitions.notices import (
    CARD,
    CLOSED,
    CLOSING,
    ENDED,
    MOVED,
    NAG,
    REQUEST,
    contest_id_of,
    request_key,
)
from bot.competitions.ui import cards, handlers, staff, staff_cards
from bot.course.words import say
from bot.delivery.errors import NotNeeded
from bot.delivery.model import Batch, Kind, Notice, Post, Sent
from bot.ids import ChannelId, GuildId, MessageId, UserId

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.database import Tables


class JudgingKind(Kind):
    """A kind of notice about one contest."""

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot

    def contest(self, guild_id: GuildId, notice: Notice) -> Contest:
        """Return the contest that a notice is about. Raises NotNeeded: the course has it no longer."""
        contest = self._bot.app.judging.contests(guild_id).get(contest_id_of(notice.item))
        if contest is None:
            raise NotNeeded("the course no longer has this competition")
        return contest

    async def desk(self, batch: Batch) -> Desk:
        """Return the view of the judge whom a notice goes to. Raises NotNeeded: they judge nothing now."""
        guild_id, judge_id = batch.guild_id, UserId(batch.first.user_id or 0)
        contest = self.contest(guild_id, batch.first)
        if await self._bot.people.member(guild_id, judge_id) is None:
            raise NotNeeded("this person isn't in the server anymore")
        try:
            desk = await self._bot.app.judging.desk(guild_id, contest, judge_id)
        except NotAJudge as error:
            raise NotNeeded("this person isn't a judge anymore") from error
        if desk.state != "open":
            raise NotNeeded("judging isn't open anymore")
        return desk

    async def unreachable(self, batch: Batch) -> None:
        await self._bot.app.outbox.tell_staff(
            batch.guild_id,
            f"**I can't write to <@{batch.first.user_id}>, a judge: their direct messages are closed.** Ask them to "
            "open them for this server, or to use `/scores` in a channel; they see the same card there.",
        )


class JudgeCard(JudgingKind):
    """A judge's card: with the next entry, or with the group that has just pitched."""

    name = CARD

    async def compose(self, batch: Batch, now: datetime) -> Post:
        desk, guild_id = await self.desk(batch), batch.guild_id
        number = batch.first.facts.get("entry")
        lead = ""
        if number is not None:
            self._check(desk, number, UserId(batch.first.user_id or 0))
            lead = f"🎤 **{desk.contest.name_of(number)} has just pitched**"
        card = await handlers.draw(self._bot, guild_id, desk, number, lead)
        return post_of(self._bot, card, batch)

    async def plainer(self, batch: Batch, now: datetime) -> Post | None:
        desk = await self.desk(batch)
        entry = cards.shown_entry(desk, batch.first.facts.get("entry"))
        if entry is None:
            return None
        return post_of(self._bot, cards.bare_card(batch.guild_id, desk, entry), batch)

    async def about(self, batch: Batch) -> str:
        desk = await self.desk(batch)
        entry = cards.shown_entry(desk, batch.first.facts.get("entry"))
        return desk.contest.name_of(entry.number) if entry else desk.contest.title

    def _check(self, desk: Desk, number: int, judge_id: UserId) -> None:
        try:
            rules.check_may_read(desk.contest, judge_id, number, desk.entries, desk.recused)
        except JudgingError as error:
            raise NotNeeded(f"this judge can't score that {say.group}") from error

    def stored(self, db: Tables, batch: Batch, sent: Sent) -> None:
        if sent.channel_id is None or sent.message_id is None:
            return
        judge_id, contest = UserId(batch.first.user_id or 0), contest_id_of(batch.first.item)
        place = ChannelId(sent.channel_id), MessageId(sent.message_id)
        judge = Judge(batch.guild_id, contest, judge_id)
        self._bot.app.judging.move_card(db, judge, place, self._bot.clock.now())


class MovedCard(JudgingKind):
    """A judge's earlier card: it loses its buttons, so that only one has a live Score."""

    name = MOVED

    async def compose(self, batch: Batch, now: datetime) -> None:
        guild_id, contest_id = batch.guild_id, contest_id_of(batch.first.item)
        channel_id, message_id = batch.first.facts["place"]
        judge_id = UserId(batch.first.user_id or 0)
        if await self._bot.app.judging.card(guild_id, contest_id, judge_id) == (
            channel_id,
            message_id,
        ):
            raise NotNeeded("it has become this judge's card again")
        place = self._bot.get_partial_messageable(channel_id)
        try:
            message = await place.fetch_message(message_id)
        except (discord.NotFound, discord.Forbidden) as error:
            raise NotNeeded("its message is gone") from error
        stored = next((t for t in message_texts(message) if t.startswith(cards.STORED)), "")
        moved = cards.moved_card(guild_id, contest_id, stored)
        await edit_sent(self._bot, (channel_id, message_id), moved)


class ClosedCard(JudgingKind):
    """A judge's card once judging is closed: it says so, and what they scored stays."""

    name = CLOSED

    async def compose(self, batch: Batch, now: datetime) -> None:
        guild_id, contest = batch.guild_id, self.contest(batch.guild_id, batch.first)
        judge_id, place = UserId(batch.first.user_id or 0), tuple(batch.first.facts["place"])
        if await self._bot.app.judging.card(guild_id, contest.id, judge_id) != place:
            raise NotNeeded("this judge's card is another message now")
        try:
            desk = await self._bot.app.judging.desk(guild_id, contest, judge_id)
        except NotAJudge as error:
            raise NotNeeded("this person isn't a judge anymore") from error
        if desk.state == "open":
            raise NotNeeded("judging is open again")
        await edit_sent(self._bot, (place[0], place[1]), cards.desk_card(guild_id, desk))


class JudgingNag(JudgingKind):
    """A judge still has entries to score."""

    name = NAG

    async def compose(self, batch: Batch, now: datetime) -> Post:
        notice, desk = batch.first, await self.desk(batch)
        judging = await self._bot.app.judging.judging(batch.guild_id, desk.contest)
        asked, closes_at = notice.facts.get("asked"), judging.closes_at
        if not asked and closes_at not in (None, notice.anchor_at):
            raise NotNeeded("judging closes at another time")
        if not desk.todo:
            raise NotNeeded("this judge has nothing left to score")
        when = f"Judging closes {stamp(closes_at or notice.anchor_at, 'R')}"
        if asked and closes_at is None:
            when = f"{say.Staff} want to close judging soon"
        text = (
            f"### ⚖️ {plural(len(desk.todo), 'entry', 'entries')} of {desk.contest.title} left to score\n"
            f"{rules.some_of(desk.todo, 12)}. {when}; your card is above, or "
            "use `/scores`."
        )
        return post_of(self._bot, Card(cards.KIND, (text,)), batch)


class JudgingCloses(JudgingKind):
    """Closes judging when its time has come, then tells staff. It has a lane of its own: nothing holds it up."""

    name = CLOSING

    async def compose(self, batch: Batch, now: datetime) -> Post:
        guild_id, closes_at = batch.guild_id, batch.first.anchor_at
        contest = self.contest(guild_id, batch.first)
        if not await self._bot.app.judging.close_in_time(guild_id, contest, closes_at):
            raise NotNeeded(f"{say.staff} closed judging or gave it another time")
        if self.channel(batch) is None:
            raise NotNeeded("it is closed, and no staff channel is chosen")
        results = await staff.results_of(self._bot, guild_id, contest)
        return post_of(self._bot, staff_cards.closed_card(guild_id, results, closes_at), batch)

    def channel(self, batch: Batch) -> int | None:
        return self._bot.app.guilds.of(batch.guild_id).staff_channel


class PublishRequested(JudgingKind):
    """Somebody of the staff asks to publish: in staff's channel, with everything that would be published."""

    name = REQUEST

    async def compose(self, batch: Batch, now: datetime) -> Post:
        guild_id, id = batch.guild_id, int(batch.first.facts["request"])
        request = await self._bot.app.publishing.request(guild_id, id)
        if request is None or request.shown is None or request.state != "waiting":
            raise NotNeeded("this request was replaced or taken back")
        return post_of(self._bot, staff_cards.request_card(guild_id, request, request.shown), batch)


class RequestEnded(JudgingKind):
    """Takes the button off a request to publish that was taken back or replaced, and says which."""

    name = ENDED

    async def compose(self, batch: Batch, now: datetime) -> None:
        contest, facts = self.contest(batch.guild_id, batch.first), batch.first.facts
        row = await sent_row(self._bot, batch.guild_id, request_key(facts["request"]))
        ended = staff_cards.ended_card(contest, UserId(facts["by"]), replaced=facts["replaced"])
        await edit_sent(self._bot, (row.channel_id or 0, row.message_id or 0), ended)
