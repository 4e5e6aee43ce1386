"""What may be asked: each known question with its wordings. Which questions there are, the reader is told.

A wording may hold slots, such as {due}, {day} or {lab}, which stand for any name of that kind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Leaning = Literal["ask", "affirm", "deny"]
"""Which side of a yes-or-no question a wording is: what it claims, the opposite, or neither."""

LEANINGS: tuple[Leaning, ...] = ("ask", "affirm", "deny")

Cue = Literal[
    "several-groups", "group-of-size", "hours-now", "dated-person", "dated-topic", "dated-lab",
    "due-that-day", "still-open", "time-left", "where-to", "due-when",
]  # fmt: skip
"""Words of time and number that say which way a question goes: `cues.py`."""

_SLOT = re.compile(r"\{(\w+)\}")
_PLAIN = {"day": ("tuesday",), "time": ("5 pm",), "n": ("5",)}


@dataclass(frozen=True, slots=True)
class Intent:
    """One kind of question, as it is told from others.

    Attributes:
        id: its name, the same in every course.
        wordings: (leaning, text) pairs, slots not filled.
        cue: the words of time or number that point to it, if any do.
        timed: it asks when, where or whether something is handed in.
        learned: its first wordings are the built-in ones, which were learned for all courses.
    """

    id: str
    wordings: tuple[tuple[Leaning, str], ...]
    cue: Cue | None = None
    timed: bool = False
    learned: bool = False


def filled(text: str, samples: Mapping[str, Sequence[str]], turn: int) -> str | None:
    """Put names of the course into a wording's slots; None where the course has none of that kind.

    Args:
        turn: where in each list of names to look, so that wordings share them evenly.
    """
    kinds = [_PLAIN.get(slot) or samples.get(slot, ()) for slot in _SLOT.findall(text)]
    if not all(kinds):
        return None
    names = iter(kinds)
    return _SLOT.sub(lambda _: _pick(next(names), turn), text)


def _pick(names: Sequence[str], number: int) -> str:
    return names[number % len(names)]


def worded(text: str, names: Mapping[str, str]) -> str:
    """Put what a person named into a wording's slots, for showing; "it" for what they didn't name."""
    return _SLOT.sub(lambda slot: names.get(slot[1], "it"), text)
