"""How likely it is that an answer is the right one, from what was matched and from what it says.

What it says may be of the kind that is asked for: a time, a place, somebody, a number. Two regressions, fitted by
`python -m tools.learn --weights` on wordings that were held out with all that are near them, and on questions held out
as a whole: one orders what may be meant, the other gives the chance that the first is right.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, cast

from bot.understanding.reader import Match

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
