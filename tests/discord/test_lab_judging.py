"""Judging the labs: by the same machinery, with entries that keep their number and tell nobody's name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest_asyncio

from bot.assignments.model import Details, Sender
from bot.assignments.requests import HandIn, Upload
from bot.library.library import CourseLibrary
from tests.assignments import samples
from tests.discord.judging import SIGNED_UP, close, pitch_day
from tests.discord.test_groups import last_dm
from tests.discord.world import World, buttons_of, newest, read, text_of

LAB = {"results": "5", "implementation": "4", "descriptions": "3", "feedback": "", "note": ""}


@pytest_asyncio.fixture
async def day(library: CourseLibrary, tmp_path: Path) -> AsyncIterator[World]:
    async with pitch_day(library, tmp_path) as world:
        yield world


def upload(name: str, data: bytes) -> Upload:
    async def chunks() -> AsyncIterator[bytes]:
        yield data

    return Upload(name, chunks)


async def hand_in(day: World, name: str, at: datetime, *uploads: Upload, said: str = "LSTM") -> Any:
    person = day.person(name)
    details = Details(texts={"description": said})
    sender = Sender(person.id, name)
    return await day.app.submissions.hand_in(
        day.guild.id, HandIn("lab1", sender, at, uploads, details)
    )


async def open_lab(day: World) -> None:
    sam, joy = day.person("sam"), day.person("joy")
    await day.slash(sam, "judging appoint", person=joy.user, contest="labs-lab1")
    await day.slash(sam, "judging open", contest="labs-lab1")


async def test_lab_entries_are_judged_by_the_same_machinery(day: World) -> None:
    await hand_in(day, "bo", SIGNED_UP, said="Two LSTM layers.")
    await open_lab(day)
    joy = day.person("joy")
    card = text_of(last_dm(joy))
    assert "### ⚖️ Lab 1 competition · 0 of 1 scored" in card
    assert "**Lab 1 entry 1**\nTwo LSTM layers." in card and "bo" not in card.split("\n", 3)[-1]
    opened = await joy.user.click(last_dm(joy), label="Score")
    assert opened.modal["title"] == "Lab 1 entry 1"
    done = await joy.user.submit_modal(opened, LAB)
    assert "Stored for Lab 1 entry 1: 4.000" in text_of(done.response)


async def test_a_judge_reads_the_files_without_learning_whose_they_are(day: World) -> None:
    photo = upload("bo-nguyen-selfie.png", samples.PNG)
    twice = upload("bo-again.png", samples.PNG)
    await hand_in(day, "bo", SIGNED_UP, photo, twice, said="Two LSTM layers.")
    await open_lab(day)
    joy = day.person("joy")
    card = last_dm(joy)
    assert "📎 entry-1-" in text_of(card) and "bytes" in text_of(card)
    assert list(buttons_of(card))[3] == "Files"
    sent = await joy.user.click(card, label="Files")
    told = text_of(sent.response)
    assert told.startswith("### Lab 1 entry 1: 2 files\n- entry-1-")
    names = [a.filename for m in sent.followups for a in m.attachments]
    assert names[0] == "entry-1-text.txt" and len(set(names)) == 3
    assert not any("bo" in name for name in (*names, told, text_of(card).split("📎", 1)[1]))


async def test_only_judges_read_an_entrys_files(day: World) -> None:
    await hand_in(day, "bo", SIGNED_UP, upload("a.png", samples.PNG))
    await open_lab(day)
    joy, sam, bo = day.person("joy"), day.person("sam"), day.person("bo")
    card = await day.slash(joy, "scores", contest="labs-lab1")
    await day.slash(sam, "judging dismiss", person=joy.user, contest="labs-lab1")
    assert "You aren't a judge here" in read(await joy.click(card.response, label="Files"))
    await day.slash(sam, "judging appoint", person=bo.user, contest="labs-lab1")
    shown = read(await day.slash(bo, "scores", contest="labs-lab1"))
    assert "0 of 0 scored" in shown and "Lab 1 entry 1" not in shown


async def test_an_upload_that_is_stored_later_changes_nobodys_number(day: World) -> None:
    await hand_in(day, "bo", SIGNED_UP, said="Bo's.")
    await open_lab(day)
    joy = day.person("joy")
    await joy.user.submit_modal(await joy.user.click(last_dm(joy), label="Score"), LAB)
    await hand_in(day, "ana", SIGNED_UP - timedelta(minutes=5), said="Ana's, sent earlier.")
    shown = read(await day.slash(joy, "scores", contest="labs-lab1", entry=1))
    assert "Bo's." in shown and "✅ You gave: Strength and quality of final results 5" in shown
    shown = read(await day.slash(joy, "scores", contest="labs-lab1", entry=2))
    assert "Ana's, sent earlier." in shown and "You gave" not in shown
    await day.restart()
    listed = read(await day.slash(day.person("sam"), "judging results", contest="labs-lab1"))
    assert "**1.** Lab 1 entry 1: **4.000**" in listed


async def test_a_lab_is_published_with_its_entries_names(day: World) -> None:
    await hand_in(day, "bo", SIGNED_UP)
    await open_lab(day)
    joy = day.person("joy")
    await joy.user.submit_modal(await joy.user.click(last_dm(joy), label="Score"), LAB)
    sam, tim = day.person("sam"), day.person("tim", "staff")
    await close(day, contest="labs-lab1")
    await day.slash(sam, "judging publish", contest="labs-lab1")
    request = newest(day.channels["staff"])
    assert "🏅 Bose headphones: Lab 1 entry 1" in text_of(request)
    await tim.click(request, label="Confirm and publish")
    for _ in range(4):
        await day.advance(20)
    assert "How the judges saw Lab 1 entry 1" in text_of(last_dm(day.person("bo")))


async def test_progress_before_anything_is_handed_in_claims_nothing_done(day: World) -> None:
    sam, joy = day.person("sam"), day.person("joy")
    await day.slash(sam, "judging appoint", person=joy.user, contest="labs-lab1")
    progress = read(await day.slash(sam, "judging progress", contest="labs-lab1"))
    assert f"- {joy.mention} nothing to score yet" in progress and "done" not in progress
