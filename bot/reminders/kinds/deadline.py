"""A deadline draws near: before it, in the announcements channel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.assignments.model import Missing
from bot.assignments.standing import Standing
from bot.assignments.ui.cards import PRIMARY, hand_in_buttons, there_press
from bot.assignments.ui.late_words import late_line
from bot.client.layout import Button, Press, Visit
from bot.client.look import KINDS as LOOKS
from bot.client.look import plural, stamp
from bot.client.pages import turn
from bot.course.sessions import Deadline
from bot.course.timeline import Item, Timeline
from bot.course.values import lead_of
from bot.course.words import say
from bot.delivery.model import Notice
from bot.reminders.kinds.base import (
    DueFor,
    Occasion,
    Part,
    ReminderKind,
    Said,
    Scene,
    Timing,
    vanished,
)
from bot.schedule.lines import disputed


class DeadlineReminder(ReminderKind):
    """Leads come from the course file's `reminders.deadlines`."""

    name = "deadline"
    only_newest = True
    corrected = True
    returns = True
    preference = "deadlines"
    asks_of_groups = True

    def plan(self, timeline: Timeline, said: Said) -> Iterator[Notice]:
        for item in timeline.deadlines:
            assert item.starts_at is not None
            for lead in timeline.course.reminders.deadlines:
                at, key = item.starts_at, f"deadline:{item.stem}:{lead}"
                timing = Timing(at - lead_of(lead), at, at)
                yield self.notice(key, item.key, timing, self.place(timeline, item))

    def occasions(self, timeline: Timeline, said: Said) -> Iterator[Occasion]:
        for item in timeline.deadlines:
            if item.starts_at:
                theirs = timeline.mine.intersection(item.cohorts)
                id = item.id if theirs else item.stem
                yield Occasion(id, item.key, item.starts_at, item.starts_at)

    def of_person(self, timeline: Timeline, said: Said) -> Iterator[Occasion]:
        """Yield what is due for a person: the first, where only cohorts have a due time and theirs isn't known."""
        theirs = list(super().of_person(timeline, said))
        known = {occasion.id for occasion in theirs}
        for occasion in self.occasions(timeline, said):
            id = occasion.id.partition("~")[0]
            if id not in known:
                known.add(id)
                theirs.append(occasion)
        yield from theirs

    def for_person(self, occasion: Occasion, due: DueFor) -> Occasion:
        at = due.get(occasion.id, occasion.anchor_at)
        return replace(occasion, anchor_at=at, until=at)

    def moot(self, scene: Scene, notice: Notice) -> str:
        missing = scene.missing.get(deadline_id(notice))
        done = missing is not None and missing.known and not missing.items
        done = done and not scene.to_confirm.get(deadline_id(notice))
        return "this person has done all of it" if done else ""

    def part(self, scene: Scene, notice: Notice) -> Part:
        item = scene.timeline.find(notice.item)
        if item is None or item.deadline is None:
            return vanished(notice)
        return deadline_part(scene, notice, item, item.deadline)


def deadline_id(notice: Notice) -> str:
    """Return the id of the deadline that a reminder is of."""
    return notice.item.partition("@")[0].partition("~")[0]


def deadline_part(scene: Scene, notice: Notice, item: Item, deadline: Deadline) -> Part:
    """Draw a deadline: when, where, what it takes or what this person still misses of it."""
    place = f" · on {item.where}" if item.where else ""
    mine, due_at = scene.until.get(deadline.id), notice.anchor_at
    lines = [f"### ⏰ Due {stamp(due_at, 'R')}: {deadline.short}"]
    lines.append(f"{deadline.title} · {stamp(due_at, 'F')}{place}")
    if mine and mine.at > due_at:
        lines.append(f"{say.Staff} have given you more time for some of it: {stamp(mine.at, 'F')}.")
    elif mine and mine.extended:
        lines.append(
            f"{say.Staff} have given you more time; for others it's {stamp(mine.course_at, 'F')}."
        )
    course = scene.timeline.course
    lines += [f"-# {text}" for text in disputed(deadline.also_stated, course, "due time")]
    late = late_line(mine, scene.now) if mine else course.late_words([deadline.id])
    lines += [f"-# {late}"] if late else []
    missing, to_confirm = (
        scene.missing.get(deadline_id(notice)),
        scene.to_confirm.get(deadline.id, ()),
    )
    if missing and missing.items:
        lines.append(f"**Still missing from you:** {in_words(missing)}")
    elif deadline.need and not to_confirm:
        lines.append(deadline.need)
    for one in to_confirm:
        lines.append(
            f"I have your {one.assignment.title}. **{one.place} is where it counts: is it there, too?**"
        )
    if _is_signup(scene, deadline) and scene.groups is not None:
        who = plural(scene.looking, "person needs", "people need")
        lines.append(f"{plural(scene.groups, say.group, say.groups)} so far; {who} one.")
    return Part("\n".join(lines), LOOKS["deadline"], _buttons(scene, deadline))


def in_words(missing: Missing) -> str:
    """Write what somebody hasn't done; empty for nothing, or where it can't be known."""
    text = "; ".join(missing.items)
    if not text or missing.required:
        return text
    return f"{text}. {'Only needed if you want to compete.' if missing.competes else 'Optional.'}"


def _confirm(scene: Scene, standing: Standing) -> Iterator[Button]:
    yield there_press(scene.guild_id, standing, f"Yes, it's on {standing.place}", PRIMARY)
    link = scene.timeline.course.link(standing.link)
    if link:
        yield Visit(f"Open {link.title}", link.url)


def _is_signup(scene: Scene, deadline: Deadline) -> bool:
    return scene.timeline.course.signs_up_until(deadline.id)


def _buttons(scene: Scene, deadline: Deadline) -> tuple[Button, ...]:
    if _is_signup(scene, deadline):
        return (
            Press(f"Sign up {say.a_group}", "groups:sign-up"),
            Press(f"Find {say.a_group}", "find:board"),
        )
    confirm = [
        button
        for one in scene.to_confirm.get(deadline.id, ())[:2]
        for button in _confirm(scene, one)
    ]
    if confirm:
        return tuple(confirm)
    hand_in = hand_in_buttons(scene.guild_id, scene.timeline.course, deadline)
    return hand_in or (turn("Deadlines", "deadlines:0"),)
