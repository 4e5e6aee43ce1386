"""Is somebody asking about themselves, or telling the bot to do something for them? Pure; of a course it knows words.

Only a text that says so is taken: "my group", "am I", "remind me". Everything else is a question about the course.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.course.words import say

About = Literal[
    "group", "team", "handed in", "missing", "pitch", "more time", "late days", "reminders", "cohort",
    "remind", "sign up", "leave", "hand in",
]  # fmt: skip
LONGEST_MOMENT_WORDS = 6
"""Words at the end of a text that may name a moment: "on friday january 29 at 9"."""


@dataclass(frozen=True, slots=True)
class Personal:
    """What somebody asks about themselves, or wants done. `rest`: the words that say of what."""

    about: About
    rest: str = ""


_OWN = r"(?:my|our|the)"
_WE = r"(?:i|we)"
_WANT = r"(?:please |(?:i|we) (?:want|would like|need) to |i'd like to )?"
_HANDED = r"(?:hand(?:ed)? in|submit(?:ted)?|turn(?:ed)? in)"
_DOES = r"(?:'s| is| are| does| leads| teaches| runs)"
_WORK = r"(?P<rest>.+)"
PATTERNS: tuple[tuple[About, str], ...] = (
    ("remind", r"(?:please |can you |could you |pls )*remind (?:me|us) (?P<rest>.+)"),
    ("sign up", r"(?:please |can you |could you )*sign (?:us|me|my group|our group) up\b.*"),
    ("sign up", r"(?:please )?sign up (?:us|me|my group|our group|a group)"),
    ("leave", rf"{_WANT}leave {_OWN} (?:group|team)"),
    ("hand in", rf"{_WANT}(?:hand in|submit|turn in) (?:my|our) {_WORK}"),
    ("team", r"who(?:'s| is| are| else is)? (?:in|on) (?:my|our) (?:team|group)"),
    ("team", r"(?:who are|list|show) (?:my|our) (?:team ?mates?|group ?mates?|team members|group members)"),
    ("team", r"who (?:am i|are we) (?:working|grouped|teamed) with"),
    ("group", r"(?:what|which) (?:group|team)(?: number)? (?:am i|are we|do i have|do we have)(?: in| on)?"),
    ("group", r"(?:(?:what(?:'s| is)|show|tell me) (?:me )?)?(?:my|our) (?:group|team)(?:'s)?(?: number| name| "
        r"title)?"),
    ("group", r"(?:am i|are we) (?:already |still )?(?:in|on|part of) (?:a|any) (?:group|team)(?: yet)?"),
    ("group", r"(?:do i|do we) have a (?:group|team)(?: yet)?"),
    ("handed in", rf"(?:did|have) (?:you|u|staff) (?:get|got|gotten|receive|received) (?:my|our) {_WORK}"),
    ("handed in", rf"(?:did|have) {_WE} (?:already )?{_HANDED}(?: (?:my|our|the))? ?(?P<rest>.*)"),
    ("handed in", rf"what (?:have|did) {_WE} (?:already )?{_HANDED}(?P<rest>.*)"),
    ("handed in", r"(?:is|was) (?:my|our) (?P<rest>.+?) (?:in|submitted|received|handed in|there|on time)"),
    ("handed in", r"(?:show|where(?:'s| is| are)) (?:me )?my receipts?(?P<rest>.*)"),
    ("missing", rf"what(?:'s| is| else is)? (?:am i|are we|{_WE}(?:'m|'re)?) (?:still )?missing"),
    ("missing", r"what(?:'s| is) (?:still )?(?:missing|left)(?: to do| to hand in| to submit)? for (?:me|us)"),
    ("missing", rf"what do {_WE} still (?:have|need) to (?:do|hand in|submit|turn in)(?: to pass)?"),
    ("missing", rf"what (?:have|did)n'?t {_WE} (?:handed in|submitted|hand in|submit|done|do)(?: yet)?"),
    ("missing", r"(?:am i|are we) missing (?:anything|something)"),
    ("missing", r"what(?:'s| is| should i do) next for me"),
    ("missing", r"(?:what(?:'s| is) )?my (?:stuff|progress|to-?do(?: list)?)"),
    ("pitch", r"(?:when|what time)(?:'s| is) (?:my|our) (?:group|team) (?:on|up|pitching|presenting|speaking)"),
    ("pitch", r"(?:when|what time) (?:do|am|are|will) (?:i|we) (?:pitch(?:ing)?|present(?:ing)?|on|up|be on)"),
    ("pitch", r"(?:(?:when|what time)(?:'s| is) )?(?:my|our) (?:pitch|presentation|slot|turn|pitch slot)"),
    ("pitch", r"when (?:does|will) (?:my|our) (?:group|team) (?:pitch|present)"),
    ("more time", rf"(?:do|did) {_WE} (?:have|get) (?:an extension|more time|extra time)(?P<rest>.*)"),
    ("late days", rf"how many late days (?:do|have|did) {_WE}(?: still)?(?: have| got)?(?: left)?"),
    ("late days", r"(?:what(?:'s| is| are) )?my (?:own )?late days(?: left)?"),
    ("more time", r"(?:what(?:'s| is) )?my (?:own )?extension"),
    ("reminders", r"(?:what are|show|list) (?:me )?my reminders"),
    ("cohort", r"(?:what|which) (?P<rest>.+?) (?:am i|are we|do i have|did i choose|was i put)(?: in| into)?"),
    ("cohort", rf"(?:when|what time|where|who|what){_DOES}? (?:my|our) (?P<rest>.+?)(?: meets?| on| starts?| held)?"),
    ("cohort", r"(?:change|choose|switch|pick) (?:my|our|a) (?P<rest>.+)"),
)  # fmt: skip
_COMPILED: list[tuple[About, re.Pattern[str]]] = [
    (about, re.compile(pattern, re.IGNORECASE)) for about, pattern in PATTERNS
]
ACTIONS: frozenset[About] = frozenset({"remind", "sign up", "leave", "hand in"})
"""What wants something done. It ends in a card that asks, never in a deed."""


def asked(text: str) -> Personal | None:
    """Return what somebody asks about themselves or wants done; None for a question about the course.

    Late days are asked for by the course's own word.
    """
    words = " ".join(text.replace("’", "'").split()).strip(" ?!.")
    words = re.sub(r"^(?:hi|hey|hello|ok|so|and|um)[, ]+", "", words, flags=re.IGNORECASE)
    words = re.sub(re.escape(say.late_day), "late day", words, flags=re.IGNORECASE)
    for about, pattern in _COMPILED:
        found = pattern.fullmatch(words)
        if found:
            return Personal(about, (found.groupdict().get("rest") or "").strip(" ?!."))
    return None


def named(kind: str) -> About | None:
    """Return what a button names: `handed-in`; None for nothing that can be asked."""
    return next((about for about, _ in PATTERNS if about.replace(" ", "-") == kind), None)


Reads = Callable[[str], datetime | None]
"""A moment in words -> its instant; None where it names none."""


def moment_and_words(rest: str, reads: Reads) -> tuple[datetime, str, str] | None:
    """Split "tomorrow at 9 to hand in" or "to hand in tomorrow at 9" into the moment, its words and what about.

    Returns:
        None where no part of it names a moment, or nothing else is said.
    """
    for when, what in _splits(rest):
        at = reads(when)
        if at is not None:
            return at, when, what
    return None


def _splits(rest: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to split a text into a moment and the rest, the likeliest first."""
    for joiner in re.finditer(r"\s(?:to|about|that|of)\s|,\s|:\s", rest):
        when, what = rest[: joiner.start()].strip(), rest[joiner.end() :].strip()
        if when and what:
            yield when, what
    words = re.sub(r"^(?:to|about|that|of)\s+", "", rest).split()
    for count in range(min(LONGEST_MOMENT_WORDS, len(words) - 1), 0, -1):
        when, what = " ".join(words[-count:]), " ".join(words[:-count])
        what = re.sub(r"(?:^|\s+)(?:at|on|by)$", "", what)
        if what and not re.match(r"in (?!\d|an? )", when):  # "hand in tomorrow" isn't in tomorrow
            yield when, what
