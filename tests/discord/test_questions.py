"""Questions as people ask them on Discord: /ask, a mention, a direct message; and what staff do with them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
import pytest
import pytest_asyncio

from bot.answers.said import Choice, Reply, Said
from bot.ids import GuildId, UserId
from bot.library.library import CourseLibrary
from bot.questions.faq import AnswererCache
from bot.questions.model import Entry, Question, StaffAnswer
from bot.questions.ui.cards import missed_card
from tests.discord.test_groups import dms
from tests.discord.world import World, buttons_of, newest, read, text_of, world_at

MONDAY = datetime(2021, 1, 25, 15, tzinfo=UTC)
UNSTATED = "is there parking for students"


@pytest_asyncio.fixture
async def day(library: CourseLibrary, tmp_path: Path) -> AsyncIterator[World]:
    """Monday of the second week, 10 AM in the course's zone; sam is staff."""
    async with world_at(MONDAY, library, tmp_path) as running:
        running.person("sam", "staff")
        await running.app.questions.warm()
        yield running


def last(channel: Any) -> Any:
    return newest(channel)


async def say(day: World, name: str, text: str) -> Any:
    """Have somebody write in #general, and give the newest message after it."""
    await day.person(name).send(day.general, text)
    await day.advance(0)
    return last(day.general)


def mention(day: World) -> str:
    assert day.bot.user is not None
    return f"<@{day.bot.user.id}>"


def deferrals(day: World) -> int:
    """How often the bot said that an answer takes a moment."""
    sent = [r.json for r in day.env.http_requests if r.path.endswith("/callback")]
    return sum(
        answer["type"] == discord.InteractionResponseType.deferred_channel_message.value
        for answer in sent
    )


async def sent_to_staff(day: World, name: str, question: str) -> Any:
    """Have somebody ask and press Ask staff."""
    person = day.person(name)
    asked = await day.slash(person, "ask", question=question)
    sent = await person.click(asked.response, label="Ask staff")
    await day.advance(0)
    return sent


async def test_an_answer_is_the_askers_alone_until_shared(day: World) -> None:
    ana = day.person("ana")
    asked = await day.slash(ana, "ask", question="when is lab 2 due?")
    assert asked.ephemeral
    assert "**Lab entries are due Tue Jan 26, 11:59 PM ET, on Canvas.** (<t:" in read(asked)
    assert "Your time: <t:1611723540:F>" in read(asked)
    assert "Source: course page (Deadlines)" in read(asked)
    before = len(day.general.history())
    shared = await ana.click(asked.response, label="Share in channel")
    assert not shared.ephemeral and len(day.general.history()) == before + 1
    assert "Tue Jan 26" in text_of(last(day.general))
    assert "shared by <@" in text_of(last(day.general))


async def test_the_first_question_about_a_course_is_acknowledged_before_its_answers_are_built(
    library: CourseLibrary, tmp_path: Path
) -> None:
    cache = AnswererCache()
    async with world_at(MONDAY, library, tmp_path, answerers=cache) as day:
        first = await day.slash(day.person("ana"), "ask", question="when is lab 2 due?")
        assert first.ephemeral and deferrals(day) == 1
        assert "Tue Jan 26, 11:59 PM ET" in read(first)
        second = await day.slash(day.person("ana"), "ask", question="when is lab 2 due?")
        assert "Tue Jan 26, 11:59 PM ET" in read(second) and deferrals(day) == 1
    cache.close()


async def test_a_question_after_a_new_entry_of_the_faq_isnt_deferred(day: World) -> None:
    sam = UserId(day.person("sam").id)
    entry = Entry(GuildId(day.guild.id), "is there parking", "On Vassar Street.")
    await day.app.faq.add(entry, MONDAY, by=sam)
    asked = await day.slash(day.person("ana"), "ask", question="is there parking?")
    assert deferrals(day) == 0
    assert "On Vassar Street." in read(asked)


async def test_a_mention_is_answered_and_other_messages_are_not(day: World) -> None:
    assert (await say(day, "ana", "when is lab 2 due?")).content == "when is lab 2 due?"
    answer = await say(day, "ana", f"{mention(day)} when is lab 2 due?")
    assert "Tue Jan 26, 11:59 PM ET" in text_of(answer)
    assert {"Helpful", "Not helpful", "Ask staff"} <= set(buttons_of(answer))
    assert "Share in channel" not in buttons_of(answer)
    assert day.env.http_requests[-1].json["allowed_mentions"] == {
        "parse": [],
        "replied_user": False,
    }


