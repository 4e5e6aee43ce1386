"""Files with anything in them: each is taken or refused in words, in little time and memory, and none crashes."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import resource
import zipfile
from collections.abc import AsyncIterator, Callable
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assignments import intake, worker
from bot.assignments.contents.facts import FileFacts, FileKind
from bot.assignments.errors import FileRefused
from bot.assignments.intake import Inspector, Intake
from bot.assignments.requests import Upload
from bot.assignments.vault import Vault
from bot.ids import UserId
from tests.assignments import samples
from tests.fuzz.cases import fuzzed, typed_by

CPU_S, MEMORY_BYTES = 20, 4 * 1024**3
"""What looking at a file may take in a fork, which begins with all that this process has loaded."""
MENTION_BREAK = "\u200b"
EVERY_KIND = frozenset(get_args(FileKind))
REFUSAL = 1500
"""Characters of a refusal that are shown whole."""
LOCKED = samples.pdf(1, password="x").replace(b"/Filter /Standard", b"/Filter /Stranger")
BASES = (
    samples.pdf(1), samples.pdf(3), samples.pdf(1, password="x"), LOCKED, samples.nested_pdf(4), samples.docx(),
    samples.docx(macros=True), samples.archive(), samples.notebook(), samples.notebook(run=False), samples.wav(),
    samples.PNG, samples.MP4, samples.MP3, samples.EXE, samples.HTML, "Ein Text über Züge.".encode(), b"", b"{",
    b'{"nbformat": 4}', b"%PDF-1.7\n%%EOF",
)  # fmt: skip
ENDINGS = (
    ".pdf",
    ".docx",
    ".ipynb",
    ".zip",
    ".png",
    ".wav",
    ".txt",
    ".exe",
    "",
    ".PDF",
    ".pdf.exe",
)
PIECES = (
    b"\0", b"\xff" * 40, b"%%EOF", b"%PDF-1.4", b"/JavaScript", b"/OpenAction", b"<<", b">>", b"[", b"]" * 300,
    b"[" * 9999, b"<<" * 3000, b"(" * 5000, b"0 0 R ", b"1 0 obj", b"xref\n0 99999999\n", b"startxref\n-1\n",
    b"/Length 999999999999 ", b"/Kids [1 0 R]", b"/Parent 1 0 R", b"/Prev 0 ", b"stream\n", b"endstream",
    b"/Filter /FlateDecode", b"PK\x03\x04",
    b"PK\x05\x06" + b"\xff" * 18, b'{"a":' * 3000, b'"cells": null', b"1e999", b"\xf0\x9f\x91", b"RIFF\xff\xff\xff\xff",
    b"/Count 2147483647 ", b"/Count -5 ", b"/Width 1e9 /Height 1e9 ", b"/Encrypt 1 0 R ", b"<</S/Launch>>", b"MZ\x90",
    b"<script>", b"\r", b"99999999999999999999999999", b"-0", b"/Rotate /x ",
)  # fmt: skip


def damaged(chance: Random, data: bytes) -> bytes:
    """Cut, overwrite, repeat and mix a file's bytes."""
    for _ in range(chance.choice((0, 1, 1, 1, 2, 5, 30))):
        at = chance.randint(0, len(data))
        upto = min(len(data), at + chance.choice((0, 1, 1, 4, 50, 1000)))
        piece = chance.choice(PIECES)
        first, last = data[:at], data[upto:]
        data = chance.choice((
            first + piece + last,
            first + piece + data[at:],
            first,
            first + last,
            first + data[at:upto] * 9 + last,
            first + chance.choice(BASES) + data[at:],
            first + chance.randbytes(upto - at) + last,
            swapped_number(chance, data),
        ))  # fmt: skip
    return data[: 4 * 1024 * 1024]


def swapped_number(chance: Random, data: bytes) -> bytes:
    """Put another number where one stands."""
    places = [n for n, byte in enumerate(data[:20000]) if 48 <= byte <= 57]
    if not places:
        return data
    at = chance.choice(places)
    return data[:at] + str(chance.choice((0, 1, 2, 3, 9, 10**6, -1))).encode() + data[at + 1 :]


