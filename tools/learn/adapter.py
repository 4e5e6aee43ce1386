"""What is added to the sentence model (`bot/understanding/adapter.py`), learned from the built-in wordings with jax.

Which question a wording is of is told by its vector and its words, as in the regression that is shipped; the model
learns to put wordings of one question near each other. A vector is pulled back to where the model as it was trained by
others puts it, because a course's own questions are told by the same vectors, and nothing was learned from those.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import optax
from numpy.typing import NDArray

from bot.understanding.learned import Words, rarities
from bot.understanding.sentences import HEADS, LAYERS, TINY, WIDTH, SentenceModel, pieces
from tools.learn.wordings import Wording

RANK = 16
EPOCHS, BATCH = 4, 64
RATE, HEAD_RATE, DECAY = 1e-3, 5e-3, 0.02
"""How fast the additions and the regression learn, and how far the regression's weights shrink a step."""
DROPPED = 0.2
"""The share of every layer's numbers that are left out while learning."""
STAY = 3.0
"""What a cosine of 0 between a vector and the one before would cost, beside the logarithm of the chance."""
LOUD, LOUD_WORDS = 20.0, 5.0
"""How much a vector and the words are multiplied by before the regression, so that both learn alike."""
LONG = (8, 12, 16, 24, 48)
"""Texts are filled up to one of these numbers of pieces; each is compiled once."""
UNLIKE = frozenset(("not-listed",))
"""Questions whose wordings have nothing in common: no vectors are to be near each other for them."""
LEAST = 2
PARTS = ("attend", "gather", "widen", "narrow")

Tree = dict[str, jax.Array]


@dataclass(frozen=True, slots=True)
class Lessons:
    """What is learned from, a row each: texts, which question each is of, its words, and its vector before."""

    texts: Sequence[NDArray[np.int32]]
    questions: NDArray[np.int32]
    words: NDArray[np.float32]
    before: NDArray[np.float32]


def learn_adapter(wordings: Sequence[Wording], file: Path) -> None:
    """Learn what is added to the model, and write it. Takes three minutes an epoch on two cores.

    Prints the mean loss of each epoch.
    """
    taught = [one for one in wordings if one.intent not in UNLIKE]
    model = SentenceModel()
    lessons = _lessons(taught, model)
    frozen, first = _frozen(model), _start(lessons)
    for number, (learned, loss) in enumerate(_epochs(lessons, frozen, first), 1):
        print(f"epoch {number} of {EPOCHS}: loss {loss:.3f}", flush=True)
        additions = {name: np.asarray(part, np.float16) for name, part in learned["added"].items()}
        with file.open("wb") as opened:
            np.savez_compressed(opened, **additions)
    print(f"wrote {file}: {file.stat().st_size / 2**20:.1f} MiB, {_digest(file)}")


def _digest(file: Path) -> str:
    return hashlib.blake2b(file.read_bytes(), digest_size=4).hexdigest()


def _lessons(wordings: Sequence[Wording], model: SentenceModel) -> Lessons:
    place = {id: n for n, id in enumerate(dict.fromkeys(one.intent for one in wordings))}
    counts = Counter(unit for one in wordings for unit in set(one.readings[-1]))
    kept = sorted(unit for unit, count in counts.items() if count >= LEAST)
    rarity = rarities([counts[unit] for unit in kept], len(wordings))
    words = Words({unit: n for n, unit in enumerate(kept)}, rarity)
    return Lessons(
        [np.array(pieces(one.text)[: LONG[-1]], dtype=np.int32) for one in wordings],
        np.array([place[one.intent] for one in wordings], dtype=np.int32),
        np.stack([words.bag(one.readings[-1]) for one in wordings]),
        model.vectors([one.text for one in wordings]),
    )


def _frozen(model: SentenceModel) -> Tree:
    """Return the model's weights by name; those of the table of words in full."""
    found = {
        "words": model._words[:].astype(np.float32) * model._word_scale,
        "places": model._places,
        "norm.scale": model._norm.scale,
        "norm.shift": model._norm.shift,
    }
    for number, layer in enumerate(model._layers):
        for part in PARTS:
            dense = getattr(layer, part)
            found[f"{number}.{part}"], found[f"{number}.{part}.bias"] = dense.weights(), dense.bias
        for norm in ("attended", "narrowed"):
            found[f"{number}.{norm}.scale"] = getattr(layer, norm).scale
            found[f"{number}.{norm}.shift"] = getattr(layer, norm).shift
    return {name: jnp.asarray(held) for name, held in found.items()}


def _start(lessons: Lessons) -> dict[str, Tree]:
    """Return additions that change nothing yet, and a regression that knows nothing."""
    chance = np.random.default_rng(0)
    wide = {
        "attend": (WIDTH, 3 * WIDTH),
        "gather": (WIDTH, WIDTH),
        "widen": (WIDTH, 4 * WIDTH),
        "narrow": (4 * WIDTH, WIDTH),
    }
    added: Tree = {}
    for number in range(LAYERS):
        for part, (inputs, outputs) in wide.items():
            down = chance.standard_normal((inputs, RANK)) / np.sqrt(inputs)
            added[f"{number}.{part}.down"] = jnp.asarray(down, jnp.float32)
            added[f"{number}.{part}.up"] = jnp.zeros((RANK, outputs))
    questions = int(lessons.questions.max()) + 1
    head = {
        "vector": jnp.zeros((WIDTH, questions)),
        "words": jnp.zeros((lessons.words.shape[1], questions)),
        "always": jnp.zeros(questions),
    }
    return {"added": added, "head": head}


def _normal(x: jax.Array, frozen: Tree, name: str) -> jax.Array:
    x = x - x.mean(-1, keepdims=True)
    x = x * jax.lax.rsqrt((x * x).mean(-1, keepdims=True) + TINY)
    return x * frozen[f"{name}.scale"] + frozen[f"{name}.shift"]


