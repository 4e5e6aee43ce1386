"""What people see of answers, and what staff see of questions."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.answers.catalogue import known_questions
from bot.answers.custom import STAFF
from bot.answers.reply import Choice, Reply
from bot.answers.said import OPEN
from bot.client.layout import Button, Card, Press
from bot.client.look import KINDS, clip, plain, plural, stamp
from bot.client.pages import turn
from bot.course.text import listing, lowered, raised
from bot.delivery.model import Row
from bot.ids import GuildId
from bot.questions.errors import QuestionGone
from bot.questions.model import Learned, Question, Unanswered, Week
from bot.questions.service import Answered
from bot.understanding.intents import worded

MAX_ON_BOARD = 5
MAX_LISTED = 10
MAX_ANSWER = 2400
"""Characters of all answers in one reply; the rest of a message holds the question, its sources and what else fits."""
WORTH_SHOWING = 0.3
"""The score of another answer from which it is worth a button."""
SOMETHING = {
    "due": "something",
    "day": "a day",
    "lab": "a lab",
    "topic": "a topic",
    "person": "somebody",
}
LONGEST_LABEL = 60
PRIMARY, DANGER = discord.ButtonStyle.primary, discord.ButtonStyle.danger


def press(
    guild_id: GuildId, id: int, act: str, label: str, style: discord.ButtonStyle | None = None
) -> Press:
    """Make a button of an answer."""
    return Press(label, f"answer:{guild_id}:{id}:{act}", style or discord.ButtonStyle.secondary)


def answer_card(question: Question, reply: Reply, *, beside: bool = False) -> Card:
    """Lay out an answer.

    Args:
        beside: it stands beside the message that asked, so it repeats no question and needs no Share.
    """
    blocks = [] if beside else [_echo(question)]
    blocks += [*_body(reply.choices), *_origin(reply.sources)]
    switches: list[Press] = []
    if not reply.sure and (switches := _others(question, reply)):
        blocks.append("**Or did you mean one of these?**")
    buttons = _buttons(question, reply, beside=beside)
    return Card(KINDS["answer"], tuple(blocks), tuple(buttons), tuple(switches))


def _others(question: Question, reply: Reply) -> list[Press]:
    return [
        press(question.guild_id, question.id, f"other{n}", _asked_for(choice))
        for n, choice in enumerate(reply.alternatives)
        if choice.score >= WORTH_SHOWING
    ]


def missed_card(question: Question, reply: Reply) -> Card:
    """Offer what else may be meant to somebody whom the answer didn't help."""
    others = _others(question, reply)
    text = "### Sorry that wasn't it\n"
    text += (
        "Did you mean one of these? If not, ask in other words" if others else "Ask in other words"
    )
    text += ", or let staff answer." if question.guild_id else "."
    staff = (press(question.guild_id, question.id, "staff", "Ask staff", PRIMARY),)
    buttons = staff if question.guild_id else ()
    return Card(KINDS["answer"], (_echo(question), text), buttons, tuple(others))


def other_card(question: Question, reply: Reply, number: int) -> Card:
    """Lay out one of the other answers that may have been meant. Raises QuestionGone."""
    if number >= len(reply.alternatives):
        raise QuestionGone
    choice = reply.alternatives[number]
    source = _origin([choice.said.source])
    buttons = [*_more(choice), press(question.guild_id, question.id, "staff", "Ask staff")]
    return Card(KINDS["answer"], (_echo(question), *_body([choice]), *source), tuple(buttons))


def _origin(sources: Sequence[str], shared_by: str = "") -> list[str]:
    """Return where an answer comes from: parts of the course page, staff's own words. Nothing stated has no source."""
    parts = ", ".join(one for one in sources if one not in (STAFF, OPEN))
    named = [f"course page ({parts})"] if parts else []
    named += [lowered(STAFF)] if STAFF in sources else []
    told = [f"Source: {listing(named)}"] if named else []
    told += [f"shared by {shared_by}"] if shared_by else []
    return [f"-# {' · '.join(told)}"] if told else []


