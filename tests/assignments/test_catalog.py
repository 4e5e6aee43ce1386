"""What a course asks for, and how it is found: by its id, or by what a person typed."""

from __future__ import annotations

import pytest

from bot.assignments import catalog
from bot.assignments.errors import NoLongerAsked, NothingToHandIn
from bot.course.model import Course
from tests.instants import et

DUE = et(1, 28, 23, 59, 59)


def with_labs(course: Course, *ids: str) -> Course:
    """The course with other ids for its labs."""
    names = dict(zip((lab.id for lab in course.labs), ids, strict=False))
    labs = tuple(lab.model_copy(update={"id": names.get(lab.id, lab.id)}) for lab in course.labs)
    deadlines = tuple(
        d.model_copy(update={"labs": tuple(names.get(lab, lab) for lab in d.labs)})
        for d in course.deadlines
    )
    return course.model_copy(update={"labs": labs, "deadlines": deadlines})


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
    with pytest.raises(NothingToHandIn, match="has no paper review to hand in"):
        catalog.asked(semester, catalog.review_of(semester), "paper review")


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
    assert catalog.get(course, id).lab == id
    assert catalog.find(catalog.assignments_of(course), id).lab == id


@pytest.mark.parametrize("typed", ["intro lab", "Intro Lab entry", "introlab"])
def test_a_lab_of_several_words_is_found_by_them(course: Course, typed: str) -> None:
    known = catalog.assignments_of(with_labs(course, "intro-lab"))
    assert catalog.find(known, typed).id == "intro-lab"


def test_labs_called_review_and_slides_swallow_nothing(course: Course) -> None:
    course = with_labs(course, "review", "slides", "lab-review")
    known = catalog.assignments_of(course)
    assert len(known) == 5 and all(known[id].id == id for id in known)
    review, slides = catalog.review_of(course), catalog.slides_of(course)
    assert review and slides and (review.id, slides.id) == ("review", "slides")
    assert known["review"] == review and known["slides"] == slides
    labs = [catalog.entry_of(course, lab.id) for lab in course.labs]
    assert [one and one.lab for one in labs] == ["review", "slides", "lab-review"]
    assert catalog.find(catalog.entries_of(course), "review") == labs[0]
    assert catalog.find(known, "review") == review


def test_what_the_course_no_longer_has_is_said_so(course: Course) -> None:
    with pytest.raises(NoLongerAsked, match=r"no longer asks for this.*Lab 3 entry"):
        catalog.get(course, "lab9")
    with pytest.raises(NoLongerAsked):
        catalog.get(course, "Lab 1")  # an id is looked up exactly, never read


def test_a_deadline_names_what_is_handed_in_for_it(course: Course) -> None:
    def due(deadline: str) -> list[str]:
        return [one.id for one in catalog.due_at_deadline(course, deadline)]

    assert due("lab-entries") == ["lab1", "lab2", "lab3"]
    assert due("pitch-slides") == ["slides"] and due("paper-review") == ["review"]
    assert due("pitch-signup") == [] and due("no such deadline") == []
