"""What people must hear of a question, as data, stored with the change it speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from bot.delivery.model import STAFF, Notice, at_once, board, to_person
from bot.ids import UserId
from bot.questions.model import Unanswered, Week

ANSWERED, DISMISSED, WEEK = "question answered", "question dismissed", "questions of a week"
BOARD = "questions"


def answered(question: Unanswered, waiting: Iterable[UserId], at: datetime) -> list[Notice]:
    """Return staff's answer for each person who waits for it."""
    return [_to(one, ANSWERED, question, at) for one in waiting]


def dismissed(question: Unanswered, waiting: Iterable[UserId], at: datetime) -> list[Notice]:
    """Return for each person who waits for an answer that there won't be one."""
    return [_to(one, DISMISSED, question, at) for one in waiting]


def _to(user_id: UserId, kind: str, question: Unanswered, at: datetime) -> Notice:
    item = f"question:{question.id}"
    key, target = f"{item}:{question.state}:{user_id}", to_person(user_id)
    return at_once(kind, key, target, at, item, text=question.text, answer=question.answer)


def week(counted: Week, until: datetime, at: datetime) -> Notice:
    """Return a week's numbers, for staff."""
    return at_once(WEEK, f"questions:week:{until:%Y-%m-%d}", STAFF, at, **asdict(counted))


def week_of(facts: dict[str, Any]) -> Week:
    """Return the numbers that a notice was stored with."""
    topics = tuple((topic, times) for topic, times in facts["topics"])
    return replace(Week(**facts), topics=topics)


def board_update(at: datetime) -> Notice:
    """Return the row that has staff's board of questions brought up to date."""
    return board(BOARD, at)