def _vectors(
    added: Tree, frozen: Tree, ids: jax.Array, there: jax.Array, key: jax.Array
) -> jax.Array:
    """Return the vectors of some texts: the same forward pass as `SentenceModel`, with numbers left out.

    Args:
        ids, there: (texts, pieces): the numbers of their pieces, and 1 where there is one.
    """
    keys = iter(jax.random.split(key, 1 + 2 * LAYERS))

    def some(x: jax.Array) -> jax.Array:
        return x * jax.random.bernoulli(next(keys), 1 - DROPPED, x.shape) / (1 - DROPPED)

    def dense(x: jax.Array, name: str) -> jax.Array:
        low = (x @ added[f"{name}.down"]) @ added[f"{name}.up"]
        return x @ frozen[name] + low + frozen[f"{name}.bias"]

    texts, long = ids.shape
    x = some(_normal(frozen["words"][ids] + frozen["places"][:long], frozen, "norm"))
    hidden = (1 - there)[:, None, None, :] * -1e9
    for number in range(LAYERS):
        mixed = dense(x, f"{number}.attend").reshape(texts, long, 3, HEADS, WIDTH // HEADS)
        asked, held, told = mixed.transpose(2, 0, 3, 1, 4)
        weight = jax.nn.softmax(asked @ held.swapaxes(2, 3) * (WIDTH // HEADS) ** -0.5 + hidden)
        seen = (weight @ told).transpose(0, 2, 1, 3).reshape(x.shape)
        seen = _normal(some(dense(seen, f"{number}.gather")) + x, frozen, f"{number}.attended")
        wide = jax.nn.gelu(dense(seen, f"{number}.widen"), approximate=False)
        x = _normal(some(dense(wide, f"{number}.narrow")) + seen, frozen, f"{number}.narrowed")
    pooled = (x * there[..., None]).sum(1) / there.sum(1, keepdims=True)
    return pooled / jnp.linalg.norm(pooled, axis=1, keepdims=True)


def _loss(
    learned: Mapping[str, Tree], frozen: Tree, batch: Sequence[jax.Array], key: jax.Array
) -> jax.Array:
    ids, there, words, before, question = batch
    vector, head = _vectors(learned["added"], frozen, ids, there, key), learned["head"]
    scores = LOUD * vector @ head["vector"] + LOUD_WORDS * words @ head["words"] + head["always"]
    wrong = optax.softmax_cross_entropy_with_integer_labels(scores, question)
    return (wrong + STAY * (1 - (vector * before).sum(1))).mean()


def _epochs(
    lessons: Lessons, frozen: Tree, learned: dict[str, Tree]
) -> Iterator[tuple[dict[str, Tree], float]]:
    """Learn from every text once an epoch; yield what was learned, and the mean loss."""
    groups = _groups(lessons)
    steps = EPOCHS * sum(-(-len(group) // BATCH) for group in groups.values())
    slower = optax.scale_by_schedule(optax.cosine_decay_schedule(1.0, steps))
    adam = optax.scale_by_adam
    rules = optax.multi_transform(
        {
            "added": optax.chain(adam(), slower, optax.scale(-RATE)),
            "head": optax.chain(
                adam(), optax.add_decayed_weights(DECAY), slower, optax.scale(-HEAD_RATE)
            ),
        },
        {"added": "added", "head": "head"},
    )
    state = rules.init(learned)

    @partial(jax.jit, donate_argnums=(0, 1))
    def step(learned, state, batch, key):  # type: ignore[no-untyped-def]
        loss, slope = jax.value_and_grad(_loss)(learned, frozen, batch, key)
        change, state = rules.update(slope, state, learned)
        return optax.apply_updates(learned, change), state, loss

    chance, key = np.random.default_rng(0), jax.random.PRNGKey(0)
    for _ in range(EPOCHS):
        losses: list[jax.Array] = []
        for long, rows in _batches(groups, chance):
            key, now = jax.random.split(key)
            learned, state, loss = step(learned, state, _batch(lessons, rows, long), now)
            losses.append(loss)
        yield learned, float(jnp.stack(losses).mean())


def _groups(lessons: Lessons) -> dict[int, NDArray[np.int64]]:
    """Return the rows of the texts that are filled up to each length."""
    lengths = np.array([len(text) for text in lessons.texts])
    found = {
        long: np.flatnonzero((lengths > less) & (lengths <= long))
        for less, long in zip((0, *LONG), LONG, strict=False)
    }
    return {long: rows for long, rows in found.items() if len(rows)}


def _batches(
    groups: Mapping[int, NDArray[np.int64]], chance: np.random.Generator
) -> list[tuple[int, NDArray[np.int64]]]:
    """Deal every row out to batches of one size, some rows twice, in an order of chance."""
    dealt: list[tuple[int, NDArray[np.int64]]] = []
    for long, rows in groups.items():
        some = np.resize(chance.permutation(rows), -(-len(rows) // BATCH) * BATCH)
        dealt += [(long, few) for few in some.reshape(-1, BATCH)]
    return [dealt[n] for n in chance.permutation(len(dealt))]


def _batch(lessons: Lessons, rows: NDArray[np.int64], long: int) -> tuple[jax.Array, ...]:
    ids = np.zeros((len(rows), long), dtype=np.int32)
    there = np.zeros((len(rows), long), dtype=np.float32)
    for n, row in enumerate(rows):
        text = lessons.texts[row]
        ids[n, : len(text)], there[n, : len(text)] = text, 1
    of = (lessons.words[rows], lessons.before[rows], lessons.questions[rows])
    return tuple(map(jnp.asarray, (ids, there, *of)))
