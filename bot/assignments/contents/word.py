"""A Word document: is it one, and does it carry a program, another file, or something to fetch?

Only the list of its parts, their relationships and the instructions of its fields are read; sizes are bounded.

Sources: ECMA-376 part 2, "Relationships" and "Content types" (no part may hold a document type declaration); part 1,
"Fields" (DDE).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

from bot.assignments.contents.found import Found, Refused
from bot.assignments.contents.pictures import has_more, is_picture
from bot.assignments.contents.signatures import as_text, hides_markup, hides_program

LARGEST_PART = 64 * 1024**2
LARGEST_WHOLE = 256 * 1024**2
MOST_PARTS = 5_000
HIGHEST_RATIO = 200
"""How much a document may unpack to. Text of a long thesis is 10 MiB at a ratio of 20. Our own choice."""
LARGEST_LIST = 4 * 1024**2
"""Bytes of relationships or of content types that are read."""
REQUIRED = {"[Content_Types].xml", "word/document.xml"}
CARRIERS = ("/embeddings/", "/activex/", "/oleobject", "/ctrlprops/")
PROGRAM_ENDINGS = frozenset(
    (".exe", ".dll", ".js", ".vbs", ".hta", ".html", ".htm", ".mht", ".rtf", ".lnk", ".zip", ".jar", ".ps1", ".bat",
     ".cmd", ".scr", ".msi", ".class", ".com", ".py", ".sh", ".wsf", ".hlp", ".chm", ".url")
)  # fmt: skip
_DDE = re.compile(r"\bDDE(?:AUTO)?\b", re.IGNORECASE)
_SPELLED = re.compile(r"\s*QUOTE\s+[\"“]?\s*(?:0x[\da-f]+|\d+)(?:\s|$)", re.IGNORECASE)
_NAMED = re.compile(r"=|\w+\s")
"""How an instruction begins that states its field's name: whole, or the sign of a formula."""
_RESULT = "= "
_FETCHED = re.compile(r"\bINCLUDE(?:PICTURE|TEXT)?\s+[\"“]?\s*(?:https?:|file:|ftp:|\\\\)", re.IGNORECASE)  # fmt: skip
_LINKED = re.compile(r"\s*(?:LINK|DATABASE)\s", re.IGNORECASE)
TEXT_HEAD = 64 * 1024
"""Bytes in which a drawing has to begin."""
_ACTIVE_SVG = re.compile(
    r"<(?:\w+:)?(?:script|foreignObject|handler)\b|\son\w+\s*=|javascript:|<!ENTITY", re.IGNORECASE
)
_FOLLOWED = re.compile(r"(?:https?://|mailto:|tel:|#)", re.IGNORECASE)


def look(path: Path) -> Found:
    """Return what an archive is: a Word document, or none."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if not {part.filename for part in parts} >= REQUIRED:
                return {"kind": "archive"}
            _check_sizes(parts)
            _check_names(parts)
            if hides_markup(archive.comment):
                raise Refused("two in one", "a web page is hidden in it")
            _check_types(archive)
            for part in parts:
                if part.filename.lower().endswith(".rels"):
                    _check_relationships(archive, part)
            for part in parts:
                if part.filename.lower().startswith("word/media/") and part.file_size:
                    _check_picture(archive.read(part))
            for part in parts:
                if part.filename.startswith("word/") and part.filename.endswith(".xml"):
                    _check_fields(archive, part)
    except Refused as error:
        return error.found("docx")
    except (zipfile.BadZipFile, NotImplementedError, EOFError):
        return {"kind": "archive", "trouble": "truncated"}
    except (ValueError, SyntaxError, RuntimeError, OSError):
        # defusedxml's refusals are ValueErrors, the parser's SyntaxErrors; zipfile has zlib's.
        return {"kind": "docx", "trouble": "unreadable"}
    return {"kind": "docx"}


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    whole = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if any(part.flag_bits & 0x1 for part in parts):
        raise Refused("encrypted")
    if (
        len(parts) > MOST_PARTS
        or whole > LARGEST_WHOLE
        or max(p.file_size for p in parts) > LARGEST_PART
    ):
        raise Refused("bomb")
    if whole > LARGEST_LIST and whole / packed > HIGHEST_RATIO:
        raise Refused("bomb")
    if len({part.filename.lower() for part in parts}) != len(parts):
        raise Refused("two in one", "parts of it are there twice")


def _check_names(parts: list[zipfile.ZipInfo]) -> None:
    for part in parts:
        name = f"/{part.filename.lower()}"
        if "vbaproject" in name or "vbadata" in name:
            raise Refused("script", "it contains macros")
        if name.startswith("/customui/"):
            raise Refused("script", "it changes Word's own menus")
        if name.startswith("/meta-inf/"):
            raise Refused("two in one", "a Java program is hidden in it")
        if any(each in name for each in CARRIERS) or PurePosixPath(name).suffix in PROGRAM_ENDINGS:
            raise Refused("attached")


def _check_picture(data: bytes) -> None:
    """Refuse what stands among a document's pictures and is none, or more than one. Word draws SVG, too."""
    text = as_text(data)
    if text is not None and "<svg" in text[:TEXT_HEAD]:
        if _ACTIVE_SVG.search(text):
            raise Refused("script", "a drawing with a script")
    elif not is_picture(data) or hides_program(data) or has_more(data) or hides_markup(data):
        raise Refused("attached", "what stands for a picture is none, or more than one")


