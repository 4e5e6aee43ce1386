"""The course with every part that its own page has no use for, so that these are turned around and left out, too."""

from __future__ import annotations

from typing import Any

from tests.conftest import COURSE_FILE
from tests.contrary.turning import data_of

MORE: dict[str, Any] = {
    "words": {"group": "team", "groups": "teams", "staff": "organizers", "listener": "guest"},
    "topics": [
        {
            "id": "laptops",
            "title": "Laptops",
            "text": "Bring a laptop with Chromium to every lab.",
            "also_stated": [{"value": "Laptops stay closed", "where": "the syllabus"}],
        }
    ],
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
POSTERS: dict[str, Any] = {
    "id": "posters",
    "title": "Poster session",
    "entries": "groups",
    "rounds": [
        {
            "id": "hall",
            "title": "Exhibition hall",
            "advance": 5,
            "scale": {"min": 0, "max": 4},
            "judges": "Two Postdocs walk through the hall.",
            "scoring": "Posters are scored by their looks.",
            "criteria": [
                {"id": "looks", "title": "Looks", "weight": 2},
                {"id": "facts", "title": "Facts", "weight": 1},
            ],
        },
        {"id": "stage", "title": "Main stage", "criteria": [{"id": "talk", "title": "Talk"}]},
    ],
    "awards": [{"title": "Framed poster", "count": 1, "place": 2}],
}
"""A competition in rounds."""


def whole() -> dict[str, Any]:
    """Return the course as plain data, with these parts."""
    data = data_of(COURSE_FILE) | MORE
    [review] = [one for one in data["deadlines"] if one["id"] == "paper-review"]
    review["also_stated"] = [{"value": "2021-01-30T12:00:00-05:00", "where": "the handout"}]
    data["competitions"] = [*data["competitions"], POSTERS]
    return data
