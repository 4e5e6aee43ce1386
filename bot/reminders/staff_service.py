"""What staff do with what is to be said: skip it, take that back, send it now, announce. Each is one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.database import Database, SharedReads, Tables
from bot.delivery import ledger
from bot.delivery.model import Notice, Row, chosen_target, to_channel
from bot.delivery.service import Outbox
from bot.ids import ChannelId, GuildId, UserId
from bot.reminders import rules, store
from bot.reminders.errors import ChannelSilenced, MomentPassed, NotOpen
from bot.reminders.kinds.announcement import USE
from bot.reminders.service import ReminderService


class StaffReminderService:
    """Every server's ledger in the hands of its staff. `now` is the clock's, aware UTC."""

    def __init__(self, db: Database, outbox: Outbox, reminders: ReminderService) -> None:
        self._db, self._outbox, self._reminders = db, outbox, reminders
        self._reads = SharedReads(db)
        self._kinds = reminders.kinds

    async def reminders(self, guild_id: GuildId) -> list[Row]:
        """Return a server's reminders and announcements in channels, by time."""
        kinds = self._kinds.names
        return list(
            await self._reads.once(lambda db: ledger.in_channels(db, guild_id, kinds), guild_id)
        )

    async def to_mend(self, guild_id: GuildId) -> list[Row]:
        """Return what failed or is unsure of everything that is said in a server, by time."""
        return list(
            await self._reads.once(lambda db: ledger.to_mend(db, guild_id), guild_id, "to mend")
        )

    async def one(self, guild_id: GuildId, key: str) -> Row:
        """Return what staff may see of the ledger: what is for a channel, or has to be mended. Raises NotOpen."""
        return await self._db.read(lambda db: self._one(db, guild_id, key))

    def _one(self, db: Tables, guild_id: GuildId, key: str) -> Row:
        row = ledger.get(db, guild_id, key)
        is_theirs = row and row.notice.kind in self._kinds and row.notice.user_id is None
        if row is None or not (is_theirs or row.state in ledger.TO_MEND):
            raise NotOpen
        return row

    async def skip(self, guild_id: GuildId, key: str) -> Row:
        """Keep something from being said. Raises NotOpen."""

        def work(db: Tables) -> Row:
            if not rules.can_be_skipped(self._one(db, guild_id, key)):
                raise NotOpen
            ledger.settle(db, guild_id, [key], "skipped", rules.BY_A_PERSON)
            return _row(db, guild_id, key)

        return await self._db.write(work)

    async def bring_back(self, guild_id: GuildId, key: str, now: datetime) -> Row:
        """Take a skip back. Raises NotOpen, MomentPassed."""

        def work(db: Tables) -> Row:
            row = self._one(db, guild_id, key)
            if not rules.can_come_back(row):
                raise NotOpen
            ledger.settle(db, guild_id, [key], "skipped", "")
            wanted = self._reminders.replan_in(db, guild_id, now)
            if key not in wanted and row.notice.due_at > now:
                ledger.move(db, guild_id, row.notice, "planned")
            back = _row(db, guild_id, key)
            if not rules.can_be_skipped(back):
                raise MomentPassed
            return back

        return await self._db.write(work)

    async def send(
        self,
        guild_id: GuildId,
        key: str,
        now: datetime,
        *,
        by: UserId,
        channel_id: ChannelId | None = None,
    ) -> Row:
        """Have something said now.

        Args:
            channel_id: where to post it, although that is silenced.

        Raises:
            NotOpen: it was sent meanwhile, or is of no use any more. ChannelSilenced: nothing is posted there.
        """

        def work(db: Tables) -> tuple[Row, bool]:
            row, before = self._one(db, guild_id, key), store.said(db, guild_id)
            if not rules.can_be_sent(row, now):
                raise NotOpen
            if channel_id is None:
                self._check_silence(db, guild_id, row.notice)
            notice = self._said_now(db, guild_id, row, now, by=by)
            target = to_channel(channel_id) if channel_id else notice.target
            due = min(now, notice.due_at)
            ledger.move(db, guild_id, replace(notice, due_at=due, target=target), "planned")
            self._outbox.changed()
            return _row(db, guild_id, key), store.said(db, guild_id) != before

        sent, makes_so = await self._db.write(work)
        if makes_so:
            await self._reminders.replan(guild_id, now)
        return sent

    def _check_silence(self, db: Tables, guild_id: GuildId, notice: Notice) -> None:
        silenced = chosen_target(notice.target) in ledger.silenced(db, guild_id)
        if silenced and self._kinds[notice.kind].can_be_silenced:
            raise ChannelSilenced(chosen_target(notice.target))

    def _said_now(
        self, db: Tables, guild_id: GuildId, row: Row, now: datetime, *, by: UserId
    ) -> Notice:
        """Return what is sent now. Where that makes it so, remember that staff have said it."""
        notice = row.notice
        to_come = notice.anchor_at > now or rules.is_waiting(row)
        if not (self._kinds[notice.kind].staff_say and to_come):
            return notice
        wanted = self._reminders.say_in(db, guild_id, notice.item, now, now, by=by)
        return wanted[notice.key].notice if notice.key in wanted else notice

    async def draft(self, guild_id: GuildId, notice: Notice) -> Row:
        """Keep an announcement that nobody has confirmed yet."""

        def work(db: Tables) -> Row:
            ledger.add(db, guild_id, notice, skipped=rules.DRAFT)
            return _row(db, guild_id, notice.key)

        return await self._db.write(work)

    async def confirm(self, guild_id: GuildId, key: str, *, yes: bool, now: datetime) -> Row:
        """Plan a draft, or discard it. Raises NotOpen: it isn't one any more."""

        def work(db: Tables) -> Row:
            row = self._one(db, guild_id, key)
            if row.why != rules.DRAFT:
                raise NotOpen
            if yes:
                due = max(row.notice.due_at, now)
                moved = replace(row.notice, due_at=due, anchor_at=due, until=due + USE)
                ledger.move(db, guild_id, moved, "planned")
            else:
                ledger.settle(db, guild_id, [key], "skipped", rules.BY_A_PERSON)
            self._outbox.changed()
            return _row(db, guild_id, key)

        return await self._db.write(work)


def _row(db: Tables, guild_id: GuildId, key: str) -> Row:
    row = ledger.get(db, guild_id, key)
    assert row is not None
    return row
