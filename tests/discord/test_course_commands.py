"""A server has the commands that its course has something for, in its words; and Discord is told when that changes."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.client import offered, registered
from bot.client.access import needs
from bot.course.loader import load_course
from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.course.words import Words
from bot.ids import GuildId
from bot.library.library import CourseLibrary
from bot.permissions import Capability
from bot.registration.store import Registration
from tests.conftest import COURSE_FILE, ROOT
from tests.discord.surfaces import leaves
from tests.discord.world import World, read, world_at
from tests.instants import et

GROUPS = {
    *(
        f"group {part}"
        for part in ["show", "list", "invite", "edit", "leave", "disband", "transfer"]
    ),
    *(
        f"staff group {part}"
        for part in ["move", "add", "remove", "rename", "extend", "reopen", "log", "nudge"]
    ),
    *("signup-group", "find-group"),
}
PRESENTATIONS = {"pitch order", "pitch check-in", "staff pitch plan", "staff pitch panel"}
JUDGING = {
    *(
        f"judging {part}"
        for part in ["appoint", "dismiss", "lift", "award", "open", "reopen", "pause", "close"]
    ),
    *("judging progress", "judging results", "judging publish", "scores"),
}
HAND_INS = {"submit", "verify", "extension", "staff submissions", "staff extend"}
EVERYWHERE = {
    *("schedule", "next", "course", "calendar", "ask", "me", "help", "remind-me", "Add to FAQ"),
    "Change what this is about",
    *(
        f"staff {part}"
        for part in ["questions", "faq", "reminders", "silence", "announce", "change"]
    ),
    *(f"staff course {part}" for part in ["download", "upload", "history", "restore"]),
}
HOURS, DUE, PROGRESS = {"office-hours"}, {"deadlines"}, {"progress", "staff progress"}
EVERYTHING = GROUPS | PRESENTATIONS | JUDGING | HAND_INS | EVERYWHERE | HOURS | DUE | PROGRESS
WITHOUT: dict[str, tuple[dict[str, Any], set[str]]] = {
    "nothing": ({}, set()),
    "pitches": ({"pitches": None}, PRESENTATIONS),
    "groups": ({"pitches": None, "groups": None}, GROUPS | PRESENTATIONS),
    "competitions": ({"competitions": ()}, JUDGING),
    "office hours": ({"office_hours": ()}, HOURS),
    "assignments": ({"assignments": ()}, HAND_INS),
    "anything due": ({"assignments": (), "deadlines": ()}, HAND_INS | DUE),
    "anything asked": ({"assignments": (), "grading": None}, HAND_INS | PROGRESS),
}
EXAMPLES = sorted((ROOT / "tests" / "course").glob("*.yaml"))


def of(world: World, course: Course) -> dict[str, dict[str, Any]]:
    return leaves(offered.for_server(world.bot.tree, Timeline(course)))


def options(command: dict[str, Any]) -> set[str]:
    return {option["name"] for option in command["options"]}


async def test_the_commands_follow_from_the_course(world: World, course: Course) -> None:
    for without, (update, gone) in WITHOUT.items():
        assert set(of(world, course.model_copy(update=update))) == EVERYTHING - gone, without
    every = {c.qualified_name for c in world.bot.slash_commands()} | {
        "Add to FAQ",
        "Change what this is about",
    }
    for_all = set(leaves(offered.for_messages(world.bot.tree)))
    assert EVERYTHING | {"setup", "group enter"} == every
    assert for_all - {"setup"} == {
        c.qualified_name for c in world.bot.slash_commands() if not (c.root_parent or c).guild_only
    }


async def test_a_course_with_one_competition_never_asks_which(world: World, course: Course) -> None:
    several, one = (
        of(world, course),
        course.model_copy(update={"competitions": course.competitions[:1]}),
    )
    single = of(world, one)
    for name in JUDGING:
        assert "contest" in options(several[name]), name
        assert "contest" not in options(single[name]), name
    assert course.competitions[0].title in single["scores"]["description"]
    [which] = [o for o in several["scores"]["options"] if o["name"] == "contest"]
    assert which["description"].startswith(f"which one: {course.competitions[0].title} or ")


async def test_a_command_asks_only_for_what_the_course_takes(world: World, course: Course) -> None:
    assert options(of(world, course)["submit"]) == {
        "assignment", "file", "link", "subject", "complete",
    }  # fmt: skip
    [slides] = [one for one in course.assignments if one.id == "slides"]
    [part] = [part for part in slides.parts if "link" in part.accepts]
    bare = part.model_copy(update={"includes": (), "group_number": False, "subject": None})
    only_link = slides.model_copy(update={"parts": (bare,)})
    shown = of(world, course.model_copy(update={"assignments": (only_link,)}))
    assert options(shown["submit"]) == {"assignment", "link"}
    assert shown["submit"]["description"] == "Hand in: slides"
    assert "group" not in options(
        of(world, course.model_copy(update={"groups": None}))["staff extend"]
    )
    bare_course = course.model_copy(update={"office_hours": (), "assignments": (), "deadlines": ()})
    bare_shown = of(world, bare_course)
    assert choices(bare_shown["staff silence"], "channel") == ["announcements"]
    assert "a due time" not in choices(bare_shown["staff change"], "what")
    assert "a due time" in choices(of(world, course)["staff change"], "what")


def choices(command: dict[str, Any], name: str) -> list[str]:
    [option] = [option for option in command["options"] if option["name"] == name]
    return [choice["name"] for choice in option["choices"]]


@pytest.mark.parametrize("path", [COURSE_FILE, *EXAMPLES], ids=lambda path: path.stem)
async def test_commands_speak_of_each_course_in_words_that_discord_takes(
    world: World, path: Path
) -> None:
    course = load_course(path)
    found = of(world, course)
    for name, command in found.items():
        for part in (command, *command.get("options", ())):
            if command.get("type") != discord.AppCommandType.message.value:
                assert 1 <= len(part["description"]) <= 100, (name, part)
    said = " ".join(found[name]["description"] for name in ("next", "calendar", "course"))
    kinds = {item.kind for item in Timeline(course).items if item.is_session}
    assert any(kind in said for kind in kinds)
    words = set(re.findall(r"\w+", str(found).lower()))
    assert ("lab" in words) <= ("lab" in str(course)), path
    assert ("Your group" in found["me"]["description"]) is (course.groups is not None)
    assert found["ask"]["options"][0]["description"].startswith("for example: ")


async def test_a_course_s_own_word_for_its_groups_is_in_its_commands(
    world: World, course: Course
) -> None:
    teams = course.model_copy(update={"words": Words(group="team", staff="organizers")})
    found = of(world, teams)
    assert found["signup-group"]["description"] == "Sign up a project team and invite its people"
    assert found["group list"]["description"].startswith("All teams: members")
    assert found["me"]["description"].startswith("Your team, what's handed in")
    assert found["extension"]["description"] == "Ask organizers for more time to hand in"
    assert choices(found["find-group"], "looking-for") == ["a team", "members"]
    [values] = [o["choices"] for o in found["find-group"]["options"]]
    assert [choice["value"] for choice in values] == ["a group", "members"]
    assert [o["name"] for o in found["staff extend"]["options"]][-1] == "group"


async def test_a_course_with_nothing_in_it_has_the_words_of_the_command_lines(
    world: World, course: Course
) -> None:
    empty = Course(title="Nothing", term=course.term, timezone=course.timezone)
    found, every = of(world, empty), {c.qualified_name: c for c in world.bot.slash_commands()}
    assert set(found) == EVERYWHERE
    for name in ("schedule", "next", "calendar"):
        assert found[name]["description"] == every[name].description
    assert choices(found["staff change"], "what") == [
        "add a meeting", "a day off", "add a link", "add to the FAQ",
    ]  # fmt: skip
    one = course.model_copy(update={"assignments": course.assignments[:1], "grading": None})
    assert of(world, one)["progress"]["description"] == every["progress"].description
    graded = load_course(ROOT / "tests" / "course" / "graded.yaml")
    assert graded.grading is not None
    points = graded.model_copy(
        update={"grading": graded.grading.model_copy(update={"passing": ()})}
    )
    assert of(world, points)["progress"]["description"].startswith("What your grade is made of")
    long = tuple(
        one.model_copy(
            update={
                "id": f"s{n}",
                "title": f"Problem set {n}",
                "short": None,
                "kind": "problem set",
            }
        )
        for n in range(20)
        for one in course.assignments[:1]
    )
    many = course.model_copy(update={"assignments": long})
    assert of(world, many)["submit"]["description"] == "Hand in your problem sets"
    mixed = (*long, long[0].model_copy(update={"id": "x", "kind": None}))
    unnamed = course.model_copy(update={"assignments": mixed})
    assert of(world, unnamed)["submit"]["description"] == every["submit"].description


async def test_who_may_use_a_command_is_as_it_was_defined_whatever_the_course(
    world: World, course: Course
) -> None:
    tree = world.bot.tree
    every = {(c["type"], c["name"]): c for c in (one.to_dict(tree) for one in tree.get_commands())}
    here = offered.for_server(tree, Timeline(course))
    for_all = offered.for_messages(tree)
    for command in (*here, *for_all):
        stated = every[command["type"], command["name"]]["default_member_permissions"]
        assert command["default_member_permissions"] == stated, command["name"]
    in_servers = {c["name"] for c in for_all if 0 in c["contexts"]}
    assert in_servers == {"setup"} and not in_servers & {c["name"] for c in here}
    assert all("contexts" not in c for c in here)


def puts(world: World) -> list[int | None]:
    """Where commands have been registered so far: servers' ids, None for all."""
    found = [r.path for r in world.env.http_requests if r.method == "PUT"]
    found = [path for path in found if path.endswith("/commands")]
    return [int(path.split("/")[4]) if "/guilds/" in path else None for path in found]


