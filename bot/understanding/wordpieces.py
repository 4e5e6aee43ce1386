"""A text -> the numbers of its word pieces, as all-MiniLM-L6-v2 was trained on them.

Lower case, accents off, each word cut greedily into the longest pieces of a list (WordPiece; Devlin et al., "BERT",
2019). The list is that of bert-base-uncased (Apache-2.0). The library that does this for all models brings along a
client of a model hub.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

BEGIN, END, UNKNOWN = 101, 102, 100
LONGEST = 126
"""Pieces of a text that are read; a question has a dozen."""

LONGEST_WORD = 100
_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")


@lru_cache(maxsize=1)
def _pieces() -> dict[str, int]:
    text = files("bot.understanding").joinpath("wordpieces.txt").read_text(encoding="utf-8")
    return {piece: number for number, piece in enumerate(text.split("\n")[:-1])}


def pieces(text: str) -> list[int]:
    """Return the numbers of a text's pieces, between those of its beginning and its end."""
    plain = unicodedata.normalize("NFD", text.lower())
    plain = "".join(
        c for c in plain if unicodedata.category(c) not in ("Mn", "Cc", "Cf") or c in "\t\n\r"
    )
    found: list[int] = []
    for word in _WORD.findall(plain):
        found += _cut(word)
        if len(found) >= LONGEST:
            break
    return [BEGIN, *found[:LONGEST], END]


@lru_cache(maxsize=20_000)
def _cut(word: str) -> tuple[int, ...]:
    """Cut a word into the longest pieces there are; one that can't be cut is unknown as a whole."""
    known, found, at = _pieces(), list[int](), 0
    if len(word) > LONGEST_WORD:
        return (UNKNOWN,)
    while at < len(word):
        for end in range(len(word), at, -1):
            number = known.get(word[at:end] if at == 0 else f"##{word[at:end]}")
            if number is not None:
                found.append(number)
                at = end
                break
        else:
            return (UNKNOWN,)
    return tuple(found)
