"""The board of those who look for teammates, its buttons and its form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.client.layout import Button, Card, Press, lay_out, paginate
from bot.client.look import KINDS, clip, due_stamp, plain, plural
from bot.client.surfaces import Form, Persistent, guild_of, pressed_at
from bot.groups.errors import NoSignup
from bot.groups.model import ProjectGroup, seats_left
from bot.groups.ui import handlers
from bot.groups.ui.cards import SIGN_UP, Scene
from bot.groups.ui.forms import send_invitation
from bot.permissions import Capability
from bot.teammates.rules import LONGEST_TEXT, Looking, Post

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

KIND = KINDS["groups"]
MAX_SHOWN = 12
MAX_POSTS_TEXT = 3000
"""Posts, and characters of them, that the board shows: a few screens of a phone."""

POST_BUTTONS = (
    Press("I look for a group", "find:post-group"),
    Press("We look for members", "find:post-members"),
)


def board_card(
    scene: Scene, posts: list[tuple[Post, ProjectGroup | None]], viewer_id: int = 0
) -> Card:
    """Draw the board. `viewer_id`: whose own post may be withdrawn; 0 on the public board."""
    if scene.now > scene.policy.closes_at:
        head = "### 🔎 Sign-up has closed, and so has this board"
        return Card(KIND, (head, "Ask the course staff if you still need a group."), ())
    seekers = sum(group is None for _, group in posts)
    head = "### 🔎 Nobody is looking yet" if not posts else (
        f"### 🔎 {plural(seekers, 'person looks', 'people look')} for a group, "
        f"{plural(len(posts) - seekers, 'group')} for members"
    )  # fmt: skip
    until = f"Sign-up closes {due_stamp(scene.policy.closes_at)}. Posts close by themselves when filled."
    lines = paginate(
        [_line(scene, post, group) for post, group in posts[:MAX_SHOWN]], MAX_POSTS_TEXT
    )[0]
    if len(lines) < len(posts):
        lines.append(f"-# and {len(posts) - len(lines)} more; these have waited longest")
    mine = any(post.user_id == viewer_id for post, _ in posts)
    buttons: list[Button] = [
        *POST_BUTTONS,
        *([Press("Withdraw my post", "find:withdraw")] if mine else []),
    ]
    if any(group for _, group in posts):
        buttons.append(Press("Ask to join …", "find:pick-group", discord.ButtonStyle.primary))
    if seekers:
        buttons.append(Press("Invite somebody …", "find:pick-person"))
    return Card(KIND, (head, "\n".join([until, *lines])), tuple(buttons[:5]))


def _line(scene: Scene, post: Post, group: ProjectGroup | None) -> str:
    texts = f"{plain(post.interests)} · brings {plain(post.skills)}"
    if group is None:
        return f"🙋 <@{post.user_id}> looks for a group: {texts}"
    seats = plural(seats_left(group, scene.policy), "seat")
    texts = f"{plain(post.interests)} · wants {plain(post.skills)}"
    return f"👥 **Group {group.number} · {plain(clip(group.title, 60))}** has {seats} left: {texts}"


async def public_board(bot: CourseBot, guild_id: int) -> Card | None:
    """Draw the board of the announcements channel; None for a course without groups."""
    try:
        scene = await handlers.scene_of(bot, guild_id)
    except NoSignup:
        return None
    return board_card(scene, await bot.app.teammates.board(guild_id))


class FindButton(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"find:(?P<what>board|post-group|post-members|withdraw|pick-group|pick-person)",
    needs=Capability.JOIN_GROUPS,
):
    """Whatever the board's buttons do."""

    async def used(self, interaction: Interaction) -> None:
        what = self.found["what"]
        if what in ("post-group", "post-members"):
            await open_post_form(interaction, "group" if what == "post-group" else "members")
        elif what == "withdraw":
            await withdraw(interaction)
        elif what == "board":
            await show_board(interaction)
        else:
            await _pick(interaction, what)


class FindPicker(
    Persistent[ui.Select[ui.LayoutView]],
    template=r"find:picked-(?P<what>group|person)",
    needs=Capability.JOIN_GROUPS,
):
    """Asks to join the picked group, or invites the picked person."""

    async def used(self, interaction: Interaction) -> None:
        picked = int(self.item.values[0])
        if self.found["what"] == "group":
            await ask_to_join(interaction, picked)
        else:
            await _invite(interaction, picked)


async def show_board(interaction: Interaction) -> None:
    """Show the board to one person."""
    bot, guild_id = interaction.client, guild_of(interaction)
    scene, posts = await handlers.scene_of(bot, guild_id), await bot.app.teammates.board(guild_id)
    view = lay_out(board_card(scene, posts, interaction.user.id))
    await interaction.response.send_message(view=view, ephemeral=True)


async def open_post_form(interaction: Interaction, looking_for: Looking) -> None:
    """Open the form of a post. Raises SignupClosed, AlreadyInGroup, NotInGroup."""
    bot, guild_id = interaction.client, guild_of(interaction)
    await bot.app.teammates.check_may_post(
        guild_id, interaction.user.id, looking_for, pressed_at(interaction)
    )
    await interaction.response.send_modal(PostForm(guild_id, looking_for))


