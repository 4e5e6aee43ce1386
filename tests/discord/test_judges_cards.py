"""Who gets a judge's card and when, that it arrives once, and that one card alone can score an entry."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio

from bot.library.library import CourseLibrary
from tests.discord.judging import ask, ballot, close, confirm, pitch_day, score, stored_ballots
from tests.discord.test_groups import dms, last_dm
from tests.discord.test_hand_ins import staff_channel
from tests.discord.world import World, buttons_of, read, text_of

CARD = "### ⚖️ Final project competition"
PITCHED = "has just pitched"


@pytest_asyncio.fixture
async def day(library: CourseLibrary, tmp_path: Path) -> AsyncIterator[World]:
    async with pitch_day(library, tmp_path) as world:
        yield world


def stop_sending(day: World) -> None:
    """From now on this process sends nothing any more, as if it were killed after its next commit."""

    async def nothing() -> int:
        return 0

    day.bot.delivery._dispatcher.sweep = nothing  # type: ignore[method-assign]


def live(judge: Any, number: int) -> list[Any]:
    """The messages with a button that scores an entry."""
    ends = f":{number}"
    return [
        m
        for m in judge.user.dm_channel.history()
        for b in buttons_of(m).values()
        if b.get("custom_id", "").startswith("judge:score:") and b["custom_id"].endswith(ends)
    ]


async def pitch(day: World, number: int) -> None:
    """Let a group pitch, from start to end."""
    sam = day.person("sam")
    panel = (await day.slash(sam, "staff pitch panel")).response
    started = await sam.click(panel, label=f"Start group {number}")
    await sam.click(started.response, label="End")


async def test_killed_once_judging_is_open_every_judge_gets_one_card(day: World) -> None:
    sam = day.person("sam")
    await close(day)
    before = [len(dms(day.person(name))) for name in ("joy", "kim")]
    stop_sending(day)
    await day.slash(sam, "judging open")
    assert [len(dms(day.person(name))) for name in ("joy", "kim")] == before
    await day.restart()
    await day.advance(1)
    for name, count in zip(("joy", "kim"), before, strict=True):
        cards = [t for t in dms(day.person(name))[count:] if t.startswith(CARD)]
        assert len(cards) == 1


async def test_a_card_pressed_before_it_is_known_to_have_arrived_comes_once(day: World) -> None:
    """Killed between sending it and marking it; pressed before the next process has looked for it."""
    joy = day.person("joy")
    card = last_dm(joy)

    def forget(tables: Any) -> None:
        tables.execute(
            "UPDATE notices SET state = 'claimed', message_id = NULL, sent_at = NULL WHERE kind = 'judge card'"
            " AND target = ?",
            [f"user:{joy.id}"],
        )

    await day.app.db.write(forget)
    await day.app.delivery.recall()
    await joy.user.click(card, label="All entries")
    await day.advance(120)
    assert len(dms(joy)) == 1
    rows = await day.app.delivery.all_of(day.guild.id, f"user:{joy.id}")
    assert [(row.state, row.message_id) for row in rows] == [("sent", card.id)]


async def test_pausing_sends_no_card_again_and_a_new_round_does(day: World) -> None:
    sam, joy = day.person("sam"), day.person("joy")
    for command in ("judging pause", "judging open", "judging open"):
        await day.slash(sam, command)
    assert sum(CARD in text for text in dms(joy)) == 1
    await close(day)
    await day.slash(sam, "judging reopen")
    shown = dms(joy)
    assert len(shown) == 2 and CARD in shown[1]
    assert shown[0].startswith("⤵️ Your card is further down now.")


async def test_killed_after_end_every_judge_gets_that_groups_card(day: World) -> None:
    await day.slash(day.person("sam"), "staff pitch plan")
    sam = day.person("sam")
    panel = (await day.slash(sam, "staff pitch panel")).response
    started = await sam.click(panel, label="Start group 1")
    stop_sending(day)
    await sam.click(started.response, label="End")
    await day.restart()
    await day.advance(1)
    for name in ("joy", "kim"):
        assert sum(PITCHED in text for text in dms(day.person(name))) == 1


async def test_a_judge_is_not_asked_for_their_own_group_or_a_conflict(day: World) -> None:
    sam, ana, joy = day.person("sam"), day.person("ana"), day.person("joy")
    await day.slash(sam, "judging appoint", person=ana.user)
    shown = await day.slash(joy, "scores", entry=1)
    asked = await joy.click(shown.response, label="Conflict of interest")
    await joy.click(asked.response, label="Yes, leave it out")
    await day.slash(sam, "staff pitch plan")
    await pitch(day, 1)
    assert not any(PITCHED in text for text in (*dms(ana), *dms(joy)))
    assert sum(PITCHED in text for text in dms(day.person("kim"))) == 1


async def test_a_judges_card_says_when_judging_is_closed(day: World) -> None:
    joy = day.person("joy")
    assert "Score" in buttons_of(last_dm(joy))
    assert "`score 1: 5 5 5 great demo`" in dms(joy)[-1], (
        "the first card says that scores can be written"
    )
    await close(day)
    await day.advance(1)
    assert "0 of 3 scored" in dms(joy)[-1] and "Judging is closed. Thank you." in dms(joy)[-1]
    assert list(buttons_of(last_dm(joy))) == ["All entries"]


async def test_no_card_is_left_while_judging_is_closed(day: World) -> None:
    sam = day.person("sam")
    await close(day)
    await day.slash(sam, "staff pitch plan")
    await pitch(day, 1)
    assert not any(PITCHED in text for text in dms(day.person("joy")))


async def test_while_groups_pitch_only_those_who_have_are_offered(day: World) -> None:
    joy = day.person("joy")
    await day.slash(day.person("sam"), "staff pitch plan")
    await pitch(day, 1)
    opened = await joy.user.click(last_dm(joy), label="Score")
    done = await joy.user.submit_modal(opened, ballot(5, 5, 5))
    text = text_of(done.response)
    assert "✅ **Stored for Group 1: 5.000**" in text and "1 of 3 scored" in text
    assert "You've scored every group that has pitched so far." in text and "Group 2" not in text
    assert list(buttons_of(done.response)) == ["All entries"]
    await pitch(day, 2)
    assert "🎤 **Group 2 has just pitched**" in dms(joy)[-1]
    early = await day.slash(joy, "scores", entry=3)
    assert "Score" in buttons_of(early.response), "whoever wants can score one before it pitched"
    await pitch(day, 3)
    opened = await joy.user.click(last_dm(joy), label="Score")
    over = await joy.user.submit_modal(opened, ballot(4, 4, 4))
    assert "**Group 2 · Tide Tables**" in text_of(over.response), "the session is over"


async def test_one_card_alone_has_a_live_score_button(day: World) -> None:
    joy = day.person("joy")
    first = last_dm(joy)
    await day.slash(day.person("sam"), "staff pitch plan")
    await pitch(day, 1)
    assert len(live(joy, 1)) == 1
    assert text_of(joy.user.dm_channel.history()[0]).startswith("⤵️ Your card is further down now.")
    back = await joy.user.click(first, label="Show my card here")
    assert "**Group 1 · Sketches from Sound**" in text_of(back.response)
    assert len(live(joy, 1)) == 1
    await joy.user.send_dm("score 1: 5 5 5")
    await joy.user.click(last_dm(joy), label="Store it")
    assert sum(len(live(joy, number)) for number in (1, 2, 3)) <= 1
    assert "1 of 3 scored" in dms(joy)[-1]
    await joy.user.send_dm("score 2: 4 4 4")
    await joy.user.click(last_dm(joy), label="Store it")
    await day.advance(1)
    [kept] = [text for text in dms(joy) if "✅ **Stored for Group 1: 5.000**" in text]
    assert "⤵️ Your card is further down now." in kept, "what was stored stays to be read"


async def test_a_conflict_after_scoring_takes_the_ballot_out_until_it_is_lifted(day: World) -> None:
    sam, joy = day.person("sam"), day.person("joy")
    await score(day, joy, 1, 5, 5, 5)
    await score(day, day.person("kim"), 1, 1, 1, 1)
    shown = await day.slash(joy, "scores", entry=1)
    asked = await joy.click(shown.response, label="Conflict of interest")
    assert "Your ballot on it won't count anymore." in text_of(asked.response)
    done = await joy.click(asked.response, label="Yes, leave it out")
    assert text_of(done.response).startswith("🚫 **Conflict of interest declared for Group 1.**")
    assert "Their ballot on it no longer counts. `/judging lift` takes it back." in staff_channel(
        day
    )
    results = read(await day.slash(sam, "judging results"))
    assert "Group 1 · Sketches from Sound: **1.000** · 1 ballot" in results
    assert len(await stored_ballots(day)) == 2, "nothing that was given is lost"
    await day.slash(sam, "judging lift", person=joy.user, entry=1)
    results = read(await day.slash(sam, "judging results"))
    assert "Group 1 · Sketches from Sound: **3.000** · 2 ballots" in results


async def test_a_conflict_comes_too_late_once_judging_is_closed(day: World) -> None:
    sam, joy = day.person("sam"), day.person("joy")
    await score(day, joy, 1, 5, 5, 5)
    shown = await day.slash(joy, "scores", entry=1)
    asked = await joy.click(shown.response, label="Conflict of interest")
    await close(day)
    refused = read(await joy.click(asked.response, label="Yes, leave it out"))
    assert "Judging is over, so a conflict of interest for Group 1 can't be declared" in refused
    assert "conflict" not in staff_channel(day)
    results = read(await day.slash(sam, "judging results"))
    assert "Group 1 · Sketches from Sound: **5.000** · 1 ballot" in results


async def test_lifting_needs_a_conflict_and_unpublished_results(day: World) -> None:
    sam, joy = day.person("sam"), day.person("joy")
    none = read(await day.slash(sam, "judging lift", person=joy.user, entry=1))
    assert "hasn't declared a conflict of interest for Group 1" in none
    await score(day, joy, 1, 5, 5, 5)
    await confirm(day, await ask(day, reason="enough"))
    refused = read(await day.slash(sam, "judging lift", person=joy.user, entry=1))
    assert "The results are published, so nothing was changed" in refused


async def test_whoever_doesnt_judge_cant_be_dismissed(day: World) -> None:
    sam, bo = day.person("sam"), day.person("bo")
    refused = read(await day.slash(sam, "judging dismiss", person=bo.user))
    assert f"**<@{bo.id}> isn't a judge of Final project competition, so nothing" in refused
    joy = day.person("joy")
    done = read(await day.slash(sam, "judging dismiss", person=joy.user))
    assert done.startswith(f"### ✅ <@{joy.id}> is no longer a judge of Final project competition")
    assert "isn't a judge" in read(await day.slash(sam, "judging dismiss", person=joy.user))


async def test_bots_and_people_who_are_elsewhere_cant_be_judges(day: World) -> None:
    sam = day.person("sam")
    elsewhere = day.env.create_user("elsewhere")
    refused = read(await day.slash(sam, "judging appoint", person=elsewhere))
    assert "can't be a judge: they aren't in this server" in refused
    clyde = day.guild.add_member(day.env.create_user("clyde", bot=True))
    own = read(await day.slash(sam, "judging appoint", person=clyde.user))
    assert "can't be a judge: they're a bot" in own


async def test_a_judge_by_role_alone_gets_a_card_once_known(day: World) -> None:
    pat = day.person("pat", "judge")
    assert dms(pat) == []
    await day.slash(pat, "next")
    assert "### ⚖️ Final project competition · 0 of 3 scored" in dms(pat)[0]
    progress = read(await day.slash(day.person("sam"), "judging progress"))
    assert f"- <@{pat.id}> 0 of 3" in progress
    await day.slash(pat, "next")
    assert len(dms(pat)) == 1


async def test_a_judge_known_by_role_judges_what_is_opened_later(day: World) -> None:
    sam, pat = day.person("sam"), day.person("pat", "judge")
    await close(day)
    await day.slash(pat, "next")
    assert dms(pat) == []
    await day.slash(sam, "judging open")
    assert len(dms(pat)) == 1
    await day.slash(sam, "judging dismiss", person=pat.user)
    await close(day)
    await day.slash(sam, "judging open")
    await day.slash(pat, "next")
    assert sum(CARD in text for text in dms(pat)) == 1, "staff's word holds"


async def test_a_role_that_is_gone_makes_no_judge(day: World) -> None:
    sam, pat = day.person("sam"), day.person("pat", "judge")
    await close(day)
    await day.slash(pat, "next")
    member: Any = await day.bot.people.member(day.guild.id, pat.id)
    await member.remove_roles(day.roles["judge"])
    await day.advance(31)
    assert "You aren't a judge here" in read(await day.slash(pat, "scores"))
    await day.slash(sam, "judging open")
    assert dms(pat) == []


BAD = "https://a.b:x"


async def set_link(world: World, link: str) -> None:
    """Store an address for the first group's slides, as an earlier version might have."""

    def work(db: Any) -> None:
        sql = (
            "UPDATE submissions SET details = json_set(details, '$.link', ?) WHERE task = 'slides'"
        )
        db.execute(sql, [link])

    await world.app.db.write(work)


