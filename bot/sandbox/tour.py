"""Pitch day, ready to be walked through: two groups with slides, judges at work, a running order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.app import App
from bot.assignments.catalog import presented_by
from bot.assignments.model import Details, Sender
from bot.assignments.requests import HandIn
from bot.competitions.errors import NoContest
from bot.groups.errors import NoSignup
from bot.groups.model import SignUp
from bot.ids import GuildId, UserId

GROUPS = (
    ("ana", "Sketches from Sound", "Turning hummed melodies into line drawings."),
    ("leo", "Tide Tables for Tractors", "Forecasting when a wet field will bear a machine."),
)
JUDGES = ("joy", "kim")
LINK = "https://docs.google.com/presentation/d/example-{number}"


async def seed_pitch_day(app: App, guild_id: GuildId, ids: Mapping[str, int], at: datetime) -> bool:
    """Seed a server that has no groups yet. Say whether anything was done."""
    try:
        policy = await app.groups.policy(guild_id)
        contest = app.judging.contest(guild_id, None)
    except (NoSignup, NoContest):
        return False
    if await app.groups.groups(guild_id):
        return False
    signed_up = min(at, policy.closes_at)
    for founder, title, idea in GROUPS:
        founder_id, signed = UserId(ids[founder]), SignUp(title, idea)
        changed = await app.groups.sign_up(guild_id, founder_id, signed, signed_up)
        slides = presented_by(app.courses.timeline(guild_id).course)
        if slides:
            link = Details(link=LINK.format(number=changed.after.number), ticked=True)
            sender = Sender(UserId(ids[founder]), founder.capitalize())
            request = HandIn(slides.id, sender, signed_up, details=link)
            await app.submissions.hand_in(guild_id, request)
    staff = ids["sam"]
    judges = [UserId(ids[name]) for name in JUDGES]
    await app.judging.appoint(guild_id, contest, judges, at, by=UserId(staff))
    await app.judging.open(guild_id, contest, at, by=UserId(staff))
    await app.pitches.plan(guild_id, "number", 0, at, by=UserId(staff))
    return True
