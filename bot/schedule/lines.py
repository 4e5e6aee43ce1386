"""One item of the schedule in one line, as its day's own page has it, and the parts of it that others say, too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.client.look import KINDS, clip, look, stamp
from bot.course.disputed import AlsoStated, otherwise
from bot.course.items import at as instant_of
from bot.course.meetings import Speaker
from bot.course.model import Course
from bot.course.timeline import Item, State, Timeline
from bot.course.words import say
from bot.text import day_name, listing, lowered, raised


def zone_footer(course: Course) -> str:
    """Name the course's zone, once a reply."""
    return f"-# Times are in your own zone; the course runs on {zone_name(course)}."


def zone_name(course: Course) -> str:
    """Return the zone as people name it, with its IANA name."""
    label = course.timezone_label
    return f"{label} ({course.timezone})" if label and label != course.timezone else course.timezone


def disputed(stated: Iterable[AlsoStated], course: Course, of: str = "") -> list[str]:
    """Return what other official places say instead of what is shown, a line each."""
    every = list(stated)
    if not every:
        return []
    told = otherwise(every, ZoneInfo(course.timezone), course.zone_label, of)
    return [
        f"ℹ️ {text}" if one.outdated else f"⚠️ {text} Ask {say.staff} which holds."
        for one, text in zip(every, told, strict=True)
    ]


def speakers_text(speakers: tuple[Speaker, ...]) -> str:
    """Name the speakers with their affiliations."""
    return "; ".join(f"{s.name} ({s.affiliation})" if s.affiliation else s.name for s in speakers)


def subject(item: Item) -> str:
    """Return what an item is about: its title, its speakers, or both; “Section with Ana” for no title but its kind."""
    who, rest = speakers_text(item.speakers), without_kind(item)
    if who and item.title and (not rest or rest.startswith(" (")):
        return f"{item.title} with {who}"
    return _beside_kind(item)


def _beside_kind(item: Item) -> str:
    if not item.speakers:
        return item.title
    return f"{speakers_text(item.speakers)}{without_kind(item)}"


def without_kind(item: Item) -> str:
    """Return the title of an item as it stands behind who speaks: “: Introduction”, for “Lecture: Introduction”."""
    rest = item.title[len(item.kind) :] if item.title.lower().startswith(item.kind) else "?"
    if rest[:1] in ("", ":") or rest.startswith(" ("):
        return rest
    return f": {item.title}" if item.title else ""


def marked(item: Item) -> str:
    """Return what an item is about, and whether it is cancelled or has gone to another day."""
    if item.gone_to:
        return f"{subject(item)} (moved to {day_name(item.gone_to.day)})"
    mark = {"cancelled": " (cancelled)", "no class": " (no class)"}.get(item.status, "")
    return f"{subject(item)}{mark}".strip() or look(item.kind).word


def label(item: Item) -> str:
    """Name an item's kind: 🎓 Lecture, part 1."""
    part = f", part {item.part}" if item.part else ""
    if item.status == "no class":
        return f"{KINDS['day off'].emoji} No {lowered(look(item.kind).word)}{part}"
    return f"{look(item.kind).label}{part}"


def heading(item: Item, longest: int = 4000) -> str:
    """Name an item by kind and subject, the kind in bold; a title that begins with its kind names it once.

    What doesn't take place is struck through and says why in a word.
    """
    kind, text = look(item.kind), clip(_beside_kind(item), longest)
    begun, rest = text[: len(kind.word)], text[len(kind.word) :]
    if item.status == "no class":
        named = f"**{label(item)}** {text}".rstrip()
    elif rest[:1] in ("", " ", ":") and begun.lower() == kind.word.lower():
        named = f"**{kind.emoji} {kind.word}**{rest}"
    else:
        part = f", part {item.part}" if item.part else ""
        named = f"**{kind.emoji} {kind.word}{part}** {text}".rstrip()
    if item.gone_to:
        return f"~~{named}~~ **Moved**"
    return f"~~{named}~~ **Cancelled**" if item.status == "cancelled" else named


def time_text(item: Item) -> str:
    """Return when an item is, as far as the course page says."""
    if item.gone_to:
        return f"to {day_name(item.gone_to.day)}{_then(time_text(item.gone_to))}"
    if item.after_lecture:
        assert item.ends_at is not None and item.hours is not None
        return f"after the {item.hours.after}, until {stamp(item.ends_at, 't')}"
    if item.starts_at is None:
        return "after part 1; its start isn't stated" if item.not_before else ""
    if item.ends_at is None:
        return stamp(item.starts_at, "F")
    return f"{stamp(item.starts_at, 'F')} to {stamp(item.ends_at, 'F' if item.last else 't')}"


