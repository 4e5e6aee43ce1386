"""The words of a course file, and those of one course that another has no business to use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from bot.answers.catalogue import known_questions
from bot.course.timeline import Timeline
from tests.conftest import HACKATHON_FILE, SEMESTER_FILE
from tests.contrary.saying import told
from tests.contrary.turning import Place, built, data_of
from tests.contrary.whole import whole

CLOCK = {"AM", "PM"}
WORD = re.compile(r"[A-Za-z0-9]+(?:[.&'-][A-Za-z0-9]+)*")


def words(texts: Iterable[str]) -> set[str]:
    return {match[0] for text in texts for match in WORD.finditer(text)}


def strings(data: Any, *but: str) -> Iterator[str]:
    """Yield every text of a course file that is read by people; ids and labels of kinds aren't.

    Args:
        but: keys that are left out, too.
    """
    if isinstance(data, dict):
        for key, value in data.items():
            if key not in ("id", "kind", "lab", "link", *but):
                yield from strings(value, *but)
    elif isinstance(data, list):
        for value in data:
            yield from strings(value, *but)
    elif isinstance(data, str):
        yield data


def texts(data: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Yield every text of a course file with its place."""
    steps = data.items() if isinstance(data, dict) else enumerate(data)
    for step, value in steps:
        if isinstance(value, str):
            yield (*place, step), value
        elif isinstance(value, dict | list):
            yield from texts(value, (*place, step))


def own_words(data: dict[str, Any]) -> set[str]:
    """Return the names in a course file: words with a capital or a digit that no sentence's beginning gives them."""
    found: set[str] = set()
    for text in strings(data):
        for match in WORD.finditer(text):
            word, before = match[0], text[: match.start()].rstrip()
            begins = not before or before.endswith((".", "?", "!", ":"))
            if re.search(r"[A-Z0-9]", word if not begins else word[1:]) and len(word) > 1:
                found.add(word)
    prose = strings({key: value for key, value in data.items() if key != "faq"}, "also")
    return found - {word.capitalize() for word in words(prose) if word.islower()}


def foreign_words(contrary: dict[str, Any]) -> set[str]:
    """Return the names in the file of our course that stand neither in another file nor in what is said of others."""
    others = {
        word
        for path in (SEMESTER_FILE, HACKATHON_FILE)
        for word in words(text for _, text in told(Timeline(built(data_of(path)))))
    }
    ours = words(known.about for known in known_questions().values())
    return own_words(whole()) - words(strings(contrary)) - others - CLOCK - ours
