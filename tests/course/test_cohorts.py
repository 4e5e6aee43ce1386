"""Cohorts: whose a meeting is, what is due when for whom, a course as one person has it, and what a file gets wrong."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bot.course.calendar import calendar_file
from bot.course.change_words import words
from bot.course.cohort_times import due_at
from bot.course.cohorts import others_than
from bot.course.editing import EditRefused
from bot.course.edits import Cancel, Due, Edit, Hold, Move, edit_of, edit_text, edited
from bot.course.loader import load_course, read_course
from bot.course.model import Course
from bot.course.search import matching
from bot.course.timeline import Timeline
from bot.reminders.kinds.deadline import DeadlineReminder
from bot.reminders.kinds.office_hours_open import OfficeHoursOpen
from bot.schedule import office_hours, upcoming
from tests.conftest import SECTIONS_FILE
from tests.course.test_loader import SMALL, problems

NEW_YORK = ZoneInfo("America/New_York")


def et27(month: int, day: int, hour: int = 0) -> datetime:
    return datetime(2027, month, day, hour, tzinfo=NEW_YORK)


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(SECTIONS_FILE)


@pytest.fixture(scope="module")
def systems(course: Course) -> Timeline:
    return Timeline(course)


def dues(timeline: Timeline, id: str) -> list[tuple[str, datetime | None]]:
    return [(i.title, i.starts_at) for i in timeline.deadlines if i.id == id]


def nexts(timeline: Timeline, now: datetime) -> str:
    return "\n".join(upcoming.next_card(timeline, "", now).blocks).replace("*", "")


def test_everybodys_schedule_says_whose_each_thing_is(systems: Timeline) -> None:
    assert dues(systems, "pset-1") == [
        ("Problem set 1 (Section A)", et27(2, 10, 17)),
        ("Problem set 1 (Section B)", et27(2, 11, 17)),
        ("Problem set 1 (everybody else)", et27(2, 12, 17)),
    ]
    [demo] = [i for i in systems.items if i.id == "demo"]
    assert demo.title == "Demo (Section A and Section B)"
    assert next(i.title for i in matching(systems, "section c")) == "Section C"
    told = nexts(systems, et27(2, 8, 12))
    for name in ("Section A", "Section B", "Section C", "Early slot", "Late slot"):
        assert name in told
    keys = [i.key for i in systems.items if not i.release]
    assert len(keys) == len(set(keys))


def test_a_meeting_takes_time_place_and_leader_from_its_cohort(systems: Timeline) -> None:
    first = next(i for i in systems.timed if i.id == "section-a")
    assert (first.starts_at, first.ends_at) == (et27(2, 2, 14), et27(2, 2, 15))
    assert first.where == "Room 11" and first.speakers[0].name == "Ada Example"
    assert first.how.attendance and first.how.reminders == ("1h",)  # of its kind


def test_a_due_time_can_be_reckoned_from_each_cohorts_own_meeting(systems: Timeline) -> None:
    """Section A's of that week falls on a day off; it's due at the time it would have been."""
    assert [at for _, at in dues(systems, "pset-2")] == [
        et27(2, 16, 12), et27(2, 17, 14), et27(2, 18, 7),
    ]  # fmt: skip
    assert [at for _, at in dues(systems, "notebook")] == [et27(2, 13, 10), et27(2, 13, 20)]


def test_a_persons_course_has_what_is_theirs_without_labels(systems: Timeline) -> None:
    mine = systems.of({"sec-a"})
    assert mine is systems.of(["sec-a", "unknown"]) and systems.of(()) is systems
    assert dues(mine, "pset-1") == [("Problem set 1", et27(2, 10, 17))]
    assert dues(mine, "pset-2") == [("Problem set 2", et27(2, 16, 12))]
    assert dues(systems.of({"sec-c"}), "pset-1") == [("Problem set 1", et27(2, 12, 17))]
    told = nexts(mine, et27(2, 8, 12))
    assert "Section" in told and "Section B" not in told and "Section C" not in told
    assert "Early slot" in told and "Late slot" in told  # of slots nobody knows theirs
    assert mine.find("section-a@2027-02-09") and not mine.find("section-b@2027-02-10")
    calendar = Calendar.from_ical(calendar_file(systems, "everything", et27(2, 8)))
    uids = [str(event["UID"]) for event in calendar.walk("VEVENT")]
    assert len(uids) == len(set(uids))


@given(st.sets(st.sampled_from(["sec-a", "sec-b", "sec-c", "early", "late"])))
def test_whatever_cohorts_somebody_is_in_nothing_is_others_and_nothing_is_lost(
    mine: set[str],
) -> None:
    every = Timeline(load_course(SECTIONS_FILE))
    theirs, others = every.of(mine), others_than(every.course.cohorts, mine)
    public = {item.key: item for item in every.items}
    for item in theirs.items:
        assert not item.cohorts or not others.issuperset(item.cohorts)
        if item.cohorts or not item.deadline:
            assert public[item.key].starts_at == item.starts_at
    for item in every.items:
        if not item.deadline and not (item.cohorts and others.issuperset(item.cohorts)):
            assert theirs.find(item.key)
    for deadline in every.course.every_deadline:
        at = due_at(every.course, deadline.id, mine)
        assert theirs.course.deadline(deadline.id).due_at == (at or deadline.due_at)  # type: ignore[union-attr]
        if at is not None:
            assert [i.starts_at for i in theirs.deadlines if i.id == deadline.id] == [at]


def test_what_moves_for_one_cohort_is_told_of_that_one_alone(
    course: Course, systems: Timeline
) -> None:
    [one] = [a for a in course.assignments if a.id == "pset-1"]
    first, second = one.due_by_cohort
    later = first.model_copy(update={"due_at": et27(2, 15, 17)})
    moved = one.model_copy(update={"due_by_cohort": (later, second)})
    some = tuple(moved if a is one else a for a in course.assignments)
    after = Timeline(course.model_copy(update={"assignments": some}))
    assert [line.text for line in words(systems, after)] == [
        "Pset 1 (Section A): Wed Feb 10, 5:00 PM → Mon Feb 15, 5:00 PM"
    ]
    assert words(systems.of({"sec-b"}), after.of({"sec-b"})) == ()


def test_each_cohorts_due_time_has_reminders_of_its_own(systems: Timeline) -> None:
    planned = [n for n in DeadlineReminder().plan(systems, {}) if "pset-1" in n.key]
    assert [n.key for n in planned] == [
        "deadline:pset-1~sec-a:1d", "deadline:pset-1~sec-a:3h", "deadline:pset-1~sec-b:1d",
        "deadline:pset-1~sec-b:3h", "deadline:pset-1:1d", "deadline:pset-1:3h",
    ]  # fmt: skip


def test_one_cohorts_due_time_is_taken_out_of_those_it_shared(systems: Timeline) -> None:
    text = SECTIONS_FILE.read_text(encoding="utf-8")
    edit = Due(id="pset-2", due_at=et27(2, 20, 9), cohort="sec-b")
    fresh, course = edited(text, systems, edit)
    [one] = [a for a in course.assignments if a.id == "pset-2"]
    assert [due.cohorts for due in one.due_by_cohort] == [("sec-a", "sec-c"), ("sec-b",)]
    assert due_at(course, "pset-2", {"sec-b"}) == et27(2, 20, 9)
    assert "- {cohorts: [sec-b], due_at: 2027-02-20T09:00:00-05:00}" in fresh
    rest = edit_of(edit_text(Due(id="pset-2", due_at=et27(2, 21, 9), others=True)))
    _, course = edited(text, systems, rest)
    assert course.assignment("pset-2").due_at == et27(2, 21, 9)  # type: ignore[union-attr]
    with pytest.raises(EditRefused, match="due for them"):
        edited(text, systems, Due(id="pset-1", due_at=et27(2, 10, 17), cohort="sec-a"))


def with_talks() -> tuple[str, Timeline]:
    """The course with talks for three sections, each at its own time, and its text."""
    series = "cohorts: [sec-a, sec-b, sec-c], weekdays: [sat], first: 2027-02-06, last: 2027-02-27"
    talks = f"  - {{id: talk, kind: lecture, title: Talk, {series}, topics: [One, Two]}}\n"
    text = SECTIONS_FILE.read_text(encoding="utf-8")
    text = text.replace("weekly:\n", f"weekly:\n{talks}")
    return text, Timeline(read_course(SECTIONS_FILE, text))


def keyed(timeline: Timeline, id: str, day: int) -> dict[str, tuple[str, str]]:
    on = datetime(2027, 2, day).date()
    return {i.key: (i.title, i.status) for i in timeline.items if i.id == id and i.day == on}


def changed(text: str, timeline: Timeline, edit: Edit) -> tuple[str, Timeline, list[str]]:
    text, course = edited(text, timeline, edit)
    after = Timeline(course)
    return text, after, [line.text for line in words(timeline, after)]


def test_one_series_meets_for_each_section_at_its_own_time() -> None:
    _, talks = with_talks()
    first = [i for i in talks.timed if i.id == "talk"][:3]
    assert [(i.key, i.starts_at, i.where, i.speakers[0].name if i.speakers else "") for i in first] == [
        ("talk~sec-c@2027-02-06", et27(2, 6, 9), "Room 13", ""),
        ("talk~sec-a@2027-02-06", et27(2, 6, 14), "Room 11", "Ada Example"),
        ("talk~sec-b@2027-02-06", et27(2, 6, 16), "Room 12", "Bo Example"),
    ]  # fmt: skip
    [mine] = [i for i in talks.of(["sec-b"]).timed if i.id == "talk" and i.day == first[0].day]
    assert (mine.title, mine.key) == ("Talk: One", "talk~sec-b@2027-02-06")
    assert len({item.key for item in talks.items}) == len(talks.items)


def test_a_meeting_of_several_is_cancelled_or_moved_for_one_of_them_and_held_again() -> None:
    text, before = with_talks()
    text, talks, said = changed(text, before, Cancel(item="talk~sec-b@2027-02-06", why="Flu"))
    assert said[0] == "Lecture: Bo Example: Talk (Section B), Sat Feb 6, 4:00 PM: cancelled (Flu)"
    assert "{day: 2027-02-06, cohorts: [sec-b], status: cancelled, why: Flu}" in text
    assert keyed(talks, "talk", 6)["talk~sec-a@2027-02-06"] == ("Talk: One (Section A)", "held")
    assert keyed(talks, "talk", 13)["talk~sec-b@2027-02-13"][0] == "Talk: One (Section B)"
    text, talks, said = changed(text, talks, Hold(item="talk~sec-b@2027-02-06"))
    assert "on again" in said[0] and talks.course == before.course

    text, talks, said = changed(text, talks, Cancel(item="lecture@2027-02-08", cohort="sec-a"))
    assert "Lecture (Section A), Mon Feb 8, 10:00 AM: cancelled" in said
    assert keyed(talks, "lecture", 8) == {
        "lecture~sec-a@2027-02-08": ("Lecture (Section A)", "cancelled"),
        "lecture@2027-02-08": ("Lecture (Section B and Section C)", "held"),
    }
    for cohort, key in (("sec-a", "lecture~sec-a@2027-02-08"), ("sec-b", "lecture@2027-02-08")):
        assert list(keyed(talks.of([cohort]), "lecture", 8)) == [key]
    text, talks, _ = changed(text, talks, Hold(item="lecture~sec-a@2027-02-08"))
    move = Move(item="lecture@2027-02-15", cohort="sec-c", day=et27(2, 17).date())
    text, talks, said = changed(text, talks, move)
    assert "Lecture (Section C): Mon Feb 15, 10:00 AM → Wed Feb 17, 10:00 AM" in said

    text, talks, said = changed(text, talks, Cancel(item="demo@2027-02-20", cohort="sec-b"))
    assert said[0] == "Event: Bo Example: Demo (Section B), Sat Feb 20, 10:00 AM: cancelled"
    assert {i.key: i.status for i in talks.items if i.id.startswith("demo")} == {
        "demo@2027-02-20": "held", "demo-sec-b@2027-02-20": "cancelled",
    }  # fmt: skip
    with pytest.raises(EditRefused, match="isn't Section C's"):
        edited(text, talks, Cancel(item="demo@2027-02-20", cohort="sec-c"))
    text, talks, _ = changed(text, talks, Cancel(item="demo@2027-02-20", cohort="sec-a"))
    assert keyed(talks, "demo", 20) == {"demo@2027-02-20": ("Demo (Section A)", "cancelled")}


MEETS = (
    "weekly:\n  - {id: w, kind: section, title: W, cohorts: [a], weekdays: [mon, fri], first: 2021-01-18, "
    'last: 2021-01-29, starts: "10:00"}\n'
    "  - {id: v, kind: section, title: V, cohorts: [b], weekdays: [tue], first: 2021-01-18, last: 2021-01-29}\n"
)
MEETS_TWICE = "sessions: [{id: s, kind: lecture, title: S, day: 2021-01-19, cohorts: [a, b]}]\n"
TWO = "cohorts:\n  - {id: a, title: A, role: Red}\n  - {id: b, title: B}\n"


def due(*more: str) -> str:
    work = "parts: [{id: p, title: P, accepts: [pdf]}]"
    released = "released_at: 2021-01-20T09:00:00-05:00, due_at: 2021-01-26T23:59:00-05:00"
    entries = ", ".join(f"{{{entry}}}" for entry in more)
    return (
        f"assignments:\n  - {{id: x, title: X, {released}, {work}, due_by_cohort: [{entries}]}}\n"
    )


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        (
            "sessions: [{id: s, kind: lecture, title: S, day: 2021-01-19, cohorts: [a, d]}]",
            "sessions[0].cohorts[1]",
            "found “d”, expected the id of one of `cohorts` (a, b)",
        ),
        (
            "weekly: [{id: z, kind: section, title: Z, cohorts: [a], weekdays: [mon], first: 2021-01-18, "
            "last: 2021-01-29, changes: [{day: 2021-01-25, status: cancelled, cohorts: [b]}]}]",
            "weekly[0].changes[0].cohorts",
            "found “b”, which “Z” isn't for, expected some of a",
        ),
        (
            "weekly: [{id: z, kind: section, title: Z, weekdays: [mon], first: 2021-01-18, last: 2021-01-29, "
            "changes: [{day: 2021-01-25, status: cancelled}, {day: 2021-01-25, status: no class, cohorts: [b]}]}]",
            "weekly[0].changes[1].day",
            "2021-01-25 a second time, expected each day once, for each cohort",
        ),
        (due("cohorts: [a], due_at: 2021-01-20T08:00:00-05:00"), "[0].due_by_cohort[0]", "after the release"),
        (due("cohorts: [d], due_at: 2021-01-25T08:00:00-05:00"), "[0].cohorts[0]", "found “d”"),
        (due("cohorts: [a], due_at: 2022-01-25T08:00:00-05:00"), "[0].due_at", "to 2021-03-30"),
        (due("cohorts: [a], due_at: 2021-01-25T08:00:00-04:00"), "[0].due_at", "the offset -04:00"),
        (due("cohorts: [a]"), "due_by_cohort[0]", "neither an instant nor a meeting"),
        (due("cohorts: [a], meeting: w, due_at: 2021-01-25T08:00:00-05:00"), "[0]", "found both"),
        (
            due("cohorts: [a], due_at: 2021-01-25T08:00:00-05:00, before: 2h"),
            "[0].before",
            "`before` beside an instant",
        ),
        (
            due("cohorts: [a], meeting: w, week: 2021-01-25, before: 2h, after: 2h"),
            "[0].after",
            "both `before` and `after`",
        ),
        (due("cohorts: [a], meeting: w"), "[0].cohorts[0]", "several: 2021-01-18, 2021-01-22"),
        (due("cohorts: [b], meeting: w, week: 2021-01-25"), "[0].cohorts[0]", "no “w” in the week"),
        (due("cohorts: [b], meeting: v, week: 2021-01-25"), "[0].cohorts[0]", "has no time"),
        (
            due(*2 * ["cohorts: [a], due_at: 2021-01-25T08:00:00-05:00"]),
            "[1].cohorts[0]",
            "“a” a second time",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_about_whose_something_is_is_named(
    tmp_path: Path, text: str, where: str, said: str
) -> None:
    meets = MEETS if not text.startswith("weekly") else MEETS_TWICE
    [problem] = problems(tmp_path, SMALL + TWO + meets + text)
    assert where in problem and said in problem, problem
    assert re.match(r"course\.yaml:(9|1\d):", problem)


@pytest.mark.parametrize(
    ("more", "where", "said"),
    [
        ("{id: a, title: C, role: R}", "cohorts[2].id", "“a” a second time"),
        ("{id: c, title: b}", "cohorts[2].title", "“b”, which is “b”, too"),
        ("{id: c, title: C, role: red}", "cohorts[2].role", "leads to “a”, too"),
        ("{id: c, title: C, chosen: false}", "cohorts[2]", "“c”, which nobody can be in"),
        ("{id: c, title: C, role: R, capacity: 3}", "cohorts[2].capacity", "where nobody chooses"),
        ("{id: c, title: C, link: l}", "cohorts[2].link", "the id of one of `links`"),
    ],
)
def test_what_is_wrong_about_a_cohort_is_named(
    tmp_path: Path, more: str, where: str, said: str
) -> None:
    uses = "sessions: [{id: s, kind: lecture, title: S, day: 2021-01-19, cohorts: [c]}]\n"
    uses = "" if "id: a" in more else uses
    [problem] = problems(tmp_path, f"{SMALL}{TWO}  - {more}\n{MEETS}{uses}")
    assert problem.startswith("course.yaml:8:") and where in problem and said in problem, problem


@pytest.mark.parametrize(
    ("third", "more", "fine"),
    [
        ("{id: c, title: C}", "", False),
        ("{id: c, title: C, about: Comes later.}", "", True),
        (
            "{id: c, title: C}",
            "office_hours: [{id: h, where: R, weekdays: [mon], opens: '10:00', closes: '11:00', cohorts: [c]}]",
            True,
        ),
        ("{id: c, title: C}", "competitions: [{id: p, title: P, entries: groups, cohort: c, judged: false}]", True),
    ],
)  # fmt: skip
def test_a_cohort_that_nothing_is_for_and_that_nothing_is_said_of_is_named(
    tmp_path: Path, third: str, more: str, fine: bool
) -> None:
    text = f"{SMALL}{TWO}  - {third}\n{MEETS}{more}"
    if fine:
        (tmp_path / "course.yaml").write_text(text)
        assert load_course(tmp_path / "course.yaml").cohort("c")
        return
    [problem] = problems(tmp_path, text)
    assert "cohorts[2]: found “c”, which nothing is for" in problem


def test_office_hours_and_competitions_are_those_of_whoever_is_in_their_cohort(
    tmp_path: Path,
) -> None:
    path = tmp_path / "course.yaml"
    path.write_text(
        SMALL + TWO.replace("role: Red", "role: Red, channel: reds") + MEETS + "office_hours:\n"
        "  - {id: h, where: R1, weekdays: [mon], opens: '12:00', closes: '13:00', cohorts: [a]}\n"
        "  - {id: i, where: R2, after: section, closes: '14:00', cohorts: [a]}\n"
        "competitions:\n  - {id: p, title: P, entries: groups, cohort: b, judged: false}\n"
    )
    path.write_text(path.read_text() + "reminders: {office_hours_open: true}\n")
    every = Timeline(load_course(path))
    theirs, others = every.of(["a"]), every.of(["b"])
    assert "💬 Office hours (A) <t:1610989200:F>" in nexts(
        every, datetime(2021, 1, 18, 9, tzinfo=NEW_YORK)
    )
    assert "💬 Office hours <t:1610989200:F>" in nexts(
        theirs, datetime(2021, 1, 18, 9, tzinfo=NEW_YORK)
    )
    page = office_hours.hours_card(every, "", datetime(2021, 1, 18, 9, tzinfo=NEW_YORK))
    assert "👥 For A." in page.blocks[0] and "**Also** Office hours (A) in R2" in page.blocks[0]
    planned = {notice.target for notice in OfficeHoursOpen().plan(every, {})}
    assert planned == {"channel:announcements/reds"}
    assert {i.title for i in every.office_hours} == {"Office hours (A)"}
    assert {i.title for i in theirs.office_hours} == {"Office hours"} and not others.office_hours
    assert {i.day.weekday() for i in theirs.office_hours if i.id == "i"} == {0, 4}  # its own
    assert others.course.competitions and not theirs.course.competitions
