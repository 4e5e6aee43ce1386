"""What a change of the course would do to the reminders, in words for whoever is about to confirm it; pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.delivery.model import ANNOUNCEMENTS, OFFICE_HOURS, STAFF, Row
from bot.reminders.corrections import Reply
from bot.reminders.rules import Step
from bot.text import listing, plural

PLACES = {
    ANNOUNCEMENTS: "the announcements channel",
    OFFICE_HOURS: "the office hours channel",
    STAFF: "the staff channel",
}


def lines(
    steps: Sequence[tuple[Row | None, Step]], gone: Sequence[Row], replies: Sequence[Reply]
) -> list[str]:
    """Say how many reminders move, come and go, what is corrected where, and how many people hear of it.

    Args:
        steps: what would become of each reminder that is wanted, with its row if it has one.
        gone: rows that nothing wants any more.
    """
    ahead = [row for row, step in steps if not step.skipped]
    moving = sum(row is not None for row in ahead)
    counts = [
        f"{plural(moving, 'reminder moves', 'reminders move')}" if moving else "",
        f"{plural(len(gone), 'reminder is dropped', 'reminders are dropped')}" if gone else "",
        f"{plural(len(ahead) - moving, 'new reminder is added', 'new reminders are added')}"
        if len(ahead) > moving
        else "",
    ]
    told = [f"🔔 {listing(text for text in counts if text)}."] if any(counts) else []
    return told + _corrected(replies)


def _corrected(replies: Sequence[Reply]) -> list[str]:
    targets = [reply.notice.target for reply in replies]
    people = {target for target in targets if target.startswith("user:")}
    channels = [target for target in targets if target not in people]
    told: list[str] = []
    if channels:
        places = listing(dict.fromkeys(PLACES.get(target, "its channel") for target in channels))
        verb = plural(len(channels), "post is corrected", "posts are corrected")
        told.append(f"✏️ {verb} by a reply in {places}.")
    if people:
        who = plural(len(people), "person hears", "people hear")
        told.append(f"✉️ {who} by direct message, because they were told otherwise.")
    return told
