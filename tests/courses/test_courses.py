"""Three courses of other shapes, written from their public pages: what is made of their files holds together."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import chain, pairwise
from pathlib import Path

import pytest

from bot.course.loader import load_course
from bot.course.timeline import Timeline, monday
from bot.schedule import views
from bot.schedule.day_list import day_blocks

COURSES = sorted(Path(__file__).parent.glob("*/course.yaml"))


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


@pytest.mark.parametrize("path", COURSES, ids=lambda path: path.parent.name)
def test_the_whole_course_is_on_pages_of_whole_weeks_that_begin_with_this_one(path: Path) -> None:
    timeline = Timeline(load_course(path))
    term = timeline.course.term
    for weeks in range(-1, 1 + (term.end - term.start).days // 7 + 1, 3):
        day = term.start + timedelta(weeks=weeks)
        now = datetime.combine(day, time(12), timeline.zone)
        count = len({views.course_card(timeline, str(n), now).blocks[1] for n in range(30)})
        shown = [views.course_days(timeline, str(n), now) for n in range(count)]
        assert sorted(chain(*shown)) == sorted(timeline.days), "each day once"
        ahead = [one for one in timeline.days if one >= monday(day)]
        assert shown[0][0] == (ahead or timeline.days)[0], "past weeks come last"
        for a, b in pairwise(shown):
            week = [d for d in timeline.days if monday(d) == monday(a[-1])]
            whole = sum(len(block) for block in day_blocks(timeline, week, now))
            assert monday(a[-1]) != monday(b[0]) or whole > views.COURSE_TEXT
        labels = [
            [button.label for button in views.course_card(timeline, str(n), now).buttons]
            for n in range(count)
        ]
        for n, (a, b) in enumerate(pairwise(shown)):
            assert ("Later →" if a[0] < b[0] else "Past weeks") in labels[n]
            assert ("← Earlier" if a[0] < b[0] else "← Back") in labels[n + 1]


@pytest.mark.parametrize("path", COURSES, ids=lambda path: path.parent.name)
def test_a_list_of_days_reads_as_if_it_were_never_drawn_before(path: Path) -> None:
    course = load_course(path)
    timeline, zone = Timeline(course), Timeline(course).zone
    for day in timeline.days[::4]:
        for hour in (time(0), time(9, 30), time(14), time(23, 59, 59)):
            now = datetime.combine(day, hour, zone)
            fresh = Timeline(course)
            drawn, again = [day_blocks(one, timeline.days, now) for one in (fresh, timeline)]
            assert again == drawn
