"""Tidying what people type: what they wrote stays, what can hide or forge text goes."""

from __future__ import annotations

import unicodedata

from bot.groups.errors import BadText

LONGEST_TITLE = 100
LONGEST_IDEA = 1000
"""Characters. Our own choice: a title fits a heading, an idea fits a card on a phone."""


def clean(text: str, what: str, longest: int) -> str:
    """Tidy what a person typed: one line's worth of visible characters, in Unicode's composed form.

    Control characters, zero-width characters and direction overrides are dropped: they can hide or forge text.

    Raises:
        BadText: nothing visible is left, or it is longer than `longest` characters.
    """
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(" " if c.isspace() else c for c in composed if c.isspace() or _is_shown(c))
    tidy = " ".join(visible.split())
    if not tidy or not any(unicodedata.category(c)[0] in "LNPS" for c in tidy):
        raise BadText(what, 0, longest)
    if len(tidy) > longest:
        raise BadText(what, len(tidy), longest)
    return tidy


def _is_shown(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
