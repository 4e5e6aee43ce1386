"""What can become of a sending. None of it reaches a person as it is.

DeliveryError
├── NotNeeded     nobody needs it any more
├── Unsendable    only a person can mend it
├── Interrupted   it may or may not have been sent
└── CannotLook    whether it was sent can't be found out
"""

from __future__ import annotations

from datetime import timedelta

from bot.errors import CourseBotError


class DeliveryError(CourseBotError):
    """A message that wasn't sent, as far as is known."""


class NotNeeded(DeliveryError):
    """Nobody needs it any more. `str()` says why, for the ledger."""


class Unsendable(DeliveryError):
    """Only a person can mend it: no channel, no permission. `str()` says what to do."""


class Interrupted(DeliveryError):
    """Discord failed in the middle: it may or may not have been sent. `wait`: how long Discord asked to wait."""

    def __init__(self, why: str, wait: timedelta | None = None) -> None:
        super().__init__(why)
        self.wait = wait


class CannotLook(DeliveryError):
    """The channel's history can't be read, so whether a message is there can't be known."""
