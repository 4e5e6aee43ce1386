"""What is said to each known question, by theme. Importing this package registers every answer."""

from bot.answers.say import (
    about,
    days,
    due,
    hours,
    labs,
    lectures,
    pitch,
    project,
    rubric,
    times,
    topics,
    unstated,
    wins,
)

__all__ = [
    "about", "days", "due", "hours", "labs", "lectures", "pitch", "project", "rubric", "times", "topics", "unstated",
    "wins",
]  # fmt: skip
