"""What counts towards somebody's limits when a group changes. Within the transaction of the change."""

from __future__ import annotations

from bot.database import Tables
from bot.groups import notices
from bot.groups.changes import Deed
from bot.groups.model import ProjectGroup
from bot.ids import GuildId
from bot.limits import counting
from bot.limits.table import (
    DISBANDS,
    INVITES,
    NO_TO_INVITE,
    NO_TO_REQUEST,
    REQUESTS,
    SIGN_UPS,
    Limit,
)

ASKING: dict[str, tuple[Limit, Limit]] = {
    "invite": (INVITES, NO_TO_INVITE),
    "request": (REQUESTS, NO_TO_REQUEST),
}
"""What is asked -> how often one may, and how long a no to it holds."""


def count(
    db: Tables, guild_id: GuildId, deed: Deed, before: ProjectGroup | None, after: ProjectGroup
) -> None:
    """Count what somebody asks, founds and ends. Raises LimitReached, SaidNo."""
    if deed.by_staff:
        return
    if before is None:
        counting.take(db, SIGN_UPS, guild_id, deed.at, by=deed.by)
    if after.disbanded_at is not None:
        counting.take(db, DISBANDS, guild_id, deed.at, by=deed.by)
    for question in notices.new_questions(before, after):
        if (
            question.asked.by == deed.by and question.asked.at == deed.at
        ):  # others only change hands
            often, no = ASKING[question.asked.kind]
            counting.check_may_ask(db, no, guild_id, question.to, deed.at, by=deed.by)
            counting.take(db, often, guild_id, deed.at, by=deed.by)


def remember_no(
    db: Tables, guild_id: GuildId, deed: Deed, before: ProjectGroup, after: ProjectGroup
) -> None:
    """Remember whom somebody has told no: an invitation was declined, or a request turned down."""
    for asked in (one for one in before.invitations if one not in after.invitations):
        if deed.action == "decline":
            counting.say_no(db, NO_TO_INVITE, guild_id, asked.by, deed.at, by=deed.by)
        if deed.action == "turn down":
            counting.say_no(db, NO_TO_REQUEST, guild_id, asked.user_id, deed.at, by=deed.by)
