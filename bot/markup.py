"""What people typed, made fit to be shown to others: it looks as it was typed and does nothing.

Sources: Discord documentation, "Message Formatting"; Discord's help centre, "Markdown Text 101".
"""

from __future__ import annotations

import re
import unicodedata
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