def _then(text: str) -> str:
    return f", {text}" if text else ""


def why_text(timeline: Timeline, item: Item) -> str:
    """Return why something isn't as planned, and for what has moved when and where it was to be."""
    moved = item.moved_from
    if moved is None or item.gone_to:
        return item.why or ""
    instant = instant_of(moved.day or item.day, moved.starts, timeline.zone)
    same_time = instant is not None and instant == item.starts_at
    before = stamp(instant, "F") if instant and not same_time else ""
    if not before and moved.day and moved.day != item.day:
        before = day_name(moved.day)
    place = moved.where if moved.where and moved.where != item.where else ""
    told = ", ".join(part for part in (before, place) if part)
    return f"moved from {told}{f': {item.why}' if item.why else ''}"


def full_line(timeline: Timeline, item: Item, now: datetime) -> str:
    """Write an item for its day's page."""
    state = timeline.state(item, now)
    if item.deadline:
        return _due_line(item, state, timeline.course)
    if item.release:
        return _release_line(item, state, timeline.course)
    if item.day_off or not item.is_held:
        line = " · ".join(
            p for p in (heading(item), time_text(item), why_text(timeline, item)) if p
        )
        return f"-# {line}" if state is State.PAST else line
    details = [heading(item), time_text(item), place_text(item, timeline.course)]
    line = " · ".join(d for d in details if d)
    notes = [item.note, *_to_know(item), raised(why_text(timeline, item))]
    stated = item.hours.also_stated if item.hours else item.how.also_stated or ()
    notes += disputed(stated, timeline.course)
    line += "".join(f"\n-# {note}" for note in notes if note)
    return _by_state(line, item, state)


def _to_know(item: Item) -> list[str]:
    """Return what whoever comes has to know."""
    bring, attendance = item.how.bring, item.how.attendance
    notes = [item.how.note] if item.how.note else []
    notes += [f"Bring {listing(bring)}"] if bring else []
    return [*notes, *(["Attendance is required"] if attendance and attendance.required else [])]


def _due_line(item: Item, state: State, course: Course) -> str:
    assert item.deadline is not None and item.starts_at is not None
    where = f" · on {item.where}" if item.where else ""
    line = f"**{KINDS['deadline'].label}** {item.title} · {stamp(item.starts_at, 'F')}{where}"
    if state is State.PAST:
        return f"-# Passed · {line}"
    also = disputed(item.deadline.also_stated, course, "due time")
    return "\n-# ".join([f"{line} · {stamp(item.starts_at, 'R')}", *also])


def _release_line(item: Item, state: State, course: Course) -> str:
    assert item.release is not None and item.starts_at is not None
    link = course.link(item.release.link)
    place = f" · [{link.title}]({link.url})" if link else ""
    line = f"{heading(item)} · {stamp(item.starts_at, 'F')}{place}"
    if state is State.PAST:
        return f"-# Out · {line}"
    return f"{line} · {stamp(item.starts_at, 'R')}"


MODALITIES = {"in person": "in person", "online": "online", "both": "in person and online"}


def place_text(item: Item, course: Course) -> str:
    """Return where a meeting is and how to join it, as far as that is stated."""
    how = item.how
    link = course.link(how.link)
    if link and link.title == item.where:
        place = f"[{item.where}]({link.url})"
        return f"{place}, {MODALITIES['both']}" if how.modality == "both" else place
    if item.where is None:
        how_met = MODALITIES.get(how.modality or "", "")
        return f"{how_met} (link on {link.title})" if how_met and link else how_met
    place = f"{item.where} (link on {link.title})" if link else item.where
    return f"{place}, {MODALITIES['both']}" if how.modality == "both" else place


def _by_state(line: str, item: Item, state: State) -> str:
    if state is State.PAST:
        return f"-# Over · {line}".replace("\n-# ", " · ")
    if state is State.ON:
        return f"▶️ **On now** · {line}"
    if state is State.AFTER_LECTURE and item.hours:
        return f"▶️ **Opens when the {item.hours.after} ends** · {line}"
    return line
