"""What a change of the course would leave behind: submissions to an assignment that is no longer in it."""

from __future__ import annotations

from bot.assignments import catalog, store
from bot.course.model import Course
from bot.database import Tables
from bot.ids import GuildId
from bot.library.errors import Stranded
from bot.text import plural, raised, the


def keep_assignments(db: Tables, guild_id: GuildId, old: Course, new: Course) -> None:
    """Raise Stranded where an assignment that people have handed in would go."""
    there, left = catalog.assignments_of(old), catalog.assignments_of(new)
    for id in [id for id in there if id not in left]:
        kept = store.versions(db, guild_id, assignment=id)
        if kept:
            owners = len({version.owner for version in kept})
            raise Stranded(
                f"{raised(the(there[id].title))} would be removed, and {plural(owners, 'hand-in', 'hand-ins')} of it "
                "would be left behind.",
                "Keep it in the course and change when it's due, or what the course says about it.",
            )
