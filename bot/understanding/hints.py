"""What words of time say about a deadline: still open, how long, when, where. Read before anything is ranked."""

from __future__ import annotations

import re

from bot.understanding.asked import Asked

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


def out_of_time(asked: Asked) -> bool:
    """Say that nothing in a question is about when, where or whether something is handed in."""
    return _ABOUT_TIME.search(" ".join(asked.words)) is None


_SIZE = re.compile(
    r"⟨number⟩ (people|persons?|students?|members|friends|of us|teammates)|(group|team|us|groups|teams) of ⟨number⟩"
)
_SEVERAL = re.compile(r"\b(in|on|join|of|to) ⟨number⟩ (different )?(groups|teams)")
NOT_OF_SIZE = ("registered", "enrolled", "lab", "labs", "review", "win", "listeners", "eligible")
"""With these, a number of people isn't about how many a group may have."""
_HOURS_NOW = re.compile(r"\b(now|still|open|currently|closed)\b")


def hints(asked: Asked) -> set[str]:
    """Return the known questions that the words of time and number point to."""
    text = " ".join(asked.words)
    if _SEVERAL.search(text):
        return {"one-group"}
    if _SIZE.search(text) and not asked.says(*NOT_OF_SIZE):
        return {"group-size"}
    if (
        (asked.says("gather") or "office hours" in text)
        and _HOURS_NOW.search(text)
        and not asked.days
    ):
        return {"hours-open"}
    if asked.days and asked.yes_no and not _DUE.search(text) and not asked.named("due"):
        dated = {"person": "person", "topic": "when-topic", "lab": "lab-when"}
        return {id for kind, id in dated.items() if asked.named(kind)}
    if not asked.named("due") and not (
        asked.says("lab", "labs") and (_DUE.search(text) or _OPEN.search(text))
    ):
        return {"due-on-day"} if asked.days and _DUE.search(text) else set()
    if _OPEN.search(text):
        return {"due-open"}
    if _LEFT.search(text):
        return {"due-left"}
    if _WHERE.search(text):
        return {"due-where"}
    if _WHEN.search(text) and _DUE.search(text):
        return {"due-when"}
    return set()
