"""What people see of project groups. Decides nothing; every text that a person typed is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import discord

from bot.client.layout import RULE, Button, Card, Press
from bot.client.look import KINDS, clip, due_stamp, plain, plural, stamp
from bot.client.pages import turn
from bot.course.model import Course
from bot.groups.model import Eligibility, Policy, ProjectGroup, closing_time, seats_left
from bot.groups.service import Changed

KIND = KINDS["groups"]
GROUPS_A_PAGE = 8
DANGER = discord.ButtonStyle.danger
PRIMARY = discord.ButtonStyle.primary
SUCCESS = discord.ButtonStyle.success

SIGN_UP = Press("Sign up a group", "groups:sign-up", PRIMARY)
FIND = Press("Find a group", "find:board")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a card of a group is drawn from. `names`: who is named instead of mentioned (in direct messages)."""

    guild_id: int
    course: Course
    policy: Policy
    now: datetime
    names: dict[int, str] = field(default_factory=dict[int, str])

    def who(self, user_id: int) -> str:
        """Name a person, or mention them."""
        return self.names.get(user_id, f"<@{user_id}>")

    def button(
        self, label: str, action: str, number: int, style: discord.ButtonStyle, user_id: int = 0
    ) -> Press:
        """Make a button that works anywhere, also in a direct message: it names server and group."""
        who = f":{user_id}" if user_id else ""
        return Press(label, f"group:{action}:{self.guild_id}:{number}{who}", style)


GREY = discord.ButtonStyle.secondary


def group_card(
    scene: Scene, group: ProjectGroup, eligibility: Eligibility, viewer_id: int, lead: str = ""
) -> Card:
    """Draw a group as one of its members, or anybody else, sees it. `lead`: what to say first."""
    head = f"### Group {group.number} · {plain(group.title)}"
    blocks = [*([lead] if lead else []), head, plain(group.idea), RULE, _people(scene, group)]
    blocks += [f"{_prizes(scene, eligibility)}\n{_slides(scene, group)}", _until(scene, group)]
    return Card(KIND, tuple(blocks), _member_buttons(scene, group, viewer_id))


def _people(scene: Scene, group: ProjectGroup) -> str:
    names = [
        f"{scene.who(id)}{' (founder)' if id == group.founder_id else ''}"
        for id in group.member_ids
    ]
    seats = seats_left(group, scene.policy)
    free = f", {plural(seats, 'seat')} left" if seats else ", no seat left"
    lines = [f"**Members** {', '.join(names)} · {len(names)} of {scene.policy.largest}{free}"]
    if group.invited:
        lapsed = scene.now > closing_time(scene.policy, group)
        state = "lapsed" if lapsed else "no answer yet"
        lines.append(
            f"**Invited** {_people_named(scene, [i.user_id for i in group.invited], 25)} ({state})"
        )
    if group.requests:
        asked = _people_named(scene, [i.user_id for i in group.requests], 10)
        lines.append(f"**Asked to join** {asked} (the founder answers)")
    return "\n".join(lines)


def _people_named(scene: Scene, user_ids: Sequence[int], most: int) -> str:
    """Name people; beyond the first ones, only how many."""
    names = ", ".join(scene.who(id) for id in user_ids[:most])
    return names if len(user_ids) <= most else f"{names} and {len(user_ids) - most} more"


def _prizes(scene: Scene, eligibility: Eligibility) -> str:
    return f"🏅 {prize_text(scene.course, eligibility)}"


def prize_text(course: Course, eligibility: Eligibility) -> str:
    """Return whether a group can win a prize, and why not."""
    who = f"registered {course.institution} student" if course.institution else "registered student"
    if eligibility.needed == 0:
        return "Prize-eligible: yes"
    if eligibility.eligible:
        return f"Prize-eligible: yes ({plural(eligibility.registered, who)})"
    if eligibility.registered == 0 and eligibility.needed == 1:
        return f"Prize-eligible: no {who} yet"
    return f"Prize-eligible: {eligibility.registered} of {eligibility.needed} {who}s yet"


