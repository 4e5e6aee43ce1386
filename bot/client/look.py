"""One emoji, one word and one colour for each kind of thing, the same everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.text import address as address
from bot.text import clip as clip
from bot.text import due_stamp as due_stamp
from bot.text import plain as plain
from bot.text import plural as plural
from bot.text import size_text as size_text
from bot.text import span as span
from bot.text import stamp as stamp
from bot.text import visible as visible

if TYPE_CHECKING:
    from bot.course.timeline import Timeline

MAX_HEADING = 200
"""Characters in the first line of a reply, so that it stays one or two lines on a phone."""


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


def read_back(timeline: Timeline, instant: datetime) -> str:
    """Write a moment that somebody typed as the course's clock has it, below the one in their own zone."""
    return f"-# On the course's clock: {timeline.told(instant)}."
