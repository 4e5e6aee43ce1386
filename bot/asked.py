"""What whoever works on a request has to know of it: how long it can wait, and whether it has been stored."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass


def unhurried() -> float:
    """Return the patience of whoever keeps nobody waiting."""
    return 30.0


patience: ContextVar[Callable[[], float]] = ContextVar("patience", default=unhurried)
"""How many seconds whoever reads or writes now can wait for a locked database."""


@dataclass(slots=True)
class Stored:
    """Whether what somebody asked for has been stored, whatever comes after it."""

    anything: bool = False


stored: ContextVar[Stored | None] = ContextVar("stored", default=None)
"""What has become of the request that a task works on; None where nobody waits for an answer."""
