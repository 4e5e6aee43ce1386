"""Scores that judges type as a message: read back, stored as typed, and nothing else is touched."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.assignments.model import Details, Sender
from bot.assignments.requests import HandIn
from bot.library.library import CourseLibrary
from tests.discord.judging import SIGNED_UP, ballot, close, pitch_day, score, stored_ballots
from tests.discord.test_groups import dms, last_dm
from tests.discord.world import World, buttons_of, read, text_of


@pytest_asyncio.fixture
async def day(library: CourseLibrary, tmp_path: Path) -> AsyncIterator[World]:
    async with pitch_day(library, tmp_path) as world:
        yield world


def value_of(opened: Any, label: str) -> Any:
    box = next(c for c in opened.modal["components"] if c["label"] == label)
    return box["component"].get("value")


async def test_typed_scores_are_read_back_before_they_count(day: World) -> None:
    joy = day.person("joy")
    await joy.user.send_dm("score 2: 5 4 3 great demo")
    asked = last_dm(joy)
    assert text_of(asked).startswith("### Store this for Group 2 · Tide Tables?")
    assert "Feedback for the group: great demo" in text_of(asked)
    done = await joy.user.click(asked, label="Store it")
    assert "Stored for Group 2: 4.000" in text_of(done.response)
    [stored] = await stored_ballots(day)
    assert (stored.scores, stored.feedback) == ((5, 4, 3), "great demo")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("score 2: 0 4 3", "Novelty and impact is “0”"),
        ("score 2: 6 4 3", "Novelty and impact is “6”"),
        ("score 2: 3.5 4 3", "Novelty and impact is “3.5”"),
        ("score 2: 5 4", "you gave 2 scores for 3 criteria"),
        ("score 2:", "you gave 0 scores for 3 criteria"),
        ("score 99: 5 4 3", "There's no entry 99"),
        ("score it please", "I couldn't read scores in that"),
        ("I give group 2 a 4 out of 5", "I couldn't read scores in that"),
        ("Group 2: 4/5, great", "Write for example `score 4: 5 4 3 great demo`"),
    ],
)
async def test_bad_messages_get_a_clear_answer(day: World, typed: str, words: str) -> None:
    joy = day.person("joy")
    await joy.user.send_dm(typed)
    assert words in dms(joy)[-1]
    assert await stored_ballots(day) == ()


async def test_who_doesnt_judge_is_answered_as_anybody(day: World) -> None:
    bo, joy = day.person("bo"), day.person("joy")
    await bo.user.send_dm("how are proposals scored")
    assert "Novelty and impact" in dms(bo)[-1]
    await joy.user.send_dm("when is the pitch competition")
    assert "Fri Jan 29" in dms(joy)[-1]
    assert "You aren't a judge here" in read(await day.slash(bo, "scores"))


async def test_what_is_not_typed_stays_as_it_was(day: World) -> None:
    joy = day.person("joy")
    await score(day, joy, 1, 5, 5, 5, feedback="Great demo.", note="met them before")
    await joy.user.send_dm("score 1: 4 4 4")
    asked = text_of(last_dm(joy))
    assert "You gave before: Novelty and impact 5" in asked
    assert "Your feedback and note stay as they were." in asked
    done = await joy.user.click(last_dm(joy), label="Store it")
    assert "(version 2; your newest counts)" in text_of(done.response)
    newest = (await stored_ballots(day))[-1]
    assert (newest.scores, newest.feedback, newest.note) == (
        (4, 4, 4),
        "Great demo.",
        "met them before",
    )
    await joy.user.send_dm("score 1: 3 3 3 even better now")
    assert "Your note stays as it was." in text_of(last_dm(joy))
    await joy.user.click(last_dm(joy), label="Store it")
    newest = (await stored_ballots(day))[-1]
    assert (newest.feedback, newest.note) == ("even better now", "met them before")


async def test_two_messages_store_each_its_own(day: World) -> None:
    joy = day.person("joy")
    await joy.user.send_dm("score 1: 5 5 5 first thoughts")
    first = last_dm(joy)
    await joy.user.send_dm("score 1: 2 2 2 second thoughts")
    second = last_dm(joy)
    await joy.user.click(first, label="Store it")
    await joy.user.click(second, label="Store it")
    given = [(b.scores, b.feedback) for b in await stored_ballots(day)]
    assert given == [((5, 5, 5), "first thoughts"), ((2, 2, 2), "second thoughts")]


async def test_the_form_takes_over_what_its_own_message_said(day: World) -> None:
    joy = day.person("joy")
    await joy.user.send_dm("score 1: 5 5 5 first thoughts")
    first = last_dm(joy)
    await joy.user.send_dm("score 1: 2 2 2 second thoughts")
    opened = await joy.user.click(first, label="Use the form")
    assert value_of(opened, "Feedback for the group") == "first thoughts"
    await joy.user.submit_modal(opened, ballot(5, 5, 4, feedback="first thoughts"))
    assert [b.scores for b in await stored_ballots(day)] == [(5, 5, 4)]


async def test_scores_are_stored_once_however_often_it_is_pressed(day: World) -> None:
    joy = day.person("joy")
    await joy.user.send_dm("score 1: 5 5 5")
    custom_id = buttons_of(last_dm(joy))["Store it"]["custom_id"]
    opened = await joy.user.click(last_dm(joy), label="Use the form")
    await joy.user.click(last_dm(joy), custom_id=custom_id)
    again = await joy.user.submit_modal(opened, ballot(5, 5, 5))
    assert "(version 2" in text_of(again.response), "the form is a change of its own"
    assert len(await stored_ballots(day)) == 2


async def test_what_is_refused_waits_in_the_form_as_it_says(day: World) -> None:
    joy = day.person("joy")
    await joy.user.send_dm("score 2: 5 9 3 my long thoughts")
    refused = last_dm(joy)
    assert "What you typed is kept: open the form to finish it." in text_of(refused)
    opened = await joy.user.click(refused, label="Use the form")
    assert value_of(opened, "Feedback for the group") == "my long thoughts"
    radios = [c["component"] for c in opened.modal["components"] if "options" in c["component"]]
    chosen = [[o["value"] for o in r["options"] if o.get("default")] for r in radios]
    assert chosen == [["5"], [], ["3"]]


async def test_while_judging_is_paused_typed_scores_wait(day: World) -> None:
    joy, sam = day.person("joy"), day.person("sam")
    await day.slash(sam, "judging pause")
    await joy.user.send_dm("score 2: 5 5 5 my long thoughts")
    refused = last_dm(joy)
    assert "Judging is paused, so this wasn't stored." in text_of(refused)
    assert "What you typed is kept as a draft." in text_of(refused)
    assert "**Store it** works as soon as judging is open." in text_of(refused)
    assert "Judging is paused" in read(await joy.user.click(refused, label="Store it"))
    await day.slash(sam, "judging open")
    done = await joy.user.click(refused, label="Store it")
    assert "Stored for Group 2: 5.000" in text_of(done.response)


async def test_what_cannot_be_stored_any_more_has_no_button_to_store_it(day: World) -> None:
    joy = day.person("joy")
    await joy.user.send_dm("score 2: 5 5 5")
    before = last_dm(joy)
    shown = await day.slash(joy, "scores", entry=3)
    await joy.user.send_dm("score 3: 4 4 4")
    asked = await joy.click(shown.response, label="Conflict of interest")
    await joy.click(asked.response, label="Yes, leave it out")
    refused = await joy.user.click(last_dm(joy), label="Store it")
    assert text_of(refused.response).startswith("**You declared a conflict of interest for Group 3")
    assert buttons_of(refused.response) == {}
    await close(day)
    await joy.user.send_dm("score 2: 3 3 3")
    assert text_of(last_dm(joy)).startswith("**Judging is closed, so nothing can be scored now.**")
    assert buttons_of(last_dm(joy)) == {} and "kept" not in text_of(last_dm(joy))
    late = await joy.user.click(before, label="Store it")
    assert text_of(late.response).startswith("**Judging is closed, so this wasn't stored.**")
    assert "What you typed is kept as a draft." in text_of(late.response)
    assert buttons_of(late.response) == {} and await stored_ballots(day) == ()


async def test_what_is_not_kept_does_not_say_so(day: World) -> None:
    joy = day.person("joy")
    for typed in ("score 99: 5 5 5", "score 99: 9"):
        await joy.user.send_dm(typed)
        assert "kept" not in text_of(last_dm(joy)) and buttons_of(last_dm(joy)) == {}


async def test_feedback_that_is_too_long_says_what_is_kept(day: World) -> None:
    joy = day.person("joy")
    await joy.user.send_dm("score 1: 5 5 5 " + "long words " * 120)
    assert "Only its first 1,000 characters are kept." in text_of(last_dm(joy))


async def test_a_judge_by_role_alone_is_heard(day: World) -> None:
    pat = day.person("pat", "judge")
    await pat.user.send_dm("score 1: 4 4 4")
    assert "Store this for Group 1" in "\n".join(dms(pat))


async def test_of_several_competitions_the_judge_chooses(day: World) -> None:
    sam, joy, bo = day.person("sam"), day.person("joy"), day.person("bo")
    texts = Details(texts={"description": "Two LSTM layers."})
    entry = HandIn("lab1", Sender(bo.id, "bo"), SIGNED_UP, details=texts)
    await day.app.submissions.hand_in(day.guild.id, entry)
    await day.slash(sam, "judging appoint", person=joy.user, contest="labs-lab1")
    await day.slash(sam, "judging open", contest="labs-lab1")
    for number in (1, 2):  # the lab has no entry 2; the groups have
        await joy.user.send_dm(f"score {number}: 5 5 5 lovely")
        assert "You judge more than one competition" in dms(joy)[-1]
    opened = await joy.user.click(last_dm(joy), label="Final project competition")
    assert value_of(opened, "Feedback for the group") == "lovely"
    other = await joy.user.click(last_dm(joy), label="Lab 1 competition")
    assert "There's no entry 2" in read(other)
