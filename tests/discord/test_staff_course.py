"""Staff change the course in Discord: one form, a preview in words, one press, and one press back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio

from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.ids import GuildId
from bot.library.library import CourseLibrary
from bot.library.ui.here import menu_of as menu_of_things
from tests.conftest import COURSE_FILE
from tests.discord.world import World, menu_of, raw_components, read, text_of, world_at
from tests.instants import et

TEXT = COURSE_FILE.read_text(encoding="utf-8")
MENU = "Change what this is about"
LEC_8 = "lec-8-1@2021-01-27"
PICKED = ("item", "kind", "id")


@pytest_asyncio.fixture
async def course_world(library: CourseLibrary, tmp_path: Path) -> AsyncIterator[World]:
    """Tuesday Jan 26, 10:00 AM."""
    async with world_at(et(1, 26, 10), library, tmp_path) as world:
        await world.app.reminders.replan(world.guild.id, world.clock.now())
        await world.env.settle()
        yield world


async def change(
    world: World, what: str, about: str = "", who: str = "sam", /, **typed: Any
) -> Any:
    """Fill in the form for one change; the answer is the preview, or a refusal."""
    person = world.person(who, "staff")
    opened = await world.slash(person, "staff change", what=what, about=about)
    assert opened.modal is not None, read(opened)
    values = {id: [value] if id in PICKED else value for id, value in typed.items()}
    return await person.submit_modal(opened, values)


async def press(world: World, shown: Any, label: str, who: str = "sam") -> Any:
    message = shown.followups[-1] if shown.followups else shown.response
    return await world.person(who).click(message, label=label)


async def test_a_lecture_is_cancelled_and_everything_follows(course_world: World) -> None:
    world = course_world
    shown = await change(world, "cancel a meeting", LEC_8, item=LEC_8, why="Snow")
    assert "Lecture, part 1: Nigel Duffy, Wed Jan 27, 1:00 PM: cancelled (Snow)" in read(shown)
    assert "Cancelled" not in await world.use("ana", "schedule", when="jan 27")
    done = await press(world, shown, "Change it")
    assert "### ✅ Changed: version 2" in read_press(done)
    assert "**Cancelled**" in await world.use("ana", "schedule", when="jan 27")
    assert "is at version 2" in await world.use("sam", "staff course history")
    undone = await press(world, done, "Undo")
    assert "### ↩️ Taken back: version 3" in read_press(undone)
    assert "Cancelled" not in await world.use("ana", "schedule", when="jan 27")


def read_press(result: Any) -> str:
    return text_of(result.response)


async def try_all(world: World) -> dict[str, str]:
    """Fill in every form once; return what its preview says."""
    forms: dict[str, dict[str, str]] = {
        "move a meeting": {"item": LEC_8, "when": "thu 3pm", "where": "", "why": "A clash"},
        "change a place": {"item": LEC_8, "where": "34-101", "why": ""},
        "end of a meeting today": {"item": "lec-7-1@2021-01-26", "ends": "1:50 pm"},
        "add a meeting": {"kind": "lecture", "title": "Q & A", "when": "jan 28 5pm", "where": ""},
        "a day off": {"title": "Snow day", "first": "tomorrow", "last": "thu"},
        "a due time": {"id": "pitch-slides", "when": "fri 9am"},
        "add a link": {"title": "Zoom", "url": "https://mit.zoom.us/j/1"},
        "add to the FAQ": {"question": "Is there food?", "answer": "No, bring some."},
    }
    return {what: read(await change(world, what, **typed)) for what, typed in forms.items()}


async def test_every_form_shows_in_words_what_it_would_change(course_world: World) -> None:
    said = await try_all(course_world)
    for what, words in {
        "move a meeting": "Wed Jan 27, 1:00 PM → Thu Jan 28, 3:00 PM",
        "change a place": "Zoom → 34-101",
        "end of a meeting today": "ends at no stated time → 1:50 PM",
        "add a meeting": "Lecture: Q & A, Thu Jan 28, 5:00 PM, Zoom: added",
        "a day off": "Wed Jan 27 is a day off: Snow day",
        "a due time": "Slides: Thu Jan 28, 11:59:59 PM → Fri Jan 29, 9:00 AM",
        "add a link": "Link added: “Zoom”",
        "add to the FAQ": "FAQ entry added: “Is there food?”",
    }.items():
        assert words in said[what], said[what]
        assert "Nothing has changed yet" in said[what]
    assert "is at version 1" in await course_world.use("sam", "staff course history")
    assert "**Is there food?**\nNo, bring some." in said["add to the FAQ"]
    bare = read(await change(course_world, "add a link", title="Forum", url="piazza.com/mit"))
    assert "Link added: “Forum”" in bare


async def test_what_does_not_fit_is_refused_with_why_and_gives_back_what_was_typed(
    course_world: World,
) -> None:
    world = course_world
    shown = await change(world, "move a meeting", item=LEC_8, when="blursday", where="", why="A")
    refused = read(shown)
    assert "isn't a time I can use" in refused and "blursday" in refused
    again = await press(world, shown, "Edit and send again")
    assert filled(again) == {"item": [LEC_8], "when": "blursday", "where": None, "why": "A"}
    sam = world.person("sam", "staff")
    values = {"item": [LEC_8], "when": "thu 3:00", "where": "", "why": "A"}
    mended = await sam.submit_modal(again, values)
    assert "Wed Jan 27, 1:00 PM → Thu Jan 28, 3:00 PM (A)" in read(mended)
    assert "I read “3:00” as 3:00 PM" in read(mended)
    await world.advance(16 * 60)
    assert "I don't have that form anymore" in read(
        await press(world, shown, "Edit and send again")
    )
    refused = read(
        await change(world, "add a meeting", kind="lecture", title="X", when="3pm", where="")
    )
    assert "it names no day" in refused
    sam = world.person("sam")
    none = await world.slash(sam, "staff change", what="hold it after all")
    assert "everything ahead is held as planned" in read(none)
    assert "This is for staff" in await world.use("ana", "staff change", what="a day off")


def filled(opened: Any) -> dict[str, Any]:
    """Return what stands in a form that was opened, by field."""
    found: dict[str, Any] = {}
    for label in opened.modal["components"]:
        part = label["component"]
        picked = [o["value"] for o in part.get("options", ()) if o.get("default")]
        people = [one["id"] for one in part.get("default_values", ())]
        found[part["custom_id"]] = picked or people or part.get("value")
    return found


async def test_a_due_time_is_read_after_noon_and_is_never_past_by_a_slip(
    course_world: World,
) -> None:
    world, slides = course_world, {"id": "pitch-slides"}
    said = read(await change(world, "a due time", when="fri 5:00", **slides))
    assert "**I read “5:00” as 5:00 PM.**" in said and "→ Fri Jan 29, 5:00 PM" in said
    assert "I read" not in read(await change(world, "a due time", when="fri 17:00", **slides))
    past = await change(world, "a due time", when="jan 22 5:00", **slides)
    assert "that's Fri Jan 22, 5:00 PM ET, which is past already" in read(past)
    ana = world.person("ana")
    some = {"person": [ana], "when": "jan 29 at 5", "id": "lab-entries"}
    assert "I read “at 5” as 5:00 PM" in read(await change(world, "a due time", **some))
    refused = await change(world, "a due time", **{**some, "when": "never"})
    again = await press(world, refused, "Edit and send again")
    assert filled(again)["person"] == [ana.id] and filled(again)["when"] == "never"


async def test_a_meeting_is_found_by_its_name_and_held_after_all(course_world: World) -> None:
    world, sam = course_world, course_world.person("sam", "staff")
    options = {"what": "cancel a meeting"}
    offered = await sam.autocomplete(world.general, "staff change", "about", "kate", **options)
    assert [choice["value"] for choice in offered] == ["lec-8-2@2021-01-27"]
    free = await sam.autocomplete(world.general, "staff change", "about", "x", what="add a link")
    assert free == []
    shown = await change(world, "cancel a meeting", LEC_8, item=LEC_8, why="")
    await press(world, shown, "Change it")
    held = await change(world, "hold it after all", LEC_8, item=LEC_8)
    assert "Lecture, part 1: Nigel Duffy, Wed Jan 27, 1:00 PM: on again" in read(held)
    left = await press(world, held, "Leave it")
    assert "### 🗑️ Left as it was" in read_press(left)


async def test_office_hours_alone_are_cancelled_and_held_after_all(course_world: World) -> None:
    world, sam = course_world, course_world.person("sam", "staff")
    hours, note = "office-hours@2021-01-26", "Office hours, Tue Jan 26: cancelled (The host is ill)"
    page = await world.slash(sam, "schedule", when="today")
    menu = menu_of(page.response)
    assert f"cancel a meeting|{hours}" in [option["value"] for option in menu["options"]]
    shown = await change(world, "cancel a meeting", hours, item=hours, why="The host is ill")
    assert note in read(shown)
    assert note in read_press(await press(world, shown, "Change it"))
    assert "Cancelled" in await world.use("ana", "schedule", when="today")
    asked = await world.use("ana", "ask", question="are there office hours today")
    assert "**No. Office hours on Tue Jan 26 are cancelled.**" in asked
    twice = await change(world, "cancel a meeting", item="office-hours@2021-01-27", why="")
    assert "Office hours, Wed Jan 27: cancelled" in read(twice)
    back = await change(world, "hold it after all", hours, item=hours)
    assert "Office hours, Tue Jan 26: on again" in read(back)


async def test_the_second_of_two_staff_reads_what_the_first_has_changed(
    course_world: World,
) -> None:
    world = course_world
    mine = await change(world, "cancel a meeting", LEC_8, item=LEC_8, why="Snow")
    theirs = await change(world, "a due time", "", "tim", id="pitch-slides", when="fri 9am")
    await press(world, mine, "Change it")
    again = await press(world, theirs, "Change it", "tim")
    assert "**The course has changed since you looked**" in read_press(again)
    assert "cancelled (Snow)" in read_press(again) and "Fri Jan 29, 9:00 AM" in read_press(again)
    done = await press(world, again, "Change it", "tim")
    assert "version 3" in read_press(done)
    late = await press(world, mine, "Undo")
    assert "Others have changed the course since" in read(late)


async def test_a_whole_file_comes_and_goes(course_world: World) -> None:
    world, sam = course_world, course_world.person("sam", "staff")
    sent = await world.slash(sam, "staff course download")
    [file] = sent.response.attachments
    assert file.filename.startswith("course-")
    new = TEXT.replace("2021-01-26T23:59:00-05:00", "2021-01-27T23:59:00-05:00")
    shown = await upload(world, new.encode())
    assert "Lab entries: Tue Jan 26, 11:59 PM → Wed Jan 27, 11:59 PM" in read(shown)
    await press(world, shown, "Change it")
    assert "Jan 27" in await world.use("sam", "staff course history")
    back = await world.slash(sam, "staff course restore", version=1)
    assert "Wed Jan 27, 11:59 PM → Tue Jan 26, 11:59 PM" in read(back)
    missing = read(await world.slash(sam, "staff course restore", version=9))
    assert "There's no version 9" in missing
    for data, words in (
        (new.replace("ET\n", "[\n").encode(), "not YAML"),
        (b"\xff\xfe", "isn't UTF-8"),
        (b"  \n", "it's empty"),
        (b"x" * (1024 * 1024 + 1), "over 1 MiB"),
    ):
        assert words in read(await upload(world, data))


async def upload(world: World, data: bytes) -> Any:
    file = ("course.yaml", data)
    return await world.slash(world.person("sam"), "staff course upload", file=file)


async def test_calendar_feeds_follow_every_change(library: CourseLibrary, tmp_path: Path) -> None:
    feeds = tmp_path / "feeds"
    async with world_at(et(1, 26, 10), library, tmp_path, feeds=feeds) as world:
        path = feeds / f"{world.guild.id}.ics"
        await world.advance(61)
        shown = await change(world, "cancel a meeting", LEC_8, item=LEC_8, why="Snow")
        await press(world, shown, "Change it")
        await world.bot.finish_work(5)
        assert "STATUS:CANCELLED" in path.read_text(encoding="utf-8")
        path.unlink()
        path.mkdir()
        undo = await world.use("sam", "staff course history")
        assert "is at version 2" in undo
        shown = await change(world, "add a link", title="Zoom", url="https://a.org")
        await press(world, shown, "Change it")
        await world.bot.finish_work(5)
        assert path.is_dir()


def offered(message: Any) -> list[tuple[str, str]]:
    """What the menu under a reply offers."""
    return [(o["label"], o["value"]) for o in menu_of(message)["options"]]


async def test_staff_change_what_a_page_or_a_message_is_about(course_world: World) -> None:
    world = course_world
    sam, ana = world.person("sam", "staff"), world.person("ana")
    shown = await world.slash(sam, "schedule", when="jan 27")
    menu, today = menu_of(shown.response), await world.slash(sam, "deadlines")
    assert ("Cancel a meeting", f"cancel a meeting|{LEC_8}") in offered(shown.response)
    assert {label for label, _ in offered(today.response)} == {"Another due time"}
    for page in ({"when": "this week"}, {"when": "today"}):
        assert offered((await world.slash(sam, "schedule", **page)).response)
    assert offered((await world.slash(sam, "next")).response)
    whole = offered((await world.slash(sam, "schedule", when="all")).response)
    assert {f"cancel a meeting|{LEC_8}", "a due time|lab-entries"} <= {value for _, value in whole}
    assert "change-here" not in str(raw_components((await world.slash(ana, "next")).response))
    opened = await sam.select(
        shown.response, [f"cancel a meeting|{LEC_8}"], custom_id=menu["custom_id"]
    )
    preview = await sam.submit_modal(opened, {"item": [LEC_8], "why": "Snow"})
    assert "cancelled (Snow)" in read(preview)
    shared = await sam.click(shown.response, label="Share in channel")
    assert "change-here" not in str(raw_components(shared.response))

    await world.advance(3 * 3600)  # the lecture's reminder has come
    reminder = next(
        m for m in world.channels["announcements"].history() if "Evidential" in text_of(m)
    )
    about = await sam.context_menu(world.channels["announcements"], MENU, reminder)
    assert "### What do you want to change?\n- Lecture, part 1: Evidential" in read(about)
    assert {value.split("|")[1] for _, value in offered(about.response)} >= {"lec-7-1@2021-01-26"}
    typed = await ana.send(world.general, "is the talk of Nigel Duffy on? and the SLIDES?")
    about = await sam.context_menu(world.general, MENU, typed)
    assert "Slides" in read(about) and "Evidential" not in read(about)
    vague = await ana.send(world.general, "hm?")
    about = await sam.context_menu(world.general, MENU, vague)
    assert "I can't tell what that message is about" in read(about) and offered(about.response)
    refused = await ana.context_menu(world.general, MENU, vague)
    assert "staff, who change the course" in read(refused)


def test_a_menu_that_cannot_name_everything_says_what_can_be_done(course: Course) -> None:
    timeline = Timeline(course)
    menu = menu_of_things(GuildId(1), timeline, timeline.items, et(1, 17, 12))
    assert menu and len(menu.options) == 25
    assert [option.value for option in menu.options][:2] == ["cancel a meeting|", "move a meeting|"]
    assert menu.options[0].about == "The form asks which"
    assert menu.options[-1].value.rpartition("@")[2] <= "2021-01-21", "what comes first is named"
