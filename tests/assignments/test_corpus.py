"""Every dangerous file is refused for its own reason, and every harmless one is taken, by the worker's own eyes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.assignments import checks, worker
from bot.assignments.catalog import assignments_of
from bot.assignments.contents.facts import FileFacts
from bot.assignments.errors import FileRefused
from bot.assignments.intake import Inspector
from bot.course.model import Course
from tests.assignments import samples
from tests.assignments.corpus import DANGEROUS, HARMLESS


def look(tmp_path: Path, data: bytes) -> FileFacts:
    path = tmp_path / "file"
    path.write_bytes(data)
    return FileFacts(**worker.examine(path))


@pytest.mark.parametrize("what", DANGEROUS)
def test_a_dangerous_file_is_refused_for_its_own_reason(tmp_path: Path, what: str) -> None:
    typed, data, why = DANGEROUS[what]
    name = checks.safe_name(typed)
    with pytest.raises(FileRefused, match=why) as refused:
        checks.check_file(name, look(tmp_path, data))
    assert "Error" not in str(refused.value) and "Nothing was changed." in str(refused.value)


@pytest.mark.parametrize("what", HARMLESS)
def test_a_harmless_file_is_taken(tmp_path: Path, what: str) -> None:
    name, data = HARMLESS[what]
    checks.check_file(checks.safe_name(name), look(tmp_path, data))


async def test_the_confined_worker_comes_to_the_same(tmp_path: Path) -> None:
    """What it may not read (its libraries, their data) isn't needed for any kind of file."""
    inspector = Inspector()
    some = [HARMLESS[what] for what in list(HARMLESS)[::2]]
    some += [(name, data) for name, data, _ in list(DANGEROUS.values())[::9]]
    for number, (_, data) in enumerate(some):
        path = tmp_path / str(number)
        path.write_bytes(data)
        assert await inspector.examine(path) == FileFacts(**worker.examine(path)), some[number][0]


def test_there_are_enough_of_both() -> None:
    assert len(DANGEROUS) >= 40 and len(HARMLESS) >= 20


def test_a_review_is_something_to_read_and_an_entry_whatever_shows_it(course: Course) -> None:
    known = assignments_of(course)
    review, lab = (checks.kinds_taken(known[id]) for id in ("review", "lab1"))
    song = FileFacts("audio")
    with pytest.raises(FileRefused, match="it's an audio file, which isn't asked for here"):
        checks.check_file("song.mp3", song, review)
    checks.check_file("song.mp3", song, lab)
    for kind, name in (("pdf", "r.pdf"), ("docx", "r.docx"), ("text", "r.txt"), ("image", "r.png")):
        checks.check_file(name, FileFacts(kind), review)


def test_whatever_the_course_asks_for_has_a_kind_and_an_ending(course: Course) -> None:
    for one in assignments_of(course).values():
        for wanted in (kind for part in one.parts for kind in part.accepts):
            fitting = {kind for kind, parts in checks.FITS.items() if wanted in parts}
            assert wanted in ("file", "link") or fitting & checks.kinds_taken(one)


def test_a_large_pdf_is_looked_at_whole_within_its_time(tmp_path: Path) -> None:
    assert look(tmp_path, samples.many_pages(10_000)).trouble is None