async def test_an_address_from_before_that_nobody_can_open_stops_no_judge(day: World) -> None:
    await set_link(day, BAD)
    joy, kim = day.person("joy"), day.person("kim")
    for judge in (joy, kim):
        shown = await day.slash(judge, "scores", entry=1)
        assert "Slides" not in buttons_of(shown.response)
        assert "The address of their slides can't be opened" in read(shown)
        await score(day, judge, 1, 4, 4, 4)
    assert len(await stored_ballots(day)) == 2


async def test_a_card_that_discord_refuses_is_told_to_staff_and_the_other_judges_get_theirs(
    day: World,
) -> None:
    sam, joy, kim = day.person("sam", "staff"), day.person("joy"), day.person("kim")
    await close(day)
    path = f"/channels/{joy.user.dm_channel.id}/messages"
    day.env.inject_error("POST", path, status=400, code=50035, times=1)
    await day.slash(sam, "judging open")
    await day.advance(5)
    assert "What it says about itself can't be shown" in dms(joy)[-1]
    assert "Score" in buttons_of(last_dm(joy))
    assert CARD in dms(kim)[-1] and "can't be shown" not in dms(kim)[-1]
    [told] = [
        text_of(m) for m in day.channels["staff"].history() if "Discord refuses" in text_of(m)
    ]
    assert f"<@{joy.id}>" in told and "Group" in told


async def test_a_ballot_is_said_to_be_stored_where_discord_refuses_the_next_card(
    day: World,
) -> None:
    joy = day.person("joy")
    opened = await joy.user.click(last_dm(joy), label="Score")
    day.env.inject_error("POST", "/interactions/*/callback", status=400, code=50035, times=1)
    answer = await joy.user.submit_modal(opened, ballot(4, 4, 4))
    assert len(await stored_ballots(day)) == 1
    said = read(answer) if answer.response or answer.followups else text_of(last_dm(joy))
    assert "can't be shown" in said and "Stored for Group" in said
