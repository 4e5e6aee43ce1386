"""Which way a yes-or-no question points: whether something is required, free, allowed or barred.

A question claims something, and its negators and antonyms turn that around: "do I need to", "can I skip", "need I not".
Which of a known question's two sides such a claim is, its own wordings say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from bot.understanding.asked import Leaning
from bot.understanding.words import stems, tidy, word_list

Claim = Literal["required", "free", "allowed", "barred"]
"""What a yes-or-no question wants confirmed."""

OPPOSITE: dict[Claim, Claim] = {
    "required": "free",
    "free": "required",
    "allowed": "barred",
    "barred": "allowed",
}
TURNED: dict[Leaning, Leaning] = {"affirm": "deny", "deny": "affirm", "ask": "ask"}

LISTS = (
    "negators", "leaving_out", "barring", "harm", "optional", "requiring", "allowing", "welcoming", "sufficing", "over",
)  # fmt: skip
"""The lists in `words.yaml` of what says which way a question points."""

FEWEST, AGREED = 2, 0.9
"""How many wordings have to make a claim, and what share of them has to agree, for it to say which side it is."""

_THERE = re.compile(
    r"^(?:(?:is|are|was|were|will) there(?: be)?|(?:do|does|did|will|can) \w+(?: \w+)? (?:have|get|find|offer|give)|"
    r"(?:is|are) any|any)\b"
)

Sides = dict[Claim, Leaning]
"""For each claim, which side of a known question it is."""


@lru_cache(maxsize=8)
def _stems(name: str) -> frozenset[str]:
    return frozenset(stems(word_list(name)))


def claim_of(words: Sequence[str]) -> Claim | None:
    """Return what a question claims; None where its words don't say.

    Args:
        words: the question's words, contractions spelt out.
    """
    cut = list(stems(words))
    if len(cut) > 1 and cut[1] == "not":
        del cut[1]  # "isn't it", "can't I" ask the same as "is it", "can I"
    found = frozenset(cut)
    if found & _stems("sufficing"):
        return None
    turned = sum(cut.count(word) for word in _stems("negators"))
    without = turned + len(found & _stems("leaving_out"))
    if found & _stems("barring"):
        return (
            "barred" if not without else None
        )  # "is a team without slides barred" says nothing of slides
    if found & _stems("harm"):
        return "required" if without else None
    if found & _stems("optional"):
        return _odd("free", turned)
    if found & _stems("requiring") or _has_to(cut):
        return _odd("required", turned)
    if found & _stems("allowing"):
        if any(one == "not" and two in _stems("welcoming") for one, two in pairwise(cut)):
            return "barred"
        return "free" if without else "allowed"
    return None


def _has_to(cut: Sequence[str]) -> bool:
    return any(one in ("have", "has", "had", "got") and two == "to" for one, two in pairwise(cut))


def turns(words: Sequence[str]) -> bool:
    """Return whether a question turns what it says around: "is it not", "never", "without"."""
    cut = list(stems(words))
    return any(word in _stems("negators") for word in (cut[2:] if cut[1:2] == ["not"] else cut))


def exists(words: Sequence[str]) -> bool:
    """Return whether a question asks if there is something: "is there", "do we have"."""
    others = _stems("others") & frozenset(stems(words))
    return not others and _THERE.search(" ".join(words)) is not None


def supposes_number(words: Sequence[str]) -> bool:
    """Return whether a number is only mentioned, not asked about: "must all speak during the three minutes"."""
    return any(
        one in ("the", "those", "these", "our", "my") and two == "⟨number⟩"
        for one, two in pairwise(words)
    )


def joins(words: Sequence[str], names: frozenset[str], named: int) -> bool:
    """Return whether a question asks of two things at once: "recorded and mandatory", but not "Ernst and Young".

    Args:
        names: the stems of all names of the course, whose own "and" joins nothing.
        named: how many things the question names.
    """
    cut = stems(words)
    return any(
        word == "and" and (named > 1 or not {cut[at - 1], cut[at + 1]} <= names)
        for at, word in enumerate(cut)
        if 0 < at < len(cut) - 1
    )


@lru_cache(maxsize=1)
def polar_words() -> frozenset[str]:
    """Return the stems of all words that say which way a question points."""
    return frozenset(word for name in LISTS for word in _stems(name))


def _odd(claim: Claim, turned: int) -> Claim:
    return OPPOSITE[claim] if turned % 2 else claim


def sides_of(wordings: Iterable[tuple[Leaning, str]]) -> Sides:
    """Return which side of a known question each claim is, as its wordings show it."""
    counts: dict[Claim, Counter[Leaning]] = {}
    for leaning, text in wordings:
        claim = claim_of(tidy(text)) if leaning != "ask" else None
        if claim:
            counts.setdefault(claim, Counter())[leaning] += 1
    sides: Sides = {}
    for claim, counted in counts.items():
        leaning, count = counted.most_common(1)[0]
        if count >= FEWEST and count >= AGREED * counted.total():
            sides[claim] = leaning
    for claim, leaning in tuple(sides.items()):
        sides.setdefault(OPPOSITE[claim], TURNED[leaning])
    return sides
