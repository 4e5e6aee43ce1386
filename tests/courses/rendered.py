"""What a course's people see of it, as text to be read and approved: kept in a file beside the course.

`APPROVE=1 pytest tests/courses` writes the files anew; what has changed is then read in their difference.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from icalendar import Calendar

from bot.course.timeline import Timeline
from bot.schedule import upcoming
from tests.contrary.saying import RENDERERS, calendar, text_of

HERE = Path(__file__).parent
PAGES = {**RENDERERS, "today": upcoming.today_card}
STAMP = re.compile(r"<t:(\d+)(?::(\w))?>")
PERSON = re.compile(r"<@\d+>")
MENTION = re.compile(r"</([\w -]+):\d+>")
ENTRIES = 12
"""Entries of a calendar that are kept."""


def approve(course: str, name: str, text: str) -> None:
    """Compare a text with the approved one of a course."""
    path = HERE / course / f"{name}.txt"
    if os.environ.get("APPROVE"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"{path} holds another text"


def readable(text: str, timeline: Timeline) -> str:
    """Write out the times that Discord would show, in the course's zone; a countdown is left as `...`."""

    def written(found: re.Match[str]) -> str:
        at = datetime.fromtimestamp(int(found[1]), timeline.zone)
        return "..." if found[2] == "R" else f"{at:%a %b %-d, %-I:%M:%S %p}"

    return MENTION.sub(r"/\1", PERSON.sub("@somebody", STAMP.sub(written, text)))


def pages(timeline: Timeline, instants: list[datetime], topics: list[str]) -> Iterator[str]:
    """Yield what /schedule, /next and /deadlines show at some instants, and some pages of the course.

    Args:
        topics: ids of the course's own topics.
    """
    now = instants[0]
    for now in instants:
        for address in ("today:", "next:", "deadlines:0"):
            yield _page(timeline, address, now)
    for address in ("course:0", "topics:", *(f"topic:0/{id}" for id in topics)):
        yield _page(timeline, address, now)


def _page(timeline: Timeline, address: str, now: datetime) -> str:
    word, _, rest = address.partition(":")
    shown = readable(text_of(PAGES[word](timeline, rest, now)), timeline)
    return f"===== {address} at {now.astimezone(timeline.zone):%a %b %-d, %-I:%M %p}\n{shown}\n"


def calendar_of(timeline: Timeline, now: datetime) -> str:
    """Return the first entries of the calendar file, and how many there are."""
    events = Calendar.from_ical(calendar(timeline, now)).events
    told = [f"{_when(e)} {e['SUMMARY']} | {e.get('LOCATION', '')}" for e in events]
    return "\n".join([f"===== calendar: {len(told)} entries", *sorted(told)[:ENTRIES], ""])


def _when(event: object) -> str:
    ends = getattr(event, "DTEND", None)
    return f"{getattr(event, 'DTSTART')} to {ends}"  # noqa: B009