async def test_a_direct_message_is_a_question_too(day: World) -> None:
    ana = day.person("ana")
    await ana.user.send_dm("what's due tomorrow")
    await day.advance(0)
    assert "Lab competition entries" in dms(ana)[-1]
    await ana.user.send_dm("???")
    await day.advance(0)
    assert "I couldn't find a question in that" in dms(ana)[-1]


@pytest.mark.provokes_incident
async def test_a_failure_in_a_message_gets_an_incident_id(
    day: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: Any) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(day.app.questions, "ask", broken)
    ana = day.person("ana")
    await ana.user.send_dm("when is lab 2 due?")
    await day.advance(0)
    assert "incident" in dms(ana)[-1].lower()
    assert "planted" in caplog.text


async def test_what_the_page_leaves_open_goes_to_staff_and_the_answer_comes_back(
    day: World,
) -> None:
    ana, bo, sam = day.person("ana"), day.person("bo"), day.person("sam")
    asked = await day.slash(ana, "ask", question=UNSTATED)
    assert "**The course page says nothing about food, parking or travel.**" in read(asked)
    assert next(iter(buttons_of(asked.response))) == "Ask staff"
    assert "Staff have your question" in read(await ana.click(asked.response, label="Ask staff"))
    together = await sent_to_staff(day, "bo", "is there any parking for the students?")
    assert "1 other person asked the same" in read(together)
    board = last(day.channels["staff"])
    assert "1 question from students" in text_of(board) and "asked by 2 people" in text_of(board)

    opened = await sam.click(board, label="Answer 1")
    done = await sam.submit_modal(
        opened, {"answer": "The garage on Vassar Street is open to you.", "learn": True}
    )
    assert "Answered: 2 people have it" in read(done)
    for person in (ana, bo):
        assert "The garage on Vassar Street" in dms(person)[-1]
        assert "From the course staff, not from the course page" in dms(person)[-1]
    await day.advance(0)
    assert "No questions are waiting" in text_of(last(day.channels["staff"]))
    assert "Vassar Street" in await day.use(
        "leo", "ask", question="can students park anywhere? is there parking"
    )

    await sam.click(
        done.followups[-1] if done.followups else done.response,
        label="Undo: take it out of the FAQ",
    )
    assert "Vassar Street" not in await day.use("leo", "ask", question=UNSTATED)


async def test_an_answer_that_isnt_ticked_reaches_the_asker_alone(day: World) -> None:
    sam = day.person("sam")
    await sent_to_staff(day, "ana", UNSTATED)
    board = last(day.channels["staff"])
    opened = await sam.click(board, label="Answer 1")
    second = await sam.click(board, label="Answer 1")
    done = await sam.submit_modal(opened, {"answer": "No, there isn't."})
    assert "Answered: 1 person has it" in read(done) and "Undo" not in read(done)
    assert "No, there isn't." in dms(day.person("ana"))[-1]
    assert await day.app.faq.entries(day.guild.id) == []
    late = await sam.submit_modal(second, {"answer": "Twice."})
    assert "That question is no longer here" in read(late) and "Twice." in read(late)


async def test_a_dismissed_question_leaves_the_board_and_its_askers_are_told(day: World) -> None:
    sam = day.person("sam")
    assert "No questions are waiting" in await day.use("sam", "staff questions")
    await sent_to_staff(day, "ana", UNSTATED)
    await sent_to_staff(day, "bo", "is there any parking for the students?")
    assert UNSTATED in await day.use("sam", "staff questions")
    stranger = await day.person("leo").click(last(day.channels["staff"]), label="Dismiss 1")
    assert "staff, who answer what students ask" in read(stranger)
    board = last(day.channels["staff"])
    listed = await day.slash(sam, "staff questions")
    asked = await sam.click(listed.response, label="Dismiss 1")
    assert UNSTATED in read(asked) and "2 people will be told" in read(asked)
    assert "Kept on the board" in read(await sam.click(asked.response, label="Keep it"))
    assert UNSTATED in text_of(last(day.channels["staff"]))
    asked, again = [await sam.click(board, label="Dismiss 1") for _ in range(2)]
    done = await sam.click(asked.response, label="Dismiss it")
    assert "2 people are being told" in read(done)
    await day.advance(0)
    for name in ("ana", "bo"):
        told = dms(day.person(name))[-1]
        assert "Staff won't answer this one here" in told and UNSTATED in told
    assert last(day.channels["staff"]).id == board.id
    assert "No questions are waiting" in text_of(last(day.channels["staff"]))
    late = await sam.click(again.response, label="Dismiss it")
    assert "That question is no longer here" in read(late)


