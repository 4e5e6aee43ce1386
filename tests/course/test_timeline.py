"""What is on, what is next and what is due at an instant."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.course.items import at
from bot.course.model import Course
from bot.course.timeline import State, Timeline, monday
from tests.instants import et

BERLIN = ZoneInfo("Europe/Berlin")


def hours_on(timeline: Timeline, day: date):
    return next(i for i in timeline.on(day) if i.kind == "office hours")


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (et(1, 25, 23), State.AHEAD),
        (et(1, 26, 9), State.TODAY),
        (et(1, 26, 12, 59, 59), State.TODAY),
        (et(1, 26, 13), State.AFTER_LECTURE),
        (et(1, 26, 14, 59, 59), State.AFTER_LECTURE),
        (et(1, 26, 15), State.PAST),
    ],
)
def test_office_hours_open_when_the_lecture_ends(
    timeline: Timeline, now: datetime, state: State
) -> None:
    assert timeline.state(hours_on(timeline, date(2021, 1, 26)), now) is state


def test_a_lecture_of_unknown_length_is_over_when_office_hours_are(timeline: Timeline) -> None:
    lecture = timeline.on(date(2021, 1, 26))[0]
    assert lecture.ends_at is None
    assert timeline.state(lecture, et(1, 26, 12, 59, 59)) is State.TODAY
    assert timeline.state(lecture, et(1, 26, 13)) is State.ON
    assert timeline.state(lecture, et(1, 26, 15)) is State.PAST


def test_the_second_part_is_never_said_to_be_on(timeline: Timeline) -> None:
    part_two = timeline.on(date(2021, 1, 26))[1]
    assert part_two.part == 2
    assert timeline.state(part_two, et(1, 26, 13, 30)) is State.TODAY
    assert timeline.current_sessions(et(1, 26, 13, 30)) == (timeline.on(date(2021, 1, 26))[0],)


def test_a_deadline_is_open_through_the_second_it_names(timeline: Timeline) -> None:
    signup = next(i for i in timeline.deadlines if i.id == "pitch-signup")
    assert signup in timeline.open_deadlines(et(1, 27, 23, 59, 59) + timedelta(milliseconds=999))
    assert signup in timeline.passed_deadlines(et(1, 28))
    assert timeline.state(signup, et(1, 27, 23, 59, 59)) is State.TODAY
    assert timeline.state(signup, et(1, 28)) is State.PAST


def test_next_things_of_each_kind(timeline: Timeline) -> None:
    now = et(1, 22, 15)
    lecture, hours = timeline.next_session(now), timeline.next_office_hours(now)
    assert lecture and lecture.title == "Limitations and New Frontiers"
    assert hours and hours.day == date(2021, 1, 25)
    assert timeline.next_session(et(1, 30)) is None
    assert timeline.next_office_hours(et(1, 29, 15)) is None


def test_a_weekly_course_keeps_its_local_time_when_clocks_change(
    semester_timeline: Timeline,
) -> None:
    lectures = [i for i in semester_timeline.items if i.kind == "lecture"]
    before = next(i for i in lectures if i.day == date(2025, 3, 26))
    after = next(i for i in lectures if i.day == date(2025, 3, 31))
    assert before.starts_at == datetime(2025, 3, 26, 9, 15, tzinfo=UTC)
    assert after.starts_at == datetime(2025, 3, 31, 8, 15, tzinfo=UTC)
    assert {i.starts_at.astimezone(BERLIN).strftime("%H:%M") for i in lectures if i.starts_at} == {
        "10:15"
    }


def test_cancelled_days_are_said_to_be_and_topics_go_on(semester_timeline: Timeline) -> None:
    [cancelled] = [i for i in semester_timeline.on(date(2025, 4, 21)) if i.kind == "lecture"]
    assert cancelled.status == "cancelled" and not cancelled.is_session
    lectures = [i for i in semester_timeline.items if i.kind == "lecture" and i.is_session]
    assert date(2025, 4, 21) not in {i.day for i in lectures}
    assert len(lectures) == 27
    assert [i.title for i in lectures[:6]] == [
        "Databases: Why databases",
        "Databases: The relational model",
        "Databases: SQL I",
        "Databases: SQL II",
        "Databases: Joins",
        "Databases",
    ]


def test_several_office_hours_come_in_their_order(semester_timeline: Timeline) -> None:
    now = datetime(2025, 3, 4, 16, 0, tzinfo=UTC)
    first = semester_timeline.next_office_hours(now)
    assert first and first.where == "Room 412"
    assert semester_timeline.state(first, now) is State.ON
    later = semester_timeline.next_office_hours(now + timedelta(hours=1))
    assert later and later.where == "Video call"


def test_what_comes_out_has_its_moment_and_is_no_session(semester_timeline: Timeline) -> None:
    [grades] = semester_timeline.releases
    noon = datetime(2025, 4, 11, 10, tzinfo=UTC)
    assert (grades.day, grades.starts_at) == (date(2025, 4, 11), noon)
    assert semester_timeline.state(grades, noon - timedelta(seconds=1)) is State.TODAY
    assert semester_timeline.state(grades, noon) is State.PAST
    assert semester_timeline.next_release(noon - timedelta(days=3)) is grades
    assert semester_timeline.next_release(noon) is None
    assert grades not in semester_timeline.timed
    assert grades in semester_timeline.on(grades.day)
    assert semester_timeline.current_sessions(noon + timedelta(minutes=1)) == ()


def test_what_staff_bring_out_joins_the_schedule(semester: Course) -> None:
    told = datetime(2025, 6, 6, 10, tzinfo=UTC)
    timeline = Timeline(semester.released({"exam-grades": told, "nothing": told}))
    assert [i.id for i in timeline.releases] == ["sheet-1-grades", "exam-grades"]
    assert timeline.state(timeline.releases[1], told) is State.PAST
    assert semester.release("exam-grades").at is None  # type: ignore[union-attr]


def test_times_that_a_clock_change_skips_or_repeats_are_defined() -> None:
    from datetime import time

    zone = ZoneInfo("America/New_York")
    assert at(date(2021, 3, 14), time(2, 30), zone) == datetime(2021, 3, 14, 7, 30, tzinfo=UTC)
    assert at(date(2021, 11, 7), time(1, 30), zone) == datetime(2021, 11, 7, 5, 30, tzinfo=UTC)
    assert at(date(2021, 11, 7), None, zone) is None


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_week_begins_on_its_monday(day: date) -> None:
    start = monday(day)
    assert start.weekday() == 0
    assert timedelta(0) <= day - start < timedelta(days=7)


@given(st.datetimes(datetime(2021, 1, 10), datetime(2021, 2, 10), timezones=st.just(UTC)))
def test_answers_by_bisection_equal_a_plain_search(timeline: Timeline, now: datetime) -> None:
    due = [
        i for i in timeline.deadlines if i.starts_at and now < i.starts_at + timedelta(seconds=1)
    ]
    assert list(timeline.open_deadlines(now)) == due
    ahead = [i for i in timeline.timed if i.kind == "lecture" and i.starts_at and i.starts_at > now]
    assert timeline.next_session(now) is (ahead[0] if ahead else None)
    hours = [i for i in timeline.office_hours if i.ends_at and i.ends_at > now]
    assert timeline.next_office_hours(now) is (hours[0] if hours else None)
