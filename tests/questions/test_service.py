"""What is remembered of questions, on a real database."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.clock import WallClock
from bot.course.timeline import Timeline
from bot.database import Database
from bot.delivery import ledger
from bot.delivery.model import Notice
from bot.delivery.service import Outbox
from bot.ids import GuildId, UserId
from bot.library.library import CourseLibrary
from bot.questions.errors import BadEntry, NothingAsked, QuestionGone, TooManyQuestions
from bot.questions.faq import FaqService, exported
from bot.questions.model import Entry, StaffAnswer
from bot.questions.notices import WEEK, week_of
from bot.questions.rules import key_of, last_summary
from bot.questions.service import QuestionService
from tests.discord.world import ANSWERERS
from tests.instants import et

GUILD, ELSEWHERE = GuildId(1), GuildId(2)
ANA, BO, SAM = UserId(11), UserId(12), UserId(13)
NOW = et(1, 25, 10)


@pytest.fixture
def faq(db: Database) -> FaqService:
    return FaqService(db)


@pytest.fixture
def service(db: Database, library: CourseLibrary, faq: FaqService) -> QuestionService:
    outbox = Outbox(db, WallClock())
    return QuestionService(db, library, faq, ANSWERERS, outbox)


async def sent(service: QuestionService, text: str, who: UserId = ANA) -> int:
    question, _ = await service.ask(GUILD, who, text, NOW)
    return (await service.send_to_staff(GUILD, question.id, NOW, by=who)).id


async def left(db: Database) -> list[Notice]:
    """What is left at the delivery desk."""
    return [row.notice for row in await db.read(ledger.open_rows)]


async def test_a_question_is_kept_without_the_characters_that_end_a_text(
    service: QuestionService,
) -> None:
    question, reply = await service.ask(GUILD, ANA, "\0when is lab 2 due?\0", NOW)
    assert question.text == "when is lab 2 due?" and not reply.abstained
    with pytest.raises(NothingAsked):
        await service.ask(GUILD, ANA, "\0", NOW)


async def test_questions_without_a_letter_of_english_are_questions_and_differ(
    service: QuestionService,
) -> None:
    asked = ("小组最多几个人", "作业什么时候交？", "когда срок")
    for text in asked:
        _, reply = await service.ask(GUILD, ANA, text, NOW)
        assert reply.abstained and reply.ask != "Ask staff", "in its own language"
    ids = [await sent(service, text, BO) for text in asked]
    assert await sent(service, asked[0], BO) == ids[0]
    assert [q.text for q in await service.open_questions(GUILD)] == list(asked)


async def test_questions_that_are_alike_are_one(service: QuestionService) -> None:
    one = await sent(service, "is there parking for students")
    same = await sent(service, "is there any parking for the students?", BO)
    other = await sent(service, "will there be pizza", BO)
    assert one == same != other
    assert [(q.id, q.people) for q in await service.open_questions(GUILD)] == [(one, 2), (other, 1)]
    assert await service.open_questions(ELSEWHERE) == []


async def test_fifty_people_asking_at_once_are_one_question(service: QuestionService) -> None:
    await asyncio.gather(*(sent(service, "is there parking", UserId(who)) for who in range(50)))
    [only] = await service.open_questions(GUILD)
    assert only.people == 50


async def test_one_of_two_staff_answers(service: QuestionService, faq: FaqService) -> None:
    id = await sent(service, "is there parking")
    results = await asyncio.gather(
        *(service.answer(StaffAnswer(GUILD, id, "No.", learn=True), NOW, by=SAM) for _ in range(2)),
        return_exceptions=True,
    )
    assert sorted(isinstance(one, QuestionGone) for one in results) == [False, True]
    assert len(await faq.entries(GUILD)) == 1


async def test_what_staff_taught_answers_at_once_and_is_undone(
    service: QuestionService, faq: FaqService
) -> None:
    entry = await faq.add(Entry(GUILD, "is there parking", "Yes, on Vassar Street."), NOW, by=SAM)
    _, reply = await service.ask(GUILD, ANA, "is there any parking?", NOW)
    assert reply.text == "Yes, on Vassar Street." and not reply.abstained
    _, elsewhere = await service.ask(ELSEWHERE, ANA, "is there any parking?", NOW)
    assert elsewhere.abstained
    assert exported([entry]) == [
        {"id": f"added-{entry.id}", "ask": ["is there parking"], "answer": "Yes, on Vassar Street."}
    ]
    await faq.remove(GUILD, entry.id)
    _, reply = await service.ask(GUILD, BO, "is there any parking?", NOW)
    assert reply.abstained
    with pytest.raises(QuestionGone):
        await faq.remove(GUILD, entry.id)


async def test_staffs_words_are_said_as_staffs_and_braces_stay(
    service: QuestionService, faq: FaqService
) -> None:
    told = "Ask {session:nobody}; slides {deadline:pitch-slides}."
    await faq.add(Entry(GUILD, "is there parking", told), NOW, by=SAM)
    _, reply = await service.ask(GUILD, ANA, "is there parking", NOW)
    assert reply.text == "Ask {session:nobody}; slides Thu Jan 28, 11:59:59 PM ET."
    assert reply.sources == ["Course staff"]


async def test_bad_input_changes_nothing(service: QuestionService, faq: FaqService) -> None:
    id = await sent(service, "is there parking")
    with pytest.raises(BadEntry):
        await service.answer(StaffAnswer(GUILD, id, " "), NOW, by=SAM)
    with pytest.raises(BadEntry):
        await faq.add(Entry(GUILD, "q" * 301, "An answer."), NOW, by=SAM)
    with pytest.raises(NothingAsked):
        await service.ask(GUILD, ANA, " ?! ", NOW)
    with pytest.raises(QuestionGone):
        await service.send_to_staff(GUILD, 999, NOW, by=ANA)
    assert [q.id for q in await service.open_questions(GUILD)] == [id]


async def test_the_pace_is_the_course_files(service: QuestionService) -> None:
    for _ in range(6):
        await service.ask(GUILD, ANA, "when is lab 2 due", NOW)
    with pytest.raises(TooManyQuestions) as refused:
        await service.ask(GUILD, ANA, "when is lab 2 due", NOW)
    assert refused.value.wait_s == 61
    await service.ask(GUILD, BO, "when is lab 2 due", NOW)
    await service.ask(GUILD, ANA, "when is lab 2 due", NOW + timedelta(seconds=61))


async def test_old_questions_are_forgotten_and_their_ids_never_come_back(
    service: QuestionService,
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


async def test_a_week_is_counted_once_and_left_for_staff(
    service: QuestionService, db: Database
) -> None:
    question, _ = await service.ask(GUILD, ANA, "when is lab 2 due", NOW)
    await service.rate(GUILD, question.id, True, by=ANA)
    await service.rate(GUILD, question.id, False, by=BO)
    await sent(service, "is there parking", BO)
    until, later = NOW + timedelta(days=7), NOW + timedelta(days=8)
    for _ in range(2):
        await service.sum_up(GUILD, until, later)
        await service.sum_up(ELSEWHERE, until, later)
    [summary] = [one for one in await left(db) if one.kind == WEEK]
    week = week_of(summary.facts)
    assert summary.target == "channel:staff" and summary.due_at == later
    assert (week.asked, week.people, week.helpful, week.not_helpful) == (2, 2, 1, 0)
    assert (week.unanswered, week.waiting) == (1, 1)
    assert dict(week.topics)["due-when"] == 1


@pytest.mark.parametrize("how", ["answered", "dismissed"])
async def test_everybody_who_waits_is_told_by_a_row_of_their_own_and_the_board_follows(
    service: QuestionService, db: Database, how: str
) -> None:
    id = await sent(service, "is there parking")
    await sent(service, "is there any parking", BO)
    assert await service.open_questions(GUILD) and len(await left(db)) == 1
    if how == "answered":
        await service.answer(StaffAnswer(GUILD, id, "No."), NOW, by=SAM)
    else:
        await service.dismiss(GUILD, id, NOW)
    board, *told = sorted(await left(db), key=lambda one: one.key)
    assert (board.key, board.target) == ("board:questions", "board:questions")
    assert [one.key for one in told] == [f"question:{id}:{how}:{who}" for who in (ANA, BO)]
    assert [one.target for one in told] == [f"user:{who}" for who in (ANA, BO)]
    assert {one.facts["text"] for one in told} == {"is there parking"}
    assert {one.facts["answer"] for one in told} == {"No." if how == "answered" else ""}


async def test_a_question_of_another_server_cant_be_settled(
    service: QuestionService, db: Database
) -> None:
    id = await sent(service, "is there parking")
    before = await left(db)
    with pytest.raises(QuestionGone):
        await service.dismiss(ELSEWHERE, id, NOW)
    with pytest.raises(QuestionGone):
        await service.answer(StaffAnswer(ELSEWHERE, id, "No."), NOW, by=SAM)
    assert await left(db) == before and len(await service.open_questions(GUILD)) == 1


async def test_forgetting_a_question_that_waits_brings_the_board_up_to_date(
    service: QuestionService, db: Database
) -> None:
    await service.ask(GUILD, ANA, "when is lab 2 due", NOW)
    await service.forget_old(GUILD, NOW + timedelta(days=31))
    assert await left(db) == []
    await sent(service, "is there parking")
    await db.write(lambda db: db.execute("DELETE FROM notices"))
    await service.forget_old(GUILD, NOW + timedelta(days=31))
    assert [one.key for one in await left(db)] == ["board:questions"]


def test_summaries_come_on_monday_mornings(timeline: Timeline) -> None:
    assert last_summary(timeline, et(1, 25, 8, 59)) == et(1, 18, 9)
    assert last_summary(timeline, et(1, 25, 9)) == et(1, 25, 9)


def test_a_key_holds_what_a_question_is_about() -> None:
    assert key_of("is there any parking for us?") == key_of("any parking there for us")
    assert key_of("is there parking") != key_of("is there pizza")
