"""Whether an answer holds what its question asks for: a time, a place, somebody, so many of something, a password.

What is asked for is read from the question's words, wherever they stand. Whoever asks for nothing in particular gets
what was found; a text that lacks what is asked for is no answer, however like the question it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.understanding.asked import Asked
from bot.understanding.naming import people
from bot.understanding.words import concepts, tidy

_WEEKDAY = r"(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?s?\b"
_MONTH = (
    r"(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sep(t|tember)?|oct(ober)?"
    r"|nov(ember)?|dec(ember)?)\b"
)
_DAY = rf"\b({_WEEKDAY}|{_MONTH}\.? \d)"
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
_COUNTED = r"one|two|three|four|five|six|seven|eight|nine|ten|both|limit|several"
_NUMBER = re.compile(
    rf"\d|\b(no|none|{_COUNTED}|each|every|all|only|any|many)\b",
    re.IGNORECASE,
)
_PROGRAM = r"(program|platform|app|tool|software|site|website)"
_WHY = r"why (is|are|was|were|did|does|do (you|we|the|people))\b(?! there no\b| not\b)"
_REASON = (
    r"\b(because|since|so that|in order|reasons?|due to|as (it|they|you)|needed?|to (get|be|enter|win|pass|present|help"
    r"|make|keep|show|demonstrate)|for (credit|passing))\b|(cancelled|moved|off|class)\b.{0,3}[:(,]"
)
"""What may say why something is so."""
_DECIDED = (
    r"who (\w+ )?(decide|chose|choose|pick|invent|wrote|design|came up|made the|set the)\w*\b"
)
_CLOCK = r"\d ?[ap]\.?m\b|\d:\d\d|\b(noon|midnight|times?|hours?|pace)\b"
_INSTANT = re.compile(rf"\b({_WEEKDAY}|{_MONTH})\.? \d+|\d+(:\d+)* ?(am|pm)\b", re.IGNORECASE)
"""What holds a number and counts nothing."""

_FIRST = r"^(so |and |but |hey |hi |ok |okay )*"
_WHICH_TIME = r"(what|which) (exact |precise |very )?(time|day|date|hour|moment|week|weekday)"
_ASKS_TIME = re.compile(
    rf"{_FIRST}((by |until |since |till |from )?(when|{_WHICH_TIME})|how (long (until|till|before)|soon))\b|\bwhen$"
)
_ASKS_PLACE = re.compile(_FIRST + r"where\b")
_ASKS_WHO = re.compile(_FIRST + r"(who|whom|whose)\b")
_ASKS_WHOM = re.compile(
    r"\bwho(m)? (do|should|can|could|would|shall|must|may) (i|we|one) (?!(need|have)\b)"
)
_ASKED = re.compile(
    r"@|https?:|/\w|\b(ask|e-?mail|contact|reach|write|talk|forum|staff|instructors?|assistants?|mentors?|organi[sz]ers?)\b",
    re.IGNORECASE,
)
_ASKS_NUMBER = re.compile(
    rf"{_FIRST}how ((many|long|big|old|far|late|early)\b"
    r"|much( (is|are|does|do|did|will|would|can|time|money|cash|longer|for)\b|$))"
)
"""How much of a subject one has to know is told without a number."""
_SAID_AS_WELL = re.compile(r"\b(how many|number of|amount of) (?P<what>(\w+ ?){1,3})")
_LENGTHS = frozenset(("day", "hour", "minut", "week", "night", "sleep", "second", "month"))
"""What is counted of time needs no word of its own: a date answers it, too."""


FEW = 2
"""People that may be somebody's own: "who is our instructor" isn't answered by all who have a role."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that may be asked for.

    Attributes:
        asks: finds that a question asks for it.
        holds: whether an answer holds it.
    """

    asks: re.Pattern[str]
    holds: Callable[[Asked, str], bool]


def _words(asks: str, holds: str = "") -> Kind:
    held = re.compile(holds or asks, re.IGNORECASE)
    return Kind(re.compile(asks), lambda _, text: held.search(text) is not None)


def _names_place(asked: Asked, text: str) -> bool:
    """Return whether a text names a place; a course's time zone is none."""
    return _PLACE.search(text.replace(f"in {asked.course.timezone_label}", "")) is not None


def _names_somebody(asked: Asked, text: str) -> bool:
    return _ANYBODY.search(text) is not None or _names_a_person(asked, text)


def _names_a_person(asked: Asked, text: str) -> bool:
    return any(part in text for person in people(asked.course) for part in person.name.split())


def _names_who_decides(asked: Asked, text: str) -> bool:
    return (
        _names_a_person(asked, text)
        or re.search(r"\b(decid|choos|chose|pick|judge|vote|staff|by )\w*", text) is not None
    )


def _named(asked: Asked, text: str) -> int:
    return len({person.name for person in people(asked.course) if person.name in text})


