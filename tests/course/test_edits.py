"""What staff change by a form: the file's text follows, its comments stay, and what doesn't fit is refused with why."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.course import edits
from bot.course.change_words import words
from bot.course.concerns import concerns
from bot.course.editing import EditRefused
from bot.course.edits import (
    AddDayOff,
    AddFaq,
    AddLink,
    AddMeeting,
    Cancel,
    Due,
    Edit,
    End,
    Hold,
    Move,
    edit_of,
    edit_text,
    edited,
)
from bot.course.loader import read_course
from bot.course.timeline import Timeline
from bot.course.typed_times import (
    TimeUnreadable,
    Typed,
    read_clock,
    read_due,
    read_when,
    usual_start,
)
from bot.library.model import texts_of
from tests.conftest import COURSE_FILE, SEMESTER_FILE
from tests.instants import et

TEXT = COURSE_FILE.read_text(encoding="utf-8")
SERIES = """
title: Systems
number: S1
term: {name: Spring, start: 2027-02-01, end: 2027-03-26}
timezone: America/New_York
sessions: []
weekly:
  # every Monday and Wednesday
  - id: sec
    kind: section
    title: Section
    weekdays: [mon, wed]
    first: 2027-02-01
    last: 2027-03-26
    starts: "10:00"
    ends: "11:00"
    where: "34-101"
    cancelled: [2027-02-10]
