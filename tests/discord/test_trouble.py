"""When something is wrong with the machine, the moment or what was typed: everybody gets a sentence, and nothing
of what was refused is stored."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord
import pytest
import pytest_asyncio

from bot.client import gate as gates
from bot.client import offered
from bot.client.gate import Gate, Limits
from bot.database import rows
from bot.library.library import CourseLibrary
from bot.limits.table import FORMS_OF_ONE
from bot.trouble import DiskFull
from tests.discord.test_groups import sign_up
from tests.discord.world import World, newest, read, text_of, world_at
from tests.instants import et
from tests.test_database import locked

SIGN_UP = {"title": "Sketches", "idea": "An idea of ours."}
BUSY = "**Busy right now, so this wasn't done.** Try again in a few seconds."


async def groups(world: World) -> int:
    return len(await world.app.groups.groups(world.guild.id))


async def test_while_the_database_is_locked_people_are_told_in_time_and_nothing_is_stored_later(
    world: World,
) -> None:
    ana, db = world.person("ana"), world.app.db
    opened = await world.slash(ana, "signup-group")
    world.bot.gate = Gate(world.bot, Limits(wait=0.2, answer_by=0.2, lost=60, pause=0))
    with locked(db.path):
        told = read(await ana.submit_modal(opened, SIGN_UP))
        assert told.startswith(BUSY) and "An idea of ours." in told
        assert "Tue Jan 26" in await world.use("ana", "schedule", when="today")
        assert await groups(world) == 0
    world.bot.gate = Gate(world.bot, gates.UNHURRIED)
    assert await groups(world) == 0
    await sign_up(world, ana)
    assert await groups(world) == 1


async def fill(world: World) -> None:
    """Use up the pages that are free, so that whatever is stored next needs a new one."""
    pages = await world.app.db.read(lambda d: rows(d, "PRAGMA page_count")[0]["page_count"])
    await world.app.db.read(lambda d: d.execute(f"PRAGMA max_page_count={pages}"))


@pytest.fixture
def bulky() -> dict[str, str]:
    """A sign-up that needs more room than a page has left."""
    return {"title": "T" * 70, "idea": "long " * 190}


async def test_a_full_disk_is_named_and_staff_and_the_log_are_told_once(
    world: World, bulky: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    await fill(world)
    told = list[str]()
    for name in ("ana", "bo", "chi", "dee", "eve", "fay", "gus", "hal"):
        opened = await world.slash(world.person(name), "signup-group")
        told.append(read(await world.person(name).submit_modal(opened, bulky)))
    refused = [text for text in told if "My disk is full, so this wasn't saved." in text]
    assert len(refused) > 1 and all("long long" in text for text in refused)
    assert await groups(world) == len(told) - len(refused)
    staff = [text_of(m) for m in world.channels["staff"].history()]
    assert len([text for text in staff if "the disk of the machine I run on is full" in text]) == 1
    assert caplog.text.count("nothing can be stored") == 1
    await world.app.db.read(lambda d: d.execute("PRAGMA max_page_count=1000000"))
    await sign_up(world, world.person("ida"))


async def test_what_the_bot_does_by_itself_meets_the_disk_without_a_traceback(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async def job() -> None:
        raise DiskFull

    world.bot.background(job(), "a job", world.guild.id)
    await world.bot.finish_work(5)
    world.bot.add_listener(job, "on_something")
    world.bot.dispatch("something")
    await world.env.settle()
    staff = [text_of(m) for m in world.channels["staff"].history()]
    assert len([text for text in staff if "the disk of the machine I run on is full" in text]) == 1
    for what in ("a job wasn't done", "on_something wasn't dealt with"):
        assert f"{what}: the disk of the machine I run on is full" in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.provokes_incident
async def test_a_mistake_of_ours_in_an_event_is_an_incident_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async def mistaken() -> None:
        raise ZeroDivisionError

    world.bot.add_listener(mistaken, "on_something")
    world.bot.dispatch("something")
    await world.env.settle()
    [incident] = [r for r in caplog.records if r.name == "bot.incident"]
    assert "in on_something" in incident.getMessage() and incident.exc_info


async def test_trouble_that_comes_back_after_a_calm_is_told_again(
    world: World, bulky: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.client.posting.CALM_S", -1.0)
    for name in ("ana", "bo"):
        await fill(world)
        text = ""
        while "My disk is full" not in text:
            opened = await world.slash(world.person(name), "signup-group")
            text = read(await world.person(name).submit_modal(opened, bulky))
            name += "x"
        await world.app.db.read(lambda d: d.execute("PRAGMA max_page_count=1000000"))
        await sign_up(world, world.person(f"{name}y"))
    staff = [text_of(m) for m in world.channels["staff"].history()]
    assert len([text for text in staff if "the disk of the machine I run on is full" in text]) == 2


async def test_in_a_rush_every_surface_says_so_and_gives_back_what_was_typed(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A rush is over after seconds without a refusal, which the simulation would wait out in real time each time."""
    monkeypatch.setattr(gates, "QUIET_S", 0.01)
    caplog.set_level(logging.INFO, "bot")
    ana = world.person("ana")
    shown = await world.slash(ana, "schedule", when="today")
    opened = await world.slash(ana, "signup-group")
    monkeypatch.setattr(gates, "AT_ONCE", 0)
    world.bot.gate = Gate(world.bot, Limits(wait=0.0, answer_by=0.0, lost=60, pause=0))
    assert read(await world.slash(ana, "next")) == BUSY
    assert read(await ana.click(shown.response, label="Wed Jan 27 →")) == BUSY
    told = read(await ana.submit_modal(opened, SIGN_UP))
    assert told.startswith(BUSY) and "An idea of ours." in told
    assert await ana.autocomplete(world.general, "schedule", "when", "t") == []
    assert await groups(world) == 0
    assert "everybody is answered again" in caplog.text


