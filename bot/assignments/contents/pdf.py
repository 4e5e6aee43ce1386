"""A PDF: its pages, its words, and whether anything in it would run, open or carry something.

Every object is looked at, wherever it stands: in the table of objects, in streams of objects, and in what no table
names (earlier revisions; what a viewer finds when it mends a damaged table).

Sources: ISO 32000-1, 12.6 "Actions", 7.11 "File specifications", 12.7.8 "XFA forms", 7.5.7 "Object streams".
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, cast

from bot.assignments.contents.found import Found, Refused
from bot.assignments.contents.signatures import hides_markup

TEXT_PAGES = 3
"""Pages whose text is counted: enough to tell a scan."""
LARGEST_IMAGE = 200_000_000
"""Pixels; a larger one takes more than 600 MB once it is opened. Our own choice."""
TAIL = 1024
DEEPEST = 60
"""Dictionaries within dictionaries that are followed; sound files need a handful. Our own choice."""
ACTIONS = {
    "/JavaScript": "JavaScript",
    "/Launch": "a launch action",
    "/Rendition": "a rendition action",
    "/ImportData": "an action that imports data",
    "/RichMediaExecute": "an action of rich media",
    "/GoToE": "an action that opens an attachment",
    "/SubmitForm": "a button that sends what's in it elsewhere",
    "/Movie": "a movie action",
    "/Sound": "a sound action",
}
LEAVING = ("/URI", "/GoToR", "/Thread")
"""Actions that lead out of the file: fine on a press, not by themselves."""
CARRYING = ("/FileAttachment", "/RichMedia", "/3D", "/Movie", "/Sound")
_BEGINS = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*%PDF-")
_ACTING = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b")
_SPACES = re.compile(rb"(?:[\s\0]|%[^\r\n]*[\r\n])*")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
UNREAD = 64 * 1024
"""Bytes of an object that can't be read, in which the names of actions are looked for."""
_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s+(\d{1,5})\s+obj\b")


def look(path: Path, data: bytes) -> Found:
    """Return what is known of a PDF."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    facts: Found = {"kind": "pdf"}
    try:
        _check_frame(data)
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("encrypted")
        _check_root(reader)
        largest = _check_objects(reader, data)
        facts["pages"] = len(reader.pages)
        if not facts["pages"]:
            raise Refused("empty", "it has no pages")
        if largest > LARGEST_IMAGE:
            raise Refused("huge image")
        texts = (page.extract_text() for page in islice(reader.pages, TEXT_PAGES))
        facts["words"] = sum(len(text.split()) for text in texts)
    except Refused as error:
        return error.found("pdf")
    except (DependencyError, NotImplementedError):  # a way of locking that pypdf does not know
        return {"kind": "pdf", "trouble": "encrypted"}
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError):
        # pypdf reports most damage by its own errors; the others come from its depths on forged files.
        return {"kind": "pdf", "trouble": "unreadable"}
    return facts


def _check_frame(data: bytes) -> None:
    """Refuse what is something else before its first object, or is cut off."""
    if not _BEGINS.match(data[:1024]):
        raise Refused("two in one", "something comes before the PDF in it")
    first = _OBJECT.search(data)
    if hides_markup(data[: first.start() if first else TAIL]):
        raise Refused("two in one", "a web page is hidden in it")
    if b"%%EOF" not in data[-TAIL:]:
        raise Refused("truncated")


def _check_root(reader: Any) -> None:
    """Refuse what opens, or holds scripts, by the catalog's own word."""
    root = _dict(reader.trailer["/Root"])
    names = _dict(root.get("/Names"))
    if "/JavaScript" in names:
        raise Refused("script", "JavaScript")
    if "/EmbeddedFiles" in names or "/Collection" in root:
        raise Refused("attached")
    if "/XFA" in _dict(root.get("/AcroForm")):
        raise Refused("script", "an XFA form")
    if _value(_dict(root.get("/OpenAction")), "/S") in LEAVING:
        raise Refused("acts by itself")


def _check_objects(reader: Any, data: bytes) -> int:
    """Refuse the first dictionary that acts or carries a file. Return the most pixels of an image."""
    largest = 0
    for value in _objects(reader, data):
        for one in _dictionaries(value):
            _check(one)
            if _value(one, "/Subtype") == "/Image":
                largest = max(largest, _number(one, "/Width") * _number(one, "/Height"))
    return largest


