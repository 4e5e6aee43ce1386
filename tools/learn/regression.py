"""Softmax regression in numpy, with L-BFGS (Nocedal and Wright, "Numerical Optimization", 2006, algorithm 7.4)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Loss = Callable[[Matrix], tuple[float, Matrix]]

KEPT = 8


def minimize(loss: Loss, start: Matrix, steps: int) -> Matrix:
    """Return where a smooth loss is small.

    Args:
        loss: gives its value and its gradient.
    """
    at, (value, slope) = start, loss(start)
    pairs: deque[tuple[Matrix, Matrix, float]] = deque(maxlen=KEPT)
    for _ in range(steps):
        way = _direction(slope, pairs)
        length, descent = (
            (1.0 if pairs else 1.0 / float(np.abs(slope).sum())),
            float((way * slope).sum()),
        )
        while True:
            there = at - np.float32(length) * way
            value_there, slope_there = loss(there)
            if value_there <= value - 1e-4 * length * descent or length < 1e-12:
                break
            length *= 0.5
        moved, turned = there - at, slope_there - slope
        bend = float((moved * turned).sum())
        if bend > 1e-10:
            pairs.append((moved, turned, bend))
        at, value, slope = there, value_there, slope_there
    return at


def _direction(slope: Matrix, pairs: deque[tuple[Matrix, Matrix, float]]) -> Matrix:
    way, shares = slope.copy(), list[float]()
    for moved, turned, bend in reversed(pairs):
        share = float((moved * way).sum()) / bend
        shares.append(share)
        way -= np.float32(share) * turned
    if pairs:
        _, turned, bend = pairs[-1]
        way *= np.float32(bend / float((turned * turned).sum()))
    for (moved, turned, bend), share in zip(pairs, reversed(shares), strict=True):
        way += np.float32(share - float((turned * way).sum()) / bend) * moved
    return way


class Sparse:
    """A matrix of few entries, times a dense one, both ways round."""

    def __init__(
        self,
        rows: NDArray[np.int64],
        columns: NDArray[np.int64],
        values: Matrix,
        shape: tuple[int, int],
    ) -> None:
        """Take the entries sorted by row; every row and every column has one at least."""
        self._by_row = (columns, values[:, None], np.searchsorted(rows, np.arange(shape[0])))
        order = np.argsort(columns, kind="stable")
        starts = np.searchsorted(columns[order], np.arange(shape[1]))
        self._by_column = (rows[order], values[order][:, None], starts)

    def times(self, dense: Matrix) -> Matrix:
        """Return this times a dense matrix."""
        columns, values, starts = self._by_row
        return np.add.reduceat(dense[columns] * values, starts, axis=0)

    def turned(self, dense: Matrix) -> Matrix:
        """Return this, transposed, times a dense matrix."""
        rows, values, starts = self._by_column
        return np.add.reduceat(dense[rows] * values, starts, axis=0)


def softmax_regression(
    dense: Matrix,
    sparse: Sparse,
    own: NDArray[np.int64],
    labels: NDArray[np.int64],
    shares: Matrix,
    classes: int,
    width: int,
    penalty: float,
    steps: int,
) -> Matrix:
    """Return weights (dense + sparse + 1, classes).

    Args:
        dense: (texts, D); `sparse` has a row for each reading of a text, `own` says of which.
        labels, shares: the class of each reading, and how much it counts.
        width: the columns of `sparse`.
    """
    d, readings = dense.shape[1], len(own)
    every = np.arange(readings)
    starts = np.searchsorted(own, np.arange(len(dense)))

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        scores = (dense @ weights[:d])[own] + sparse.times(weights[d : d + width]) + weights[-1]
        scores -= scores.max(axis=1, keepdims=True)
        right = scores[every, labels].copy()
        np.exp(scores, out=scores)
        total = scores.sum(axis=1, keepdims=True)
        value = float((shares * (np.log(total[:, 0]) - right)).sum())
        scores /= total
        scores[every, labels] -= 1
        scores *= shares[:, None]
        slope = np.concatenate(
            (
                dense.T @ np.add.reduceat(scores, starts, axis=0),
                sparse.turned(scores),
                scores.sum(axis=0, keepdims=True),
            )
        )
        slope[:-1] += np.float32(penalty) * weights[:-1]
        return value + penalty / 2 * float((weights[:-1] ** 2).sum()), slope

    return minimize(loss, np.zeros((d + width + 1, classes), dtype=np.float32), steps)
