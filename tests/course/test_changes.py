"""The difference of two courses: it applies, it can be taken back, and the plan follows it there and back."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.course.change_words import words
from bot.course.changes import between, plain_data
from bot.course.loader import load_course
from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.library.model import texts_of
from bot.reminders.kinds import standard_kinds
from bot.reminders.rules import plan
from tests.conftest import COURSE_FILE

KINDS = standard_kinds().planned


@cache
def the_course() -> Course:
    return load_course(COURSE_FILE)


def course_of(data: dict[str, Any]) -> Course:
    return Course.model_validate_json(json.dumps(data))


@st.composite
def changed(draw: st.DrawFn) -> Course:
    """The course with up to six changes of any kind, sensible or not."""
    course = the_course()
    data = plain_data(course)
    for _ in range(draw(st.integers(0, 6))):
        sessions, due = data["sessions"], data["deadlines"]
        match draw(st.integers(0, 8)):
            case 0:
                session = draw(st.sampled_from(sessions))
                session |= {"status": "cancelled", "why": draw(st.sampled_from(["Snow", "Ill"]))}
            case 1:
                session = draw(st.sampled_from(sessions))
                session["day"] = str(course.term.start + timedelta(days=draw(st.integers(0, 11))))
            case 2:
                draw(st.sampled_from(sessions))["where"] = draw(st.sampled_from(["34-101", "Zoom"]))
            case 3:
                one = draw(st.sampled_from(due))
                one["due_at"] = f"2021-01-{draw(st.integers(18, 29))}T17:00:00-05:00"
            case 4:
                del sessions[draw(st.integers(0, len(sessions) - 1))]
            case 5:
                new = {
                    "id": f"new-{len(sessions)}",
                    "kind": "lecture",
                    "day": "2021-01-27",
                    "title": "New",
                }
                sessions.insert(draw(st.integers(0, len(sessions))), new)
            case 6:
                data["days_off"] = [{"day": "2021-01-20", "title": "Snow day"}]
            case 7:
                data["sessions"] = draw(st.permutations(sessions))
            case _:
                data["links"] = draw(st.sampled_from([[], data.get("links", [])[:1]]))
    return course_of(data)


@settings(max_examples=60, deadline=None)
@given(changed(), changed())
def test_applying_the_difference_gives_the_new_course(old: Course, new: Course) -> None:
    difference = between(old, new)
    assert difference.apply(old) == new
    assert bool(difference) == (old != new)
    assert bool(words(Timeline(old), Timeline(new))) or old == new or _only_order(old, new)


def _only_order(old: Course, new: Course) -> bool:
    """Order alone, and what a later change of the same kind hides, has no words."""
    return sorted(map(str, old.sessions)) == sorted(map(str, new.sessions)) or all(
        step.path[0] in ("sessions", "days_off") for step in between(old, new).steps
    )


@settings(max_examples=25, deadline=None)
@given(changed())
def test_a_change_and_its_undo_leave_the_plan_as_it_was(new: Course) -> None:
    old = the_course()
    there, back = between(old, new), between(new, old)
    again = back.apply(there.apply(old))
    assert plan(KINDS, Timeline(again)) == plan(KINDS, Timeline(old))


def test_other_parts_are_told_by_their_place() -> None:
    old = the_course()
    data = plain_data(old)
    data["grading"]["units"] = 12
    del data["summary"]
    data["instructors"] = [*data["instructors"], {"name": "Ada Example"}]
    data["hand_ins"] = {"largest_mib": 30}
    data["links"] = data["links"][1:]
    said = texts_of(words(Timeline(old), Timeline(course_of(data))))
    assert "`grading.units`: “6” → “12”" in said
    assert any(line.startswith("`summary`: taken out “MIT's introductory") for line in said)
    assert "`instructors`: “2 entries” → “3 entries”" in said
    assert "`hand_ins`: added “30”" in said
    assert f"Link taken out: “{old.links[0].title}”" in said
    assert words(Timeline(old), Timeline(old)) == ()


def test_what_is_due_or_comes_out_can_come_and_go() -> None:
    old = the_course()
    data = plain_data(old)
    data["releases"] = [
        {"id": "grades", "kind": "grades", "title": "Grades", "at": "2021-02-01T12:00:00-05:00"}
    ]
    data["deadlines"] = data["deadlines"][1:]
    new = course_of(data)
    there = texts_of(words(Timeline(old), Timeline(new)))
    assert "Lab entries, due Tue Jan 26, 11:59 PM: taken out" in there
    assert "Grades, out Mon Feb 1, 12:00 PM: added" in there
    back = texts_of(words(Timeline(new), Timeline(old)))
    assert "Lab entries, due Tue Jan 26, 11:59 PM: added" in back
