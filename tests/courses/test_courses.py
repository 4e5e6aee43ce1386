"""Three courses of other shapes, written from their public pages: what is made of their files holds together."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.course.loader import load_course
from bot.course.timeline import Timeline

COURSES = sorted(Path(__file__).parent.glob("*/course.yaml"))


@pytest.mark.parametrize("path", COURSES, ids=lambda path: path.parent.name)
def test_each_person_has_the_meetings_of_their_own_cohort(path: Path) -> None:
    everybody = Timeline(load_course(path))
    for cohort in everybody.course.cohorts:
        own = everybody.of([cohort.id])
        others = {one.id for one in everybody.course.cohorts if one.kind == cohort.kind} - {
            cohort.id
        }
        assert own.items and not any(
            set(i.cohorts) & others and cohort.id not in i.cohorts for i in own.items
        )