def names(world: World, guild: Any = None) -> set[str]:
    """The commands that Discord has for a server."""
    return {name for name, _ in world.env.backend.commands[(guild or world.guild).id]}


async def swap(world: World, text: str) -> None:
    """Upload a course file as staff and confirm it."""
    sam = world.person("sam", "staff")
    shown = await world.slash(sam, "staff course upload", file=("course.yaml", text.encode()))
    message = shown.followups[-1] if shown.followups else shown.response
    done = await sam.click(message, label="Change it")
    assert "### ✅ Changed" in read(done), read(shown)
    await world.env.settle()


def leave_out(*parts: str) -> str:
    """The course file without some of its parts."""
    text = COURSE_FILE.read_text(encoding="utf-8")
    for part in parts:
        text = re.sub(rf"^{part}:.*\n(?:(?:[ #-].*)?\n)*", "", text, flags=re.M)
    return text


async def test_a_course_swapped_in_brings_its_commands_and_a_stale_one_gets_a_kind_sentence(
    world: World,
) -> None:
    ana, backend = world.person("ana"), world.env.backend
    assert puts(world) == [None, world.guild.id]
    before = dict(backend.commands[world.guild.id])
    assert "### You have" in await world.use("ana", "help")
    count = int(re.search(r"You have (\d+)", await world.use("ana", "help"))[1])  # type: ignore[index]
    await swap(world, leave_out("office_hours"))
    assert puts(world) == [None, world.guild.id, world.guild.id]
    assert "office-hours" not in names(world) and "next" in names(world)
    fewer = await world.use("ana", "help")
    assert f"You have {count - 1} commands" in fewer
    backend.commands[world.guild.id] = before  # a client that still shows what was there
    stale = await world.slash(ana, "office-hours")
    assert read(stale).startswith(
        "**This course has no office hours, so there's nothing for `/office-hours` to do.**"
    )
    before_swap = len(puts(world))
    await swap(world, leave_out("office_hours").replace("Deep Sequence Modelling", "Sequences"))
    assert len(puts(world)) == before_swap  # nothing that a command says has changed


