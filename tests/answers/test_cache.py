"""What answers questions is built once a course and once a state of an FAQ; nobody waits for another server."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from threading import Event

import pytest
import pytest_asyncio

from bot.answers.answerer import answerer_for
from bot.answers.cache import MOST_LEARNED, AnswererCache
from bot.answers.terminal import first_morning
from bot.course.asking import FrequentQuestion
from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.ids import GuildId
from bot.understanding.intents import Intent
from bot.understanding.lexicon import Lexicon
from bot.understanding.training import Trained, learn

SERVERS = [GuildId(number) for number in range(1, 21)]
LONG_S = 20
"""A question that waits for a build would still wait after this: nothing lets the builds go on before."""


class Workshop:
    """Learns courses as the bot does. FAQs are only learned while `open` is set, and count as learned at once."""

    def __init__(self) -> None:
        self.open = Event()
        self.built: Counter[frozenset[str]] = Counter()
        self._courses: dict[int, Trained] = {}

    def learn(self, lexicon: Lexicon, intents: Sequence[Intent]) -> Trained:
        taught = frozenset(intent.id for intent in intents if intent.taught)
        self.built[taught] += 1
        if not taught:
            self._courses[id(lexicon)] = learn(lexicon, intents)
        else:
            assert self.open.wait(30)
        return replace(self._courses[id(lexicon)])


@pytest.fixture
def workshop() -> Workshop:
    return Workshop()


@pytest_asyncio.fixture
async def cache(workshop: Workshop) -> AsyncIterator[AnswererCache]:
    cache = AnswererCache(workshop.learn)
    yield cache
    workshop.open.set()
    await cache.settle()
    cache.close()


def entry(guild_id: int, question: str, answer: str) -> FrequentQuestion:
    return FrequentQuestion(id=f"learned-{guild_id}", ask=(question,), answer=answer)


async def said(cache: AnswererCache, guild: GuildId, at: Timeline, *faq: FrequentQuestion) -> str:
    answerer = await cache.get(guild, at, faq)
    return answerer.ask("is there any parking?", first_morning(at)).text


async def test_twenty_servers_with_an_faq_wait_for_no_build_and_each_is_built_once(
    cache: AnswererCache, workshop: Workshop, timeline: Timeline
) -> None:
    await cache.get(GuildId(0), timeline)
    faqs = {guild: entry(guild, "is there parking", f"Lot {guild}.") for guild in SERVERS}
    async with asyncio.timeout(LONG_S):
        for _ in range(3):
            for guild, faq in faqs.items():
                assert await said(cache, guild, timeline, faq) == f"Lot {guild}."
    workshop.open.set()
    await cache.settle()
    assert workshop.built == {frozenset(): 1} | {frozenset({faq.id}): 1 for faq in faqs.values()}
    for guild, faq in faqs.items():
        assert await said(cache, guild, timeline, faq) == f"Lot {guild}."
    assert workshop.built.total() == 1 + len(SERVERS)


async def test_servers_with_the_same_course_file_share_what_is_built(
    cache: AnswererCache, workshop: Workshop, course: Course
) -> None:
    copies = [Timeline(Course.model_validate(course.model_dump(by_alias=True))) for _ in SERVERS]
    answerers = await asyncio.gather(*map(cache.get, SERVERS, copies))
    assert len(set(map(id, answerers))) == 1
    assert workshop.built == {frozenset(): 1}


async def test_a_server_answers_while_anothers_course_is_built(
    cache: AnswererCache, timeline: Timeline, semester_timeline: Timeline
) -> None:
    await cache.get(GuildId(1), timeline)
    assert cache.ready(GuildId(2), semester_timeline) is None
    assert cache.ready(GuildId(1), timeline) is not None
    assert cache.ready(GuildId(1), timeline, (entry(1, "is there parking", "No."),)) is not None
    assert (await cache.get(GuildId(2), semester_timeline)).timeline is semester_timeline


async def test_an_faq_that_changes_again_is_only_learned_as_it_is_now(
    cache: AnswererCache, workshop: Workshop, timeline: Timeline
) -> None:
    other = entry(7, "is there a sauna", "No.")
    await said(cache, GuildId(7), timeline, other)
    for number in range(8, 12):
        faq = entry(number, "is there parking", f"Lot {number}.")
        assert await said(cache, GuildId(1), timeline, faq) == f"Lot {number}."
    workshop.open.set()
    await cache.settle()
    learned = {"learned-7", "learned-11"}
    assert workshop.built == {frozenset(): 1} | {frozenset({id}): 1 for id in learned}
    assert "Lot" not in await said(cache, GuildId(1), timeline)


async def test_what_has_learned_an_entry_takes_over_when_it_is_ready(timeline: Timeline) -> None:
    cache, faq = AnswererCache(), (entry(1, "is there parking", "Yes."),)
    before = await cache.get(GuildId(1), timeline, faq)
    await cache.settle()
    after = await cache.get(GuildId(1), timeline, faq)
    cache.close()
    assert "learned-1" not in before.reader.trained.columns
    assert "learned-1" in after.reader.trained.columns
    for answerer in (before, after):
        assert answerer.ask("is there any parking", first_morning(timeline)).text == "Yes."


async def test_of_very_many_servers_those_whose_faq_changed_last_are_kept_learned(
    cache: AnswererCache, workshop: Workshop, timeline: Timeline
) -> None:
    workshop.open.set()
    faqs = {GuildId(n): entry(n, "is there parking", f"Lot {n}.") for n in range(MOST_LEARNED + 3)}
    for guild, faq in faqs.items():
        assert await said(cache, guild, timeline, faq) == f"Lot {guild}."
    await cache.settle()
    course = await cache.get(GuildId(99), timeline)
    for guild, faq in faqs.items():
        answerer = await cache.get(guild, timeline, (faq,))
        assert (answerer.reader.trained is not course.reader.trained) == (guild >= 3)
        assert await said(cache, guild, timeline, faq) == f"Lot {guild}."
    assert workshop.built.total() == 1 + len(faqs)


async def test_a_build_that_fails_is_told_and_tried_again(timeline: Timeline) -> None:
    failures = iter([RuntimeError("planted")])

    def unlucky(lexicon: Lexicon, intents: Sequence[Intent]) -> Trained:
        for failure in failures:
            raise failure
        return learn(lexicon, intents)

    cache = AnswererCache(unlucky)
    with pytest.raises(RuntimeError, match="planted"):
        await cache.get(GuildId(1), timeline)
    assert await said(cache, GuildId(1), timeline)
    cache.close()


async def test_an_faq_that_cant_be_learned_answers_by_its_words_and_is_logged(
    timeline: Timeline, caplog: pytest.LogCaptureFixture
) -> None:
    def only_courses(lexicon: Lexicon, intents: Sequence[Intent]) -> Trained:
        if any(intent.taught for intent in intents):
            raise RuntimeError("planted")
        return learn(lexicon, intents)

    cache, faq = AnswererCache(only_courses), entry(1, "is there parking", "Yes.")
    for _ in range(2):
        assert await said(cache, GuildId(1), timeline, faq) == "Yes."
        await cache.settle()
    cache.close()
    assert "planted" in caplog.text and "guild 1" in caplog.text


def others(course: Course, count: int) -> list[Timeline]:
    """Return the same course under other names."""
    return [Timeline(course.model_copy(update={"title": f"Course {n}"})) for n in range(count)]


async def test_courses_are_built_one_after_another_and_no_asker_waits_for_a_second_build(
    course: Course,
) -> None:
    at_once, most, built = 0, 0, 0

    def slow(lexicon: Lexicon, intents: Sequence[Intent]) -> Trained:
        nonlocal at_once, most, built
        at_once, built = at_once + 1, built + 1
        most = max(most, at_once)
        trained = learn(lexicon, intents)
        at_once -= 1
        return trained

    cache, timelines = AnswererCache(slow), others(course, 4)
    answerers = await asyncio.gather(*map(cache.get, map(GuildId, range(4)), timelines))
    cache.close()
    assert [one.timeline for one in answerers] == timelines
    assert (most, built) == (1, 4)


async def test_of_very_many_courses_those_asked_about_last_are_kept(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.answers.cache.MOST_COURSES", 2)
    built: list[str] = []

    def counted(lexicon: Lexicon, intents: Sequence[Intent]) -> Trained:
        built.append(lexicon.timeline.course.title)
        return learn(lexicon, intents)

    cache, timelines = AnswererCache(counted), others(course, 4)
    async with asyncio.timeout(LONG_S):
        await asyncio.gather(*map(cache.get, map(GuildId, range(4)), timelines))
    for guild, kept in ((2, True), (3, True), (0, False), (3, True)):
        ready = cache.ready(GuildId(guild), timelines[guild]) is not None
        assert ready is kept, guild
    await cache.get(GuildId(0), timelines[0])
    cache.close()
    assert built == ["Course 0", "Course 1", "Course 2", "Course 3", "Course 0"]


async def test_a_course_that_is_asked_about_again_and_again_is_kept(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.answers.cache.MOST_COURSES", 2)
    cache, timelines = AnswererCache(), others(course, 4)
    for guild in (0, 1, 0, 2, 0, 3):
        await cache.get(GuildId(guild), timelines[guild])
    kept = [cache.ready(GuildId(guild), timelines[guild]) is not None for guild in (0, 3, 1)]
    cache.close()
    assert kept == [True, True, False]


async def test_what_was_forgotten_while_somebody_waited_for_it_isnt_kept_for_ever(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.answers.cache.MOST_COURSES", 1)
    cache, (one, *rest) = AnswererCache(), others(course, 3)
    waiting = asyncio.create_task(cache.get(GuildId(0), one))
    await asyncio.sleep(0)
    built = [cache._course(timeline) for timeline in (one, *rest)]
    for future in built:
        future.result(LONG_S)  # the loop stands still: whoever waits hasn't resumed
    cache.ready(GuildId(2), rest[1])
    assert (await waiting).timeline is one
    for guild, timeline in enumerate(rest, 1):
        await cache.get(GuildId(guild), timeline)
    kept = cache.ready(GuildId(0), one)
    cache.close()
    assert kept is None


def test_courses_that_differ_in_names_alone_share_what_is_learned(course: Course) -> None:
    one, two = (answerer_for(timeline).reader.trained.ranker for timeline in others(course, 2))
    assert one is two
