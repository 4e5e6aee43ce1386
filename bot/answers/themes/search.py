"""Anything about something: the lines of the file that match."""

from __future__ import annotations

from bot.answers.said import Said, answers, lines
from bot.answers.search import found_lines, looks_for_something
from bot.understanding.asked import Asked

FOUND = "The course file"
MOST = 4
"""Lines that one answer shows."""

CALLED = {
    "idea": "Past project idea", "criterion": "Criterion", "lecture": "Lecture", "lab": "Lab",
    "paper": "Suggested paper", "advice": "For the proposal", "prize": "Prize", "note": "Note",
    "link": "Link", "change": "Changed",
}  # fmt: skip
"""What a line is one of, as it is named before it."""


@answers("anything-about")
def anything_about(q: Asked) -> Said | None:
    """Return the lines that are about what a question is about; None where none is."""
    found = found_lines(q) if looks_for_something(q) else []
    if not found:
        return None
    told = lines(f"{CALLED[line.kind]}: {line.text}" for line in found[:MOST])
    return Said(f"The closest on the course page:\n{told}", FOUND, there=True)
