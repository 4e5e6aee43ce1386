"""What people see of project groups. Decides nothing; every text that a person typed is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import discord

from bot.client.layout import RULE, Button, Card, Menu, Option, Press
from bot.client.look import KINDS, clip, due_stamp, plain, plural, stamp
from bot.client.pages import turn
from bot.course.model import Course
from bot.course.words import say
from bot.course.work import GroupSize
from bot.groups.model import (
    Eligibility,
    Presents,
    ProjectGroup,
    closing_time,
    free_seats,
    is_ahead,
    is_open,
    seats_left,
)
from bot.groups.notices import Question
from bot.groups.rules.members import may_withdraw
from bot.groups.ui.words import sign_up_state
from bot.ids import UserId
from bot.text import raised

if TYPE_CHECKING:
    from bot.groups.ui.replies import Scene

KIND = KINDS["groups"]
GROUPS_A_PAGE = 8
MAX_ASKED = 10
"""Open invitations that have a button each; requests have two each, and get half as many."""
DANGER = discord.ButtonStyle.danger
PRIMARY = discord.ButtonStyle.primary
SUCCESS = discord.ButtonStyle.success
GREY = discord.ButtonStyle.secondary


def sign_up() -> Press:
    """Make the button that opens the sign-up form."""
    return Press(f"Sign up {say.a_group}", "groups:sign-up", discord.ButtonStyle.primary)


def find() -> Press:
    """Make the button that opens the board of who needs whom."""
    return Press(f"Find {say.a_group}", "find:board")


def join_menu(scene: Scene, groups: Sequence[ProjectGroup]) -> Menu:
    """Offer groups that can be asked to let somebody in."""
    options = (
        Option(
            f"{say.Group} {group.number} · {group.title}",
            str(group.number),
            f"{plural(seats_left(group, scene.policy), 'seat')} left",
        )
        for group in groups
    )
    return Menu("find:picked-group", f"Ask to join {say.a_group}", tuple(options))


def group_card(
    scene: Scene,
    group: ProjectGroup,
    eligibility: Eligibility,
    viewer_id: UserId,
    lead: str = "",
    arrived: Mapping[str, str] | None = None,
) -> Card:
    """Draw a group as one of its members, or anybody else, sees it.

    Args:
        lead: what to say first.
        arrived: where the message about an open question is, by its key.
    """
    head = f"### {say.Group} {group.number} · {plain(group.title)}"
    people = _people(scene, group, arrived or {})
    blocks = [*([lead] if lead else []), head, plain(group.idea), RULE, people]
    prizes = prize_text(scene.course, eligibility)
    known = [f"🏅 {prizes}"] if prizes else []
    blocks += ["\n".join([*known, f"🔢 {_number(scene, group)}"]), _until(scene, group)]
    if viewer_id not in group.member_ids or not is_open(scene.policy, scene.now, group):
        return Card(KIND, tuple(blocks), (turn("Deadlines", "deadlines:0"),))
    buttons = _member_buttons(scene, group, viewer_id)
    return Card(KIND, tuple(blocks), buttons, _question_buttons(scene, group, viewer_id))


def _people(scene: Scene, group: ProjectGroup, arrived: Mapping[str, str]) -> str:
    names = [
        f"{scene.who(id)}{' (founder)' if id == group.founder_id else ''}"
        for id in group.member_ids
    ]
    seats = seats_left(group, scene.policy)
    free = f", {plural(seats, 'seat')} left" if seats else ", no seat left"
    if len(names) < scene.policy.smallest:
        free += f"; at least {scene.policy.smallest} are needed"
    lines = [f"**Members** {', '.join(names)} · {len(names)} of {scene.policy.largest}{free}"]
    if group.invited:
        invited: list[str] = []
        for asked in group.invited:
            where = arrived.get(Question(group.number, asked, asked.user_id).key)
            invited.append(scene.who(asked.user_id) + (f" ({where})" if where else ""))
        state = "no answer yet" if is_open(scene.policy, scene.now, group) else "expired"
        lines.append(f"**Invited, {state}** {_some(invited, 25)}")
    if group.requests:
        asking = [scene.who(i.user_id) for i in group.requests]
        lines.append(f"**Asked to join** {_some(asking, 10)} (the founder answers)")
    return "\n".join(lines)


def _some(names: Sequence[str], most: int) -> str:
    """List names; beyond the first ones, only how many."""
    listed = ", ".join(names[:most])
    return listed if len(names) <= most else f"{listed} and {len(names) - most} more"


def prize_text(course: Course, eligibility: Eligibility) -> str:
    """Return whether a group can win a prize, and why not; empty where the course says nothing of that."""
    if course.groups is None or course.groups.eligibility is None:
        return ""
    who = f"registered {course.institution} student" if course.institution else "registered student"
    if eligibility.needed == 0:
        return "Prize-eligible: yes"
    if eligibility.eligible:
        return f"Prize-eligible: yes ({plural(eligibility.registered, who)})"
    if eligibility.registered == 0 and eligibility.needed == 1:
        return f"Prize-eligible: no {who} yet"
    return f"Prize-eligible: {eligibility.registered} of {eligibility.needed} {who}s yet"


def number_text(presents: Presents | None, number: int) -> str:
    """Return a group's number to its members, and what to put it on if the course asks for that."""
    if presents and presents.numbered:
        return f"Put your {say.group} number ({number}) on your {presents.name}."
    return f"Your {say.group}'s number is {number}."


