"""What every kind of reminder is: when it is planned, what ends its use, and what it says.

A kind is one object in one file of this folder, with everything about it. Nothing else compares its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from bot.assignments.model import Missing
from bot.assignments.rules import Due
from bot.assignments.standing import Standing
from bot.client.layout import Button, Press
from bot.client.look import KINDS as LOOKS
from bot.client.look import Kind as Look
from bot.client.look import clip, due_stamp, look, plain, stamp
from bot.client.pages import turn
from bot.course.timeline import Item, Timeline
from bot.delivery.model import ANNOUNCEMENTS, OFFICE_HOURS, Batch, Notice
from bot.ids import GuildId
from bot.reminders.states import day_of
from bot.schedule.lines import subject
from bot.text import day_name

Said = Mapping[str, datetime]
"""When something really happens, by the key of its item, where staff have said so: office hours that have opened,
grades that are out."""

DueFor = Mapping[str, datetime]
"""When each deadline is due for one person, by its id; those that aren't in it are as the course states."""

Quiet = Literal["earlier", "later", "leave out", "keep"]
"""What quiet hours do to a reminder: it comes when they begin or when they end, is left out, or comes all the same."""

JOIN_USE = timedelta(minutes=10)
"""How long after something has begun its reminder still helps somebody to join."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a reminder is drawn from.

    Attributes:
        groups: how many groups have signed up; None where the course has none.
        looking: how many people need one.
        said: what staff have said about when things really happen.
        missing: what the person it goes to hasn't done, by the id of the deadline; empty for a channel.
        until: the deadline that holds for that person, by the deadline's id; empty for a channel.
        to_confirm: what that person has handed in here and hasn't said is in its official place, by the deadline's id.
        role: the role to mention; None for no ping.
    """

    guild_id: GuildId
    timeline: Timeline
    now: datetime
    groups: int | None = None
    looking: int = 0
    said: Said = field(default_factory=dict[str, datetime])
    missing: Mapping[str, Missing] = field(default_factory=dict[str, Missing])
    until: Mapping[str, Due] = field(default_factory=dict[str, Due])
    to_confirm: Mapping[str, Sequence[Standing]] = field(
        default_factory=dict[str, Sequence[Standing]]
    )
    role: int | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """When a reminder is due, what it counts down to, and until when it is of use; aware UTC."""

    due_at: datetime
    anchor_at: datetime
    until: datetime


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
        together: with others of one instant and channel it is one message.
        only_newest: of several of one item that are due together, only the last is of use.
        can_be_silenced: `/staff silence` keeps it out of a channel.
        quiet: what quiet hours do to it; never to what staff themselves have just said.
        corrected: once it was posted and has moved, a reply says so.
        announced: it tells of a change itself; what becomes of that afterwards is corrected likewise.
        of_a_day: it tells of a whole day; what has changed of that is corrected where nothing else was posted of it.
        returns: once it was sent and what it counts down to has moved, it comes again if its new moment is ahead.
        staff_say: to send it now is to say that what it announces happens now.
        says_late: it says so when it comes late.
        preference: the switch in `/remind-me` that sends it by direct message; empty for none.
        beforehand: by direct message it comes as long before as its person chose; otherwise with what it announces.
        mentions: it pings the role that the course file names, in a channel.
        asks_of_person: what the person it goes to has done and how long they have (`Scene.missing`, `until`).
        asks_of_groups: how many groups there are, and how many people need one (`Scene.groups`, `looking`).
    """

    name: str = ""
    together: bool = True
    only_newest: bool = False
    can_be_silenced: bool = True
    quiet: Quiet = "earlier"
    corrected: bool = False
    announced: bool = False
    of_a_day: bool = False
    returns: bool = False
    staff_say: bool = False
    says_late: bool = True
    preference: str = ""
    beforehand: bool = True
    mentions: bool = True
    asks_of_person: bool = False
    asks_of_groups: bool = False

    def plan(self, timeline: Timeline, said: Said) -> Iterator[Notice]:
        """Yield every reminder of this kind in the term."""
        yield from ()

    def waiting(self, timeline: Timeline, said: Said) -> Iterator[Notice]:
        """Yield those whose moment nobody has stated: staff post them. Their instants are the term's end."""
        yield from ()

    def occasions(self, timeline: Timeline, said: Said) -> Iterator[Occasion]:
        """Yield what a person with this preference hears of."""
        yield from ()

    def of_person(self, timeline: Timeline, said: Said) -> Iterator[Occasion]:
        """Yield what of it concerns one person. `timeline`: the course as they have it."""
        for occasion in self.occasions(timeline, said):
            item = timeline.find(occasion.item)
            if item is None or not item.cohorts or timeline.mine.intersection(item.cohorts):
                yield occasion

    def for_person(self, occasion: Occasion, due: DueFor) -> Occasion:
        """Return an occasion as it is for one person. `due`: when each deadline is due for them, by its id."""
        return occasion

    def in_course(self, timeline: Timeline) -> bool:
        """Return whether a course has anything of this kind, so that a switch for it is of use."""
        return any(True for _ in self.occasions(timeline, {}))

    def switch(self, timeline: Timeline) -> str:
        """Return what its switch is called in a course; its `preference` is what is stored."""
        return self.preference

    def notice(self, key: str, item: str, at: Timing, target: str = ANNOUNCEMENTS) -> Notice:
        """Return a notice of this kind."""
        return Notice(key, self.name, target, item, at.due_at, at.anchor_at, at.until)

    def place(self, timeline: Timeline, item: Item) -> str:
        """Return where an item's reminders go: to the channel of the cohorts that it's for, if they have one."""
        names = {one.channel for one in timeline.course.cohorts if one.id in item.cohorts}
        name = names.pop() if len(names) == 1 else None
        return f"{ANNOUNCEMENTS}/{name}" if name else ANNOUNCEMENTS

    def of_hours(self, timeline: Timeline, item: Item) -> str:
        """Return where reminders of office hours go: to their cohort's channel, else to that of office hours."""
        place = self.place(timeline, item)
        return OFFICE_HOURS if place == ANNOUNCEMENTS else place

    def moot(self, scene: Scene, notice: Notice) -> str:
        """Return why nobody needs it any more, for the ledger; empty while somebody does."""
        return ""

    def title(self, timeline: Timeline, notice: Notice) -> str:
        """Return its name as staff read it: lab entries, 3h before."""
        item = timeline.find(notice.item)
        return f"{clip(name_of(item), 60)}, {lead_in(notice.key)} before" if item else notice.key

    def part(self, scene: Scene, notice: Notice) -> Part:
        """Draw it."""
        return vanished(notice)

    def correction(self, scene: Scene, notice: Notice) -> Part:
        """Draw the reply to a posted one that no longer applies. `notice`: the correction's own row."""
        return corrected(scene, notice)

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


