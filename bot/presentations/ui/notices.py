"""What the pitch session says by itself: the speaker's time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.client.layout import Card, post_of
from bot.client.look import KINDS, plural, span, stamp
from bot.course.words import say
from bot.delivery.errors import NotNeeded
from bot.delivery.model import Batch, Kind, Post
from bot.presentations import rules
from bot.presentations.model import PitchSession, Turn
from bot.presentations.notices import PHASE, is_of

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

ON_TIME = timedelta(seconds=2)
"""What comes later than this says how much time is left then, or when time was up."""


class PitchPhase(Kind):
    """30 seconds, 10 seconds, time: said only as long as it is so."""

    name = PHASE
    only_newest = True

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot

    async def compose(self, batch: Batch, now: datetime) -> Post:
        notice = batch.first
        session = await self._bot.app.pitches.planned(batch.guild_id)
        if session is None:
            raise NotNeeded("the pitch session is gone")
        turn = session.running
        if turn is None or turn.state != "speaking" or not is_of(turn, notice.facts):
            raise NotNeeded("the clock was stopped")
        if rules.phase(turn, session.minutes, now) != notice.facts["phase"]:
            raise NotNeeded("the clock has gone on since")
        late = now - notice.due_at > ON_TIME
        return post_of(self._bot, Card(KINDS["pitches"], (_text(session, turn, now, late),)), batch)


def _text(session: PitchSession, turn: Turn, now: datetime, late: bool) -> str:
    """Say how much time is left, rather than what the message was planned for."""
    phase, minutes = rules.phase(turn, session.minutes, now), session.minutes
    if phase == "time":
        end = rules.ends_at(turn, minutes)
        when = f"; they were up {stamp(end, 'R')}" if late and end else ""
        return (
            f"### 🔔 Time! {say.Group} {turn.number} has had its {plural(minutes, 'minute')}{when}"
        )
    remaining = span(rules.left(turn, minutes, now))
    words = {"warning": "30 seconds", "last seconds": "10 seconds"}
    return f"### ⏳ {say.Group} {turn.number}: {remaining if late else words[phase]} left"
