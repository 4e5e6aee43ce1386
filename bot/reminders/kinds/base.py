"""What every kind of reminder is: when it is planned, what ends its use, and what it says.

A kind is one object in one file of this folder, with everything about it. Nothing else compares its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from bot.client.layout import Button, Press
from bot.client.look import KINDS as LOOKS
from bot.client.look import Kind as Look
from bot.client.look import clip, due_stamp, plain, stamp
from bot.client.pages import turn
from bot.course.timeline import Item, Timeline
from bot.delivery.model import Batch, Notice
from bot.schedule.lines import subject

JOIN_USE = timedelta(minutes=10)
"""How long after something has begun its reminder still helps somebody to join."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a reminder is drawn from.

    Attributes:
        groups: how many groups have signed up; None where the course has none.
        looking: how many people need one.
        opened: office hours that staff have opened themselves, by item key.
        missing: for a personal reminder, what this person hasn't handed in, by the reminder's key.
        role: the role to mention; None for no ping.
    """

    guild_id: int
    timeline: Timeline
    now: datetime
    groups: int | None = None
    looking: int = 0
    opened: frozenset[str] = frozenset()
    missing: dict[str, str | None] = field(default_factory=dict[str, "str | None"])
    role: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one reminder says in a message."""

    text: str
    look: Look
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something a person may want to hear of by direct message.

    Attributes:
        id: what their reminder's key is made of.
        anchor_at: what it counts down to, aware UTC. until: it is no use after this.
    """

    id: str
    item: str
    anchor_at: datetime
    until: datetime


class ReminderKind:
    """One kind of reminder.

    Attributes:
        name: what its rows are stored under.
        planned: the course file plans it, so a changed file moves or cancels it.
        together: with others of one instant and channel it is one message.
        only_newest: of several of one item that are due together, only the last is of use.
        can_be_silenced: `/staff silence` keeps it out of a channel.
        quiet: what quiet hours do to it: it moves to their beginning, is left out, or comes all the same.
        corrected: once it was posted and has moved, a reply says so.
        says_late: it says so when it comes late.
        preference: the switch in `/remind-me` that sends it by direct message; empty for none.
        mentions: it pings the role that the course file names, in a channel.
    """

    name: str = ""
    planned: bool = True
    together: bool = True
    only_newest: bool = False
    can_be_silenced: bool = True
    quiet: Literal["move", "leave out", "keep"] = "move"
    corrected: bool = False
    says_late: bool = True
    preference: str = ""
    mentions: bool = True

    def plan(self, timeline: Timeline, opened: Mapping[str, datetime]) -> Iterator[Notice]:
        """Yield every reminder of this kind in the term.

        Args:
            opened: when office hours really open, by item key, where staff have said so.
        """
        yield from ()

    def occasions(self, timeline: Timeline) -> Iterator[Occasion]:
        """Yield what a person with this preference hears of."""
        yield from ()

    def title(self, timeline: Timeline, notice: Notice) -> str:
        """Return its name as staff read it: lab entries, 3h before."""
        item = timeline.find(notice.item)
        return f"{clip(name_of(item), 60)}, {lead_in(notice.key)} before" if item else notice.key

    def part(self, scene: Scene, notice: Notice) -> Part:
        """Draw it."""
        return vanished(notice)

    def correction(self, scene: Scene, notice: Notice) -> Part:
        """Draw the reply to a posted one that no longer holds. `notice`: the correction's own row."""
        item = scene.timeline.find(notice.item)
        buttons = (turn("Deadlines", "deadlines:0"),)
        if notice.facts.get("gone") or item is None:
            name = notice.item.partition("@")[0].replace("-", " ")
            head = f"### ✏️ Correction: {plain(name)} is no longer in the course"
            return Part(
                f"{head}\nWhat was posted above no longer holds.", LOOKS["reminder"], buttons
            )
        head = f"### ✏️ Correction: {clip(name_of(item), 120)} has moved"
        text = f"{head}\nIt's now {due_stamp(notice.anchor_at)}."
        return Part(text, LOOKS["reminder"], buttons)

    def last_buttons(self, batch: Batch) -> tuple[Button, ...]:
        """Return the buttons that end a message of it."""
        label = "My reminders" if batch.first.user_id is not None else "Remind me by DM"
        return (Press(label, f"remind-me:{batch.guild_id}"),)


def lead_in(key: str) -> str:
    """Return how long before something a reminder comes, from its key: 3h."""
    return key.rpartition(":")[2].removeprefix("close-")


def name_of(item: Item) -> str:
    """Name what is reminded of."""
    return item.deadline.short if item.deadline else subject(item)


def vanished(notice: Notice) -> Part:
    """Draw a reminder of something that is no longer in the course."""
    return Part(f"### {plain(notice.item)} {stamp(notice.anchor_at, 'R')}", LOOKS["reminder"])