def corrected(scene: Scene, notice: Notice, lead: str = "✏️ Correction") -> Part:
    """Draw what has become of something: gone, cancelled, on again, at another time, elsewhere, new; and why."""
    item, facts = scene.timeline.find(notice.item), notice.facts
    no_meeting = item is not None and not (item.is_meeting or item.hours)
    if item is None or (facts.get("gone") and item.is_held and no_meeting):
        return _gone(notice, lead)
    name = clip("Office hours" if item.hours else name_of(item) or look(item.kind).word, 120)
    lines = [f"### {lead}: {_become(item, facts, name)}"]
    if item.is_held:
        begins, place = item.starts_at or item.begins_at, facts.get("place")
        now = f"{'now ' if facts.get('was') else ''}{due_stamp(begins)}" if begins else ""
        if begins and facts.get("was") == begins.isoformat() and "ends" in facts:
            style = "F" if item.last else "t"
            ends = f"It ends {stamp(item.ends_at, style)} now." if item.ends_at else ""
            lines.append(ends or "Its end isn't stated now.")
        elif now and not item.hours:
            lines.append(f"It's {'due ' if item.deadline else ''}{now}.")
        if place is not None:
            not_there = f", not {place}" if place else ""
            lines.append(f"Where: **{item.where or 'not stated'}**{not_there}.")
    why = item.why or next(
        (one.line.why for one in scene.timeline.changed if one.line.about == item.id), ""
    )
    lines += [f"Why: {clip(plain(why), 300)}"] if why else []
    lines += _with_it(scene.timeline, item)
    if len(lines) == 1 and not item.is_held:
        lines.append("What was posted above no longer applies.")
    to = ("Deadlines", "deadlines:0") if item.deadline else ("That day", f"day:{item.day}")
    return Part("\n".join(lines), LOOKS["reminder"], (turn(*to),))


def _gone(notice: Notice, lead: str) -> Part:
    name = plain(notice.item.partition("@")[0].replace("-", " ").replace("~", ", "))
    head = f"### {lead}: {name}, no longer in the course"
    day = day_of(notice.item)
    if day is not None:
        text = f"### {lead}: {day_name(day)} isn't a day off after all"
        return Part(text, LOOKS["reminder"], (turn("That day", f"day:{day}"),))
    buttons = (turn("Deadlines", "deadlines:0"),)
    return Part(f"{head}\nWhat was posted above no longer applies.", LOOKS["reminder"], buttons)


def _become(item: Item, facts: Mapping[str, object], name: str) -> str:
    """Say in a few words what has become of something."""
    be = "are" if item.hours else "is"
    if not item.is_held:
        return f"{name} {be} cancelled"
    if facts.get("new"):
        return f"{name} {be} new on the schedule"
    if facts.get("back"):
        return f"{name} {be} on after all"
    begins = item.starts_at or item.begins_at
    same_time = begins is not None and facts.get("was") == begins.isoformat()
    if same_time and facts.get("place") is not None:
        return f"{name} {be} in another place"
    if same_time and "ends" in facts:
        return f"{name} ends at another time"
    return f"new {'due ' if item.deadline else ''}time for {name}"


def _with_it(timeline: Timeline, item: Item) -> list[str]:
    """Say what has become of the office hours that are after a meeting."""
    moved = item.moved_from.day if item.moved_from else None
    lines: list[str] = []
    for day in dict.fromkeys((item.day, moved or item.day)):
        hours = next((i for i in timeline.on(day) if i.hours and i.hours.after == item.kind), None)
        if hours is None or (hours.is_held and not item.is_held):
            continue
        if hours.is_held and hours.ends_at:
            lines.append(f"Office hours follow it, until {stamp(hours.ends_at, 't')}.")
        else:
            when = "that day" if day == item.day else f"on {day_name(day)}"
            lines.append(f"There are no office hours {when}.")
    return lines


def vanished(notice: Notice) -> Part:
    """Draw a reminder of something that is no longer in the course."""
    return Part(f"### {plain(notice.item)} {stamp(notice.anchor_at, 'R')}", LOOKS["reminder"])
