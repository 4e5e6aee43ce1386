"""Tables and file names that leave the assistant: harmless in a spreadsheet, sound on every file system.

Sources: OWASP, "CSV Injection"; Microsoft, "Naming Files, Paths, and Namespaces".
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
LONGEST_PART = 120
"""Bytes of one part of a path, so that a few of them fit into Windows' 260 characters. Our own choice."""
JOINER = "\u200d"
"""Joins emoji to one."""
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\0]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE)  # fmt: skip


def safe_cell(value: object) -> str:
    """Write a value so that no spreadsheet takes it for a formula. Numbers stay numbers, below nought, too."""
    text = str(value) if value is not None else ""
    first = next((c for c in text if not c.isspace() and unicodedata.category(c)[0] != "C"), "")
    start = unicodedata.normalize("NFKC", first)
    danger = start.startswith(FORMULA_STARTS) or text.startswith(("\t", "\r", "\n"))
    return f"'{text}" if danger and not _NUMBER.fullmatch(text) else text


def safe_part(name: str) -> str:
    """Make one part of a path of any text: at most 120 bytes, with its ending, on Windows, too. Never empty.

    What can't be seen goes, so no name is shown backwards; emoji and all scripts stay.
    """
    shown = "".join(c if _is_seen(c) else "_" for c in unicodedata.normalize("NFC", name))
    tidy = " ".join(_FORBIDDEN.sub("_", shown).split()).strip(". ") or "file"
    tidy = f"_{tidy}" if _RESERVED.fullmatch(tidy) else tidy
    ending = PurePath(tidy).suffix
    if len(ending.encode()) > 16:
        ending = ""
    stem = tidy.removesuffix(ending) if ending else tidy
    return _cut(stem, LONGEST_PART - len(ending.encode())).rstrip(". ") + ending


class Names:
    """Gives each file of a folder a name of its own, whatever the capitals: some systems tell none apart."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, wanted: str) -> str:
        """Return a safe name that no other has; a number before it tells equal ones apart."""
        name, number = safe_part(wanted), 1
        while _folded(name) in self._taken:
            number += 1
            name = safe_part(f"{number}-{wanted}")
        self._taken.add(_folded(name))
        return name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _is_seen(letter: str) -> bool:
    return letter == JOINER or unicodedata.category(letter) not in UNSEEN


def _cut(text: str, most: int) -> str:
    """Shorten a text to some bytes, between two characters."""
    return text.encode()[:most].decode(errors="ignore") if len(text.encode()) > most else text
