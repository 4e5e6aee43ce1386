"""The two regressions by which the engine decides, fitted on wordings that the classifier hasn't seen.

Wordings are held out with all that are near them, in clusters by question, and some questions as a whole: to these the
right answer is none. Both are asked of a sentence model and a classifier that learned from the rest.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.answers import confidence
from bot.answers.answerer import Answerer, Candidate
from bot.answers.catalogue import intents_of, questions_of
from bot.answers.confidence import Numbers, Weights
from bot.answers.terminal import first_morning
from bot.course.loader import load_course
from bot.course.timeline import Timeline
from bot.understanding import sentences
from bot.understanding.adapter import Adapter
from bot.understanding.adapter import unpacked as unpacked_adapter
from bot.understanding.asked import filled
from bot.understanding.learned import unpacked
from bot.understanding.lexicon import Lexicon
from bot.understanding.reader import Reader
from bot.understanding.sentences import Matrix, SentenceModel
from tests.answers.asking import Case, cases
from tools.learn.adapter import learn_adapter
from tools.learn.classifier import digest_of, learn, vectors_of
from tools.learn.regression import minimize
from tools.learn.wordings import COURSES, Wording

HELD_OUT = 0.2
"""The share of the clusters of wordings that are held out."""
NEAR = 0.9
"""The cosine from which two wordings of a question are held out together."""

WHOLE = 8
"""Of so many questions, one is held out as a whole."""

PENALTY = 2.0


@dataclass(frozen=True, slots=True)
class Trial:
    """One wording that was asked of a classifier that hadn't seen it.

    Attributes:
        found: what speaks for each candidate, in the order of their chances.
        right: which of them would have answered it.
        texts: what each would say, for telling equal answers.
        strange, words: as `confidence.signs` takes them.
    """

    found: tuple[Numbers, ...]
    right: tuple[bool, ...]
    texts: tuple[str, ...]
    strange: int
    words: int
    weight: float


def kept_of(wordings: Sequence[Wording], vectors: Matrix) -> list[int]:
    """Return which wordings are learned from: near ones of one question are held out together, if they are."""
    whole, chance = _whole(wordings), np.random.default_rng(1)
    heads: dict[str, list[tuple[int, bool]]] = {}
    kept: list[int] = []
    for n, one in enumerate(wordings):
        known = heads.setdefault(one.intent, [])
        near = next((out for head, out in known if float(vectors[head] @ vectors[n]) >= NEAR), None)
        if near is None:
            near = bool(chance.random() < HELD_OUT)
            known.append((n, near))
        if not near and one.intent not in whole:
            kept.append(n)
    return kept


def _whole(wordings: Sequence[Wording]) -> set[str]:
    """Return the questions of which nothing is learned."""
    ids = dict.fromkeys(one.intent for one in wordings)
    return {id for n, id in enumerate(ids) if n % WHOLE == 0}


def trials(wordings: Sequence[Wording], folder: Path) -> Iterator[Trial]:
    """Ask wordings of what hasn't learned from them or any near them.

    Args:
        folder: where the adapter that the rest taught is kept for the next time.
    """
    texts = [one.text for one in wordings]
    kept = kept_of(wordings, SentenceModel().vectors(texts))
    model = SentenceModel(_adapter_of([wordings[n] for n in kept], folder))
    shipped, sentences._model = sentences._model, lambda: model  # type: ignore[assignment]
    try:
        answerer, every = _answerer(wordings, kept, vectors_of(texts))
        yield from _asked_all(wordings, frozenset(kept), answerer, every)
    finally:
        sentences._model = shipped


def _adapter_of(wordings: Sequence[Wording], folder: Path) -> Adapter:
    """Return the adapter that some wordings teach, learning it if it isn't in the folder."""
    file = folder / f"{digest_of(wordings)}.npz"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        learn_adapter(wordings, part := file.with_suffix(".part"))
        part.replace(file)
    return unpacked_adapter(file.read_bytes())


