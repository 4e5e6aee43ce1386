"""What can go wrong with questions, in the words of the person who meets it.

QuestionsError (a UserError)
├── TooManyQuestions     a person asks faster than the course file allows
├── NothingAsked         the question holds no word
├── QuestionGone         the question was forgotten, or is settled already
├── NothingToLearn       a message without text can't join the FAQ
└── BadEntry             the question or the answer of a new FAQ entry is too short or too long
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.errors import UserError
from bot.text import plural, stamp


class QuestionsError(UserError):
    """Something about a question that can't be done."""


class TooManyQuestions(QuestionsError):
    """One person asks faster than `asking.per_minute` allows."""

    def __init__(self, per_minute: int, wait_s: int, at: datetime) -> None:
        self.per_minute, self.wait_s, self.at = per_minute, wait_s, at
        super().__init__(
            f"**That's {plural(per_minute, 'question')} in a minute.** You can ask again "
            f"{stamp(at + timedelta(seconds=wait_s), 'R')}. `/schedule`, `/deadlines` and `/course` answer at once."
        )


class NothingAsked(QuestionsError):
    """There is no question in the text."""

    def __init__(self) -> None:
        super().__init__(
            "**I couldn't find a question in that.** Ask in your own words, for example: when is lab 2 due?"
        )


class QuestionGone(QuestionsError):
    """A button belongs to a question that is no longer there."""

    def __init__(self) -> None:
        super().__init__(
            "**That question is no longer here.** Questions are forgotten after a while, and settled ones leave the "
            "board. Nothing was changed. You can ask a new one with `/ask`."
        )


class NothingToLearn(QuestionsError):
    """A message holds no text."""

    def __init__(self) -> None:
        super().__init__(
            "**That message has no text, so there's nothing to add to the FAQ.** Pick the message whose text is the "
            "answer."
        )


class BadEntry(QuestionsError):
    """An entry for the FAQ is too short or too long."""

    def __init__(self, what: str, length: int, least: int, most: int) -> None:
        super().__init__(
            f"**The {what} has {plural(length, 'character')}; it needs {least} to {most}.** Nothing was saved. Change "
            "it and send it again."
        )
