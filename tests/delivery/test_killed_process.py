"""A real process, killed with SIGKILL between claim and mark: the next one finds out and sends once.

All are forked by one more, which has read the bot's code for them.
"""

from __future__ import annotations

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

known = Path("discord.json")

class FileDiscord(FakeDiscord):
    async def send(self, batch, now):
        sent = await super().send(batch, now)
        known.write_text(json.dumps([[m.id, m.nonce, m.keys, m.at.isoformat()] for m in self.messages]))
        return sent

async def live(at, step):
    def die(self, reached):
        if reached == step:
            os.kill(os.getpid(), signal.SIGKILL)

    db = Database(Path("ledger.sqlite3").absolute())
    await db.open(MIGRATIONS)
    clock = HandClock(at - timedelta(hours=3))
    discord = FileDiscord(clock)
    if known.exists():
        for i, n, keys, t in json.loads(known.read_text()):
            discord.messages.append(Message(i, n, tuple(keys), datetime.fromisoformat(t)))
    Machine._die = die
    machine = Machine(db, CourseLibrary(course), clock, discord)
    await machine.reminders.replan(1, clock.at)
    clock.at = at
    await machine.sweep()
    await db.close()

def lived(state, at, step):
    child = os.fork()
    if not child:
        os.chdir(state)
        asyncio.run(live(datetime.fromisoformat(at), step))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

course = load_course(Path("data/course.yaml"))
at, *lives = json.loads(sys.argv[1])
print(json.dumps([[lived(state, at, step), lived(state, later, "never")] for state, step, later in lives]))
"""
DUE = "2021-01-26T04:59:00+00:00"
SHORT, LONG = "2021-01-26T04:59:20+00:00", "2021-01-26T09:00:00+00:00"
KEY = "deadline:lab-entries:24h"


LIVES = [*((step, LONG) for step in STEPS[1:5]), ("after send", SHORT)]
"""The step at which a process dies when the reminder is due, and when another lives."""


@pytest.fixture(scope="module")
def ends(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], tuple[Path, list[int]]]:
    """Have every two live. Return where, and how each ended."""
    folders = [tmp_path_factory.mktemp("state") for _ in LIVES]
    lives = [(str(state), *life) for state, life in zip(folders, LIVES, strict=True)]
    done = subprocess.run(
        [sys.executable, "-c", PROCESS, json.dumps([DUE, *lives])],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    ended = zip(folders, json.loads(done.stdout), strict=True)
    return dict(zip(LIVES, ended, strict=True))


@pytest.mark.parametrize("life", LIVES, ids=" ".join)
async def test_killed_between_any_two_steps_it_arrives_once(
    ends: dict[tuple[str, str], tuple[Path, list[int]]], life: tuple[str, str]
) -> None:
    state, ended = ends[life]
    assert ended == [-signal.SIGKILL, 0]
    messages = json.loads((state / "discord.json").read_text())
    assert sum(KEY in keys for _, _, keys, _ in messages) == 1
    db = Database(state / "ledger.sqlite3")
    await db.open(())
    row = await db.read(lambda tables: ledger.get(tables, 1, KEY))
    await db.close()
    assert row is not None and row.state == "sent"