def _number(scene: Scene, group: ProjectGroup) -> str:
    presents = scene.policy.presents
    number = f"**{number_text(presents, group.number)}**"
    if presents is None or presents.due_at is None:
        return number
    return f"{number} Hand in your {presents.name} by {due_stamp(presents.due_at)}."


def _until(scene: Scene, group: ProjectGroup) -> str:
    closes = closing_time(scene.policy, group)
    if is_ahead(scene.policy, scene.now):
        return f"-# {_sign_up(scene)}"
    if not is_open(scene.policy, scene.now, group):
        return f"-# Sign-up has closed: only {say.staff} can change {say.groups} now."
    if scene.policy.open_ended:
        return f"-# You can change your {say.group} at any time."
    return f"-# You can change your {say.group} until {stamp(closes, 'F')} ({stamp(closes, 'R')})."


def _member_buttons(scene: Scene, group: ProjectGroup, viewer_id: UserId) -> tuple[Button, ...]:
    buttons: list[Button] = []
    if seats_left(group, scene.policy):
        buttons.append(scene.button("Invite", "invite", group.number, PRIMARY))
    buttons.append(scene.button("Edit", "edit", group.number, GREY))
    if viewer_id == group.founder_id and len(group.members) > 1:
        buttons.append(scene.button("Hand over", "hand-over", group.number, GREY))
    buttons.append(scene.button("Leave", "leave", group.number, DANGER))
    if viewer_id == group.founder_id:
        buttons.append(scene.button("Disband", "disband", group.number, DANGER))
    return tuple(buttons)


