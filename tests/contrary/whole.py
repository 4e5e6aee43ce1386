"""The course with every part that its own page has no use for, so that these are turned around and left out, too."""

from __future__ import annotations

from typing import Any

from tests.conftest import COURSE_FILE
from tests.contrary.turning import data_of

MORE: dict[str, Any] = {
    "participants": {
        "who": "Every Mariner and every Baker of the coast.",
        "people": {"students": True, "listeners": True, "affiliates": False, "public": False},
        "min_age": 17,
    },
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
            "session": "retreat",
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
TIDES: dict[str, Any] = {
    "id": "tides",
    "title": "Best use of tides",
    "entries": "opt-in",
    "cohort": "hall-a",
    "judges": "Harbor pilots look at every entry.",
    "criteria": [{"id": "use", "title": "Use of tides", "guideline": "How Wet is it?"}],
    "awards": [{"title": "Boat trip", "worth": "a Day at sea"}],
}
"""A competition that groups choose to enter, for one cohort."""
VOTE: dict[str, Any] = {
    "id": "vote",
    "title": "Audience vote",
    "entries": "groups",
    "judged": False,
    "criteria": [{"id": "cheers", "title": "Loudest Cheers"}],
    "awards": [{"title": "Golden Mug"}],
}
"""A competition that is decided elsewhere."""
GROUPS: dict[str, Any] = {
    "about": "Groups build One Thing.",
    "recommended": {"min": 2, "max": 4},
    "opens_at": "2021-01-19T09:00:00-05:00",
    "threads": True,
    "mentor": "A Sherpa walks with each group.",
}
"""What else is stated of groups."""
COHORTS: list[dict[str, Any]] = [
    {
        "id": "hall-a",
        "title": "Hall Alpha",
        "kind": "hall",
        "role": "Alphas",
        "starts": "16:00",
        "ends": "16:50",
        "where": "Alpha Annex",
        "leader": "Petra Kovacs",
        "channel": "alpha-news",
        "also": ["Alphaland"],
    },
    {
        "id": "hall-b",
        "title": "Hall Beta",
        "kind": "hall",
        "capacity": 30,
        "starts": "17:00",
        "about": "For Latecomers.",
    },
]
RECITATION: dict[str, Any] = {
    "id": "recitation",
    "kind": "recitation",
    "title": "Recitation",
    "cohorts": ["hall-a", "hall-b"],
    "weekdays": ["sat"],
    "first": "2021-01-23",
    "last": "2021-01-23",
    "topics": ["Gradients by Hand"],
}
RETREAT: dict[str, Any] = {
    "id": "retreat",
    "kind": "event",
    "day": "2021-01-23",
    "last": "2021-01-24",
    "title": "Night at the Lighthouse",
    "starts": "18:00",
    "ends": "11:00",
}
"""What goes on for more than a day."""
SWIMMING: dict[str, Any] = {
    "id": "swimming",
    "title": "Swim like a Tensor",
    "due_at": "2021-01-28T12:00:00-05:00",
    "due_by_cohort": [
        {"cohorts": ["hall-a"], "due_at": "2021-01-27T12:00:00-05:00"},
        {"cohorts": ["hall-b"], "meeting": "recitation", "week": "2021-01-23", "after": "2d"},
    ],
    "optional": True,
    "late": "laps",
    "points": 7,
    "parts": [
        {"id": "film", "title": "Film of your Strokes", "accepts": ["link"]},
        {
            "id": "log",
            "title": "Logbook of Laps",
            "accepts": ["link"],
            "hosts": [{"name": "Lapbook", "at": "lapbook.example/"}],
        },
    ],
}
"""What several cohorts meet for and hand in at times of their own."""
LATE: list[dict[str, Any]] = [
    {
        "id": "laps",
        "taken": False,
        "free_days": {"budget": 5, "most": 3},
        "text": "Wet Swimmers have more time.",
    },
]
"""What becomes of what is handed in late."""


def whole() -> dict[str, Any]:
    """Return the course as plain data, with these parts."""
    data = data_of(COURSE_FILE) | MORE
    [review] = [one for one in data["deadlines"] if one["id"] == "paper-review"]
    review["also_stated"] = [{"value": "2021-01-30T12:00:00-05:00", "where": "the handout"}]
    data["groups"] = data["groups"] | GROUPS
    data["competitions"] = [*data["competitions"], POSTERS, TIDES, VOTE]
    data["cohorts"], data["weekly"] = COHORTS, [*data.get("weekly", []), RECITATION]
    data["sessions"] = [*data["sessions"], RETREAT]
    data["assignments"] = [*data["assignments"], SWIMMING]
    data["late_policies"] = LATE
    data["term"] = data["term"] | {"earliest": "2021-01-16", "latest": "2021-01-30"}
    data["grading"]["passing"].append(
        {"id": "half", "title": "Half of the Whole", "proof": "grade", "at_least": 55}
    )
    return data
