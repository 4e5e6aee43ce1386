"""More time: asked for, decided by staff or given by the course's own rule; everybody concerned hears, once."""

from __future__ import annotations

from pathlib import Path

from bot.course.model import Course
from bot.library.library import CourseLibrary
from tests.discord.test_groups import dms, sign_up
from tests.discord.test_hand_ins import staff_channel
from tests.discord.world import World, buttons_of, read, text_of, world_at
from tests.instants import et


async def ask(world: World, who: str, assignment: str = "review", hours: float = 24) -> str:
    person = world.person(who, "registered")
    asked = await world.slash(
        person, "extension", assignment=assignment, hours=hours, reason="I have a fever"
    )
    await world.env.settle()
    return read(asked)


async def test_staff_approve_and_the_deadline_follows(world: World) -> None:
    sam, ana = world.person("sam", "staff"), world.person("ana", "registered")
    assert "Staff will decide, and you'll hear by direct message" in await ask(world, "ana")
    assert "asked for more time" in await ask(world, "ana")
    card = world.channels["staff"].history()[-1]
    assert "Why: I have a fever" in text_of(card) and "1 day more" in text_of(card)
    assert list(buttons_of(card)) == ["Approve", "Deny"]
    done = await sam.click(card, label="Approve")
    given = text_of(done.response)
    assert (
        "**✅ Approved**" in given
        and f"until <t:{int(et(1, 29, 23, 59, 59).timestamp())}:F>" in given
    )
    assert "On the course's clock: Fri Jan 29, 11:59:59 PM ET." in given
    due = await world.app.submissions.due(world.guild.id, ana.id)
    assert due["review"].at == et(1, 29, 23, 59, 59)
    assert "more time" in dms(ana)[-1] and "fever" not in dms(ana)[-1]
    back = await sam.click(done.response, label="Undo")
    assert f"↩️ Taken back by {sam.mention}: it's due <t:" in text_of(back.response)
    await world.env.settle()
    assert "took back the extension" in dms(ana)[-1]
    due = await world.app.submissions.due(world.guild.id, ana.id)
    assert due["review"].at == et(1, 28, 23, 59, 59)
    again = await sam.click(back.response, label="Redo")
    assert f"until <t:{int(et(1, 29, 23, 59, 59).timestamp())}:F>" in text_of(again.response)
    assert list(buttons_of(again.response)) == ["Undo"]
    await world.env.settle()
    told = [text.splitlines()[0] for text in dms(ana) if "xtension" in text or "more time" in text]
    assert len(told) == 3, "once for each change, though all are of one instant"
    assert told[0] == told[2] != told[1]


async def test_staff_deny_with_a_sentence(world: World) -> None:
    sam, ana = world.person("sam", "staff"), world.person("ana", "registered")
    await ask(world, "ana")
    card = world.channels["staff"].history()[-1]
    opened = await sam.click(card, label="Deny")
    done = await sam.submit_modal(opened, {"answer": "Hand in what you have."})
    assert "**🚫 Denied**" in text_of(done.response)
    await world.env.settle()
    assert "Staff say: Hand in what you have." in dms(ana)[-1]
    assert "said no to more time for the" in await ask(world, "ana")
    assert "Asked: 1 day more" in await ask(world, "ana", "lab1"), "of something else"
    await world.advance(24 * 3600)
    assert "Asked: 1 day more" in await ask(world, "ana")
    assert "I have a fever" not in "\n".join(dms(ana))


async def test_a_groups_extension_holds_for_its_members(world: World) -> None:
    sam, ana = world.person("sam", "staff"), world.person("ana", "registered")
    assert "is a group's work, and you aren't in a group yet" in await ask(world, "ana", "slides")
    await sign_up(world, ana)
    await ask(world, "ana", "slides", 12)
    card = world.channels["staff"].history()[-1]
    assert "For group 1" in text_of(card)
    await sam.click(card, label="Approve")
    due = await world.app.submissions.due(world.guild.id, ana.id)
    assert due["slides"].at == et(1, 29, 11, 59, 59)


async def test_the_course_gives_a_little_by_itself_once(course: Course, tmp_path: Path) -> None:
    wanted = course.hand_ins.model_copy(update={"automatic_hours": 24})
    library = CourseLibrary(course.model_copy(update={"hand_ins": wanted}))
    async with world_at(et(1, 26, 10), library, tmp_path) as world:
        assert "You have more time for the" in await ask(world, "ana")
        assert "fever" not in staff_channel(world)
        assert "Staff will decide" in await ask(world, "ana")
        assert "Staff will decide" in await ask(world, "bo", hours=48)
