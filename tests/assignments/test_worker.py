"""What a file is, by its bytes; each trouble in its own words. In this process, and in the worker's."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.assignments import checks, confinement, worker
from bot.assignments.contents.facts import FileFacts
from bot.assignments.errors import FileRefused
from bot.assignments.intake import Inspector
from tests.assignments import samples

ROOT = Path(worker.__file__).parents[2]
DEEP = b"[" * 200_000
LIMITED = confinement.limits_resources()


def look(tmp_path: Path, data: bytes) -> FileFacts:
    path = tmp_path / "file"
    path.write_bytes(data)
    return FileFacts(**worker.examine(path))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (samples.pdf(), "pdf"),
        (samples.docx(), "docx"),
        (samples.notebook(), "notebook"),
        (samples.wav(), "audio"),
        (samples.MP3, "audio"),
        (samples.MP4, "video"),
        (samples.PNG, "image"),
        (samples.EXE, "program"),
        (b"\x7fELF" + b"\0" * 50, "program"),
        (b"#!/bin/sh\nrm -rf ~", "program"),
        (samples.HTML, "web page"),
        (samples.archive(), "archive"),
        ("Ein Text über Züge.".encode(), "text"),
        (b'{"a": 1}', "text"),
        (b"\xff\x00\x13\x37" * 20, "unknown"),
    ],
)
def test_files_are_told_apart_by_their_content(tmp_path: Path, data: bytes, kind: str) -> None:
    assert look(tmp_path, data).kind == kind


def test_a_pdf_is_measured(tmp_path: Path) -> None:
    facts = look(tmp_path, samples.pdf(pages=2))
    assert (facts.pages, facts.trouble) == (2, None)
    assert facts.words and facts.words > 100


def test_a_scan_has_no_words(tmp_path: Path) -> None:
    assert look(tmp_path, samples.pdf(words="")).words == 0


def test_a_notebook_says_what_was_run(tmp_path: Path) -> None:
    assert look(tmp_path, samples.notebook(run=True)).run == 1
    assert look(tmp_path, samples.notebook(run=False)).run == 0


@pytest.mark.parametrize(
    ("data", "trouble", "words"),
    [
        (b"", "empty", "it's empty"),
        (samples.pdf(password="secret"), "encrypted", "locked with a password"),
        (samples.pdf()[:-300], "truncated", "the file is cut off"),
        (samples.archive()[:-30], "truncated", "the file is cut off"),
        (b"%PDF-1.7\nnothing at all\n%%EOF", "unreadable", "it can't be read"),
        (samples.pdf(script=True), "script", "it contains a program"),
        (samples.pdf(action="/JavaScript"), "script", "it contains a program"),
        (samples.pdf(action="/Launch"), "script", "it contains a program"),
        (samples.pdf(on_page=True), "script", "it contains a program"),
        (samples.docx(macros=True), "script", "it contains macros"),
        (samples.pdf(image=(100_000, 100_000)), "huge image", "too large to open safely"),
        (samples.nested_pdf(3000), "unreadable", "it can't be read"),
        (b'{"nbformat": 4, "cells": ' + DEEP, "unreadable", "nested too deeply"),
        (samples.notebook(cells="none"), "unreadable", "it can't be read"),
        (samples.notebook(cells=[{"cell_type": "poem"}]), "unreadable", "it can't be read"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_or_is_dangerous_is_refused_with_its_reason(
    tmp_path: Path, data: bytes, trouble: str, words: str
) -> None:
    facts = look(tmp_path, data)
    assert facts.trouble == trouble
    with pytest.raises(FileRefused, match=words) as refused:
        checks.check_file("review", facts)
    assert "Nothing was changed." in str(refused.value)
    assert "Error" not in str(refused.value), "no name of a class of ours is shown"


def test_10000_pages_are_counted_not_refused(tmp_path: Path) -> None:
    assert look(tmp_path, samples.many_pages(10_000)).pages == 10_000


async def test_the_worker_looks_in_a_process_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "review.pdf"
    path.write_bytes(samples.pdf(pages=2))
    facts = await Inspector().examine(path)
    assert (facts.kind, facts.pages, facts.trouble) == ("pdf", 2, None)


async def test_the_worker_reads_no_settings_and_no_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spy = tmp_path / "spy.py"
    spy.write_text(
        "import os, json; print(json.dumps({'kind': 'text', 'detail': os.environ.get('DISCORD_TOKEN', 'none')}))"
    )
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    assert (await Inspector(program=spy).examine(spy)).detail == "none"


@pytest.mark.parametrize(
    ("program", "trouble"),
    [
        ("import threading; threading.Event().wait()", "busy machine" if LIMITED else "too slow"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "busy machine"),
        ("raise SystemExit(1)", "too much memory"),
    ],
)
async def test_a_worker_that_takes_too_long_or_dies_is_a_fact_of_the_file(
    tmp_path: Path, program: str, trouble: str
) -> None:
    stuck = tmp_path / "stuck.py"
    stuck.write_text(program)
    assert (await Inspector(wall_s=0.5, program=stuck).examine(stuck)).trouble == trouble


async def test_where_nothing_counts_cpu_seconds_a_file_that_takes_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confinement, "limits_resources", lambda: False)
    stuck = tmp_path / "stuck.py"
    stuck.write_text("import threading; threading.Event().wait()")
    assert (await Inspector(wall_s=0.2, program=stuck).examine(stuck)).trouble == "too slow"


def test_a_busy_machine_is_no_fault_of_the_file() -> None:
    with pytest.raises(FileRefused, match="too busy to check it in time") as refused:
        checks.check_file("review", FileFacts("unknown", trouble="busy machine"))
    assert "hand it in again in a few minutes" in str(refused.value)


@pytest.mark.skipif(not LIMITED, reason="this system counts nothing")
async def test_cpu_seconds_are_limited(tmp_path: Path) -> None:
    """One of them here, so that the test takes no longer."""
    greedy = tmp_path / "greedy.py"
    greedy.write_text(
        f"import itertools, sys; sys.path.append({str(ROOT)!r})\n"
        "from bot.assignments import confinement, worker\n"
        "confinement.CPU_S = 1\n"
        "worker._examine = lambda path, data: all(n >= 0 for n in itertools.count())\n"
        "worker.main()"
    )
    assert (await Inspector(program=greedy).examine(greedy)).trouble == "too slow"


async def test_memory_is_limited(tmp_path: Path) -> None:
    greedy = tmp_path / "greedy.py"
    greedy.write_text(
        f"import sys; sys.path.append({str(ROOT)!r})\n"
        "from bot.assignments import worker\n"
        "worker._examine = lambda path, data: {'detail': len(bytearray(4 * 1024**3))}\n"
        "worker.main()"
    )
    assert (await Inspector(program=greedy).examine(greedy)).trouble == "too much memory"
