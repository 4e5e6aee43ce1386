"""What is wrong in a course file whose fields have the right shape."""

from __future__ import annotations

from typing import NamedTuple

from bot.course.yamlfile import Loc


class Finding(NamedTuple):
    """One broken rule: where, what stands there, what should."""

    loc: Loc
    found: str
    expected: str