def _slides(scene: Scene, group: ProjectGroup) -> str:
    pitches = scene.course.pitches
    slides = scene.course.deadline(pitches.slides_deadline) if pitches else None
    due = f" Slides are due {due_stamp(slides.due_at)}." if slides else ""
    return f"🔢 **Put {group.number} on your slides.**{due}"


def _until(scene: Scene, group: ProjectGroup) -> str:
    closes = closing_time(scene.policy, group)
    if scene.now > closes:
        return "-# Sign-up has closed: only staff change groups now."
    return f"-# You can change your group until {stamp(closes, 'F')} ({stamp(closes, 'R')})."


def _member_buttons(scene: Scene, group: ProjectGroup, viewer_id: int) -> tuple[Button, ...]:
    if viewer_id not in group.member_ids or scene.now > closing_time(scene.policy, group):
        return (turn("Deadlines", "deadlines:0"),)
    buttons: list[Button] = []
    if seats_left(group, scene.policy):
        buttons.append(scene.button("Invite", "invite", group.number, PRIMARY))
    buttons.append(scene.button("Edit", "edit", group.number, GREY))
    buttons.append(scene.button("Leave", "leave", group.number, DANGER))
    if viewer_id == group.founder_id and len(group.members) > 1:
        buttons.append(scene.button("Hand over", "hand-over", group.number, GREY))
    if viewer_id == group.founder_id:
        buttons.append(scene.button("Disband", "disband", group.number, DANGER))
    return tuple(buttons)


def receipt_lead(changed: Changed) -> str:
    """Say first what a sign-up has done, and who could not be invited."""
    number = changed.after.number
    lines = [f"### ✅ You are signed up: you are group {number}"]
    if changed.after.invited:
        count = plural(len(changed.after.invited), "invitation")
        lines.append(f"{count} sent; a membership starts when its person accepts.")
    lines += [f"⚠️ {_first_sentence(str(error))}" for error in changed.refused]
    if changed.same_title:
        others = " and ".join(f"group {n}" for n in changed.same_title[:3])
        lines.append(f"-# {others.capitalize()} has the same title; the numbers tell you apart.")
    return "\n".join(lines)


def _first_sentence(text: str) -> str:
    return text.split("** ")[0].strip("*")


def invitation_card(scene: Scene, group: ProjectGroup, by: int) -> Card:
    """Draw the invitation that a person gets."""
    closes = closing_time(scene.policy, group)
    head = f"### {scene.who(by)} invites you to group {group.number}: {plain(group.title)}"
    until = (
        f"You join when you accept, and you can be in one group. "
        f"The invitation lapses {due_stamp(closes)}."
    )
    buttons = (
        scene.button("Accept", "accept", group.number, SUCCESS),
        scene.button("Decline", "decline", group.number, GREY),
    )
    course = f"-# {plain(scene.course.number)} {plain(scene.course.title)}"
    return Card(KIND, (head, plain(group.idea), until, course), buttons)


def request_card(scene: Scene, group: ProjectGroup, user_id: int) -> Card:
    """Draw the question that a founder gets when somebody asks to join."""
    seats = plural(seats_left(group, scene.policy), "seat")
    head = f"### {scene.who(user_id)} asks to join group {group.number}: {plain(group.title)}"
    buttons = (
        scene.button("Let them in", "let-in", group.number, SUCCESS, user_id),
        scene.button("Not this time", "turn-down", group.number, GREY, user_id),
    )
    return Card(KIND, (head, f"Your group has {seats} left."), buttons)


def news_card(scene: Scene, text: str) -> Card:
    """Draw a line of news for one person."""
    course = f"-# {plain(scene.course.number)} {plain(scene.course.title)}"
    return Card(KIND, (text, course))


def done_card(text: str, *buttons: Button) -> Card:
    """Draw what has just been done."""
    return Card(KIND, (text,), tuple(buttons))


def confirm_card(scene: Scene, text: str, label: str, action: str, number: int) -> Card:
    """Ask before something that can't be taken back by its person."""
    return Card(
        KINDS["trouble"],
        (text, "-# Nothing has been changed yet. To keep everything as it is, just don't press."),
        (scene.button(label, action, number, DANGER),),
    )