async def withdraw(interaction: Interaction) -> None:
    """Take one's post down."""
    bot, guild_id = interaction.client, guild_of(interaction)
    gone = await bot.app.teammates.withdraw(guild_id, interaction.user.id)
    text = "### Your post is off the board" if gone else "### You have no post on the board"
    await interaction.response.send_message(
        view=lay_out(Card(KIND, (text,), POST_BUTTONS)), ephemeral=True
    )
    handlers.refresh_boards(bot, guild_id)


async def _pick(interaction: Interaction, what: str) -> None:
    bot, guild_id = interaction.client, guild_of(interaction)
    posts = await bot.app.teammates.board(guild_id)
    if what == "pick-group":
        groups = {group.number: group for _, group in posts if group}
        options = [(f"Group {n} · {g.title}", str(n), "") for n, g in groups.items()]
        kind, question = "group", "Which group would you like to join? Its founder answers."
    else:
        seekers = [post for post, group in posts if group is None]
        members = [(post, await bot.people.member(guild_id, post.user_id)) for post in seekers[:25]]
        options = [(m.display_name, str(m.id), post.interests) for post, m in members if m]
        kind, question = "person", "Whom would you like to invite into your group?"
    if not options:
        text = "### Nobody is left on the board\nEverybody there has found somebody meanwhile."
        view = lay_out(Card(KIND, (text,), (*POST_BUTTONS, SIGN_UP)))
        await interaction.response.send_message(view=view, ephemeral=True)
        return
    await interaction.response.send_message(view=_picker(kind, question, options), ephemeral=True)


def _picker(kind: str, question: str, options: list[tuple[str, str, str]]) -> ui.LayoutView:
    select: ui.Select[Any] = ui.Select(
        custom_id=f"find:picked-{kind}",
        placeholder="Choose",
        options=[
            discord.SelectOption(
                label=clip(name, 100), value=value, description=clip(about, 100) or None
            )
            for name, value, about in options[:25]
        ],
    )
    view = ui.LayoutView(timeout=None)
    view.add_item(
        ui.Container(
            ui.TextDisplay(f"### {question}"), ui.ActionRow(select), accent_colour=KIND.colour
        )
    )
    view.stop()
    return view


async def ask_to_join(interaction: Interaction, number: int) -> None:
    """Ask a group's founder to be let in. Raises SignupClosed, AlreadyInGroup, GroupFull, NoSuchGroup."""
    bot, guild_id = interaction.client, guild_of(interaction)
    changed = await bot.app.groups.request(
        guild_id, number, interaction.user.id, pressed_at(interaction)
    )
    if interaction.user.id in changed.after.member_ids:
        text = f"### ✅ You were invited to group {number} already, and are in now"
    elif changed.id is None:
        text = f"### You have asked group {number} already; its founder hasn't answered yet"
    else:
        text = f"### ✅ Asked: the founder of group {number} has your request"
    await interaction.response.send_message(view=lay_out(Card(KIND, (text,))), ephemeral=True)
    handlers.announce(bot, guild_id, changed, handlers.where(interaction))


async def _invite(interaction: Interaction, user_id: int) -> None:
    bot, guild_id = interaction.client, guild_of(interaction)
    group = await bot.app.groups.own(guild_id, interaction.user.id)
    user = await bot.people.member(guild_id, user_id) or await bot.fetch_user(user_id)
    await send_invitation(interaction, guild_id, group.number, user)


class PostForm(Form, needs=Capability.JOIN_GROUPS):
    """Puts a person on the board."""

    def __init__(self, guild_id: int, looking_for: Looking) -> None:
        mine = looking_for == "group"
        super().__init__(
            guild_id,
            title="I look for a group" if mine else "We look for members",
            custom_id=f"form:find:{looking_for}",
        )
        self._looking_for: Looking = looking_for
        self.interests: ui.TextInput[Any] = ui.TextInput(
            custom_id="interests", max_length=LONGEST_TEXT
        )
        self.skills: ui.TextInput[Any] = ui.TextInput(custom_id="skills", max_length=LONGEST_TEXT)
        about = "What would you like to work on?" if mine else "What is your project about?"
        brings = "What can you bring?" if mine else "What should new members bring?"
        self.add_item(ui.Label(text=about, component=self.interests))
        self.add_item(ui.Label(text=brings, component=self.skills))

    async def submitted(self, interaction: Interaction) -> None:
        bot = interaction.client
        await bot.app.teammates.post(
            self.guild_id,
            interaction.user.id,
            self._looking_for,
            self.interests.value,
            self.skills.value,
            pressed_at(interaction),
        )
        text = "### ✅ You are on the board\nYour post closes by itself when it has done its work."
        buttons = (
            Press("Show the board", "find:board"),
            Press("Withdraw my post", "find:withdraw"),
        )
        view = lay_out(Card(KIND, (text,), buttons))
        await interaction.response.send_message(view=view, ephemeral=True)
        handlers.refresh_boards(bot, self.guild_id)
