"""Text as people read it: what they typed looks as typed and does nothing, and things are written alike everywhere.

Sources of what is markup: Discord documentation, "Message Formatting"; Discord's help centre, "Markdown Text 101".
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Literal
from urllib.parse import quote

from bot.errors import UserError

MOST_MARKS = 4
"""Combining marks on one letter; written languages need up to three. Our own choice."""
JOINERS = "\u200c\u200d"
"""They shape Persian and Indic letters and join emoji; between letters and pictures alone they are kept."""
BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5")
"""Letters and marks without any look."""

_ADDRESS = r"https?://[\w\-.~:/?#!$&'+,;=%]*[\w\-/=%&+~]"
_ANYWHERE = re.compile(rf"({_ADDRESS})|([\\*_~|`<\[\]])")
_LINE_START = re.compile(
    r"^([^\S\n]*)(?:(\d+)([.)])(?=\s|$)|(#{1,6}(?=\s|$)|-#|>|[-+](?=\s|$)))", re.MULTILINE
)
_ENDS_ADDRESS = re.compile(r"[<>\s|`\\@]")
_ORDINARY = re.compile(r"[\n\t -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027]*")
"""Letters that are always kept as they are; most texts have no others."""
_EMPTY_LINES = re.compile(r"\n(?:[^\S\n]*\n){2,}")
_MENTION = re.compile(r"@(?=everyone|here|[!&]?\d{5,})", re.IGNORECASE)


def plain(text: str) -> str:
    """Make what a person typed safe to show to others where markdown is read: no markup, no mentions, no tricks.

    Every reader sees the letters that were typed; addresses stay as they are.
    """
    seen = _MENTION.sub("@\u200b", _ANYWHERE.sub(_escaped, visible(text)))
    return _LINE_START.sub(_line_start, seen)


def address(link: str) -> str:
    """Show an address without a preview. What would end it early is written as browsers write it."""
    return f"<{_ENDS_ADDRESS.sub(lambda found: quote(found[0]), visible(link))}>"


def visible(text: str) -> str:
    """Take out what can't be seen or makes a text run over its neighbours, for where markdown isn't read.

    Control characters, invisible letters, overrides of the direction, stacks of marks, and rows of empty lines.
    """
    text = text.replace("\r\n", "\n")
    return _EMPTY_LINES.sub("\n\n", text if _ORDINARY.fullmatch(text) else _seen(text))


def _seen(text: str) -> str:
    """Keep a text's letters that can be seen."""
    kept: list[str] = []
    marks = 0
    for letter in text:
        category = unicodedata.category(letter)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if letter in "\r\u2028\u2029\v\f":
            kept.append("\n")
        elif letter in JOINERS:
            kept += [letter] if kept and not kept[-1].isspace() and kept[-1] not in JOINERS else []
        elif letter in "\n\t" or _is_seen(letter, category, marks):
            kept.append(letter)
    return "".join(kept)


def _is_seen(letter: str, category: str, marks: int) -> bool:
    return (
        category not in ("Cc", "Cf", "Cs", "Co", "Cn")
        and letter not in BLANK_LETTERS
        and marks <= MOST_MARKS
    )


def _escaped(found: re.Match[str]) -> str:
    return found[1] or f"\\{found[2]}"


def _line_start(found: re.Match[str]) -> str:
    if found[2]:
        return f"{found[1]}{found[2]}\\{found[3]}"
    return f"{found[1]}\\{found[4]}"


class BadText(UserError):
    """What somebody typed is empty or too long."""

    def __init__(self, what: str, length: int, longest: int) -> None:
        self.what, self.length, self.longest = what, length, longest
        problem = (
            f"has {length:,} characters, and at most {longest:,} fit" if length else "is empty"
        )
        super().__init__(
            f"**The {what} {problem}, so nothing was saved.** Please {'shorten' if length else 'write'} it "
            "and send the form again."
        )


def clean(text: str, what: str, longest: int) -> str:
    """Tidy what a person typed: one line's worth of visible characters, in Unicode's composed form.

    Control characters, zero-width characters and direction overrides are dropped: they can hide or forge text.

    Raises:
        BadText: nothing visible is left, or it is longer than `longest` characters.
    """
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(" " if c.isspace() else c for c in composed if c.isspace() or _is_shown(c))
    tidy = " ".join(visible.split())
    if not tidy or not any(unicodedata.category(c)[0] in "LNPS" for c in tidy):
        raise BadText(what, 0, longest)
    if len(tidy) > longest:
        raise BadText(what, len(tidy), longest)
    return tidy


def _is_shown(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")


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


def the(name: str) -> str:
    """Name a thing in a sentence: the paper review; Quiz 1 and Problem set 2, since a number makes it a name."""
    numbered = any(letter.isdigit() for letter in name.rpartition(" ")[2])
    return name if numbered else f"the {name}"


def lowered(text: str) -> str:
    """Begin a text in lower case, to go on in a sentence."""
    return f"{text[:1].lower()}{text[1:]}"


def raised(text: str) -> str:
    """Begin a text in upper case, as a sentence."""
    return f"{text[:1].upper()}{text[1:]}"


def plural_of(noun: str) -> str:
    """Write a noun for several: lectures, quizzes, days off; what is plural already, as office hours, stays."""
    if noun.endswith(" off"):
        return f"{plural_of(noun[:-4])} off"
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is", "as")):
        return noun
    if noun.endswith("is"):
        return f"{noun[:-2]}es"
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


LONGEST_WORD = 20
"""Characters of a word that is left out whole rather than cut; a longer one is cut."""

TimestampStyle = Literal["t", "T", "d", "D", "f", "F", "R"]


def stamp(instant: datetime, style: TimestampStyle = "F") -> str:
    """Write an instant as Discord shows it to each reader in their own zone."""
    return f"<t:{int(instant.timestamp())}:{style}>"


def due_stamp(instant: datetime) -> str:
    """Write an instant that matters: in the reader's zone, and as a countdown."""
    return f"{stamp(instant)} ({stamp(instant, 'R')})"


def clip(text: str, length: int) -> str:
    """Shorten a text to at most `length` characters, marking the cut: between two words, where they aren't too long."""
    if len(text) <= length:
        return text
    kept = text[: length - 1]
    whole = kept if text[length - 1].isspace() else kept.rpartition(" ")[0]
    if not whole or len(whole) < length - LONGEST_WORD:
        whole = kept
    return f"{whole.rstrip()}…"


def first_sentences(text: str, length: int) -> str:
    """Shorten a text to its first sentences that fit into `length` characters; the first is clipped if it doesn't."""
    if len(text) <= length:
        return text
    ends = [found.end() for found in re.finditer(r"[.!?](?=\s)", text[: length + 1])]
    return text[: ends[-1]] if ends else clip(text, length)


def size_text(size: int) -> str:
    """Write a number of bytes as people do: 812 bytes, 212 KB, 3.4 MB."""
    if size < 1024:
        return plural(size, "byte")
    return f"{size / 1024:.0f} KB" if size < 1024**2 else f"{size / 1024**2:.1f} MB"


ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and letters that can't be mistaken for one another."""


def random_code(length: int) -> str:
    """Make a code that nobody can guess from another."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
