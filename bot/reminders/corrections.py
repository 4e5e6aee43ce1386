"""What becomes of what was said and no longer holds: a reply to it, once a change; pure.

Several changes within a minute are one reply, and one that is taken back within it is none. In quiet hours a reply
waits for their end, except where what it is about happens before that.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.course.items import Item
from bot.course.timeline import Timeline
from bot.delivery.model import Notice, Row
from bot.ids import MessageId
from bot.reminders.rules import calmed
from bot.reminders.states import GONE_AT, end_of, own_state, same_thing, state_of, when_of

CORRECTION = "correction"
SETTLES = timedelta(minutes=1)
"""How long a change of the course waits for another one."""
USE = timedelta(days=2)
OVERTAKEN = "the course has changed since"
"""Why a correction is skipped that another one replaces or that a change back has made needless, and what was snoozed
where its time is another."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A correction to be sent, and the message that it answers."""

    notice: Notice
    to: MessageId | None


@dataclass(slots=True)
class Corrections:
    """What the ledger has to do. `known`: by key of what was posted, what people know from then on."""

    replies: list[Reply] = field(default_factory=list[Reply])
    withdrawn: list[str] = field(default_factory=list[str])
    known: dict[str, datetime] = field(default_factory=dict[str, datetime])


@dataclass(frozen=True, slots=True)
class Scene:
    """What corrections are worked out from.

    Attributes:
        rows: what was planned and posted, as it was before this change.
        pending: corrections that haven't been sent yet.
        wanted: what is wanted now, by key.
        corrected: the kinds that are corrected. digests: those that tell of a whole day.
        announced: changes that were announced since nobody had been told otherwise.
        before: the course before it was changed; None where only time or staff's word has changed something.
    """

    rows: Sequence[Row]
    pending: Sequence[Row]
    wanted: Mapping[str, Notice]
    corrected: Collection[str]
    digests: Collection[str]
    timeline: Timeline
    now: datetime
    before: Timeline | None = None
    announced: Sequence[Row] = ()
    due: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        both = (*self.timeline.deadlines, *(self.before.deadlines if self.before else ()))
        object.__setattr__(self, "due", frozenset(item.stem for item in both))

    def thing(self, notice: Notice) -> tuple[str, str]:
        """Return what a notice is about, and where it went. A deadline stays the same when its day is another."""
        id = notice.item.partition("@")[0]
        return (id if id in self.due else notice.item), notice.target


def corrections(scene: Scene) -> Corrections:
    """Return the corrections that a change takes."""
    found = Corrections()
    for row in _said_wrongly(scene).values():
        _correct(scene, row, found)
    if scene.before is not None:
        _correct_spoken(scene, scene.before, found)
    return found


def is_posted(row: Row) -> bool:
    """Return whether people have read it."""
    return row.message_id is not None and row.state in ("sent", "planned", "failed")


def _said_wrongly(scene: Scene) -> dict[tuple[str, str], Row]:
    """Return what was posted and is no longer true, by item and target: its newest row. It may be planned to come
    again. Only what still lies ahead, before or after the change, is worth a correction."""
    found: dict[tuple[str, str], Row] = {}
    for row in sorted(scene.rows, key=lambda r: r.notice.due_at):
        notice, new = row.notice, scene.wanted.get(row.notice.key)
        if not is_posted(row) or notice.kind not in scene.corrected:
            continue
        ahead = notice.anchor_at > scene.now or (new is not None and new.anchor_at > scene.now)
        if ahead and _wrong(scene, notice, new):
            found[scene.thing(notice)] = row
    return found


def _wrong(scene: Scene, notice: Notice, new: Notice | None) -> bool:
    """Return whether a posted reminder is wrong now. A person's may have gone by their own wish alone."""
    if notice.user_id is not None:
        was = scene.before.find(notice.item) if scene.before else None
        if was is None or own_state(was) == own_state(same_thing(scene.timeline, was)):
            return False
    moved = new is None or new.anchor_at != notice.anchor_at
    return moved or (_former_place(scene, notice), _former_end(scene, notice)) != (None, None)


def _former_place(scene: Scene, notice: Notice) -> str | None:
    """Return where something was before the change, empty where nothing said; None where it's the same, or off."""
    was = scene.before.find(notice.item) if scene.before else None
    now = scene.timeline.find(notice.item)
    if not (was and now and was.is_held and now.is_held) or was.where == now.where:
        return None
    return was.where or ""


def _former_end(scene: Scene, notice: Notice) -> str | None:
    """Return the end that a meeting had before the change; None where it's the same, or the meeting has moved."""
    was = scene.before.find(notice.item) if scene.before else None
    now = scene.timeline.find(notice.item)
    if not (was and now and was.is_meeting and was.is_held and now.is_held):
        return None
    same = was.begins_at != now.begins_at or was.ends_at == now.ends_at
    return None if same else end_of(was)


