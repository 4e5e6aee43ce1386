"""What a file is by its first bytes, and what is hidden behind them.

Sources: MIME Sniffing Standard, "Identifying a resource with an unknown MIME type" (which beginnings a browser takes
for a web page); [MS-SHLLINK] 2.1; PE format, "MS-DOS Stub"; ELF specification, "e_ident".
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from bot.assignments.contents import pictures
from bot.assignments.contents.facts import FileKind
from bot.assignments.contents.found import Refused

COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
"""Begins .doc, .xls, .msi and other compound files."""
MACHINE_CODE = (
    b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf", b"dex\n", b"\0asm", b"#!",
)  # fmt: skip
SHORTCUTS = (b"\x4c\0\0\0\x01\x14\x02\0", b"bplist00")
ARCHIVES = (
    b"PK", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"MSCF", b"\x28\xb5\x2f\xfd", b"!<arch>",
    b"ITSF", b"xar!",
)  # fmt: skip
BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))  # fmt: skip

_MARKUP = re.compile(
    r"<(?:!doctype|\?|%|/?(?:html|head|body|script|iframe|frameset|h[1-6]|div|span|font|table|a|style|title|b|i|p|br|hr|"
    r"img|svg|math|xml|meta|link|base|form|input|button|object|embed|applet|video|audio|template|ul|ol|center|marquee|"
    r"details|job|package|component|scriptlet|plist|hta:\w+|\w+:\w+)(?=[\s>/]|$))",
    re.IGNORECASE,
)
_UNSEEN = r"\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_BEFORE_ALL = re.compile(rf"[{_UNSEEN}]+")
_BEFORE_MARKUP = re.compile(rf"(?:[{_UNSEEN}]|<!--(?:-?>|.*?(?:--!?>|$)))+", re.DOTALL)
_SHORTCUT_HEADS = re.compile(
    r"\[(?:InternetShortcut|Desktop Entry|Shell|autorun|\{000214A0)", re.IGNORECASE
)
_BEFORE_HEAD = re.compile(r"(?:\s|[;#][^\n]*(?:\n|$))+")
_SCRIPT_HEADS = re.compile(
    r"(?:(?:rem\b|::)[^\n]*\n\s*)*@(?:echo\s+off|setlocal|cls)\b|windows registry editor version|regedit4\b|"
    r"%!PS\b|#!\s*/",
    re.IGNORECASE,
)
_MAIL_HEADS = re.compile(
    r"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,40}?content-type:\s*(?:multipart/related|text/html)",
    re.IGNORECASE,
)
"""A web page saved as one file (MHTML) begins like a mail."""
_CELL = r"""(?:^|[,;\t])[ "']{0,4}"""
_STARTS_PROGRAM = re.compile(
    r"\A\s*ID;P|" + _CELL + r"[=+\-@](?:(?<==)[^\n,;\t|]{0,60})?\w{1,60}\|[^\n]{0,200}?!\w",
    re.MULTILINE,
)
"""A cell that has a spreadsheet start another program (DDE), and a sheet as SYLK, whose cells may run."""
_FETCHES = re.compile(
    _CELL
    + r"(?:=[^\n]{0,100}?\b|[+\-@])(?:WEBSERVICE|HYPERLINK|RTD|IMAGE|IMPORT(?:XML|DATA|HTML|FEED|RANGE))\s*\(",
    re.MULTILINE | re.IGNORECASE,
)
_PLIST = re.compile(r"<plist|<!doctype\s+plist", re.IGNORECASE)
_HIDDEN_ELF = re.compile(rb"\x7fELF[\x01\x02][\x01\x02]\x01")
_HIDDEN_MARKUP = re.compile(rb"<(?:script|html|svg|svg:svg|iframe|\?php)[\s>/]", re.IGNORECASE)
_PE_OFFSET = 0x3C
"""Where a program's first mark says how far away its second is."""


def kind_of_bytes(head: bytes) -> FileKind | None:
    """Return what a file is where its first bytes alone decide that nobody should open it."""
    if head.startswith(MACHINE_CODE) or (head.startswith(b"MZ") and as_text(head) is None):
        return "program"
    if head.startswith(SHORTCUTS):
        return "shortcut"
    if head.startswith(COMPOUND_FILE):
        return "old office"
    if pictures.is_drawing(head):
        return "drawing"
    return None


def kind_of_text(text: str) -> FileKind | None:
    """Return what a text is if it is more than one: a web page, a shortcut, a script, rich text."""
    start = _after(_BEFORE_ALL, text)
    if start.startswith("+"):
        start = _from_utf7(start)
    if re.match(r"\{\s*\\rt", start):
        return "rich text"
    if _SHORTCUT_HEADS.match(_after(_BEFORE_HEAD, start)):
        return "shortcut"
    if _SCRIPT_HEADS.match(start):
        return "script"
    if _MAIL_HEADS.match(start):
        return "web page"
    markup = _after(_BEFORE_MARKUP, start)
    if _MARKUP.match(markup):
        if _PLIST.search(markup[:1000]):
            return "shortcut"
        return "script" if markup.startswith(("<?php", "<%")) else "web page"
    return None


def check_cells(text: str) -> None:
    """Refuse a table whose cells a spreadsheet runs or fetches something by. Other formulas are fine.

    Raises:
        Refused.
    """
    if _STARTS_PROGRAM.search(text):
        raise Refused("script", "a cell in it starts a program")
    if _FETCHES.search(text):
        raise Refused("fetches", "a formula in it does")


def as_text(data: bytes) -> str | None:
    """Decode a text, or the beginning of one; None if it is none.

    UTF-8, or UTF-16 with its mark or with every second byte empty, as it is written by scripts that hide in it.
    """
    for mark, encoding in (*BYTE_ORDER_MARKS, *_unmarked(data)):
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding)
    return _decoded(data, "utf-8")


