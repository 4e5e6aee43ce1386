"""Looks at one uploaded file, in a process of its own that may do next to nothing, and prints what it found.

Run as a script (`python -I worker.py FILE`), so that it sees no settings and no secrets. Nothing is executed,
rendered or unpacked: a PDF's objects are read, a Word document's list of parts, a notebook's JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, cast

if __name__ == "__main__":
    sys.path.append(str(Path(__file__).parents[2]))

from bot.assignments import confinement
from bot.assignments.contents import media, pdf, signatures, word
from bot.assignments.contents.found import Found, Refused

NOTEBOOK_BYTES = 50 * 1024 * 1024
HEAD = 1024
UNSURE = (None, "unreadable", "truncated")
"""Where something hidden in a file is the better reason to refuse it."""
TEXT_HEAD = 64 * 1024
"""Bytes in which a text may hide a web page behind spaces and comments."""


def main() -> None:
    """Look at the file that the command line names and print its facts as JSON."""
    path = Path(sys.argv[1])
    confinement.confine(path)
    print(json.dumps(examine(path)))  # noqa: T201


def examine(path: Path) -> Found:
    """Return what a file is, by its content."""
    try:
        return _examine(path, path.read_bytes())
    except MemoryError:
        return {"kind": "unknown", "trouble": "too much memory"}
    except RecursionError:
        return {"kind": "unknown", "trouble": "unreadable", "detail": "it's nested too deeply"}


def _examine(path: Path, data: bytes) -> Found:
    if not data:
        return {"kind": "unknown", "trouble": "empty"}
    never = signatures.kind_of_bytes(data[:TEXT_HEAD])
    if never:
        return {"kind": never}
    found = _look(path, data)
    if found.get("trouble") not in UNSURE:
        return found
    try:
        signatures.check_hidden(path, found["kind"], data)
    except Refused as error:
        return error.found(found["kind"])
    return found


def _look(path: Path, data: bytes) -> Found:
    text = signatures.as_text(data)
    if b"%PDF-" in data[:HEAD] and (text is None or data.lstrip().startswith(b"%PDF-")):
        return pdf.look(path, data)
    if data.startswith(b"PK"):
        return word.look(path)
    if data.startswith(signatures.ARCHIVES):
        return {"kind": "archive"}
    if text is not None:
        return _notebook(text) or _text(text)
    start = signatures.as_text(data[:HEAD])
    disguised = signatures.kind_of_text(start) if start else None
    return {"kind": disguised or media.kind_of_media(data) or "unknown"}


def _text(text: str) -> Found:
    kind = signatures.kind_of_text(text[:TEXT_HEAD]) or "text"
    try:
        signatures.check_cells(text)
    except Refused as error:
        return error.found(kind)
    return {"kind": kind}


def _notebook(text: str) -> Found | None:
    """Read a notebook of any format version; None if this is no notebook at all."""
    if not text.lstrip().startswith("{") or len(text) > NOTEBOOK_BYTES:
        return None
    try:
        raw: Any = json.loads(text)
    except ValueError:
        return None
    if not isinstance(raw, dict) or "nbformat" not in raw:
        return None
    import nbformat

    facts: Found = {"kind": "notebook"}
    try:
        book = cast("dict[str, Any]", nbformat.reads(text, as_version=4))
        nbformat.validate(book)
    except nbformat.ValidationError as error:
        why = str(error).splitlines()[0][:120]
        return {**facts, "trouble": "unreadable", "detail": f"it isn't a valid notebook: {why}"}
    except Exception:
        # It is converted as it is read, which fails on a forged one in many ways.
        return {**facts, "trouble": "unreadable"}
    cells = cast("list[dict[str, Any]]", book["cells"])
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    run = [cell for cell in code if cell["execution_count"] or cell["outputs"]]
    return {**facts, "cells": len(code), "run": len(run)}


if __name__ == "__main__":
    main()
