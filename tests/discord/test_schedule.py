"""/schedule, /next, /deadlines as students see them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.library.library import CourseLibrary
from bot.schedule.office_hours import hours_card
from tests.discord.world import World, buttons_of, read, text_of, world_at
from tests.instants import et


async def test_the_day_shows_its_lectures_lab_office_hours_and_what_is_due(world: World) -> None:
    text = await world.use("ana", "schedule", when="today")
    assert text.startswith("### Tue Jan 26 · today")
    assert "Evidential Deep Learning · <t:1611684000:F> · Zoom (link on Canvas)" in text
    assert "Bias and Fairness · after part 1; its start isn't stated" in text
    assert "**💬 Office hours**" in text
    assert "Lab competition entries (Labs 1, 2 and 3) · <t:1611723540:F> · on Canvas" in text
    assert text.count("America/New_York") == 1


async def test_replies_are_seen_by_their_person_alone(world: World) -> None:
    for command in ("schedule", "next", "deadlines", "office-hours", "course", "help", "calendar"):
        result = await world.slash(world.person("ana"), command)
        assert result.response.ephemeral, command


@pytest.mark.parametrize(
    ("typed", "first_line"),
    [
        ("jan 27", "### Wed Jan 27 · tomorrow"),
        ("1/29", "### Fri Jan 29"),
        ("thu", "### Thu Jan 28"),
        ("this week", "### Week 2 · Mon Jan 25 to Fri Jan 29 · this week"),
        ("week 1", "### Week 1 · Mon Jan 18 to Fri Jan 22"),
        ("lab 3", "### Tue Jan 26: Lab competition entries (Labs 1, 2 and 3)"),
        ("fidler", "### Thu Jan 28: Sanja Fidler (U. Toronto, Vector Institute, and NVIDIA)"),
        ("jan 23", "### Nothing is scheduled on Sat Jan 23 · over"),
        ("feb 9", "### Nothing is scheduled on Tue Feb 9"),
    ],
)
async def test_typed_words_find_their_day(world: World, typed: str, first_line: str) -> None:
    assert (await world.use("ana", "schedule", when=typed)).splitlines()[0] == first_line


async def test_words_that_name_nothing_are_answered_with_examples(world: World) -> None:
    text = await world.use("ana", "schedule", when="the moon landing @everyone")
    assert "I couldn't find “the moon landing @everyone” in the schedule." in text
    assert "`today`" in text
    assert world.env.http_requests[-1].json["data"]["allowed_mentions"]["parse"] == []


async def test_buttons_turn_the_page_in_place_also_after_a_restart(world: World) -> None:
    ana = world.person("ana")
    shown = await world.slash(ana, "schedule", when="today")
    turned = await ana.click(shown.response, label="Wed Jan 27 →")
    assert turned.response.id == shown.response.id
    await world.restart()
    back = await ana.click(turned.response, label="Week of Mon Jan 25")
    assert read(back).startswith("### Week 2")
    assert back.response.id == shown.response.id


async def test_a_shared_page_is_public_and_opens_privately_for_others(world: World) -> None:
    ana, leo = world.person("ana"), world.person("leo")
    shown = await world.slash(ana, "deadlines")
    shared = await ana.click(shown.response, label="Share in channel")
    assert not shared.response.ephemeral
    assert f"Shared by {ana.mention}" in read(shared)
    assert "Share in channel" not in buttons_of(shared.response)
    opened = await leo.click(shared.response, label="What's next")
    assert opened.response.ephemeral
    assert text_of(shared.response).startswith("### Next due")


async def test_a_button_whose_page_is_gone_answers_kindly(
    world: World, library: CourseLibrary
) -> None:
    ana = world.person("ana")
    shown = await world.slash(ana, "schedule", when="fidler")
    world.bot.pages._renderers.pop("find")
    world.bot.pages._cache.clear()
    answer = read(await ana.click(shown.response, label="Share in channel"))
    assert "no longer in the course" in answer


async def test_the_picker_offers_days_with_their_topics(world: World) -> None:
    ana = world.person("ana")
    choices = await ana.autocomplete(world.general, "schedule", "when", "")
    names = [choice["name"] for choice in choices]
    assert names[:4] == ["Today", "Tomorrow", "This week", "Next week"]
    assert "Tue Jan 26 · Evidential Deep Learning; Bias and Fairness" in names
    for typed, value in (("music", "2021-01-19"), ("jan 2", "2021-01-20"), ("week 2", "week 2")):
        found = await ana.autocomplete(world.general, "schedule", "when", typed)
        assert value in [choice["value"] for choice in found], typed
    assert await ana.autocomplete(world.general, "schedule", "when", "qqqq") == []


async def test_next_names_the_soonest_first(world: World) -> None:
    text = await world.use("ana", "next")
    assert text.splitlines()[0] == "### Next: Evidential Deep Learning <t:1611684000:R>"
    assert "**💬 Office hours** today, when the lecture ends" in text
    assert "<t:1611723540:F> (<t:1611723540:R>) · on Canvas" in text


async def test_deadlines_say_what_when_where_and_who(world: World) -> None:
    text = await world.use("ana", "deadlines")
    lines = text.splitlines()
    assert lines[0] == "### Next due: lab entries, <t:1611723540:R>"
    place = "on [Canvas](https://canvas.mit.edu/courses/8291) (MIT only)"
    assert f"<t:1611723540:F> (<t:1611723540:R>) · {place}" in text
    assert text.index("lab entries") < text.index("Sign up for") < text.index("Project slides")


async def test_deadlines_move_below_when_they_have_passed(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 28, 9), library, tmp_path) as world:
        text = await world.use("ana", "deadlines")
        assert text.startswith("### Next due: slides")
        assert "**Passed**\n-# Sign up for the final project competition" in text
    async with world_at(et(2, 3, 9), library, tmp_path) as world:
        assert (await world.use("ana", "deadlines")).startswith("### Nothing is due anymore")
        assert (await world.use("ana", "next")).startswith("### The course is over")


async def test_the_second_of_the_deadline_is_still_open(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 27, 23, 59, 59), library, tmp_path) as world:
        assert (await world.use("ana", "deadlines")).startswith("### Next due: sign up to present")
        await world.env.advance_time(1)
        assert (await world.use("ana", "deadlines")).startswith("### Next due: slides")


async def test_what_is_on_stands_out_and_the_past_recedes(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 26, 13, 30), library, tmp_path) as world:
        day = await world.use("ana", "schedule", when="today")
        assert "▶️ **On now** · **🎓 Lecture, part 1**" in day
        whole = await world.use("ana", "schedule")
        assert "-# Mon Jan 18 · over · Introduction to Deep Learning and NNs" in whole
        assert "📍 **Tue Jan 26 · today**" in whole
        shown = await world.use("ana", "next")
        assert shown.startswith("### On now: Evidential Deep Learning") and "**Next** " in shown
        assert shown.count("On now") == 1


async def test_commands_answer_in_a_direct_message_too(world: World) -> None:
    ana = world.person("ana")
    shown = read(await ana.user.slash("next"))
    assert shown.startswith("### Next: Evidential Deep Learning") and shown.count("Next") == 1


async def test_what_comes_out_is_on_the_schedule(semester, tmp_path: Path) -> None:
    before = datetime(2025, 4, 10, 8, tzinfo=UTC)
    async with world_at(before, CourseLibrary(semester), tmp_path) as world:
        assert "**📣 Release** Grades of sheet 1 · <t:1744365600:F>" in await world.use(
            "ana", "next"
        )
        day = await world.use("ana", "schedule", when="apr 11")
        line = "**📣 Release** Grades of sheet 1 · <t:1744365600:F> · [Course site](https://example.org/db)"
        assert f"{line} · <t:1744365600:R>" in day
        assert "**📣 Release** Grades of sheet 1 · <t:1744365600:t>" in await world.use(
            "ana", "schedule", when="this week"
        )
        assert "Grades of sheet 1" in await world.use("ana", "schedule", when="grades")
        await world.advance((datetime(2025, 4, 11, 10, 5, tzinfo=UTC) - before).total_seconds())
        assert f"-# Out · {line}" in await world.use("ana", "schedule", when="today")
        shown = await world.use("ana", "next")
        assert "Grades of sheet 1" not in shown and "On now: Grades" not in shown


async def test_every_server_may_have_its_own_course(world: World, semester, tmp_path: Path) -> None:
    other = world.env.create_guild("Elsewhere")
    await world.env.settle()
    channel = other.create_text_channel("general")
    bea = other.add_member(world.env.create_user("bea"))
    world.app.courses._own[other.id] = CourseLibrary(semester).default
    answer = read(await bea.slash(channel, "schedule"))
    assert answer.startswith("### Databases")
    assert "Introduction to Deep Learning" in await world.use("ana", "schedule")


@pytest.mark.parametrize("has_contacts", [True, False])
def test_without_office_hours_contacts_are_offered_only_where_there_are_some(
    course: Course, has_contacts: bool
) -> None:
    without = course.model_copy(
        update={
            "office_hours": (),
            "contacts": course.contacts if has_contacts else (),
        }
    )
    card = hours_card(Timeline(without), "", et(1, 20, 12))
    assert "lists no office hours" in card.blocks[0]
    labels = [button.label for button in card.buttons]
    assert ("Contacts" in labels) == has_contacts
