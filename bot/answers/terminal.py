"""Questions asked in a terminal: one, or one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from typing import Any, cast

from bot.answers.answerer import Answerer
from bot.answers.said import Reply
from bot.course.instants import InstantUnreadable, read_instant
from bot.course.timeline import Timeline
from bot.errors import OperatorError

MORNING = time(9)
"""When a question is asked that doesn't say so: on the course's first day, in its zone."""


class BadQuestion(OperatorError):
    """A line that can't be answered. `why` is a sentence."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(
            f'Line {number} can\'t be answered: {why} Write a line like {{"q": "when is lab 2 due"}}, with an "at" if '
            "the time matters."
        )


def first_morning(timeline: Timeline) -> datetime:
    """Return the instant at which a question without one is asked, aware UTC."""
    day = timeline.course.term.start
    return datetime.combine(day, MORNING, timeline.zone).astimezone(UTC)


def printed(reply: Reply) -> str:
    """Write an answer for a terminal: the text, where it is from, and what else may be meant."""
    parts = [reply.text, f"Source: {', '.join(reply.sources)}"]
    if not reply.sure and reply.alternatives:
        parts.append("Or did you mean:")
        parts += [f"- {choice.text}" for choice in reply.alternatives]
    return "\n".join(parts)


def answered(answerer: Answerer, lines: Iterable[str]) -> Iterator[str]:
    """Answer JSON lines with JSON lines, in order.

    Args:
        lines: each an object with `q`, the question, and perhaps `at`, an ISO instant. Empty lines are skipped.
    Raises:
        BadQuestion: a line is no such object.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        text, now = _read(answerer.timeline, number, line)
        reply = answerer.ask(text, now)
        yield json.dumps(
            {
                "answer": reply.text,
                "abstained": reply.abstained,
                "sources": reply.sources,
                "alternatives": [choice.text for choice in reply.alternatives],
            },
            ensure_ascii=False,
        )


def _read(timeline: Timeline, number: int, line: str) -> tuple[str, datetime]:
    try:
        read: Any = json.loads(line)
    except ValueError:
        raise BadQuestion(number, "it isn't JSON.") from None
    if not isinstance(read, dict):
        raise BadQuestion(number, "it isn't a JSON object.")
    question = cast("dict[str, Any]", read)
    text, at = question.get("q"), question.get("at")
    if not isinstance(text, str):
        raise BadQuestion(number, '"q" is missing, or isn\'t text.')
    if at is None:
        return text, first_morning(timeline)
    try:
        return text, read_instant(str(at), timeline.zone, '"at"')
    except InstantUnreadable as error:
        raise BadQuestion(number, str(error)) from None
