"""Whether an answer is of the kind that a question asks for: a time, a place, somebody, a number."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.understanding.asked import Asked
from bot.understanding.naming import people

_DAY = r"\b(mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
_TIME = re.compile(
    rf"{_DAY}|\d ?(am|pm)\b|\b(today|tomorrow|daily|every|after|before|until|during|now|left|starts?|ends?|over|when"
    r"|minutes?|hours?|days?|weeks?|own pace|self-paced|due|yet|no \w+ is)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"https?:|@|\b(on|in|at|through|from|to|via|under|by) ([A-Z0-9]|the |your |a )"
    r"|\b(here|online|virtual\w*|campus|room|link|email|page)\b"
)
_ANYBODY = re.compile(
    r"\b(students?|listeners?|staff|judges?|groups?|teams?|everyone|everybody|anyone|anybody|you|people|members?"
    r"|winners?|instructors?|assistants?|researchers?|nobody|sponsors?|who)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(no|none|one|two|three|four|five|six|seven|eight|nine|ten|both|each|every|all|only|any|limit|many|several)\b",
    re.IGNORECASE,
)

_FIRST = r"^(so |and |but |hey |hi |ok |okay )*"
_ASKS_TIME = re.compile(
    _FIRST + r"(by |until |since )?(when|what (time|day|date)|which (day|date|week)"
    r"|how (long (until|till|before)|soon))\b"
)
_ASKS_PLACE = re.compile(_FIRST + r"where\b")
_ASKS_WHO = re.compile(_FIRST + r"(who|whom|whose)\b")
_ASKS_NUMBER = re.compile(_FIRST + r"how (many|much|long|big|old|far|late|early)\b")


def agrees(asked: Asked, text: str) -> bool:
    """Return whether a text holds what its question word asks for. Whoever asks for nothing in particular gets it."""
    for asks, holds in _KINDS:
        if asks.search(asked.text):
            return holds(asked, text)
    return True


def _names_somebody(asked: Asked, text: str) -> bool:
    return _ANYBODY.search(text) is not None or any(
        part in text for person in people(asked.course) for part in person.name.split()
    )


_KINDS: tuple[tuple[re.Pattern[str], Callable[[Asked, str], bool]], ...] = (
    (_ASKS_TIME, lambda _, text: _TIME.search(text) is not None),
    (_ASKS_PLACE, lambda _, text: _PLACE.search(text) is not None),
    (_ASKS_WHO, _names_somebody),
    (_ASKS_NUMBER, lambda _, text: _NUMBER.search(text) is not None),
)
