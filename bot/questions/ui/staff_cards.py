"""What staff see of questions: their board, what became of an answer, the FAQ, the week."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.answers.catalogue import known_questions
from bot.client.layout import Card, Press
from bot.client.look import KINDS, clip, plain, plural, stamp
from bot.course.words import say
from bot.delivery.model import Row
from bot.questions.model import Learned, Unanswered, Week
from bot.questions.service import Answered
from bot.understanding.asked import worded

MAX_ON_BOARD = 5
MAX_LISTED = 10
SOMETHING = {
    "due": "something",
    "day": "a day",
    "lab": "a lab",
    "topic": "a topic",
    "person": "somebody",
}
PRIMARY, DANGER = discord.ButtonStyle.primary, discord.ButtonStyle.danger


def board_card(questions: Sequence[Unanswered]) -> Card:
    """Lay out the board of questions in the staff channel."""
    if not questions:
        text = "### No questions are waiting\nWhen the course page doesn't answer something, people can ask you here."
        return Card(KINDS["staff"], (text,))
    shown = questions[:MAX_ON_BOARD]
    head = f"### {plural(len(questions), 'question')} from students, most asked first"
    blocks = [head, *(_on_board(question) for question in shown)]
    if len(questions) > len(shown):
        blocks.append(f"-# {len(questions) - len(shown)} more move up as you answer these.")
    switches: list[Press] = []
    for one in shown:
        address = f"question:{one.guild_id}:{one.id}"
        switches.append(Press(f"Answer {one.id}", f"{address}:answer", PRIMARY))
        switches.append(Press(f"Dismiss {one.id}", f"{address}:dismiss"))
    return Card(KINDS["staff"], tuple(blocks), (), tuple(switches))


def _on_board(question: Unanswered) -> str:
    asked = f"asked by {plural(question.people, 'person', 'people')}, {stamp(question.at, 'R')}"
    return f"**{question.id}** {plain(question.text)}\n-# {asked}"


def answered_card(answered: Answered, rows: Sequence[Row]) -> Card:
    """Tell staff what became of their answer. `rows`: what was left for those who wait for it."""
    reached = sum(row.state == "sent" for row in rows)
    closed = sum(row.state == "skipped" for row in rows)
    lines = [f"### Answered: {plural(reached, 'person has', 'people have')} it"]
    if under_way := len(answered.notices) - reached - closed:
        lines.append(f"It's on its way to {plural(under_way, 'more person', 'more people')}.")
    if closed:
        who = plural(closed, "person", "people")
        lines.append(f"{who} couldn't be reached: their direct messages are closed.")
    entry = answered.entry
    if entry is None:
        return Card(KINDS["staff"], ("\n".join(lines),))
    lines.append("It joined the FAQ: from now on it answers this question.")
    undo = _remove(entry, "Undo: take it out of the FAQ")
    return Card(KINDS["staff"], ("\n".join(lines),), (undo,))


def dismiss_card(question: Unanswered) -> Card:
    """Ask staff whether to settle a question without an answer."""
    who = plural(question.people, "person", "people")
    text = (
        f"### Dismiss this question?\n> {plain(clip(question.text, 300))}\n"
        f"It'll leave the board, and {who} will be told that you won't answer it here. You can't undo this."
    )
    address = f"question:{question.guild_id}:{question.id}"
    switches = (Press("Dismiss it", f"{address}:drop", DANGER), Press("Keep it", f"{address}:keep"))
    return Card(KINDS["staff"], (text,), (), switches)


def dismissed_card(question: Unanswered) -> Card:
    """Tell staff that a question is settled without an answer."""
    who = plural(question.people, "person is", "people are")
    text = f"### Dismissed\n> {plain(clip(question.text, 300))}\n{who} being told."
    return Card(KINDS["staff"], (text,))


def kept_card(question: Unanswered) -> Card:
    """Tell staff that a question still waits."""
    text = f"### Kept on the board\n> {plain(clip(question.text, 300))}"
    return Card(KINDS["staff"], (text,))


def learned_card(entry: Learned) -> Card:
    """Tell staff of a new entry of the FAQ."""
    text = f"### Added to the FAQ\n**{plain(entry.text)}**\n{entry.answer}"
    return Card(KINDS["staff"], (text,), (_remove(entry, "Undo"),))


def _remove(entry: Learned, label: str) -> Press:
    return Press(label, f"faq:{entry.guild_id}:{entry.id}:remove", DANGER)


def removed_card() -> Card:
    """Tell staff that an entry left the FAQ."""
    return Card(KINDS["staff"], ("### Taken out of the FAQ\nIt no longer answers questions.",))


def faq_card(entries: Sequence[Learned]) -> Card:
    """List the entries that staff added."""
    if not entries:
        text = (
            "### You haven't added any answers yet\nTick the box when you answer a question, or use *Apps, Add to FAQ* "
            "on a message."
        )
        return Card(KINDS["staff"], (text,))
    shown = entries[::-1][:MAX_LISTED]
    blocks = [
        f"### {plural(len(entries), 'entry', 'entries')} that {say.staff} added, newest first"
    ]
    blocks += [f"**{e.id}** {plain(clip(e.text, 120))}\n{clip(e.answer, 180)}" for e in shown]
    if len(entries) > len(shown):
        blocks.append(
            f"-# and {len(entries) - len(shown)} older; `export faq` on the server lists all."
        )
    return Card(
        KINDS["staff"], tuple(blocks), (), tuple(_remove(e, f"Remove {e.id}") for e in shown)
    )


def week_card(week: Week) -> Card:
    """Sum up a week's questions for staff: numbers, no names."""
    lines = [
        f"### 📈 {plural(week.asked, 'question')} this week, from {plural(week.people, 'person', 'people')}",
        f"Helpful: {week.helpful} · not helpful: {week.not_helpful} · "
        f"not on the course page: {week.unanswered} · waiting for you: {week.waiting}",
    ]
    known = known_questions()
    asked = [(known[id].intent.wordings[0][1], times) for id, times in week.topics if id in known]
    if asked:
        lines.append("**Asked most**")
        lines += [f"- {worded(text, SOMETHING)} ({times})" for text, times in asked]
    return Card(KINDS["staff"], ("\n".join(lines),))
