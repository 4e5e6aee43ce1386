"""The audit log as staff read it: who changed what, when and why, with an undo for each."""

from __future__ import annotations

from collections.abc import Sequence

from bot.client.layout import Card, paginate
from bot.client.look import KINDS, clip, plain, stamp
from bot.groups.model import ProjectGroup
from bot.groups.store import Change
from bot.groups.ui.cards import GREY, Scene


def log_card(scene: Scene, changes: Sequence[Change], number: int | None) -> Card:
    """Draw the newest entries of the audit log, each with its undo."""
    about = f" of group {number}" if number else ""
    if not changes:
        return Card(KINDS["staff"], (f"### No change{about} yet",))
    lines = [_log_line(change) for change in changes]
    buttons = [
        scene.button(f"Undo {change.id}", "undo", change.id, GREY)
        for change in changes
        if not change.undone and not change.undoes and change.parts
    ]
    body = "\n".join(paginate(lines)[0])
    return Card(KINDS["staff"], (f"### Newest changes{about}", body), tuple(buttons[:5]))


def _log_line(change: Change) -> str:
    groups = ", ".join(f"group {part.number}" for part in change.parts) or "everybody"
    why = f" · “{plain(change.reason)}”" if change.reason else ""
    undone = " · ↩️ undone" if change.undone else ""
    what = "; ".join(filter(None, (_difference(p.before, p.after) for p in change.parts)))
    return (
        f"`{change.id}` {stamp(change.at, 'f')} <@{change.actor_id}> **{change.action}** {groups}"
        f"{why}{undone}{f'{chr(10)}-# {what}' if what else ''}"
    )


def _difference(before: ProjectGroup | None, after: ProjectGroup | None) -> str:
    if before is None or after is None:
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
