"""Changes to the course as staff see them: before they confirm, once they have, and the versions so far."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.client.layout import RULE, Card, Press
from bot.client.look import KINDS, clip, plain, stamp
from bot.client.pages import turn
from bot.course.changed import Line
from bot.course.edits import AddFaq, edit_of, instant_of
from bot.course.timeline import Timeline
from bot.ids import GuildId
from bot.library.model import QUIET, Draft, Version, texts_of

MOST_LINES = 12
"""Changes that are named; more are counted. The file that `/staff course download` sends has all of them."""
LONGEST = 220
VERSIONS_SHOWN = 6
A_VERSION = 3
"""Changes of one version that the list of versions names."""


def preview_card(draft: Draft, timeline: Timeline, lead: Sequence[str] = ()) -> Card:
    """Draw a change before it is made, with what follows from it.

    Args:
        timeline: the course as it is.
        lead: what else is to be known first.
    """
    blocks = [*lead, "### ✏️ Change the course?", listed(draft.changes)]
    edit = edit_of(draft.edit) if draft.edit else None
    if isinstance(edit, AddFaq):
        blocks.append(f"**{plain(edit.question)}**\n{plain(edit.answer)}")
    typed = instant_of(edit, timeline) if edit else None
    if typed:
        blocks.append(
            f"-# In your own zone: {stamp(typed)}. On the course's clock: {timeline.told(typed)}."
        )
    if draft.follows:
        blocks += [RULE, clip("\n".join(draft.follows), 1200)]
    blocks.append("-# Nothing has changed yet. One press takes it back afterwards.")
    quiet = any(line.startswith(QUIET) for line in draft.follows)
    primary, second = discord.ButtonStyle.primary, discord.ButtonStyle.secondary
    yes = Press("Change it", _id("quiet" if quiet else "yes", draft), second if quiet else primary)
    tell = (Press("Change it and announce it", _id("tell", draft), primary),) if quiet else ()
    return Card(KINDS["staff"], tuple(blocks), (*tell, yes, Press("Leave it", _id("no", draft))))


def changed_again_lead(meanwhile: Sequence[str]) -> list[str]:
    """Say why a change is shown a second time."""
    if not meanwhile:
        return [
            "**What follows from this has changed since you looked**, so nothing was changed yet."
        ]
    told = "\n".join(f"- {plain(clip(line, LONGEST))}" for line in meanwhile[:MOST_LINES])
    return [f"**The course has changed since you looked**, so nothing was changed yet:\n{told}"]


def left_card() -> Card:
    """Say that a change was left."""
    return Card(KINDS["staff"], ("### 🗑️ Left as it was\nNothing was changed.",))


HEARD = {
    "yes": "Whoever was told otherwise hears about it within a minute.",
    "tell": "It's announced now.",
    "quiet": "Nobody was told otherwise, so nobody hears about it now.",
    "undone": "If anybody was told otherwise, they hear about it within a minute.",
}
"""Who hears of a change, by how it was made."""


def done_card(version: Version, how: str = "yes") -> Card:
    """Say what was changed and who hears of it, with the way back. `how`: a word of `HEARD`."""
    undone = how == "undone"
    head = "### ↩️ Taken back" if undone else "### ✅ Changed"
    follow = f"-# Schedule, answers, reminders, events and boards have it now. {HEARD[how]}"
    blocks = (f"{head}: version {version.number}", listed(version.changes), follow)
    back = Press("Redo" if undone else "Undo", undo_id(version, "redo" if undone else "undo"))
    return Card(KINDS["staff"], blocks, (back, turn("What's next", "next:")))


def history_card(versions: Sequence[Version]) -> Card:
    """List the newest versions: when, who, why, what."""
    newest = versions[0]
    lines = [_told(version) for version in versions[:VERSIONS_SHOWN]]
    more = len(versions) - VERSIONS_SHOWN
    if more > 0:
        lines.append(f"-# and {more} earlier; `/staff course restore` takes any number from 1 up")
    undo = (Press("Undo the newest", undo_id(newest)),) if newest.via == "discord" else ()
    head = f"### 🗂️ The course is at version {newest.number}"
    return Card(KINDS["staff"], (head, *lines), undo)


def listed(lines: Sequence[Line]) -> str:
    """Write changes in a list, as many as fit."""
    texts = [f"- {plain(clip(text, LONGEST))}" for text in texts_of(lines)]
    more = len(texts) - MOST_LINES
    return (
        "\n".join([*texts[:MOST_LINES], *([f"- and {more} more"] if more > 0 else [])])
        or "- nothing"
    )


def undo_id(version: Version, word: str = "undo") -> str:
    """Return the address of the press that takes a version back. `word`: redo where it took one back itself."""
    return f"course:{word}:{version.guild_id}:{version.number}"


def _id(word: str, draft: Draft) -> str:
    return f"course:{word}:{draft.guild_id}:{draft.id}"


def _told(version: Version) -> str:
    who = f"<@{version.by}>" if version.by else "the file on the server"
    why = f" · {plain(clip(version.why, 100))}" if version.why and version.by else ""
    head = f"**{version.number}** · {stamp(version.at, 'f')} · {who}{why}"
    texts = [f"- {plain(clip(text, 120))}" for text in texts_of(version.changes)]
    more = len(texts) - A_VERSION
    return "\n".join([head, *texts[:A_VERSION], *([f"- and {more} more"] if more > 0 else [])])


def address_of(guild_id: GuildId) -> str:
    """Return the name of a downloaded course file."""
    return f"course-{guild_id}.yaml"
