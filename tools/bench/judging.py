"""Standings of 300 entries by 40 judges, and 60 judges whose ballots come within one second."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from pathlib import Path

from bot.competitions import rounds, scoring
from bot.competitions.model import BallotRequest
from bot.course.loader import load_course
from bot.groups.model import SignUp
from bot.library.files import load_library
from tests.competitions.test_rules import ballot, entry
from tests.discord.world import world_at
from tests.instants import et
from tools.bench.report import Report, typical_ms

ENTRIES, JUDGES, AT_ONCE = 300, 40, 60
AT = et(1, 29, 14)


async def measure(report: Report) -> None:
    """Measure both."""
    contest = rounds.contests_of(load_course(Path("data/course.yaml")))["pitches"]
    chance = random.Random(1)
    entries = [entry(n) for n in range(1, ENTRIES + 1)]
    ballots = [
        ballot(judge, e.number, *(chance.randint(1, 5) for _ in range(3)))
        for judge in range(JUDGES)
        for e in entries
    ]
    spent = typical_ms(lambda: scoring.standings(contest, entries, ballots))
    report.add(f"standings of {ENTRIES} entries x {JUDGES} judges", spent, "ms", 20)
    library = load_library(Path("data/course.yaml"), Path("nowhere"))
    with tempfile.TemporaryDirectory() as folder:
        async with world_at(et(1, 29, 13), library, Path(folder)) as world:
            service, guild = world.app.judging, world.guild.id
            await world.app.groups.sign_up(guild, 1, SignUp("T", "I"), et(1, 20, 12))
            judges = [1000 + n for n in range(AT_ONCE)]
            found = service.contest(guild, None)
            await service.appoint(guild, found, judges, AT, by=9)
            await service.open(guild, found, AT, by=9)
            times: list[float] = []

            async def one(judge: int) -> None:
                begun = time.perf_counter()
                request = BallotRequest(judge, 1, ["5", "4", "3"], AT)
                await world.app.ballots.record(guild, found, request)
                times.append((time.perf_counter() - begun) * 1000)

            await asyncio.gather(*(one(judge) for judge in judges))
            stored = len((await service.results(guild, found, ())).ballots)
            assert stored == AT_ONCE
    report.add(f"{AT_ONCE} ballots at once, all stored: p99", sorted(times)[-1], "ms", 500)
