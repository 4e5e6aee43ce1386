"""The course with every part that its own page has no use for, so that these are turned around and left out, too."""

from __future__ import annotations

from typing import Any

from tests.conftest import COURSE_FILE
from tests.contrary.turning import data_of

MORE: dict[str, Any] = {
    "words": {"group": "team", "groups": "teams", "staff": "organizers", "listener": "guest"},
    "people": [
        {
            "name": "Nadia Okafor",
            "role": "head TA",
            "affiliation": "Brain and Cognitive Sciences",
            "email": "nadia@example.edu",
            "contact": "@nadia on Slack",
            "link": "https://example.edu/nadia",
            "also": ["Okie"],
        },
        {"name": "Tomas Lindqvist", "role": "mentor", "email": "tomas@example.edu"},
    ],
}
"""Parts of a course file, by their keys."""


def whole() -> dict[str, Any]:
    """Return the course as plain data, with these parts."""
    return data_of(COURSE_FILE) | MORE
