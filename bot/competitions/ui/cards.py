"""What judges see: their card, an entry, the list. Nobody else's scores are ever in it. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import discord

from bot import links
from bot.client.layout import RULE, Button, Card, Press, Visit, paginate
from bot.client.look import KINDS, clip, plain, plural, size_text
from bot.competitions.model import Ballot, Contest, Desk, Entry, TypedBallot
from bot.competitions.rules import LONGEST_NOTE
from bot.course.words import say
from bot.ids import GuildId

KIND = KINDS["judging"]
BAR = 15
LONGEST_ABOUT, MOST_FILES = 1000, 10
PRIMARY, DANGER = discord.ButtonStyle.primary, discord.ButtonStyle.danger
GREY = discord.ButtonStyle.secondary
OVER = "Judging is closed. Thank you."
STATES = {
    "setup": "Judging hasn't been opened yet.",
    "paused": "⏸️ Judging is paused; nothing can be scored for now.",
    "published": "The results are published. Thank you.",
}
STORED = "✅ **Stored for"
"""Begins what a card says of a ballot that it has just stored."""
MOVED = "⤵️ Your card is further down now."


def press(
    label: str, action: str, guild_id: GuildId, contest: str, entry: int, style: discord.ButtonStyle
) -> Press:
    """Make a button that works in direct messages and after a restart."""
    return Press(label, f"judge:{action}:{guild_id}:{contest}:{entry}", style)


def shown_entry(desk: Desk, number: int | None) -> Entry | None:
    """Return the entry that a card shows: the named one, else the next that can be scored now."""
    shown = number if number in desk.entries else next(iter(desk.ready), None)
    return desk.entries[shown] if shown is not None else None


def desk_card(
    guild_id: GuildId,
    desk: Desk,
    number: int | None = None,
    lead: str = "",
    names: Mapping[int, str] | None = None,
) -> Card:
    """Draw a judge's card: how far they are, and one entry: the named one, else the next.

    Args:
        lead: what has just been done.
        names: the people of the entry, by id.
    """
    done, total = len([n for n in desk.order if n in desk.mine]), len(desk.order)
    head = f"### ⚖️ {desk.contest.title} · {done} of {total} scored\n{bar(done, total)}"
    blocks = [*([lead] if lead else []), head]
    if desk.state != "open":
        text = STATES.get(desk.state, OVER)
        return Card(KIND, (*blocks, text), _list_button(guild_id, desk))
    entry = shown_entry(desk, number)
    if entry is None:
        return Card(KIND, (*blocks, _nothing_next(desk)), _list_button(guild_id, desk))
    blocks += [RULE, entry_text(entry, desk.mine.get(entry.number), desk.contest, names or {})]
    if entry.number in desk.recused:
        text = "You declared a conflict of interest here."
        return Card(KIND, (*blocks, text), _list_button(guild_id, desk))
    if not desk.mine:
        blocks.append(_by_message(desk.contest, entry))
    return Card(KIND, tuple(blocks), _entry_buttons(guild_id, desk, entry))


def _by_message(contest: Contest, entry: Entry) -> str:
    """Say that scores can be written, too, with this entry's number and a score for each criterion."""
    scores = " ".join(str(contest.high) for _ in contest.criteria)
    return (
        f"-# Or write to me directly: `score {entry.number}: {scores} great demo` (a score for each criterion "
        "in order, then feedback if you like). I'll read it back before it counts."
    )


def _nothing_next(desk: Desk) -> str:
    if desk.todo:
        return (
            f"You've scored every {say.group} that has pitched so far. You'll get the next "
            f"{say.group}'s card when its pitch ends.\n"
            "-# `/scores entry:` opens one before that."
        )
    if desk.order:
        return "All scored. You can change your scores until judging is closed."
    return "There are no entries yet."


def bar(done: int, total: int) -> str:
    """Draw how far something is."""
    full = BAR * done // total if total else 0
    return "▓" * full + "░" * (BAR - full)


def label(entry: Entry, contest: Contest, length: int = 100) -> str:
    """Name an entry with its title: Group 4 · Tide Tables, or Lab 2 entry 3."""
    name = contest.name_of(entry.number)
    return f"{name} · {plain(clip(entry.title, length))}" if contest.of_groups else name


