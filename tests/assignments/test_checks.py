"""What a file, a text or an address has to be; what is refused, and what is only a warning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assignments import checks
from bot.assignments.catalog import assignments_of
from bot.assignments.contents.facts import FileFacts
from bot.assignments.errors import BadLink, FileRefused
from bot.assignments.model import Assignment, Details, KeptFile
from bot.course.assigned import AssignmentPart, Host, StatedAssignment
from bot.course.model import Course

REVIEW = AssignmentPart(id="review", title="Your review", accepts=("pdf",), pages=1)
SLIDES = (Host(name="Google Slides", at="docs.google.com/presentation/"),)


def assignment(course: Course, *parts: AssignmentPart) -> Assignment:
    """An assignment with these parts."""
    stated = StatedAssignment(id="x", title="problem set", deadline="paper-review", parts=parts)
    return Assignment(stated, course.deadlines[0])


def part(id: str, *accepts: str, **more) -> AssignmentPart:
    return AssignmentPart(id=id, title=f"Your {id}", accepts=accepts, **more)


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
    assert checks.safe_name(typed) == kept


@given(st.text(max_size=300))
def test_any_file_name_becomes_one_harmless_part(typed: str) -> None:
    name = checks.safe_name(typed)
    assert name and "/" not in name and "\\" not in name and not name.startswith(".")
    assert len(name) <= checks.LONGEST_NAME and name.isprintable()


@pytest.mark.parametrize(
    ("name", "facts", "words"),
    [
        ("review.pdf", FileFacts("image"), "its name says it's a PDF, but it's really an image"),
        ("review.pdf", FileFacts("program"), "its name says it's a PDF, but it's really a program"),
        (
            "lab.ipynb",
            FileFacts("text"),
            "its name says it's a notebook, but it's really a text file",
        ),
        ("x.zip", FileFacts("archive"), "I don't unpack those"),
        ("x.exe", FileFacts("program"), "it's a program"),
        ("x.html", FileFacts("web page"), "it's a web page"),
        ("x.bin", FileFacts("unknown"), "can't tell what kind of file"),
    ],
)
def test_disguised_and_dangerous_files_are_refused(name: str, facts: FileFacts, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        checks.check_file(name, facts)


@pytest.mark.parametrize(
    "link", ["https://a.b:x", "https://[::1", "http://a.b", "a.b", "https://a"]
)
def test_what_no_button_can_lead_to_is_no_address_of_slides(course: Course, link: str) -> None:
    [slides] = assignments_of(course)["slides"].link_parts
    assert slides.hosts == SLIDES
    with pytest.raises(BadLink):
        checks.check_address(slides.hosts, link)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (FileFacts("pdf", pages=2, words=400), ["r has 2 pages; the course asks for 1."]),
        (FileFacts("pdf", pages=1, words=0), ["it's a scan, or nearly empty"]),
        (FileFacts("docx"), ["so I can't count its pages"]),
        (FileFacts("text"), ["A PDF is expected; r is a text file"]),
        (FileFacts("pdf", pages=10_000, words=0), ["10,000 pages", "scan"]),
        (FileFacts("pdf", pages=1, words=400), []),
    ],
)
def test_what_staff_may_mind_is_a_warning(facts: FileFacts, words: list[str]) -> None:
    checks.check_file("r", facts)
    found = list(checks.document_warnings("r", facts, REVIEW))
    assert len(found) == len(words)
    assert all(some in warning for some, warning in zip(words, found, strict=True))


def test_what_was_not_said_is_a_short_warning(course: Course) -> None:
    review = assignments_of(course)["review"]
    paper, parts = checks.unsaid(review, Details())
    assert paper == "You left out: which paper."
    assert parts == "You didn't check that it includes both parts."
    assert list(checks.unsaid(review, Details("A paper", True))) == []


def test_files_find_their_place_in_a_lab_entry(course: Course) -> None:
    lab1, lab2 = (assignments_of(course)[id] for id in ("lab1", "lab2"))
    assert checks.assign(lab1, ["notebook", "audio", "image"]) == [
        "notebook", "recording", "description",
    ]  # fmt: skip
    assert checks.assign(lab1, ["video"]) == ["recording"]
    assert checks.assign(lab2, ["image", "pdf", "text", "audio"]) == [
        "plot", "description", "discussion", "",
    ]  # fmt: skip
    assert checks.assign(lab2, ["notebook", "notebook"]) == ["notebook", "notebook"]


def test_an_executed_notebook_is_asked_for_lab_3_only(course: Course) -> None:
    known = assignments_of(course)
    unrun = FileFacts("notebook", cells=9, run=0)
    by_lab = {
        id: next(p for p in known[id].parts if "notebook" in p.accepts) for id in ("lab1", "lab3")
    }
    run = FileFacts("notebook", cells=9, run=3)
    assert list(checks.notebook_warnings("RL.ipynb", unrun, by_lab["lab1"])) == []
    assert list(checks.notebook_warnings("RL.ipynb", run, by_lab["lab3"])) == []
    [warning] = checks.notebook_warnings("RL.ipynb", unrun, by_lab["lab3"])
    assert warning == "RL.ipynb: none of its 9 code cells has been run."
    one, none = (FileFacts("notebook", cells=cells, run=0) for cells in (1, 0))
    [warning] = checks.notebook_warnings("RL.ipynb", one, by_lab["lab3"])
    assert warning == "RL.ipynb: its code cell hasn't been run."
    [warning] = checks.notebook_warnings("RL.ipynb", none, by_lab["lab3"])
    assert warning == "RL.ipynb has no code cells, so nothing in it has been run."


@pytest.mark.parametrize(
    "link",
    ["", "slides", "http://docs.google.com/x", "https://a b.c", "javascript:x", "https://a.b:x"],
)
def test_what_is_no_address_is_refused(link: str) -> None:
    with pytest.raises(BadLink):
        checks.check_address(SLIDES, link)


def test_other_addresses_than_google_slides_are_a_warning() -> None:
    check = checks.check_address
    assert check(SLIDES, "https://docs.google.com/presentation/d/1") == []
    [warning] = check(SLIDES, "https://www.dropbox.com/s/1")
    assert warning == "A Google Slides address is expected; this one is at www.dropbox.com."
    assert len(check(SLIDES, "https://docs.google.com/document/d/1")) == 1


def test_any_address_will_do_where_no_host_is_named() -> None:
    assert checks.check_address((), "https://www.dropbox.com/s/1") == []
    either = (*SLIDES, Host(name="GitHub", at="github.com"))
    assert checks.check_address(either, "https://github.com/a/b") == []
    [warning] = checks.check_address(either, "https://a.example.org/x")
    assert warning.startswith("A Google Slides or GitHub address is expected")


def test_the_only_part_that_can_be_a_file_has_whatever_comes(course: Course) -> None:
    proofs, repository = part("proofs", "pdf"), part("repository", "link")
    one = assignment(course, proofs, repository)
    assert checks.assign(one, ["pdf", "docx"]) == ["", ""]
    file = KeptFile("", "a.pdf", 1, "0" * 64, "pdf")
    assert checks.part_of(one, file) == proofs
    assert checks.kinds_taken(one) == checks.FOR_DOCUMENTS
    assert "notebook" in checks.kinds_taken(assignment(course, proofs, part("code", "notebook")))


def test_a_document_without_a_limit_is_not_counted_and_may_be_a_scan(course: Course) -> None:
    proofs = part("proofs", "pdf")
    assert list(checks.document_warnings("r", FileFacts("pdf", pages=90, words=0), proofs)) == []
    [word] = checks.document_warnings("r", FileFacts("docx"), proofs)
    assert word == "r is a Word document; a PDF is expected."


def test_what_a_part_or_an_assignment_does_not_ask_for_is_a_warning(course: Course) -> None:
    def warned(one: Assignment, item: str, facts: FileFacts) -> list[str]:
        return list(checks.warnings(one, [KeptFile(item, "f", 1, "0" * 64, facts.kind)], [facts]))

    code = assignment(course, part("code", "notebook"))
    assert warned(code, "", FileFacts("pdf")) == [
        "A notebook is expected; f is a PDF and was kept as it is."
    ]
    two = assignment(course, part("code", "notebook"), part("song", "audio"))
    assert warned(two, "", FileFacts("video")) == [
        "The problem set doesn't ask for f; it was kept anyway."
    ]
    assert warned(two, "song", FileFacts("audio")) == []


def test_everything_that_has_to_be_in_it_is_confirmed(course: Course) -> None:
    three = assignment(course, part("proofs", "pdf", includes=("a", "b", "c")))
    [warning] = checks.unsaid(three, Details())
    assert warning == "You didn't check that it includes all 3 parts."
    one = assignment(course, part("proofs", "pdf", includes=("your name",)))
    assert list(checks.unsaid(one, Details())) == ["You didn't check that it includes your name."]
    assert list(checks.unsaid(one, Details(ticked=True))) == []
