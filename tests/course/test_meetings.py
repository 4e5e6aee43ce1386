"""Meetings of any kind: what is on, cancelled, moved or off, until when, and what a file gets wrong about them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from bot.answers.answerer import answerer_for
from bot.client.look import KINDS
from bot.course.calendar import calendar_file, calendar_kinds, chosen
from bot.course.loader import load_course
from bot.course.meetings import USUAL_KINDS
from bot.course.model import Course
from bot.course.search import matching
from bot.course.summary import summarise
from bot.course.timeline import State, Timeline
from bot.errors import UnknownPart
from bot.logistics.meetings import meeting_topics
from bot.schedule import upcoming, views
from tests.conftest import SECTIONS_FILE
from tests.course.test_loader import SMALL, problems

CHICAGO = ZoneInfo("America/Chicago")


def ct(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=CHICAGO)


@pytest.fixture(scope="module")
def robots(hackathon: Course) -> Timeline:
    return Timeline(hackathon)


def page(timeline: Timeline, day: str, now: datetime) -> str:
    return "\n".join(views.day_card(timeline, day, now).blocks)


def nexts(timeline: Timeline, now: datetime) -> list[str]:
    return "\n".join(upcoming.next_card(timeline, "", now).blocks).splitlines()


def test_every_usual_kind_has_a_look() -> None:
    assert set(USUAL_KINDS) <= set(KINDS)


def test_what_holds_for_a_kind_is_overruled_by_the_meeting(robots: Timeline) -> None:
    walking = robots.on(date(2027, 3, 2))[0]
    assert (walking.where, walking.how.modality, walking.how.link) == ("Hall 2", "both", "stream")
    assert walking.starts_at == ct(3, 2, 10) and walking.ends_at == ct(3, 2, 11, 20)
    [moved] = [i for i in robots.timed if i.id == "section" and i.day == date(2027, 3, 11)]
    assert (moved.where, moved.starts_at) == ("Room 1", ct(3, 11, 16))
    assert moved.ends_at is None  # the end of 2:50 PM was that of another start
    assert moved.how.attendance and moved.how.attendance.required


def test_an_end_after_midnight_is_on_the_next_day_and_still_on_then(robots: Timeline) -> None:
    [night] = [i for i in robots.timed if i.id == "night"]
    assert night.ends_at == ct(4, 10, 2)
    assert robots.current_sessions(ct(4, 10, 1, 59)) == (night,)
    assert robots.current_sessions(ct(4, 10, 2)) == ()
    [late, *_] = [i for i in robots.office_hours if i.id == "late-hours"]
    assert late.ends_at == ct(3, 4, 0, 30)


def test_a_meeting_of_no_title_but_its_kind_is_named_with_who_speaks() -> None:
    sections = Timeline(load_course(SECTIONS_FILE)).of(["sec-a"])
    eve = datetime(2027, 2, 1, 20, tzinfo=sections.zone)
    head, first, *_ = nexts(sections, eve)
    assert head.startswith("### Next: Section with Ada Example <t:")
    assert first.startswith("**🗣️ Section** Ada Example · ")


def test_whom_a_kind_of_meeting_is_for_is_on_its_page() -> None:
    pages = {topic.id: topic.lines for topic in meeting_topics(load_course(SECTIONS_FILE))}
    assert "**Who** For registered students, not for listeners." in pages["kind-section"]
    assert not any("**Who**" in line for line in pages["lectures"])


def test_a_meeting_without_an_end_ends(robots: Timeline) -> None:
    [keynote] = [i for i in robots.timed if i.id == "opening"]
    assert robots.state(keynote, ct(4, 9, 18, 59)) is State.ON
    assert robots.state(keynote, ct(4, 9, 19)) is State.PAST


def test_office_hours_open_at_the_stated_end_of_what_they_follow(robots: Timeline) -> None:
    first = next(i for i in robots.office_hours if i.id == "hours")
    assert first.starts_at == ct(3, 2, 11, 20) and not first.after_lecture
    days = [i.day for i in robots.office_hours if i.id == "hours"]
    assert days == [date(2027, 3, 2), date(2027, 3, 18)]  # none after a cancelled seminar


def test_a_cancelled_meeting_is_struck_through_with_its_reason(robots: Timeline) -> None:
    told = page(robots, "2027-03-09", ct(3, 9, 8))
    assert "~~**🎓 Seminar** Touching~~ **Cancelled**" in told and "The speaker is ill" in told
    week = "\n".join(views.week_card(robots, "2027-03-08", ct(3, 9, 8)).blocks)
    assert "~~**🎓 Seminar** Touching~~ **Cancelled** · The speaker is ill" in week
    over = "\n".join(views.week_card(robots, "2027-03-08", ct(3, 20)).blocks)
    assert "Touching (cancelled)" in over
    assert robots.current_sessions(ct(3, 9, 10, 30)) == ()


def test_a_moved_meeting_says_where_from_and_its_old_day_where_to(robots: Timeline) -> None:
    now = ct(3, 1, 9)
    assert "-# Moved from Tue Mar 16: The hall is in use" in page(robots, "2027-03-18", now)
    assert "Seeing~~ **Moved** · to Thu Mar 18" in page(robots, "2027-03-16", now)
    moved = (
        f"-# Moved from <t:{int(ct(3, 12, 14).timestamp())}:F>, Room 9: The building closes early"
    )
    assert moved in page(robots, "2027-03-11", now)
    assert robots.find("section@2027-03-12") is robots.on(date(2027, 3, 11))[0]


def test_topics_of_a_series_go_on_after_what_is_cancelled_or_off(robots: Timeline) -> None:
    held = [i for i in robots.items if i.id == "section" and i.is_session]
    assert [i.title for i in held][:4] == [
        "Section: Motors",
        "Section: Sensors",
        "Section: Batteries",
        "Section",
    ]
    assert date(2027, 3, 26) not in [i.day for i in robots.items if i.id == "section"]


def test_a_day_off_is_a_fact_and_no_hole(robots: Timeline) -> None:
    told = page(robots, "2027-03-24", ct(3, 1))
    assert told.startswith("### Wed Mar 24 · no class: Spring break")
    assert "**🚫 No seminar**" in page(robots, "2027-03-23", ct(3, 1))
    assert next(i.day for i in matching(robots, "spring break")) == date(2027, 3, 22)


def test_next_leads_with_whatever_comes_first(robots: Timeline) -> None:
    assert nexts(robots, ct(3, 2, 9))[0].startswith("### Next: Walking <t:")
    assert nexts(robots, ct(3, 19, 13, 30))[0].startswith("### Next: Section: Batteries")
    assert nexts(robots, ct(3, 19, 15))[0].startswith("### Next: plan due")
    assert nexts(robots, ct(3, 29))[0].startswith("### Next: Midterm")
    assert nexts(robots, ct(4, 9, 17, 30))[0] == "### On now: Ada Example: Why robots fall"
    assert nexts(robots, ct(4, 10, 1))[0] == "### On now: Build all night"
    assert nexts(robots, ct(3, 8))[0].startswith(
        "### Next: Section: Sensors"
    )  # not what's cancelled


def test_what_to_bring_and_that_one_has_to_come_are_said(robots: Timeline) -> None:
    assert "-# Bring a pencil and one sheet of notes" in page(robots, "2027-03-30", ct(3, 1))
    assert "-# Attendance is required" in page(robots, "2027-03-05", ct(3, 1))
    assert "Hall 2 (link on Stream), in person and online" in page(robots, "2027-03-02", ct(3, 1))


def test_each_kind_has_a_topic_made_of_what_the_file_states(hackathon: Course) -> None:
    topics = {topic.id: topic for topic in meeting_topics(hackathon)}
    assert list(topics) == ["kind-seminar", "kind-section", "kind-midterm", "kind-hack-night"]
    seminar, midterm = topics["kind-seminar"], topics["kind-midterm"]
    assert seminar.title == "Seminars: time, place and recordings"
    assert seminar.answer == "Seminars: 10:00 AM to 11:20 AM CT, in Hall 2"
    assert "**Recordings** They're recorded." in seminar.lines
    assert midterm.lines == ("**Bring** a pencil and one sheet of notes",)
    assert topics["kind-section"].lines == ("**Attendance** Required.",)


def test_other_names_find_a_meeting(robots: Timeline) -> None:
    assert [i.id for i in matching(robots, "gaits")] == ["walking"]
    assert {i.id for i in matching(robots, "recitation")} == {"section"}
    assert [i.id for i in matching(robots, "hackathon")] == ["night"]


def test_the_calendar_carries_status_place_and_other_names(robots: Timeline) -> None:
    events = Calendar.from_ical(calendar_file(robots, "everything", ct(3, 1))).walk("VEVENT")
    by_name = {str(event["summary"]): event for event in events}
    cancelled, walking = by_name["Cancelled: Seminar: Touching"], by_name["Seminar: Walking"]
    assert (cancelled["status"], walking["status"]) == ("CANCELLED", "CONFIRMED")
    assert walking["location"] == "Hall 2"
    assert [str(name) for name in walking["categories"].cats] == ["seminar", "gaits", "class"]
    assert by_name["Panel: Robots at work"]["location"] == "online"
    night = by_name["Hack night: Build all night"]
    assert night.decoded("dtend") - night.decoded("dtstart") == timedelta(hours=6)
    moved = by_name["Seminar: Seeing"]
    assert moved.decoded("dtstart") == ct(3, 18, 10)
    assert str(moved["uid"]) == "seeing@2027-03-16@ROB-7"  # a calendar app moves it
    assert "dtend" not in by_name["Keynote: Ada Example: Why robots fall"]


def test_a_part_of_the_calendar_is_called_as_the_course_calls_it(robots: Timeline) -> None:
    assert list(calendar_kinds(robots)) == [
        "everything", "seminars", "sections", "midterms", "keynotes", "hack nights", "panels", "office hours",
        "deadlines",
    ]  # fmt: skip
    assert {i.kind for i in chosen(robots, "Hack nights")} == {"hack night"}
    with pytest.raises(UnknownPart, match="This course has: everything, seminars"):
        chosen(robots, "lectures")


IN = "sessions: [{id: a, kind: lecture, day: 2021-01-18, title: A"
WEEKLY = (
    "weekly: [{id: w, kind: lecture, title: W, weekdays: [mon], first: 2021-01-18, last: 2021-01-25"
)


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        (
            "kinds: {seminar: {}}\nsessions: [{id: a, kind: semnar, day: 2021-01-18, title: A},"
            " {id: b, kind: seminar, day: 2021-01-19, title: B}]",
            "course.yaml:6:26 sessions[0].kind: found the unknown kind “semnar”, expected “seminar” "
            "(did you mean that?), or an entry of its own: `kinds: {semnar: {}}`",
        ),
        (
            "kinds: {panel: {}}",
            "course.yaml:5:16 kinds.panel: found “panel”, which no meeting is, "
            "expected a meeting whose `kind` is panel, or no entry for it",
        ),
        (
            "kinds: {section: {also: [recitation]}}\nweekly: [{id: w, kind: section, title: W, weekdays: [mon],"
            " first: 2021-01-18, last: 2021-01-25}]\n"
            "sessions: [{id: a, kind: recitation, day: 2021-01-19, title: A}]",
            "course.yaml:7:26 sessions[0].kind: found “recitation”, "
            "expected “section”: `kinds` has it as another name of that",
        ),
        (
            "sessions: [{id: a, kind: office hours, day: 2021-01-18, title: A}]",
            "course.yaml:5:26 sessions[0].kind: found “office hours”, "
            "expected another label: these have a part of their own, `office_hours`",
        ),
        (
            "kinds: {lecture: {recorded: maybe}}\n" + IN + "}]",
            "course.yaml:5:29 kinds.lecture.recorded: found “maybe”, expected true or false",
        ),
        (
            "kinds: {lecture: {recordd: true}}\n" + IN + "}]",
            "course.yaml:5:19 kinds.lecture.recordd: found the unknown key “recordd”, "
            "expected “recorded” (did you mean that?)",
        ),
        (
            "lectures: {starts: '13:00'}",
            "course.yaml:5:1 lectures: found the former key “lectures”, "
            "expected `kinds: {lecture: ...}`, which holds for all meetings of a kind",
        ),
        (
            "reminders: {lectures: [15m]}",
            "course.yaml:5:13 reminders.lectures: found the former key “lectures”, "
            "expected `reminders: {meetings: [15m]}` for all, or `kinds: {lecture: {reminders: [15m]}}`",
        ),
        (
            IN + ", status: moved}]",
            "course.yaml:5:70 sessions[0].status: found “moved” without `moved_from`, "
            "expected `moved_from: {day: ...}` beside it, or `starts` or `where` in it",
        ),
        (
            IN + ", moved_from: {day: 2021-01-19}}]",
            "course.yaml:5:74 sessions[0].moved_from: found a meeting that hasn't moved, "
            "expected `status: moved` beside it",
        ),
        (
            IN + ", status: moved, moved_from: {day: 2021-01-18}}]",
            "course.yaml:5:89 sessions[0].moved_from: found nothing that has changed, "
            "expected the day, the start or the place that it had before",
        ),
        (
            IN + ", status: moved, moved_from: {day: 2021-03-18}}]",
            "course.yaml:5:95 sessions[0].moved_from.day: found 2021-03-18, "
            "expected a day of the term, 2021-01-18 to 2021-01-29, or `latest` beside its end",
        ),
        (
            IN + ", ends: '14:00'}]",
            "course.yaml:5:68 sessions[0].ends: found an end, 14:00, without a start, expected `starts` beside it",
        ),
        (
            IN + ", why: Snow}]",
            "course.yaml:5:67 sessions[0].why: found a reason for a meeting that is held as planned, "
            "expected `status: cancelled`, `moved` or `no class` beside it",
        ),
        (
            "days_off: [{day: 2021-01-18, title: Holiday}]\n" + IN + "}]",
            "course.yaml:6:40 sessions[0].day: found 2021-01-18, a day off (Holiday), "
            "expected another day, or `status: no class` or `cancelled`",
        ),
        (
            "days_off: [{day: 2021-01-20, last: 2021-01-19, title: Holiday}]",
            "course.yaml:5:36 days_off[0].last: found 2021-01-19, expected a day on or after the first, 2021-01-20",
        ),
        (
            "days_off: [{day: 2021-03-20, title: Holiday}]",
            "course.yaml:5:18 days_off[0].day: found 2021-03-20, expected a day of the term, "
            "2021-01-18 to 2021-01-29, or `latest` beside its end",
        ),
        (
            "days_off: [{day: 2021-01-20, last: 2021-01-21, title: A}, {day: 2021-01-21, title: B}]",
            "course.yaml:5:65 days_off[1].day: found 2021-01-21, which “A” has, expected each day once",
        ),
        (
            WEEKLY + ", cancelled: [2021-01-19]}]",
            "course.yaml:5:109 weekly[0].cancelled[0]: found 2021-01-19, a Tuesday, "
            "expected a day on which “W” meets",
        ),
        (
            WEEKLY + ", changes: [{day: 2021-01-18, status: moved}]}]",
            "course.yaml:5:133 weekly[0].changes[0].status: found “moved” to nowhere, "
            "expected `to`, `starts` or `where` beside it",
        ),
        (
            WEEKLY + ", changes: [{day: 2021-01-18, status: cancelled, to: 2021-01-19}]}]",
            "course.yaml:5:133 weekly[0].changes[0].status: found “cancelled” with a new time or place, "
            "expected `status: moved`, or none of `to`, `starts`, `ends` and `where`",
        ),
        (
            "days_off: [{day: 2021-01-19, title: Holiday}]\n"
            + WEEKLY
            + ", changes: [{day: 2021-01-18, status: moved, to: 2021-01-19}]}]",
            "course.yaml:6:144 weekly[0].changes[0].to: found 2021-01-19, a day off (Holiday), expected another day",
        ),
    ],
)
def test_each_mistake_is_named_with_its_place(tmp_path: Path, added: str, expected: str) -> None:
    found = problems(tmp_path, SMALL + added + "\n")
    assert expected in found, found


def test_a_misshapen_kind_hides_no_other_problem_and_makes_none(tmp_path: Path) -> None:
    found = problems(
        tmp_path, f"{SMALL}kinds: {{hack: {{starts: soon}}}}\n{IN.replace('lecture', 'hack')}}}]\n"
    )
    assert [problem.split(" ")[1] for problem in found] == ["kinds.hack.starts:"]


SERIES = (
    SMALL
    + """\