def entry_text(
    entry: Entry, ballot: Ballot | None, contest: Contest, names: Mapping[int, str]
) -> str:
    """Describe an entry, with this judge's own scores."""
    lines = [f"**{label(entry, contest, 120)}**"]
    about = plain(entry.about)
    lines += [clip(about, LONGEST_ABOUT)] if about else []
    if len(about) > LONGEST_ABOUT and contest.assignment:
        lines.append("-# **Files** has the whole text.")
    if contest.of_groups:
        lines.append(f"-# By {', '.join(names.get(id, f'<@{id}>') for id in entry.owner_ids)}")
    files = [f"📎 {plain(file.name)} · {size_text(file.size)}" for file in entry.files]
    lines += files if len(files) <= MOST_FILES else [*files[:MOST_FILES], _more(files)]
    if entry.link and links.why_not(entry.link):
        lines.append(
            f"-# The address of their slides can't be opened. {say.Staff} can ask for another."
        )
    if ballot:
        lines.append(f"✅ You gave: {given(contest, ballot.scores)}")
    return "\n".join(lines)


def _more(files: Sequence[str]) -> str:
    return f"-# and {len(files) - MOST_FILES} more: **Files** sends all of them"


def given(contest: Contest, scores: Sequence[object]) -> str:
    """Write scores with their criteria."""
    pairs = zip(contest.criteria, scores, strict=False)
    return ", ".join(f"{clip(criterion.title, 60)} {score}" for criterion, score in pairs)


def _entry_buttons(guild_id: GuildId, desk: Desk, entry: Entry) -> tuple[Button, ...]:
    contest, number = desk.contest.id, entry.number
    scored = number in desk.mine
    words = "Change scores" if scored else "Score"
    buttons: list[Button] = [press(words, "score", guild_id, contest, number, PRIMARY)]
    if not scored:
        buttons.append(press("Skip for now", "skip", guild_id, contest, number, GREY))
    buttons.append(press("Conflict of interest", "recuse", guild_id, contest, number, DANGER))
    if entry.files or (desk.contest.assignment and entry.about):
        buttons.append(press("Files", "files", guild_id, contest, number, GREY))
    if entry.link and not links.why_not(entry.link):
        buttons.append(Visit("Slides", entry.link))
    return (*buttons, *_list_button(guild_id, desk))


def bare_card(guild_id: GuildId, desk: Desk, entry: Entry, lead: str = "") -> Card:
    """Draw an entry by its number alone: Discord refuses a message with what its people gave."""
    name = desk.contest.name_of(entry.number)
    bare = replace(entry, title="", about="", files=(), link="")
    text = (
        f"### ⚖️ {name}\nWhat it says about itself can't be shown, and {say.staff} have been told. You can still "
        "score it, or skip it for now."
    )
    return Card(KIND, (*([lead] if lead else []), text), _entry_buttons(guild_id, desk, bare))


def _list_button(guild_id: GuildId, desk: Desk) -> tuple[Button, ...]:
    return (press("All entries", "list", guild_id, desk.contest.id, 0, GREY),)


def conflict_card(guild_id: GuildId, desk: Desk, entry: Entry) -> Card:
    """Ask once before an entry is left out."""
    contest, number = desk.contest.id, entry.number
    withdrawn = " Your ballot on it won't count anymore." if number in desk.mine else ""
    text = (
        f"### Declare a conflict of interest for {desk.contest.name_of(number)}?\n"
        f"You won't score it.{withdrawn} {say.Staff} are told, and only they can take it back."
    )
    yes = press("Yes, leave it out", "conflict", guild_id, contest, number, DANGER)
    return Card(KIND, (text,), (yes, press("Cancel", "next", guild_id, contest, number, GREY)))


def conflict_lead(contest: Contest, number: int) -> str:
    """Acknowledge a conflict of interest."""
    return (
        f"🚫 **Conflict of interest declared for {contest.name_of(number)}.** You won't score it; "
        f"{say.staff} have been "
        "told, and can lift it if it was a mistake."
    )


