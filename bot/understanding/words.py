"""Words as people type them -> words that can be compared: typos mended, synonyms under one head, stems.

The knowledge of English lies in `words.yaml`; stems are Snowball's (Porter 2); which
words are real English, `english.py` says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from threading import Lock
from typing import Any, cast

import snowballstemmer
import yaml
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.understanding.english import english_words

MAX_WORDS = 80
"""Words of a question that are read; Discord's own limit on an option's text is far longer than a question."""

_TOKEN = re.compile(r"[a-z0-9]+(?:[./:&'-][a-z0-9]+)*|[#+&]")
_AFTER_IS = r"(what|who|when|where|how|why|that|there|here|it|he|she|which)"


def read_yaml(text: str) -> Any:
    """Read one of our own YAML files, with libyaml's parser where PyYAML was built with it."""
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@lru_cache(maxsize=1)
def _language() -> dict[str, Any]:
    text = files("bot.understanding").joinpath("words.yaml").read_text(encoding="utf-8")
    return cast("dict[str, Any]", read_yaml(text))


@lru_cache(maxsize=1)
def _abbreviations() -> dict[str, list[str]]:
    return {short: str(full).split() for short, full in _language()["abbreviations"].items()}


@lru_cache(maxsize=1)
def common_stems() -> frozenset[str]:
    """Return the stems of the words that carry no subject."""
    return frozenset(stem(word) for word in _language()["common"].split())


def is_plain(word: str) -> bool:
    """Return whether a word is one that any English question may hold, whatever it is about."""
    return word in _plain() or word in _abbreviations()


@lru_cache(maxsize=1)
def _plain() -> frozenset[str]:
    return QUESTION_WORDS.union(_language()["common"].split())


@cache
def word_list(name: str) -> frozenset[str]:
    """Return one of the lists of words."""
    return frozenset(_language()[name].split())


def phrase_list(name: str) -> list[str]:
    """Return one of the lists of phrases."""
    return list(_language()[name])


@lru_cache(maxsize=1)
def _synonyms() -> dict[tuple[str, ...], str]:
    """Map the stems of each word or phrase to the stem of the one that stands for all."""
    table: dict[tuple[str, ...], str] = {}
    for head, others in _language()["synonyms"].items():
        for phrase in [head, *others]:
            table.setdefault(stems(tidy(str(phrase))), stem(str(head)))
    return table


@lru_cache(maxsize=1)
def _first_of_synonyms() -> frozenset[str]:
    """Return the stems with which a word or phrase that has a head begins; most words of a text are none of them."""
    return frozenset(phrase[0] for phrase in _synonyms() if phrase)


@lru_cache(maxsize=1)
def everyday_words() -> frozenset[str]:
    """Return the words of the lists: common ones, and those that have synonyms."""
    words = set(_language()["common"].split())
    for head, others in _language()["synonyms"].items():
        for phrase in (head, *others):
            words.update(tidy(str(phrase)))
    return frozenset(words)


def tidy(text: str) -> list[str]:
    """Split a text into lower-case words, contractions and abbreviations spelt out."""
    return list(_tidied(text))


@lru_cache(maxsize=4096)
def _tidied(text: str) -> tuple[str, ...]:
    """Return the words of a text, which is asked of a question several times while it is read."""
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'").replace("‘", "'")
    if "'" in text:
        text = _uncontracted(text)
    for pattern, said in _SOUNDS if _MAY_SOUND.search(text) else ():
        text = pattern.sub(said, text)
    words: list[str] = []
    for match in _TOKEN.finditer(text):
        words += _spelt_out(match[0].strip("'"))
    return tuple(words[:MAX_WORDS])


_VERB = (
    r"(?:be|b|do|get|go|join|submit|turn|hand|pitch|present|sign|pass|win|enter|watch|attend|know|make|put|use|find|label|"
    r"come|have|see|ask|show|start|finish|send|upload|register|write|read|take|work|talk|speak|say|compete|play)\b"
)
_NUMBERED = "lab|group|team|part|week|lecture|session|section|homework|assignment|quiz|exam|sheet|project|task"
_COUNT = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\b"
_MAY_SOUND = re.compile(r"[\d#]|([a-z])\1\1|laborator|\bmin|\bn(?:o|r|um)")
"""What a text has to hold for one of the next to be in it; few do."""
_SOUNDS = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"([a-z])\1{2,}", r"\1"),  # sooo, plssss
        (r"\b(\d{3,})s\b", r"\1"),  # 3080s
        (r"\blaborator(?:y|ies)\b", "lab"),
        (rf"\b({_NUMBERED}) (?:number|num|nr\.?|no\.?|#) ?(?={_COUNT})", r"\1 "),
        (rf"(?<!lab )(?<!part )(?<!week )\b2(?= {_VERB})", "to"),
        (
            r"\b(late|close|up|next|how|where|what|wat|who|when|going|able|allowed|got|have|need|want|try) 2 ",
            r"\1 to ",
        ),
        (
            r"(?<!lab )(?<!part )(?<!to )(?<!of )\b4(?= (?:the|my|our|your|a|an|this|that|it|me|us|labs?\b(?! \d)|"
            r"proj\w*|pitch\w*|class|credit|prizes?|slides|real|sure|mit)\b)",
            "for",
        ),
        (r"\bmin (?=(?:and|n|or|&|/) max)|\bmin(?=[/-]max)", "minimum "),
    )
)
"""Words as they sound, and what they stand for: "2 submit" and "4 the pitch", but not "lab 2" or "4 people"."""


