"""What is added to the sentence model brings wordings of one question together, and leaves all else nearly in place."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from bot.understanding import shelf as shelves
from bot.understanding.adapter import Adapter, shipped_adapter, unpacked
from bot.understanding.sentences import LAYERS, SentenceModel, sentence_model
from bot.understanding.shelf import Shelf

ELSEWHERE = (
    "the vending machine on the second floor takes coins only",
    "bring the signed form of your landlord to the dean",
    "lunch is served from noon in the hall beside the library",
    "robots may not leave the pen once the whistle has blown",
)
"""What another course might say, and nothing that was learned from."""

SAME, OTHER = (
    ("until when may one send it in", "last moment for turning stuff in"),
    ("what loot is there", "which goodies are handed out"),
)


def test_additions_are_of_low_rank_and_one_for_each_layer_of_weights() -> None:
    parts = shipped_adapter().parts
    assert len(parts) == 4 * LAYERS
    for down, up in parts.values():
        assert down.shape[1] == up.shape[0] <= 16


def test_texts_of_other_courses_stay_nearly_where_they_were() -> None:
    before, now = SentenceModel().vectors(ELSEWHERE), sentence_model().vectors(ELSEWHERE)
    cosines = (before * now).sum(axis=1)
    assert float(cosines.min()) > 0.85, cosines


def test_what_is_asked_alike_comes_nearer_than_what_isnt() -> None:
    def apart(model: SentenceModel) -> float:
        a, b = model.vectors(SAME)
        c, d = model.vectors(OTHER)
        return float(a @ b + c @ d - a @ c - b @ d)

    assert apart(sentence_model()) > apart(SentenceModel())


def test_other_additions_have_another_name_and_other_files_of_kept_vectors(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    named = [_packed(value) for value in (0.5, 0.25)]
    assert named[0].name != named[1].name
    shelf = Shelf()
    shelf.folder = tmp_path
    files = set[Path | None]()
    for adapter in named:
        monkeypatch.setattr(shelves, "shipped_name", lambda name=adapter.name: name)
        files.add(shelf.file_of("course"))
    assert len(files) == 2


def _packed(value: float) -> Adapter:
    written, half = BytesIO(), np.full((2, 1), value, dtype=np.float16)
    np.savez(written, **{"0.widen.down": half, "0.widen.up": half.T})
    return unpacked(written.getvalue())
