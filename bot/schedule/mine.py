"""What a page about time says to one reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.client.layout import Button


@dataclass(frozen=True, slots=True)
class Mine:
    """One reader's part of a page.

    Attributes:
        notes: where they stand with a deadline, by its id.
        until: until when each deadline is open for them, by its id; aware UTC.
        late: what handing in late would cost them, by the deadline's id; empty where that's no matter anymore.
        buttons: what does the next thing of theirs.
    """

    notes: Mapping[str, str] = field(default_factory=dict[str, str])
    until: Mapping[str, datetime] = field(default_factory=dict[str, datetime])
    late: Mapping[str, str] = field(default_factory=dict[str, str])
    buttons: tuple[Button, ...] = ()


NOBODY = Mine()
"""A page as everybody sees it."""
