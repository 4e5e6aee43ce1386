"""What is said to each known question, by theme: wordings in a `.yaml`, functions in the `.py` of the same name.

Importing this package registers every answer. What nothing answers has wordings alone, in `unstated.yaml`.
"""

from bot.answers.said import ANSWERS
from bot.answers.themes import (
    about,
    assistant,
    calendar,
    changes,
    days,
    deadlines,
    groups,
    labs,
    late,
    lectures,
    office_hours,
    pitch,
    prizes,
    project,
    releases,
    rubric,
    search,
    topics,
)

__all__ = [
    "ANSWERS",
    "about",
    "assistant",
    "calendar",
    "changes",
    "days",
    "deadlines",
    "groups",
    "labs",
    "late",
    "lectures",
    "office_hours",
    "pitch",
    "prizes",
    "project",
    "releases",
    "rubric",
    "search",
    "topics",
]  # fmt: skip