def _asked_all(
    wordings: Sequence[Wording], kept: frozenset[int], answerer: Answerer, every: Answerer
) -> Iterator[Trial]:
    whole = _whole(wordings)
    for n, one in enumerate(wordings):
        if one.intent in whole:
            if n % 3 == 0:
                yield from _trial(answerer, every, n, one, gone=True)
        elif n not in kept:
            yield from _trial(answerer, every, n, one, gone=False)
    for case in cases("tuned.txt"):
        yield from _asked(answerer, case)


def _answerer(
    wordings: Sequence[Wording], kept: Sequence[int], vectors: NDArray[np.int8]
) -> tuple[Answerer, Answerer]:
    """Return what answers by some wordings alone, and what knows every question."""
    course = load_course(COURSES[0])
    bare = course.model_copy(update={"faq": (), "open_questions": ()})
    lexicon, catalogue = Lexicon(Timeline(course)), questions_of(bare)
    learned = unpacked(*learn([wordings[n] for n in kept], vectors[list(kept)]))
    told: dict[str, list[int]] = {}
    first: dict[str, int] = {}
    for n, one in enumerate(wordings):
        first.setdefault(one.intent, n)
    for n in kept:
        told.setdefault(wordings[n].intent, []).append(n - first[wordings[n].intent])
    intents = [
        replace(intent, wordings=tuple(intent.wordings[n] for n in told[intent.id]))
        for intent in intents_of(catalogue)
        if intent.id in told
    ]
    reader = Reader(lexicon, intents, learned)
    return Answerer(reader, catalogue), Answerer(reader, catalogue)


def _trial(
    answerer: Answerer, every: Answerer, n: int, one: Wording, *, gone: bool
) -> Iterator[Trial]:
    known = every.catalogue[one.intent]
    wording = next(
        text
        for leaning, text in known.intent.wordings[_within(every, one, n) :]
        if leaning == one.leaning
    )
    text = filled(wording, answerer.reader.lexicon.names.samples, n)
    if text is None:
        return
    asked = answerer.reader.read(text, first_morning(answerer.timeline))
    (matches,) = answerer.reader.matches([asked])
    found = answerer.candidates(asked, matches, every=True)
    truth = answerer.said(asked, known)
    right = tuple(
        not gone and (c.match.id == one.intent or (truth is not None and _text(c) == truth.text))
        for c in found
    )
    yield Trial(
        tuple(c.found for c in found),
        right,
        tuple(map(_text, found)),
        len(answerer.reader.foreign(asked)),
        len(asked.words),
        1.0,
    )


def _asked(answerer: Answerer, case: Case) -> Iterator[Trial]:
    """Ask what somebody asked in their own words: right is what a right answer holds."""
    read = answerer.read(case.question, case.at or first_morning(answerer.timeline))
    if len(read) > 1:
        return
    found = answerer.candidates(read[0], answerer.reader.matches(read)[0], every=True)
    choices = answerer.choices(found)
    right = tuple(
        (case.right(choice.text, not choice.said.stated) if choice else case.unstated)
        for choice in choices
    )
    yield Trial(
        tuple(c.found for c in found),
        right,
        tuple(map(_text, found)),
        len(answerer.reader.foreign(read[0])),
        len(read[0].words),
        2.0,
    )


_firsts: dict[str, int] = {}


def _within(every: Answerer, one: Wording, n: int) -> int:
    """Return which of its question's wordings the n-th of all is."""
    if not _firsts:
        at = 0
        for known in every.catalogue.values():
            _firsts[known.intent.id] = at
            at += len(known.intent.wordings)
    return n - _firsts[one.intent]


def _text(candidate: Candidate) -> str:
    return candidate.said.text if candidate.said else f"nothing for {candidate.match.id}"


def fit(tried: Sequence[Trial]) -> Weights:
    """Return the weights that make what was right most likely."""
    order = _ordered(tried)
    confidence.weights.cache_clear()
    fitted = Weights(order, {})
    original, confidence.weights = confidence.weights, lambda: fitted  # type: ignore[assignment]
    try:
        right = _calibrated(tried)
    finally:
        confidence.weights = original
    return Weights(order, right)


