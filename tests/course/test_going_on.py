"""A meeting that goes on for several days: on each of them, with its end, and moved as a whole."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path

import pytest
from icalendar import Calendar

from bot.answers.answerer import Answerer, answerer_for
from bot.course.calendar import calendar_file
from bot.course.change_words import words
from bot.course.edits import Edit, End, Hold, Move, edited
from bot.course.loader import read_course
from bot.course.timeline import State, Timeline
from bot.errors import CourseFileInvalid
from bot.reminders.kinds.meeting import _when
from bot.schedule.day_list import day_blocks
from bot.schedule.lines import time_text
from bot.schedule.views import day_card

TEXT = """
title: Hack Night
term: {name: Fall 2027, start: 2027-10-15, end: 2027-10-20}
timezone: Europe/Vienna
timezone_label: CET
kinds: {hacking: {}, talk: {}, ceremony: {}}
sessions:
  - {id: hack, kind: hacking, day: 2027-10-16, last: 2027-10-17, title: Hacking, starts: "10:00",
     ends: "13:00", where: Hall}
  - {id: talk, kind: talk, day: 2027-10-16, title: Knots, starts: "15:00", ends: "16:00"}
  - {id: end, kind: ceremony, day: 2027-10-17, title: Closing, starts: "14:00"}
"""
SATURDAY, SUNDAY = date(2027, 10, 16), date(2027, 10, 17)
FRIDAY_EVENING = datetime(2027, 10, 15, 16, tzinfo=UTC)
BEGINS, ENDS = datetime(2027, 10, 16, 8, tzinfo=UTC), datetime(2027, 10, 17, 11, tzinfo=UTC)
LATE_SUNDAY = datetime(2027, 10, 17, 10, 59, tzinfo=UTC)
STAMPED = f"<t:{int(BEGINS.timestamp())}:F> to <t:{int(ENDS.timestamp())}:F>"


def laid_out(text: str = TEXT) -> Timeline:
    return Timeline(read_course(Path("course.yaml"), text))


@lru_cache(maxsize=1)
def answerer() -> Answerer:
    return answerer_for(laid_out())


def test_it_is_on_each_of_its_days_and_once_among_all() -> None:
    timeline = laid_out()
    hack = timeline.find("hack@2027-10-16")
    assert hack and (hack.starts_at, hack.ends_at) == (BEGINS, ENDS)
    assert [hack in timeline.on(day) for day in (SATURDAY, SUNDAY)] == [True, True]
    assert timeline.items.count(hack) == 1 and timeline.on(SUNDAY)[0] is hack


def test_it_is_on_until_it_ends() -> None:
    timeline = laid_out()
    hack = timeline.on(SUNDAY)[0]
    assert timeline.current_sessions(LATE_SUNDAY) == (hack,)
    assert timeline.state(hack, FRIDAY_EVENING) is State.AHEAD
    assert timeline.state(hack, ENDS) is State.PAST and not timeline.current_sessions(ENDS)


def test_pages_lists_and_reminders_say_on_which_day_it_ends() -> None:
    timeline = laid_out()
    hack = timeline.on(SUNDAY)[0]
    assert time_text(hack) == _when(hack) == STAMPED
    (listed,) = day_blocks(timeline, [SUNDAY], FRIDAY_EVENING)
    assert f"<t:{int(ENDS.timestamp())}:f>" in listed
    page = "\n".join(map(str, day_card(timeline, str(SUNDAY), LATE_SUNDAY).blocks))
    assert "On now" in page and STAMPED in page


def test_the_calendar_has_it_once_from_its_start_to_its_end() -> None:
    calendar = Calendar.from_ical(calendar_file(laid_out(), "everything", FRIDAY_EVENING))
    (event,) = [e for e in calendar.walk("VEVENT") if "Hacking" in str(e["summary"])]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (BEGINS, ENDS)


SPAN = "Sat Oct 16, 10:00 AM to Sun Oct 17, 1:00 PM CET"


@pytest.mark.parametrize(
    ("question", "began"),
    [
        ("when does hacking end", f"Hacking is on {SPAN}, Hall."),
        ("is there hacking on sunday", f"Yes. Hacking is on {SPAN}"),
        ("is there hacking on friday", f"No. Hacking is on {SPAN}"),
        ("does hacking end on sunday", "Yes. "),
        ("does hacking end on saturday", "No. "),
        ("does hacking start on sunday", "No. "),
        ("does hacking end at 1 pm", "Yes. "),
        ("does hacking end at 10 am", "No. "),
        ("does hacking start at 10 am", "Yes. "),
        ("what is on sunday at noon", f"Sun Oct 17:\n- Hacking, {SPAN}, Hall"),
        ("what comes after hacking", "After Hacking: Closing, Sun Oct 17, 2:00 PM"),
    ],
)
def test_questions_are_answered_with_its_end(question: str, began: str) -> None:
    assert answerer().ask(question, FRIDAY_EVENING).text.startswith(began)


def test_what_is_on_now_says_when_it_ends() -> None:
    told = answerer().ask("what is on now", LATE_SUNDAY).text
    assert told == "Hacking began Sat Oct 16, 10:00 AM CET and ends Sun Oct 17, 1:00 PM CET."


@pytest.mark.parametrize(
    ("change", "ends", "last"),
    [
        (Move(item="hack@2027-10-16", day=date(2027, 10, 18)), "2027-10-19T13:00", "2027-10-19"),
        (Move(item="hack@2027-10-16", starts=time(22)), "2027-10-18T01:00", "2027-10-18"),
        (
            Move(item="hack@2027-10-16", starts=time(9), ends=time(15)),
            "2027-10-17T15:00",
            "2027-10-17",
        ),
        (End(item="hack@2027-10-16", ends=time(12)), "2027-10-17T12:00", "2027-10-17"),
    ],
)
def test_what_is_moved_or_ended_is_so_as_a_whole_and_held_again_as_it_was(
    change: Edit, ends: str, last: str
) -> None:
    before = laid_out()
    text, course = edited(TEXT, before, change)
    after = Timeline(course)
    [hack] = [i for i in after.items if i.id == "hack" and i.gone_to is None]
    assert hack.ends_at == datetime.fromisoformat(ends).replace(tzinfo=after.zone)
    assert str(hack.last) == last
    if isinstance(change, Move) and not change.ends:
        _, course = edited(text, after, Hold(item=hack.key))
        assert course == before.course


def test_another_end_is_said_with_its_day() -> None:
    before = laid_out()
    after = laid_out(TEXT.replace("last: 2027-10-17", "last: 2027-10-18"))
    assert "ends Sun Oct 17, 1:00 PM CET → Mon Oct 18, 1:00 PM CET" in "\n".join(
        line.text for line in words(before, after)
    )


@pytest.mark.parametrize(
    ("was", "now", "found"),
    [
        ("last: 2027-10-17", "last: 2027-10-16", "a day after its first, 2027-10-16"),
        ("last: 2027-10-17", "last: 2027-11-17", "a day of the term"),
        ('ends: "13:00", ', "", "`ends` beside it"),
        ('starts: "10:00",', "", "`starts` beside it"),
        ("last: 2027-10-17, ", "", ""),
        ('ends: "16:00"', 'ends: "14:00"', "or its `last` day"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_named(was: str, now: str, found: str) -> None:
    text = TEXT.replace(was, now, 1)
    if not found:
        assert laid_out(text).on(SATURDAY)[0].last is None
        return
    with pytest.raises(CourseFileInvalid) as raised:
        laid_out(text)
    assert found in str(raised.value)
