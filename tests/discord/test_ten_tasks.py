"""Ten things a student comes for, each within the presses that the students' guide states.

A press is a command, a button, a choice, a form that is sent, or a message that is written. The same is done in a
browser in `tests/sandbox/test_ten_tasks.py`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.library.library import CourseLibrary
from tests.assignments import samples
from tests.discord.test_groups import last_dm
from tests.discord.world import World, menu_of, read, world_at
from tests.instants import et
from tests.presses import STATED


class Counting:
    """A person whose presses are counted."""

    def __init__(self, world: World, name: str, *roles: str) -> None:
        self.world, self.person, self.presses = world, world.person(name, *roles), 0

    async def slash(self, command: str, **options: Any) -> Any:
        self.presses += 1
        return await self.person.slash(self.world.general, command, **options)

    async def click(self, message: Any, label: str) -> Any:
        self.presses += 1
        return await self.person.user.click(message, label=label)

    async def press(self, message: Any, label: str) -> Any:
        self.presses += 1
        return await self.person.click(message, label=label)

    async def send(self, opened: Any, values: dict[str, Any]) -> Any:
        self.presses += 1
        return await self.person.submit_modal(opened, values)

    async def choose(self, message: Any, value: str) -> Any:
        self.presses += 1
        return await self.person.select(message, [value], custom_id=menu_of(message)["custom_id"])

    async def write(self, text: str) -> Any:
        self.presses += 1
        await self.person.user.send_dm(text)
        await self.world.bot.finish_work(5)
        await self.world.env.settle()
        return last_dm(self.person)

    def taken(self) -> int:
        """The presses since this was asked last."""
        count, self.presses = self.presses, 0
        return count


async def test_each_task_takes_no_more_presses_than_the_guide_states(
    library: CourseLibrary, tmp_path: Path
) -> None:
    took: dict[str, int] = {}
    async with world_at(et(1, 25, 10), library, tmp_path) as world:
        ana, bo = Counting(world, "ana", "registered"), Counting(world, "bo")
        chi = world.person("chi")

        assert "Gather.Town" in read(await ana.slash("office-hours"))
        took["find where office hours are"] = ana.taken()

        opened = await ana.slash("signup-group")
        friends = {"title": "Tides", "idea": "Fields and water.", "people": [bo.person, chi]}
        assert "signed up as group 1" in read(await ana.send(opened, friends))
        took["sign up with two friends"] = ana.taken()

        assert "group 1" in read(await bo.click(last_dm(bo.person), "Accept"))
        took["accept an invite"] = bo.taken()

        shown = await ana.slash("group show")
        withdrawn = await ana.press(shown.response, "Withdraw chi's invite")
        assert "Invite withdrawn" in read(withdrawn)
        took["take back a wrong invite"] = ana.taken()

        file = ("review.pdf", samples.pdf())
        receipt = await ana.slash(
            "submit", assignment="review", file=file, subject="P", complete=True
        )
        line = next(one for one in read(receipt).splitlines() if one.startswith("Receipt"))
        assert "Genuine" in read(await ana.slash("verify", code=line))
        took["hand in and prove it"] = ana.taken()

        mine = await ana.slash("me")
        assert "Canvas ✓" in read(await ana.press(mine.response, "Yes, it's on Canvas"))
        took["say that it's on Canvas, too"] = ana.taken()

        asked = await ana.write("remind me tomorrow at 9 to practise the pitch")
        await ana.click(asked, "Remind me")
        [row] = await world.app.preferences.own(world.guild.id, ana.person.id)
        assert row.notice.due_at == et(1, 26, 9)
        took["be reminded tomorrow at 9"] = ana.taken()

        assert read(await bo.slash("me")).startswith("### Next: hand in your group's slides")
        took["know what to do next"] = bo.taken()

        assert "You're in group 1: Tides" in read(
            await bo.slash("ask", question="what group am i in")
        )
        took["know your group"] = bo.taken()

        cal = Counting(world, "cal")
        listed = await cal.slash("group list")
        assert "You asked to join group 1" in read(await cal.choose(listed.response, "1"))
        took["ask a group with seats to let you in"] = cal.taken()
    assert took == STATED
