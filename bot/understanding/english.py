"""Which words count as real English: pyspellchecker's frequency list, and those that are one piece to the model."""

from __future__ import annotations

import gzip
import re
from functools import lru_cache
from importlib.resources import files

from bot.understanding.sentences import whole_words

REAL_WORD = 2000
"""How often a word stands in the frequency list to be taken for English rather than a typo; by trying."""


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """Return the real words of English: those that occur often enough in pyspellchecker's frequency list.

    The list is scanned rather than loaded through its class, which holds ten times the memory.
    """
    packed = files("spellchecker").joinpath("resources/en.json.gz").read_bytes()
    pairs = re.finditer(rb'"([a-z]+)": ?(\d+)', gzip.decompress(packed))
    often = {m[1].decode() for m in pairs if int(m[2]) >= REAL_WORD}
    return frozenset(often | {word for word in whole_words() if word.isalpha()})