def _check_types(archive: zipfile.ZipFile) -> None:
    for element in _elements(archive, "[Content_Types].xml"):
        stated = element.get("ContentType", "").lower()
        if "macroenabled" in stated or "vbaproject" in stated:
            raise Refused("script", "it contains macros")
        if "oleobject" in stated or "activex" in stated:
            raise Refused("attached")


def _check_relationships(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    for element in _elements(archive, part.filename):
        kind = element.get("Type", "").lower().rsplit("/", 1)[-1]
        target = element.get("Target", "").strip()
        if kind in ("oleobject", "package", "control", "afchunk", "activexcontrolbinary"):
            raise Refused("attached")
        if kind == "vbaproject":
            raise Refused("script", "it contains macros")
        outside = element.get("TargetMode", "").lower() == "external" or "://" in target
        if outside and not (kind == "hyperlink" and _FOLLOWED.match(target)):
            raise Refused("fetches", "a remote template" if kind == "attachedtemplate" else "")


def _check_fields(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse fields that start a program or fetch something; one may be written in pieces, or by another field."""
    written: list[str] = []
    open_fields: list[list[str]] = []  # what of each is its instruction's own text
    with archive.open(part) as file:
        for element in _streamed(file):
            name = str(element.tag).rsplit("}", 1)[-1]
            if name == "instrText":
                written.append(element.text or "")
                if open_fields:
                    open_fields[-1].append(written[-1])
            elif name == "fldSimple":
                simple = [value for key, value in element.items() if key.endswith("instr")]
                written += simple
                _check_instruction("".join(simple))
            elif name == "fldChar":
                kind = next((v for k, v in element.items() if k.endswith("fldCharType")), "")
                _check_nesting(open_fields, kind)
            element.clear()
    instructions = "".join(written)
    if _DDE.search(instructions):
        raise Refused("script", "a field that starts a program")
    if _FETCHED.search(instructions):
        raise Refused("fetches")


def _check_instruction(own: str) -> None:
    if _SPELLED.match(own):
        raise Refused("script", "a field that spells its text in numbers")
    if _LINKED.match(own):
        raise Refused("fetches")


def _check_nesting(open_fields: list[list[str]], kind: str) -> None:
    """Follow where fields begin and end. Word writes a field's name out; one whose name another yields hides it."""
    if (
        kind in ("separate", "end") and open_fields
    ):  # behind "separate" is the result, where others may stand
        _check_instruction("".join(open_fields.pop()))
        if kind == "separate":
            open_fields.append([_RESULT])
    if kind != "begin":
        return
    so_far = "".join(open_fields[-1]).lstrip() if open_fields else _RESULT
    if not _NAMED.match(so_far):
        raise Refused("script", "a field whose name another one spells")
    if so_far.upper().startswith("INCLUDE"):
        raise Refused("fetches")
    open_fields.append([])


def _elements(archive: zipfile.ZipFile, name: str) -> Iterator[Any]:
    from defusedxml import ElementTree

    with archive.open(name) as file:
        data = file.read(LARGEST_LIST + 1)
    if len(data) > LARGEST_LIST:
        raise Refused("bomb")
    parsed = cast("Any", ElementTree.fromstring(data, forbid_dtd=True))
    yield from parsed.iter()


def _streamed(file: IO[bytes]) -> Iterator[Any]:
    from defusedxml import ElementTree

    events = cast("Iterator[tuple[str, Any]]", ElementTree.iterparse(file, forbid_dtd=True))
    return (element for _, element in events)
