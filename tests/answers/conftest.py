from __future__ import annotations

import pytest

from bot.answers.answerer import Answerer, answerer_for
from bot.course.timeline import Timeline


@pytest.fixture(scope="session")
def answerer(timeline: Timeline) -> Answerer:
    """What answers questions about the course, built once."""
    return answerer_for(timeline)


@pytest.fixture(scope="session")
def semester_answerer(semester_timeline: Timeline) -> Answerer:
    """The same for another course altogether."""
    return answerer_for(semester_timeline)
