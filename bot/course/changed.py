"""What was different from one version of a course to the next, and since when."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Line(NamedTuple):
    """One change in words.

    Attributes:
        about: the id of what changed, the day of a day off, or a part of the file.
        why: what staff said of it where the file has no place for that.
    """

    about: str
    text: str
    why: str = ""


class Changed(NamedTuple):
    """A change that has been made. `at`: aware UTC."""

    at: datetime
    line: Line
