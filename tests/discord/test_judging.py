"""Judging as staff, judges, groups and strangers see it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.assignments.model import Details, Sender
from bot.assignments.requests import HandIn
from bot.competitions import rules
from bot.competitions.errors import RubricLocked
from bot.competitions.model import Ballot, Entry
from bot.competitions.ui import chart
from bot.groups.changes import ByStaff, SignUp
from bot.library.library import CourseLibrary
from tests.discord.test_groups import dms, last_dm
from tests.discord.test_hand_ins import staff_channel
from tests.discord.test_reminders import posts
from tests.discord.world import World, buttons_of, read, text_of, world_at
from tests.instants import et

SIGNED_UP = et(1, 26, 12)


@pytest_asyncio.fixture
async def day(library: CourseLibrary, tmp_path: Path) -> AsyncIterator[World]:
    """Pitch day: three groups (the third without a registered student), judges Joy and Kim, judging open."""
    async with world_at(et(1, 29, 13), library, tmp_path) as world:
        await set_up(world)
        yield world


async def set_up(world: World) -> None:
    groups, guild = world.app.groups, world.guild.id
    ana, bo, leo = (
        world.person("ana", "registered"),
        world.person("bo", "registered"),
        world.person("leo", "listener"),
    )
    for person, title in ((ana, "Sketches from Sound"), (bo, "Tide Tables"), (leo, "Recipes")):
        await groups.sign_up(guild, person.id, SignUp(title, f"The idea of {title}."), SIGNED_UP)
    link = Details(link="https://docs.google.com/presentation/d/1", ticked=True)
    slides = HandIn("slides", Sender(ana.id, "ana"), SIGNED_UP, details=link)
    await world.app.submissions.hand_in(guild, slides)
    sam = world.person("sam", "staff")
    for name in ("joy", "kim"):
        await world.slash(sam, "judging appoint", person=world.person(name).user)
    await world.slash(sam, "judging open")


async def score(
    world: World, judge: Any, number: int, *scores: int, feedback: str = "", note: str = ""
) -> Any:
    """Score an entry through the form that the card opens."""
    shown = await world.slash(judge, "scores", entry=number)
    label = "Score" if "Score" in buttons_of(shown.response) else "Change scores"
    opened = await judge.click(shown.response, label=label)
    return await judge.submit_modal(opened, ballot(*scores, feedback=feedback, note=note))


def ballot(*scores: int, feedback: str = "", note: str = "") -> dict[str, Any]:
    values: dict[str, Any] = dict(
        zip(("novelty", "soundness", "clarity"), map(str, scores), strict=True)
    )
    return values | {"feedback": feedback, "note": note}


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
    assert "**1.** Group 1 Sketches from Sound: **2.000** · 1 ballot" in results


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
    recused = await joy.user.click(skipped.response, label="Conflict of interest")
    assert "0 of 2 scored" in text_of(recused.response) and "**Group 3" in text_of(recused.response)
    assert "declared a conflict of interest for entry 2" in staff_channel(day)
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


async def test_typed_scores_are_read_back_before_they_count(day: World) -> None:
    joy = day.person("joy")
    await joy.user.send_dm("score 2: 5 4 3 great demo")
    asked = last_dm(joy)
    assert text_of(asked).startswith("### Store this for Group 2 · Tide Tables?")
    assert "Feedback for the group: great demo" in text_of(asked)
    done = await joy.user.click(asked, label="Store it")
    assert "Stored for Group 2: 4.000" in text_of(done.response)
    [stored] = await _ballots(day)
    assert (stored.scores, stored.feedback) == ((5, 4, 3), "great demo")


async def _ballots(day: World) -> Any:
    contest = day.app.judging.contest(day.guild.id, None)
    return (await day.app.judging.results(day.guild.id, contest, ())).ballots


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("score 2: 0 4 3", "Novelty and impact is “0”"),
        ("score 2: 6 4 3", "Novelty and impact is “6”"),
        ("score 2: 3.5 4 3", "Novelty and impact is “3.5”"),
        ("score 2: 5 4", "there are 2 scores for 3 criteria"),
        ("score 2:", "there are 0 scores for 3 criteria"),
        ("score 99: 5 4 3", "There is no entry 99"),
        ("score it please", "I couldn't read scores in that"),
    ],
)
async def test_bad_messages_get_a_clear_answer(day: World, typed: str, words: str) -> None:
    joy = day.person("joy")
    await joy.user.send_dm(typed)
    assert words in dms(joy)[-1]
    assert await _ballots(day) == ()


async def test_who_doesnt_judge_is_answered_as_anybody(day: World) -> None:
    bo, joy = day.person("bo"), day.person("joy")
    await bo.user.send_dm("how are proposals scored")
    assert "Novelty and impact" in dms(bo)[-1]
    await joy.user.send_dm("when is the pitch competition")
    assert "Fri Jan 29" in dms(joy)[-1]
    assert "You aren't a judge here" in read(await day.slash(bo, "scores"))


async def test_the_judges_role_makes_a_judge_and_dismissal_holds(day: World) -> None:
    pat, sam = day.person("pat", "judge"), day.person("sam")
    assert "0 of 3 scored" in read(await day.slash(pat, "scores"))
    await score(day, pat, 1, 4, 4, 4)
    await day.slash(sam, "judging dismiss", person=pat.user)
    assert "You aren't a judge here" in read(await day.slash(pat, "scores"))
    assert len(await _ballots(day)) == 1


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
    await day.slash(sam, "judging close")
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
    with pytest.raises(RubricLocked):
        await day.app.judging.record(
            day.guild.id, contest, joy.id, 1, ["5", "5"], "", "", et(1, 29, 13)
        )


async def all_scored(day: World) -> None:
    for name, given in (
        ("joy", ((5, 5, 5), (4, 4, 4), (5, 5, 4))),
        ("kim", ((4, 4, 5), (3, 3, 3), (5, 5, 5))),
    ):
        for number, scores in enumerate(given, 1):
            await score(day, day.person(name), number, *scores, feedback=f"{name} liked {number}")


async def test_publishing_takes_two_people_and_reveals_in_stages(day: World) -> None:
    sam, tim = day.person("sam"), day.person("tim", "staff")
    await all_scored(day)
    early = read(await day.slash(sam, "judging publish"))
    assert "judging isn't closed" in early
    await day.slash(sam, "judging close")
    asked = await day.slash(sam, "judging publish")
    assert "🏅 ### 🏅 Google Home Max" in read(asked) or "NVIDIA RTX 3080" in read(asked)
    alone = await sam.click(asked.response, label="Confirm and publish")
    assert "Somebody else of the staff has to confirm" in read(alone)
    assert "This is for staff" in read(
        await day.person("ana").click(asked.response, label="Confirm and publish")
    )
    done = await tim.click(asked.response, label="Confirm and publish")
    assert "Published: Final project competition" in text_of(done.response)
    again = (
        await tim.click(asked.response, label="Confirm and publish")
        if buttons_of(done.response)
        else None
    )
    assert again is None
    await day.advance(61)
    await day.advance(61)
    revealed = [t for t in posts(day) if "🏅" in t]
    assert revealed[0].startswith("### 🏅 Google Home Max\nGroup 2")
    assert revealed[1].startswith("### 🏅 NVIDIA RTX 3080\nGroup 1")
    table = revealed[-1]
    assert "**1.** Group 3 Recipes · 4.833 · not eligible for a prize" in table
    assert "**2.** Group 1 Sketches from Sound · 4.667 · 🏅 NVIDIA RTX 3080" in table
    heard = dms(day.person("ana"))[-1]
    assert "Your score: **4.667**, place 2, 2 ballots." in heard
    assert "Novelty and impact: 4.50 (from 4 to 5)" in heard and "- joy liked 1" in heard
    assert "<@" not in heard


async def test_unequal_ballots_need_a_reason_that_is_printed(day: World) -> None:
    sam, tim = day.person("sam"), day.person("tim", "staff")
    await score(day, day.person("joy"), 1, 5, 5, 5)
    await day.slash(sam, "judging close")
    blocked = read(await day.slash(sam, "judging publish"))
    assert "The results can't be published yet" in blocked and "entry 2 (0)" in blocked
    asked = await day.slash(sam, "judging publish", reason="Kim fell ill")
    await tim.click(asked.response, label="Confirm and publish")
    await day.advance(61)
    await day.advance(61)
    assert any(
        "Published although the ballots were not complete: Kim fell ill" in t for t in posts(day)
    )


async def test_staff_override_an_award_with_a_reason(day: World) -> None:
    sam = day.person("sam")
    await all_scored(day)
    given = {"entry": 2, "award": "Display monitor", "reason": "best poster"}
    await day.slash(sam, "judging award", **given)
    results = read(await day.slash(sam, "judging results"))
    assert "Group 2 Tide Tables" in results and "🏅 Display monitor" in results
    assert "There is no entry 9" in read(
        await day.slash(sam, "judging award", entry=9, reason="because")
    )


async def test_a_disbanded_group_keeps_its_ballots_and_has_no_place(day: World) -> None:
    await all_scored(day)
    leo, sam = day.person("leo"), day.person("sam")
    staff = ByStaff(by=sam.id, at=et(1, 29, 13), reason="withdrew")
    await day.app.groups.remove(day.guild.id, 3, leo.id, staff, may_disband=True)
    results = read(await day.slash(day.person("sam"), "judging results"))
    assert "Group 3" not in results and "**1.** Group 1" in results
    assert len(await _ballots(day)) == 6


async def test_staff_see_who_is_missing(day: World) -> None:
    await score(day, day.person("joy"), 1, 5, 5, 5)
    progress = read(await day.slash(day.person("sam"), "judging progress"))
    assert progress.startswith("### ⚖️ Final project competition: 1 ballot of 2 judges × 3 entries")
    assert f"- {day.person('joy').mention} 1 of 3 · left: 2, 3" in progress


async def test_lab_entries_are_judged_by_the_same_machinery(day: World) -> None:
    sam, joy, bo = day.person("sam"), day.person("joy"), day.person("bo")
    texts = Details(texts={"description": "Two LSTM layers."})
    entry = HandIn("lab1", Sender(bo.id, "bo"), SIGNED_UP, details=texts)
    await day.app.submissions.hand_in(day.guild.id, entry)
    await day.slash(sam, "judging appoint", person=joy.user, contest="labs-lab1")
    await day.slash(sam, "judging open", contest="labs-lab1")
    card = last_dm(joy)
    assert "### ⚖️ Lab 1 competition · 0 of 1 scored" in text_of(
        card
    ) and "Two LSTM layers." in text_of(card)
    opened = await joy.user.click(card, label="Score")
    values = {
        "results": "5",
        "implementation": "4",
        "descriptions": "3",
        "feedback": "",
        "note": "",
    }
    done = await joy.user.submit_modal(opened, values)
    assert "Stored for Entry 1: 4.000" in text_of(done.response)
    for number in (1, 2):  # the lab has no entry 2; the groups have
        await joy.user.send_dm(f"score {number}: 5 5 5 lovely")
        assert "You judge more than one competition" in dms(joy)[-1]
    opened = await joy.user.click(last_dm(joy), label="Final project competition")
    box = next(c for c in opened.modal["components"] if c["label"] == "Feedback for the group")
    assert box["component"]["value"] == "lovely"
    other = await joy.user.click(last_dm(joy), label="Lab 1 competition")
    assert "There is no entry 2" in read(other)


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
        assert "There is no entry yet." in read(await world.slash(joy, "scores"))


async def test_60_judges_within_one_second_are_all_stored(day: World) -> None:
    service, guild = day.app.judging, day.guild.id
    contest = service.contest(guild, None)
    judges = list(range(5000, 5060))
    await service.appoint(guild, contest, judges, 1, SIGNED_UP)
    spent: list[float] = []

    async def one(judge: int) -> None:
        begun = time.perf_counter()
        await service.record(guild, contest, judge, 1, ["5", "4", "3"], "", "", et(1, 29, 13))
        spent.append(time.perf_counter() - begun)

    await asyncio.gather(*(one(j) for j in judges))
    assert len(await _ballots(day)) == 60
    assert sorted(spent)[-1] < 0.5, f"slowest {sorted(spent)[-1] * 1000:.0f} ms"


async def test_twice_at_once_from_phone_and_laptop_are_two_versions(day: World) -> None:
    service, guild, joy = day.app.judging, day.guild.id, day.person("joy")
    contest = service.contest(guild, None)
    at = et(1, 29, 13)
    await asyncio.gather(
        service.record(guild, contest, joy.id, 1, ["5", "5", "5"], "", "", at),
        service.record(guild, contest, joy.id, 1, ["1", "1", "1"], "", "", at),
    )
    assert sorted(b.version for b in await _ballots(day)) == [1, 2]


async def test_the_card_names_who_presents(day: World) -> None:
    assert "-# By ana" in dms(day.person("joy"))[0]


async def test_missing_ballots_are_nagged_about_once_at_two_moments(day: World) -> None:
    sam, joy, kim = day.person("sam"), day.person("joy"), day.person("kim")
    await day.slash(sam, "judging open", until="in 4 hours")
    for number in (1, 2, 3):
        await score(day, kim, number, 3, 3, 3)
    await score(day, joy, 1, 3, 3, 3)
    before, done = len(dms(joy)), len(dms(kim))
    await day.advance(2 * 3600)
    await day.advance(61)
    assert dms(joy)[before:][0].startswith(
        "### ⚖️ 2 entries of Final project competition left to score\n"
    )
    await day.advance(3600)
    assert len(dms(joy)) == before + 1
    await day.advance(1800)
    await day.advance(61)
    assert len(dms(joy)) == before + 2
    assert len(dms(kim)) == done


async def test_results_come_with_a_picture_and_its_words(day: World) -> None:
    sam, tim = day.person("sam"), day.person("tim", "staff")
    assert (await day.slash(sam, "judging results")).followups == []
    await all_scored(day)
    shown = await day.slash(sam, "judging results")
    [picture] = shown.response.attachments
    assert picture.filename == "standings.png" and picture.size > 5000
    await day.slash(sam, "judging close")
    asked = await day.slash(sam, "judging publish")
    await tim.click(asked.response, label="Confirm and publish")
    await day.advance(61)
    await day.advance(61)
    table = next(m for m in day.channels["announcements"].history() if "all results" in text_of(m))
    assert table.attachments[0].filename == "standings.png"


def test_the_picture_is_a_png_with_words(course: Any) -> None:
    contest = rules.contests_of(course)["pitches"]
    entries = [Entry(n, f"Täler & Züge {n}", "", (n,)) for n in range(1, 61)]
    ballots = [Ballot(1, n, 1, (n % 5 + 1,) * 3, SIGNED_UP) for n in range(1, 61)]
    placed = rules.standings(contest, entries, ballots)
    assert chart.draw(contest, placed).startswith(b"\x89PNG")
    assert chart.draw(contest, []).startswith(b"\x89PNG")
    words = chart.alt_text(contest, placed)
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
    for command in ("judging progress", "judging results", "pitch plan"):
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
    await day.slash(sam, "judging reopen")
    await day.slash(sam, "judging open")
    assert "I can't write to" in staff_channel(day)
    assert "Group 1 Sketches from Sound: **5.000** · 1 ballot" in read(
        await day.slash(sam, "judging results")
    )
