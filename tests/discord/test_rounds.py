"""A competition in two rounds, as staff, judges and everybody see it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.groups.model import SignUp
from bot.library.library import DEFAULT, CourseLibrary
from tests.competitions.test_rounds import with_rounds
from tests.contrary.turning import built
from tests.discord.judging import SIGNED_UP, close, confirm, requests, reveal, revealed
from tests.discord.test_groups import last_dm
from tests.discord.world import World, read, text_of, world_at
from tests.instants import et


async def test_two_people_confirm_who_advances_and_the_final_has_only_them(tmp_path: Path) -> None:
    data = with_rounds()
    library = CourseLibrary(built(data), sources={DEFAULT: json.dumps(data)})
    async with world_at(et(1, 29, 13), library, tmp_path) as world:
        sam, joy = world.person("sam", "staff"), world.person("joy")
        for name in ("ana", "bo", "leo"):
            person = world.person(name, "registered")
            signed_up = SignUp(f"Idea of {name}", "An idea.")
            await world.app.groups.sign_up(world.guild.id, person.id, signed_up, SIGNED_UP)
        ana = world.person("ana")
        entered = read(await world.slash(ana, "group enter", contest="tides"))
        assert entered.startswith(
            "### ✅ Group 1 competes in Best use of tides\nIt's in Best use of tides now."
        )
        offered = await ana.autocomplete(world.general, "group enter", "contest", "tide")
        assert [c["value"] for c in offered] == ["tides"]
        left = read(await world.slash(ana, "group enter", contest="tides", withdraw=True))
        assert "no longer competes in Best use of tides\nIt isn't in any competition now." in left
        for contest in ("demo-first", "demo-final"):
            await world.slash(sam, "judging appoint", person=joy.user, contest=contest)
        early = read(await world.slash(sam, "judging open", contest="demo-final"))
        assert early.startswith(
            "**Demo day: Final can't open yet: nobody has confirmed who advances to it.**"
        )
        await world.slash(sam, "judging open", contest="demo-first")
        for number, points in enumerate(("1", "5", "5"), 1):
            await score(world, joy, "demo-first", number, {"idea": points, "demo": points})
        await close(world, contest="demo-first")
        await world.slash(sam, "judging publish", contest="demo-first")
        request = requests(world)[-1]
        assert "**Who advances**\n🏅 Advances to Final: Group 2 · Idea of bo, Group 3" in text_of(
            request
        )
        await confirm(world, request)
        await reveal(world)
        assert revealed(world)[0].startswith("### 🏅 Advances to Final\n**Group 2 · Idea of bo**")
        told = text_of(last_dm(world.person("bo")))
        assert "🏅 **Advances to Final**" in told
        opened = read(await world.slash(sam, "judging open", contest="demo-final"))
        assert "2 entries" in opened
        assert "### ⚖️ Demo day: Final · 0 of 2 scored" in text_of(last_dm(joy))
        assert "no entry 1" in read(await world.slash(joy, "scores", entry=1, contest="demo-final"))
        again = read(await world.slash(sam, "judging reopen", contest="demo-first"))
        assert again.startswith("**Demo day: Final has begun with those who advanced")
        given = {"entry": 2, "contest": "demo-first"}
        choices = await sam.autocomplete(world.general, "judging award", "award", "", **given)
        assert [c["name"] for c in choices] == ["Advances to Final"]


async def score(world: World, judge: Any, contest: str, number: int, given: dict[str, str]) -> None:
    shown = await world.slash(judge, "scores", entry=number, contest=contest)
    opened = await judge.click(shown.response, label="Score")
    await judge.submit_modal(opened, {**given, "feedback": "", "note": ""})
