"""One item of the schedule in one line, for the day's own page and for lists of days."""

from __future__ import annotations

from datetime import date, datetime

from bot.client.look import KINDS, clip, stamp
from bot.course.model import Course
from bot.course.sessions import Speaker
from bot.course.text import day_name
from bot.course.timeline import Item, State, Timeline

MAX_LINES_A_DAY = 8
MAX_SHORT_TITLE = 90


def zone_footer(course: Course) -> str:
    """Name the course's zone, once a reply."""
    return f"-# Times are in your own zone; the course runs on {zone_name(course)}."


def zone_name(course: Course) -> str:
    """Return the zone as people name it, with its IANA name."""
    label = course.timezone_label
    return f"{label} ({course.timezone})" if label and label != course.timezone else course.timezone


def speakers_text(speakers: tuple[Speaker, ...]) -> str:
    """Name the speakers with their affiliations."""
    return "; ".join(f"{s.name} ({s.affiliation})" if s.affiliation else s.name for s in speakers)


def subject(item: Item) -> str:
    """Return what an item is about: its title, its speakers, or both."""
    return ": ".join(part for part in (speakers_text(item.speakers), item.title) if part)


def label(item: Item) -> str:
    """Name an item's kind: 🎓 Lecture, part 1."""
    return f"{KINDS[item.kind].label}{f', part {item.part}' if item.part else ''}"


def heading(item: Item, longest: int = 4000) -> str:
    """Name an item by kind and subject, the kind in bold; a title that begins with its kind names it once."""
    word, text = KINDS[item.kind].word, clip(subject(item), longest)
    if text.lower().startswith(f"{word.lower()} "):
        return f"**{KINDS[item.kind].emoji} {word}**{text[len(word) :]}"
    return f"**{label(item)}** {text}"


def time_text(item: Item) -> str:
    """Return when an item is, as far as the course page says."""
    if item.after_lecture:
        assert item.ends_at is not None
        return f"after the lecture, until {stamp(item.ends_at, 't')}"
    if item.starts_at is None:
        return "after part 1; its start isn't stated" if item.not_before else ""
    if item.ends_at is None:
        return stamp(item.starts_at, "F")
    return f"{stamp(item.starts_at, 'F')} to {stamp(item.ends_at, 't')}"


def full_line(timeline: Timeline, item: Item, now: datetime) -> str:
    """Write an item for its day's page."""
    state = timeline.state(item, now)
    if item.deadline:
        return _due_line(item, state, timeline.course)
    if item.release:
        return _release_line(item, state, timeline.course)
    details = [heading(item), time_text(item), _where(item, timeline.course)]
    line = " · ".join(d for d in details if d)
    if item.note:
        line += f"\n-# {item.note}"
    return _by_state(line, state)


def _due_line(item: Item, state: State, course: Course) -> str:
    assert item.deadline is not None and item.starts_at is not None
    where = f" · on {item.where}" if item.where else ""
    line = f"**{KINDS['deadline'].label}** {item.title} · {stamp(item.starts_at, 'F')}{where}"
    if state is State.PAST:
        return f"-# Passed · {line}"
    return f"{line} · {stamp(item.starts_at, 'R')}"


def _release_line(item: Item, state: State, course: Course) -> str:
    assert item.release is not None and item.starts_at is not None
    link = course.link(item.release.link)
    place = f" · [{link.title}]({link.url})" if link else ""
    line = f"{heading(item)} · {stamp(item.starts_at, 'F')}{place}"
    if state is State.PAST:
        return f"-# Out · {line}"
    return f"{line} · {stamp(item.starts_at, 'R')}"


def _where(item: Item, course: Course) -> str:
    if item.kind == "lecture" and item.where and course.lectures.link:
        link = course.link(course.lectures.link)
        return f"{item.where} (link on {link.title})" if link else item.where
    return item.where or ""


def _by_state(line: str, state: State) -> str:
    if state is State.PAST:
        return f"-# Over · {line}".replace("\n-# ", " · ")
    if state is State.ON:
        return f"▶️ **On now** · {line}"
    if state is State.AFTER_LECTURE:
        return f"▶️ **Opens when the lecture ends** · {line}"
    return line


def short_line(timeline: Timeline, item: Item, now: datetime) -> str:
    """Write an item for a list of days."""
    state = timeline.state(item, now)
    when = ""
    if item.after_lecture:
        when = f" · {time_text(item)}{'; not certain' if item.note else ''}"
    elif item.starts_at:
        when = f" · {stamp(item.starts_at, 'f' if item.deadline else 't')}"
    name = f"**{label(item)}**" if item.kind == "office hours" else heading(item, MAX_SHORT_TITLE)
    line = f"{name}{when}"
    marks = {State.ON: "▶️ **On now** · ", State.AFTER_LECTURE: "▶️ **Soon** · ", State.PAST: "-# "}
    return f"{marks.get(state, '')}{line}"


def day_block(timeline: Timeline, day: date, now: datetime) -> str:
    """Write a day and its items for a list of days: past days in one line, others at most eight items long."""
    items = timeline.on(day)
    today = timeline.today(now)
    if day < today:
        topics = "; ".join(subject(i) for i in items if i.kind != "office hours")
        return clip(f"-# {day_name(day)} · over · {topics}", 2 * MAX_SHORT_TITLE)
    shown = items if len(items) <= MAX_LINES_A_DAY else items[: MAX_LINES_A_DAY - 1]
    name = f"📍 **{day_name(day)} · today**" if day == today else f"**{day_name(day)}**"
    lines = [name, *(short_line(timeline, item, now) for item in shown)]
    if len(shown) < len(items):
        lines.append(f"-# and {len(items) - len(shown)} more that day")
    return "\n".join(lines)


def join_days(blocks: list[str]) -> str:
    """Put days under one another: past ones close together, the others apart."""
    gaps = ["" if block.startswith("-# ") else "\n" for block in blocks]
    return "\n".join(gap + block for gap, block in zip(gaps, blocks, strict=True)).lstrip("\n")
