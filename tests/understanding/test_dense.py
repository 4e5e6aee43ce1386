"""A dense layer gives what multiplying with all of its weights at once gives, however many rows come."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.dense import BLOCK, Additions, Dense

SHAPES = ((384, 384), (384, 1152), (384, 1536), (1536, 384), (2, 3))
"""Those of the model's layers, and one that is smaller than a tile."""


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(SHAPES), st.integers(1, 70), st.booleans(), st.integers(0, 99))
def test_rows_are_multiplied_with_the_weights_and_what_was_added(
    shape: tuple[int, int], rows: int, adds: bool, seed: int
) -> None:
    chance = np.random.default_rng(seed)
    weights = chance.integers(-127, 128, shape).astype(np.int8)
    scale = chance.uniform(0.001, 0.01, shape[1]).astype(np.float32)
    bias = chance.standard_normal(shape[1]).astype(np.float32)
    x = chance.standard_normal((rows, shape[0])).astype(np.float32)
    down = chance.standard_normal((shape[0], 2)).astype(np.float16)
    up = chance.standard_normal((2, shape[1])).astype(np.float16)
    added: Additions | None = (down, up) if adds else None
    layer = Dense(weights, scale, bias, added)
    whole = weights * scale.astype(np.float64)
    assert np.allclose(layer.weights(), whole, rtol=1e-6)
    if adds:
        whole = whole + down.astype(np.float64) @ up.astype(np.float64)
    told = layer(x, np.empty(BLOCK, dtype=np.float32))
    assert told.flags.c_contiguous
    assert np.allclose(told, x @ whole + bias, rtol=1e-4, atol=1e-3)


def test_weights_stay_bytes() -> None:
    layer = Dense(
        np.ones((384, 384), dtype=np.int8), np.ones(384, np.float32), np.ones(384, np.float32)
    )
    held = [one for one in vars(layer).values() if isinstance(one, np.ndarray)]
    assert sum(one.nbytes for one in held) < 1.1 * 384 * 384


@pytest.mark.parametrize("columns", [1, 31, 32, 33])
def test_a_narrow_layer_is_one_tile(columns: int) -> None:
    layer = Dense(
        np.ones((5, columns), dtype=np.int8),
        np.ones(columns, dtype=np.float32),
        np.zeros(columns, dtype=np.float32),
    )
    assert layer(np.ones((1, 5), dtype=np.float32), np.empty(BLOCK, np.float32)).tolist() == [
        [5.0] * columns
    ]
