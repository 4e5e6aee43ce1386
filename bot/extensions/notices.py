"""What people must hear of a request for more time, as data, stored with the change it speaks of."""

from __future__ import annotations

from datetime import datetime

from bot.delivery.model import STAFF, Notice, at_once, to_person
from bot.extensions.model import Request

ASKED, DENIED = "extension asked", "extension denied"


def asked(request: Request, at: datetime) -> Notice:
    """Return the card that asks staff."""
    return at_once(ASKED, f"extension-request:{request.id}", STAFF, at, id=request.id)


def denied(request: Request, at: datetime) -> Notice:
    """Return the answer for who asked, where it is no."""
    key, target = f"extension-request:{request.id}:denied", to_person(request.user_id)
    return at_once(DENIED, key, target, at, id=request.id)
