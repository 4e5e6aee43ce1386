"""Files of questions with what a right answer holds, and how answers are judged by them.

One question a line:

    question => pattern & pattern ! forbidden @ instant
    question => ABSTAIN|pattern

Every pattern has to be found in the answer and no forbidden one, case and spaces folded; <26> is January 26
however it is written. ABSTAIN: the course page doesn't state it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.answers.answerer import Answerer
from bot.answers.said import Reply
from bot.answers.terminal import first_morning
from bot.understanding.learned import vectors_of

HERE = Path(__file__).parent
LONGEST = 600
"""Characters of a right answer: one that holds the whole page answers nothing."""


@dataclass(frozen=True)
class Case:
    """One question and what is expected."""

    question: str
    expected: tuple[str, ...]
    forbidden: tuple[str, ...]
    at: datetime | None

    @property
    def unstated(self) -> bool:
        """The course page doesn't state it."""
        return any(pattern.startswith("ABSTAIN") for pattern in self.expected)

    def right(self, text: str, abstained: bool) -> bool:
        """Judge an answer."""
        folded = " ".join(text.lower().replace("’", "'").split())
        if self.unstated:
            return abstained or any(
                _found(one, folded)
                for pattern in self.expected
                for one in pattern.split("|")
                if one != "ABSTAIN"
            )
        return (
            not abstained
            and len(folded) <= LONGEST
            and all(_found(pattern, folded) for pattern in self.expected)
            and not any(_found(pattern, folded) for pattern in self.forbidden)
        )


def _found(pattern: str, text: str) -> bool:
    return re.search(re.sub(r"<(\d+)>", lambda day: _day(day[1]), pattern), text) is not None


def _day(number: str) -> str:
    before = rf"(?<!\d){number}(?:st|nd|rd|th)?\s+(?:of\s+)?jan"
    return rf"(?:jan(?:uary|\.)?\s*0?{number}(?!\d)|(?<!\d)0?1/{number}(?!\d)|{before})"


def cases(name: str) -> Iterator[Case]:
    """Read a file of questions."""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        question, rest = line.split(" => ", 1)
        rest, _, at = rest.partition(" @ ")
        wanted, _, forbidden = f" {rest}".partition(" ! ")
        yield Case(
            question,
            tuple(p.strip() for p in wanted.split(" & ") if p.strip()),
            tuple(p.strip() for p in forbidden.split(" & ") if p.strip()),
            datetime.fromisoformat(at.strip()).astimezone(UTC) if at else None,
        )


@dataclass
class Score:
    """How a set of questions went, as shares from 0 to 1."""

    questions: int
    right: float
    wrong: float
    recall: float
    precision: float
    with_others: float
    missed: list[tuple[str, Reply]]


def score(answerer: Answerer, name: str, step: int = 1) -> Score:
    """Ask every question of a file, or each `step`-th.

    `right` and `wrong` are shares of the questions that have an answer; `recall` and `precision` are of
    abstaining; `with_others` counts an answer as right if it or one of the alternatives is.
    """
    morning, asked = first_morning(answerer.timeline), list(cases(name))[::step]
    vectors_of(part.sentence for case in asked for part in answerer.read(case.question, morning))
    told = [(case, answerer.ask(case.question, case.at or morning)) for case in asked]
    judged = [(case, reply, case.right(reply.text, reply.abstained)) for case, reply in told]
    answerable = [one for one in judged if not one[0].unstated]
    unstated = [one for one in judged if one[0].unstated]
    abstained = [one for one in judged if one[1].abstained]
    both = sum(1 for case, reply, _ in judged if case.unstated and reply.abstained)
    with_others = sum(
        ok or any(case.right(choice.text, False) for choice in reply.alternatives)
        for case, reply, ok in judged
    )
    return Score(
        len(judged),
        _share(sum(ok for *_, ok in answerable), len(answerable)),
        _share(sum(not ok and not reply.abstained for _, reply, ok in answerable), len(answerable)),
        _share(both, len(unstated)),
        _share(both, len(abstained)),
        _share(with_others, len(judged)),
        [(case.question, reply) for case, reply, ok in judged if not ok],
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def verdicts(answerer: Answerer) -> tuple[list[str], int, int]:
    """Ask the questions of `polar.txt`; return the false verdicts, how many were right, and how many were asked."""
    false, right, asked = list[str](), 0, 0
    for line in (HERE / "polar.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        question, _, rest = line.partition(" => ")
        holds, _, at = rest.partition(" @ ")
        now = datetime.fromisoformat(at).astimezone(UTC) if at else first_morning(answerer.timeline)
        asked += 1
        for choice in answerer.ask(question, now).choices:
            said = {"Yes.": "yes", "No. ": "no"}.get(choice.text[:4])
            right += said == holds
            if said not in (None, holds):
                false.append(f"{line}: {choice.text}")
    return false, right, asked
