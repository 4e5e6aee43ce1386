"""What was registered with Discord, on a real file."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.database import Database
from bot.ids import GuildId
from bot.registration.store import Registration, Registrations


async def test_what_was_registered_is_kept_by_application_and_server(db: Database) -> None:
    kept_of, at = Registrations(db), datetime(2021, 1, 26, tzinfo=UTC)
    assert await kept_of.all(7) == {}
    for guild_id, hash in ((GuildId(0), "a"), (GuildId(1), "b"), (GuildId(1), "c")):
        await kept_of.keep(7, guild_id, Registration(hash, {"next": 5}, at))
    kept = await kept_of.all(7)
    assert kept[GuildId(1)] == Registration("c", {"next": 5}, at) and kept[GuildId(0)].hash == "a"
    await kept_of.forget(7, GuildId(1))
    assert set(await kept_of.all(7)) == {0}
    assert await kept_of.all(8) == {}
