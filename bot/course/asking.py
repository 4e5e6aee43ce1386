"""Questions in plain words: the course's own questions and answers, and the manners of answering."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field

from bot.course.disputed import Disputes
from bot.course.values import Fact, Slug, Text, Title

PLACE = re.compile(r"\{(deadline|link|session):([a-z0-9-]+)\}")
"""Where an answer names a fact of the file rather than repeating it."""

Phrasings = Annotated[tuple[Title, ...], Field(max_length=60)]
"""Ways to ask for the same thing, as people type them."""


class FrequentQuestion(Fact):
    """A question people ask, in several wordings, and its answer."""

    id: Slug = Field(
        description="An id of its own; or that of a question the assistant knows, to add wordings to it."
    )
    ask: Phrasings = Field(default=(), description="Wordings answered by the text alone.")
    affirm: Phrasings = Field(default=(), description='Wordings whose answer begins with "Yes".')
    deny: Phrasings = Field(default=(), description='Wordings whose answer begins with "No".')
    answer: Text | None = Field(
        default=None,
        description="The answer; {deadline:ID}, {link:ID} and {session:ID} stand for facts of this file.",
    )
    also_stated: Disputes = Field(default=(), description="What other official places say instead.")


class Asking(Fact):
    """How questions are taken."""

    keep_days: Annotated[int, Field(ge=1, le=365)] = Field(
        default=30, description="Days after which a question a person asked is forgotten."
    )
    per_minute: Annotated[int, Field(ge=1, le=60)] = Field(
        default=6, description="Questions one person may ask in a minute."
    )


def places(text: str) -> list[tuple[str, str]]:
    """Return the facts that an answer names: (kind, id)."""
    return PLACE.findall(text)