async def test_commands_are_links_with_the_id_of_where_they_are_read(world: World) -> None:
    ana = world.person("ana")
    here = re.search(r"</next:(\d+)>", read(await world.slash(ana, "help"))) or re.search(
        r"</deadlines:(\d+)>", read(await world.slash(ana, "help"))
    )
    there = re.search(r"</deadlines:(\d+)>", read(await ana.user.slash("help")))
    backend = world.env.backend
    in_server = {int(c["id"]) for c in backend.commands[world.guild.id].values()}
    for_all = {int(c["id"]) for c in backend.commands[None].values()}
    assert here and int(here[1]) in in_server
    assert there and int(there[1]) in for_all
    found = world.bot.registered
    assert found.mention("group show", GuildId(world.guild.id)).startswith("</group show:")
    assert found.mention("group show", None) == "`/group show`"
    assert found.mention("setup", GuildId(world.guild.id)).startswith("</setup:")


async def test_nothing_is_registered_again_after_a_restart_and_links_are_known(
    world: World,
) -> None:
    known, done = world.bot.registered.mention("next", GuildId(world.guild.id)), puts(world)
    await world.restart()
    assert puts(world) == done
    assert world.bot.registered.mention("next", GuildId(world.guild.id)) == known

    @needs(Capability.READ_COURSE)
    async def callback(interaction: discord.Interaction) -> None: ...

    new = discord.app_commands.Command(name="new", description="d", callback=callback)
    world.bot.tree.add_command(new)
    world.bot.registered.look_at_all()
    await world.bot.finish_work(5)
    assert puts(world) == [*done, world.guild.id, None]
    assert "new" in names(world)


