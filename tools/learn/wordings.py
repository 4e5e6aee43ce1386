"""Every built-in wording as it is learned from: with names of any course in its slots, and with none but marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answers.catalogue import known_questions
from bot.course.loader import load_course
from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.understanding.asked import Intent, Leaning, filled
from bot.understanding.lexicon import Lexicon
from bot.understanding.names import REPLACED, mark
from bot.understanding.vocabularies import vocabulary_of
from bot.understanding.words import concepts, stem, tidy

COURSES = (Path("data/course.yaml"), Path("tests/course/semester.yaml"))
"""Courses by whose names the wordings are read, beside none."""

SAMPLES = {
    "due": ("the slides", "the paper review", "lab entries", "signing up", "homework 2", "the report",
            "assignment 1", "the project proposal"),
    "topic": ("deep learning", "databases", "computer vision", "reinforcement learning", "music generation",
              "generative models", "bias and fairness"),
    "person": ("dr smith", "maria lopez", "professor chen", "kim"),
    "award": ("the headphones", "the graphics card", "the monitor", "the drone"),
    "link": ("the course website", "the mailing list", "the forum", "canvas"),
    "release": ("the grades", "lab grades", "the solutions"),
    "criterion": ("clarity", "novelty and impact", "technical soundness", "thoroughness"),
    "prereq": ("calculus", "python", "linear algebra"),
    "lab": ("lab 1", "lab 2", "lab 3", "lab 1b"),
}  # fmt: skip
"""Names as courses have them, for the slots of a wording's sentence."""

DAYS = ("tuesday", "today", "tuesday", "tomorrow")

_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording.

    Attributes:
        intent, leaning: whose it is.
        text: its words, as they become a sentence vector.
        readings: its concepts with names under marks, as courses of several names would read it.
        vocabulary: its words, by which a verdict is certain.
    """

    intent: str
    leaning: Leaning
    text: str
    readings: tuple[tuple[str, ...], ...]
    vocabulary: frozenset[str] = frozenset()


def all_wordings() -> list[Wording]:
    """Read every wording of the built-in questions."""
    bare = Lexicon(Timeline(_nameless()))
    named = [Lexicon(Timeline(load_course(path))) for path in COURSES]
    intents = [known.intent for known in known_questions().values()]
    return list(_read(intents, bare, named))


def _read(intents: Sequence[Intent], bare: Lexicon, named: Sequence[Lexicon]) -> Iterator[Wording]:
    turn = 0
    for intent in intents:
        for leaning, wording in intent.wordings:
            turn += 1
            day = DAYS[turn % len(DAYS)]
            sentence = filled(wording.replace("{day}", day), SAMPLES, turn)
            assert sentence is not None, wording
            readings = [_bare(bare, wording, turn)]
            for lexicon in named:
                text = filled(wording, lexicon.names.samples, turn)
                if text is not None:
                    readings.append(lexicon.read(text)[1])
            kept = dict.fromkeys(map(tuple, readings))
            yield Wording(
                intent.id, leaning, " ".join(tidy(sentence)), tuple(kept), vocabulary_of(wording)
            )


def _bare(bare: Lexicon, wording: str, turn: int) -> list[str]:
    """Read a wording without any course's names: each slot is a sample's words and its mark."""
    kept = _SLOT.sub(lambda s: f"qq{s[1]}" if s[1] in SAMPLES and s[1] != "lab" else s[0], wording)
    text = filled(kept, SAMPLES, turn)
    assert text is not None
    stands = {stem(f"qq{kind}"): kind for kind in SAMPLES}
    units: list[str] = []
    for unit in bare.read(text)[1]:
        kind = stands.get(unit)
        if kind is None:
            units.append(unit)
            continue
        if kind not in REPLACED:
            units += concepts(tidy(SAMPLES[kind][turn % len(SAMPLES[kind])]))
        units.append(mark(kind))
    return units


def _nameless() -> Course:
    return Course.model_validate(
        {
            "title": "A course",
            "number": "C 1",
            "term": {"name": "Term", "start": "2030-01-07", "end": "2030-05-17"},
            "timezone": "UTC",
            "timezone_label": "UTC",
        }
    )
