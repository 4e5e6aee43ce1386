"""Accepting an invitation with 10, 1,000 and 100,000 groups stored, each accept committed durably."""

from __future__ import annotations

import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import median

import sqlite_utils

from bot.app import MIGRATIONS
from bot.course.library import CourseLibrary
from bot.course.loader import load_course
from bot.database import Database
from bot.groups import store
from bot.groups.model import Member, ProjectGroup
from bot.groups.service import Person
from bot.groups.staff_service import StaffGroupService
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
        spent: dict[int, list[float]] = {size: [] for size in SIZES}
        for turn in range(ROUNDS):
            for size, (_, service) in services.items():
                spent[size].append(await _accept(service, turn))
        for size, (db, _) in services.items():
            report.add(f"accept an invitation, {size:,} groups stored", median(spent[size]), "ms")
            await db.close()
        slowest, fastest = (pick(median(s) for s in spent.values()) for pick in (max, min))
        report.add("  slowest against fastest", slowest / fastest, "times", FLAT)


async def _filled(path: Path, size: int) -> tuple[Database, StaffGroupService]:
    db = Database(path)
    await db.open(MIGRATIONS)

    def fill(tables: sqlite_utils.Database) -> None:
        for _ in range(size):
            number = store.next_number(tables, GUILD)
            founder = 1_000_000 + number
            group = ProjectGroup(number, f"T{number}", "I", founder, (Member(founder, NOW),), NOW)
            store.save(tables, GUILD, group, LARGEST)

    await db.write(fill)
    # Filled in one go, all pages lie in the write-ahead log; a server that grew has them in the file.
    await db.read(lambda tables: tables.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())
    return db, StaffGroupService(db, CourseLibrary(load_course(Path("data/course.yaml"))))


async def _accept(service: StaffGroupService, turn: int) -> float:
    founder, invited, at = 10 + 2 * turn, 11 + 2 * turn, NOW + timedelta(seconds=turn)
    changed = await service.sign_up(GUILD, founder, f"New {turn}", "I", [Person(invited, "x")], at)
    begun = time.perf_counter()
    await service.accept(GUILD, changed.after.number, invited, at)
    return (time.perf_counter() - begun) * 1000
