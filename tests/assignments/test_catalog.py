"""What a course asks for, and how it is found: by its id, or by what a person typed."""

from __future__ import annotations

import pytest

from bot.assignments import catalog
from bot.assignments.errors import NoLongerAsked, NothingToHandIn
from bot.assignments.model import Assignment
from bot.course.model import Course
from tests.instants import et

DUE = et(1, 28, 23, 59, 59)


def with_labs(course: Course, *ids: str) -> Course:
    """The course with other ids for its labs and what is handed in for them."""
    names = dict(zip((lab.id for lab in course.labs), ids, strict=False))
    labs = tuple(lab.model_copy(update={"id": names.get(lab.id, lab.id)}) for lab in course.labs)
    assignments = tuple(
        one.model_copy(update={"id": name, "lab": name, "title": f"{name} entry"})
        if (name := names.get(one.lab or ""))
        else one
        for one in course.assignments
    )
    return course.model_copy(update={"labs": labs, "assignments": assignments})


def test_the_course_asks_for_its_labs_the_slides_and_the_review(course: Course) -> None:
    known = catalog.assignments_of(course)
    assert {id: one.title for id, one in known.items()} == {
        "lab1": "Lab 1 entry",
        "lab2": "Lab 2 entry",
        "lab3": "Lab 3 entry",
        "slides": "slides",
        "review": "paper review",
    }
    assert known["slides"].by_group and not known["review"].by_group
    assert known["review"].deadline.due_at == DUE
    assert [one.id for one in known.values() if one.required] == ["slides", "review"]


def test_a_course_without_them_asks_for_nothing(semester: Course) -> None:
    assert catalog.assignments_of(semester) == {}
    with pytest.raises(NothingToHandIn, match="has no “1” to hand in"):
        catalog.find({}, "1")


@pytest.mark.parametrize("typed", ["1", "01", "lab1", "Lab 1", "LAB-1", "lab 1 entry"])
def test_a_lab_is_found_however_it_is_typed(course: Course, typed: str) -> None:
    assert catalog.find(catalog.assignments_of(course), typed).id == "lab1"


@pytest.mark.parametrize("typed", ["9", "", "!", "0" * 5000])
def test_what_is_not_there_is_said_with_what_is(course: Course, typed: str) -> None:
    with pytest.raises(NothingToHandIn, match="Lab 3 entry"):
        catalog.find(catalog.assignments_of(course), typed)


@pytest.mark.parametrize("id", ["intro-lab", "lab-1", "1-2-3", "any"])
def test_a_lab_is_found_by_its_id_whatever_that_is(course: Course, id: str) -> None:
    course = with_labs(course, id)
    assert catalog.get(catalog.assignments_of(course), id).stated.lab == id
    assert catalog.find(catalog.assignments_of(course), id).id == id


@pytest.mark.parametrize("typed", ["intro lab", "Intro Lab entry", "introlab"])
def test_a_lab_of_several_words_is_found_by_them(course: Course, typed: str) -> None:
    known = catalog.assignments_of(with_labs(course, "intro-lab"))
    assert catalog.find(known, typed).id == "intro-lab"


def test_a_number_finds_what_ends_in_it_unless_two_do(course: Course) -> None:
    known = catalog.assignments_of(course)
    first = known["lab1"]
    stated = first.stated.model_copy(update={"id": "pset-1", "title": "Problem set 1", "lab": None})
    problems = Assignment(stated, first.deadline)
    assert catalog.find({"pset-1": problems}, "1") == problems
    with pytest.raises(NothingToHandIn):
        catalog.find({"lab1": first, "pset-1": problems}, "1")
    assert catalog.find({"lab1": first, "pset-1": problems}, "problem set 1") == problems


def test_what_groups_present_is_named_by_the_course(course: Course, semester: Course) -> None:
    assert catalog.presented_by(course) == catalog.get(catalog.assignments_of(course), "slides")
    assert catalog.presented_by(semester) is None


def test_what_the_course_no_longer_has_is_said_so(course: Course) -> None:
    with pytest.raises(NoLongerAsked, match=r"no longer asks for this.*Lab 3 entry"):
        catalog.get(catalog.assignments_of(course), "lab9")
    with pytest.raises(NoLongerAsked):
        catalog.get(
            catalog.assignments_of(course), "Lab 1"
        )  # an id is looked up exactly, never read


def test_a_deadline_names_what_is_handed_in_for_it(course: Course) -> None:
    def due(deadline: str) -> list[str]:
        return [one.id for one in catalog.due_at_deadline(course, deadline)]

    assert due("lab-entries") == ["lab1", "lab2", "lab3"]
    assert due("pitch-slides") == ["slides"] and due("paper-review") == ["review"]
    assert due("pitch-signup") == [] and due("no such deadline") == []
