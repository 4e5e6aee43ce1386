"""The board of the day: one pinned message with today, the next deadlines and the state of office hours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.client.layout import RULE, Card
from bot.client.look import KINDS, clip, due_stamp, stamp
from bot.client.pages import turn
from bot.course.text import day_name
from bot.course.timeline import Item, Timeline
from bot.reminders import rules
from bot.schedule.lines import heading, time_text, why_text

DEADLINES_SHOWN = 3


def today_card(timeline: Timeline, now: datetime, said: Mapping[str, datetime]) -> Card | None:
    """Draw the board; None outside the term. The same within a state, so that it is edited only when one changes."""
    day, term = timeline.today(now), timeline.course.term
    if day > term.end:
        return None
    name = day_name(max(day, term.start))
    head = f"### ☀️ The course starts on {name}" if day < term.start else f"### ☀️ {name}"
    lines = [
        f"- {_line(timeline, item)}"
        for item in timeline.on(day)
        if not item.deadline and not item.hours
    ]
    blocks = [head, *([clip("\n".join(lines), 1500)] if lines else [])]
    due = [
        f"⏰ **{i.deadline.short}** {due_stamp(i.starts_at)}"
        for i in timeline.open_deadlines(now)[:DEADLINES_SHOWN]
        if i.deadline and i.starts_at
    ]
    hours = [i for i in timeline.on(day) if i.hours and i.is_held]
    below = [*(_hours(timeline, i, now, said) for i in hours), *due]
    if below:
        blocks += [RULE, clip("\n".join(below), 1500)]
    buttons = (turn("What's next", "next:", 0, primary=True), turn("Whole course", "course:0", 1))
    return Card(KINDS["digest"], tuple(blocks), buttons)


def _line(timeline: Timeline, item: Item) -> str:
    why = clip(why_text(timeline, item), 120)
    return " · ".join(part for part in (heading(item, 120), time_text(item), why) if part)


def _hours(timeline: Timeline, item: Item, now: datetime, said: Mapping[str, datetime]) -> str:
    assert item.ends_at is not None
    opens = said.get(item.key) or (None if item.note else rules.opening(timeline, item))
    until = stamp(item.ends_at, "t")
    if now >= item.ends_at:
        return "💬 Office hours are over for today"
    if opens and now >= opens:
        kind = item.hours.after if item.hours else ""
        sure = "" if item.key in said or item.starts_at else f" (assuming the {kind} has ended)"
        return f"💬 **Office hours are open** until {until} in {item.where}{sure}"
    if item.note:
        return f"💬 {item.note}"
    return f"💬 Office hours {time_text(item)} in {item.where}"
