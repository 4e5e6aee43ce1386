"""What is remembered of questions, on a real database."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.course.timeline import Timeline
from bot.database import Database
from bot.library.library import CourseLibrary
from bot.questions.errors import BadEntry, NothingAsked, QuestionGone, TooManyQuestions
from bot.questions.rules import key_of, last_summary, next_summary
from bot.questions.service import AnswerService, exported
from tests.instants import et

GUILD, ANA, BO, SAM = 1, 11, 12, 13
NOW = et(1, 25, 10)


@pytest.fixture
def service(db: Database, library: CourseLibrary) -> AnswerService:
    return AnswerService(db, library)


async def sent(service: AnswerService, text: str, who: int = ANA) -> int:
    question, _ = await service.ask(GUILD, who, text, NOW)
    return (await service.send_to_staff(GUILD, question.id, who, NOW)).id


async def test_questions_that_are_alike_are_one(service: AnswerService) -> None:
    one = await sent(service, "is there parking for students")
    same = await sent(service, "is there any parking for the students?", BO)
    other = await sent(service, "will there be pizza", BO)
    assert one == same != other
    assert [(q.id, q.people) for q in await service.open_questions(GUILD)] == [(one, 2), (other, 1)]
    assert await service.open_questions(2) == []


async def test_fifty_people_asking_at_once_are_one_question(service: AnswerService) -> None:
    await asyncio.gather(*(sent(service, "is there parking", who) for who in range(50)))
    [only] = await service.open_questions(GUILD)
    assert only.people == 50


async def test_one_of_two_staff_answers(service: AnswerService) -> None:
    id = await sent(service, "is there parking")
    results = await asyncio.gather(
        *(service.answer(GUILD, id, "No.", SAM, learn=True, now=NOW) for _ in range(2)),
        return_exceptions=True,
    )
    assert sorted(isinstance(one, QuestionGone) for one in results) == [False, True]
    assert len(await service.learned(GUILD)) == 1


async def test_what_staff_taught_answers_at_once_and_is_undone(service: AnswerService) -> None:
    entry = await service.learn(GUILD, "is there parking", "Yes, on Vassar Street.", SAM, NOW)
    _, reply = await service.ask(GUILD, ANA, "is there any parking?", NOW)
    assert reply.text == "Yes, on Vassar Street." and not reply.abstained
    _, elsewhere = await service.ask(2, ANA, "is there any parking?", NOW)
    assert elsewhere.abstained
    assert exported([entry]) == [
        {"id": f"added-{entry.id}", "ask": ["is there parking"], "answer": "Yes, on Vassar Street."}
    ]
    await service.unlearn(GUILD, entry.id)
    _, reply = await service.ask(GUILD, BO, "is there any parking?", NOW)
    assert reply.abstained
    with pytest.raises(QuestionGone):
        await service.unlearn(GUILD, entry.id)


async def test_staffs_words_are_said_as_staffs_and_braces_stay(service: AnswerService) -> None:
    told = "Ask {session:nobody}; slides {deadline:pitch-slides}."
    await service.learn(GUILD, "is there parking", told, SAM, NOW)
    _, reply = await service.ask(GUILD, ANA, "is there parking", NOW)
    assert reply.text == "Ask {session:nobody}; slides Thu Jan 28, 11:59:59 PM ET."
    assert reply.sources == ["Answers of the course staff"]


async def test_bad_input_changes_nothing(service: AnswerService) -> None:
    id = await sent(service, "is there parking")
    with pytest.raises(BadEntry):
        await service.answer(GUILD, id, " ", SAM, learn=False, now=NOW)
    with pytest.raises(BadEntry):
        await service.learn(GUILD, "q" * 301, "An answer.", SAM, NOW)
    with pytest.raises(NothingAsked):
        await service.ask(GUILD, ANA, " ?! ", NOW)
    with pytest.raises(QuestionGone):
        await service.send_to_staff(GUILD, 999, ANA, NOW)
    assert [q.id for q in await service.open_questions(GUILD)] == [id]


async def test_the_pace_is_the_course_files(service: AnswerService) -> None:
    for _ in range(6):
        await service.ask(GUILD, ANA, "when is lab 2 due", NOW)
    with pytest.raises(TooManyQuestions) as refused:
        await service.ask(GUILD, ANA, "when is lab 2 due", NOW)
    assert refused.value.wait_s == 61
    await service.ask(GUILD, BO, "when is lab 2 due", NOW)
    await service.ask(GUILD, ANA, "when is lab 2 due", NOW + timedelta(seconds=61))


async def test_old_questions_are_forgotten_and_their_ids_never_come_back(
    service: AnswerService,
) -> None:
    old, _ = await service.ask(GUILD, ANA, "when is lab 2 due", NOW)
    waiting = await sent(service, "is there parking")
    later = NOW + timedelta(days=31)
    await service.forget_old(GUILD, later)
    new, _ = await service.ask(GUILD, BO, "who teaches this", later)
    assert new.id > old.id
    for work in (service.again(GUILD, old.id, later), service.unanswered(GUILD, waiting)):
        with pytest.raises(QuestionGone):
            await work


async def test_a_week_is_counted_once(service: AnswerService) -> None:
    question, _ = await service.ask(GUILD, ANA, "when is lab 2 due", NOW)
    await service.rate(GUILD, question.id, True)
    await service.ask(GUILD, BO, "is there parking", NOW)
    until = NOW + timedelta(days=7)
    week = await service.week(GUILD, until)
    assert week is not None
    assert (week.asked, week.people, week.helpful, week.not_helpful, week.unanswered) == (
        2,
        2,
        1,
        0,
        1,
    )
    assert dict(week.topics)["due-when"] == 1
    assert await service.week(GUILD, until) is None
    assert await service.week(2, until) is None


def test_summaries_come_on_monday_mornings(timeline: Timeline) -> None:
    assert last_summary(timeline, et(1, 25, 8, 59)) == et(1, 18, 9)
    assert last_summary(timeline, et(1, 25, 9)) == et(1, 25, 9)
    assert next_summary(timeline, et(1, 25, 9)) == et(2, 1, 9)


def test_a_key_holds_what_a_question_is_about() -> None:
    assert key_of("is there any parking for us?") == key_of("any parking there for us")
    assert key_of("is there parking") != key_of("is there pizza")
