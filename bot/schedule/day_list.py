"""Days under one another, each with its items in a line: for a week and for the whole course."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from weakref import WeakKeyDictionary

from bot.client.look import clip, look, stamp
from bot.course.cohorts import names_of
from bot.course.timeline import Item, State, Timeline
from bot.schedule.lines import heading, label, marked, time_text, why_text
from bot.text import day_name

MAX_LINES_A_DAY = 8
MAX_SHORT_TITLE = 90
BEGUN = {State.ON: "▶️ **On now** · ", State.AFTER_LECTURE: "▶️ **Soon** · "}
MAX_WHY = 60
"""Characters of why something is cancelled, or of where it has moved from, in a list of days."""


def short_line(timeline: Timeline, item: Item, now: datetime) -> str:
    """Write an item for a list of days."""
    state, line = timeline.state(item, now), _ahead_line(timeline, item)
    if state is State.PAST:
        return f"-# {line}"
    return f"{BEGUN.get(state, '')}{line}" if item.is_held else line


def _ahead_line(timeline: Timeline, item: Item) -> str:
    """Write an item of a day to come."""
    hours = item.kind == "office hours" and item.is_held
    line = f"**{label(item)}**" if hours else heading(item, MAX_SHORT_TITLE)
    if time := _short_time(item):
        line = f"{line} · {time}"
    if (item.why or item.moved_from) and (why := why_text(timeline, item)):
        line = f"{line} · {clip(why, MAX_WHY)}"
    return line


def _short_time(item: Item) -> str:
    if item.gone_to:
        return f"to {day_name(item.gone_to.day)}"
    if item.after_lecture and item.is_held:
        return f"{time_text(item)}{'; not certain' if item.note else ''}"
    if item.starts_at is None or not item.is_held:
        return ""
    if item.last and item.ends_at:
        return f"{stamp(item.starts_at, 'f')} to {stamp(item.ends_at, 'f')}"
    return stamp(item.starts_at, "f" if item.deadline else "t")


_written: WeakKeyDictionary[Timeline, dict[tuple[date, bool], str]] = WeakKeyDictionary()
"""Days of a course as they stand in a list, with whether they're past: any but today reads the same until it's over."""


def day_blocks(timeline: Timeline, days: Iterable[date], now: datetime) -> list[str]:
    """Write some days and their items for a list: past days in one line, others at most eight items long."""
    today, written, blocks = timeline.today(now), _written.setdefault(timeline, {}), list[str]()
    for day in days:
        past = day < today
        block = written.get((day, past)) if day != today else None
        if block is None:
            block = _past_day(timeline, day) if past else _listed(timeline, day, now, today)
            if day != today:
                written[day, past] = block
        blocks.append(block)
    return blocks


def _past_day(timeline: Timeline, day: date) -> str:
    items = timeline.on(day)
    told = [i for i in items if i.kind != "office hours"] or items[:1]
    topics = "; ".join(dict.fromkeys(_for_all(timeline, i) for i in told))
    return clip(f"-# {day_name(day)} · over · {topics}", 2 * MAX_SHORT_TITLE)


def _listed(timeline: Timeline, day: date, now: datetime, today: date) -> str:
    items = timeline.on(day)
    mark = " · today" if day == today else ""
    shown = items if len(items) <= MAX_LINES_A_DAY else items[: MAX_LINES_A_DAY - 1]
    name = f"{'📍 ' if mark else ''}**{day_name(day)}{mark}**"
    lines = [name]
    if day > today:
        lines += [_ahead_line(timeline, item) for item in shown]
    else:
        lines += [short_line(timeline, item, now) for item in shown]
    if len(shown) < len(items):
        lines.append(f"-# and {len(items) - len(shown)} more that day")
    return "\n".join(lines)


def _for_all(timeline: Timeline, item: Item) -> str:
    """Return what an item is about; the same for each of the cohorts that have it by themselves."""
    if not item.cohorts or not item.is_held:
        return marked(item)
    whose = names_of(timeline.course.cohorts, item.cohorts)
    return item.title.removesuffix(f" ({whose})") or look(item.kind).word


def join_days(blocks: list[str]) -> str:
    """Put days under one another: past ones close together, the others apart."""
    over = [block.startswith("-# ") for block in blocks]
    gaps = [
        "" if one and before else "\n" for one, before in zip(over, [False, *over], strict=False)
    ]
    return "\n".join(gap + block for gap, block in zip(gaps, blocks, strict=True)).lstrip("\n")
