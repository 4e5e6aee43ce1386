"""What a file, a text or an address has to be; what is refused, and what is only a warning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assignments import checks
from bot.assignments.catalog import GOOGLE_SLIDES, assignments_of
from bot.assignments.contents.facts import FileFacts
from bot.assignments.errors import BadLink, FileRefused
from bot.assignments.model import Details, Document
from bot.course.model import Course

REVIEW = Document(1, ("A description of the problem", "Critical analysis"))


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
    slides = assignments_of(course)["slides"].address
    assert slides is not None
    with pytest.raises(BadLink):
        checks.check_address(slides, link)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (FileFacts("pdf", pages=2, words=400), ["r has 2 pages; the course asks for 1."]),
        (FileFacts("pdf", pages=1, words=0), ["looks like a scan"]),
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


def test_what_was_not_said_is_a_warning_with_both_parts(course: Course) -> None:
    review = assignments_of(course)["review"]
    paper, parts = checks.unsaid(review, Details())
    assert "name the paper" in paper
    assert "(1) A description of the problem" in parts and "(2) Critical analysis" in parts
    assert list(checks.unsaid(review, Details("A paper", True))) == []


def test_files_find_their_place_in_a_lab_entry(course: Course) -> None:
    lab1, lab2 = (assignments_of(course)[id].items for id in ("lab1", "lab2"))
    assert checks.assign(lab1, ["notebook", "audio", "image"]) == [
        "notebook", "recording", "description",
    ]  # fmt: skip
    assert checks.assign(lab1, ["video"]) == ["recording"]
    assert checks.assign(lab2, ["image", "pdf", "text", "audio"]) == [
        "plot", "description", "discussion", "",
    ]  # fmt: skip
    assert checks.assign(lab2, ["notebook", "notebook"]) == ["notebook", "notebook"]


def test_an_executed_notebook_is_asked_for_lab_3_only(course: Course) -> None:
    items = {one.id: one.items for one in assignments_of(course).values()}
    unrun = FileFacts("notebook", cells=9, run=0)
    by_lab = {id: next(i for i in items[id] if i.kind == "notebook") for id in ("lab1", "lab3")}
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
        checks.check_address(GOOGLE_SLIDES, link)


def test_other_addresses_than_google_slides_are_a_warning() -> None:
    check = checks.check_address
    assert check(GOOGLE_SLIDES, "https://docs.google.com/presentation/d/1") == []
    [warning] = check(GOOGLE_SLIDES, "https://www.dropbox.com/s/1")
    assert warning == "A Google Slides address is expected; this one is at www.dropbox.com."
    assert len(check(GOOGLE_SLIDES, "https://docs.google.com/document/d/1")) == 1