def _check(one: dict[str, Any]) -> None:
    does = _value(one, "/S")
    if isinstance(does, str) and does in ACTIONS:
        raise Refused("script", ACTIONS[does])
    if isinstance(_value(one, "/JS"), str) or (does == "/URI" and _is_script(_value(one, "/URI"))):
        raise Refused("script", "JavaScript")
    if does in ("/GoToR", "/Thread") and _is_elsewhere(_value(one, "/F")):
        raise Refused("fetches", "a link to a file on another computer")
    for each in _dict(one.get("/AA")).values():
        if "/S" in _dict(each):
            _check(_dict(each))
            raise Refused("acts by itself")
    if _value(one, "/Type") == "/EmbeddedFile" or _value(one, "/Subtype") in CARRYING:
        raise Refused("attached")
    if _dict(one.get("/EF")):
        raise Refused("attached")
    if "/XFA" in one and "/Fields" in one:
        raise Refused("script", "an XFA form")


def _is_script(address: Any) -> bool:
    return isinstance(address, (str, bytes)) and str(address).strip().lower().startswith(
        "javascript:"
    )


def _is_elsewhere(file: Any) -> bool:
    """Return whether a file specification leads to another computer's disk, as `\\\\host\\share` or by an address."""
    names = [file, *_dict(file).values()]
    said = (str(_seen(name)).replace("\\", "/") for name in names)
    return any(name.startswith("//") or "://" in name for name in said)


def _objects(reader: Any, data: bytes) -> Iterator[Any]:
    """Yield every object of a file: those that its table names, then those that it doesn't."""
    from pypdf.generic import IndirectObject, read_object

    places = {0}
    listed = [(n, g, at) for g, entries in reader.xref.items() for n, at in entries.items()]
    for number, generation, at in listed:
        places.add(at)
        reference = IndirectObject(number, generation, reader)
        yield from _with_packed(reader, data, at, lambda found=reference: _seen(found))
    for found in _OBJECT.finditer(data):
        if found.start() not in places:
            after = found.end()
            yield from _with_packed(
                reader, data, after, lambda at=after: read_object(_at(data, at), reader)
            )


def _with_packed(reader: Any, data: bytes, at: int, read: Callable[[], Any]) -> Iterator[Any]:
    """Yield an object, and those in it if it is a stream of objects. What can't be read must not name an action."""
    from pypdf.errors import PyPdfError
    from pypdf.generic import StreamObject

    try:
        value = read()
        packed = (
            list(_packed(reader, value))
            if isinstance(value, StreamObject) and value.get("/Type") == "/ObjStm"
            else []
        )
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        piece = _ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), data[at : at + UNREAD])
        piece = piece.split(b"endobj")[0]
        if _ACTING.search(piece):
            raise Refused("script", "JavaScript or a launch action") from error
        if b"/ObjStm" in piece:
            raise Refused("unreadable") from error
        return
    yield value
    yield from packed


def _packed(reader: Any, stream: Any) -> Iterator[Any]:
    """Yield the objects of a stream of objects."""
    from pypdf.generic import read_object

    data: bytes = stream.get_data()
    first = int(_seen(stream["/First"]))
    numbers = data[:first].split()
    for offset in numbers[1::2]:
        yield read_object(_at(data, first + int(offset)), reader)


def _dictionaries(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the dictionaries within an object, not those that it refers to."""
    waiting: list[tuple[Any, int]] = [(value, 0)]
    while waiting:
        one, depth = waiting.pop()
        if depth > DEEPEST:
            raise Refused("unreadable", "it's nested too deeply")
        if isinstance(one, dict):
            seen = cast("dict[str, Any]", one)
            yield seen
            waiting += [(inner, depth + 1) for inner in seen.values()]
        elif isinstance(one, list):
            waiting += [(each, depth + 1) for each in cast("list[Any]", one)]


def _at(data: bytes, place: int) -> io.BytesIO:
    """Return a stream of some bytes, at the first that is neither space nor comment from a place on."""
    stream = io.BytesIO(data)
    spaces = _SPACES.match(data, place)
    stream.seek(spaces.end() if spaces else place)
    return stream


def _seen(value: Any) -> Any:
    """Follow a reference."""
    return value.get_object() if hasattr(value, "get_object") else value


def _value(one: dict[str, Any], key: str) -> Any:
    return _seen(one.get(key))


def _dict(value: Any) -> dict[str, Any]:
    seen = _seen(value)
    return cast("dict[str, Any]", seen) if isinstance(seen, dict) else {}


def _number(one: dict[str, Any], key: str) -> int:
    seen = _seen(one.get(key, 0))
    return int(seen) if isinstance(seen, (int, float)) else 0
