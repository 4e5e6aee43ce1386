"""Cues: words of time and number that say which way a question goes, whatever else it holds.

A cue points to the questions that name it (`Intent.cue`). Which they are, their wordings say.
"""

from __future__ import annotations

import re

from bot.understanding.asked import Asked
from bot.understanding.intents import Cue

_DATED: dict[str, Cue] = {"person": "dated-person", "topic": "dated-topic", "lab": "dated-lab"}

_OPEN = re.compile(
    r"\b(still|too late|did i miss|missed|passed|past the|gone by|in time|(already )?closed|overdue|am i late)\b"
)
_LEFT = re.compile(
    r"\b(how long (until|till|before|do i|do we)|how much (time|longer)|how many (days|hours|minutes)"
    r"|(time|hours|days) left|time remaining|countdown)\b"
)
_WHEN = re.compile(
    r"\b(when|what day|which day|what date|deadline|due|until when|by when|what time|last day)\b"
)
_WHERE = re.compile(
    r"\b(where|how|which (site|platform|place)|canvas|email|mail)\b.*\b(submit|hand|turn|upload|send|put|go|deliver)"
    r"|\b(submit|hand|turn|upload|send|deliver)\w*\b.*\b(where|canvas|email|piazza)\b"
)
_DUE = re.compile(r"\b(due|deadline|deadlines|submit|hand in|turn in|owe)\b")

_ABOUT_TIME = re.compile(
    r"⟨day⟩|⟨time⟩|\b(when|date|day|time|due|deadline|late|early|until|by|still|long|soon|left|submit|hand|turn|upload|send|"
    r"email|canvas|where|how|need|have|must|required|mandatory|optional|who|over|closed|passed|miss|finish|ready|put)"
)
_SIZE = re.compile(
    r"⟨number⟩ (people|persons?|students?|members|friends|of us|teammates)|(group|team|us|groups|teams) of ⟨number⟩"
)
_SEVERAL = re.compile(r"\b(in|on|join|of|to) ⟨number⟩ (different )?(groups|teams)")
NOT_OF_SIZE = ("registered", "enrolled", "lab", "labs", "review", "win", "listeners", "eligible")
"""With these, a number of people isn't about how many a group may have."""
_HOURS_NOW = re.compile(r"\b(now|still|open|currently|closed)\b")


def out_of_time(asked: Asked) -> bool:
    """Return whether nothing in a question is about when, where or whether something is handed in."""
    return _ABOUT_TIME.search(" ".join(asked.words)) is None


def cues(asked: Asked) -> set[Cue]:
    """Return the cues that a question gives: one, or a cue for each kind of thing that it puts on a day."""
    text = " ".join(asked.words)
    if _SEVERAL.search(text):
        return {"several-groups"}
    if _SIZE.search(text) and not asked.says(*NOT_OF_SIZE):
        return {"group-of-size"}
    if _asks_of_hours_now(asked, text):
        return {"hours-now"}
    if asked.days and asked.yes_no and not _DUE.search(text) and not asked.named("due"):
        return {cue for kind, cue in _DATED.items() if asked.named(kind)}
    if not asked.named("due") and not _of_labs(asked, text):
        return {"due-that-day"} if asked.days and _DUE.search(text) else set()
    return _of_deadline(text)


def _asks_of_hours_now(asked: Asked, text: str) -> bool:
    of_hours = asked.says("gather") or "office hours" in text
    return of_hours and _HOURS_NOW.search(text) is not None and not asked.days


def _of_labs(asked: Asked, text: str) -> bool:
    """Return whether labs are meant as what is handed in."""
    return asked.says("lab", "labs") and bool(_DUE.search(text) or _OPEN.search(text))


def _of_deadline(text: str) -> set[Cue]:
    if _OPEN.search(text):
        return {"still-open"}
    if _LEFT.search(text):
        return {"time-left"}
    if _WHERE.search(text):
        return {"where-to"}
    if _WHEN.search(text) and _DUE.search(text):
        return {"due-when"}
    return set()