def odd_archive(chance: Random) -> bytes:
    """An archive with names and contents that no program would write."""
    out = io.BytesIO()
    with zipfile.ZipFile(
        out, "w", chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    ) as archive:
        for _ in range(chance.randint(0, 5)):
            known = (
                "word/document.xml",
                "[Content_Types].xml",
                "word/_rels/document.xml.rels",
                "a/../../b",
            )
            name = chance.choice((*known, typed_by(chance, 300, 1)))
            content = chance.choice((b"<w:document/>", b"<a", b"\0" * 10**6, chance.choice(BASES)))
            with contextlib.suppress(UnicodeError, IndexError):
                archive.writestr(name, content)
    return out.getvalue()


def odd_notebook(chance: Random) -> bytes:
    """A notebook whose parts are of other types."""
    odd = (
        None,
        [],
        {},
        0,
        -1,
        10**30,
        1e308,
        True,
        "",
        "x" * 5000,
        [[]],
        [None],
        {"a": {}},
        [{"cell_type": "code"}],
    )
    book = json.loads(samples.notebook())
    for _ in range(chance.randint(1, 3)):
        holder = chance.choice((book, book["cells"][0] if book.get("cells") else book))
        key = chance.choice((*holder, "x")) if isinstance(holder, dict) else None
        if key is not None and isinstance(book.get("cells"), list):
            holder[key] = deepcopy(chance.choice(odd))
        if not (isinstance(book.get("cells"), list) and book["cells"]):
            break
        if not isinstance(book["cells"][0], dict):
            break
    return json.dumps(book).encode()


MAKERS: tuple[Callable[[Random], bytes], ...] = (
    lambda chance: damaged(chance, chance.choice(BASES)),
    lambda chance: damaged(chance, chance.choice(BASES)),
    lambda chance: damaged(chance, chance.choice(BASES)),
    odd_archive,
    odd_notebook,
    lambda chance: damaged(chance, odd_archive(chance)),
)


class Forked(Inspector):
    """Looks at files with the worker's own code in a forked process: starting Python for each would take hours."""

    async def examine(self, path: Path) -> FileFacts:
        return await asyncio.to_thread(self._in_a_fork, path)

    def _in_a_fork(self, path: Path) -> FileFacts:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            code = 1
            with contextlib.suppress(BaseException):
                resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
                resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
                os.write(writing, json.dumps(worker.examine(path)).encode())
                code = 0
            os._exit(code)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            printed = pipe.read()
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert status == 0, f"the worker ended with {status}"
        return intake._facts(status, printed)


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    return Vault(tmp_path_factory.mktemp("files"))


@fuzzed(60)
@given(st.randoms(use_true_random=True), st.sampled_from(MAKERS))
def test_any_file_is_taken_or_refused_in_words(
    vault: Vault, chance: Random, maker: Callable[[Random], bytes]
) -> None:
    data = maker(chance)
    name = f"{typed_by(chance, 100)}{chance.choice(ENDINGS)}"
    asyncio.run(decided(Intake(vault, Forked()), vault, name, data))


@fuzzed(3, 0.01)
@given(st.randoms(use_true_random=True), st.sampled_from(MAKERS))
def test_and_so_by_a_worker_of_its_own(
    vault: Vault, chance: Random, maker: Callable[[Random], bytes]
) -> None:
    name = f"review{chance.choice(ENDINGS)}"
    asyncio.run(decided(Intake(vault, Inspector()), vault, name, maker(chance)))


async def test_a_pdf_that_is_locked_in_an_unusual_way_is_said_to_be_locked(vault: Vault) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield LOCKED

    async with Intake(vault, Forked()).arrived(
        [Upload("review.pdf", chunks)], EVERY_KIND, 10, by=UserId(1)
    ) as arrived:
        [refused] = arrived.refused
        assert "locked with a password" in str(refused)


async def decided(intake: Intake, vault: Vault, name: str, data: bytes) -> None:
    """Hand a file in: it is here, or refused; either way nothing of it stays that wasn't kept."""

    async def chunks() -> AsyncIterator[bytes]:
        yield data

    async with intake.arrived([Upload(name, chunks)], EVERY_KIND, 10, by=UserId(1)) as arrived:
        assert len(arrived.files) + len(arrived.refused) == 1
        for refused in arrived.refused:
            assert isinstance(refused, FileRefused)
            words = str(refused)
            seen = words.replace(MENTION_BREAK, "")  # ours: it keeps a mention from acting
            assert 20 < len(words) < REFUSAL and seen.isprintable(), words
            assert "Error" not in words.replace(name, "") and "Traceback" not in words, words
        for facts in arrived.facts:
            assert facts.trouble is None
            assert (facts.pages or 0) >= 0 and (facts.words or 0) >= 0
    assert not list((vault.folder / "incoming").iterdir())
