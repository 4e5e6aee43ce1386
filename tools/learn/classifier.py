"""The regression over sentence vectors and words, and the file in which it is shipped."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.adapter import shipped_name
from bot.understanding.learned import LEARNED, SCALE, VECTORS, Words, rarities
from bot.understanding.sentences import Matrix, sentence_model
from bot.understanding.vocabularies import packed
from bot.understanding.words import tidy
from tools.learn.regression import Sparse, softmax_regression
from tools.learn.wordings import Wording

PENALTY, STEPS, LEAST = 0.06, 45, 2
"""By wordings held out: the penalty on weights, the steps of the descent, and how often a word has to stand."""

ALWAYS = 0.85
"""The share of a question's wordings that hold a kind of name for it to be what the question is about."""

SAME = 0.92
"""The cosine from which two wordings of a question are as good as one to compare a text with."""

BATCH = 32


def vectors_of(texts: Sequence[str], before: Path | None = None) -> NDArray[np.int8]:
    """Return the texts' sentence vectors times `SCALE`; those that a shipped file holds aren't worked out again.

    Another adapter has other vectors.
    """
    known: dict[int, NDArray[np.int8]] = {}
    stored = np.load(before / LEARNED) if before and (before / LEARNED).exists() else None
    if stored is not None and json.loads(bytes(stored["told"])).get("adapter") == shipped_name():
        known = dict(zip(map(int, stored["texts"]), np.load(before / VECTORS), strict=True))
    new = [text for text in dict.fromkeys(texts) if text_key(text) not in known]
    for at in range(0, len(new), BATCH):
        some = new[at : at + BATCH]
        rows = np.rint(sentence_model().vectors(some) * SCALE).clip(-127, 127).astype(np.int8)
        known.update(zip(map(text_key, some), rows, strict=True))
    return np.stack([known[text_key(text)] for text in texts])


def text_key(text: str) -> int:
    """Return a number for a text."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def learn(
    wordings: Sequence[Wording], vectors: NDArray[np.int8]
) -> tuple[dict[str, Any], NDArray[np.int8]]:
    """Return what is shipped: what was learned, by name, and the vectors.

    Args:
        wordings: those of one question stand side by side.
    """
    own = np.array([n for n, one in enumerate(wordings) for _ in one.readings])
    units = [reading for one in wordings for reading in one.readings]
    counts = Counter(
        unit for n, one in enumerate(wordings) for unit in {u for r in one.readings for u in r}
    )
    kept = sorted(unit for unit, count in counts.items() if count >= LEAST)
    words = Words(
        {unit: n for n, unit in enumerate(kept)}, rarities([counts[u] for u in kept], len(wordings))
    )
    columns = list(dict.fromkeys((one.intent, one.leaning) for one in wordings))
    place = {column: n for n, column in enumerate(columns)}
    labels = np.array([place[wordings[n].intent, wordings[n].leaning] for n in own])
    shares = np.array([1 / len(wordings[n].readings) for n in own], dtype=np.float32)
    dense = vectors.astype(np.float32)
    dense /= np.linalg.norm(dense, axis=1, keepdims=True)
    weights = softmax_regression(
        dense, _sparse(units, words), own, labels, shares, len(columns), len(kept), PENALTY, STEPS
    )
    apart = _apart(wordings, dense)
    scales = np.abs(weights).max(axis=1, keepdims=True) / 127
    told, covers = _told(wordings, words, apart)
    told |= {"columns": columns, "words": kept, "digest": digest_of(wordings)}
    told |= {"adapter": shipped_name()}
    shipped = {
        "weights": np.rint(weights / np.where(scales > 0, scales, 1)).astype(np.int8),
        "scales": scales.astype(np.float32),
        "texts": np.array([text_key(wordings[n].text) for n in apart], dtype=np.uint64),
        "covers": np.packbits(covers, axis=1),
        "rarity": words.rarity,
        "told": np.frombuffer(json.dumps(told, ensure_ascii=False).encode(), dtype=np.uint8),
    }
    return shipped | packed([one.vocabulary for one in wordings]), vectors[apart]


def digest_of(wordings: Sequence[Wording]) -> str:
    """Return what stands for the built-in wordings: another one as soon as one of them changes."""
    text = "\n".join(f"{one.intent}\t{one.leaning}\t{one.text}" for one in wordings)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _sparse(units: Sequence[Sequence[str]], words: Words) -> Sparse:
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, reading in enumerate(units):
        bag = words.bag(reading)
        held = np.flatnonzero(bag)
        if not len(held):
            held = np.array([0])
        rows += [row] * len(held)
        columns += held.tolist()
        values += bag[held].tolist()
    return Sparse(
        np.array(rows),
        np.array(columns),
        np.array(values, dtype=np.float32),
        (len(units), len(words.rarity)),
    )


def _apart(wordings: Sequence[Wording], vectors: Matrix) -> list[int]:
    """Return which wordings' vectors are shipped: those to which none before, of one question, is as near as `SAME`."""
    found: list[int] = []
    first = 0
    for n, (one, vector) in enumerate(zip(wordings, vectors, strict=True)):
        if n and one.intent != wordings[n - 1].intent:
            first = len(found)
        if float((vectors[found[first:]] @ vector).max(initial=0)) < SAME:
            found.append(n)
    return found


def _told(
    wordings: Sequence[Wording], words: Words, apart: Sequence[int]
) -> tuple[dict[str, Any], NDArray[np.bool_]]:
    by_intent: dict[str, list[Wording]] = {}
    for one in wordings:
        by_intent.setdefault(one.intent, []).append(one)
    questions: list[Any] = []
    covers = np.zeros((len(by_intent), len(words.rarity)), dtype=bool)
    vocabulary: set[str] = set()
    kept = Counter(wordings[n].intent for n in apart)
    for number, (intent, its) in enumerate(by_intent.items()):
        marks = Counter(m for one in its for m in {u for u in one.readings[0] if u.startswith("⟨")})
        takes = {u for one in its for r in one.readings for u in r if u.startswith("⟨")}
        needs = [m for m, count in marks.items() if count >= ALWAYS * len(its)]
        questions.append((intent, len(its), kept[intent], needs, sorted(takes)))
        held = {u for one in its for r in one.readings for u in r}
        covers[number, [words.place[u] for u in held if u in words.place]] = True
        vocabulary.update(word for one in its for word in tidy(one.text))
    return {"questions": questions, "vocabulary": sorted(vocabulary)}, covers


def save(learned: dict[str, Any], vectors: NDArray[np.int8], folder: Path) -> None:
    """Write what is shipped."""
    np.save(folder / VECTORS, vectors)
    with (folder / LEARNED).open("wb") as opened:
        np.savez_compressed(opened, **learned)