async def test_an_earlier_version_s_commands_stay_until_every_server_has_its_own(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 26, 10), library, tmp_path) as world:
        kept_of, app_id = world.app.registrations, world.bot.application_id
        assert app_id is not None
        old = Registration("of an earlier version", {}, world.clock.now())
        await kept_of.keep(app_id, registered.FOR_ALL, old)
        await kept_of.forget(app_id, GuildId(world.guild.id))
        done = len(puts(world))
        await world.restart()
        await world.env.settle()
        assert puts(world)[done:] == [world.guild.id, None]


async def test_what_discord_refuses_is_tried_again_and_a_server_without_the_right_is_left_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = 1000.0
    monkeypatch.setattr(registered, "real_seconds", lambda: seconds)
    guild_id, path = GuildId(world.guild.id), f"/applications/*/guilds/{world.guild.id}/commands"
    world.env.inject_error("PUT", path, status=500)
    done = len(puts(world))

    async def look() -> int:
        await world.bot.registered.try_again(world.clock.now())
        await world.bot.finish_work(5)
        return len(puts(world)) - done

    world.bot.registered.look(guild_id, anew=True)
    assert await look() == 1
    assert await look() == 1  # not at once
    seconds += registered.AGAIN_S
    assert await look() == 2
    http = world.bot.http
    upsert = http.bulk_upsert_guild_commands

    async def limited(*_: Any) -> Any:
        raise discord.RateLimited(90.0)

    monkeypatch.setattr(http, "bulk_upsert_guild_commands", limited)
    world.bot.registered.look(guild_id, anew=True)
    assert await look() == 2
    monkeypatch.setattr(http, "bulk_upsert_guild_commands", upsert)
    seconds += 60
    assert await look() == 2
    seconds += 30
    assert await look() == 3
    world.env.inject_error("PUT", path, status=403, code=50001)
    world.bot.registered.look(guild_id, anew=True)
    assert await look() == 4
    seconds += registered.AGAIN_S
    assert await look() == 4
    world.person("sam", "staff")
    await world.use("sam", "setup")  # whoever uses it has the commands brought back
    await world.bot.finish_work(5)
    assert len(puts(world)) - done == 5


async def test_servers_that_come_leave_and_come_back_have_their_commands(world: World) -> None:
    other = world.env.create_guild("Elsewhere")
    await world.env.settle()
    assert names(world, other) == names(world)
    found: Any = world.bot.get_guild(other.id)
    done = len(puts(world))
    world.bot.registered.look_at([found])
    await world.bot.finish_work(5)
    assert len(puts(world)) == done
    found.me.joined_at = world.clock.now() + timedelta(hours=1)  # while the bot was away
    world.bot.dispatch("guild_available", found)
    await world.env.settle()
    assert puts(world)[done:] == [other.id]
    world.bot.dispatch("guild_remove", found)
    await world.env.settle()
    await world.bot.finish_work(5)
    app_id = world.bot.application_id
    assert app_id is not None
    assert GuildId(other.id) not in await world.app.registrations.all(app_id)
    world.bot.dispatch("guild_join", found)
    await world.env.settle()
    assert puts(world)[done:] == [other.id, other.id]
    world.bot.registered.look(GuildId(1))  # it isn't there any more when its turn comes
    await world.bot.finish_work(5)
    assert puts(world)[done:] == [other.id, other.id]


async def test_servers_that_share_a_course_follow_it_and_those_with_their_own_do_not(
    course: Course, tmp_path: Path
) -> None:
    library = CourseLibrary(course)
    async with world_at(et(1, 26, 10), library, tmp_path) as world:
        other = world.env.create_guild("Elsewhere")
        await world.env.settle()
        own = course.model_copy(update={"competitions": ()})
        library.put(GuildId(other.id), Timeline(own), "own")
        world.app.course.history.tell(GuildId(other.id))
        await world.bot.finish_work(5)
        assert names(world) - names(world, other) == {"judging", "scores"}
        done = len(puts(world))
        library.put(GuildId(0), Timeline(course.model_copy(update={"groups": None})), "new")
        world.app.course.history.tell(GuildId(0))
        await world.bot.finish_work(5)
        await world.env.settle()
        assert puts(world)[done:] == [world.guild.id]
        assert "signup-group" not in names(world) and "signup-group" in names(world, other)


async def test_registering_waits_while_people_do(world: World) -> None:
    gate, done = world.bot.gate, len(puts(world))
    turns = iter((True, True, False))
    pause = world.bot.registered
    crowded = type(gate).crowded
    try:
        type(gate).crowded = property(lambda _: next(turns, False))  # type: ignore[method-assign]
        pause.look(GuildId(world.guild.id), anew=True)
        await world.bot.finish_work(5)
    finally:
        type(gate).crowded = crowded  # type: ignore[method-assign]
    assert len(puts(world)) == done + 1 and next(turns, None) is None
