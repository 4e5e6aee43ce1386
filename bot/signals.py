"""What SIGTERM and SIGINT do: a process that has only begun ends at once; later, what runs is asked to finish."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress

STOPPING = (signal.SIGTERM, signal.SIGINT)


def end_at_once() -> None:
    """Let a signal end this process with status 0: nothing has been opened yet that it could leave half done."""
    for number in STOPPING:
        signal.signal(number, _end)


def stop_on_signal() -> asyncio.Event:
    """Return an event that is set when a signal asks this process to stop."""
    stop = asyncio.Event()
    for number in STOPPING:
        with suppress(NotImplementedError):  # Windows has no handlers of signals on a loop
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


def _end(*_: object) -> None:
    os._exit(0)
