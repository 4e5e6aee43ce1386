"""What is read of an ONNX file is its tensors, whatever stands between them."""

from __future__ import annotations

from mmap import mmap

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.tensors import StoredTensors

OTHERS = st.sampled_from(
    (b"\x08\x96\x01", b"\x11" + b"\x07" * 8, b"\x1d" + b"\x07" * 4, b"\x22\x02hi")
)
"""Fields of other numbers, one a way that a protocol buffer writes them: a number, 8 bytes, 4 bytes, a text."""


def _field(number: int, held: bytes) -> bytes:
    size, written = len(held), b""
    while size > 127:
        size, written = size >> 7, written + bytes([size & 127 | 128])
    return bytes([number << 3 | 2]) + written + bytes([size]) + held


def _read(graph: bytes, before: bytes = b"") -> StoredTensors:
    whole = before + _field(7, graph)
    held = mmap(-1, len(whole))
    held[:] = whole
    return StoredTensors(held)


@given(OTHERS, OTHERS, st.integers(1, 100))
def test_a_tensor_is_found_among_fields_of_every_kind(one: bytes, other: bytes, many: int) -> None:
    numbers = np.arange(many, dtype="<f4")
    tensor = one + _field(8, b"bias") + other + _field(9, numbers.tobytes())
    stored = _read(other + _field(5, tensor) + one, before=one)
    assert stored.plain.keys() == {"bias"}
    assert np.array_equal(stored.plain["bias"], numbers)


def test_a_table_of_bytes_has_a_scale_a_row_and_a_dense_layer_one_a_column() -> None:
    rows = np.arange(6, dtype=np.int8)
    graph = b""
    for name, scale in (("inner.words", (2, 3)), ("17", (1, 10, 100))):
        scales = np.array(scale, dtype="<f4").tobytes()
        graph += _field(5, _field(8, f"{name}_q".encode()) + _field(9, rows.tobytes()))
        graph += _field(5, _field(8, f"{name}_scale".encode()) + _field(9, scales))
    graph += _field(5, _field(8, b"empty"))
    stored = _read(graph)
    table, scale = stored.int8("inner.words", 3)
    assert (table * scale).tolist() == [[0, 2, 4], [9, 12, 15]]
    ((weights, scale),) = stored.dense()
    assert (weights * scale).tolist() == [[0, 10, 200], [3, 40, 500]]
    with pytest.raises(KeyError):
        stored.int8("empty", 3)