@pytest.mark.parametrize("how", ["Staff answered", "Staff won't answer"])
async def test_what_staff_decided_before_a_crash_is_told_after_it_and_once(
    day: World, how: str
) -> None:
    await sent_to_staff(day, "ana", UNSTATED)
    guild_id, ana = GuildId(day.guild.id), day.person("ana")
    await day.bot.delivery.stop()
    if how == "Staff answered":
        answer = StaffAnswer(guild_id, 1, "No, there isn't.")
        await day.app.questions.answer(answer, MONDAY, by=UserId(day.person("sam").id))
    else:
        await day.app.questions.dismiss(guild_id, 1, MONDAY)
    assert not [text for text in dms(ana) if how in text]
    await day.restart()
    await day.advance(3600)
    assert len([text for text in dms(ana) if how in text]) == 1
    assert "No questions are waiting" in text_of(last(day.channels["staff"]))


async def test_the_message_menu_adds_a_good_answer_and_undoes_it(day: World) -> None:
    sam, leo = day.person("sam"), day.person("leo")
    good = await sam.send(day.general, "Bring your student card to the gym.")
    refused = await leo.context_menu(day.general, "Add to FAQ", good)
    assert "staff, who answer what students ask" in read(refused)
    text = "Bring your student card to the gym."
    opened = await sam.context_menu(day.general, "Add to FAQ", good)
    short = await sam.submit_modal(opened, {"question": "?", "answer": text})
    assert "The question has 1 character;" in read(short) and text in read(short)
    opened = await sam.context_menu(day.general, "Add to FAQ", good)
    done = await sam.submit_modal(opened, {"question": "does mit have a gym", "answer": text})
    assert "Added to the FAQ" in read(done)
    assert "Bring your student card" in await day.use(
        "leo", "ask", question="is there a gym at mit"
    )
    listed = await day.slash(sam, "staff faq")
    assert "does mit have a gym" in read(listed)
    beside = await day.slash(sam, "staff faq")
    await sam.click(listed.response, label="Remove 1")
    assert "You haven't added any answers yet" in await day.use("sam", "staff faq")
    again = await sam.click(beside.response, label="Remove 1")
    assert read(again).startswith("**That question is no longer here.**"), "nothing was stored"
    asked = await day.slash(leo, "ask", question="who teaches this")
    await leo.click(asked.response, label="Share in channel")
    refused = await sam.context_menu(day.general, "Add to FAQ", last(day.general))
    assert "That message has no text" in read(refused)


async def test_ratings_show_more_and_feed_the_weekly_summary(day: World) -> None:
    ana = day.person("ana")
    asked = await day.slash(ana, "ask", question="when is lab 2 due?")
    assert "Thanks, noted" in read(await ana.click(asked.response, label="Helpful"))
    other = await day.slash(ana, "ask", question="when do i sign up to present")
    missed = await ana.click(other.response, label="Not helpful")
    assert "Sorry that wasn't it" in read(missed) and "Did you mean one of these" in read(missed)
    pick = next(label for label in buttons_of(missed.response) if label.endswith("?"))
    assert "Source: course page" in read(await ana.click(missed.response, label=pick))
    await day.slash(ana, "ask", question=UNSTATED)
    await day.advance(7 * 24 * 3600)
    summary = text_of(last(day.channels["staff"]))
    assert "3 questions this week, from 1 person" in summary
    assert "Helpful: 1 · not helpful: 1 · not on the course page: 1" in summary
    assert "ana" not in summary


async def test_the_summary_is_sent_once_also_after_a_restart(day: World) -> None:
    await day.use("ana", "ask", question="when is lab 2 due?")
    await day.advance(7 * 24 * 3600)
    posted = [m for m in day.channels["staff"].history() if "this week, from" in text_of(m)]
    await day.restart()
    await day.advance(120)
    again = [m for m in day.channels["staff"].history() if "this week, from" in text_of(m)]
    assert len(posted) == len(again) == 1


async def test_a_near_miss_offers_two_others(day: World) -> None:
    asked = await day.slash(day.person("ana"), "ask", question="can people see it")
    assert "Or did you mean one of these?" in read(asked)
    assert len([label for label in buttons_of(asked.response) if label.endswith("?")]) == 2


