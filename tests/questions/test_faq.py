"""What answers questions is built once a course and once a state of an FAQ; nobody waits for another server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from threading import Event

import pytest
import pytest_asyncio

from bot.answers.answerer import Answerer, answerer_for
from bot.answers.terminal import first_morning
from bot.course.asking import FrequentQuestion
from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.questions.faq import AnswererCache

LONG_S = 20
"""A question that waits for a build would still wait after this: nothing lets the builds go on before."""


class Workshop:
    """Builds as the bot does, one course once, but only while `open` is set."""

    def __init__(self) -> None:
        self.open = Event()
        self.open.set()
        self.built: list[str] = []
        self.at_once = self.most = 0
        self.failures: list[Exception] = []

    def build(self, timeline: Timeline, _taught: Sequence[FrequentQuestion]) -> Answerer:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        assert self.open.wait(30)
        self.at_once -= 1
        if self.failures:
            raise self.failures.pop()
        self.built.append(timeline.course.title)
        return answerer_for(timeline)


@pytest.fixture
def workshop() -> Workshop:
    return Workshop()


@pytest_asyncio.fixture
async def cache(workshop: Workshop) -> AsyncIterator[AnswererCache]:
    cache = AnswererCache(workshop.build)
    yield cache
    workshop.open.set()
    cache.close()


def entry(guild_id: int, question: str, answer: str) -> FrequentQuestion:
    return FrequentQuestion(id=f"learned-{guild_id}", ask=(question,), answer=answer)


def others(course: Course, count: int) -> list[Timeline]:
    """Return the same course under other names."""
    return [Timeline(course.model_copy(update={"title": f"Course {n}"})) for n in range(count)]


async def said(cache: AnswererCache, at: Timeline, *faq: FrequentQuestion) -> str:
    answerer = await cache.get(at, faq)
    return answerer.ask("is there any parking?", first_morning(at)).text


async def test_what_staff_taught_is_answered_at_once_and_in_its_server_alone(
    cache: AnswererCache, workshop: Workshop, timeline: Timeline
) -> None:
    for number in (1, 2, 3, 1):
        lot = entry(number, "is there parking", f"Lot {number}.")
        assert await said(cache, timeline, lot) == f"Lot {number}."
    assert "Lot" not in await said(cache, timeline)
    assert len(workshop.built) == 1


async def test_servers_with_the_same_course_file_share_what_is_built(
    cache: AnswererCache, workshop: Workshop, course: Course
) -> None:
    copies = [Timeline(Course.model_validate(course.model_dump(by_alias=True))) for _ in range(20)]
    answerers = await asyncio.gather(*map(cache.get, copies))
    assert len(set(map(id, answerers))) == 1 == len(workshop.built)


async def test_courses_share_what_was_learned(
    timeline: Timeline, semester_timeline: Timeline
) -> None:
    one, two = answerer_for(timeline), answerer_for(semester_timeline)
    assert one.reader.learned is two.reader.learned


async def test_a_server_answers_while_anothers_course_is_built(
    cache: AnswererCache, workshop: Workshop, timeline: Timeline, semester_timeline: Timeline
) -> None:
    lot, pool = entry(1, "is there parking", "Lot 1."), entry(2, "is there a pool", "Yes.")
    await cache.get(timeline)
    workshop.open.clear()
    assert cache.ready(semester_timeline) is None
    assert cache.ready(semester_timeline, (pool,)) is None
    async with asyncio.timeout(LONG_S):
        assert await said(cache, timeline, lot) == "Lot 1."
    assert cache.ready(timeline) is not None
    workshop.open.set()
    answerer = await cache.get(semester_timeline, (pool,))
    assert answerer.ask("is there a pool", first_morning(semester_timeline)).text == "Yes."


async def test_a_build_that_fails_is_told_and_tried_again(
    cache: AnswererCache, workshop: Workshop, timeline: Timeline
) -> None:
    workshop.failures = [RuntimeError("planted")]
    with pytest.raises(RuntimeError, match="planted"):
        await cache.get(timeline)
    assert await said(cache, timeline)


async def test_courses_are_built_one_after_another_and_no_asker_waits_for_a_second_build(
    cache: AnswererCache, workshop: Workshop, course: Course
) -> None:
    timelines = others(course, 4)
    answerers = await asyncio.gather(*map(cache.get, timelines))
    assert [one.timeline for one in answerers] == timelines
    assert (workshop.most, len(workshop.built)) == (1, 4)


async def test_of_very_many_courses_those_asked_about_last_are_kept(
    cache: AnswererCache, workshop: Workshop, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.questions.faq.MOST_KEPT", 2)
    timelines = others(course, 4)
    for number in (0, 1, 0, 2, 0, 3):
        await cache.get(timelines[number])
    assert workshop.built == ["Course 0", "Course 1", "Course 2", "Course 3"]
    kept = [cache.ready(timelines[number]) is not None for number in (0, 3, 1)]
    assert kept == [True, True, False]


async def test_what_was_forgotten_while_somebody_waited_for_it_isnt_kept_for_ever(
    cache: AnswererCache, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.questions.faq.MOST_KEPT", 1)
    one, *rest = others(course, 3)
    waiting = asyncio.create_task(cache.get(one))
    await asyncio.sleep(0)
    for timeline in rest:
        await cache.get(timeline)
    await waiting
    assert len(cache._kept) <= 2
