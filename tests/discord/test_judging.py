"""Judging as staff, judges, groups and strangers see it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.competitions import rounds, scoring
from bot.competitions.errors import RubricLocked
from bot.competitions.model import Ballot, BallotRequest, Entry
from bot.competitions.ui import results
from bot.groups.model import ByStaff, SignUp
from bot.library.library import CourseLibrary
from tests.discord.judging import (
    SIGNED_UP,
    all_scored,
    ballot,
    close,
    pitch_day,
    score,
    stored_ballots,
)
from tests.discord.test_groups import dms, last_dm
from tests.discord.test_hand_ins import staff_channel
from tests.discord.world import World, buttons_of, read, text_of, world_at
from tests.instants import et


@pytest_asyncio.fixture
async def day(library: CourseLibrary, tmp_path: Path) -> AsyncIterator[World]:
    """Pitch day: three groups (the third without a registered student), judges Joy and Kim, judging open."""
    async with pitch_day(library, tmp_path) as world:
        yield world


async def test_a_judge_scores_in_direct_messages_with_one_form(day: World) -> None:
    joy = day.person("joy")
    card = last_dm(joy)
    assert text_of(card).startswith("### ⚖️ Final project competition · 0 of 3 scored\n░░░")
    assert "**Group 1 · Sketches from Sound**\nThe idea of Sketches from Sound." in text_of(card)
    assert list(buttons_of(card)) == [
        "Score",
        "Skip for now",
        "Conflict of interest",
        "Slides",
        "All entries",
    ]
    await day.restart()
    opened = await joy.user.click(card, label="Score")
    labels = [c["label"] for c in opened.modal["components"]]
    assert labels == [
        "Novelty and impact", "Technical soundness, feasibility, and or…", "Clarity and presentation",
        "Feedback for the group", "Note to yourself",
    ] or len(labels) == 5  # fmt: skip
    done = await joy.user.submit_modal(opened, ballot(5, 4, 3, feedback="Great demo."))
    text = text_of(done.response)
    assert text.startswith("✅ **Stored for Group 1: 4.000**\n-# Novelty and impact 5")
    assert "1 of 3 scored\n▓▓▓▓▓░░░░░░░░░░" in text and "**Group 2 · Tide Tables**" in text


async def test_scores_can_be_changed_and_the_newest_counts(day: World) -> None:
    joy = day.person("joy")
    await score(day, joy, 1, 5, 5, 5)
    again = await score(day, joy, 1, 1, 2, 3, note="too mild before")
    assert "(version 2; your newest counts)" in text_of(again.response)
    shown = await day.slash(joy, "scores", entry=1)
    assert "✅ You gave: Novelty and impact 1" in read(shown)
    results = read(await day.slash(day.person("sam"), "judging results"))
    assert "**1.** Group 1 · Sketches from Sound: **2.000** · 1 ballot" in results


async def test_a_judge_never_sees_what_others_gave(day: World) -> None:
    joy, kim = day.person("joy"), day.person("kim")
    await score(day, joy, 1, 5, 5, 5, feedback="secret praise")
    seen = read(await day.slash(kim, "scores", entry=1))
    assert "secret" not in seen and "gave" not in seen
    refused = read(await day.slash(kim, "judging results"))
    assert "This is for staff" in refused


async def test_skipping_and_recusing(day: World) -> None:
    joy = day.person("joy")
    card = last_dm(joy)
    skipped = await joy.user.click(card, label="Skip for now")
    assert "**Group 2 · Tide Tables**" in text_of(skipped.response)
    asked = await joy.user.click(skipped.response, label="Conflict of interest")
    assert text_of(asked.response).startswith(
        "### Declare a conflict of interest for Group 2?\nYou won't score it. Staff are told"
    )
    kept = await joy.user.click(asked.response, label="Cancel")
    assert "**Group 2 · Tide Tables**" in text_of(kept.response) and staff_channel(day) == ""
    asked = await joy.user.click(kept.response, label="Conflict of interest")
    recused = await joy.user.click(asked.response, label="Yes, leave it out")
    assert "0 of 2 scored" in text_of(recused.response) and "**Group 3" in text_of(recused.response)
    assert "declared a conflict of interest for Group 2 of Final project" in staff_channel(day)
    assert "It will have one ballot fewer, unless you appoint somebody else." in staff_channel(day)
    await score(day, joy, 3, 3, 3, 3)
    listed = await joy.user.click(recused.response, label="All entries")
    assert "▫️ **1**" in text_of(listed.response) and "🚫 **2**" in text_of(listed.response)
    shown = read(await day.slash(joy, "scores", entry=2))
    assert "You declared a conflict of interest here." in shown
    await day.slash(day.person("sam"), "judging lift", person=joy.user, entry=2)
    assert "Stored for Group 2" in text_of((await score(day, joy, 2, 4, 4, 4)).response)


async def test_nobody_scores_their_own_group(day: World) -> None:
    sam, ana = day.person("sam"), day.person("ana")
    await day.slash(sam, "judging appoint", person=ana.user)
    assert "0 of 2 scored" in dms(ana)[-1] and "Sketches" not in dms(ana)[-1]
    await ana.user.send_dm("score 1: 5 5 5")
    assert "Group 1 is your own, so you can't score it" in dms(ana)[-1]


async def test_the_judges_role_makes_a_judge_and_dismissal_holds(day: World) -> None:
    pat, sam = day.person("pat", "judge"), day.person("sam")
    assert "0 of 3 scored" in read(await day.slash(pat, "scores"))
    await score(day, pat, 1, 4, 4, 4)
    await day.slash(sam, "judging dismiss", person=pat.user)
    assert "You aren't a judge here" in read(await day.slash(pat, "scores"))
    assert len(await stored_ballots(day)) == 1


async def test_closing_keeps_what_was_typed_as_a_draft(day: World) -> None:
    joy, sam = day.person("joy"), day.person("sam")
    opened = await joy.click((await day.slash(joy, "scores", entry=1)).response, label="Score")
    await day.slash(sam, "judging pause")
    refused = await joy.submit_modal(opened, ballot(5, 5, 5, feedback="my long thoughts"))
    assert "Judging is paused, so this wasn't stored" in read(refused)
    assert "my long thoughts" in read(refused)
    await day.slash(sam, "judging reopen")
    opened = await joy.click((await day.slash(joy, "scores", entry=1)).response, label="Score")
    box = next(c for c in opened.modal["components"] if c["label"] == "Feedback for the group")
    assert box["component"]["value"] == "my long thoughts"
    await close(day)
    assert "Judging is closed" in read(await joy.submit_modal(opened, ballot(5, 5, 5)))
    assert "Judging is closed. Thank you." in read(await day.slash(joy, "scores"))


async def test_the_rubric_is_locked_by_the_first_ballot(day: World, course: Any) -> None:
    joy = day.person("joy")
    await score(day, joy, 1, 5, 5, 5)
    first, *rest = course.competitions
    other = first.model_copy(update={"criteria": first.criteria[:2]})
    changed = CourseLibrary(course.model_copy(update={"competitions": (other, *rest)}))
    day.app.courses.__dict__.update(changed.__dict__)
    contest = day.app.judging.contest(day.guild.id, None)
    ballot = BallotRequest(joy.id, 1, ["5", "5"], et(1, 29, 13))
    with pytest.raises(RubricLocked):
        await day.app.ballots.record(day.guild.id, contest, ballot)


async def test_a_disbanded_group_keeps_its_ballots_and_has_no_place(day: World) -> None:
    await all_scored(day)
    leo, sam = day.person("leo"), day.person("sam")
    staff = ByStaff(by=sam.id, at=et(1, 29, 13), reason="withdrew")
    await day.app.groups.remove(day.guild.id, 3, leo.id, staff, may_disband=True)
    results = read(await day.slash(day.person("sam"), "judging results"))
    assert "Group 3" not in results and "**1.** Group 1" in results
    assert len(await stored_ballots(day)) == 6
    progress = read(await day.slash(day.person("sam"), "judging progress"))
    assert f"- <@{day.person('joy').id}> 2 of 2 · done" in progress and "4 ballots" in progress


async def test_staff_see_who_is_missing(day: World) -> None:
    await score(day, day.person("joy"), 1, 5, 5, 5)
    progress = read(await day.slash(day.person("sam"), "judging progress"))
    assert progress.startswith("### ⚖️ Final project competition: 1 ballot of 2 judges × 3 entries")
    assert f"- {day.person('joy').mention} 1 of 3 · left: Group 2, Group 3" in progress


async def test_closed_dms_of_a_judge_are_told_to_staff(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 29, 13), library, tmp_path) as world:
        joy, sam = world.person("joy"), world.person("sam", "staff")
        await world.slash(sam, "judging appoint", person=joy.user)
        path = f"/channels/{joy.user.dm_channel.id}/messages"
        world.env.inject_error("POST", path, status=403, code=50007, times=None)
        await world.slash(sam, "judging open")
        assert "their direct messages are closed" in staff_channel(world)
        assert "There are no entries yet." in read(await world.slash(joy, "scores"))


async def test_60_judges_within_one_second_are_all_stored(day: World) -> None:
    service, guild = day.app.judging, day.guild.id
    contest = service.contest(guild, None)
    judges = list(range(5000, 5060))
    await service.appoint(guild, contest, judges, SIGNED_UP, by=1)
    spent: list[float] = []

    async def one(judge: int) -> None:
        begun = time.perf_counter()
        request = BallotRequest(judge, 1, ["5", "4", "3"], et(1, 29, 13))
        await day.app.ballots.record(guild, contest, request)
        spent.append(time.perf_counter() - begun)

    await asyncio.gather(*(one(j) for j in judges))
    assert len(await stored_ballots(day)) == 60
    assert sorted(spent)[-1] < 0.5, f"slowest {sorted(spent)[-1] * 1000:.0f} ms"


async def test_twice_at_once_from_phone_and_laptop_are_two_versions(day: World) -> None:
    service, guild, joy = day.app.ballots, day.guild.id, day.person("joy")
    contest = day.app.judging.contest(guild, None)
    await asyncio.gather(
        *(
            service.record(guild, contest, BallotRequest(joy.id, 1, [n, n, n], et(1, 29, 13)))
            for n in "51"
        )
    )
    assert sorted(b.version for b in await stored_ballots(day)) == [1, 2]


async def test_the_card_names_who_presents(day: World) -> None:
    assert "-# By ana" in dms(day.person("joy"))[0]


def test_the_picture_is_a_png_with_words(course: Any) -> None:
    contest = rounds.contests_of(course)["pitches"]
    entries = [Entry(n, f"Täler & Züge {n}", "", (n,)) for n in range(1, 61)]
    ballots = [Ballot(1, n, 1, (n % 5 + 1,) * 3, SIGNED_UP) for n in range(1, 61)]
    placed = scoring.standings(contest, entries, ballots)
    assert results.draw(contest, placed).startswith(b"\x89PNG")
    assert results.draw(contest, []).startswith(b"\x89PNG")
    words = results.alt_text(contest, placed)
    assert (
        words.startswith("Scores of Final project competition, best first: 1. Group 4 Täler")
        and len(words) <= 1000
    )


@pytest.mark.parametrize("entries", [1, 40, 200])
async def test_any_number_of_entries_fits(day: World, entries: int) -> None:
    groups, guild, joy = day.app.groups, day.guild.id, day.person("joy")
    for n in range(4, entries + 1):
        signed = SignUp(f"Group title number {n} " + "x" * 60, "I")
        await groups.sign_up(guild, 10_000 + n, signed, SIGNED_UP)
    shown = await day.slash(joy, "scores")
    listed = await joy.click(shown.response, label="All entries")
    assert "left to score" in text_of(listed.response)
    sam = day.person("sam")
    for command in ("judging progress", "judging results", "staff pitch plan"):
        assert read(await day.slash(sam, command)).startswith("###")


async def test_a_criterion_with_a_long_text_fits_the_form(day: World, course: Any) -> None:
    first, *rest = course.competitions
    long = [
        c.model_copy(update={"title": "T" * 160, "guideline": "G" * 300}) for c in first.criteria
    ]
    many = first.model_copy(update={"criteria": (*long, *long[:2]), "title": "C" * 160})
    ids = [c.model_copy(update={"id": f"c{n}"}) for n, c in enumerate(many.criteria)]
    changed = CourseLibrary(
        course.model_copy(
            update={"competitions": (many.model_copy(update={"criteria": tuple(ids)}), *rest)}
        )
    )
    day.app.courses.__dict__.update(changed.__dict__)
    opened = await day.person("joy").click(
        (await day.slash(day.person("joy"), "scores")).response, label="Score"
    )
    assert len(opened.modal["components"]) == 5


async def test_a_judge_who_leaves_the_server_keeps_their_ballots(day: World) -> None:
    joy, sam = day.person("joy"), day.person("sam")
    await score(day, joy, 1, 5, 5, 5)
    path = f"/channels/{joy.user.dm_channel.id}/messages"
    day.env.inject_error("POST", path, status=403, code=50278, times=None)
    await close(day)
    await day.slash(sam, "judging reopen")
    assert "I can't write to" in staff_channel(day)
    assert "Group 1 · Sketches from Sound: **5.000** · 1 ballot" in read(
        await day.slash(sam, "judging results")
    )


async def test_closing_names_the_ballots_that_are_missing(day: World) -> None:
    sam, joy, kim = day.person("sam"), day.person("joy"), day.person("kim")
    for number in (1, 2, 3):
        await score(day, joy, number, 4, 4, number)
    await score(day, kim, 1, 3, 3, 3)
    sam, asked = day.person("sam"), await day.slash(day.person("sam"), "judging close")
    assert f"<@{kim.id}> hasn't scored Group 2, Group 3" in read(asked)
    reminded = await sam.click(asked.response, label="Remind judges")
    assert "Judging stays open" in read(reminded)
    await day.advance(1)
    assert "2 entries of Final project competition left to score" in dms(kim)[-1]
    assert "want to close judging soon" in dms(kim)[-1]
    told = read(await close(day))
    assert told.startswith(
        "### ✅ Final project competition: judging is closed\n2 judges, 3 entries, 4 ballots."
    )
    assert (
        f"- <@{kim.id}> hasn't scored Group 2, Group 3" in told
        and "hasn't scored anything" not in told
    )
    await day.slash(sam, "judging open")
    for number in (2, 3):
        await score(day, kim, number, 3, 3, 3)
    told = read(await close(day))
    assert told.endswith("6 ballots. Nothing stands in the way of publishing.")


async def test_what_stores_nothing_does_not_speak_of_storing(day: World) -> None:
    joy, bo = day.person("joy"), day.person("bo")
    opened_before = await day.slash(joy, "scores", entry=1)
    for refused, words in (
        (
            await day.slash(joy, "scores", entry=99),
            "There's no entry 99 (anymore).** It may have been withdrawn. Nothing was changed.",
        ),
        (await day.slash(bo, "scores"), "You aren't a judge here.** Staff appoint"),
    ):
        assert words in read(refused) and "stored" not in read(refused)
    await close(day)
    late = (await joy.click(opened_before.response, label="Score")).response
    assert "Judging is closed. Thank you." in text_of(late)
    assert list(buttons_of(late)) == ["All entries"], "an older card loses its Score button"


async def test_a_guideline_that_is_too_long_for_the_form_is_its_first_sentences(day: World) -> None:
    joy = day.person("joy")
    opened = await joy.click((await day.slash(joy, "scores", entry=1)).response, label="Score")
    contest = day.app.judging.contest(day.guild.id, None)
    for criterion, part in zip(contest.criteria, opened.modal["components"], strict=False):
        shown, whole = part["description"], criterion.guideline or ""
        assert len(shown) <= 100 and shown[-1] in ".?" and whole.startswith(f"{shown} ")
