"""How a question is built: its parts, what "it" stands for, and whether it wants a yes or a no."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from bot.understanding.words import QUESTION_WORDS, phrase_list, stems, tidy, word_list

WH = QUESTION_WORDS
AUX = word_list("auxiliaries")
_SUBJECTS = word_list("subjects")
PRONOUNS = frozenset(("it", "they", "them", "that", "those", "these", "this", "one", "there"))
_LEADS = word_list("leads")
_SPEAKERS = WH | {"i", "we", "you", "they", "it", "that", "who", "not", "to"}
"""After these an auxiliary belongs to a statement or to a question that has begun."""
_TOLD_OF = PRONOUNS | {"i", "we", "he", "she", "you"}
"""An auxiliary after these makes a statement, where no question has begun before."""
_CONFIRMED = ("right", "correct", "yes", "true")
"""With these ends what wants to be confirmed."""
_MERE_OR = frozenset(("not", "no", "anything", "something", "more", "less"))
"""After "or" these offer no second answer."""
_TELLING = frozenset(
    (
        "asking",
        "coming",
        "trying",
        "looking",
        "thinking",
        "wondering",
        "planning",
        "running",
        "leaving",
        "want",
        "wanna",
        "love",
    )
)
"""With these begins a fragment that tells something, and asks nothing."""
NOUNS = (
    "office hours", "lab competition", "labs", "lectures", "lecture", "class", "pitch", "presentation", "final project",
    "review", "prizes", "slides", "group", "groups", "course", "gather town", "recordings", "proposal", "lab",
    "winners", "awards", "judges", "guest speakers",
)  # fmt: skip
"""What people talk about, for a "them" in the next part of a question."""

_SUPPOSING = frozenset(
    ("if", "unless", "because", "although", "though", "but", "when", "once", "after")
)
"""With these begins what a question supposes."""

MOST_PARTS = 3
LONG, LEAST = 8, 3
"""Words of a text that may hold more than what it asks, and of a part of it that says something."""

_SENTENCE = re.compile(r"[?!;\n]+|\.(?=\s|$)")
_SHORTENED = re.compile(r"\b(?:e\.g|i\.e|vs|etc|approx|dr|prof|mr|ms|mrs)\.", re.IGNORECASE)
"""With these a period ends no sentence."""
_STARTERS = "|".join(sorted(WH | AUX))
_JOINT = re.compile(
    rf"(?:,\s*(?:and|or|but|also|plus)?|\s+(?:and|also|plus|but)(?:\s+also)?)\s+(?=(?:{_STARTERS})\b)",
    re.IGNORECASE,
)
_TWO_ASKED = re.compile(
    r"^(?P<one>what time|what day|how many|how long|what|when|where|who|why|how)\s+(?:and|&|\+|/)\s+"
    r"(?P<two>what time|what day|how many|how long|what|when|where|who|why|how)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One question of a text.

    Attributes:
        text: its words as typed.
        lead: what the same sentence says before it: "i have work then, ...".
        context: what other sentences say without asking.
        near: the last clause of the one before it, else the first of the one after it: what "it" may be about.
    """

    text: str
    lead: str = ""
    context: str = ""
    near: str = ""


def parts_of(text: str) -> list[Part]:
    """Split a text into its questions. Sentences that ask nothing become context."""
    text = _bare(text)
    text = _SHORTENED.sub(lambda found: found[0].replace(".", ""), text)
    pieces = [piece.strip(" ,.-") for piece in _SENTENCE.split(text)]
    pieces = [piece for piece in pieces if re.search(r"\w", piece)]
    split = [part for piece in pieces for part in _joined(piece)]
    asking = [part for part in split if _asks(part.text)]
    if not asking:
        return [Part(" ".join(f"{part.lead} {part.text}".strip() for part in split))]
    context = " ".join(part.text for part in split if part not in asking)
    return [
        replace(part, context=context, near=_beside(split, asking, part))
        for part in asking[:MOST_PARTS]
    ]


def _beside(split: Sequence[Part], asking: Sequence[Part], part: Part) -> str:
    """Return what is said beside a question without asking: the clause before it, else the one after it."""
    at = split.index(part)
    before = next((one.text for one in reversed(split[:at]) if one not in asking), "")
    after = next((one.text for one in split[at + 1 :] if one not in asking), "")
    return before.split(", ")[-1] or after.split(", ")[0]


def _bare(text: str) -> str:
    """Leave out what people say around a question without asking anything: "sorry if this is a dumb question"."""
    bare = _around().sub(" ", text.replace("’", "'"))
    return bare if re.search(r"\w\W+\w", bare) else text


@lru_cache(maxsize=1)
def _around() -> re.Pattern[str]:
    said = sorted(phrase_list("around"), key=len, reverse=True)
    return re.compile(
        rf"(?<![\w'])(?:{'|'.join(map(re.escape, said))})(?![\w'])[,:]*", re.IGNORECASE
    )


def _joined(piece: str) -> list[Part]:
    if two := _TWO_ASKED.match(piece.strip()):
        rest = two["rest"]
        return [Part(f"{two['one']} {rest}"), Part(f"{two['two']} {rest}")]
    bits = [bit.strip(" ,") for bit in _JOINT.split(piece)]
    kept: list[Part] = []
    for bit in bits:
        before = kept[-1] if kept else None
        if before is None or (_opens(bit) and _questions(before.text)):
            kept.append(Part(bit))
        elif _opens(bit) and _states(before.text):
            kept[-1] = Part(bit, lead=f"{before.lead} {before.text}".strip())
        else:
            kept[-1] = replace(before, text=f"{before.text}, {bit}")
    return kept


