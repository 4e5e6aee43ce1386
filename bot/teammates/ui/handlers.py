"""What people do with the board: read it, take a post down, ask to join, invite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.client.layout import Card, Reply, lay_out
from bot.client.surfaces import guild_of, pressed_at
from bot.course.words import say
from bot.groups import notices
from bot.groups.model import Changed
from bot.groups.ui import handlers as groups
from bot.groups.ui.replies import answer_and_follow, arrivals, scene_of, where_of, who_of
from bot.ids import UserId
from bot.teammates.ui.cards import KIND, board_card, post_buttons, with_seats

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction


async def show_board(interaction: Interaction) -> None:
    """Show the board to one person."""
    bot, guild_id = interaction.client, guild_of(interaction)
    scene, posts = await scene_of(bot, guild_id), await bot.app.teammates.board(guild_id)
    seats = await with_seats(bot, scene)
    view = lay_out(board_card(scene, posts, UserId(interaction.user.id), seats))
    await interaction.response.send_message(view=view, ephemeral=True)


async def withdraw(interaction: Interaction) -> None:
    """Take one's post down."""
    teammates, guild_id = interaction.client.app.teammates, guild_of(interaction)
    gone = await teammates.withdraw(guild_id, who_of(interaction), pressed_at(interaction))
    text = "### Your post is off the board" if gone else "### You have no post on the board"
    view = lay_out(Card(KIND, (text,), post_buttons()))
    await interaction.response.send_message(view=view, ephemeral=True)


async def ask_to_join(interaction: Interaction, number: int) -> None:
    """Ask a group's founder to be let in. Raises SignupClosed, AlreadyInGroup, GroupFull, NoSuchGroup."""
    bot, guild_id, user_id = interaction.client, guild_of(interaction), who_of(interaction)
    changed = await bot.app.groups.request(
        guild_id, number, user_id, pressed_at(interaction), where_of(interaction)
    )
    keys = [q.key for q in notices.questions_of(changed.after) if q.asked.user_id == user_id]

    async def draw() -> Reply:
        rows = await bot.app.delivery.rows(guild_id, keys)
        where = "".join(f"\nYour request: {words}." for words in arrivals(rows).values())
        return lay_out(Card(KIND, (f"{_asked(changed, user_id)}{where}",)))

    await answer_and_follow(interaction, guild_id, draw, keys if changed.id else ())


def _asked(changed: Changed, user_id: UserId) -> str:
    number = changed.after.number
    if user_id in changed.after.member_ids:
        return f"### ✅ You were invited to {say.group} {number} already, and you're in now"
    if changed.id is None:
        return f"### You've asked {say.group} {number} already; its founder hasn't answered yet"
    return f"### ✅ You asked to join {say.group} {number}; its founder will answer"


async def invite(interaction: Interaction, user_id: UserId) -> None:
    """Invite somebody from the board into one's group."""
    bot, guild_id = interaction.client, guild_of(interaction)
    group = await bot.app.groups.own(guild_id, UserId(interaction.user.id))
    user = await bot.people.member(guild_id, user_id) or await bot.fetch_user(user_id)
    await groups.send_invitation(interaction, guild_id, group.number, user)