def check_hidden(path: Path, kind: FileKind, data: bytes) -> None:
    """Refuse a file with a program, an archive or a web page behind its first bytes. Raises Refused."""
    if hides_program(data):
        raise Refused("two in one", "a program is hidden in it")
    if kind not in ("docx", "archive") and zipfile.is_zipfile(path):
        raise Refused("two in one", "an archive is hidden in it")
    if kind == "image" and pictures.begins_as_script(data):
        raise Refused("two in one", "its first bytes are the start of a script, too")
    if kind == "image" and pictures.has_more(data):
        raise Refused("two in one", "something else stands behind the picture's end")
    if kind in ("image", "audio", "video"):
        if b"%PDF-" in data[:1024]:
            raise Refused("two in one", "a PDF is hidden in it")
        if _HIDDEN_MARKUP.search(data):
            raise Refused("two in one", "a web page is hidden in it")


def hides_program(data: bytes) -> bool:
    """Return whether a program for Windows or Linux stands anywhere in some bytes."""
    return _HIDDEN_ELF.search(data) is not None or _holds_windows_program(data)


def hides_markup(data: bytes) -> bool:
    """Return whether some bytes hold what a browser would run."""
    return _HIDDEN_MARKUP.search(data) is not None


def _after(skipped: re.Pattern[str], text: str) -> str:
    found = skipped.match(text)
    return text[found.end() :] if found else text


def _from_utf7(text: str) -> str:
    """Return a text that was written in UTF-7, or just looks so, in plain letters."""
    try:
        return text.encode("ascii").decode("utf-7", "ignore")
    except UnicodeError:
        return text


def _unmarked(data: bytes) -> tuple[tuple[bytes, str], ...]:
    pairs = data[:64]
    if len(pairs) >= 8 and not any(pairs[1::2]):
        return ((b"", "utf-16-le"),)
    return ((b"", "utf-16-be"),) if len(pairs) >= 8 and not any(pairs[::2]) else ()


def _decoded(data: bytes, encoding: str) -> str | None:
    import codecs

    try:
        text = codecs.getincrementaldecoder(encoding)().decode(data)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _holds_windows_program(data: bytes) -> bool:
    stub = data.find(b"MZ")
    while stub != -1:
        at = stub + int.from_bytes(data[stub + _PE_OFFSET : stub + _PE_OFFSET + 4], "little")
        if data[at : at + 4] == b"PE\0\0":
            return True
        stub = data.find(b"MZ", stub + 1)
    return False
