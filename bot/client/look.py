"""One emoji, one word and one colour for each kind of thing, the same everywhere. Plus how time is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.course.text import plural as plural
from bot.course.text import span as span
from bot.markup import address as address
from bot.markup import plain as plain
from bot.markup import visible as visible

MAX_HEADING = 200
"""Characters in the first line of a reply, so that it stays one or two lines on a phone."""

LONGEST_WORD = 20
"""Characters of a word that is left out whole rather than cut; a longer one is cut."""

TimestampStyle = Literal["t", "T", "d", "D", "f", "F", "R"]


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of thing looks: never by colour or emoji alone, always with its word."""

    emoji: str
    word: str
    colour: int

    @property
    def label(self) -> str:
        """The emoji and the word."""
        return f"{self.emoji} {self.word}"


KINDS = {
    "lecture": Kind("🎓", "Lecture", 0x5865F2),
    "lab": Kind("🧪", "Lab", 0x3BA55C),
    "section": Kind("🗣️", "Section", 0x5865F2),
    "recitation": Kind("🗣️", "Recitation", 0x5865F2),
    "tutorial": Kind("🗣️", "Tutorial", 0x5865F2),
    "discussion": Kind("🗣️", "Discussion", 0x5865F2),
    "seminar": Kind("🎓", "Seminar", 0x5865F2),
    "workshop": Kind("🔧", "Workshop", 0x3BA55C),
    "talk": Kind("🎙️", "Talk", 0x5865F2),
    "keynote": Kind("🎙️", "Keynote", 0x5865F2),
    "exam": Kind("📝", "Exam", 0xED4245),
    "midterm": Kind("📝", "Midterm", 0xED4245),
    "quiz": Kind("📝", "Quiz", 0xED4245),
    "review": Kind("🔁", "Review", 0x5865F2),
    "event": Kind("📌", "Event", 0x5865F2),
    "ceremony": Kind("🎉", "Ceremony", 0xE67E22),
    "social": Kind("🎉", "Social", 0xE67E22),
    "day off": Kind("🚫", "No class", 0x747F8D),
    "deadline": Kind("⏰", "Due", 0xFAA61A),
    "release": Kind("📣", "Release", 0x3BA55C),
    "office hours": Kind("💬", "Office hours", 0x00A8A8),
    "answer": Kind("💡", "Answer", 0x5865F2),
    "course": Kind("📘", "Course", 0x5865F2),
    "groups": Kind("👥", "Groups", 0x9B59B6),
    "hand-ins": Kind("📥", "Hand-ins", 0x3BA55C),
    "digest": Kind("☀️", "Today", 0x5865F2),
    "reminder": Kind("🔔", "Reminder", 0xFAA61A),
    "judging": Kind("⚖️", "Judging", 0xE67E22),
    "pitches": Kind("🎤", "Pitches", 0xE67E22),
    "staff": Kind("🛠️", "Staff", 0x747F8D),
    "trouble": Kind("⚠️", "Trouble", 0xED4245),
}


def look(kind: str) -> Kind:
    """Return how a kind of thing looks. A kind of meeting that only a course knows looks like an event."""
    known = KINDS.get(kind)
    return known or Kind(
        KINDS["event"].emoji, f"{kind[:1].upper()}{kind[1:]}", KINDS["event"].colour
    )


def stamp(instant: datetime, style: TimestampStyle = "F") -> str:
    """Write an instant as Discord shows it to each reader in their own zone."""
    return f"<t:{int(instant.timestamp())}:{style}>"


def due_stamp(instant: datetime) -> str:
    """Write an instant that matters: in the reader's zone, and as a countdown."""
    return f"{stamp(instant, 'F')} ({stamp(instant, 'R')})"


def clip(text: str, length: int) -> str:
    """Shorten a text to at most `length` characters, marking the cut: between two words, where they aren't too long."""
    if len(text) <= length:
        return text
    kept = text[: length - 1]
    whole = kept if text[length - 1].isspace() else kept.rpartition(" ")[0]
    if not whole or len(whole) < length - LONGEST_WORD:
        whole = kept
    return f"{whole.rstrip()}…"


def size_text(size: int) -> str:
    """Write a number of bytes as people do: 812 bytes, 212 KB, 3.4 MB."""
    if size < 1024:
        return plural(size, "byte")
    return f"{size / 1024:.0f} KB" if size < 1024**2 else f"{size / 1024**2:.1f} MB"
