"""Questions about oneself, and words that want something done: by /ask, in a direct message and in a channel."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.assignments.model import Owner
from bot.assignments.requests import Grant
from bot.library.library import CourseLibrary
from bot.me.asking import asked
from bot.me.ui.asked import card_of
from tests.assignments import samples
from tests.discord.test_groups import sign_up
from tests.discord.test_hand_ins import review
from tests.discord.world import World, buttons_of, read, text_of, world_at
from tests.instants import et


async def ask(world: World, person: Any, question: str) -> Any:
    return await world.slash(person, "ask", question=question)


async def say(world: World, person: Any, text: str = "", *files: tuple[str, bytes]) -> Any:
    """Write to the bot by direct message, and return what it answers."""
    stored = world.env.backend.store_attachments(person.user.dm_channel.id, files)
    await person.user.send_dm(text, attachments=stored)
    await world.bot.finish_work(5)
    await world.env.settle()
    return person.user.dm_channel.history()[-1]


async def test_ask_answers_from_what_is_known_of_the_asker(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 25, 10), library, tmp_path) as world:
        ana, bo = world.person("ana", "registered"), world.person("bo")
        assert "**You're not in a group yet.**" in read(await ask(world, ana, "what group am i in"))
        assert "You're not in a group yet" in read(await ask(world, ana, "who is in my team"))
        no = read(await ask(world, ana, "did you get my review?"))
        assert no.startswith(
            "**No, I don't have your paper review yet.** It's due <t:1611896399:F>"
        )
        nothing = read(await ask(world, ana, "what did I hand in"))
        assert nothing.startswith("**You haven't handed in anything here yet.**")
        missing = await ask(world, ana, "what am I missing")
        assert "- A group: sign-up closes <t:" in read(missing)
        assert "- Paper review, due <t:1611896399:F>" in read(missing)
        assert "Sign up a group" in buttons_of(missing.response)
        await sign_up(world, ana, bo, title="Tides")
        invited = read(await ask(world, bo, "am I in a group?"))
        assert invited.startswith("**You're not in a group yet.** You're invited by group 1.")
        assert read(await ask(world, ana, "what group am i in")).startswith(
            "**You're in group 1: Tides**\nMembers: you."
        )
        team = read(await ask(world, ana, "who is in my team"))
        assert team.startswith("**In group 1: you.** 1 invited and not in yet.")
        await review(world, ana)
        yes = read(await ask(world, ana, "did you get my review?"))
        assert yes.startswith(
            "**I have a copy. It counts on Canvas: check that it's there, too.**\n"
            "Paper review, version 1, on time by"
        )
        noted = await ana.click(
            (await ask(world, ana, "did you get my review?")).response, label="Yes, it's on Canvas"
        )
        assert read(noted).startswith("### ")
        assert read(await ask(world, ana, "did you get my review?")).startswith(
            "**Yes, it's in, and you said it's on Canvas.**"
        )
        everything = read(await ask(world, ana, "what did I hand in"))
        assert everything.startswith("**This is what I have from you:**")
        mine = await ana.click((await ask(world, ana, "my stuff")).response, label="My stuff")
        assert "Group 1 · Tides" in read(mine)
        assert "🔔 DM reminders are off" in read(await ask(world, ana, "what are my reminders"))


async def test_what_is_not_known_of_the_asker_is_asked_of_the_course(world: World) -> None:
    ana, sam = world.person("ana"), world.person("sam", "staff")
    assert "From what I know about you" not in read(
        await ask(world, ana, "how many late days do i have?")
    )
    assert read(await ask(world, ana, "do I have an extension?")).startswith(
        "**No, you have no extension.** Ask staff for one with `/extension`."
    )
    pitches = f"in the session on <t:{int(et(1, 29, 13).timestamp())}:F>"
    assert f"**Groups present {pitches}" in read(await ask(world, ana, "when do we pitch?"))
    await sign_up(world, ana)
    for question in ("when does my group pitch", "when is my group on?"):
        unplanned = read(await ask(world, ana, question))
        assert unplanned.startswith(f"**Your group (1) presents {pitches}")
        assert "There's no running order yet; `/pitch order` has it once staff" in unplanned
    await world.slash(sam, "staff pitch plan")
    assert "Your group (1) is on at about <t:" in read(await ask(world, ana, "when do we pitch?"))
    more = Grant("lab1", Owner("user", ana.id), timedelta(days=2), "ill", world.clock.now())
    await world.app.more_time.extend(world.guild.id, more, by=1)  # type: ignore[arg-type]
    granted = read(await ask(world, ana, "do I have an extension?"))
    assert granted.startswith("**Yes, staff gave you more time:**\n- Lab 1 entry: until <t:")


async def test_in_a_channel_the_answer_is_offered_to_whoever_presses(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    await sign_up(world, ana, title="Tides")
    me = world.bot.user
    assert me is not None
    await ana.send(world.general, f"<@{me.id}> what group am i in?")
    await world.bot.finish_work(5)
    await world.env.settle()
    offered = world.general.last_message
    assert "**That's about you, so I'll tell only you.**" in text_of(offered)
    assert "Tides" not in text_of(offered)
    shown = await ana.click(offered, label="Show me")
    assert "You're in group 1: Tides" in read(shown) and shown.response.ephemeral
    assert "You're not in a group yet" in read(await bo.click(offered, label="Show me"))
    await ana.send(world.general, f"<@{me.id}> my late days")
    await world.bot.finish_work(5)
    await world.env.settle()
    unknown = await ana.click(world.general.last_message, label="Show me")
    assert "I don't know that about you yet" in read(unknown)


async def test_a_reminder_in_plain_words_is_set_by_its_button_alone(world: World) -> None:
    ana = world.person("ana")
    offered = await say(world, ana, "remind me tomorrow at 9 to send *the* slides")
    at = int(et(1, 27, 9).timestamp())
    assert text_of(offered).startswith(
        f"### Remind you <t:{at}:F> (<t:{at}:R>)?\nsend \\*the\\* slides"
    )
    assert await world.app.preferences.own(world.guild.id, ana.id) == []
    await world.restart()
    await ana.user.click(offered, label="Remind me")
    [row] = await world.app.preferences.own(world.guild.id, ana.id)
    assert (row.notice.due_at, row.notice.body) == (et(1, 27, 9), "send *the* slides")
    done = ana.user.dm_channel.history()[-1]
    assert list(buttons_of(done)) == ["Move it", "Remove it"]
    await ana.user.click(done, label="Remove it")
    assert await world.app.preferences.own(world.guild.id, ana.id) == []
    friday = await ask(world, ana, "remind me friday to present")
    assert "You didn't give a time, so it's 9 AM." in read(friday)
    assert "I can't tell when" in read(await ask(world, ana, "remind me to smile"))
    await world.advance(5 * 86400)
    late = await ana.click(friday.response, label="Remind me")
    assert "isn't" in read(late) or "no longer" in read(late)
    assert await world.app.preferences.own(world.guild.id, ana.id) == []


async def test_deeds_in_plain_words_end_in_a_card_that_asks(world: World) -> None:
    ana = world.person("ana")
    offered = await ask(world, ana, "sign us up")
    opened = await ana.click(offered.response, label="Sign up a group")
    assert opened.modal is not None
    by_message = await say(world, ana, "sign us up")
    assert "invite people afterwards, in the course's server" in text_of(by_message)
    assert "**You're not in a group.**" in read(await ask(world, ana, "leave my group"))
    opened = await ana.user.click(by_message, label="Sign up a group")
    assert "people" not in str(opened.modal), "a direct message has nobody to pick"
    done = await ana.user.submit_modal(opened, {"title": "Sketches", "idea": "Lines from sound"})
    assert "You're signed up as group 1" in read(done)
    assert "You're already in group 1" in read(await ask(world, ana, "sign us up"))
    leaving = await say(world, ana, "leave my group")
    assert "You're its last member" in text_of(leaving)
    assert await world.app.groups.number_of(world.guild.id, ana.id) == 1
    await ana.user.click(leaving, label="Leave and disband")
    assert await world.app.groups.number_of(world.guild.id, ana.id) is None
    hand_in = await ask(world, ana, "hand in my review")
    assert read(hand_in).startswith("**Hand in your paper review?** A form opens.")
    assert (await ana.click(hand_in.response, label="Hand in a review")).modal is not None
    assert "Hand in what?" in read(await ask(world, ana, "hand in my homework"))


async def test_a_file_dropped_into_the_dm_is_handed_in_once_its_person_says_as_what(
    world: World,
) -> None:
    ana = world.person("ana", "registered")
    offered = await say(world, ana, "", ("review.pdf", samples.pdf()))
    assert text_of(offered).startswith("**Hand in review.pdf?**")
    assert await world.app.submissions.versions(world.guild.id, ana.id) == []
    done = await ana.user.click(offered, label="As my paper review")
    assert read(done).startswith("### ✅ Received: paper review, version 1")


async def test_a_course_without_groups_and_work_says_so(semester: Any, tmp_path: Path) -> None:
    async with world_at(et(3, 26, 9), CourseLibrary(semester), tmp_path) as world:
        ana = world.person("ana")
        member = await world.bot.people.member(world.guild.id, ana.id)
        assert member is not None
        for text in ("sign us up", "what group am i in", "did you get my review"):
            found, now = asked(text), world.clock.now()
            assert found is not None
            left_to_the_course = await card_of(
                world.bot, world.guild.id, member, text, found, now, in_dm=False
            )
            assert left_to_the_course is None
        assert "I don't see anything you could hand in" in read(
            await ask(world, ana, "submit my essay")
        )
        dropped = await say(world, ana, "", ("essay.pdf", samples.pdf()))
        assert "takes no files here" in text_of(dropped)


async def test_where_several_servers_have_one_course_a_dm_is_about_the_one_its_writer_is_in(
    world: World,
) -> None:
    world.env.create_guild("Second")
    answer = await say(world, world.person("ana"), "what group am i in")
    assert "From what I know about you" in text_of(answer)
    asked = await world.person("ana").user.slash("ask", question="what group am i in")
    assert "From what I know about you" in read(asked)


@pytest.mark.parametrize("custom_id", ["about-me:{g}:remind", "about-me:{g}:nothing"])
async def test_a_button_of_another_version_says_so(world: World, custom_id: str) -> None:
    from discord import ui

    view = ui.LayoutView().add_item(
        ui.ActionRow(ui.Button(label="Press", custom_id=custom_id.format(g=world.guild.id)))
    )
    view.stop()
    await world.bot.get_channel(world.general.id).send(view=view)  # type: ignore[union-attr]
    await world.env.settle()
    answer = await world.person("ana").click(world.general.last_message, label="Press")
    assert "no longer" in read(answer) or "isn't" in read(answer)