"""


def laid_out(text: str) -> Timeline:
    return Timeline(read_course(Path("course.yaml"), text))


def after(text: str, *changes: Edit) -> tuple[str, Timeline]:
    for change in changes:
        text, course = edited(text, laid_out(text), edit_of(edit_text(change)))
        assert course == laid_out(text).course
    return text, laid_out(text)


def told(text: str, *changes: Edit) -> list[str]:
    return texts_of(words(laid_out(text), after(text, *changes)[1]))


def lines_changed(old: str, new: str) -> int:
    before, now = old.splitlines(), new.splitlines()
    return len([line for line in now if line not in before])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            Cancel(item="lec-3@2021-01-20", why="Snow: stay home"),
            "Lecture: Deep Computer Vision, Wed Jan 20, 1:00 PM: cancelled (Snow: stay home)",
        ),
        (
            Move(item="lec-4@2021-01-21", day=date(2021, 1, 22), starts=time(15)),
            "Lecture: Deep Generative Modelling: Thu Jan 21, 1:00 PM → Fri Jan 22, 3:00 PM",
        ),
        (
            Move(item="lec-5@2021-01-22", where="34-101", why="Zoom is down"),
            "Lecture: Deep Reinforcement Learning, Fri Jan 22, 1:00 PM: Zoom → 34-101 (Zoom is down)",
        ),
        (
            End(item="lec-3@2021-01-20", ends=time(13, 50)),
            "Lecture: Deep Computer Vision, Wed Jan 20, 1:00 PM: ends at no stated time → 1:50 PM",
        ),
        (
            AddMeeting(
                kind="lecture", title="Guest: Q & A", day=date(2021, 1, 27), starts=time(17)
            ),
            "Lecture: Guest: Q & A, Wed Jan 27, 5:00 PM, Zoom: added",
        ),
        (
            Due(id="pitch-slides", due_at=et(1, 29, 17)),
            "Slides: Thu Jan 28, 11:59:59 PM → Fri Jan 29, 5:00 PM",
        ),
        (AddLink(title="Zoom", url="https://mit.zoom.us/j/1"), "Link added: “Zoom”"),
        (
            AddFaq(question="Is there food?", answer="No: none."),
            "FAQ entry added: “Is there food?” → “No: none.”",
        ),
    ],
)
def test_one_form_changes_one_place_and_says_so(change: Edit, said: str) -> None:
    new, timeline = after(TEXT, change)
    assert said in texts_of(words(laid_out(TEXT), timeline))
    assert lines_changed(TEXT, new) == 1
    assert new.startswith(TEXT[:400]) and "# Handing in here" in new


def test_a_day_off_takes_what_is_held_with_it() -> None:
    off = AddDayOff(day=date(2021, 1, 21), last=date(2021, 1, 22), title="Snow days")
    _, timeline = after(TEXT, off)
    for day in (21, 22):
        held = [i for i in timeline.on(date(2021, 1, day)) if i.is_held and not i.day_off]
        assert not [i for i in held if i.is_meeting or i.hours]
    assert "Thu Jan 21 is a day off: Snow days" in told(TEXT, off)


def test_one_days_office_hours_are_cancelled_for_all_and_held_again() -> None:
    before, item = laid_out(TEXT), "office-hours@2021-01-26"
    text, course = edited(TEXT, before, Cancel(item=item))
    off = Timeline(course)
    assert [i.key for i in off.items if i.hours and not i.is_held] == [item]
    for edit, why in (
        (Cancel(item=item), "they're cancelled already"),
        (Cancel(item="office-hours@2021-01-27", cohort="x"), "for everybody they're for"),
        (Hold(item="office-hours@2021-01-27"), "they're held as planned"),
    ):
        with pytest.raises(EditRefused, match=why):
            edited(text, off, edit)
    assert edited(text, off, Hold(item=item))[0] == TEXT


def test_what_was_moved_or_cancelled_is_held_again_as_it_was() -> None:
    original = laid_out(TEXT).course
    away = Move(item="lec-4@2021-01-21", day=date(2021, 1, 22), starts=time(15), where="34-101")
    farther = Move(item="lec-4@2021-01-21", day=date(2021, 1, 26))
    for changes in ((away,), (away, farther), (Cancel(item="lec-4@2021-01-21"),)):
        text, timeline = after(TEXT, *changes)
        assert timeline.course != original
        assert after(text, Hold(item="lec-4@2021-01-21"))[1].course == original


def test_what_is_moved_back_to_when_and_where_it_was_is_held_as_planned() -> None:
    meeting = laid_out(TEXT).find("lec-4@2021-01-21")
    assert meeting is not None and meeting.starts_at is not None
    first = meeting.starts_at.astimezone(laid_out(TEXT).zone).time()
    away = Move(item=meeting.key, day=date(2021, 1, 22), starts=time(15), where="34-101", why="ill")
    back = Move(item=meeting.key, day=meeting.day, starts=first, where=meeting.where)
    nearly = Move(item=meeting.key, day=meeting.day, starts=first)
    still = after(TEXT, away, nearly)[1].find(meeting.key)
    assert still is not None and (still.status, still.where) == ("moved", "34-101")
    there = after(TEXT, away, back)[1].find(meeting.key)
    assert there is not None and (there.status, there.why) == ("held", meeting.why)
    assert (there.starts_at, there.where) == (meeting.starts_at, meeting.where)


def test_a_first_place_or_time_moves_nothing_since_there_was_none() -> None:
    bare = "sessions:\n  - {id: talk, kind: event, title: A talk, day: 2027-02-04}"
    text = SERIES.replace("sessions: []", bare)
    place = Move(item="talk@2027-02-04", where="34-101", why="A room at last")
    _, timeline = after(text, place, Move(item="talk@2027-02-04", starts=time(15)))
    talk = timeline.find("talk@2027-02-04")
    assert talk is not None and (talk.status, talk.where) == ("held", "34-101")
    assert talk.starts_at == datetime(2027, 2, 4, 15, tzinfo=timeline.zone)


def test_one_meeting_of_a_series_is_moved_ended_cancelled_and_held_again() -> None:
    monday, tenth = "sec@2027-02-08", "sec@2027-02-10"
    text, timeline = after(SERIES, Move(item=monday, day=date(2027, 2, 9), starts=time(14)))
    item = timeline.find(monday)
    assert item is not None and item.day == date(2027, 2, 9) and item.ends_at
    assert item.starts_at and item.ends_at - item.starts_at == timedelta(hours=1)
    assert "# every Monday and Wednesday" in text
    assert after(text, Hold(item=monday))[1].course == laid_out(SERIES).course
    assert told(SERIES, Hold(item=tenth)) == ["Section, Wed Feb 10, 10:00 AM: on again"]
    late = told(SERIES, End(item=monday, ends=time(11, 15)))
    assert late == ["Section, Mon Feb 8, 10:00 AM: ends 11:00 AM → 11:15 AM"]
    assert told(SERIES, Cancel(item=monday, why="Snow")) == [
        "Section, Mon Feb 8, 10:00 AM: cancelled (Snow)"
    ]
    off = AddDayOff(day=date(2027, 2, 8), title="Holiday")
    assert told(SERIES, off) == ["Mon Feb 8 is a day off: Holiday"]
    moved = Move(item="sec@2027-02-03", day=date(2027, 2, 8))
    assert "Section, Wed Feb 3, 10:00 AM: no class (Holiday)" in told(after(SERIES, moved)[0], off)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (Cancel(item="lec-99@2021-01-20"), "isn't on the schedule anymore"),
        (Cancel(item="pitch-slides@2021-01-28"), "isn't on the schedule anymore"),
        (Hold(item="lec-3@2021-01-20"), "it's held as planned"),
        (Move(item="lec-3@2021-01-20", starts=time(13)), "when and where it is already"),
        (Move(item="lec-3@2021-01-20", starts=time(13, 0, 30)), "whole minutes"),
        (
            Move(item="lec-3@2021-01-20", day=date(2021, 3, 1)),
            "Mon Mar 1 isn't in the term, which is",
        ),
        (AddLink(title="Zoom", url="zoom.us"), "expected an address"),
        (Due(id="homework", due_at=et(1, 29, 17)), "nothing by that name is due"),
        (Due(id="lab-entries", due_at=et(1, 26, 23, 59)), "that's when it's due already"),
        (End(item="lab-1a@2021-01-18", ends=time(15)), "nobody has said when it begins"),
        (AddMeeting(kind="lectur", title="X", day=date(2021, 1, 19)), "unknown kind"),
        (
            AddDayOff(day=date(2021, 1, 28), last=date(2021, 2, 1), title="Snow"),
            "Feb 1 isn't in the term",
        ),
    ],
)
def test_what_does_not_fit_is_refused_and_says_why(change: Edit, why: str) -> None:
    with pytest.raises(EditRefused, match=why) as refused:
        edited(TEXT, laid_out(TEXT), change)
    assert "Nothing was changed" in str(refused.value)


def test_a_day_that_is_off_takes_no_meeting_and_isnt_made_one_again() -> None:
    text, timeline = after(TEXT, AddDayOff(day=date(2021, 1, 21), title="Snow day"))
    for change in (
        AddDayOff(day=date(2021, 1, 21), title="Snow"),
        AddMeeting(kind="lecture", title="X", day=date(2021, 1, 21)),
        Move(item="lec-3@2021-01-20", day=date(2021, 1, 21)),
    ):
        with pytest.raises(EditRefused, match=r"Thu Jan 21 is a day off already \(Snow day\)"):
            edited(text, timeline, change)


def test_what_is_cancelled_is_neither_cancelled_again_nor_moved_nor_ended() -> None:
    text, timeline = after(TEXT, Cancel(item="lec-3@2021-01-20"))
    for change in (
        Cancel(item="lec-3@2021-01-20"),
        Move(item="lec-3@2021-01-20", starts=time(14)),
        End(item="lec-3@2021-01-20", ends=time(14)),
    ):
        with pytest.raises(EditRefused):
            edited(text, timeline, change)
    with pytest.raises(EditRefused, match="held as planned"):
        edited(SERIES, laid_out(SERIES), Hold(item="sec@2027-02-08"))


def test_parts_that_share_a_value_are_changed_together() -> None:
    shared = SERIES.replace('where: "34-101"', 'where: &room "34-101"')
    text = shared + 'links: [{id: a, title: *room, url: "https://a.org"}]\n'
    new, timeline = after(text, AddLink(title="B", url="https://b.org"))
    assert [link.title for link in timeline.course.links] == ["34-101", "B"]
    assert "&room" in new and "*room" in new


def test_many_problems_at_once_are_counted() -> None:
    text, timeline = after(SERIES, AddMeeting(kind="exam", title="Exam", day=date(2027, 2, 2)))
    assert [i.title for i in timeline.items if i.kind == "exam"] == ["Exam"]
    twice = after(text, AddMeeting(kind="exam", title="Exam", day=date(2027, 2, 3)))[1]
    assert {s.id for s in twice.course.sessions} == {"exam", "exam-2"}
    with pytest.raises(EditRefused, match=r"more\)"):
        edited(SERIES + "\n" + "x: 1\ny: 1\nz: 1\nq: 1\n", timeline, AddLink(title="A", url="b"))


def test_a_title_without_letters_still_gets_an_id() -> None:
    course = after(SERIES, AddLink(title="日本", url="https://example.org"))[1].course
    assert [link.id for link in course.links] == ["new"]


def test_the_semester_keeps_its_layout_too() -> None:
    text = SEMESTER_FILE.read_text(encoding="utf-8")
    new, _ = after(text, AddLink(title="Zoom", url="https://example.org"))
    assert lines_changed(text, new) <= 2


TUESDAY = et(1, 19, 10)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("thu 3pm", Typed(date(2021, 1, 21), time(15))),
        ("Jan 29, 15:00", Typed(date(2021, 1, 29), time(15))),
        ("tomorrow", Typed(date(2021, 1, 20))),
        ("3pm to 4:30pm", Typed(None, time(15), time(16, 30))),
        ("15:00-16:00", Typed(None, time(15), time(16))),
        ("friday at noon", Typed(date(2021, 1, 22), time(12))),
        ("on Tue at 5 p.m.", Typed(date(2021, 1, 19), time(17))),
        ("midnight", Typed(None, time(0))),
    ],
)
def test_days_and_times_are_read_as_people_type_them(typed: str, read: Typed) -> None:
    assert read_when(typed, laid_out(TEXT), TUESDAY) == read


@pytest.mark.parametrize(
    "typed", ["blah", "feb 30", "25:00", "mon 13pm", "", "1pm 2pm 3pm", "next week"]
)
def test_what_is_no_time_is_refused_with_examples(typed: str) -> None:
    with pytest.raises(TimeUnreadable, match=r"Try `thu 3pm`"):
        read_when(typed, laid_out(TEXT), TUESDAY)


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        ("fri 5pm", et(1, 22, 17)),
        ("2 more days", et(1, 30, 23, 59, 59)),
        ("+1 day", et(1, 29, 23, 59, 59)),
        ("a day later", et(1, 29, 23, 59, 59)),
        ("jan 29", et(1, 29, 23, 59, 59)),
        ("jan 29 11:59pm", et(1, 29, 23, 59, 59)),
        ("6 hours later", et(1, 29, 5, 59, 59)),
        ("6pm", et(1, 28, 18)),
        ("fri 5:00", et(1, 22, 17)),
        ("fri at 9", et(1, 22, 21)),
        ("fri 05:00", et(1, 22, 5)),
    ],
)
def test_what_is_not_typed_of_a_due_time_stays(typed: str, due: datetime) -> None:
    assert read_due(typed, et(1, 28, 23, 59, 59), laid_out(TEXT), TUESDAY) == due


@pytest.mark.parametrize(
    ("due", "typed", "read"),
    [((9, 0), "9:30", 9), ((9, 0), "5:00", 17), ((13, 0), "11:30", 11), ((0, 0), "11:00", 23)],
)
def test_a_bare_hour_of_a_due_time_is_near_the_one_before_but_never_at_night(
    due: tuple[int, int], typed: str, read: int
) -> None:
    got = read_due(typed, et(1, 28, *due), laid_out(TEXT), TUESDAY)
    assert (got.day, got.hour) == (28, read)


def test_a_due_time_is_one_moment() -> None:
    for typed in ("3pm to 4pm", "whenever"):
        with pytest.raises(TimeUnreadable, match=r"Try `fri 5pm`"):
            read_due(typed, et(1, 28, 23, 59, 59), laid_out(TEXT), TUESDAY)
    assert read_clock("2:15 PM") == time(14, 15)
    with pytest.raises(TimeUnreadable, match="time of day"):
        read_clock("later")


def test_every_kind_of_edit_is_known() -> None:
    assert {type(edit_of(edit_text(c))) for c in EVERY} == set(edits._APPLY)


EVERY: list[Edit] = [
    Cancel(item="a"),
    Hold(item="a"),
    Move(item="a"),
    End(item="a", ends=time(1)),
    AddMeeting(kind="a", title="b", day=date(2021, 1, 1)),
    AddDayOff(day=date(2021, 1, 1), title="a"),
    Due(id="a", due_at=et(1, 1, 1)),
    AddLink(title="a", url="b"),
    AddFaq(question="a", answer="b"),
]


@pytest.mark.parametrize(
    ("typed", "near", "read"),
    [
        ("today 2:30", time(13), Typed(date(2021, 1, 19), time(14, 30))),
        ("today 2:30", time(3), Typed(date(2021, 1, 19), time(2, 30))),
        ("11:30 to 1:15", time(10), Typed(None, time(11, 30), time(13, 15))),
        ("2:30 to 4:00", time(13), Typed(None, time(14, 30), time(16))),
        ("02:30", time(13), Typed(None, time(2, 30))),
        ("thu at 3", time(13), Typed(date(2021, 1, 21), time(15))),
        ("2:30am", time(13), Typed(None, time(2, 30))),
    ],
)
def test_a_bare_hour_is_read_near_when_the_meeting_was(typed: str, near: time, read: Typed) -> None:
    assert read_when(typed, laid_out(TEXT), et(1, 19, 9), near) == read


def test_an_end_without_am_or_pm_comes_after_the_start() -> None:
    assert read_clock("2:15", time(13)) == time(14, 15)
    assert read_clock("11:15", time(10)) == time(11, 15)
    assert usual_start(laid_out(SERIES), "section") == time(10)
    assert usual_start(laid_out(TEXT), "seminar") == time(13)


WED = date(2021, 1, 20)


def hours_on(timeline: Timeline, day: date) -> tuple[bool, str | None]:
    [item] = [i for i in timeline.on(day) if i.hours]
    return item.is_held, item.why


def test_office_hours_fall_with_the_lecture_they_are_after_and_say_why() -> None:
    cancelled = after(TEXT, Cancel(item="lec-3@2021-01-20", why="Snow"))[1]
    assert hours_on(cancelled, WED) == (False, "Snow")
    moved = after(TEXT, Move(item="lec-3@2021-01-20", day=date(2021, 1, 21)))[1]
    assert hours_on(moved, WED) == (False, "the lecture has moved to Thu Jan 21")
    late = after(TEXT, Move(item="lec-3@2021-01-20", starts=time(16)))[1]
    assert hours_on(late, WED) == (False, "they close before the lecture begins")
    off = after(TEXT, AddDayOff(day=WED, title="Snow day"))
    assert hours_on(off[1], WED) == (False, "Snow day")
    assert "Office hours, Wed Jan 20: cancelled with the lecture (Snow day)" in told(
        TEXT, AddDayOff(day=WED, title="Snow day")
    )


def concerned(text: str, *changes: Edit) -> str:
    return "\n".join(concerns(laid_out(text), after(text, *changes)[1], et(1, 19, 9)))


def test_what_a_change_meets_cuts_short_or_leaves_behind_is_said_before_it_is_made() -> None:
    said = concerned(TEXT, Move(item="lec-4@2021-01-21", day=date(2021, 1, 22)))
    assert (
        "⚠️ At the same time as Lecture: Deep Reinforcement Learning (1:00 PM), Fri Jan 22." in said
    )
    assert "ℹ️ Still on that day, Thu Jan 21: Lab 2B Debiasing" in said
    short = Move(item="lec-2@2021-01-19", starts=time(14, 30))
    said = concerned(TEXT, short)
    assert (
        "Office hours, Tue Jan 19, close at 3:00 PM, but the lecture runs until about 3:30 PM"
        in said
    )
    ended = End(item="lec-2@2021-01-19", ends=time(15, 10))
    assert "until about 3:10 PM" in concerned(TEXT, ended)
    assert concerned(after(TEXT, short)[0], AddLink(title="Zoom", url="https://a.org")) == ""
    early = concerned(TEXT, Due(id="pitch-slides", due_at=et(1, 18, 17)))
    assert "Slides: 10 days 6 h **earlier** than before" in early
    assert "Mon Jan 18, 5:00 PM is past already" in early
    assert "before sign-up closes (Wed Jan 27, 11:59" in early
    past = AddMeeting(kind="lecture", title="X", day=date(2021, 1, 18), starts=time(17))
    assert "Lecture: X: Mon Jan 18, 5:00 PM is past already" in concerned(TEXT, past)
    other = Move(item="sec@2027-02-08", day=date(2027, 2, 9))
    assert concerned(SERIES, other) == ""


@pytest.mark.parametrize(
    ("typed", "near", "why"),
    [
        ("blursday", None, "I can't read it as a day and a time of day"),
        ("blursday 3pm", None, "the part “blursday” isn't a day that I know"),
        ("thu at 3", None, "say whether 3 is am or pm"),
    ],
)
def test_what_cannot_be_read_is_named_once(typed: str, near: time | None, why: str) -> None:
    with pytest.raises(TimeUnreadable) as refused:
        read_when(typed, laid_out(TEXT), et(1, 19, 9), near)
    assert refused.value.why == why
