"""What a start works out of a course's texts is there for the next one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.answers.answerer import Answerer, answerer_for
from bot.answers.terminal import first_morning
from bot.course.asking import FrequentQuestion
from bot.course.timeline import Timeline
from bot.understanding import learned
from bot.understanding.sentences import WIDTH, SentenceModel
from bot.understanding.shelf import MOST_FILES, Shelf, shelf

QUESTION = "my sister's wedding is on tuesday, may i skip the lecture"


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Every text that becomes a vector from now on, in a process that knows none yet."""
    texts, work = list[str](), SentenceModel.vectors

    def noted(model: SentenceModel, given: Sequence[str]) -> object:
        texts.extend(given)
        return work(model, given)

    monkeypatch.setattr(SentenceModel, "vectors", noted)
    monkeypatch.setattr(shelf, "folder", tmp_path / "cache" / "vectors")
    monkeypatch.setattr(learned, "_kept", {})
    return texts


def again(monkeypatch: pytest.MonkeyPatch, worked_out: list[str], timeline: Timeline) -> Answerer:
    """Start another time: this process has read nothing."""
    monkeypatch.setattr(learned, "_kept", {})
    worked_out.clear()
    return answerer_for(Timeline(timeline.course))


def test_a_second_start_works_out_nothing_and_answers_alike(
    monkeypatch: pytest.MonkeyPatch, worked_out: list[str], semester_timeline: Timeline
) -> None:
    first, now = again(monkeypatch, worked_out, semester_timeline), first_morning(semester_timeline)
    assert len(worked_out) > 50
    told = first.ask("who teaches this", now)
    second = again(monkeypatch, worked_out, semester_timeline)
    assert worked_out == []
    assert second.ask("who teaches this", now) == told


def test_a_start_after_an_edit_works_out_what_is_new_and_keeps_all(
    monkeypatch: pytest.MonkeyPatch, worked_out: list[str], semester_timeline: Timeline
) -> None:
    again(monkeypatch, worked_out, semester_timeline)
    assert shelf.folder is not None
    (before,) = shelf.folder.iterdir()
    entry = FrequentQuestion(id="boots", ask=("do i need boots",), answer="Bring rubber boots.")
    faq = (*semester_timeline.course.faq, entry)
    edited = Timeline(semester_timeline.course.model_copy(update={"faq": faq}))
    again(monkeypatch, worked_out, edited)
    assert "do i need boots" in worked_out and len(worked_out) < 10
    before.unlink()
    assert not again(monkeypatch, worked_out, edited).ask("boots?", first_morning(edited)).abstained
    assert set(worked_out) <= {"boots", "boots?"}


def test_what_is_asked_stays_in_no_file_and_files_are_their_owners(
    monkeypatch: pytest.MonkeyPatch, worked_out: list[str], semester_timeline: Timeline
) -> None:
    again(monkeypatch, worked_out, semester_timeline).ask(
        QUESTION, first_morning(semester_timeline)
    )
    again(monkeypatch, worked_out, semester_timeline)
    assert shelf.folder is not None
    (file,) = shelf.folder.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert shelf.folder.stat().st_mode & 0o777 == 0o700
    with np.load(file) as stored:
        assert b"wedding" not in bytes(stored["texts"])


@pytest.mark.parametrize("broken", [b"", b"PK no archive", None])
def test_a_file_that_cant_be_read_is_worked_out_anew(
    monkeypatch: pytest.MonkeyPatch,
    worked_out: list[str],
    semester_timeline: Timeline,
    broken: bytes | None,
) -> None:
    again(monkeypatch, worked_out, semester_timeline)
    assert shelf.folder is not None
    (file,) = shelf.folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:-100] if broken is None else broken)
    again(monkeypatch, worked_out, semester_timeline)
    assert len(worked_out) > 50
    assert file.stat().st_size == len(whole)
    again(monkeypatch, worked_out, semester_timeline)
    assert worked_out == []


def test_where_nothing_can_be_written_a_course_is_read_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
    worked_out: list[str],
    semester_timeline: Timeline,
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setattr(shelf, "folder", tmp_path / "file" / "vectors")
    told = again(monkeypatch, worked_out, semester_timeline).ask(
        "who teaches this", first_morning(semester_timeline)
    )
    assert not told.abstained and worked_out


def test_the_files_written_last_are_kept(tmp_path: Path) -> None:
    kept = Shelf()
    kept.folder = tmp_path
    for number in range(MOST_FILES):
        (tmp_path / f"old-{number}").touch()
        os.utime(tmp_path / f"old-{number}", (number, number))
    kept.save("new", {"a text": np.ones(3, dtype=np.float32)})
    assert len(list(tmp_path.iterdir())) == MOST_FILES
    assert not (tmp_path / "old-0").exists()
    assert kept.load("new").keys() == {"a text"}


def test_those_used_longest_ago_are_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learned, "_kept", {})
    monkeypatch.setattr(learned, "MOST_KEPT", 3)
    learned.vectors_of(["one", "two", "three"])
    learned.vectors_of(["one"])
    learned.vectors_of(["four"])
    assert [text for text in ("one", "two", "three", "four") if learned.is_known(text)] == [
        "one",
        "three",
        "four",
    ]


def test_no_texts_have_no_vectors() -> None:
    assert learned.vectors_of([]).shape == (0, WIDTH)
