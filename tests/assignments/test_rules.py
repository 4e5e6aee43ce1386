"""When a version is late, which one counts, which deadline holds, and what is still missing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.assignments import rules
from bot.assignments.catalog import assignments_of
from bot.assignments.due import deadlines_for, due_for, person_of
from bot.assignments.errors import ExtendWhom
from bot.assignments.model import Details, Extension, KeptFile, Owner, StudentRecord, Version
from bot.assignments.rules import Due
from bot.course.assigned import CountsFor
from bot.course.model import Course
from tests.instants import et

ANA, GROUP = Owner("user", 1), Owner("group", 7)
NOBODY = person_of(0, None, [])
DUE = et(1, 28, 23, 59, 59)


EVENING = et(1, 28, 20)


def version(number: int = 1, at=EVENING, assignment: str = "review", **more) -> Version:
    given = {"files": (KeptFile("", "review.pdf", 10, "a" * 64, "pdf", 1),), "owner": ANA} | more
    return Version(1, f"R-{number}", assignment, given.pop("owner"), 1, "ana", number, at, DUE,
                   details=given.pop("details", Details()), **given)  # fmt: skip


def test_the_named_second_is_on_time_and_the_next_is_late() -> None:
    assert version(at=DUE + timedelta(milliseconds=999)).late_by is None
    assert version(at=DUE + timedelta(seconds=1)).late_by == timedelta(seconds=1)


def test_the_newest_on_time_counts_and_a_late_one_only_alone() -> None:
    first, second = version(1), version(2)
    late = version(3, at=DUE + timedelta(minutes=3))
    assert rules.counting([second, first]) == second
    assert rules.counting([first, second, late]) == second
    assert rules.counting([late]) == late
    assert rules.counting([]) is None


def test_an_extension_moves_the_deadline_for_its_owner_alone(course: Course) -> None:
    review = assignments_of(course)["review"]
    until = DUE + timedelta(hours=24)
    granted = [
        Extension("review", ANA, until, 9, "ill", DUE),
        Extension("lab1", ANA, until, 9, "ill", DUE),
    ]
    mine = due_for(review, person_of(1, None, granted))
    assert (mine.at, mine.course_at, mine.extended) == (until, DUE, True)
    assert due_for(review, person_of(2, None, granted)) == Due(DUE, DUE)
    assert not due_for(review, person_of(2, 7, [])).extended


def test_what_is_missing_is_listed_until_nothing_is(course: Course) -> None:
    lab2 = assignments_of(course)["lab2"]
    assert [part.id for part in rules.missing(lab2, None)] == [
        "notebook", "plot", "description", "discussion",
    ]  # fmt: skip
    files = tuple(KeptFile(i, "f", 1, "0" * 64, "pdf") for i in ("notebook", "plot"))
    some = version(assignment="lab2", files=files, details=Details(texts={"description": "text"}))
    assert [part.id for part in rules.missing(lab2, some)] == ["discussion"]


def test_what_only_one_part_can_be_is_that_part(course: Course) -> None:
    known = assignments_of(course)
    assert [part.id for part in rules.missing(known["review"], None)] == ["review"]
    assert rules.missing(known["review"], version()) == []
    link = version(assignment="slides", files=(), details=Details(link="https://a.b"))
    assert rules.missing(known["slides"], link) == []


def test_what_is_not_replaced_stays() -> None:
    notebook = KeptFile("notebook", "a.ipynb", 1, "a" * 64, "notebook")
    song, newer = (KeptFile("recording", f"{n}.mp3", 1, n * 64, "audio") for n in "bc")
    old = version(files=(notebook, song), details=Details("P", True, {"description": "x"}))
    files, details = rules.combine(old, [newer], Details(texts={"discussion": "y"}))
    assert files == (notebook, newer)
    assert details == Details("P", True, {"description": "x", "discussion": "y"})


def test_a_file_handed_in_before_is_recognised() -> None:
    one, two = (KeptFile("", "r.pdf", 1, letter * 64, "pdf") for letter in "ab")
    versions = [version(1, files=(one,)), version(2, files=(two,))]
    assert rules.same_as([two], versions) == versions[1]
    assert rules.same_as([one], versions) == versions[0]
    assert rules.same_as([KeptFile("", "r", 1, "c" * 64, "pdf")], versions) is None


def test_an_extension_counts_from_the_deadline_or_from_now_once_that_has_passed(
    course: Course,
) -> None:
    day = timedelta(hours=24)
    assert rules.extended_until(DUE, day, EVENING) == DUE + day
    assert rules.extended_until(DUE, day, DUE + day) == DUE + 2 * day


def test_an_extension_is_for_one_person_or_one_group(course: Course) -> None:
    review, slides = (assignments_of(course)[id] for id in ("review", "slides"))
    assert rules.owner_to_extend(review, 1, None) == ANA
    assert rules.owner_to_extend(slides, None, 7) == GROUP
    for assignment, person, group in ((review, 1, 7), (review, None, None), (slides, 1, None)):
        with pytest.raises(ExtendWhom, match="say who it's for"):
            rules.owner_to_extend(assignment, person, group)


def test_an_extension_of_one_lab_shows_in_its_deadline(course: Course) -> None:
    until = DUE + timedelta(days=1)
    due = {id: due_for(one, NOBODY) for id, one in assignments_of(course).items()}
    assert deadlines_for(course, due) == {d.id: Due(d.due_at, d.due_at) for d in course.deadlines}
    extended = deadlines_for(course, due | {"lab2": Due(until, DUE)})
    assert extended["lab-entries"].at == until and extended["paper-review"].at == DUE


def left(course: Course, deadline: str, *versions: Version, group: int | None = None):
    found = rules.missing_for(course, deadline, StudentRecord(1, frozenset(), versions, group))
    return found.items, found.known, found.required


def lab(id: str, *items: str) -> Version:
    files = tuple(KeptFile(item, "f", 1, "0" * 64, "pdf") for item in items)
    return version(assignment=id, files=files)


LAB1 = ("notebook", "recording", "description")


def two_lab_deadlines(course: Course) -> Course:
    """The course with a deadline for its first lab and another for the other two."""
    entries, *others = course.deadlines
    first = entries.model_copy(update={"id": "first"})
    rest = entries.model_copy(update={"id": "rest"})
    assigned = [
        one.model_copy(update={"deadline": "first" if one.lab == "lab1" else "rest"})
        if one.lab
        else one
        for one in course.assignments
    ]
    changes = {"deadlines": (first, rest, *others), "assignments": tuple(assigned)}
    return course.model_copy(update=changes)


def test_only_the_labs_of_a_deadline_are_missing_of_it(course: Course) -> None:
    course = two_lab_deadlines(course)
    assert left(course, "first") == (
        ("Lab 1 entry (recording, notebook, description)",), True, False,
    )  # fmt: skip
    assert left(course, "first", lab("lab1", "notebook"))[0] == (
        "Lab 1 entry (recording, description)",
    )
    items, known, required = left(course, "rest", lab("lab1", *LAB1))
    assert [text.split(" (")[0] for text in items] == ["Lab 2 entry", "Lab 3 entry"]
    assert known and not required


def test_nothing_is_missing_of_a_lab_that_is_in_whatever_else_is_not(course: Course) -> None:
    course = two_lab_deadlines(course)
    assert left(course, "first", lab("lab1", *LAB1)) == ((), True, False)


def test_a_lab_that_passing_takes_is_no_mere_entry(course: Course) -> None:
    assert course.grading
    counts = CountsFor(passing="labs-done", competition="labs")
    asked = [
        one.model_copy(update={"counts_for": counts}) if one.lab else one
        for one in course.assignments
    ]
    strict = course.model_copy(update={"assignments": tuple(asked)})
    assert left(strict, "lab-entries")[2] and not left(course, "lab-entries")[2]


def test_either_way_does_and_slides_are_for_those_in_a_group(course: Course) -> None:
    slides = version(assignment="slides", owner=GROUP, details=Details(link="https://x.y"))
    assert left(course, "paper-review") == (("your paper review",), True, True)
    assert left(course, "paper-review", version())[0] == ()
    assert left(course, "paper-review", slides, group=7)[0] == ()
    assert left(course, "pitch-slides") == ((), True, True)
    assert left(course, "pitch-slides", version(), group=7)[0] == ("your group's slides",)
    assert left(course, "pitch-slides", slides, group=7)[0] == ()
    assert left(course, "pitch-signup")[0] == ("a group",)
    assert left(course, "pitch-signup", group=7) == ((), True, True)


def test_what_cannot_be_handed_in_here_is_not_known(course: Course, semester: Course) -> None:
    assert not left(semester, "sheet-1")[1]
    assert not left(course, "no such deadline")[1]
