"""What judges see: their card, an entry, the list. Nobody else's scores are ever in it. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import discord

from bot.client.layout import RULE, Button, Card, Press, Visit, paginate
from bot.client.look import KINDS, clip, plain
from bot.competitions.model import Ballot, Contest, Entry
from bot.competitions.service import Desk

KIND = KINDS["judging"]
BAR = 15
PRIMARY, DANGER = discord.ButtonStyle.primary, discord.ButtonStyle.danger
STATES = {
    "setup": "Judging hasn't been opened yet.",
    "paused": "⏸️ Judging is paused; nothing can be scored for now.",
    "closed": "Judging is closed. Thank you.",
    "published": "The results are published. Thank you.",
}


def press(
    label: str, action: str, guild_id: int, contest: str, entry: int, style: discord.ButtonStyle
) -> Press:
    """Make a button that works in direct messages and after a restart."""
    return Press(label, f"judge:{action}:{guild_id}:{contest}:{entry}", style)


def shown_entry(desk: Desk, number: int | None) -> Entry | None:
    """Return the entry that a card shows: the named one, else the next."""
    shown = number if number in desk.entries else next(iter(desk.todo), None)
    return desk.entries[shown] if shown is not None else None


def desk_card(
    guild_id: int,
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
        return Card(KIND, (*blocks, STATES[desk.state]), _list_button(guild_id, desk))
    entry = shown_entry(desk, number)
    if entry is None:
        text = (
            "All scored. You can change your scores until judging is closed."
            if total
            else "There is no entry yet."
        )
        return Card(KIND, (*blocks, text), _list_button(guild_id, desk))
    blocks += [RULE, entry_text(entry, desk.mine.get(entry.number), desk.contest, names or {})]
    if entry.number in desk.recused:
        return Card(
            KIND,
            (*blocks, "You declared a conflict of interest here."),
            _list_button(guild_id, desk),
        )
    return Card(KIND, tuple(blocks), _entry_buttons(guild_id, desk, entry))


def bar(done: int, total: int) -> str:
    """Draw how far something is."""
    full = BAR * done // total if total else 0
    return "▓" * full + "░" * (BAR - full)


def entry_text(
    entry: Entry, ballot: Ballot | None, contest: Contest, names: Mapping[int, str]
) -> str:
    """Describe an entry, with this judge's own scores."""
    lines = [f"**{number_text(entry, contest)} · {plain(clip(entry.title, 120))}**"]
    lines += [plain(clip(entry.about, 900))] if entry.about else []
    if not contest.lab:
        lines.append(f"-# By {', '.join(names.get(id, f'<@{id}>') for id in entry.owner_ids)}")
    if ballot:
        given = ", ".join(
            f"{c.title} {s}" for c, s in zip(contest.criteria, ballot.scores, strict=False)
        )
        lines.append(f"✅ You gave: {given}")
    return "\n".join(lines)


def number_text(entry: Entry, contest: Contest) -> str:
    """Name an entry by its number."""
    return f"Entry {entry.number}" if contest.lab else f"Group {entry.number}"


def _entry_buttons(guild_id: int, desk: Desk, entry: Entry) -> tuple[Button, ...]:
    contest, grey = desk.contest.id, discord.ButtonStyle.secondary
    label = "Change scores" if entry.number in desk.mine else "Score"
    buttons: list[Button] = [press(label, "score", guild_id, contest, entry.number, PRIMARY)]
    if entry.number not in desk.mine:
        buttons.append(press("Skip for now", "skip", guild_id, contest, entry.number, grey))
        buttons.append(
            press("Conflict of interest", "recuse", guild_id, contest, entry.number, DANGER)
        )
    if entry.link:
        buttons.append(Visit("Slides", entry.link))
    return (*buttons, *_list_button(guild_id, desk))


def _list_button(guild_id: int, desk: Desk) -> tuple[Button, ...]:
    grey = discord.ButtonStyle.secondary
    return (press("All entries", "list", guild_id, desk.contest.id, 0, grey),)


def list_card(guild_id: int, desk: Desk, page: int) -> Card:
    """List a judge's entries with their state."""
    lines = [
        f"{_mark(desk, n)} **{n}** {plain(clip(desk.entries[n].title, 80))}" for n in desk.order
    ]
    lines += [
        f"🚫 **{n}** {plain(clip(desk.entries[n].title, 80))}"
        for n in sorted(desk.recused)
        if n in desk.entries
    ]
    pages = paginate(lines, 2800)
    page = min(page, len(pages) - 1)
    head = f"### {desk.contest.title}: {len(desk.todo)} left to score"
    foot = (
        "-# ✅ scored · ▫️ to do · 🚫 conflict of interest. `/scores entry:` opens one; or write to me "
        "“score 4: 5 4 3 great demo”."
    )
    grey = discord.ButtonStyle.secondary
    buttons: list[Button] = [press("Next entry", "next", guild_id, desk.contest.id, 0, PRIMARY)]
    if page:
        buttons.append(press("◀", "list", guild_id, desk.contest.id, page - 1, grey))
    if page + 1 < len(pages):
        buttons.append(press("▶", "list", guild_id, desk.contest.id, page + 1, grey))
    return Card(KIND, (head, *(["\n".join(pages[page])] if lines else []), foot), tuple(buttons))


def _mark(desk: Desk, number: int) -> str:
    return "✅" if number in desk.mine else "▫️"


def scored_lead(contest: Contest, ballot: Ballot, entry: Entry) -> str:
    """Return what was stored."""
    given = ", ".join(
        f"{c.title} {s}" for c, s in zip(contest.criteria, ballot.scores, strict=True)
    )
    again = f" (version {ballot.version}; your newest counts)" if ballot.version > 1 else ""
    mean = score_text(Fraction(sum(ballot.scores), len(ballot.scores)))
    return f"✅ **Stored for {number_text(entry, contest)}: {mean}**{again}\n-# {given}"


def score_text(score: Fraction | None) -> str:
    """Write an exact score as people read it: three decimals, no rounding up to a tie unseen."""
    return f"{float(score):.3f}" if score is not None else "no ballot"


def confirm_card(
    guild_id: int, contest: Contest, entry: Entry, scores: Sequence[str], feedback: str
) -> Card:
    """Read back scores that were typed as a message."""
    given = "\n".join(
        f"- {c.title}: **{s}**" for c, s in zip(contest.criteria, scores, strict=True)
    )
    head = f"### Store this for {number_text(entry, contest)} · {plain(clip(entry.title, 100))}?"
    said = f"\nFeedback for the group: {plain(clip(feedback, 300))}" if feedback else ""
    packed = "-".join(scores)
    yes = Press(
        "Store it", f"ballot-typed:{guild_id}:{contest.id}:{entry.number}:{packed}", PRIMARY
    )
    other = press(
        "Use the form", "score", guild_id, contest.id, entry.number, discord.ButtonStyle.secondary
    )
    return Card(KIND, (head, given + said), (yes, other))
