"""What was done to the session, in words: for the panel, for Undo, and for whoever pressed too late."""

from __future__ import annotations

from bot.presentations.model import Pressed

DEEDS = {
    "plan": "new running order",
    "start": "group {n} started",
    "pause": "group {n}'s clock paused",
    "resume": "group {n}'s clock running again",
    "end": "group {n} ended",
    "absent": "group {n} moved to the end",
    "out": "group {n} marked as out",
    "back": "group {n} to pitch again",
    "order": "order changed",
}
"""What each press did; `undo` is said by what it took back."""


def deed(press: Pressed) -> str:
    """Say what a press did: `group 3 ended`; `taken back: group 3 ended`."""
    if press.undone is not None:
        return f"taken back: {DEEDS[press.undone].format(n=press.number)}"
    return DEEDS[press.action].format(n=press.number)


def last_deed(press: Pressed | None) -> str:
    """Say what was done last, by whom and when, as Discord shows it; empty for nothing."""
    if press is None:
        return ""
    return f"Last: {deed(press)}, by <@{press.by}> <t:{int(press.at.timestamp())}:R>."
