"""What is said of a course that staff have changed: what is cancelled, moved, due otherwise, and since when."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import pytest

from bot.answers.answerer import Answerer, answerer_for
from bot.course.change_words import words
from bot.course.changed import Changed
from bot.course.edits import AddDayOff, Cancel, Due, Edit, End, Move, edited
from bot.course.loader import read_course
from bot.course.timeline import Timeline
from tests.conftest import COURSE_FILE
from tests.instants import et

WED, MON = et(1, 20, 10), et(1, 22, 13)
EDITS: tuple[Edit, ...] = (
    Cancel(item="lec-3@2021-01-20", why="Snow"),
    Move(item="lec-4@2021-01-21", day=date(2021, 1, 22), starts=time(15)),
    End(item="lec-2@2021-01-19", ends=time(13, 40)),
    Due(id="pitch-slides", due_at=et(1, 29, 17)),
    AddDayOff(day=date(2021, 1, 25), title="Snow day"),
    Cancel(item="awards@2021-01-29"),
    Move(item="pitch-day@2021-01-29", where="26-100", why="Zoom is down"),
)


@cache
def changed() -> Answerer:
    """The course as staff have changed it on Tuesday Jan 19, from 10:00 AM on, once an hour."""
    text = COURSE_FILE.read_text(encoding="utf-8")
    timeline, made = Timeline(read_course(Path("course.yaml"), text)), list[Changed]()
    for hour, edit in enumerate(EDITS):
        text, course = edited(text, timeline, edit)
        at, new = et(1, 19, 10) + timedelta(hours=hour), Timeline(course)
        made = [*(Changed(at, line) for line in words(timeline, new)), *made]
        timeline = new
    return answerer_for(Timeline(timeline.course, made))


@cache
def untouched() -> Answerer:
    return answerer_for(Timeline(read_course(Path("c"), COURSE_FILE.read_text(encoding="utf-8"))))


@pytest.mark.parametrize(
    ("question", "at", "said"),
    [
        (
            "is class cancelled today because of the snow",
            WED,
            "Yes. Lecture: Deep Computer Vision (cancelled: Snow), Wed Jan 20.",
        ),
        ("is class cancelled today?", WED, "That was changed on Tue Jan 19, 10:00 AM ET."),
        ("is there class today?", WED, "No. Wed Jan 20:"),
        ("is the computer vision lecture cancelled", WED, "cancelled: Snow"),
        (
            "is the lecture tomorrow still on",
            et(1, 19, 14),
            "No. Lecture: Deep Computer Vision (cancelled: Snow)",
        ),
        ("is class cancelled on thursday", WED, "it moved to Fri Jan 22, 3:00 PM ET"),
        (
            "is class cancelled today",
            et(1, 26, 10),
            "No. Nothing of this is cancelled: Lecture, part 1: Evidential",
        ),
        ("is class cancelled on monday", MON, "no class: Snow day"),
        (
            "was the generative modelling lecture moved",
            WED,
            "is on Fri Jan 22, 3:00 PM ET. It was supposed to be on Thu Jan 21.",
        ),
        (
            "was the pitch competition moved",
            WED,
            "It was supposed to be in Zoom. Why: Zoom is down.",
        ),
        (
            "did the slides deadline change",
            WED,
            "Slides: Thu Jan 28, 11:59:59 PM → Fri Jan 29, 5:00 PM (changed on Tue Jan 19, 1:00 PM ET)",
        ),
        ("did the deadline change?", WED, "Yes. Slides: Thu Jan 28"),
        (
            "has the deadline for the paper review been moved",
            WED,
            "Paper review is due Thu Jan 28|It hasn't been changed: paper review",
        ),
        ("what changed", MON, "is a day off: Snow day|26-100"),
        ("did class end early today", et(1, 19, 14), "ends at no stated time → 1:40 PM"),
    ],
)
def test_answers_know_what_has_changed_and_since_when(
    question: str, at: datetime, said: str
) -> None:
    reply = changed().ask(question, at)
    told = " ".join(choice.text for choice in reply.choices[:1])
    assert any(part in told for part in said.split("|")), told


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("what changed", "Nothing has been changed since the course was set up."),
        ("did the deadline change?", "No due time has been changed"),
        ("was the reinforcement learning lecture moved", "It hasn't been moved"),
    ],
)
def test_where_nothing_has_changed_that_is_said(question: str, said: str) -> None:
    assert said in untouched().ask(question, WED).choices[0].text
