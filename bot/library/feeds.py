"""Calendar feeds as files in a folder, one a server, for whatever the operator serves that folder with."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.course.feed import feed_file
from bot.course.timeline import Timeline
from bot.ids import GuildId


def write_feed(folder: Path, guild_id: GuildId, timeline: Timeline, now: datetime) -> bool:
    """Bring a server's feed up to date, whole or not at all. Return whether anything has changed.

    Raises:
        OSError: the folder can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{guild_id}.ics"
    before = path.read_bytes() if path.exists() else None
    after = feed_file(timeline, before, now)
    if after == before:
        return False
    fresh = path.with_suffix(".new")
    fresh.write_bytes(after)
    fresh.replace(path)
    return True
