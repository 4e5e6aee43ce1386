"""What a change of the course would leave behind: ballots on criteria that are others now."""

from __future__ import annotations

from bot.competitions import rounds
from bot.competitions.store import ballots
from bot.course.model import Course
from bot.database import Tables
from bot.ids import GuildId
from bot.library.errors import Stranded
from bot.text import plural


def keep_ballots(db: Tables, guild_id: GuildId, old: Course, new: Course) -> None:
    """Raise Stranded where judges have scored a rubric that would change, or a competition that would go."""
    left = rounds.contests_of(new)
    for id, contest in rounds.contests_of(old).items():
        now = left.get(id)
        if now is not None and now.rubric == contest.rubric:
            continue
        given = len(ballots.of_contest(db, guild_id, id))
        if given:
            what = "would go" if now is None else "would be judged by another rubric"
            raise Stranded(
                f"{contest.title} {what}, and {plural(given, 'ballot is', 'ballots are')} stored.",
                "Keep its criteria and scale as they are; titles and guidelines can change.",
            )
