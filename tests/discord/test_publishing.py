"""Publishing as the two people who do it, the groups and everybody else see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.competitions.model import BallotRequest
from bot.groups.model import SignUp
from bot.library.library import CourseLibrary
from tests.discord.judging import (
    SIGNED_UP,
    all_scored,
    ask,
    close,
    confirm,
    pitch_day,
    requests,
    reveal,
    revealed,
    score,
    state_of,
    stored_ballots,
)
from tests.discord.test_groups import dms, last_dm
from tests.discord.test_hand_ins import staff_channel
from tests.discord.test_reminders import newest, posts
from tests.discord.world import World, buttons_of, read, text_of
from tests.instants import et

NOW = et(1, 29, 13)
FEEDBACK = "How the judges saw"


@pytest_asyncio.fixture
async def day(library: CourseLibrary, tmp_path: Path) -> AsyncIterator[World]:
    async with pitch_day(library, tmp_path) as world:
        yield world


async def test_publishing_takes_two_people_and_reveals_in_stages(day: World) -> None:
    sam = day.person("sam")
    await all_scored(day)
    early = read(await day.slash(sam, "judging publish"))
    assert early.startswith("**Judging is open, so nothing was changed.**")
    request = await ask(day)
    alone = await confirm(day, request, "sam")
    assert "A second staff member has to confirm" in read(alone)
    done = await confirm(day, request)
    assert "### ✅ Published: Final project competition" in text_of(done.response)
    tim = day.person("tim")
    assert f"<@{sam.id}> asked for it; <@{tim.id}> confirmed." in text_of(done.response)
    assert buttons_of(done.response) == {}
    await reveal(day)
    assert revealed(day)[0] == "### 🏅 Google Home Max\n**Group 2 · Tide Tables**"
    assert revealed(day)[1] == "### 🏅 NVIDIA RTX 3080\n**Group 1 · Sketches from Sound**"
    table = revealed(day)[-1]
    assert "**1.** Group 3 · Recipes · 4.833 · not eligible for a prize" in table
    assert "**2.** Group 1 · Sketches from Sound · 4.667 · 🏅 NVIDIA RTX 3080" in table
    heard = dms(day.person("ana"))[-1]
    assert "Your score: **4.667**, place 2, 2 ballots." in heard
    assert "Novelty and impact: 4.50 (from 4 to 5)" in heard and "- joy liked 1" in heard
    assert "<@" not in heard


async def test_a_request_reads_as_what_it_will_announce(day: World) -> None:
    await all_scored(day)
    lines = text_of(await ask(day)).splitlines()
    assert lines[0] == "### Publish the results of Final project competition?"
    assert lines[1].startswith(f"<@{day.person('sam').id}> asks to publish this.")
    assert lines[2:5] == [
        "**Awards, as they are revealed**",
        "🏅 Google Home Max: Group 2 · Tide Tables",
        "🏅 NVIDIA RTX 3080: Group 1 · Sketches from Sound",
    ]
    assert any("no prize: no registered student" in line for line in lines)


async def test_typed_in_public_a_request_shows_no_winner_there(day: World) -> None:
    await all_scored(day)
    await close(day)
    asked = await day.slash(day.person("sam"), "judging publish")
    told = read(asked)
    assert told.startswith("### ✅ You've asked to publish the results of Final project")
    assert f"The request is in <#{day.channels['staff'].id}>" in told
    assert asked.response.ephemeral and "Sketches" not in told and "RTX" not in told
    for channel in ("general", "announcements"):
        assert not any("RTX" in text_of(m) for m in day.channels[channel].history())
    assert len(requests(day)) == 1


async def test_without_the_channels_it_needs_nothing_is_asked(day: World) -> None:
    await all_scored(day)
    sam = day.person("sam")
    await close(day)
    for setting, words in (
        ("staff_channel", "No staff channel is chosen"),
        ("announcements_channel", "No announcements channel is chosen"),
    ):
        await day.app.guilds.choose(day.guild.id, setting, None, by=1)
        assert words in read(await day.slash(sam, "judging publish"))
        assert await state_of(day) == "closed"


async def test_what_has_changed_since_the_request_is_shown_and_asked_anew(day: World) -> None:
    await all_scored(day)
    request = await ask(day)
    given = {"entry": 2, "award": "Display monitor", "reason": "best poster"}
    await day.slash(day.person("sam"), "judging award", **given)
    refused = await confirm(day, request)
    text = text_of(refused.response)
    assert "Nothing was published" in text and "staff have changed an award" in text
    assert "Group 2: won Google Home Max before, Display monitor now" in text
    assert await state_of(day) == "requested" and revealed(day) == []
    again = requests(day)[-1]
    assert "🏅 Display monitor: Group 2 · Tide Tables" in text_of(again)
    assert "A second staff member" in read(await confirm(day, again, "tim"))
    await confirm(day, again, "sam")
    await reveal(day)
    assert "### 🏅 Display monitor\n**Group 2 · Tide Tables**" in revealed(day)
    assert "Staff decided on Group 2: Display monitor (best poster)" in revealed(day)[-1]


async def test_a_role_taken_away_since_the_request_changes_what_is_published(day: World) -> None:
    await all_scored(day)
    request = await ask(day)
    ana, role = day.person("ana"), day.roles["registered"]
    await day.env.settle()
    day.guild.get_member(ana.id).remove_role(role) if hasattr(day.guild, "get_member") else None
    await take_role(day, ana, role)
    await day.advance(31)
    text = text_of((await confirm(day, request)).response)
    assert "Group 1: won NVIDIA RTX 3080 before, nothing now" in text
    assert "no longer eligible (no registered student)" in text


async def take_role(day: World, person: Any, role: Any) -> None:
    member: Any = await day.bot.people.member(day.guild.id, person.id)
    await member.remove_roles(role)


async def test_an_obstacle_that_is_new_stops_the_confirmation(day: World) -> None:
    await all_scored(day)
    request = await ask(day)
    late = day.person("late")
    await day.slash(day.person("sam"), "judging appoint", person=late.user)
    blocked = read(await confirm(day, request))
    assert "can't be published yet" in blocked and "hasn't scored anything" in blocked
    await day.slash(day.person("sam"), "judging dismiss", person=late.user)
    assert "Published" in text_of((await confirm(day, request)).response)


async def test_reopening_takes_a_request_back_and_its_button_is_dead(day: World) -> None:
    await all_scored(day)
    request = await ask(day)
    sam = day.person("sam")
    asked = await day.slash(sam, "judging open")
    assert read(asked).startswith("### Open judging of Final project competition again?")
    assert await state_of(day) == "requested"
    opened = await sam.click(asked.response, label="Yes, open it again")
    assert "judging is open" in text_of(opened.response) and await state_of(day) == "open"
    await score(day, day.person("joy"), 2, 5, 5, 5)
    [ended] = [m for m in day.channels["staff"].history() if m.id == request.id]
    assert text_of(ended).startswith("### ↩️ Taken back: the results of Final project competition")
    assert f"<@{sam.id}> opened judging again, so nothing was published." in text_of(ended)
    assert buttons_of(ended) == {}
    assert await state_of(day) == "open" and revealed(day) == []


async def test_a_request_that_was_taken_back_is_refused_until_its_button_is_gone(
    day: World,
) -> None:
    await all_scored(day)
    request = await ask(day)
    sam = day.person("sam")
    asked = await day.slash(sam, "judging open")
    stop_sending(day)
    await sam.click(asked.response, label="Yes, open it again")
    gone = read(await confirm(day, request))
    assert "This request was taken back, so nothing was done" in gone
    assert await state_of(day) == "open" and revealed(day) == []


async def test_a_newer_request_replaces_the_first(day: World) -> None:
    await all_scored(day)
    first = await ask(day)
    second = await ask(day)
    [ended] = [m for m in day.channels["staff"].history() if m.id == first.id]
    sam, tim = day.person("sam"), day.person("tim", "staff")
    assert text_of(ended) == (
        "### ↩️ Replaced: the results of Final project competition\n"
        f"<@{sam.id}> has asked again since; the newer request is below."
    )
    stop_sending(day)
    guild, registered = day.guild.id, {day.person("ana").id, day.person("bo").id}
    contest = day.app.judging.contest(guild, None)
    third = await day.app.publishing.ask(guild, contest, registered, "", NOW, by=sam.id)
    assert "A newer request has replaced this one" in read(await confirm(day, second))
    await day.app.publishing.confirm(guild, third.id, registered, NOW, by=tim.id)
    assert "The results are published already" in read(await confirm(day, second))


async def test_published_judging_opens_only_once_somebody_was_asked(day: World) -> None:
    await all_scored(day)
    await confirm(day, await ask(day))
    sam = day.person("sam")
    asked = [await day.slash(sam, f"judging {command}") for command in ("open", "reopen")]
    for answer in asked:
        assert "The results are published. What was announced stays announced" in read(answer)
    assert await state_of(day) == "published"
    assert "so nothing was changed" in read(await day.slash(sam, "judging publish"))
    award = {"entry": 1, "award": "X", "reason": "because"}
    assert "The results are published, so" in read(await day.slash(sam, "judging award", **award))
    await sam.click(asked[0].response, label="Yes, open it again")
    assert await state_of(day) == "open"
    stale = await sam.click(asked[1].response, label="Yes, open it again")
    assert "This has changed since that message, so nothing was done" in read(stale)
    await reveal(day)
    assert len(revealed(day)) == 1, "what was still to come is not revealed"
    await confirm(day, await ask(day))
    await reveal(day)
    assert len(revealed(day)) == 4


async def test_whoever_was_asked_about_a_request_does_not_undo_a_publication(day: World) -> None:
    await all_scored(day)
    request = await ask(day)
    asked = await day.slash(day.person("sam"), "judging reopen")
    await confirm(day, request)
    refused = await day.person("sam").click(asked.response, label="Yes, open it again")
    assert "This has changed since that message, so nothing was done. " in read(refused).replace(
        "**", ""
    )
    assert await state_of(day) == "published"


async def test_unequal_ballots_need_a_reason_that_is_printed(day: World) -> None:
    await score(day, day.person("joy"), 1, 5, 5, 5)
    await close(day)
    sam = day.person("sam")
    stopped = await day.slash(sam, "judging publish")
    blocked = read(stopped)
    assert "The results can't be published yet" in blocked and "Group 2 (0)" in blocked
    assert "hasn't scored anything" in blocked, "Kim has no ballot at all"
    opened = await sam.click(stopped.response, label="Publish with a reason")
    await sam.submit_modal(opened, {"reason": "Kim fell ill"})
    request = requests(day)[-1]
    assert "Reason, printed in the results: Kim fell ill" in text_of(request)
    assert "Printed reason: Kim fell ill" in text_of((await confirm(day, request)).response)
    await reveal(day)
    assert "Published although ballots were missing: Kim fell ill" in revealed(day)[-1]


async def test_results_come_with_a_picture_and_its_words(day: World) -> None:
    sam = day.person("sam")
    assert (await day.slash(sam, "judging results")).response.attachments == []
    await all_scored(day)
    [picture] = (await day.slash(sam, "judging results")).response.attachments
    assert picture.filename == "standings.png" and picture.size > 5000
    await confirm(day, await ask(day))
    await reveal(day)
    assert newest(day, "all results").attachments[0].filename == "standings.png"


async def test_staff_see_what_has_been_delivered_and_whom_it_could_not_reach(day: World) -> None:
    await all_scored(day)
    leo = day.person("leo")
    path = f"/channels/{leo.user.dm_channel.id}/messages"
    day.env.inject_error("POST", path, status=403, code=50007, times=None)
    await confirm(day, await ask(day))
    told = read(await day.slash(day.person("sam"), "judging results"))
    assert "📣 1 of 6 messages delivered · 5 on their way" in told
    await reveal(day)
    told = read(await day.slash(day.person("sam"), "judging results"))
    assert f"📣 5 of 6 messages delivered · no feedback could reach <@{leo.id}>" in told


def stop_sending(day: World) -> None:
    """From now on this process sends nothing any more, as if it were killed after its next commit."""

    async def nothing() -> int:
        return 0

    day.bot.delivery._dispatcher.sweep = nothing  # type: ignore[method-assign]


STOPS = ("asked", "confirmed", "first award", "second award", "table")


@pytest.mark.parametrize("killed", STOPS)
async def test_killed_anywhere_everything_arrives_exactly_once(day: World, killed: str) -> None:
    """The process dies right after a commit, before anything it has planned is sent."""
    await all_scored(day)
    await close(day)
    for stop in STOPS:
        if stop == killed:
            stop_sending(day)
        if stop == "asked":
            contest = day.app.judging.contest(day.guild.id, None)
            registered = {day.person("ana").id, day.person("bo").id}
            by = day.person("sam").id
            await day.app.publishing.ask(day.guild.id, contest, registered, "", NOW, by=by)
            await day.env.settle()
        elif stop == "confirmed":
            await confirm(day, requests(day)[-1])
        else:
            await day.advance(20)
        if stop == killed:
            await day.restart()
    await reveal(day)
    assert len(requests(day)) == 0, "the request was edited into its outcome"
    assert staff_channel(day).count("### ✅ Published") == 1
    assert Counter(text.splitlines()[0] for text in revealed(day)) == {
        "### 🏅 Google Home Max": 1,
        "### 🏅 NVIDIA RTX 3080": 1,
        "### ⚖️ Final project competition: all results": 1,
    }
    for name in ("ana", "bo", "leo"):
        assert sum(FEEDBACK in text for text in dms(day.person(name))) == 1


async def test_killed_before_the_confirmation_commits_nothing_is_published(day: World) -> None:
    await all_scored(day)
    request = await ask(day)

    def fails(*_: object) -> None:
        raise RuntimeError("killed")

    day.app.outbox.put, put = fails, day.app.outbox.put  # type: ignore[method-assign]
    registered = {day.person("ana").id, day.person("bo").id}
    id, by = request_id(request), day.person("tim", "staff").id
    with pytest.raises(RuntimeError):
        await day.app.publishing.confirm(day.guild.id, id, registered, NOW, by=by)
    day.app.outbox.put = put  # type: ignore[method-assign]
    assert await state_of(day) == "requested"
    await confirm(day, request)
    await reveal(day)
    assert len(revealed(day)) == 3


def request_id(message: Any) -> int:
    return int(buttons_of(message)["Confirm and publish"]["custom_id"].rpartition(":")[2])


async def many_groups(day: World, count: int) -> None:
    groups, guild = day.app.groups, day.guild.id
    contest = day.app.judging.contest(guild, None)
    for n in range(4, count + 1):
        title = f"Group title number {n} " + "x" * 60
        await groups.sign_up(guild, 10_000 + n, SignUp(title, "I"), SIGNED_UP)
    for n in range(1, count + 1):
        for name in ("joy", "kim"):
            scores = [str(n % 5 + 1)] * 3
            request = BallotRequest(day.person(name).id, n, scores, NOW)
            await day.app.ballots.record(guild, contest, request)


async def pages_of(message: Any, person: Any) -> list[str]:
    """Every page of a list, as somebody turns them."""
    found = [text_of(message)]
    while "More →" in buttons_of(message):
        message = (await person.click(message, label="More →")).response
        found.append(text_of(message))
    return found


async def test_long_lists_are_paged_and_nothing_is_left_out(day: World) -> None:
    await many_groups(day, 60)
    sam, ana = day.person("sam"), day.person("ana")
    standings = await pages_of((await day.slash(sam, "judging results")).response, sam)
    assert "standings · page 1 of " in standings[0].splitlines()[0]
    for number in range(1, 61):
        assert sum(f"Group {number} ·" in page for page in standings) == 1, number
    request = await ask(day, reason="the last judge fell ill")
    await confirm(day, request)
    await reveal(day)
    table = newest(day, "all results")
    assert "From staff: the last judge fell ill" in text_of(table)
    shown = await pages_of(table, ana)
    for number in range(1, 61):
        assert sum(f"Group {number} ·" in page for page in shown) == 1, number
    assert len([t for t in posts(day) if "all results" in t]) == 1, "pages are shown privately"


async def test_the_progress_of_many_judges_is_paged(day: World) -> None:
    contest, guild = day.app.judging.contest(day.guild.id, None), day.guild.id
    judges = list(range(5000, 5120))
    await day.app.judging.appoint(guild, contest, judges, NOW, by=1)
    await score(day, day.person("joy"), 1, 5, 5, 5)
    sam = day.person("sam")
    pages = await pages_of((await day.slash(sam, "judging progress")).response, sam)
    assert len(pages) > 1
    for judge in judges:
        assert (
            sum(f"- <@{judge}> 0 of 3 · left: Group 1, Group 2, Group 3" in page for page in pages)
            == 1
        )
    assert sum("**Before publishing**" in page for page in pages) == 1


async def test_a_long_request_can_be_read_to_its_end_before_it_is_confirmed(day: World) -> None:
    await many_groups(day, 40)
    request = await ask(day)
    sam = day.person("sam")
    pages = await pages_of(request, sam)
    for number in range(1, 41):
        assert sum(f".** Group {number} · " in page for page in pages) == 1, number
    assert len(requests(day)) == 1 and "Confirm and publish" in buttons_of(request)
    stranger = day.person("ana")
    assert "This is for staff" in read(await stranger.click(request, label="More →"))


async def test_pages_of_a_request_are_for_staff_until_it_is_published(day: World) -> None:
    await all_scored(day)
    request = await ask(day)
    id = request_id(request)
    assert await day.app.publishing.request(day.guild.id, id) is not None
    assert await day.app.publishing.request(day.guild.id + 1, id) is None


async def test_no_word_of_the_judges_is_cut_from_the_feedback(day: World) -> None:
    await all_scored(day)
    guild = day.guild.id
    contest = day.app.judging.contest(guild, None)
    long = [f"Judge {n} says: " + f"{n} " * 450 for n in range(6)]
    judges = list(range(5000, 5006))
    await day.app.judging.appoint(guild, contest, judges, NOW, by=1)
    for judge, words in zip(judges, long, strict=True):
        request = BallotRequest(judge, 1, ["4", "4", "4"], NOW, feedback=words)
        await day.app.ballots.record(guild, contest, request)
    await confirm(day, await ask(day, reason="others were away"))
    await reveal(day)
    card = last_dm(day.person("ana"))
    assert "**What they said:** 8 comments, in the file." in text_of(card)
    [file] = card.attachments
    assert file.filename == "feedback.txt"
    assert file.size > sum(len(words.strip()) for words in long)
    assert len(await stored_ballots(day)) == 12