async def test_a_form_that_was_open_before_a_restart_gives_the_words_back(world: World) -> None:
    ana = world.person("ana")
    opened = await world.slash(ana, "signup-group")
    await world.restart()
    answer = await ana.submit_modal(opened, SIGN_UP)
    assert answer.response.ephemeral
    told = read(answer)
    assert told.startswith("**This form wasn't open anymore, so nothing was saved now.**")
    assert "Sketches\n\nAn idea of ours." in told
    assert await groups(world) == 0
    again = await world.slash(ana, "signup-group")
    assert "wasn't open" not in read(await ana.submit_modal(again, SIGN_UP))


async def test_forms_that_were_dismissed_are_forgotten_and_their_words_come_back_all_the_same(
    world: World,
) -> None:
    ana, most = world.person("ana"), FORMS_OF_ONE.most
    first, *_ = [await world.slash(ana, "signup-group") for _ in range(most + 2)]
    assert len(world.bot._connection._view_store._modals) == most
    told = read(await ana.submit_modal(first, SIGN_UP))
    assert "This form wasn't open anymore" in told and "An idea of ours." in told


LONGEST = 6000
"""Characters that Discord takes in a command's option."""


def file_of(answer: Any) -> str:
    [file] = answer.response.attachments
    return str(file.filename)


@pytest.mark.parametrize("length", [59, 61, 1500, 1900, 3900, LONGEST])
@pytest.mark.parametrize(("command", "option"), [("schedule", "when"), ("course", "topic")])
async def test_a_text_of_any_length_is_answered_and_given_back(
    world: World, command: str, option: str, length: int
) -> None:
    typed = ("words " * LONGEST)[:length].strip()
    answer = await world.slash(world.person("ana"), command, **{option: typed})
    told = read(answer)
    assert "I couldn't find" in told or "There's no topic" in told
    if length > 1800:
        assert file_of(answer) == "what-you-typed.txt"
    elif length > 60:
        assert f"```\n{typed}\n```" in told
    else:
        assert typed in told


ODD = {
    "NUL": "a\0b",
    "controls": "".join(map(chr, range(1, 32))),
    "half an emoji": "a\ud83d",
    "half an emoji in another language": "作业什么时候交\ud83d",
    "right to left": "\u202ea\u202c",
    "backticks": "```" * 200,
    "emoji": "👩‍💻" * 900,
    "mentions": "@everyone <@1> <#2> </x:3> <t:1:R>",
    "a huge number": "9" * 100,
    "nothing to see": "\u200b\u2060",
}


