"""A graded course that meets weekly: its problem sets are handed in by what its file says, and late days count."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest_asyncio

from bot.course.loader import load_course
from bot.course.timeline import Timeline
from bot.library.library import CourseLibrary
from tests.assignments import samples
from tests.conftest import ROOT
from tests.discord.test_groups import dms, sign_up
from tests.discord.world import World, newest, read, text_of, world_at

DAY_S = 86400


@pytest_asyncio.fixture
async def graded(tmp_path: Path) -> AsyncIterator[World]:
    """Monday Feb 8 2027, 10 PM: problem set 1 is due in two hours less a minute."""
    library = CourseLibrary(load_course(ROOT / "tests" / "course" / "graded.yaml"))
    monday = datetime(2027, 2, 9, 3, tzinfo=UTC)
    async with world_at(monday, library, tmp_path) as world:
        yield world


async def test_late_days_are_counted_from_the_list_to_the_receipt(graded: World) -> None:
    ana = graded.person("ana", "registered")
    listed = read(await graded.slash(ana, "submit"))
    assert listed.startswith("### What are you handing in?\n- **Problem set 1** due <t:")
    assert "Late: until <t:1802321940:F> with 2 free late days (3 left); then each day" in listed
    assert "- **Quiz 1** due" in listed and "Late work isn't accepted." in listed
    assert "-# Late: until" in read(await graded.slash(ana, "progress"))
    assert "Late: until" in read(await graded.slash(ana, "me"))
    asked = await graded.slash(ana, "ask", question="how many late days do I have left?")
    assert read(asked).startswith("**You have 3 free late days left.**")

    await graded.env.advance_time(1.5 * DAY_S)
    given = {"assignment": "Problem set 1", "file": ("p.pdf", samples.pdf(pages=9))}
    receipt = read(await graded.slash(ana, "submit", **given))
    assert receipt.startswith("### ✅ Received: Problem set 1, version 1, late by 1 day 10 h")
    assert "ℹ️ It's 2 days late: 2 free late days used (1 left)." in receipt
    assert "⚠️" not in receipt and "staff" not in receipt
    assert "**What you hand in here counts, as it does on Gradescope.**" in receipt
    assert "is it there?" not in read(await graded.slash(ana, "me"))
    assert "2 free late days used" in dms(ana)[-1]
    staff = "\n".join(text_of(m) for m in graded.channels["staff"].history())
    assert "late" not in staff, "the course's own policy decides"
    listed = read(await graded.slash(ana, "submit"))
    assert "with 1 free late day (1 left)" in listed

    bo = graded.person("bo", "registered")
    await graded.env.advance_time(5 * DAY_S)
    refused = read(await graded.slash(bo, "submit", **given))
    assert refused.startswith("**Problem set 1 closed <t:") and "nothing was handed in" in refused
    assert "Nothing is accepted more than 5 days late." in refused


async def test_a_form_asks_for_two_files_of_one_kind_apart(graded: World) -> None:
    ana = graded.person("ana", "registered")
    opened = await graded.slash(ana, "submit", assignment="2")
    labels = [c["label"] for c in opened.modal["components"]]
    assert labels == ["Your proofs", "An appendix", "Your code"]
    given = {
        "file-appendix": [("a.pdf", samples.pdf())],
        "file-code": [("c.ipynb", samples.notebook())],
    }
    done = read(await ana.submit_modal(opened, given))
    assert "**a.pdf** (appendix)" in done and "**c.ipynb** (code)" in done
    assert "**Still missing:** Your proofs" in done and "none of its" not in done
    opened = await graded.slash(ana, "submit", assignment="essay")
    labels = [c["label"] for c in opened.modal["components"]]
    assert labels == ["Your essay", "Topic", "It includes"]
    about = opened.modal["components"][0]["description"]
    assert about == "4 pages, PDF"
    answers = await graded.slash(ana, "submit", assignment="quiz 1")
    done = read(await ana.submit_modal(answers, {"text-answers": "42"}))
    assert "Answers: 1 word" in done


async def test_several_addresses_are_asked_for_checked_and_kept_apart(graded: World) -> None:
    ana = graded.person("ana", "registered")
    opened = await graded.slash(ana, "submit", assignment="portfolio")
    boxes = {c["label"]: c["component"] for c in opened.modal["components"]}
    assert list(boxes) == ["Address of your slides", "Address of your demo video"]
    assert boxes["Address of your demo video"]["placeholder"] == "https://youtube.com/…"
    done = read(await ana.submit_modal(opened, {"link": "https://a.example/slides"}))
    assert "https://a.example/slides" in done
    assert "**Still missing:** Address of your demo video" in done
    opened = await graded.slash(ana, "submit", assignment="portfolio")
    boxes = {c["label"]: c["component"] for c in opened.modal["components"]}
    assert boxes["Address of your slides"]["value"] == "https://a.example/slides"
    refused = read(await ana.submit_modal(opened, {"link-demo-video": "my video"}))
    assert "my video" in refused and "Received" not in refused
    opened = await graded.slash(ana, "submit", assignment="portfolio")
    done = read(await ana.submit_modal(opened, {"link-demo-video": "https://vimeo.com/7"}))
    assert "https://a.example/slides" in done and "Demo video: " in done
    assert "https://vimeo.com/7" in done and "Still missing" not in done
    assert "⚠️ A YouTube address is expected; this one is at vimeo.com." in done
    staff = graded.person("sam", "staff")
    listed = read(await graded.slash(staff, "staff submissions", person=ana.user))
    assert "- demo-video: " in listed and "https://vimeo.com/7" in listed


async def test_the_policy_is_told_to_whoever_asks_and_reminded_of(graded: World) -> None:
    ana = graded.person("ana", "registered")
    answer = read(await graded.slash(ana, "ask", question="do we have late days"))
    assert "Everybody has 3 free late days, at most 2 for one assignment." in answer
    answer = read(await graded.slash(ana, "ask", question="can I hand in quiz 1 late"))
    assert "Late work isn't accepted." in answer
    page = read(await graded.slash(ana, "course", topic="Problem set 1"))
    assert "**Out** <t:" in page and "**Late** Everybody has 3 free late days" in page
    await graded.app.reminders.replan(graded.guild.id, graded.clock.now())
    await graded.advance(3 * DAY_S + 16 * 3600 + 60)  # Friday, 2:01 PM: 3 hours before
    posted = "\n".join(text_of(m) for m in graded.channels["announcements"].history())
    assert "Quiz 1" in posted and "-# Late work isn't accepted." in posted


async def test_pages_about_time_say_what_being_late_would_cost_their_reader(graded: World) -> None:
    ana = graded.person("ana", "registered")
    told = "\n-# Late: until <t:"
    own, due = read(await graded.slash(ana, "next")), read(await graded.slash(ana, "deadlines"))
    assert told in own and "with 2 free late days (3 left); then each day costs 10%" in own
    assert due.count(told) == 2 and "-# Late work isn't accepted." in due
    await ana.click((await graded.slash(ana, "deadlines")).response, label="Share in channel")
    assert "Everybody has 3 free late days" in text_of(newest(graded.general))
    given = {"assignment": "pset-1", "file": ("p.pdf", samples.pdf())}
    await graded.slash(ana, "submit", **given)
    assert told not in read(await graded.slash(ana, "next"))
    assert read(await graded.slash(ana, "deadlines")).count(told) == 1


async def test_progress_follows_what_the_grade_is_made_of(graded: World) -> None:
    ana = graded.person("ana", "registered")
    given = {"assignment": "pset-1", "file": ("p.pdf", samples.pdf())}
    await graded.slash(ana, "submit", **given)
    text = read(await graded.slash(ana, "progress"))
    assert text.startswith("### 0 of 1 done to pass")
    assert "**Your grade**\n▫️ **Problem sets** · 40% · 1 of 2 handed in" in text
    assert "- Problem set 1: version 1, on time by 1 h 59 min, complete" in text
    assert "❔ **Midterm** · 20% · not handed in here" in text
    assert "❔ **Helping others** · 5% extra" in text
    assert "**Also asked for**\n- Essay: nothing yet (optional)" in text
    assert "prizes" not in text
    mine = read(await graded.slash(ana, "me"))
    assert "prizes" not in mine
    assert "-# Optional: Essay, due <t:1803938400:R>; Portfolio, due <t:1809982800:R>" in mine
    page = read(await graded.slash(ana, "course", topic="Problem set 1"))
    assert "**Counts** 20 points of Problem sets (40% of the grade)" in page
    page = read(await graded.slash(ana, "course", topic="grading"))
    assert "- **Midterm** 20%: On paper." in page
    answer = read(await graded.slash(ana, "ask", question="how is the course graded"))
    assert "The grade is made up of: Problem sets 40%, Quizzes and essay 25%, Midterm 20%" in answer


async def test_a_course_of_weights_alone_counts_what_is_handed_in(graded: World) -> None:
    course = graded.app.courses.timeline(graded.guild.id).course
    assert course.grading is not None
    weights = course.grading.model_copy(update={"passing": (), "scheme": None})
    asked = [
        one.model_copy(update={"counts_for": one.counts_for.model_copy(update={"passing": None})})
        for one in course.assignments
    ]
    changes = {"grading": weights, "assignments": tuple(asked)}
    graded.app.courses.__dict__.update(CourseLibrary(course.model_copy(update=changes)).__dict__)
    ana = graded.person("ana", "registered")
    assert read(await graded.slash(ana, "progress")).startswith(
        "### 0 of 4 handed in for your grade"
    )
    answer = read(await graded.slash(ana, "ask", question="how is the course graded"))
    assert "The grade is made up of: Problem sets 40%" in answer


async def test_groups_without_a_pitch_form_from_when_the_course_says_to_its_last_day(
    graded: World,
) -> None:
    course = graded.app.courses.timeline(graded.guild.id).course
    assert course.groups is not None and course.pitches is None
    opens_at = graded.clock.now() + timedelta(hours=3)
    ahead = course.groups.model_copy(update={"opens_at": opens_at})
    later = Timeline(course.model_copy(update={"groups": ahead}))
    graded.app.courses.put(graded.guild.id, later, "later")
    ana, bo = graded.person("ana", "registered"), graded.person("bo", "registered")
    opens = f"opens <t:{int(opens_at.timestamp())}:R>"
    assert f"**You're not in a group yet.** Sign-up {opens}" in read(await graded.slash(ana, "me"))
    refused = await graded.slash(ana, "signup-group")
    assert read(refused).startswith(f"**Sign-up {opens}")
    assert f"Sign-up {opens}" in read(await graded.slash(ana, "find-group"))
    await graded.advance(3 * 3600)
    told = read(await sign_up(graded, ana, bo))
    assert "Group 1" in told and "expires" not in dms(bo)[-1]
    mine = read(await graded.slash(ana, "group show"))
    assert "1 of 3" in mine and "You can change your group at any time" in mine
    assert "Sign-up is open." in read(await graded.slash(bo, "me"))
    page = read(await graded.slash(ana, "course", topic="groups"))
    assert "A group has 2 to 3 people" in page and "Pairs or threes" in page
    opened = await graded.slash(ana, "submit", assignment="project")
    done = read(await ana.submit_modal(opened, {"link": "https://a.example/repository"}))
    assert done.startswith("### ✅ Received: Group project, version 1")
    answer = read(await graded.slash(ana, "ask", question="how big are the groups"))
    assert "Project groups have 2 to 3 people" in answer
    await graded.advance(130 * DAY_S)
    assert read(await graded.slash(bo, "signup-group")).startswith("**Sign-up closed")
