"""What a reminder looks like: what, when, where, what to do, and a button to the command that does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.assignments.model import REVIEW, SLIDES
from bot.assignments.ui.cards import open_button
from bot.client.layout import Button, Card, Press, Visit
from bot.client.look import KINDS, Kind, clip, due_stamp, plain, plural, span, stamp
from bot.client.pages import turn
from bot.course.sessions import Deadline
from bot.course.text import day_name
from bot.course.timeline import Item, Timeline
from bot.delivery.model import Batch, Planned
from bot.reminders import rules
from bot.schedule.lines import full_line, subject

DIGEST_TEXT, ALL_TEXT = 2800, 3400
MOST_TOGETHER = 10
"""Reminders in one message; more at one instant are only counted."""
PERSONAL_KINDS = ("personal", "free")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a reminder is drawn from.

    Attributes:
        groups: how many groups have signed up; None where the course has none.
        looking: how many people look for one.
        opened: office hours that staff have opened themselves, by item key.
        missing: for a personal reminder, what this person hasn't handed in, by the reminder's key.
        role: the role to mention; None for no ping.
    """

    guild_id: int
    timeline: Timeline
    now: datetime
    groups: int | None = None
    looking: int = 0
    opened: frozenset[str] = frozenset()
    missing: dict[str, str | None] = field(default_factory=dict[str, "str | None"])
    role: int | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    kind: Kind
    buttons: tuple[Button, ...] = ()


def reminder_card(scene: Scene, batch: Batch) -> Card:
    """Draw a batch as one message. Its last button carries the nonce, so that the message can be found again."""
    parts = [_part(scene, row.planned) for row in batch.rows]
    blocks = _fitting([part.text for part in parts])
    late = rules.is_late(batch.due_at, scene.now) and parts[0].kind is not KINDS["staff"]
    if late and batch.rows[0].planned.kind not in ("correction", "announcement"):
        behind = span(scene.now - batch.due_at)
        blocks.append(
            f"-# This comes {behind} late, because I was away. The times above are right."
        )
    if scene.role is not None:
        blocks.append(f"<@&{scene.role}>")
    return Card(parts[0].kind, tuple(blocks), _buttons(parts, batch))


