"""What looking at a file yields, before it is a `FileFacts`: plain data that a pipe can carry."""

from __future__ import annotations

from typing import Any

from bot.assignments.contents.facts import FileKind, Trouble

Found = dict[str, Any]


class Refused(Exception):
    """Something was found for which a file isn't taken. `detail` follows the trouble's own words in brackets."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(trouble)
        self.trouble: Trouble = trouble
        self.detail = detail

    def found(self, kind: FileKind) -> Found:
        """Return it as what looking at a file of this kind has found."""
        facts: Found = {"kind": kind, "trouble": self.trouble}
        return {**facts, "detail": self.detail} if self.detail else facts