def _ordered(tried: Sequence[Trial]) -> dict[str, float]:
    """Fit a conditional logit: the right one among the candidates."""
    useful = [one for one in tried if any(one.right) and not all(one.right)]
    names = list(useful[0].found[0])
    most = max(len(one.found) for one in useful)
    table = np.zeros((len(useful), most, len(names)), dtype=np.float32)
    there = np.zeros((len(useful), most), dtype=bool)
    right = np.zeros((len(useful), most), dtype=bool)
    counts = np.array([one.weight for one in useful], dtype=np.float32)
    for n, one in enumerate(useful):
        for k, numbers in enumerate(one.found):
            table[n, k] = [numbers[name] for name in names]
            there[n, k], right[n, k] = True, one.right[k]

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        scores = np.where(there, table @ weights[:, 0], -np.inf)
        scores -= scores.max(axis=1, keepdims=True)
        chance = np.exp(scores)
        all_ = chance / chance.sum(axis=1, keepdims=True)
        good = np.where(right, chance, 0)
        total = good.sum(axis=1, keepdims=True)
        value = -float((counts * np.log(np.maximum((all_ * right).sum(axis=1), 1e-12))).sum())
        pull = (all_ - good / np.maximum(total, 1e-12)) * counts[:, None]
        slope = np.einsum("nk,nkf->f", pull, table)[:, None].astype(np.float32)
        return value + PENALTY / 2 * float((weights**2).sum()), slope + PENALTY * weights

    fitted = minimize(loss, np.zeros((len(names), 1), dtype=np.float32), 200)
    return {name: round(float(w), 4) for name, w in zip(names, fitted[:, 0], strict=True)}


def _calibrated(tried: Sequence[Trial]) -> dict[str, float]:
    """Fit a logistic regression: is the first right?"""
    rows: list[Mapping[str, float]] = []
    labels: list[bool] = []
    for one in tried:
        label, signs = judged(one)
        rows.append(signs)
        labels.append(label)
    names = list(rows[0])
    table = np.array([[row[name] for name in names] for row in rows], dtype=np.float32)
    label = np.array(labels, dtype=np.float32)
    counts = np.array([one.weight for one in tried], dtype=np.float32)

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        scores = table @ weights[:, 0]
        chance = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
        likely = label * np.log(chance + 1e-9) + (1 - label) * np.log(1 - chance + 1e-9)
        value = -float((counts * likely).sum())
        slope = (table.T @ (counts * (chance - label)))[:, None].astype(np.float32)
        return value + PENALTY / 2 * float((weights**2).sum()), slope + PENALTY * weights

    fitted = minimize(loss, np.zeros((len(names), 1), dtype=np.float32), 300)
    return {name: round(float(w), 4) for name, w in zip(names, fitted[:, 0], strict=True)}


def judged(one: Trial) -> tuple[bool, Numbers]:
    """Return whether the candidate that stands best is right, and what tells it."""
    order = sorted(range(len(one.found)), key=lambda k: -confidence.standing(one.found[k]))
    best = order[0]
    others = [k for k in order[1:] if one.texts[k] != one.texts[best]]
    found = [one.found[k] for k in (best, *others)]
    return one.right[best], confidence.signs(found, one.strange, one.words)


def write(weights: Weights, file: Path) -> None:
    """Write what was fitted."""
    told = {"order": weights.order, "right": weights.right}
    file.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def report(tried: Sequence[Trial]) -> Iterator[str]:
    """Tell how often what was fitted is right, by the chance it gave."""
    told: list[tuple[float, bool]] = []
    for one in tried:
        label, signs = judged(one)
        total = sum(confidence.weights().right[name] * value for name, value in signs.items())
        told.append((1 / (1 + math.exp(-total)), label))
    yield f"first right: {100 * sum(label for _, label in told) / len(told):.1f} % of {len(told)}"
    for low in np.arange(0, 1, 0.1):
        some = [label for chance, label in told if low <= chance < low + 0.1]
        if some:
            yield f"chance {low:.1f} to {low + 0.1:.1f}: right {100 * sum(some) / len(some):.0f} % of {len(some)}"
