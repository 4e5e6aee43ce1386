"""The same course in another term, and the course in a calendar app."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar

from bot.course.calendar import calendar_file, calendar_kinds, chosen
from bot.course.loader import load_course
from bot.course.terms import move_course
from bot.course.timeline import Timeline
from bot.errors import OperatorError
from tests.conftest import COURSE_FILE, HACKATHON_FILE, SEMESTER_FILE
from tests.course.test_loader import SMALL
from tests.instants import et


def moved(tmp_path: Path, file: Path, start: date):
    text, report = move_course(file, start)
    target = tmp_path / "moved.yaml"
    target.write_text(text, encoding="utf-8")
    return load_course(target), text, report


def test_weekdays_comments_and_order_are_kept(tmp_path: Path, course) -> None:
    new, text, report = moved(tmp_path, COURSE_FILE, date(2027, 1, 18))
    assert [s.day.weekday() for s in new.sessions] == [s.day.weekday() for s in course.sessions]
    old_lines = COURSE_FILE.read_text(encoding="utf-8").splitlines()
    changed = [(a, b) for a, b in zip(old_lines, text.splitlines(), strict=True) if a != b]
    assert all(b == a.replace("2021-", "2027-") for a, b in changed)
    assert "# What the course page leaves open." in text
    assert any("look at term.name by hand" in line for line in report)
    assert sum(line.startswith("moved ") for line in report) == 2 + 23 + 1 + 4


def test_daylight_saving_moves_the_offset_and_keeps_the_local_time(tmp_path: Path) -> None:
    new, _, report = moved(tmp_path, COURSE_FILE, date(2027, 6, 21))
    due = new.deadline("pitch-slides")
    assert due and due.due_at == datetime.fromisoformat("2027-07-01T23:59:59-04:00")
    line = "moved deadlines[2].due_at: 2021-01-28T23:59:59-05:00 -> 2027-07-01T23:59:59-04:00"
    assert line in report


def test_a_weekly_course_moves_with_its_cancelled_days(tmp_path: Path, semester) -> None:
    new, _, _ = moved(tmp_path, SEMESTER_FILE, date(2026, 3, 2))
    assert len(Timeline(new).items) == len(Timeline(semester).items)
    assert new.weekly[0].cancelled == (date(2026, 4, 20),)
    assert [r.at for r in new.releases] == [
        datetime.fromisoformat("2026-04-10T12:00:00+02:00"),
        None,
    ]


def test_what_is_moved_and_off_moves_with_the_term(tmp_path: Path, hackathon) -> None:
    new, _, _ = moved(tmp_path, HACKATHON_FILE, date(2028, 2, 28))
    assert len(Timeline(new).items) == len(Timeline(hackathon).items)
    assert (new.days_off[0].day, new.days_off[0].last) == (date(2028, 3, 20), date(2028, 3, 24))
    [seeing] = [s for s in new.sessions if s.status == "moved"]
    assert seeing.moved_from and seeing.moved_from.day == date(2028, 3, 14)
    assert new.weekly[0].changes[0].to == date(2028, 3, 9)


def test_what_aliases_share_moves_once_and_holidays_are_pointed_out(tmp_path: Path) -> None:
    source, series = tmp_path / "shared.yaml", "kind: lecture, weekdays: [mon], last: 2021-01-29"
    source.write_text(
        SMALL
        + "weekly:\n"
        + f"  - {{id: a, title: A, {series}, first: 2021-01-18, changes: &c [{{day: 2021-01-25, status: no class}}]}}\n"
        + f"  - {{id: b, title: B, {series}, first: 2021-01-18, changes: *c}}\n"
        + f"  - {{id: c, title: C, {series}, first: &f 2021-01-18}}\n"
        + f"  - {{id: d, title: D, {series}, first: *f}}\n"
        + "days_off: [{day: 2021-01-20, title: Inauguration}]\n"
    )
    new, _, report = moved(tmp_path, source, date(2022, 1, 17))
    assert [one.first for one in new.weekly] == [date(2022, 1, 17)] * 4
    assert [c.day for one in new.weekly for c in one.changes] == [date(2022, 1, 24)] * 2
    [told] = [line for line in report if line.startswith("look at days_off[0] by hand")]
    assert "Inauguration was on 2021-01-20 and is on 2022-01-19 now" in told


def test_a_start_on_another_weekday_is_refused_with_the_nearest_days() -> None:
    with pytest.raises(
        OperatorError, match=r"2027-01-20 is a Wednesday.*Try --start 2027-01-18 or 2027-01-25"
    ):
        move_course(COURSE_FILE, date(2027, 1, 20))


def test_the_calendar_parses_and_holds_what_was_chosen(timeline: Timeline) -> None:
    names = list(calendar_kinds(timeline))
    assert names == ["everything", "lectures", "labs", "office hours", "deadlines"]
    for what in names:
        data = calendar_file(timeline, what, et(1, 18, 9))
        events = Calendar.from_ical(data).walk("VEVENT")
        assert len(events) == len(chosen(timeline, what)) > 0
        assert len({event["uid"] for event in events}) == len(events)
        assert max(len(line) for line in data.split(b"\r\n")) <= 75


def test_calendar_times_are_exact_and_nothing_is_assumed(timeline: Timeline) -> None:
    events = Calendar.from_ical(calendar_file(timeline, "everything", et(1, 18))).walk("VEVENT")
    by_name = {str(event["summary"]): event for event in events}
    slides = by_name["Due: Project slides"]
    assert slides.decoded("dtstart") == et(1, 28, 23, 59, 59)
    lecture = by_name["Lecture (part 1): Evidential Deep Learning"]
    assert lecture.decoded("dtstart") == et(1, 26, 13)
    assert "dtend" not in lecture
    assert by_name["Lecture (part 2): Bias and Fairness"].decoded("dtstart") == date(2021, 1, 26)
    hours = next(e for e in events if str(e["summary"]) == "Lab and office hours")
    assert "After the lecture, until 15:00 ET." in str(hours["description"])


def test_a_weekly_course_has_ends_in_its_calendar(semester_timeline: Timeline) -> None:
    events = Calendar.from_ical(calendar_file(semester_timeline, "lectures", et(1, 1))).walk(
        "VEVENT"
    )
    assert all(event.decoded("dtend") > event.decoded("dtstart") for event in events)


def test_what_comes_out_is_a_moment_in_the_calendar(semester_timeline: Timeline) -> None:
    data = calendar_file(semester_timeline, "everything", et(1, 1))
    [grades] = [
        event
        for event in Calendar.from_ical(data).walk("VEVENT")
        if str(event["summary"]).startswith("Out: ")
    ]
    assert str(grades["summary"]) == "Out: Grades of sheet 1"
    assert grades.decoded("dtstart") == datetime.fromisoformat("2025-04-11T12:00:00+02:00")
    assert "dtend" not in grades
    assert str(grades["description"]).endswith("https://example.org/db")
