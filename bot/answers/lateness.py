"""What handing in late some time after the deadline comes to, for everybody: taken, not taken, and the last moment."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import timedelta

from bot.answers.said import moment
from bot.course.lateness import LatePolicy
from bot.course.words import say
from bot.text import raised
from bot.understanding.asked import Asked
from bot.understanding.names import NUMBER_WORDS
from bot.understanding.polarity import turns

_UNITS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_NUMBERS = NUMBER_WORDS | {"a": 1, "an": 1}
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(word for word, count in _NUMBERS.items() if count)})"
_MORE = ("more than", "over", "longer than")
_BESIDE = "|".join((*_MORE, "less than", "at least", "at most", "within", "under", "about", "half"))
_AFTER = re.compile(
    rf"\b(?:(?P<beside>{_BESIDE}) )?{_COUNT} (?P<unit>{'|'.join(_UNITS)})s? "
    r"(?:late|overdue|(?:after|past)(?: \w+){0,3}? (?:deadline|due|cut ?off))\b"
)
_LAST = re.compile(r"\b(until|till|latest|last|when|how (late|long)|still)\b")
_REFUSED = re.compile(r"\b(too late|refused?|rejected|closed|over)\b")
_ALLOWED = re.compile(r"\b(can|could|may|allowed|possible|able)\b")


def late_text(q: Asked, deadlines: Collection[str], *, due: bool = True) -> str:
    """Write the last moment of what is due at one deadline, and what the file says of being late; empty for nothing.

    Args:
        deadlines: the ids of those that are asked about.
        due: say when it's due, too, where a question asks until when it's accepted, or how late.
    """
    words = q.course.late_words(deadlines)
    wanted = not due or _LAST.search(q.text) or _AFTER.search(q.text) or _free_days(q) is not None
    last = _last_moment(q, deadlines, due) if wanted else ""
    return f"{last} {words}" if last else words


def fits_late(q: Asked, deadlines: Collection[str]) -> bool | None:
    """Return whether what is handed in as late as a question names is taken, or refused, as it asks.

    None where it names no length, or where that depends on who asks: on the free days that they have left.
    """
    policies = q.course.late_policies_at(deadlines)
    if len(policies) != 1 or turns(q.words) or q.hedged:
        return None
    if (days := _free_days(q)) is not None:
        free = policies[0].free_days
        return None if free is None else days <= free.longest
    after = _after(q)
    taken = None if after is None else _is_taken(policies[0], after)
    return None if taken is None else taken != bool(_REFUSED.search(q.text))


def _is_taken(policy: LatePolicy, after: timedelta) -> bool | None:
    limit = policy.open_for
    if limit is not None and after > limit:
        return False
    return True if policy.taken else None


def _after(q: Asked) -> timedelta | None:
    """Return how long after the deadline a question speaks of."""
    found = _AFTER.search(q.text)
    if not found or found["beside"] not in (None, *_MORE):
        return None
    more = timedelta(seconds=1) if found["beside"] else timedelta()
    return _count(found["count"]) * _UNITS[found["unit"]] + more


def _free_days(q: Asked) -> int | None:
    """Return how many free days for one thing a question asks about: "can I use 5 late days on it"."""
    names = "|".join(
        re.escape(word) for word in (say.late_days, say.late_day, "late days", "late day")
    )
    found = re.search(rf"\b{_COUNT} (?:free |extra )?(?:{names})\b", q.text)
    return _count(found["count"]) if found and _ALLOWED.search(q.text) else None


def _count(said: str) -> int:
    return int(said) if said.isdigit() else _NUMBERS[said]


def _last_moment(q: Asked, deadlines: Collection[str], due: bool) -> str:
    """Say when the last is taken of one thing that is due at one moment for all; empty where that isn't certain."""
    found = [i for i in q.timeline.deadlines if i.id in deadlines]
    policies = q.course.late_policies_at(deadlines)
    if len(found) != 1 or len(policies) != 1:
        return ""
    [item], [policy] = found, policies
    deadline, limit = item.deadline, policy.open_for
    if deadline is None or item.starts_at is None or deadline.due_by_cohort or limit is None:
        return ""
    told = [f"{raised(deadline.short)}: due {moment(q.timeline, item.starts_at)}."] if due else []
    last = moment(q.timeline, item.starts_at + limit)
    told += [f"Late hand-ins are accepted until {last} at the latest."] if limit else []
    return " ".join(told)