def _uncontracted(text: str) -> str:
    text = re.sub(r"\bwon't\b", "will not", text)
    text = re.sub(r"\bcan't\b", "can not", text)
    text = re.sub(r"n't\b", " not", text)
    text = re.sub(rf"\b{_AFTER_IS}'s\b", r"\1 is", text)
    text = re.sub(r"\b(\w+)'(m|re|ve|ll|d)\b", r"\1 \2", text)
    return re.sub(r"'s\b|(s)'(?=\s|$)", r"\1", text)


_SHORT = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would"}


def _spelt_out(token: str) -> list[str]:
    full = [_SHORT[token]] if token in _SHORT else _abbreviations().get(token)
    if full is not None:
        return full
    if token.isalnum():
        return [token]
    if re.search(r"[a-z][./&'-][a-z]", token) and not re.fullmatch(r"p/d/f|6\.s191|e-mail", token):
        parts = re.split(r"[./&'-]", token)
        return [
            word
            for part in parts
            if part
            for word in (_abbreviations().get(part, [part]) if len(part) > 1 else [part])
        ]
    return [token]


_stemmer: Any = snowballstemmer.stemmer("english")
_stemming = Lock()
"""A stemmer holds the word it is at, and answers are built beside the thread that gives them."""


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Cut a word to its stem: submissions and submission are the same."""
    with _stemming:
        return str(_stemmer.stemWord(word))


def stems(words: Iterable[str]) -> tuple[str, ...]:
    """Cut every word to its stem."""
    return tuple(stem(word) for word in words)


def concepts(words: Sequence[str]) -> list[str]:
    """Return the stems of a text with synonyms put under one head, longest phrase first."""
    table, first, cut = _synonyms(), _first_of_synonyms(), stems(words)
    found, at = list[str](), 0
    while at < len(cut):
        if cut[at] not in first:
            found.append(cut[at])
            at += 1
            continue
        for length in (4, 3, 2, 1):
            head = table.get(cut[at : at + length])
            if head is not None and at + length <= len(cut):
                found.append(head)
                at += length
                break
        else:
            found.append(cut[at])
            at += 1
    return found


QUESTION_WORDS = frozenset(("what", "when", "where", "who", "whom", "whose", "which", "why", "how"))


def subject(words: Sequence[str]) -> frozenset[str]:
    """Return the concepts a text is about, with its question word; all of them where no other is left."""
    kept = [
        w
        for w in words
        if w in QUESTION_WORDS or w.startswith("⟨") or stem(w) not in common_stems()
    ]
    return frozenset(concepts(kept or words))


LONG_BEGINNING = 5
"""Letters from which the beginning of one of the course's words stands for it: debias, reinforce."""


class Spelling:
    """Mends typos against the words of one course and of the questions people ask about it.

    Args:
        beside: knows other words already, for many to share.
    """

    def __init__(self, known: Iterable[str], beside: Spelling | None = None) -> None:
        self._english, self._beside = english_words(), beside
        self._known = {word for word in known if len(word) > 1}
        self._long = sorted(word for word in self._known if len(word) >= 4)
        self._by_first: dict[str, list[str]] = {}
        for word in self._long:
            self._by_first.setdefault(word[0], []).append(word)
        self._stems = {stem(word) for word in self._known}
        self._mended: dict[str, str] = {}

    def knows(self, word: str) -> bool:
        """Return whether a word, or another of its stem, is one of the known ones."""
        return stem(word) in self._stems or (self._beside is not None and self._beside.knows(word))

    def is_word(self, word: str) -> bool:
        """Return whether a word is English, short for English, or one of the known ones."""
        return word in self._english or word in _abbreviations() or self.knows(word)

    def mend(self, words: Iterable[str]) -> list[str]:
        """Return the words with each typo replaced by the word it most likely is."""
        return [self._one(word) for word in words]

    def _one(self, word: str) -> str:
        if len(word) < 4 or not word.isalpha() or self._holds(word):
            return word
        if word not in self._mended:
            if len(self._mended) > 5000:
                self._mended.clear()
            self._mended[word] = self._closest(word)
        return self._mended[word]

    def _holds(self, word: str) -> bool:
        return word in self._known or (self._beside is not None and self._beside._holds(word))

    def _closest(self, word: str) -> str:
        if word in self._english or self.knows(word):
            return word
        if word.endswith("in") and (f"{word}g" in self._english or self.knows(f"{word}g")):
            return f"{word}g"
        same_first = self._starting(word[0])
        longer = [known for known in same_first if known.startswith(word)]
        if len(word) >= LONG_BEGINNING and longer:
            return min(longer, key=len)
        reach = 1 if len(word) < 6 else 2
        for candidates in (same_first, self._targets()):
            near = process.extract(
                word, candidates, scorer=OSA.distance, score_cutoff=reach, limit=8
            )
            if near:
                return min(near, key=lambda hit: (hit[1], hit[0]))[0]
        return word

    def _starting(self, letter: str) -> list[str]:
        own = self._by_first.get(letter, [])
        return own + self._beside._starting(letter) if self._beside else own

    def _targets(self) -> list[str]:
        return self._long + self._beside._targets() if self._beside else self._long
