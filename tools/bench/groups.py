"""Signing up and accepting with 10, 1,000 and 100,000 groups stored, each change committed durably."""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path
from statistics import median

import sqlite_utils

from bot.app import MIGRATIONS
from bot.course.loader import load_course
from bot.database import Database
from bot.groups.model import Member, Person, ProjectGroup, SignUp
from bot.groups.staff_service import StaffGroupService
from bot.groups.store import groups as store
from bot.library.library import CourseLibrary
from tests.groups.services import groups_over
from tests.instants import et
from tools.bench.report import Report

GUILD, LARGEST = 1, 5
NOW = et(1, 20, 12)
ROUNDS = 300
FLAT = 1.2
SIZES = (10, 1_000, 100_000)


async def measure(report: Report) -> None:
    """Measure by turns, so that a busy moment of the disk touches every size alike."""
    with tempfile.TemporaryDirectory() as folder:
        services = {size: await _filled(Path(folder) / f"{size}.sqlite3", size) for size in SIZES}
        spent: dict[str, dict[int, list[float]]] = {
            step: {size: [] for size in SIZES} for step in ("sign up", "accept an invitation")
        }
        people = _people(seed=0, count=2 * ROUNDS)
        for founder, invited in zip(people[::2], people[1::2], strict=True):
            for size, (_, service) in services.items():
                for step, ms in zip(
                    spent, await _sign_up_and_accept(service, founder, invited), strict=True
                ):
                    spent[step][size].append(ms)
        for db, _ in services.values():
            await db.close()
    for step, by_size in spent.items():
        medians = {size: median(times) for size, times in by_size.items()}
        for size, typical in medians.items():
            report.add(f"{step}, {size:,} groups stored", typical, "ms")
        report.add(
            "  slowest against fastest",
            max(medians.values()) / min(medians.values()),
            "times",
            FLAT,
        )


async def _filled(path: Path, size: int) -> tuple[Database, StaffGroupService]:
    db = Database(path)
    await db.open(MIGRATIONS)

    def fill(tables: sqlite_utils.Database) -> None:
        for founder in _people(seed=size, count=size):
            number = store.next_number(tables, GUILD)
            group = ProjectGroup(number, f"T{number}", "I", founder, (Member(founder, NOW),), NOW)
            store.save(tables, GUILD, group, LARGEST)

    await db.write(fill)
    # One huge transaction leaves its marks on a connection; a server that grew has been started since.
    await db.close()
    db = Database(path)
    await db.open(MIGRATIONS)
    return db, groups_over(db, CourseLibrary(load_course(Path("data/course.yaml"))))


async def _sign_up_and_accept(
    service: StaffGroupService, founder: int, invited: int
) -> tuple[float, float]:
    """Return what each of the two took, in milliseconds."""
    begun = time.perf_counter()
    signed = SignUp(f"New {founder}", "I", [Person(invited, "x")])
    changed = await service.sign_up(GUILD, founder, signed, NOW)
    signed_up = time.perf_counter()
    await service.accept(GUILD, changed.after.number, invited, NOW)
    return (signed_up - begun) * 1000, (time.perf_counter() - signed_up) * 1000


def _people(seed: int, count: int) -> list[int]:
    """Return ids spread as Discord's are: accounts sign up in any order, so inserts land anywhere."""
    return random.Random(seed).sample(range(10**17, 10**18), count)
