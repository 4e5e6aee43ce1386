"""How days, times, counts and lists are written in a sentence, the same wherever the course is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta


def day_name(day: date) -> str:
    """Write a day of the course as people do: Tue Jan 26."""
    return f"{day:%a %b} {day.day}"


def clock_time(value: time) -> str:
    """Write a time of day as people do, with its seconds where there are any: 1:00 PM, 11:59:59 PM."""
    seconds = f":{value.second:02}" if value.second else ""
    half = "AM" if value.hour < 12 else "PM"
    return f"{value.hour % 12 or 12}:{value.minute:02}{seconds} {half}"


def plural(count: int, noun: str, many: str = "") -> str:
    """Write a count with its noun: 1 group, 3 groups, 2 matches."""
    return f"{count:,} {noun if count == 1 else many or f'{noun}s'}"


def span(length: timedelta) -> str:
    """Write a length of time as people do, in at most two units: 2 h 14 min, 3 days, 40 s."""
    seconds = int(length.total_seconds())
    units = [
        (plural(seconds // 86400, "day"), seconds // 86400),
        (f"{seconds // 3600 % 24} h", seconds // 3600 % 24),
        (f"{seconds // 60 % 60} min", seconds // 60 % 60),
        (f"{seconds % 60} s", seconds % 60),
    ]
    first = next((n for n, (_, count) in enumerate(units) if count), len(units) - 1)
    return " ".join(text for text, count in units[first : first + 2] if count) or "0 s"


def listing(things: Iterable[str], word: str = "and") -> str:
    """Write a list in a sentence: a, b and c."""
    told = list(things)
    return f" {word} ".join([", ".join(told[:-1]), told[-1]]) if len(told) > 1 else "".join(told)


def lowered(text: str) -> str:
    """Begin a text in lower case, to go on in a sentence."""
    return f"{text[:1].lower()}{text[1:]}"


def raised(text: str) -> str:
    """Begin a text in upper case, as a sentence."""
    return f"{text[:1].upper()}{text[1:]}"


def plural_of(noun: str) -> str:
    """Write a noun for several: lectures, ceremonies, quizzes, office hours."""
    if noun.endswith("hours"):
        return noun
    if noun.endswith("z"):
        return f"{noun}zes"
    if noun.endswith(("s", "x", "ch", "sh")):
        return f"{noun}es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}s"


def sentence(text: str) -> str:
    """End a text as a sentence."""
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."
