"""What staff see of groups: what they have done, and the audit log, each entry with its undo."""

from __future__ import annotations

from collections.abc import Sequence

from bot.client.layout import Button, Card, paginate
from bot.client.look import KINDS, clip, due_stamp, plain, stamp
from bot.course.words import say
from bot.groups.model import Change, MoreTime, ProjectGroup
from bot.groups.ui.cards import GREY, done_card
from bot.groups.ui.replies import Scene

MAX_UNDOS = 5
"""Buttons in one row."""


def changed_card(scene: Scene, change_id: int | None, words: str) -> Card:
    """Draw what staff has done, with its undo. `change_id`: None where nothing had to change."""
    if change_id is None:
        return done_card(f"### Nothing changes: {words}")
    return done_card(f"### ✅ {words}", scene.button("Undo", "undo", change_id, GREY))


def more_time_card(scene: Scene, given: MoreTime, number: int | None) -> Card:
    """Draw what more time has changed, from when to when. `number`: one group; None for everybody."""
    if not given.changes:
        what = "sign-up" if number is None else f"{say.group} {number}"
        return done_card(f"### Nothing changes: {what} is open until {stamp(given.until)} already")
    who = (
        f"Everybody can sign up and change {say.groups}"
        if number is None
        else f"{say.Group} {number} can change"
    )
    text = (
        f"### ✅ {who} until {due_stamp(given.until)}\nBefore, it was until {stamp(given.before)}."
    )
    undo = number is not None and given.id is not None
    return done_card(text, *([scene.button("Undo", "undo", given.id or 0, GREY)] if undo else []))


def log_card(scene: Scene, changes: Sequence[Change], number: int | None) -> Card:
    """Draw the newest entries of the audit log, each with its undo."""
    about = f" of {say.group} {number}" if number else ""
    if not changes:
        return Card(KINDS["staff"], (f"### No change{about} yet",))
    lines = [_log_line(change) for change in changes]
    buttons: list[Button] = [
        scene.button(f"Undo {change.id}", "undo", change.id, GREY)
        for change in changes
        if not change.undone and not change.undoes and change.parts
    ]
    body = "\n".join(paginate(lines)[0])
    return Card(KINDS["staff"], (f"### Newest changes{about}", body), tuple(buttons[:MAX_UNDOS]))


def _log_line(change: Change) -> str:
    groups = ", ".join(f"{say.group} {part.number}" for part in change.parts) or "everybody"
    why = f" · “{plain(change.reason)}”" if change.reason else ""
    undone = " · ↩️ undone" if change.undone else ""
    what = "; ".join(filter(None, (_difference(p.before, p.after) for p in change.parts)))
    return (
        f"`{change.id}` {stamp(change.at, 'f')} <@{change.actor_id}> **{change.action}** {groups}"
        f"{why}{undone}{f'{chr(10)}-# {what}' if what else ''}"
    )


def _difference(before: ProjectGroup | None, after: ProjectGroup) -> str:
    if before is None:
        return ""
    changes: list[str] = []
    if before.title != after.title:
        changes.append(
            f"title “{plain(clip(before.title, 40))}” → “{plain(clip(after.title, 40))}”"
        )
    for word, gone, come in (
        ("members", set(before.member_ids), set(after.member_ids)),
        ("invited", {i.user_id for i in before.invited}, {i.user_id for i in after.invited}),
    ):
        moved = [f"+<@{id}>" for id in sorted(come - gone)] + [
            f"-<@{id}>" for id in sorted(gone - come)
        ]
        changes += [f"{word} {' '.join(moved)}"] if moved else []
    if before.founder_id != after.founder_id:
        changes.append(f"founder <@{before.founder_id}> → <@{after.founder_id}>")
    if before.closes_at != after.closes_at and after.closes_at:
        changes.append(f"open until {stamp(after.closes_at, 'f')}")
    return ", ".join(changes)
