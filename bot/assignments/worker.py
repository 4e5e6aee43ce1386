"""Looks at one uploaded file, in a process of its own with little time and memory, and prints what it found.

Run as a script (`python -I worker.py FILE`), so that it sees no settings and no secrets. Nothing is executed,
rendered or unpacked: a PDF's structure is read, an archive's list of names, a notebook's JSON.
"""

from __future__ import annotations

import json
import sys
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

CPU_S = 10
MEMORY_BYTES = 1024**3
"""What one file may cost; a sound document takes a tenth of either. Our own choice."""
NICENESS = 10
TEXT_PAGES = 3
"""Pages whose text is counted: enough to tell a scan."""
LARGEST_IMAGE = 200_000_000
"""Pixels; a larger one takes more than 600 MB once it is opened. Our own choice."""
IMAGE_PAGES = 20
"""Pages whose images are measured."""
NOTEBOOK_BYTES = 50 * 1024 * 1024
HEAD, TAIL = 1024, 1024
ACTIONS_WITH_CODE = ("/JavaScript", "/Launch", "/Rendition")
MAX_ACTIONS = 8
"""Actions in a row that are followed."""
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"#!")
WEB_PAGE = (b"<!doctype html", b"<html", b"<svg", b"<?xml", b"<script")

Found = dict[str, Any]


def main() -> None:
    """Look at the file that the command line names and print its facts as JSON."""
    limit_resources()
    print(json.dumps(examine(Path(sys.argv[1]))))  # noqa: T201


def limit_resources() -> None:
    """Let this process take only so much; where the system has no such limits, its parent's time limit holds."""
    with suppress(ImportError, OSError, ValueError):
        import os
        import resource

        os.nice(NICENESS)
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def examine(path: Path) -> Found:
    """Return what a file is, by its content."""
    try:
        return _examine(path)
    except MemoryError:
        return {"kind": "unknown", "trouble": "too much memory"}
    except RecursionError:
        return {"kind": "unknown", "trouble": "unreadable", "detail": "it's nested too deeply"}


def _examine(path: Path) -> Found:
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(HEAD)
        file.seek(max(0, size - TAIL))
        tail = file.read()
    if size == 0:
        return {"kind": "unknown", "trouble": "empty"}
    if b"%PDF-" in head:
        return _pdf(path, tail)
    if head.startswith(PROGRAMS):
        return {"kind": "program"}
    if head.startswith(b"PK"):
        return _zip(path)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{") and size <= NOTEBOOK_BYTES:
        notebook = _notebook(path)
        if notebook:
            return notebook
    if start.lower().startswith(WEB_PAGE):
        return {"kind": "web page"}
    return {"kind": _media(path) or _text(path)}


def _pdf(path: Path, tail: bytes) -> Found:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PdfReadError, PyPdfError

    facts: Found = {"kind": "pdf"}
    if b"%%EOF" not in tail:
        return {**facts, "trouble": "truncated"}
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return {**facts, "trouble": "encrypted"}
        if _holds_code(reader):
            return {**facts, "trouble": "script"}
        facts["pages"] = len(reader.pages)
        if not facts["pages"]:
            return {**facts, "trouble": "empty", "detail": "it has no pages"}
        if _largest_image(reader) > LARGEST_IMAGE:
            return {**facts, "trouble": "huge image"}
        facts["words"] = sum(
            len(page.extract_text().split()) for page in _first(reader, TEXT_PAGES)
        )
    except DependencyError:
        return {**facts, "trouble": "encrypted"}
    except (
        PyPdfError,
        PdfReadError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
    ):
        # pypdf reports most damage by its own errors; the others come from its depths on forged files.
        return {**facts, "trouble": "unreadable"}
    return facts


def _first(reader: Any, count: int) -> list[Any]:
    return [reader.pages[n] for n in range(min(count, len(reader.pages)))]


def _holds_code(reader: Any) -> bool:
    """Return whether opening the file, a page or a field would run something."""
    root = reader.trailer["/Root"]
    if "/JavaScript" in _dict(root.get("/Names")):
        return True
    fields = _dicts(_dict(root.get("/AcroForm")).get("/Fields"))
    notes = [note for page in reader.pages for note in _dicts(page.get("/Annots"))]
    acting: list[dict[str, Any]] = [root, *reader.pages, *fields, *notes]
    return any(_runs(part.get(key)) for part in acting for key in ("/OpenAction", "/A", "/AA"))


def _runs(action: Any, depth: int = 0) -> bool:
    """Return whether an action, one that follows it, or one of a dictionary of them runs code."""
    seen = _dict(action)
    if not seen or depth > MAX_ACTIONS:
        return False
    if seen.get("/S") in ACTIONS_WITH_CODE or "/JS" in seen:
        return True
    following = [seen.get("/Next"), *_list(seen.get("/Next"))]
    inner = following if "/S" in seen else [*following, *seen.values()]
    return any(_runs(each, depth + 1) for each in inner)


def _seen(value: Any) -> Any:
    """Follow a reference."""
    return value.get_object() if hasattr(value, "get_object") else value


def _dict(value: Any) -> dict[str, Any]:
    seen = _seen(value)
    return cast("dict[str, Any]", seen) if isinstance(seen, dict) else {}


def _list(value: Any) -> list[Any]:
    seen = _seen(value)
    return cast("list[Any]", seen) if isinstance(seen, list) else []


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [_dict(each) for each in _list(value)]


def _largest_image(reader: Any) -> int:
    """Return the most pixels of an image, as its header declares them."""
    largest = 0
    for page in _first(reader, IMAGE_PAGES):
        objects = _dict(_dict(page.get("/Resources")).get("/XObject"))
        for image in _dicts(list(objects.values())):
            if image.get("/Subtype") == "/Image":
                largest = max(largest, int(image.get("/Width", 0)) * int(image.get("/Height", 0)))
    return largest


def _zip(path: Path) -> Found:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return {"kind": "archive", "trouble": "truncated"}
    word = {"[Content_Types].xml", "word/document.xml"} <= names
    if word and any(name.startswith("word/vbaProject") for name in names):
        return {"kind": "docx", "trouble": "script", "detail": "it contains macros"}
    return {"kind": "docx" if word else "archive"}


def _notebook(path: Path) -> Found | None:
    """Read a notebook of any format version; None if this is no notebook at all."""
    import nbformat

    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        raw: Any = json.loads(text)
    except ValueError:
        return None
    if not isinstance(raw, dict) or "nbformat" not in raw:
        return None
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


def _media(path: Path) -> str | None:
    """Return audio, video or image where the content's signature says so."""
    import puremagic

    try:
        matches: list[Any] = puremagic.magic_file(path)
    except (puremagic.PureError, ValueError):
        return None
    for match in sorted(matches, key=lambda m: -m.confidence):
        family = str(match.mime_type).split("/")[0]
        if family in ("audio", "video", "image"):
            return family
    return None


def _text(path: Path) -> str:
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return "unknown"
    return "unknown" if "\0" in text else "text"


if __name__ == "__main__":
    main()
