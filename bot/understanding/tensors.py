"""The tensors of an ONNX file, as arrays that stay in the file: nothing is copied until somebody multiplies.

The file is a protocol buffer (protobuf.dev, "Encoding") of which only the graph's tensors are read, by the numbers of
onnx.proto: a model's field 7 is its graph, a graph's field 5 a tensor, a tensor's 8 and 9 its name and its bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from mmap import mmap

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
StoredLayer = tuple[NDArray[np.int8], Matrix]
"""A dense layer's weights, (inputs, outputs), and the scale of each output's."""


class StoredTensors:
    """The tensors of an ONNX file, by name.

    A dense layer's weights have numbers for names and stand in the order of use; `_q` and `_scale` are multiplied.
    """

    def __init__(self, held: mmap) -> None:
        self.plain: dict[str, Matrix] = {}
        self._int8: dict[str, NDArray[np.int8]] = {}
        whole = memoryview(held)
        for graph in _fields(whole, 7):
            for tensor in _fields(graph, 5):
                self._note(tensor)

    def _note(self, tensor: memoryview) -> None:
        name = bytes(next(_fields(tensor, 8))).decode()
        data = next(_fields(tensor, 9), None)
        if data is None:
            return
        if name.endswith("_q"):
            self._int8[name.removesuffix("_q")] = np.frombuffer(data, dtype=np.int8)
        elif len(data) % 4 == 0:
            self.plain[name] = np.frombuffer(data, dtype="<f4")

    def int8(self, name: str, width: int) -> tuple[NDArray[np.int8], Matrix]:
        """Return a table of rows of `width` numbers, and the scale of each row.

        Raises:
            KeyError: the file has no such table.
        """
        return self._int8[name].reshape(-1, width), self.plain[f"{name}_scale"].reshape(-1, 1)

    def dense(self) -> Iterator[StoredLayer]:
        """Return the dense layers, in the order in which they are used."""
        for name, weights in self._int8.items():
            if not name.startswith("inner."):
                scale = self.plain[f"{name}_scale"]
                yield weights.reshape(-1, len(scale)), scale


def _fields(message: memoryview, wanted: int) -> Iterator[memoryview]:
    """Return a message's fields of one number that have a length (protocol buffers, "Encoding")."""
    at = 0
    while at < len(message):
        tag, at = _number(message, at)
        kind = tag & 7
        if kind == 2:
            size, at = _number(message, at)
            if tag >> 3 == wanted:
                yield message[at : at + size]
            at += size
        elif kind == 0:
            _, at = _number(message, at)
        else:
            at += 8 if kind == 1 else 4


def _number(message: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