def own_card(scene: Scene, asked: Sequence[ProjectGroup], user_id: int) -> Card:
    """Draw `/group show` for somebody without a group: what is open for them, and what to do."""
    lines: list[str] = []
    buttons: list[Button] = []
    for group in asked[:4]:
        mine = next(i for i in group.invitations if i.user_id == user_id)
        name = f"**Group {group.number} · {plain(group.title)}**"
        if mine.kind == "invite":
            lines.append(f"{name} · <@{mine.by}> invited you {stamp(mine.at, 'R')}")
            buttons.append(scene.button(f"Accept {group.number}", "accept", group.number, SUCCESS))
        else:
            lines.append(f"{name} · you asked to join {stamp(mine.at, 'R')}; the founder answers")
    if len(asked) > 4:
        lines.append(f"-# and {len(asked) - 4} more")
    head = "### You are in no group yet"
    closes = scene.policy.closes_at
    until = f"Sign-up closes {due_stamp(closes)}." if scene.now <= closes else "Sign-up has closed."
    invitations = ["**Open for you**", *lines] if lines else ["You have no open invitation."]
    return Card(KIND, (head, "\n".join([*invitations, until])), (*buttons[:3], SIGN_UP, FIND))


def list_card(
    scene: Scene, groups: Sequence[ProjectGroup], shown: dict[int, Eligibility], page: int
) -> Card:
    """Draw one page of all groups. `shown`: the eligibility of those on this page."""
    pages = max(1, -(-len(groups) // GROUPS_A_PAGE))
    page = min(page, pages - 1)
    note = f" · page {page + 1} of {pages}" if pages > 1 else ""
    head = (
        f"### {plural(len(groups), 'group')}{note}" if groups else "### No group has signed up yet"
    )
    lines = [_list_line(scene, group, shown[group.number]) for group in on_page(groups, page)]
    buttons: list[Button] = []
    if page:
        buttons.append(Press("← Back", f"groups:list-{page - 1}"))
    if page + 1 < pages:
        buttons.append(Press("More →", f"groups:list-{page + 1}"))
    return Card(KIND, (head, *(["\n".join(lines)] if lines else [])), (*buttons, SIGN_UP, FIND))


def on_page(groups: Sequence[ProjectGroup], page: int) -> Sequence[ProjectGroup]:
    """Return the groups of one page; of the last for a page beyond it."""
    last = max(0, (len(groups) - 1) // GROUPS_A_PAGE)
    first = min(page, last) * GROUPS_A_PAGE
    return groups[first : first + GROUPS_A_PAGE]


def _list_line(scene: Scene, group: ProjectGroup, eligibility: Eligibility) -> str:
    seats = seats_left(group, scene.policy)
    free = plural(seats, "seat") + " left" if seats else "full"
    members = _people_named(scene, group.member_ids, 6)
    return (
        f"**{group.number} · {plain(clip(group.title, 80))}** · {len(group.members)} of "
        f"{scene.policy.largest}, {free}\n-# {members} · {prize_text(scene.course, eligibility)}"
    )


def board_card(scene: Scene, groups: Sequence[ProjectGroup], looking: int) -> Card:
    """Draw the sign-up board of the announcements channel."""
    closes, open_ = scene.policy.closes_at, scene.now <= scene.policy.closes_at
    count = plural(len(groups), "group")
    head = f"### 👥 {count} signed up · sign up by {stamp(closes, 'R')}"
    if not open_:
        head = f"### 👥 {count} signed up · sign-up has closed"
    seats = sum(seats_left(group, scene.policy) for group in groups)
    size = f"{scene.policy.smallest} to {scene.policy.largest} people a group"
    lines = [
        f"Sign-up closes {due_stamp(closes)}; {size}." if open_ else "Only staff change groups now."
    ]
    lines.append(f"{plural(seats, 'free seat')} in these groups; {_looking(looking)} for one.")
    pitches = scene.course.pitches
    if pitches and pitches.listeners:
        lines.append(f"-# {pitches.listeners}")
    listed = Press("All groups", "groups:list-0")
    return Card(KIND, (head, "\n".join(lines)), (SIGN_UP, FIND, listed) if open_ else (listed,))


def _looking(count: int) -> str:
    return f"{count} {'person is' if count == 1 else 'people are'} looking"
