"""Scores that a judge writes as a message: pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SCORE = re.compile(
    r"\s*score\s+(?:group\s+|entry\s+)?#?([0-9]{1,7})\s*[:\-]?\s*(.*)", re.IGNORECASE | re.DOTALL
)
_ENTRY = re.compile(r"\b(?:group|team|entry|project)\s+#?\d+\b")
_GIVES = re.compile(
    r"\b(?:give|gave|giving|rate|rated|rating)\b.*\b\d|\b\d+\s*(?:/|out of)\s*\d|\b\d+\s+points?\b"
)
_NUMBER = re.compile(r"-?[\d.,/]+")


@dataclass(frozen=True, slots=True)
class TypedScores:
    """What a message says: `score 4: 5 4 3 great demo`. `feedback`: None for none."""

    entry: int
    scores: tuple[str, ...]
    feedback: str | None


def read_message(text: str) -> TypedScores | None:
    """Read scores typed as a message. None for a message that gives none."""
    match = _SCORE.fullmatch(text)
    if match is None:
        return None
    words = match[2].split()
    numbers = next((n for n, word in enumerate(words) if not _NUMBER.fullmatch(word)), len(words))
    scores = tuple(word.rstrip(",;") for word in words[:numbers])
    return TypedScores(int(match[1]), scores, " ".join(words[numbers:]) or None)


def means_scores(text: str) -> bool:
    """Return whether a message begins as scores do, readable or not, or gives an entry points in plain words."""
    said = text.strip().lower()
    return said.startswith("score") or bool(_ENTRY.search(said) and _GIVES.search(said))
