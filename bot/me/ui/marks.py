"""What a page for everybody says beside it to its reader: "you: group 7 ✓", and the button that does what is next."""

from __future__ import annotations

from datetime import datetime

from bot.assignments.standing import Standing
from bot.assignments.ui.late_words import late_line
from bot.cohorts.rules import to_choose
from bot.cohorts.ui.cards import choosing
from bot.course.model import Course
from bot.course.sessions import Deadline
from bot.course.words import say
from bot.ids import GuildId
from bot.me.model import Me
from bot.me.rules import is_signup, needs_group, next_step, of_deadline
from bot.me.ui.cards import step_buttons
from bot.schedule.mine import Mine


def mine_of(
    course: Course, guild_id: GuildId, me: Me, now: datetime, *, in_dm: bool = False
) -> Mine:
    """Return what the pages about time say to somebody."""
    notes = {one.id: mark_of(course, one, me) for one in course.every_deadline}
    until = {id: due.at for id, due in me.deadlines.items()}
    buttons = step_buttons(course, guild_id, next_step(course, me, now), in_dm=in_dm)
    unknown = choosing(course, guild_id, me.cohorts) if to_choose(course, me.cohorts) else ()
    notes = {id: note for id, note in notes.items() if note}
    late = {one.id: _late(one, me, now) for one in course.every_deadline}
    return Mine(notes, until, late, (*buttons[:1], *unknown[:1]))


def _late(deadline: Deadline, me: Me, now: datetime) -> str:
    """Say what being late would cost somebody; empty once they have handed in what is due."""
    due = me.deadlines.get(deadline.id)
    to_do = [s for s in of_deadline(deadline, me) if not s.version and not s.instead]
    return late_line(due, now) if due and to_do else ""


def mark_of(course: Course, deadline: Deadline, me: Me) -> str:
    """Say where somebody stands with a deadline; empty where nothing is known of it."""
    parts = [_signup(course, me)] if is_signup(course, deadline) else []
    standings = [s for s in of_deadline(deadline, me) if not s.instead]
    if not any(s.version for s in standings):
        optional = not any(s.assignment.required for s in standings)
        nothing = f"nothing yet{' (optional)' if optional else ''}"
        return "; ".join([*parts, *([nothing] if standings else _needless(deadline, me))])
    return "; ".join([*parts, *(_of_work(s, several=len(standings) > 1) for s in standings)])


def _needless(deadline: Deadline, me: Me) -> list[str]:
    done = {s.instead for s in of_deadline(deadline, me)}
    return [f"not needed, you handed in your {title}" for title in sorted(done)]


def _signup(course: Course, me: Me) -> str:
    if me.group is not None:
        return f"{say.group} {me.group.number} ✓"
    return f"not in {say.a_group} yet" if needs_group(course, me) else f"no {say.group} needed"


def _of_work(standing: Standing, *, several: bool) -> str:
    name = f"{standing.assignment.title}: " if several else ""
    if standing.version is None:
        return f"{name}nothing yet"
    if standing.missing:
        return f"{name}still missing {', '.join(standing.missing)}"
    place = ""
    if standing.place:
        place = f", {standing.place} ✓" if standing.is_there else f". Is it on {standing.place}?"
    return f"{name}handed in ✓{place}"