kinds: {talk: {recorded: true, recordings: Films are on the site., note: Doors close at the start.}}
weekly:
  - id: talk
    kind: talk
    title: Talk
    weekdays: [mon, wed]
    first: 2021-01-18
    last: 2021-01-27
    starts: "10:00"
    ends: "11:00"
    topics: [Soil, Bees, Frost]
    changes:
      - {day: 2021-01-20, topic: Guest talk, speakers: [{name: Ada Quill}], recorded: false, bring: [a pen]}
      - {day: 2021-01-25, note: Come by the back door., ends: "10:30"}
"""
)


@pytest.fixture
def talks(tmp_path: Path) -> Timeline:
    path = tmp_path / "course.yaml"
    path.write_text(SERIES)
    return Timeline(load_course(path))


def test_one_of_a_series_may_differ_in_whatever_a_meeting_states(talks: Timeline) -> None:
    held = [item for item in talks.items if item.is_session]
    assert [item.title for item in held] == [
        "Talk: Soil",
        "Talk: Guest talk",
        "Talk: Bees",
        "Talk: Frost",
    ]
    guest, short = held[1], held[2]
    assert [one.name for one in guest.speakers] == ["Ada Quill"] and guest.status == "held"
    assert (guest.how.recorded, guest.how.recordings, guest.how.bring) == (False, None, ("a pen",))
    assert guest.ends_at == datetime(2021, 1, 20, 11, tzinfo=talks.zone)
    assert short.ends_at == datetime(2021, 1, 25, 10, 30, tzinfo=talks.zone)


def test_what_else_to_know_of_a_meeting_is_wherever_it_is_shown(talks: Timeline) -> None:
    now = datetime(2021, 1, 18, 8, tzinfo=talks.zone)
    first, short = "Doors close at the start.", "Come by the back door."
    assert f"-# {first}" in page(talks, "2021-01-18", now)
    assert f"-# {short}" in page(talks, "2021-01-25", now) and first not in page(
        talks, "2021-01-25", now
    )
    events = Calendar.from_ical(calendar_file(talks, "everything", now)).walk("VEVENT")
    assert [short in event.get("description", "") for event in events] == [
        False,
        False,
        True,
        False,
    ]
    [topic] = [one for one in meeting_topics(talks.course) if one.id == "kind-talk"]
    assert f"**Note** {first}" in topic.lines


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("is the guest talk recorded", "No. Guest talk is not recorded."),
        ("is the soil talk recorded", "Yes. Films are on the site."),
        ("when is the guest talk", "Guest talk is on Wed Jan 20, 10:00 AM to 11:00 AM"),
        ("what should i bring to the guest talk", "Guest talk: bring a pen."),
        ("when is the bees talk", "Bees is on Mon Jan 25, 10:00 AM to 10:30 AM New York. Come by the back door."),
    ],
)  # fmt: skip
def test_what_one_of_a_series_states_is_answered(talks: Timeline, question: str, told: str) -> None:
    assert (
        told in answerer_for(talks).ask(question, datetime(2021, 1, 18, 8, tzinfo=talks.zone)).text
    )


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (
            "{day: 2021-01-20}",
            "“held” and as the others, expected what differs beside it, such as `ends`, `topic` or `note`",
        ),
        (
            '{day: 2021-01-20, starts: "12:00", note: Later.}',
            "“held” at another time or place, expected `status: moved`, or none of `to`, `starts` and `where`",
        ),
    ],
)  # fmt: skip
def test_one_that_is_held_differs_in_something_but_its_time_and_place(
    tmp_path: Path, change: str, found: str
) -> None:
    text = SERIES.replace(
        '      - {day: 2021-01-25, note: Come by the back door., ends: "10:30"}\n', ""
    )
    text = text[: text.index("      - {day: 2021-01-20")] + f"      - {change}\n"
    [problem] = problems(tmp_path, text)
    assert problem.endswith(found), problem


def test_topics_for_which_no_meeting_is_left_are_named(talks: Timeline) -> None:
    assert not any("No meeting is left" in line for line in summarise(talks.course))
    [series] = talks.course.weekly
    longer = series.model_copy(update={"topics": (*series.topics, "Rain", "Wind", "Hail", "Snow")})
    told = summarise(talks.course.model_copy(update={"weekly": (longer,)}))
    assert "No meeting is left for 4 topics of Talk: Rain, Wind, Hail and 1 more." in told


def test_days_off_outside_of_the_term_are_one_problem(tmp_path: Path) -> None:
    text = SMALL + "days_off: [{day: 2021-03-20, last: 2021-03-22, title: Holiday}]"
    [problem] = problems(tmp_path, text)
    assert "days_off[0].day: found 2021-03-20" in problem
