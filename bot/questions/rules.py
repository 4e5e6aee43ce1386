"""What holds for questions: when two are alike, how fast one may ask, what an entry of the FAQ needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from rapidfuzz import fuzz, process

from bot.course.timeline import WEEK, Timeline, monday
from bot.questions.errors import BadEntry, NothingAsked, QuestionGone, TooManyQuestions
from bot.questions.model import Entry, Unanswered
from bot.understanding.words import subject, tidy

LONGEST_QUESTION = 300
LONGEST_ANSWER = 1000
SHORTEST = 3
"""Characters of a question, and of an answer that staff give."""

ALIKE = 85
"""How alike (0-100) what two questions are about must be for them to be one; by trying."""

MINUTE = timedelta(minutes=1)
SUMMARY_HOUR = 9
"""The hour on Monday, in the course's zone, at which staff get the week's summary."""


def question_text(typed: str) -> str:
    """Tidy a question as typed. Raises NothingAsked."""
    text = " ".join(typed.replace("\0", " ").split())[:LONGEST_QUESTION]
    if not any(map(str.isalnum, text)):
        raise NothingAsked
    return text


def answer_text(typed: str) -> str:
    """Tidy an answer as typed. Raises BadEntry."""
    return _checked(typed, "answer", LONGEST_ANSWER)


def entry(typed: Entry) -> Entry:
    """Tidy both halves of an entry for the FAQ. Raises BadEntry."""
    text = _checked(typed.text, "question", LONGEST_QUESTION)
    return replace(typed, text=text, answer=answer_text(typed.answer))


def _checked(typed: str, what: str, longest: int) -> str:
    text = typed.strip()
    if not SHORTEST <= len(text) <= longest:
        raise BadEntry(what, len(text), SHORTEST, longest)
    return text


def still_open(question: Unanswered | None) -> Unanswered:
    """Return a question for staff if it still waits. Raises QuestionGone."""
    if question is None or question.state != "open":
        raise QuestionGone
    return question


def key_of(text: str) -> str:
    """Return what a question is about: its concepts without the small words, in order of the alphabet.

    Where there are none, as in most languages but English, it's the question itself.
    """
    return " ".join(sorted(subject(tidy(text)))) or text.casefold()


def alike(key: str, known: Iterable[Unanswered]) -> Unanswered | None:
    """Find a question for staff that asks the same."""
    by_key = {one.key: one for one in known}
    best = process.extractOne(key, list(by_key), scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
    return by_key[best[0]] if best else None


def check_pace(asked_at: Sequence[datetime], per_minute: int, now: datetime) -> None:
    """Refuse somebody who asks too fast.

    Args:
        asked_at: when they asked before, oldest first.
    Raises:
        TooManyQuestions: with the seconds until the next is taken.
    """
    recent = [at for at in asked_at if at > now - MINUTE]
    if len(recent) >= per_minute:
        left = recent[-per_minute] + MINUTE - now
        raise TooManyQuestions(per_minute, max(1, int(left.total_seconds()) + 1), now)


def last_summary(timeline: Timeline, now: datetime) -> datetime:
    """Return the Monday morning up to which the newest summary counts, aware UTC."""
    start = timeline.midnight(monday(timeline.today(now))) + timedelta(hours=SUMMARY_HOUR)
    return start if start <= now else start - timedelta(days=7)


def next_summary(timeline: Timeline, now: datetime) -> datetime:
    """Return the Monday morning on which the next summary is due, aware UTC."""
    this = monday(timeline.today(now))
    mornings = (timeline.midnight(this + n * WEEK) + timedelta(hours=SUMMARY_HOUR) for n in (0, 1))
    return next(at for at in mornings if at > now)
