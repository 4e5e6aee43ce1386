"""How likely it is that an answer is the right one, from what was matched and from what it says.

What it says may be of the kind that is asked for: a time, a place, somebody, a number. Two regressions, fitted by
`python -m tools.learn --weights` on wordings that were held out with all that are near them, and on questions held out
as a whole: one orders what may be meant, the other gives the chance that the first is right.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, cast

from bot.understanding.asked import Asked
from bot.understanding.naming import people
from bot.understanding.reader import Match

_DAY = r"\b(mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
_TIME = re.compile(
    rf"{_DAY}|\d ?(am|pm)\b|\b(today|tomorrow|daily|every|after|before|until|during|now|left|starts?|ends?|over|when"
    r"|minutes?|hours?|days?|weeks?|own pace|self-paced|due|yet|no \w+ is)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"https?:|@|\b(on|in|at|through|from|to|via|under|by) ([A-Z0-9]|the |your |a )"
    r"|\b(here|online|virtual\w*|campus|room|link|email|page)\b"
)
_ANYBODY = re.compile(
    r"\b(students?|listeners?|staff|judges?|groups?|teams?|everyone|everybody|anyone|anybody|you|people|members?"
    r"|winners?|instructors?|assistants?|researchers?|nobody|sponsors?|who)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(no|none|one|two|three|four|five|six|seven|eight|nine|ten|both|each|every|all|only|any|limit|many|several)\b",
    re.IGNORECASE,
)

_FIRST = r"^(so |and |but |hey |hi |ok |okay )*"
_ASKS_TIME = re.compile(
    _FIRST + r"(by |until |since )?(when|what (time|day|date)|which (day|date|week)"
    r"|how (long (until|till|before)|soon))\b"
)
_ASKS_PLACE = re.compile(_FIRST + r"where\b")
_ASKS_WHO = re.compile(_FIRST + r"(who|whom|whose)\b")
_ASKS_NUMBER = re.compile(_FIRST + r"how (many|much|long|big|old|far|late|early)\b")


def asks_time(text: str) -> bool:
    """Return whether a question asks when something is."""
    return _ASKS_TIME.search(text) is not None


def agrees(asked: Asked, text: str) -> bool:
    """Return whether a text holds what its question word asks for. Whoever asks for nothing in particular gets it."""
    for asks, holds in _KINDS:
        if asks.search(asked.text):
            return holds(asked, text)
    return True


def _names_somebody(asked: Asked, text: str) -> bool:
    return _ANYBODY.search(text) is not None or any(
        part in text for person in people(asked.course) for part in person.name.split()
    )


_KINDS: tuple[tuple[re.Pattern[str], Callable[[Asked, str], bool]], ...] = (
    (_ASKS_TIME, lambda _, text: _TIME.search(text) is not None),
    (_ASKS_PLACE, lambda _, text: _PLACE.search(text) is not None),
    (_ASKS_WHO, _names_somebody),
    (_ASKS_NUMBER, lambda _, text: _NUMBER.search(text) is not None),
)


Numbers = Mapping[str, float]

HALF = 0.5
"""How much of a missing name it makes up for that a thing is meant."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What was fitted.

    Attributes:
        order: the weights of what speaks for one of the questions that may be meant.
        right: the weights of what speaks for the first being right.
    """

    order: Numbers
    right: Numbers


@lru_cache(maxsize=1)
def weights() -> Weights:
    """Read what was fitted."""
    text = files("bot.answers").joinpath("confidence.json").read_text(encoding="utf-8")
    told = cast("dict[str, Any]", json.loads(text))
    return Weights(told["order"], told["right"])


def evidence(match: Match, *, agrees: bool, stated: bool, guessed: int = 0) -> Numbers:
    """Return what speaks for and against one of the questions that may be meant.

    Args:
        agrees: its answer is of the kind that is asked for.
        stated: the course states it.
        guessed: how many of the things that it is about the text doesn't name but comes near to.
    """
    return {
        "log chance": math.log(match.chance + 1e-6),
        "nearest": match.nearest,
        "covered": match.covered,
        "hint": match.hint,
        "missing": min(match.missing, 2) - guessed * HALF,
        "unused": min(match.unused, 2),
        "disagrees": 0 if agrees else 1,
        "unstated": 0 if stated else 1,
    }


def standing(found: Numbers) -> float:
    """Return how well one of the questions that may be meant stands; only differences count."""
    order = weights().order
    return sum(order[name] * value for name, value in found.items())


def chance_right(found: Sequence[Numbers], strange: int, words: int) -> float:
    """Return how likely the first of some questions is the right one.

    Args:
        found: what speaks for each, the best first; those whose answers are the first's aren't among the others.
        strange: how many words neither the course nor any wording holds.
        words: how many words the text has.
    """
    fitted = weights().right
    total = sum(fitted[name] * value for name, value in signs(found, strange, words).items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def signs(found: Sequence[Numbers], strange: int, words: int) -> Numbers:
    """Return what tells whether the first of some questions is the right one."""
    stands = [standing(one) for one in found]
    total = sum(math.exp(one - stands[0]) for one in stands)
    lead = min(stands[0] - stands[1], 8.0) if len(stands) > 1 else 8.0
    best = found[0]
    return {
        "always": 1.0,
        "share": 1 / total,
        "lead": lead,
        "log chance": best["log chance"],
        "nearest": best["nearest"],
        "covered": best["covered"],
        "missing": best["missing"],
        "unused": best["unused"],
        "disagrees": best["disagrees"],
        "unstated": best["unstated"],
        "strange": min(strange, 3),
        "words": math.log(1 + words),
    }
