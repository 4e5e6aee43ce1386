"""What can happen when a reminder is sent. None of it reaches a person as it is."""

from __future__ import annotations

from bot.errors import CourseBotError


class DeliveryError(CourseBotError):
    """A message that wasn't sent, as far as is known."""


class NotNeeded(DeliveryError):
    """Nobody needs it any more. `str()` says why, for the ledger."""


class Unsendable(DeliveryError):
    """Only a person can mend it: no channel, no permission. `str()` says what to do."""


class Interrupted(DeliveryError):
    """Discord failed in the middle: it may or may not have been sent."""


class CannotLook(DeliveryError):
    """The channel's history can't be read, so whether a message is there can't be known."""