@pytest.mark.parametrize("typed", ODD.values(), ids=ODD)
async def test_odd_text_is_a_sentence_everywhere_it_can_be_typed(world: World, typed: str) -> None:
    ana = world.person("ana")
    for command, option in (
        ("schedule", "when"),
        ("course", "topic"),
        ("ask", "question"),
        ("verify", "code"),
    ):
        shown = typed[:300] if command == "ask" else typed
        with_text = await world.slash(ana, command, **{option: shown})
        assert read(with_text) and with_text.response.ephemeral, command
    opened = await world.slash(ana, "signup-group")
    assert read(await ana.submit_modal(opened, {"title": typed[:80], "idea": typed[:1000]}))


async def test_an_address_with_a_number_beyond_64_bits_is_a_sentence(world: World) -> None:
    ana = world.person("ana")
    for number in (2**63, 10**30):
        text = await pressed(world, ana, f"group:accept:{world.guild.id}:{number}:{ana.id}")
        assert text


async def pressed(world: World, person: Any, custom_id: str) -> str:
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.ActionRow(discord.ui.Button(label="Press", custom_id=custom_id)))
    view.stop()
    await world.bot.get_channel(world.general.id).send(view=view)  # type: ignore[union-attr]
    await world.env.settle()
    return read(await person.click(newest(world.general), custom_id=custom_id))


@pytest_asyncio.fixture
async def rehearsal(library: CourseLibrary, tmp_path: Path) -> AsyncIterator[World]:
    """The bot rehearsing in the course's server, which has another server beside it."""
    async with world_at(et(1, 26, 8, 30), library, tmp_path, rehearsal=True) as world:
        yield world


async def test_a_rehearsal_marks_what_only_one_person_sees_too(rehearsal: World) -> None:
    ana = rehearsal.person("ana")
    shown = await rehearsal.slash(ana, "schedule", when="today")
    opened = await rehearsal.slash(ana, "signup-group")
    answers = [
        shown,
        await ana.click(shown.response, label="Wed Jan 27 →"),
        await rehearsal.slash(ana, "schedule", when="no such day"),
        await rehearsal.slash(ana, "schedule", when="words " * 900),
        await ana.submit_modal(opened, SIGN_UP),
    ]
    for answer in answers:
        assert read(answer).count("Rehearsal: nothing of this is real") == 1, read(answer)


async def test_a_rehearsal_does_nothing_in_another_server_and_leaves_it_to_the_real_bot_first(
    rehearsal: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    waited = list[float]()
    sleep = asyncio.sleep

    async def noted(seconds: float, *more: Any) -> None:
        waited.append(seconds)
        await sleep(0, *more)

    monkeypatch.setattr(gates.asyncio, "sleep", noted)
    ana = rehearsal.env.create_user("ana elsewhere")
    other = rehearsal.env.create_guild("The real course")
    general = other.create_text_channel("general")
    there = other.add_member(ana)
    bot, timeline = rehearsal.bot, rehearsal.app.courses.default
    real = offered.for_server(bot.tree, timeline)  # the real bot is there
    for command in real:
        command.pop("nsfw")
    rehearsal.env.backend.register_commands(other.id, real)
    await rehearsal.env.settle()
    assert [guild.id for guild in rehearsal.bot.guilds] == [rehearsal.guild.id]
    assert await rehearsal.app.delivery.all_of(other.id) == []
    answer = await there.slash(general, "signup-group")
    assert read(answer).startswith("**I'm only rehearsing, and in another server")
    assert gates.ELSEWHERE_S in waited
    assert await there.autocomplete(general, "schedule", "when", "t") == []
    before = len(general.history())
    await there.send(general, f"<@{rehearsal.bot.user.id}> when is lab 2 due?")  # type: ignore[union-attr]
    await ana.send_dm("when is lab 2 due?")
    await rehearsal.env.settle()
    assert len(general.history()) == before + 1
    assert [m for m in ana.dm_channel.history() if m.author.id != ana.id] == []
    rehearsal.env.inject_error("POST", "/interactions/*/callback", status=400, code=40060)
    with caplog.at_level(logging.WARNING, "bot.incident"):
        await there.slash(general, "next")
    assert caplog.text == ""