def _question_buttons(scene: Scene, group: ProjectGroup, viewer_id: UserId) -> tuple[Press, ...]:
    """Return a button for each open question that this member may answer or take back."""
    number = group.number
    mine = [i.user_id for i in group.invited if may_withdraw(group, i, viewer_id)]
    buttons = [
        scene.button(f"Withdraw {scene.label(id)}'s invite", "withdraw", number, GREY, id)
        for id in mine[:MAX_ASKED]
    ]
    if viewer_id == group.founder_id:
        for asked in group.requests[: MAX_ASKED // 2]:
            who, id = scene.label(asked.user_id), asked.user_id
            buttons.append(scene.button(f"Let {who} in", "let-in", number, SUCCESS, id))
            buttons.append(scene.button(f"Turn {who} down", "turn-down", number, GREY, id))
    return tuple(buttons)


def done_card(text: str, *buttons: Button) -> Card:
    """Draw what has just been done."""
    return Card(KIND, (text,), tuple(buttons))


def own_card(scene: Scene, asked: Sequence[ProjectGroup], user_id: UserId) -> Card:
    """Draw `/group show` for somebody without a group: what is open for them, and what to do."""
    lines: list[str] = []
    buttons: list[Button] = []
    for group in asked[:4]:
        mine = next(i for i in group.invitations if i.user_id == user_id)
        name = f"**{say.Group} {group.number} · {plain(group.title)}**"
        if mine.kind == "invite":
            lines.append(f"{name} · <@{mine.by}> invited you {stamp(mine.at, 'R')}")
            buttons.append(scene.button(f"Accept {group.number}", "accept", group.number, SUCCESS))
        else:
            lines.append(
                f"{name} · you asked to join {stamp(mine.at, 'R')}; the founder will answer"
            )
    if len(asked) > 4:
        lines.append(f"-# and {len(asked) - 4} more")
    opened = ["**Open for you**", *lines] if lines else ["You have no open invites."]
    text = "\n".join([*opened, _sign_up(scene)])
    return Card(
        KIND, (f"### You're not in {say.a_group} yet", text), (*buttons[:3], sign_up(), find())
    )


def _sign_up(scene: Scene) -> str:
    return f"{raised(sign_up_state(scene.policy, scene.now))}."


def list_card(
    scene: Scene,
    groups: Sequence[ProjectGroup],
    shown: dict[int, Eligibility],
    page: int,
    *,
    may_join: bool = False,
) -> Card:
    """Draw one page of all groups.

    Args:
        shown: the eligibility of those on this page.
        may_join: its reader is in no group, so each with a seat can be asked.
    """
    pages = max(1, -(-len(groups) // GROUPS_A_PAGE))
    page = min(page, pages - 1)
    note = f" · page {page + 1} of {pages}" if pages > 1 else ""
    head = f"### {plural(len(groups), say.group, say.groups)}{note}"
    if not groups:
        head = f"### No {say.group} has signed up yet"
    listed = on_page(groups, page)
    lines = [_list_line(scene, group, shown[group.number]) for group in listed]
    buttons: list[Button] = []
    if page:
        buttons.append(Press("← Back", f"groups:list-{page - 1}"))
    if page + 1 < pages:
        buttons.append(Press("More →", f"groups:list-{page + 1}"))
    with_seats = [group for group in listed if seats_left(group, scene.policy)]
    asks = may_join and is_open(scene.policy, scene.now) and with_seats
    blocks = (head, "\n".join(lines)) if lines else (head,)
    menu = join_menu(scene, with_seats) if asks else None
    return Card(KIND, blocks, (*buttons, sign_up(), find()), menu=menu)


def on_page(groups: Sequence[ProjectGroup], page: int) -> Sequence[ProjectGroup]:
    """Return the groups of one page; of the last for a page beyond it."""
    last = max(0, (len(groups) - 1) // GROUPS_A_PAGE)
    first = min(page, last) * GROUPS_A_PAGE
    return groups[first : first + GROUPS_A_PAGE]


def _list_line(scene: Scene, group: ProjectGroup, eligibility: Eligibility) -> str:
    seats = seats_left(group, scene.policy)
    free = plural(seats, "seat") + " left" if seats else "full"
    members = _some([scene.who(id) for id in group.member_ids], 6)
    prizes = prize_text(scene.course, eligibility)
    return (
        f"**{group.number} · {plain(clip(group.title, 80))}** · {len(group.members)} of "
        f"{scene.policy.largest}, {free}\n-# {members}{f' · {prizes}' if prizes else ''}"
    )


def board_card(scene: Scene, groups: Sequence[ProjectGroup], looking: int) -> Card:
    """Draw the sign-up board of the announcements channel. `looking`: people who need a group."""
    policy, now = scene.policy, scene.now
    open_, state = is_open(policy, now), sign_up_state(policy, now, brief=True)
    changed = f"Only {say.staff} can change {say.groups} now."
    size = f"{GroupSize(min=policy.smallest, max=policy.largest).people} {say.a_group}"
    lines = [
        f"{_sign_up(scene)[:-1]}; {size}." if open_ or is_ahead(policy, now) else changed,
        f"{plural(free_seats(groups, scene.policy), 'free seat')} in these {say.groups}; "
        f"{plural(looking, 'person needs', 'people need')} one.",
    ]
    pitches = scene.course.pitches
    if pitches and pitches.listeners:
        lines.append(f"-# {pitches.listeners}")
    listed = Press(f"All {say.groups}", "groups:list-0")
    head = f"### 👥 {plural(len(groups), say.group, say.groups)} signed up · {state}"
    return Card(KIND, (head, "\n".join(lines)), (sign_up(), find(), listed) if open_ else (listed,))
