"""What staff teach the assistant: each server's own questions and answers, beside those of its course file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from bot.answers.custom import LEARNED
from bot.course.asking import FrequentQuestion
from bot.database import Database, Tables
from bot.ids import GuildId, UserId
from bot.questions import rules, store
from bot.questions.errors import QuestionGone
from bot.questions.model import Entry, Learned

LONGEST_WORDING = 160
"""Characters of a wording in a course file; what is longer is cut."""

Taught = tuple[FrequentQuestion, ...]


class FaqService:
    """Every server's FAQ."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._taught: dict[GuildId, Taught] = {}
        self._changes: Counter[GuildId] = Counter()

    async def taught(self, guild_id: GuildId) -> Taught:
        """Return what staff taught, as a course file has it."""
        known = self._taught.get(guild_id)
        if known is None:
            changes = self._changes[guild_id]
            known = tuple(_in_course(entry) for entry in await self.entries(guild_id))
            if changes == self._changes[guild_id]:
                self._taught[guild_id] = known
        return known

    async def entries(self, guild_id: GuildId | None = None) -> list[Learned]:
        """List the entries that staff added, in one server or in all, the oldest first."""
        return await self._db.read(lambda db: store.learned(db, guild_id))

    async def add(self, typed: Entry, now: datetime, *, by: UserId) -> Learned:
        """Add an entry; from now on it answers. Raises BadEntry."""
        entry = rules.entry(typed)
        learned = await self._db.write(lambda db: store.learn(db, entry, now, by=by))
        self.changed(entry.guild_id)
        return learned

    async def remove(self, guild_id: GuildId, id: int) -> None:
        """Take an entry out. Raises QuestionGone."""

        def work(db: Tables) -> None:
            if not store.unlearn(db, guild_id, id):
                raise QuestionGone

        await self._db.write(work)
        self.changed(guild_id)

    def changed(self, guild_id: GuildId) -> None:
        """Read a server's entries again at its next question."""
        self._changes[guild_id] += 1
        self._taught.pop(guild_id, None)


def _in_course(entry: Learned) -> FrequentQuestion:
    wordings = (entry.text[:LONGEST_WORDING],)
    return FrequentQuestion(id=f"{LEARNED}{entry.id}", ask=wordings, answer=entry.answer)


def exported(entries: Sequence[Learned]) -> list[dict[str, object]]:
    """Return the entries as they stand in a course file's `faq`."""
    return [
        {"id": f"added-{entry.id}", "ask": [entry.text[:LONGEST_WORDING]], "answer": entry.answer}
        for entry in entries
    ]