def moved_card(guild_id: GuildId, contest_id: str, stored: str = "") -> Card:
    """Draw what is left of a card when there's a newer one. `stored`: what it said was stored, which stays."""
    here = press("Show my card here", "next", guild_id, contest_id, 0, GREY)
    return Card(KIND, (*([stored] if stored else []), MOVED), (here,))


def list_card(guild_id: GuildId, desk: Desk, page: int) -> Card:
    """List a judge's entries with their state."""
    lines = [f"{_mark(desk, n)} {_listed(desk, n)}" for n in desk.order]
    lines += [f"🚫 {_listed(desk, n)}" for n in sorted(desk.recused) if n in desk.entries]
    pages = paginate(lines, 2800)
    page = min(page, len(pages) - 1)
    head = f"### {desk.contest.title}: {len(desk.todo)} left to score"
    foot = (
        "-# ✅ scored · ▫️ to do · 🚫 conflict of interest. `/scores entry:` opens one; or write to me "
        "“score 4: 5 4 3 great demo”."
    )
    buttons: list[Button] = [press("Next entry", "next", guild_id, desk.contest.id, 0, PRIMARY)]
    if page:
        buttons.append(press("← Back", "list", guild_id, desk.contest.id, page - 1, GREY))
    if page + 1 < len(pages):
        buttons.append(press("More →", "list", guild_id, desk.contest.id, page + 1, GREY))
    return Card(KIND, (head, *(["\n".join(pages[page])] if lines else []), foot), tuple(buttons))


def _listed(desk: Desk, number: int) -> str:
    entry = desk.entries[number]
    if desk.contest.of_groups:
        return f"**{number}** {plain(clip(entry.title, 80))}"
    files = f" · {plural(len(entry.files), 'file')}" if entry.files else ""
    return f"**{desk.contest.name_of(number)}**{files}"


def _mark(desk: Desk, number: int) -> str:
    return "✅" if number in desk.mine else "▫️"


def scored_lead(contest: Contest, ballot: Ballot) -> str:
    """Return what was stored."""
    again = f" (version {ballot.version}; your newest counts)" if ballot.version > 1 else ""
    mean = score_text(Fraction(contest.total(ballot.scores), sum(contest.weights)))
    head = f"{STORED} {contest.name_of(ballot.entry)}: {mean}**{again}"
    return f"{head}\n-# {given(contest, ballot.scores)}"


def score_text(score: Fraction | None) -> str:
    """Write an exact score as people read it: three decimals, no rounding up to a tie unseen."""
    return f"{float(score):.3f}" if score is not None else "no ballot"


def confirm_card(
    guild_id: GuildId, contest: Contest, entry: Entry, typed: TypedBallot, before: Ballot | None
) -> Card:
    """Read back scores that were typed as a message. `before`: this judge's newest ballot on the entry."""
    pairs = zip(contest.criteria, typed.scores, strict=True)
    lines = [f"### Store this for {label(entry, contest)}?"]
    lines += [f"- {criterion.title}: **{score}**" for criterion, score in pairs]
    if typed.feedback:
        lines.append(f"Feedback for the {say.group}: {plain(typed.feedback)}")
        if len(typed.feedback) >= LONGEST_NOTE:
            lines.append(f"-# Only its first {LONGEST_NOTE:,} characters are kept.")
    if before is not None:
        lines.append(f"-# You gave before: {given(contest, before.scores)}.{_kept(typed, before)}")
    return Card(KIND, ("\n".join(lines),), typed_buttons(guild_id, typed))


def _kept(typed: TypedBallot, before: Ballot) -> str:
    """Say what stays of the ballot before."""
    stays = [
        *(["feedback"] if before.feedback and typed.feedback is None else []),
        *(["note"] if before.note else []),
    ]
    if not stays:
        return ""
    verb = "stay as they were" if len(stays) > 1 else "stays as it was"
    return f" Your {' and '.join(stays)} {verb}."


def typed_buttons(
    guild_id: GuildId, typed: TypedBallot, *, storable: bool = True
) -> tuple[Button, ...]:
    """Make the buttons of scores that were typed: each message's store its own."""
    address = f"{guild_id}:{typed.contest_id}:{typed.id}"
    form = Press("Use the form", f"typed:form:{address}", GREY)
    return (Press("Store it", f"typed:store:{address}", PRIMARY), form) if storable else (form,)
