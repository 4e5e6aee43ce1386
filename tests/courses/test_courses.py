"""Three courses of other shapes, written from their public pages: what is made of their files holds together."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from bot.course.calendar import calendar_file
from bot.course.loader import load_course
from bot.course.timeline import Timeline
from bot.reminders.kinds import standard_kinds
from bot.reminders.rules import plan

COURSES = sorted(Path(__file__).parent.glob("*/course.yaml"))
CALENDAR = {"hackathon": 23, "school": 18, "semester": 180}
"""Least number of entries of each calendar: its meetings and deadlines that have a time of day."""


@pytest.mark.parametrize("path", COURSES, ids=lambda path: path.parent.name)
def test_a_course_of_another_shape_is_reminded_of_and_exported(path: Path) -> None:
    timeline = Timeline(load_course(path))
    planned = [wanted.notice for wanted in plan(standard_kinds().planned, timeline)]
    keys = [notice.key for notice in planned]
    assert keys and len(set(keys)) == len(keys)
    term = timeline.course.term
    first, last = timeline.midnight(term.start), timeline.midnight(term.end) + timedelta(days=2)
    assert all(first - timedelta(days=8) <= notice.due_at <= last for notice in planned)
    due = {item.id for item in timeline.deadlines}
    assert all(any(f"deadline:{id}" in key for key in keys) for id in due)
    told = Calendar.from_ical(calendar_file(timeline, "everything", first))
    assert len(told.events) >= CALENDAR[path.parent.name]


@pytest.mark.parametrize("path", COURSES, ids=lambda path: path.parent.name)
def test_each_person_has_the_meetings_of_their_own_cohort(path: Path) -> None:
    everybody = Timeline(load_course(path))
    for cohort in everybody.course.cohorts:
        own = everybody.of([cohort.id])
        others = {one.id for one in everybody.course.cohorts if one.kind == cohort.kind} - {
            cohort.id
        }
        assert own.items and not any(
            set(i.cohorts) & others and cohort.id not in i.cohorts for i in own.items
        )
