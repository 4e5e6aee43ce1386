"""What a hand-in has to be, when it is late, which version counts, and what passing takes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assignments import progress, rules
from bot.assignments.errors import BadLink, FileRefused, NothingToHandIn
from bot.assignments.model import Details, Extension, FileFacts, KeptFile, Owner, Version
from bot.course.model import Course
from tests.instants import et

ANA, GROUP = Owner("user", 1), Owner("group", 7)
DUE = et(1, 28, 23, 59, 59)


EVENING = et(1, 28, 20)


def version(number: int = 1, at=EVENING, task: str = "review", **more) -> Version:
    given = {"files": (KeptFile("", "review.pdf", 10, "a" * 64, "pdf", 1),), "owner": ANA} | more
    return Version(1, f"R-{number}", task, given.pop("owner"), 1, "ana", number, at, DUE,
                   details=given.pop("details", Details()), **given)  # fmt: skip


def test_the_course_takes_its_labs_the_slides_and_the_review(course: Course) -> None:
    tasks = rules.tasks_of(course)
    assert {id: task.title for id, task in tasks.items()} == {
        "lab1": "Lab 1 entry",
        "lab2": "Lab 2 entry",
        "lab3": "Lab 3 entry",
        "slides": "slides",
        "review": "paper review",
    }
    assert tasks["slides"].by_group and not tasks["review"].by_group
    assert tasks["review"].deadline.due_at == DUE


def test_a_course_without_them_takes_nothing(semester: Course) -> None:
    assert rules.tasks_of(semester) == {}
    with pytest.raises(NothingToHandIn, match="takes no “1” here"):
        rules.find_task(semester, "1")


@pytest.mark.parametrize("typed", ["1", "lab1", "Lab 1", "LAB-1", "lab 1 entry"])
def test_a_lab_is_found_however_it_is_typed(course: Course, typed: str) -> None:
    assert rules.find_task(course, typed).id == "lab1"


def test_an_unknown_lab_is_said_with_what_there_is(course: Course) -> None:
    with pytest.raises(NothingToHandIn, match="Lab 3 entry"):
        rules.find_task(course, "9")


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
    task = rules.tasks_of(course)["review"]
    until = DUE + timedelta(hours=24)
    granted = [
        Extension("review", ANA, until, 9, "ill", DUE),
        Extension("lab1", ANA, until, 9, "ill", DUE),
    ]
    assert rules.due_at(task, [ANA], granted) == until
    assert rules.due_at(task, [Owner("user", 2)], granted) == DUE
    assert rules.due_at(task, [Owner("user", 2), GROUP], []) == DUE


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("review.pdf", "review.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a\u202egpj.exe", "a_gpj.exe"),
        ("  my   review .pdf ", "my review .pdf"),
        ("...", "file"),
        ("x" * 300 + ".pdf", "x" * 76 + ".pdf"),
        ("a`b*c.pdf", "a_b_c.pdf"),
    ],
)
def test_file_names_are_made_safe(typed: str, kept: str) -> None:
    assert rules.safe_name(typed) == kept


@given(st.text(max_size=300))
def test_any_file_name_becomes_one_harmless_part(typed: str) -> None:
    name = rules.safe_name(typed)
    assert name and "/" not in name and "\\" not in name and not name.startswith(".")
    assert len(name) <= rules.LONGEST_NAME and name.isprintable()


@pytest.mark.parametrize(
    ("name", "facts", "words"),
    [
        ("review.pdf", FileFacts("image"), "its name says PDF, but inside it is an image"),
        ("review.pdf", FileFacts("program"), "its name says PDF, but inside it is a program"),
        ("lab.ipynb", FileFacts("text"), "its name says notebook, but inside it is a text"),
        ("x.zip", FileFacts("archive"), "nothing is unpacked here"),
        ("x.exe", FileFacts("program"), "it is a program"),
        ("x.html", FileFacts("web page"), "it is a web page"),
        ("x.bin", FileFacts("unknown"), "can't tell what kind of file"),
    ],
)
def test_disguised_and_dangerous_files_are_refused(name: str, facts: FileFacts, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        rules.check_file(name, facts)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (FileFacts("pdf", pages=2, words=400), ["r has 2 pages; the course asks for 1."]),
        (FileFacts("pdf", pages=1, words=0), ["looks like a scan"]),
        (FileFacts("docx"), ["page count can't be known"]),
        (FileFacts("text"), ["A PDF is expected; r is a text"]),
        (FileFacts("pdf", pages=10_000, words=0), ["10,000 pages", "scan"]),
        (FileFacts("pdf", pages=1, words=400), []),
    ],
)
def test_what_staff_may_mind_is_a_warning(
    course: Course, facts: FileFacts, words: list[str]
) -> None:
    assert course.paper_review
    rules.check_file("r", facts)
    found = rules.review_warnings("r", facts, course.paper_review)
    assert len(found) == len(words)
    assert all(some in warning for some, warning in zip(words, found, strict=True))


def test_what_was_not_said_is_a_warning_with_both_parts(course: Course) -> None:
    assert course.paper_review
    paper, parts = rules.unsaid(Details(), course.paper_review)
    assert "name the paper" in paper
    assert "(1) A description of the problem" in parts and "(2) Critical analysis" in parts
    assert rules.unsaid(Details("A paper", True), course.paper_review) == []


def test_files_find_their_place_in_a_lab_entry(course: Course) -> None:
    lab1, lab2 = rules.tasks_of(course)["lab1"].items, rules.tasks_of(course)["lab2"].items
    assert rules.assign(lab1, ["notebook", "audio", "image"]) == [
        "notebook", "recording", "description",
    ]  # fmt: skip
    assert rules.assign(lab1, ["video"]) == ["recording"]
    assert rules.assign(lab2, ["image", "pdf", "text", "audio"]) == [
        "plot", "description", "discussion", "",
    ]  # fmt: skip
    assert rules.assign(lab2, ["notebook", "notebook"]) == ["notebook", "notebook"]


def test_what_is_missing_is_listed_until_nothing_is(course: Course) -> None:
    items = rules.tasks_of(course)["lab2"].items
    assert [i.id for i in rules.missing(items, [], {})] == [
        "notebook", "plot", "description", "discussion",
    ]  # fmt: skip
    files = [KeptFile(i, "f", 1, "0" * 64, "pdf") for i in ("notebook", "plot")]
    assert [i.id for i in rules.missing(items, files, {"description": "text"})] == ["discussion"]


def test_an_executed_notebook_is_asked_for_lab_3_only(course: Course) -> None:
    items = {task.id: task.items for task in rules.tasks_of(course).values()}
    unrun = FileFacts("notebook", cells=9, run=0)
    by_lab = {id: next(i for i in items[id] if i.kind == "notebook") for id in ("lab1", "lab3")}
    assert rules.notebook_warnings("RL.ipynb", unrun, by_lab["lab1"]) == []
    [warning] = rules.notebook_warnings("RL.ipynb", unrun, by_lab["lab3"])
    assert warning == "RL.ipynb has not been run: none of its 9 code cells has a result."
    assert rules.notebook_warnings("RL.ipynb", FileFacts("notebook", run=3), by_lab["lab3"]) == []


@pytest.mark.parametrize(
    "link", ["", "slides", "http://docs.google.com/x", "https://a b.c", "javascript:x"]
)
def test_what_is_no_address_is_refused(link: str) -> None:
    with pytest.raises(BadLink):
        rules.check_link(link)


def test_other_addresses_than_google_slides_are_a_warning() -> None:
    assert rules.check_link("https://docs.google.com/presentation/d/1") == []
    assert "this one is at www.dropbox.com" in rules.check_link("https://www.dropbox.com/s/1")[0]
    assert len(rules.check_link("https://docs.google.com/document/d/1")) == 1


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


def test_passing_takes_three_things_and_prizes_are_apart(course: Course) -> None:
    found = progress.progress_of(course, progress.StudentRecord(1))
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
    by_review = progress.StudentRecord(1, honest, (version(),))
    assert progress.progress_of(course, by_review).done == 3
    slides = version(task="slides", owner=GROUP, details=Details(link="https://x.y"))
    for group, presented, done in ((7, True, 3), (7, None, 2), (None, True, 2)):
        record = progress.StudentRecord(1, honest, (slides,), group, presented)
        assert progress.progress_of(course, record).done == done
    assert progress.progress_of(course, progress.StudentRecord(1, honest)).done == 2


def test_what_cannot_be_seen_is_said_to_be_unknown(semester: Course) -> None:
    found = progress.progress_of(semester, progress.StudentRecord(1))
    assert {r.state for r in found.requirements} == {"unknown"}
