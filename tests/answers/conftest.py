from __future__ import annotations

import pytest

from bot.answers.answerer import Answerer
from bot.course.timeline import Timeline
from bot.questions.service import built


@pytest.fixture(scope="session")
def answerer(timeline: Timeline) -> Answerer:
    """What answers questions about the course, built once."""
    return built(timeline, ())


@pytest.fixture(scope="session")
def semester_answerer(semester_timeline: Timeline) -> Answerer:
    """The same for another course altogether."""
    return built(semester_timeline, ())