def _correct(scene: Scene, row: Row, found: Corrections) -> None:
    notice, new = row.notice, scene.wanted.get(row.notice.key)
    pending = _pending(scene, notice)
    facts = pending.notice.facts if pending else {}
    was = datetime.fromisoformat(facts["was"]) if "was" in facts else notice.anchor_at
    place = facts.get("place", _former_place(scene, notice))
    ends = facts.get("ends", _former_end(scene, notice))
    item = scene.timeline.find(notice.item)
    known_at = new.anchor_at if new else GONE_AT
    if pending:
        found.withdrawn.append(pending.notice.key)
    for other in scene.rows:
        if scene.thing(other.notice) == scene.thing(notice) and is_posted(other):
            found.known[other.notice.key] = known_at
    same_place = place in (None, (item.where if item else None) or "")
    if was == known_at and same_place and ends in (None, end_of(item)):
        return  # taken back before anybody heard of it
    back = new is not None and was == GONE_AT
    said = {"kind": notice.kind, "gone": new is None, "back": back, "was": was.isoformat()}
    said |= {} if place is None else {"place": place}
    said |= {} if ends is None else {"ends": ends}
    due = _due(scene, was, known_at)
    found.replies.append(Reply(_notice(scene, notice, new, due, said), row.message_id))


def _notice(
    scene: Scene, sent: Notice, new: Notice | None, due: datetime, facts: Mapping[str, object]
) -> Notice:
    return replace(
        new or sent,
        key=f"{CORRECTION}:{sent.key}:{int(scene.now.timestamp() * 1000)}",
        kind=CORRECTION,
        target=sent.target,
        due_at=due,
        until=due + USE,
        body=json.dumps(facts),
    )


def _pending(scene: Scene, notice: Notice) -> Row | None:
    same = (r for r in scene.pending if scene.thing(r.notice) == scene.thing(notice))
    return next(same, None)


def _due(scene: Scene, *happens: datetime) -> datetime:
    """Return when a correction is sent. `happens`: when what it is about was to be, and is to be."""
    settled = scene.now + SETTLES if scene.before is not None else scene.now
    quiet = scene.timeline.course.reminders.quiet
    probe = Notice("", CORRECTION, "", "", settled, settled, settled)
    calm = calmed(probe, "later", quiet, scene.timeline.zone)
    assert calm is not None
    soon = any(scene.now < at <= calm.due_at for at in happens)
    return settled if soon else calm.due_at


def _correct_spoken(scene: Scene, before: Timeline, found: Corrections) -> None:
    """Correct what the morning's digest said of today, and what was announced, where no reminder was posted of it."""
    done: set[tuple[str, str]] = set()
    for post, item in _spoken(scene, before):
        line, target = scene.thing(replace(post.notice, item=item.key)), post.notice.target
        told = any(
            scene.thing(row.notice) == line for row in scene.rows if _told(scene, row, target)
        )
        if line in done or told or (item.begins_at or scene.now) < scene.now:
            continue
        if not _told_with_another(scene, before, item):
            done.add(line)
            _correct_line(scene, post, item, found)


def _spoken(scene: Scene, before: Timeline) -> Iterator[tuple[Row, Item]]:
    """Yield what was posted of what, other than reminders of the thing itself: the newest post first."""
    today = before.today(scene.now)
    digests = (r for r in scene.rows if r.notice.kind in scene.digests)
    posts = [r for r in (*digests, *scene.announced) if is_posted(r)]
    for row in sorted(posts, key=lambda r: r.notice.due_at, reverse=True):
        if row.notice.kind not in scene.digests:
            item = before.find(row.notice.item) or _moved(before, row.notice)
            yield from [(row, item)] if item else []
        elif row.notice.item == str(today):
            yield from ((row, item) for item in before.on(today))


def _moved(timeline: Timeline, notice: Notice) -> Item | None:
    """Return what is due and was announced with another day in its key."""
    stem = notice.item.partition("@")[0]
    return next((item for item in timeline.deadlines if item.stem == stem), None)


def _told_with_another(scene: Scene, before: Timeline, item: Item) -> bool:
    """Return whether office hours are told of in what is said of the meeting that they are after."""
    after = item.hours.after if item.hours else None
    return after is not None and any(
        other.kind == after
        and (other.begins_at or scene.now) >= scene.now
        and state_of(other) != state_of(same_thing(scene.timeline, other))
        for other in before.on(item.day)
        if other.is_meeting
    )


def _told(scene: Scene, row: Row, target: str) -> bool:
    """Return whether a row corrects itself: a reminder of the thing itself was posted there."""
    return row.notice.kind in scene.corrected and row.notice.target == target and is_posted(row)


def _correct_line(scene: Scene, digest: Row, was: Item, found: Corrections) -> None:
    now = same_thing(scene.timeline, was)
    pending = _pending(scene, replace(digest.notice, item=was.key))
    facts = pending.notice.facts if pending else {}
    first = facts.get("was", when_of(was))
    place = facts.get("place", was.where or "" if was.is_held else None)
    ends = facts.get("ends", end_of(was) if was.is_meeting and was.is_held else None)
    if state_of(was) == state_of(now):
        return
    if pending:
        found.withdrawn.append(pending.notice.key)
    same_end = ends in (None, end_of(now))
    if now and first == when_of(now) and place in (None, now.where or "") and same_end:
        return
    gone = now is None or not now.is_held
    said: dict[str, object] = {"kind": digest.notice.kind, "gone": gone, "was": first}
    said["back"] = first == GONE_AT.isoformat() and not gone
    if place is not None and now and place != (now.where or ""):
        said["place"] = place
    said |= {} if same_end else {"ends": ends}
    anchor = (now.begins_at if now else None) or was.begins_at or digest.notice.anchor_at
    item = now.key if now else was.key
    sent = replace(digest.notice, key=f"{digest.notice.key}:{item}", item=item, anchor_at=anchor)
    due = _due(scene, was.begins_at or scene.now, anchor)
    found.replies.append(Reply(_notice(scene, sent, None, due, said), digest.message_id))
