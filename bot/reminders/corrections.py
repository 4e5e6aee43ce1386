"""What becomes of what was said and no longer holds: a reply to it, once a change; pure.

Several changes within a minute are one reply, and one that is taken back within it is none. In quiet hours a reply
waits for their end, except where what it is about happens before that.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from bot.course.items import Item
from bot.course.timeline import Timeline
from bot.delivery.model import Notice, Row
from bot.ids import MessageId
from bot.reminders.rules import calmed

CORRECTION = "correction"
SETTLES = timedelta(minutes=1)
"""How long a change of the course waits for another one."""
USE = timedelta(days=2)
OVERTAKEN = "the course has changed since"
"""Why a correction is skipped that another one replaces or that a change back has made needless, and what was snoozed
where its time is another."""
GONE_AT = datetime(1970, 1, 1, tzinfo=UTC)
"""What a posted reminder counts down to once people know that there is nothing to count down to."""


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
        _correct_digests(scene, scene.before, found)
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
        if was is None or _state(was) == _state(_same_thing(scene.timeline, was)):
            return False
    moved = new is None or new.anchor_at != notice.anchor_at
    return moved or _replaced(scene, notice) or _former_end(scene, notice) is not None


def _replaced(scene: Scene, notice: Notice) -> bool:
    """Return whether something is in another place than before the change."""
    was = scene.before.find(notice.item) if scene.before else None
    now = scene.timeline.find(notice.item)
    return bool(was and now and was.is_held and now.is_held and was.where != now.where)


def _former_end(scene: Scene, notice: Notice) -> str | None:
    """Return the end that a meeting had before the change; None where it's the same, or the meeting has moved."""
    was = scene.before.find(notice.item) if scene.before else None
    now = scene.timeline.find(notice.item)
    if not (was and now and was.is_meeting and was.is_held and now.is_held):
        return None
    same = was.begins_at != now.begins_at or was.ends_at == now.ends_at
    return None if same else _end(was)


def _end(item: Item | None) -> str:
    return item.ends_at.isoformat() if item and item.ends_at else ""


def _correct(scene: Scene, row: Row, found: Corrections) -> None:
    notice, new = row.notice, scene.wanted.get(row.notice.key)
    pending = _pending(scene, notice)
    facts = pending.notice.facts if pending else {}
    was = datetime.fromisoformat(facts["was"]) if "was" in facts else notice.anchor_at
    place = facts.get("place")
    if place is None and _replaced(scene, notice) and scene.before:
        former = scene.before.find(notice.item)
        place = (former.where if former else None) or ""
    ends = facts.get("ends", _former_end(scene, notice))
    item = scene.timeline.find(notice.item)
    known_at = new.anchor_at if new else GONE_AT
    if pending:
        found.withdrawn.append(pending.notice.key)
    for other in scene.rows:
        if scene.thing(other.notice) == scene.thing(notice) and is_posted(other):
            found.known[other.notice.key] = known_at
    same_place = place in (None, (item.where if item else None) or "")
    if was == known_at and same_place and ends in (None, _end(item)):
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


def _correct_digests(scene: Scene, before: Timeline, found: Corrections) -> None:
    """Correct what the morning's digest said of today, where no reminder has been posted of it."""
    today = str(before.today(scene.now))
    for digest in (r for r in scene.rows if r.notice.kind in scene.digests and is_posted(r)):
        if digest.notice.item != today:
            continue
        told = {
            scene.thing(row.notice) for row in scene.rows if _told(scene, row, digest.notice.target)
        }
        for item in before.on(date.fromisoformat(today)):
            line = scene.thing(replace(digest.notice, item=item.key))
            if line not in told and (item.begins_at or scene.now) >= scene.now:
                _correct_line(scene, digest, item, found)


def _told(scene: Scene, row: Row, target: str) -> bool:
    """Return whether a row corrects itself: a reminder of the thing itself was posted there."""
    return row.notice.kind in scene.corrected and row.notice.target == target and is_posted(row)


def _correct_line(scene: Scene, digest: Row, was: Item, found: Corrections) -> None:
    now = _same_thing(scene.timeline, was)
    pending = _pending(scene, replace(digest.notice, item=was.key))
    facts = pending.notice.facts if pending else {}
    first = facts.get("was", _when(was))
    place = facts.get("place", was.where or "" if was.is_held else None)
    ends = facts.get("ends", _end(was) if was.is_meeting and was.is_held else None)
    changed = _state(was) != _state(now)
    if not changed:
        return
    if pending:
        found.withdrawn.append(pending.notice.key)
    same_end = ends in (None, _end(now))
    if now and first == _when(now) and place in (None, now.where or "") and same_end:
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


def _same_thing(timeline: Timeline, was: Item) -> Item | None:
    if was.deadline:
        return next((i for i in timeline.deadlines if i.stem == was.stem), None)
    return timeline.find(was.key)


def _state(item: Item | None) -> tuple[object, ...] | None:
    ends = item.ends_at if item and item.is_meeting else None
    return (item.is_held, item.begins_at, item.where, ends) if item else None


def _when(item: Item) -> str:
    at = item.begins_at if item.is_held else None
    return (at or GONE_AT).isoformat()