def _echo(question: Question) -> str:
    return f"-# 💬 {plain(clip(question.text, 200))}"


def _body(choices: Sequence[Choice]) -> list[str]:
    """Put the answer in the first line, in bold; times of a deadline also in the reader's own zone."""
    blocks: list[str] = []
    for choice in choices:
        head, rest = _split(clip(choice.text, MAX_ANSWER // len(choices)))
        instant = None if head.endswith(":") else choice.said.instant
        countdown = f" ({stamp(instant, 'R')})" if instant else ""
        blocks.append(f"**{head}**{countdown}{rest}")
        if instant:
            blocks.append(f"-# Your time: {stamp(instant, 'F')}")
    return blocks


def _split(text: str) -> tuple[str, str]:
    """Split an answer into its first sentence and the rest. "Yes." and "No." are no sentence by themselves."""
    start = 5 if text.startswith(("Yes. ", "No. ")) else 0
    ends = [at for mark in (". ", ":\n", "\n") if (at := text.find(mark, start)) >= 0]
    if not ends:
        return text, ""
    at = min(ends) + 1
    return text[:at].rstrip("\n"), (" " if text[at : at + 1] == " " else "\n") + text[at:].strip()


def _more(choice: Choice) -> list[Button]:
    return [turn("See more", choice.said.page, primary=True)] if choice.said.page else []


def _buttons(question: Question, reply: Reply, *, beside: bool) -> list[Button]:
    guild_id, id = question.guild_id, question.id
    ask = press(guild_id, id, "staff", "Ask staff", PRIMARY if reply.abstained else None)
    buttons: list[Button] = [ask] if reply.abstained and guild_id else []
    buttons += _more(reply.choices[0]) if reply.choices else []
    buttons += [press(guild_id, id, "good", "Helpful"), press(guild_id, id, "bad", "Not helpful")]
    if guild_id and not reply.abstained:
        buttons.append(ask)
    if guild_id and not beside:
        buttons.append(press(guild_id, id, "share", "Share in channel"))
    return buttons[:5]


def _asked_for(choice: Choice) -> str:
    words = choice.question
    return clip(f"{raised(words)}?", LONGEST_LABEL)


def shared_card(question: Question, reply: Reply, who: str) -> Card:
    """Lay out an answer for everybody in the channel."""
    source = _origin(reply.sources, shared_by=who)
    more = _more(reply.choices[0]) if reply.choices else []
    return Card(KINDS["answer"], (_echo(question), *_body(reply.choices), *source), tuple(more))


def sent_card(question: Unanswered) -> Card:
    """Say that staff have a question."""
    others = question.people - 1
    with_you = (
        f" {plural(others, 'other person', 'other people')} asked the same." if others else ""
    )
    head = f"### Staff have your question\n> {plain(clip(question.text, 200))}"
    return Card(KINDS["answer"], (head, f"You'll get their answer by direct message.{with_you}"))


def thanks_card() -> Card:
    """Thank for a rating."""
    return Card(KINDS["answer"], ("### Thanks, noted\nIt shows staff what the answers miss.",))


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


def told_card(text: str, answer: str) -> Card:
    """Lay out staff's answer for whoever asked."""
    blocks = (
        f"### Staff answered your question\n> {plain(clip(text, 300))}",
        answer,
        "-# From the course staff, not from the course page",
    )
    return Card(KINDS["answer"], blocks)


def not_answered_card(text: str) -> Card:
    """Tell whoever asked that staff won't answer here."""
    words = (
        f"### Staff won't answer this one here\n> {plain(clip(text, 300))}\n"
        "It's off their list: it may have been answered elsewhere, or it isn't about the course. "
        "If it still matters to you, ask again in other words with `/ask`, or write to the course staff."
    )
    return Card(KINDS["answer"], (words,))


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
    """Say that an entry left the FAQ."""
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
    blocks = [f"### {plural(len(entries), 'entry', 'entries')} that staff added, newest first"]
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
