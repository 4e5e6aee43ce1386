"""What people get of a group by message: questions, what became of them, and news."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.client.layout import Card
from bot.client.look import due_stamp, plain, plural
from bot.groups.model import ProjectGroup, closing_time, is_open, seats_left
from bot.groups.ui.cards import GREY, KIND, SUCCESS
from bot.groups.ui.scene import Scene
from bot.ids import UserId

Facts = Mapping[str, Any]
"""What a notice was stored with."""


def invitation_card(scene: Scene, group: ProjectGroup, by: UserId) -> Card:
    """Draw the invitation that a person gets."""
    closes = closing_time(scene.policy, group)
    head = f"### {scene.who(by)} invites you to group {group.number}: {plain(group.title)}"
    until = (
        "You'll join when you accept, and you can be in one group. "
        f"This invite expires {due_stamp(closes)}."
    )
    buttons = (
        scene.button("Accept", "accept", group.number, SUCCESS),
        scene.button("Decline", "decline", group.number, GREY),
    )
    return Card(KIND, (head, plain(group.idea), until, _course(scene)), buttons)


def request_card(scene: Scene, group: ProjectGroup, user_id: UserId) -> Card:
    """Draw the question that a founder gets when somebody asks to join."""
    seats = plural(seats_left(group, scene.policy), "seat")
    head = f"### {scene.who(user_id)} asks to join group {group.number}: {plain(group.title)}"
    buttons = (
        scene.button("Let them in", "let-in", group.number, SUCCESS, user_id),
        scene.button("Not this time", "turn-down", group.number, GREY, user_id),
    )
    return Card(KIND, (head, f"Your group has {seats} left.", _course(scene)), buttons)


def joined_lead(number: int) -> str:
    """Return what whoever has joined reads first."""
    return f"### ✅ You're in group {number} now"


def let_in_lead(who: str, number: int) -> str:
    """Return what a founder reads first who has let somebody in."""
    return f"### ✅ {who} is in group {number} now"


def turned_down_lead(who: str) -> str:
    """Return what a founder reads first who has turned somebody down."""
    return f"### {who} was turned down"


def ended_invitation(scene: Scene, group: ProjectGroup, facts: Facts, in_group: int | None) -> str:
    """Write what stands where an invitation was. `in_group`: the group that its person is in now."""
    name = f"group {group.number}: {plain(group.title)}"
    if in_group == group.number:
        who = scene.who(facts["user_id"])
        return joined_lead(group.number) if scene.in_dm else let_in_lead(who, group.number)
    if group.disbanded_at:
        return f"### This invite has ended: {name} was disbanded"
    if in_group is not None:
        return f"### This invite to {name} has ended: you're in group {in_group} now"
    if facts["by"] == facts["user_id"]:
        return f"### You declined {name}"
    return f"### This invite to {name} was withdrawn"


def ended_request(scene: Scene, group: ProjectGroup, facts: Facts, in_group: int | None) -> str:
    """Write what stands where a request to join was. `in_group`: the group that whoever asked is in now."""
    who, name = scene.who(facts["user_id"]), f"group {group.number}"
    if in_group == group.number:
        return let_in_lead(who, group.number)
    if group.disbanded_at:
        return f"### {who} asked to join {name}, which was disbanded"
    if in_group is not None:
        return f"### {who} has joined group {in_group}: there's nothing to answer any more"
    if any(i.user_id == facts["user_id"] for i in group.requests):
        return f"### {scene.who(group.founder_id)} answers who asks to join {name} now"
    if facts["by"] == facts["to"]:
        return turned_down_lead(who)
    return f"### {who} no longer asks to join {name}"


def news_card(scene: Scene, text: str) -> Card:
    """Draw news for one person."""
    return Card(KIND, (text, _course(scene)))


def _course(scene: Scene) -> str:
    return f"-# {plain(scene.course.number)} {plain(scene.course.title)}"


def news_text(
    scene: Scene, facts: Facts, user_id: UserId, groups: Mapping[int, ProjectGroup]
) -> str:
    """Write what one person hears of a change; empty where none of it is so any more.

    Args:
        groups: those that the facts name, as they are now.
    """
    parts = (
        _place(scene, facts, user_id, groups),
        _turned_down(facts, groups),
        _more_time(facts, groups),
        _renamed(facts, groups),
        _founders(scene, facts, user_id, groups),
    )
    return "\n".join(filter(None, parts))


def _place(scene: Scene, facts: Facts, user_id: UserId, groups: Mapping[int, ProjectGroup]) -> str:
    """Write which group somebody is in now, or in none."""
    into, out_of = groups.get(facts.get("into", 0)), groups.get(facts.get("out_of", 0))
    if into and user_id in into.member_ids:
        before = f" (you were in group {out_of.number})" if out_of else ""
        return (
            f"### You're in group {into.number} now{before}: {plain(into.title)}\n"
            "`/group show` in the server has the rest."
        )
    if out_of is None or user_id in out_of.member_ids:
        return ""
    head = f"### You're no longer in group {out_of.number}: {plain(facts['was'])}"
    if facts["disbanded"]:
        head += "\nIt was disbanded."
    if not is_open(scene.policy, scene.now):
        return f"{head}\nSign-up has closed, so ask staff if you'd like another."
    return f"{head}\nYou can join another (`/find-group`) or sign one up (`/signup-group`)."


def _turned_down(facts: Facts, groups: Mapping[int, ProjectGroup]) -> str:
    group = groups.get(facts.get("not_in", 0))
    if group is None:
        return ""
    name = f"Group {group.number}: {plain(facts['was'])}"
    if facts["disbanded"]:
        return f"### {name} was disbanded, so your request to join has ended"
    return f"### {name} can't take you this time\n`/find-group` shows who else needs members."


def _more_time(facts: Facts, groups: Mapping[int, ProjectGroup]) -> str:
    if "open_until" not in facts:
        return ""
    until = datetime.fromisoformat(facts["open_until"])
    return f"### Staff gave your group more time: you can change it until {due_stamp(until)}"


def _renamed(facts: Facts, groups: Mapping[int, ProjectGroup]) -> str:
    group = groups.get(facts.get("renamed", 0))
    return f"### Staff gave your group a new title: {plain(group.title)}" if group else ""


def _founders(
    scene: Scene, facts: Facts, user_id: UserId, groups: Mapping[int, ProjectGroup]
) -> str:
    """Write what a founder hears of their group."""
    group = groups.get(facts.get("founder_of", 0))
    if group is None or group.founder_id != user_id or group.disbanded_at:
        return ""
    name, size = f"group {group.number}", f"{len(group.members)} of {scene.policy.largest}"
    known = {*group.member_ids, *(i.user_id for i in group.invited)}
    lines = [
        *(f"{scene.who(id)} has joined {name}; you're {size}." for id in facts["joined"] if id in group.member_ids),
        *(f"{scene.who(id)} has left {name}; you're {size}." for id in facts["left"] if id not in group.member_ids),
        *(f"{scene.who(id)} is no longer invited to {name}." for id in facts["uninvited"] if id not in known),
    ]  # fmt: skip
    if facts["promoted"]:
        lines.append(f"You're the founder of {name} now: you answer who asks to join.")
    return "\n".join(lines)