def _questions(bit: str) -> bool:
    """Return whether a piece is a question by itself, and no mere "on jan 21"."""
    words = _core(bit)
    return bool(words) and (
        words[0] in WH | AUX or any(w in WH for w in words) or _inner_aux(words) is not None
    )


def _states(bit: str) -> bool:
    """Return whether a piece tells something about whoever asks: "i have work at 1"."""
    words = _core(bit)
    return bool(words) and words[0] in ("i", "we", "my", "our")


def _opens(bit: str) -> bool:
    """Return whether a piece opens a question of its own: "when ...", "do i ...", "is it ..."."""
    words = _core(bit)
    if not words:
        return False
    if words[0] in WH:
        return not (
            words[0] in ("when", "where", "who", "which")
            and len(words) > 1
            and words[1] in ("i", "we", "you")
        )
    return words[0] in AUX and len(words) > 1 and (words[1] in _SUBJECTS or len(words) > 2)


def _asks(bit: str) -> bool:
    """Return whether a piece asks: it opens as a question, or is a short fragment of one."""
    words = _core(bit)
    if not words:
        return False
    if words[0] in WH or words[0] in AUX:
        return True
    if any(w in WH for w in words[1:]) or _inner_aux(words) is not None:
        return True
    if any(one in _TOLD_OF and two in AUX for one, two in pairwise(words)):
        return (
            words[-1] in _CONFIRMED
        )  # "it is due friday, right" asks, "at home it is otherwise" doesn't
    tells = words[0] in _TELLING and len(words) > 2
    return len(words) <= 6 and not tells and words[0] not in ("i", "we", "my", "thanks", "thank")


def _core(bit: str) -> list[str]:
    words = tidy(bit)
    while words and words[0] in _LEADS and len(words) > 1:
        words = words[1:]
    return words


def _inner_aux(words: list[str]) -> int | None:
    """Find a question inside a sentence: "if i do the review can i still win"."""
    for at in range(1, len(words) - 1):
        before = words[at - 1]
        if words[at] in AUX and words[at + 1] in _SUBJECTS and before not in _SPEAKERS:
            return at
    return None


def wants_yes_or_no(text: str) -> bool:
    """Return whether a question's answer should begin with yes or no."""
    words = _core(text)
    if not words or _alternatives(words):
        return False
    if words[0] in AUX:
        return True
    if words[0] in WH:
        return False
    at = _inner_aux(words)
    if at is not None:
        return not any(w in WH for w in words[max(at - 2, 0) : at])
    return words[-1] in _CONFIRMED and not any(w in WH for w in words)


def hedges(text: str) -> bool:
    """Return whether a text supposes something beside what it asks, or asks two things, so that no verdict is certain.

    "I missed the sign-up, can I still pitch?", "can I do neither", "is it recorded and mandatory", "is it enough".
    """
    words = _core(text)
    at = 0 if words[:1] and words[0] in AUX else _inner_aux(words)
    at = len(words) if at is None else at
    main = words[at:]
    loaded = _loaded()
    supposed = [*words[:at]]
    for place, word in enumerate(main):
        if word in _SUPPOSING:
            supposed += main[place:]
            break
    negated = sum(word in ("not", "no", "never", "without") for word in main[2:])
    return (
        any(word in loaded for word in stems(supposed))
        or bool(set(main) & word_list("hedging"))
        or negated > 1
    )


@cache
def _loaded() -> frozenset[str]:
    """Return the stems of the words that suppose something by themselves."""
    return frozenset(stems(word_list("loaded")))


def _alternatives(words: list[str]) -> bool:
    """Return whether a question offers two answers: Thursday or Friday."""
    return any(
        word == "or" and 0 < at < len(words) - 1 and not _merely_or(words[at + 1 :])
        for at, word in enumerate(words)
    )


def _merely_or(after: Sequence[str]) -> bool:
    """Return whether what follows "or" is no second answer: or not, or can i relax."""
    return after[0] in _MERE_OR or (after[0] in AUX and after[1:2] in (["i"], ["we"]))


def clauses_of(text: str) -> list[str]:
    """Return the parts of a long text by themselves, split where a question may begin; none of a short one."""
    words, found = text.split(), list[str]()
    for at in range(1, len(words) - 2) if len(words) >= LONG else ():
        before, word, after = words[at - 1 : at + 2]
        asks = word in WH and before not in WH
        if asks or (word in AUX and after in _SUBJECTS and before not in WH | AUX):
            found.append(" ".join(words[at:]))
            found += [" ".join(words[:at])] if at >= LEAST else []
    return found


def carried(text: str, before: str) -> str:
    """Put the noun of an earlier question where a later one only points to it."""
    numbered = re.search(r"\b(?:lab|sheet|group) \d+[a-z]?\b", before.lower())
    noun = (
        numbered[0]
        if numbered
        else next((n for n in NOUNS if re.search(rf"\b{n}\b", before.lower())), None)
    )
    if noun is None or any(re.search(rf"\b{n}\b", text.lower()) for n in NOUNS):
        return text
    words = text.split()
    for at, word in enumerate(words):
        if word.lower().strip("?,.") in PRONOUNS - {"this", "there"}:
            return " ".join([*words[:at], noun, *words[at + 1 :]])
    return f"{text} {noun}" if len(words) <= 5 else text
