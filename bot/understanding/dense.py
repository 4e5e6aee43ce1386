"""A dense layer of the sentence model, whose weights stay the bytes that are shipped until they are multiplied.

What a question costs is reading weights, not multiplying: a dozen rows go through 10.6 million of them. As bytes they
are 11 MB instead of 42; a block of them becomes float32 where the processor's second cache holds it, and is multiplied
there. It lies in the order of its use, in tiles that are narrow enough for OpenBLAS to multiply them as they are
instead of copying them first ("small matrix optimization", from 0.3.17 on). All layers together, on a machine with
other work on it: 4.1 ms for 12 rows, where 10.8 ms went into float32 matrices as wide as the layer.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bot.understanding.tensors import Matrix

BLOCK = 384 * 384
"""Weights that become float32 at once: 0.6 MB, of a second cache of 1 to 2 MB."""
TILE = 64 * 384
"""Weights that are multiplied at once: 64 columns of a layer with 384 inputs."""
MANY = 48
"""Rows from which a block is multiplied as one matrix: 256 rows take 68 rather than 83 ms then."""

Additions = tuple[NDArray[np.float16], NDArray[np.float16]]
"""What is added to a layer's weights is their product: (inputs, rank) and (rank, outputs)."""


class Dense:
    """Multiplies rows with a layer's weights, and adds its bias.

    Args:
        weights: (inputs, outputs), whose tiles fill whole blocks.
        scale: what each output's weights are multiplied by.
        added: what was learned to be added to the weights.
    """

    def __init__(
        self,
        weights: NDArray[np.int8],
        scale: Matrix,
        bias: Matrix,
        added: Additions | None = None,
    ) -> None:
        inputs, outputs = weights.shape
        columns = min(max(TILE // inputs, 32), outputs)
        self._tiles = np.ascontiguousarray(
            weights.reshape(inputs, outputs // columns, columns).swapaxes(0, 1)
        )
        self._scale, self.bias = scale.copy(), bias.copy()
        self._added = None if added is None else tuple(one.astype(np.float32) for one in added)

    def __call__(self, x: Matrix, room: Matrix) -> Matrix:
        """Return (rows, outputs) of (rows, inputs).

        Args:
            room: `BLOCK` numbers that are written over.
        """
        tiles, inputs, columns = self._tiles.shape
        told = np.empty((len(x), tiles * columns), dtype=np.float32)
        into = told.reshape(len(x), tiles, columns).swapaxes(0, 1)
        step = min(BLOCK // (inputs * columns), tiles)
        room = room[: step * inputs * columns]
        few = len(x) < MANY
        block = room.reshape(step, inputs, columns)
        side_by_side = room.reshape(inputs, step, columns).swapaxes(0, 1)
        for at in range(0, tiles, step):
            np.copyto(block if few else side_by_side, self._tiles[at : at + step])
            if few:
                np.matmul(x, block, out=into[at : at + step])
            else:
                out = told[:, at * columns : (at + step) * columns]
                np.matmul(x, room.reshape(inputs, -1), out=out)
        told *= self._scale
        told += self.bias
        if self._added is not None:
            down, up = self._added
            told += (x @ down) @ up
        return told

    def weights(self) -> Matrix:
        """Return what rows are multiplied with, without what was added."""
        inputs = self._tiles.shape[1]
        return self._tiles.swapaxes(0, 1).reshape(inputs, -1).astype(np.float32) * self._scale
