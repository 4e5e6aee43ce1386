"""The world of the tests in this folder."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.course.library import CourseLibrary
from tests.conftest import et
from tests.discord.world import World, world_at


@pytest_asyncio.fixture
async def world(library: CourseLibrary, tmp_path: Path) -> AsyncIterator[World]:
    """Tuesday Jan 26, 10:00 AM: lab entries are due tonight."""
    async with world_at(et(1, 26, 10), library, tmp_path) as running:
        yield running
