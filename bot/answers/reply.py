"""What a person gets: answers to the parts of a question, put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.answers.said import OPEN, Said


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer: the known question it belongs to, what is said, how well it fits."""

    intent: str
    said: Said
    score: float
    question: str

    @property
    def text(self) -> str:
        """What is said."""
        return self.said.text


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person gets.

    Attributes:
        text: the answer, plain text.
        abstained: the course page doesn't state it, or it isn't clear what is meant.
        choices: what was said, one for each part of the question.
        alternatives: up to two other answers that may be meant.
        sure: the best answer stands by itself.
    """

    text: str
    abstained: bool
    choices: tuple[Choice, ...]
    alternatives: tuple[Choice, ...]
    sure: bool

    @property
    def sources(self) -> list[str]:
        """The parts of the course file the answer comes from."""
        return list(dict.fromkeys(choice.said.source for choice in self.choices))


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """One part of a question, answered."""

    choice: Choice
    others: tuple[Choice, ...]
    sure: bool


def distinct(choices: Iterable[Choice], told: Iterable[Choice]) -> Iterable[Choice]:
    """Return the choices that neither ask nor say what was told or came before."""
    before = list(told)
    for choice in choices:
        if all(choice.text != one.text and choice.question != one.question for one in before):
            before.append(choice)
            yield choice


def unclear(strange: Sequence[str]) -> Choice:
    """Return that nothing fits, naming the word that nobody knows if there is one."""
    about = f'"{strange[0]}"' if strange else "that, as far as I can tell"
    said = Said(f"The course page says nothing about {about}.", OPEN, stated=False)
    return Choice("", said, 0.0, "")


def merged(parts: Sequence[PartAnswer]) -> Reply:
    """Put the answers to the parts together, each once."""
    chosen = list(dict.fromkeys(part.choice for part in parts))
    stated = [c for c in chosen if c.said.stated]
    unclear = [c for c in chosen if not c.intent]
    kept = [c for c in chosen if c not in unclear] if stated and unclear else chosen
    text = "\n".join(dict.fromkeys(choice.text for choice in kept))
    others = distinct((o for part in parts for o in part.others if o.text not in text), kept)
    return Reply(
        text,
        not stated,
        tuple(kept),
        tuple(others)[:2],
        all(part.sure for part in parts),
    )