async def test_thanks_get_a_kind_word_and_alternatives_read_as_questions(day: World) -> None:
    ana = day.person("ana")
    for words in ("ok thanks!", "thank you so much"):
        kind = await day.slash(ana, "ask", question=words)
        assert "**You're welcome.** Write whenever" in read(kind)
        assert "Source" not in read(kind) and not buttons_of(kind.response)
    hello = await day.slash(ana, "ask", question="hello")
    assert "I answer questions about" in read(hello) and "Helpful" in buttons_of(hello.response)
    assert offered("do i need results??") == "Do I need results?"
    assert offered("what if i'm late") == "What if I'm late?"


def offered(wording: str) -> str:
    """The button of an alternative that has this wording."""
    asked = Question(1, GuildId(1), UserId(1), "what", datetime(2021, 1, 25, tzinfo=UTC))
    choice = Choice("known", Said("It says so.", "Labs"), 1.0, wording)
    [button] = missed_card(asked, Reply("", True, (choice,), (choice,), False)).switches
    return button.label


async def test_asking_too_fast_gets_one_kind_word(day: World) -> None:
    ana = day.person("ana")
    for _ in range(6):
        await day.slash(ana, "ask", question="when is lab 2 due?")
    seventh = await day.use("ana", "ask", question="when is lab 2 due?")
    assert "That's 6 questions in a minute" in seventh and "You can ask again <t:" in seventh
    kept = await day.slash(ana, "ask", question="when is lab 2 due?")
    assert "> when is lab 2 due?" in read(kept)
    assert list(buttons_of(kept.response)) == ["Ask it again"]
    await day.slash(ana, "ask", question="where is lab 2?")
    long = "when is lab 2 due, and lab 3, " * 4
    earlier, kept = kept, await day.slash(ana, "ask", question=long)
    assert "to copy:\n```\nwhen is lab 2 due" in read(kept)
    assert list(buttons_of(kept.response)) == ["When is lab 2 due?", "Where is lab 2?"]
    assert earlier.response is None, "one card holds them: the earlier is gone"
    for _ in range(3):
        await ana.user.send_dm("when is lab 2 due?")
        await day.advance(0)
    assert len([text for text in dms(ana) if "That's 6 questions" in text]) == 1
    await day.advance(61)
    again = await ana.click(kept.response, label="When is lab 2 due?")
    assert "Tue Jan 26" in read(again)
    see = await ana.click(again.response, label="See more")
    assert see.response.id != again.response.id, "the answer stays beside it"


async def test_questions_are_forgotten_when_the_course_says(day: World) -> None:
    ana = day.person("ana")
    old = await day.slash(ana, "ask", question="when is lab 2 due?")
    await sent_to_staff(day, "ana", UNSTATED)
    await day.advance(31 * 24 * 3600)
    gone = await ana.click(old.response, label="Helpful")
    assert "That question is no longer here" in read(gone)
    assert await day.app.questions.open_questions(day.guild.id) == []


async def test_buttons_work_after_a_restart(day: World) -> None:
    ana = day.person("ana")
    asked = await day.slash(ana, "ask", question=UNSTATED)
    await day.restart()
    assert "Staff have your question" in read(await ana.click(asked.response, label="Ask staff"))


async def test_somebody_with_closed_messages_is_counted_and_the_others_are_told_once(
    day: World,
) -> None:
    sam = day.person("sam")
    for name in ("ana", "bo"):
        await sent_to_staff(day, name, UNSTATED)
    closed = f"/channels/{day.person('ana').user.dm_channel.id}/messages"
    day.env.inject_error("POST", closed, status=403, code=50007, times=None)
    opened = await sam.click(last(day.channels["staff"]), label="Answer 1")
    done = await sam.submit_modal(opened, {"answer": "No."})
    assert "Answered: 1 person has it" in read(done)
    assert "1 person couldn't be reached: their direct messages are closed" in read(done)
    await day.advance(3600)
    assert len([text for text in dms(day.person("bo")) if "Staff answered" in text]) == 1


async def test_an_answer_in_another_language_has_commands_to_press(day: World) -> None:
    ana = day.person("ana")
    answer = await day.slash(ana, "ask", question="où est le lien zoom")
    asked = read(answer)
    assert list(buttons_of(answer.response)) == ["Demander à l'équipe du cours"], "none in English"
    names = ("deadlines", "next", "schedule")
    here = [day.bot.registered.mention(name, GuildId(day.guild.id)) for name in names]
    assert all(name.startswith("</") and name in asked for name in here)
    await ana.user.send_dm("où est le lien zoom")
    await day.advance(0)
    there = [day.bot.registered.mention(name, None) for name in names]
    assert all(name in dms(ana)[-1] for name in there)