def _fitting(texts: Sequence[str]) -> list[str]:
    """Keep texts within a message: many that meet are cut short rather than refused."""
    shown = [
        clip(text, ALL_TEXT // min(len(texts), MOST_TOGETHER)) for text in texts[:MOST_TOGETHER]
    ]
    more = len(texts) - len(shown)
    return [*shown, *([f"-# and {more} more: `/schedule when: today` has all"] if more else [])]


def _buttons(parts: Sequence[_Part], batch: Batch) -> tuple[Button, ...]:
    kind = batch.rows[0].planned.kind
    if kind in PERSONAL_KINDS:
        last: tuple[Button, ...] = (
            Press("In 10 min again", f"snooze:{batch.guild_id}:10:{batch.nonce}"),
            Press("In 1 h again", f"snooze:{batch.guild_id}:60:{batch.nonce}"),
        )
    elif kind == "office hours control":
        last = ()
    else:
        label = "My reminders" if batch.target.startswith("user:") else "Remind me by DM"
        last = (Press(label, f"remind-me:{batch.guild_id}:{batch.nonce}"),)
    found: dict[str, Button] = {}
    for part in parts:
        for button in part.buttons:
            found.setdefault(button.label, button)
    return (*list(found.values())[: 5 - len(last)], *last)


def _part(scene: Scene, planned: Planned) -> _Part:
    timeline = scene.timeline
    item = timeline.find(planned.item)
    if planned.kind == "correction":
        return _correction(scene, planned)
    if planned.kind in ("free", "announcement", "judging nag"):
        return _said(planned)
    if planned.kind == "digest":
        return _digest(scene, planned)
    if item is None:
        return _Part(
            f"### {plain(planned.item)} {stamp(planned.anchor_at, 'R')}", KINDS["reminder"]
        )
    if planned.kind in ("deadline", "personal"):
        return _deadline(scene, planned, item)
    if planned.kind in ("lecture", "pitches"):
        return _lecture(scene, item)
    if planned.kind == "office hours control":
        return _control(scene, item)
    return _office_hours(scene, planned, item)


def _deadline(scene: Scene, planned: Planned, item: Item) -> _Part:
    deadline = item.deadline
    if deadline is None:
        return _lecture(scene, item)
    place = f" · on {item.where}" if item.where else ""
    lines = [f"### ⏰ Due {stamp(planned.anchor_at, 'R')}: {deadline.short}"]
    lines.append(f"{deadline.title} · {stamp(planned.anchor_at, 'F')}{place}")
    missing = scene.missing.get(planned.key)
    if missing:
        lines.append(f"**Still missing from you:** {missing}")
    elif deadline.need:
        lines.append(deadline.need)
    course = scene.timeline.course
    if (
        course.pitches
        and deadline.id == course.pitches.signup_deadline
        and scene.groups is not None
    ):
        who = "person is" if scene.looking == 1 else "people are"
        lines.append(
            f"{plural(scene.groups, 'group')} so far; {scene.looking} {who} looking for one."
        )
    return _Part("\n".join(lines), KINDS["deadline"], _deadline_buttons(scene, deadline))


def _deadline_buttons(scene: Scene, deadline: Deadline) -> tuple[Button, ...]:
    course, guild_id = scene.timeline.course, scene.guild_id
    if course.pitches and deadline.id == course.pitches.signup_deadline:
        return (Press("Sign up a group", "groups:sign-up"), Press("Find a group", "find:board"))
    if course.paper_review and deadline.id == course.paper_review.deadline:
        return (open_button(guild_id, REVIEW, "Hand in a review"),)
    if course.pitches and deadline.id == course.pitches.slides_deadline:
        return (open_button(guild_id, SLIDES, "Hand in slides"),)
    labs = [lab for lab in course.labs if lab.id in deadline.labs and lab.entry]
    if labs:
        return tuple(open_button(guild_id, lab.id, f"Hand in {lab.name}") for lab in labs[:3])
    return (turn("Deadlines", "deadlines:0"),)


def _lecture(scene: Scene, item: Item) -> _Part:
    kind, course = KINDS[item.kind], scene.timeline.course
    begins = item.starts_at or item.begins_at
    what = subject(item) or kind.word
    lines = [f"### {kind.emoji} {clip(what, 150)} {stamp(begins, 'R') if begins else ''}"]
    link = course.link(course.lectures.link) if item.kind == "lecture" else None
    where = f" · {item.where}" if item.where else ""
    lines.append(f"{kind.word} · {stamp(begins, 'F') if begins else ''}{where}")
    if course.lectures.joining and item.kind == "lecture":
        lines.append(clip(course.lectures.joining, 300))
    if item.event == "pitches" and course.pitches:
        lines += [
            clip(text, 300) for text in (course.pitches.attendance, course.pitches.strict) if text
        ]
    buttons: tuple[Button, ...] = (turn("Today", f"day:{item.day}"),)
    return _Part(
        "\n".join(lines),
        kind,
        (*buttons, *([Visit(f"Open {link.title}", link.url)] if link else [])),
    )


def _office_hours(scene: Scene, planned: Planned, item: Item) -> _Part:
    kind, course = KINDS["office hours"], scene.timeline.course
    assert item.ends_at is not None
    until = f"{stamp(item.ends_at, 't')} ({stamp(item.ends_at, 'R')})"
    lines = [f"### 💬 Office hours close {stamp(item.ends_at, 'R')}"]
    if planned.kind == "office hours open":
        lines = [f"### 💬 Office hours are open until {until}"]
        assumed = course.assumptions.lecture_minutes
        if item.after_lecture and item.key not in scene.opened and assumed:
            lines.append(
                f"I take the lecture to have ended after {assumed.value} minutes, which the course page doesn't "
                "say. If it is still running, they open right after it."
            )
    lines.append(f"📍 {item.where}" if item.where else "")
    hours = item.hours
    if hours and hours.access:
        lines.append(f"🔑 {hours.access}")
    link = course.link(hours.link) if hours else None
    buttons: tuple[Button, ...] = (Visit(f"Open {item.where}"[:80], link.url),) if link else ()
    return _Part(
        "\n".join(line for line in lines if line), kind, (*buttons, turn("Office hours", "hours:"))
    )


def _control(scene: Scene, item: Item) -> _Part:
    opens = rules.opening(scene.timeline, item)
    text = (
        f"### 🛠️ Today's lecture has begun\nOffice hours are announced as open {stamp(opens, 't')}, "
        "at the assumed end of the lecture. Say here when it really ends."
        if opens
        else "### 🛠️ Today's lecture has begun\nSay here when it ends, and office hours are announced as open."
    )
    where = f"{scene.guild_id}:{item.key}"
    buttons = (
        Press("The lecture just ended: open office hours now", f"office-hours:now:{where}"),
        Press("Running late: 15 min more", f"office-hours:late:{where}"),
    )
    return _Part(text, KINDS["staff"], buttons)


def _digest(scene: Scene, planned: Planned) -> _Part:
    timeline, day = scene.timeline, date.fromisoformat(planned.item)
    lines = [f"### ☀️ Today, {day_name(day)}"]
    lines += [
        f"- {full_line(timeline, item, scene.now)}".replace("\n", "\n  ")
        for item in timeline.on(day)
    ]
    coming = [d for d in timeline.open_deadlines(scene.now) if d.day > day][:2]
    lines += [f"-# Next due: {d.title} {stamp(d.starts_at, 'R')}" for d in coming if d.starts_at]
    return _Part(
        clip("\n".join(lines), DIGEST_TEXT), KINDS["digest"], (turn("What's next", "next:"),)
    )


def _correction(scene: Scene, planned: Planned) -> _Part:
    item = scene.timeline.find(planned.item)
    if planned.body == "gone" or item is None:
        name = planned.item.partition("@")[0].replace("-", " ")
        text = f"### ✏️ Correction: {name} is no longer in the course\nWhat was posted above no longer holds."
        return _Part(text, KINDS["reminder"], (turn("Deadlines", "deadlines:0"),))
    name = item.deadline.short if item.deadline else subject(item)
    text = (
        f"### ✏️ Correction: {clip(name, 120)} has moved\nIt is now {due_stamp(planned.anchor_at)}."
    )
    return _Part(text, KINDS["reminder"], (turn("Deadlines", "deadlines:0"),))


def _said(planned: Planned) -> _Part:
    if planned.kind in ("announcement", "judging nag"):
        return _Part(planned.body, KINDS["course"])
    return _Part(
        f"### 🔔 {plain(planned.body)}\nYou asked me to remind you of this.", KINDS["reminder"]
    )
