"""/find-group: posting, the board, asking to join, being invited, posts that close by themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.groups.model import ByStaff, Person
from bot.library.library import CourseLibrary
from bot.teammates.rules import Words
from tests.discord.test_groups import dms, last_dm, press_old, sign_up
from tests.discord.world import World, menu_of, read, text_of, world_at
from tests.instants import et


async def post(
    world: World, person: Any, looking_for: str, interests: str = "music", skills: str = "Python"
) -> str:
    opened = await world.slash(person, "find-group", **{"looking-for": looking_for})
    assert opened.modal, read(opened)
    return read(await person.submit_modal(opened, {"interests": interests, "skills": skills}))


def board(world: World) -> Any:
    return next(m for m in world.channels["announcements"].history() if "🔎" in text_of(m))


async def test_a_seeker_asks_a_group_from_the_board_and_the_founder_lets_them_in(
    world: World,
) -> None:
    ana, chi = world.person("ana"), world.person("chi")
    await sign_up(world, ana)
    assert "### ✅ You're on the board" in await post(world, ana, "members", "sound", "a drummer")
    await post(world, chi, "a group")
    text = text_of(board(world))
    assert text.startswith("### 🔎 1 person needs a group · 1 group needs members")
    assert "**Group 1 · Sketches from Sound** has 4 seats left: sound · wants a drummer" in text
    assert f"🙋 {chi.mention} needs a group: music · brings Python" in text

    picker = await chi.click(board(world), label="Ask to join …")
    asked = await chi.select(picker.response, ["1"], custom_id="find:picked-group")
    assert read(asked).startswith("### ✅ You asked to join group 1; its founder will answer")
    assert "Your request: delivered." in read(asked)
    question = last_dm(ana)
    assert text_of(question).startswith("### chi asks to join group 1")
    again = await chi.select(picker.response, ["1"], custom_id="find:picked-group")
    assert "You've asked group 1 already" in read(again)
    answered = await ana.user.click(question, label="Let them in")
    assert read(answered).startswith("### ✅ chi is in")
    assert dms(chi)[-1].startswith("### You're in group 1 now: Sketches from Sound")
    assert text_of(board(world)).startswith("### 🔎 0 people need a group · 1 group needs members")


async def test_a_founder_invites_somebody_from_the_board(world: World) -> None:
    ana, chi = world.person("ana"), world.person("chi")
    await sign_up(world, ana)
    await post(world, chi, "a group")
    picker = await ana.click(board(world), label="Invite somebody …")
    invited = await ana.select(picker.response, [str(chi.id)], custom_id="find:picked-person")
    assert read(invited).startswith(f"### ✅ {chi.mention} is invited")
    assert "invites you to group 1" in dms(chi)[-1]


async def test_somebody_is_turned_down_kindly(world: World) -> None:
    ana, chi = world.person("ana"), world.person("chi")
    await sign_up(world, ana)
    await post(world, ana, "members")
    picker = await chi.click(board(world), label="Ask to join …")
    await chi.select(picker.response, ["1"], custom_id="find:picked-group")
    answered = await ana.user.click(last_dm(ana), label="Not this time")
    assert read(answered).startswith("### chi was turned down\n### Group 1 ·")
    assert dms(chi)[-1].startswith("### Group 1: Sketches from Sound can't take you this time")


async def test_an_invited_person_who_asks_is_in_at_once(world: World) -> None:
    ana, chi = world.person("ana"), world.person("chi")
    await sign_up(world, ana, chi)
    await post(world, ana, "members")
    picker = await chi.click(board(world), label="Ask to join …")
    joined = await chi.select(picker.response, ["1"], custom_id="find:picked-group")
    assert "You were invited to group 1 already, and you're in now" in read(joined)


async def test_posts_close_by_themselves_when_filled_withdrawn_or_late(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 27, 22), library, tmp_path) as world:
        ana, chi = world.person("ana"), world.person("chi")
        await post(world, ana, "a group")
        await post(world, chi, "a group")
        assert text_of(board(world)).startswith("### 🔎 2 people need")
        await sign_up(world, ana)
        assert text_of(board(world)).startswith("### 🔎 1 person needs")
        shown = await world.slash(chi, "find-group")
        assert read(await chi.click(shown.response, label="Withdraw my post")).startswith(
            "### Your post is off the board"
        )
        assert text_of(board(world)).startswith("### 🔎 Nobody has posted yet · 1 group has seats")
        assert "1 · Sketches from Sound (4 left)" in text_of(board(world))
        asked = await chi.click(board(world), label="Ask to join …")
        assert [o["label"] for o in menu_of(asked.response)["options"]] == [
            "Group 1 · Sketches from Sound"
        ]
        nothing = await chi.click(shown.response, label="Withdraw my post")
        assert "You have no post on the board" in read(nothing)
        await post(world, ana, "members")
        await world.advance(3 * 3600)
        assert text_of(board(world)).startswith("### 🔎 Sign-up has closed, and so has this board")
        assert "Sign-up has closed" in read(await world.slash(chi, "find-group"))
        refused = await world.slash(chi, "find-group", **{"looking-for": "a group"})
        assert "Sign-up closed" in read(refused)


async def test_a_group_that_fills_up_leaves_the_board(world: World) -> None:
    ana = world.person("ana")
    await sign_up(world, ana)
    await post(world, ana, "members")
    for user_id in range(100, 104):
        staff = ByStaff(by=1, at=et(1, 26, 10), reason="r")
        await world.app.groups.add(world.guild.id, 1, Person(user_id, "Somebody"), staff)
    assert read(await world.slash(ana, "find-group")).startswith("### 🔎 Nobody is looking yet")
    picker = await press_old(world, ana, "find:pick-group")
    assert "Nobody is left on the board" in read(picker)


@pytest.mark.parametrize(
    ("looking_for", "words"),
    [("a group", "You're in group 1 already"), ("members", "You're not in a group yet")],
)
async def test_a_post_that_would_close_at_once_is_refused_first(
    world: World, looking_for: str, words: str
) -> None:
    ana = world.person("ana")
    if looking_for == "a group":
        await sign_up(world, ana)
    assert words in read(await world.slash(ana, "find-group", **{"looking-for": looking_for}))


async def test_a_full_group_cannot_look_for_members(world: World) -> None:
    ana = world.person("ana")
    await sign_up(world, ana, *(world.person(name) for name in ("bo", "chi", "dee", "eve")))
    refused = read(await world.slash(ana, "find-group", **{"looking-for": "members"}))
    assert "Group 1 is full (5 of 5, 4 of them invited and not answered yet)" in refused


async def test_what_is_posted_is_shown_without_its_teeth_and_empty_texts_come_back(
    world: World,
) -> None:
    ana = world.person("ana")
    await post(world, ana, "a group", "@everyone **x**", "y")
    assert "@\u200beveryone \\*\\*x\\*\\*" in text_of(board(world))
    opened = await world.slash(ana, "find-group", **{"looking-for": "a group"})
    answer = read(await ana.submit_modal(opened, {"interests": "\u200b", "skills": "kept"}))
    assert "The text on interests is empty" in answer and "kept" in answer


async def test_a_crowded_board_shows_who_has_waited_longest(world: World) -> None:
    for number in range(30):
        words, at = Words("x" * 200, "y" * 200), et(1, 20, 10, number)
        await world.app.teammates.post(world.guild.id, 1000 + number, "group", words, at)
    shown = read(await world.slash(world.person("ana"), "find-group"))
    assert (
        "more; these have waited longest" in shown and "<@1000>" in shown and "<@1029>" not in shown
    )
