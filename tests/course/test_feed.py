"""The calendar feed: the same entries by the same UIDs, numbered where they change, cancelled where they go."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from icalendar import Calendar

from bot.course.edits import AddMeeting, Cancel, Due, Edit, Move, edited
from bot.course.feed import feed_file
from bot.course.loader import read_course
from bot.course.timeline import Timeline
from bot.ids import GuildId
from bot.library.feeds import write_feed
from tests.conftest import COURSE_FILE
from tests.instants import et

TEXT = COURSE_FILE.read_text(encoding="utf-8")
NOW = et(1, 18, 9)


def entries(feed: bytes) -> dict[str, Any]:
    return {str(event["UID"]): event for event in Calendar.from_ical(feed).walk("VEVENT")}


def test_entries_keep_their_uids_and_are_numbered_where_they_change() -> None:
    text, timeline = TEXT, Timeline(read_course(Path("c"), TEXT))
    feed = feed_file(timeline, None, NOW)
    assert feed_file(timeline, feed, NOW + timedelta(hours=1)) == feed
    edits: tuple[Edit, ...] = (
        Cancel(item="lec-3@2021-01-20", why="Snow"),
        Move(item="lec-4@2021-01-21", day=date(2021, 1, 22)),
        Due(id="pitch-slides", due_at=et(1, 29, 17)),
        AddMeeting(kind="lecture", title="Guest", day=date(2021, 1, 28)),
    )
    for hour, edit in enumerate(edits, 1):
        text, course = edited(text, timeline, edit)
        timeline = Timeline(course)
        feed = feed_file(timeline, feed, NOW + timedelta(hours=hour))
    now = entries(feed)
    cancelled, moved = now["lec-3@2021-01-20@6.S191"], now["lec-4@2021-01-21@6.S191"]
    slides = now["pitch-slides@6.S191"]
    assert (str(cancelled["STATUS"]), cancelled["SEQUENCE"]) == ("CANCELLED", 1)
    assert (moved["DTSTART"].dt.day, moved["SEQUENCE"]) == (22, 1)
    assert (slides["DTSTART"].dt, slides["SEQUENCE"]) == (et(1, 29, 17), 1)
    assert now["lec-1@2021-01-18@6.S191"]["SEQUENCE"] == 0
    before = feed_file(Timeline(read_course(Path("c"), TEXT)), feed, NOW + timedelta(hours=9))
    gone = entries(before)["guest@2021-01-28@6.S191"]
    assert (str(gone["STATUS"]), gone["SEQUENCE"]) == ("CANCELLED", 1)
    again = feed_file(Timeline(read_course(Path("c"), TEXT)), before, NOW + timedelta(hours=10))
    assert again == before
    assert entries(before)["lec-3@2021-01-20@6.S191"]["SEQUENCE"] == 2


def test_a_feed_is_written_whole_and_only_when_it_changes(tmp_path: Path) -> None:
    timeline = Timeline(read_course(Path("c"), TEXT))
    folder, server = tmp_path / "feeds", GuildId(5)
    assert write_feed(folder, server, timeline, NOW)
    assert not write_feed(folder, server, timeline, NOW + timedelta(hours=1))
    (folder / "5.ics").write_bytes(b"nonsense")
    assert write_feed(folder, server, timeline, NOW)
    assert [path.name for path in folder.iterdir()] == ["5.ics"]
