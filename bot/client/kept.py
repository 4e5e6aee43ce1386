"""What somebody sent before they said what it is, kept for a while for the button that says so.

In memory: a restart forgets it, and so does time; whoever presses then is told to send it again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypeVar

from bot.ids import UserId

KEPT = timedelta(minutes=15)
"""As long as Discord takes answers to the interaction that brought it."""
MOST = 200
"""Things kept at once, of everybody; the oldest goes first."""

T = TypeVar("T")


class Kept:
    """Things by a number that a button carries, each for whoever sent it alone."""

    def __init__(self) -> None:
        self._things: dict[int, tuple[UserId, datetime, object]] = {}

    def keep(self, number: int, by: UserId, thing: object, now: datetime) -> None:
        """Keep a thing. `now`: aware UTC."""
        while len(self._things) >= MOST:
            self._things.pop(next(iter(self._things)))
        self._things[number] = (by, now, thing)

    def find(self, number: int, by: UserId, kind: type[T], now: datetime) -> T | None:
        """Return a thing of somebody; None where it's gone, too old, or another's."""
        owner, at, thing = self._things.get(number, (None, now, None))
        if owner != by or now - at > KEPT or not isinstance(thing, kind):
            return None
        return thing
