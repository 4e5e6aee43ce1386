"""The assistant itself: what it can do, what it stores, who sees what is asked."""

from __future__ import annotations

import re

from bot.answers.said import Said, answers
from bot.text import plural
from bot.understanding.asked import Asked

_THANKS = re.compile(r"\b(?:thanks?|thx|ty|tysm|cheers)\b", re.IGNORECASE)


@answers("small-talk")
def small_talk(q: Asked) -> Said:
    """Return what can be asked; to thanks, a kind word, which has no source and isn't to be rated."""
    if _THANKS.search(q.text):
        return Said("You're welcome. Write whenever something else comes up.", "")
    text = (
        f"I answer questions about {q.course.title}: the schedule, deadlines, labs, the final project, prizes, "
        "office hours, grading and links. What would you like to know?"
    )
    return Said(text, "About the course", page="topics:")


@answers("bot-signup")
def commands(q: Asked) -> Said:
    """Point to the commands."""
    return Said("Type /help to see every command and what it does.", "Commands", page="")


@answers("bot-stores")
def stored(q: Asked) -> Said:
    """Return what the assistant stores."""
    days = q.course.asking.keep_days
    text = (
        f"I keep your questions for {plural(days, 'day')}, and what you do with me until the operator deletes "
        "it: groups, hand-ins, reminders, requests. /me shows what concerns you."
    )
    return Said(text, "The assistant", holds=True)


@answers("bot-sees")
def seen_by(q: Asked) -> Said:
    """Return who sees questions and their answers."""
    text = (
        "Only you see what I answer to /ask and in direct messages, until you share it. Ask me in a channel and "
        "everybody there sees the answer. What you send to staff, staff read."
    )
    return Said(text, "The assistant")
