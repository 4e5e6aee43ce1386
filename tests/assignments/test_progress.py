"""What passing takes, and how far somebody is."""

from __future__ import annotations

from bot.assignments import overview, progress
from bot.assignments.model import Details, StudentRecord
from bot.course.model import Course
from tests.assignments.test_rules import GROUP, version


def test_passing_takes_three_things_and_prizes_are_apart(course: Course) -> None:
    found = progress.progress_of(course, StudentRecord(1))
    assert [r.state for r in found.requirements] == ["open", "open", "open"]
    assert [len(r.ways) for r in found.requirements] == [1, 2, 1]
    assert [entry.title for entry in found.entries] == [
        "Lab 1 entry",
        "Lab 2 entry",
        "Lab 3 entry",
    ]
    assert progress.attestable(course) == {
        "lab1": "Lab 1",
        "lab2": "Lab 2",
        "lab3": "Lab 3",
        "lectures-viewed": "Attend or watch the lectures",
    }


def test_either_way_does_the_final_project_and_labs_need_no_entry(course: Course) -> None:
    honest = frozenset({"lab1", "lab2", "lab3", "lectures-viewed"})
    by_review = StudentRecord(1, honest, (version(),))
    assert progress.progress_of(course, by_review).done == 3
    slides = version(assignment="slides", owner=GROUP, details=Details(link="https://x.y"))
    for group, presented, done in ((7, True, 3), (7, None, 2), (None, True, 2)):
        record = StudentRecord(1, honest, (slides,), group, presented)
        assert progress.progress_of(course, record).done == done
    assert progress.progress_of(course, StudentRecord(1, honest)).done == 2


def test_what_cannot_be_seen_is_said_to_be_unknown(semester: Course) -> None:
    found = progress.progress_of(semester, StudentRecord(1))
    assert {r.state for r in found.requirements} == {"unknown"}


def test_nobody_leaves_the_requirements_as_they_are(course: Course) -> None:
    counts, each = overview.count(course, [])
    assert counts.people == 0 and each == {}
    assert counts.done == {
        r.title: 0 for r in progress.progress_of(course, StudentRecord(0)).requirements
    }
    assert len(counts.done) == 3