def _counts(asked: Asked, text: str) -> bool:
    """Return whether a text holds a number, other than a date's, where something is counted that isn't time."""
    counted = _SAID_AS_WELL.search(asked.text)
    if counted is None or _LENGTHS & set(concepts(tidy(counted["what"]))):
        return _NUMBER.search(text) is not None
    return _NUMBER.search(_INSTANT.sub(" ", text)) is not None


KINDS: tuple[Kind, ...] = (
    Kind(_ASKS_TIME, lambda _, text: _TIME.search(text) is not None),
    _words(
        rf"{_FIRST}(by |until |till )?when\b.*\b(hand(ed|ing)?|turn(ed|ing)?|submit|upload)\b",
        rf"{_DAY}|\b(due|deadline|handed in|today|tomorrow|left|over|anything)\b",
    ),
    Kind(_ASKS_PLACE, _names_place),
    Kind(_ASKS_WHO, _names_somebody),
    Kind(
        _ASKS_WHOM,
        lambda asked, text: _ASKED.search(text) is not None or _names_a_person(asked, text),
    ),
    Kind(_ASKS_NUMBER, _counts),
    Kind(re.compile(r"\bnumber of\b"), _counts),
    Kind(re.compile(r"\bnames? of (the |our |my )?\w+s\b"), _names_a_person),
    Kind(re.compile(r"\bwho is (my|our)\b"), lambda asked, text: 0 < _named(asked, text) <= FEW),
    Kind(
        re.compile(r"\bwh(o|ich) of (the|those|these|our) (two|three|four|⟨number⟩|\d+)\b"),
        lambda asked, text: _named(asked, text) < 2,
    ),
    _words(rf"{_FIRST}{_WHY}", _REASON),
    _words(
        rf"{_FIRST}(at )?what (exact |precise |very )?time\b|\blike what time\b",
        rf"{_CLOCK}|\b(days?|weeks?|now|over|left|none|no)\b",
    ),
    _words(r"\bwhat hour\b", _CLOCK),
    _words(
        rf"{_FIRST}(what is |what's |whats )?(the |my |our )?(exact )?(cut ?off|deadline|due date)\b",
        rf"{_DAY}|\b(due|deadlines?|late|today|tomorrow|over|anything|none)\b",
    ),
    _words(
        r"\bhow many (inch(es)?|gigs?|gb|gigabytes|kilos?|kg|pounds|met(er|re)s|feet|lines)\b",
        r"\b(inch(es)?|gigs?|gb|gigabytes|kilos?|kg|pounds|met(er|re)s|feet|lines)\b",
    ),
    _words(
        r"\bhow many (hours|hrs|minutes|mins)\b",
        r"\b(\d+|an?|one|half|[a-z]+teen|thirty|forty|sixty) ?(and a half )?-?(hours?|hrs?|minutes?|min|days?)\b|\bpace"
        r"|\btime\b|\d ?[ap]m\b",
    ),
    _words(
        r"\bhow much\b.*\b(pay|cost|costs|charge|fees?)\b",
        r"[$€£]|\b(free|costs?|fees?|pay|paid|tuition)\b",
    ),
    _words(r"\b(which|what) version\b|\bversion of\b", r"\bversions?\b|\d\.\d"),
    _words(r"\bdata ?sets?\b", r"\bdata"),
    _words(
        r"\bnext (edition|year|offering|iteration|run|semester)\b",
        r"\b(edition|year|offering|iteration|semester|again|each|every|20\d\d)\b",
    ),
    Kind(
        re.compile(
            r"\b(which|what) (program|platform|app|tool|software|site|website)\b.*\b(lecture|class|stream|meet|held)"
        ),
        _names_place,
    ),
    Kind(re.compile(rf"{_FIRST}{_DECIDED}"), _names_who_decides),
    _words(r"\b(pass ?words?|passcodes?|pin code)\b"),
    _words(r"\bphone( number)?\b", r"\b(phone|call|tel)\b|\+\d"),
    _words(
        r"\b(minimum|maximum|what|which) age\b|\bhow old\b",
        r"\bage\b|years? old|\bminors?\b|\b1\d\b",
    ),
    _words(
        r"\b(url|(web|internet) address|youtube channel|hyperlink)\b",
        r"https?:|\b(links?|button|command)\b|/\w",
    ),
    _words(r"\bper ?cent(age)?\b", r"%|\bper ?cent|\b\d\d\+"),
    _words(
        r"\b(scale|out of (what|how many))\b",
        r"\bscale\b|\bout of\b|\d+ ?(\([^)]*\) )?(to|-|–) ?\d",
    ),
)


def asks_time(text: str) -> bool:
    """Return whether a question asks when something is."""
    return _ASKS_TIME.search(text) is not None


def agrees(asked: Asked, text: str) -> bool:
    """Return whether a text holds what a question asks for."""
    return all(kind.holds(asked, text) for kind in KINDS if kind.asks.search(asked.text))
