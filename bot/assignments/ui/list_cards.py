"""The list of what can be handed in, as a person sees it. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.assignments.model import Assignment, Version
from bot.assignments.rules import Due, counting
from bot.assignments.ui.cards import KIND, open_button, progress_button, punctuality
from bot.assignments.ui.late_words import late_line
from bot.client.layout import MAX_SWITCHES, Card
from bot.client.look import clip, due_stamp, stamp
from bot.ids import GuildId
from bot.text import raised

LIST_TEXT = 3200


def list_card(
    guild_id: GuildId,
    due: Sequence[tuple[Assignment, Due]],
    versions: Sequence[Version],
    now: datetime,
) -> Card:
    """Draw what a person can hand in, with a button each.

    Args:
        due: the assignments with the deadline that holds for them, in the order of the list.
    """
    lines = [_line(one, mine, versions, now) for one, mine in due]
    buttons = [open_button(guild_id, one) for one, _ in due[:MAX_SWITCHES]]
    head = "### What are you handing in?"
    text = clip("\n".join([head, *lines]), LIST_TEXT)
    return Card(KIND, (text,), (progress_button(guild_id),), tuple(buttons))


def in_order(
    known: Mapping[str, Assignment], due: Mapping[str, Due], now: datetime
) -> list[tuple[Assignment, Due]]:
    """Return what can be handed in: what is due next first, then what has passed, the latest first."""
    every = [(one, due[id]) for id, one in known.items()]
    passed = [pair for pair in every if _passed(pair[1], now)]
    coming = [pair for pair in every if not _passed(pair[1], now)]
    return [
        *sorted(coming, key=lambda pair: pair[1].at),
        *sorted(passed, key=lambda pair: pair[1].at, reverse=True),
    ]


def _passed(due: Due, now: datetime) -> bool:
    return due.at + timedelta(seconds=1) <= now


def _line(assignment: Assignment, due: Due, versions: Sequence[Version], now: datetime) -> str:
    counts = counting([v for v in versions if v.assignment == assignment.id])
    when = f"due {stamp(due.at)}, passed" if _passed(due, now) else f"due {due_stamp(due.at)}"
    kept = f" · ✅ version {counts.number}, {punctuality(counts)}" if counts else ""
    late = late_line(due, now)
    note = f"\n  -# {late}" if late and not counts else ""
    return f"- **{raised(assignment.title)}** {when}{kept}{note}"
