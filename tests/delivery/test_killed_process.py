"""A real process, killed with SIGKILL between claim and mark: the next one finds out and sends once.

Both are forked by a third, which has read the bot's code for them.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.database import Database
from bot.delivery import ledger
from tests.conftest import ROOT
from tests.delivery.fakes import STEPS

PROCESS = """
import asyncio, json, os, signal, sys
from datetime import datetime, timedelta
from pathlib import Path
from bot.app import MIGRATIONS
from bot.library.library import CourseLibrary
from bot.course.loader import load_course
from bot.database import Database
from tests.delivery.fakes import FakeDiscord, HandClock, Machine, Message

state = Path(sys.argv[1])
known = state / "discord.json"

class FileDiscord(FakeDiscord):
    async def send(self, batch, now):
        sent = await super().send(batch, now)
        known.write_text(json.dumps([[m.id, m.nonce, m.keys, m.at.isoformat()] for m in self.messages]))
        return sent

async def live(at, step):
    def die(self, reached):
        if reached == step:
            os.kill(os.getpid(), signal.SIGKILL)

    db = Database(state / "ledger.sqlite3")
    await db.open(MIGRATIONS)
    clock = HandClock(at - timedelta(hours=3))
    discord = FileDiscord(clock)
    if known.exists():
        for i, n, keys, t in json.loads(known.read_text()):
            discord.messages.append(Message(i, n, tuple(keys), datetime.fromisoformat(t)))
    Machine._die = die
    machine = Machine(db, CourseLibrary(load_course(Path("data/course.yaml"))), clock, discord)
    await machine.reminders.replan(1, clock.at)
    clock.at = at
    await machine.sweep()
    await db.close()

def lived(at, step):
    child = os.fork()
    if not child:
        asyncio.run(live(datetime.fromisoformat(at), step))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

_, _, at, step, later = sys.argv
print(lived(at, step), lived(later, "never"))
"""
DUE = "2021-01-26T04:59:00+00:00"
SHORT, LONG = "2021-01-26T04:59:20+00:00", "2021-01-26T09:00:00+00:00"
KEY = "deadline:lab-entries:24h"


async def run(state: Path, step: str, later: str) -> list[int]:
    """Have a process die at a step when the reminder is due, and another live later. Return how each ended."""
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", PROCESS, str(state), DUE, step, later],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return [int(status) for status in done.stdout.split()]


@pytest.mark.parametrize(
    ("step", "later"), [*((step, LONG) for step in STEPS[1:5]), ("after send", SHORT)]
)
async def test_killed_between_any_two_steps_it_arrives_once(
    tmp_path: Path, step: str, later: str
) -> None:
    assert await run(tmp_path, step, later) == [-signal.SIGKILL, 0]
    messages = json.loads((tmp_path / "discord.json").read_text())
    assert sum(KEY in keys for _, _, keys, _ in messages) == 1
    db = Database(tmp_path / "ledger.sqlite3")
    await db.open(())
    row = await db.read(lambda tables: ledger.get(tables, 1, KEY))
    await db.close()
    assert row is not None and row.state == "sent"
