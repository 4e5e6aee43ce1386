"""What askers see: answers, what else may be meant, what staff said."""

from __future__ import annotations

import re
from collections.abc import Sequence

import discord

from bot.answers.custom import STAFF
from bot.answers.said import OPEN, Choice, Reply
from bot.client.layout import MAX_CUSTOM_ID, Button, Card, Press
from bot.client.look import KINDS, clip, plain, plural, stamp
from bot.client.pages import BESIDE, turn
from bot.course.words import say
from bot.ids import GuildId
from bot.questions.errors import QuestionGone, TooManyQuestions
from bot.questions.model import Question, Unanswered
from bot.text import listing, lowered, raised

MAX_ANSWER = 2400
"""Characters of all answers in one reply; the rest of a message holds the question, its sources and what else fits."""
LONGEST_LABEL = 60
PRIMARY = discord.ButtonStyle.primary


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
    if reply.choices and not any(choice.said.source for choice in reply.choices):
        return Card(KINDS["answer"], tuple(blocks))
    if not reply.sure and (switches := _others(question, reply)):
        blocks.append("**Or did you mean one of these?**")
    buttons = _buttons(question, reply, beside=beside)
    return Card(KINDS["answer"], tuple(blocks), tuple(buttons), tuple(switches))


def _others(question: Question, reply: Reply) -> list[Press]:
    return [
        press(question.guild_id, question.id, f"other{n}", _asked_for(choice))
        for n, choice in enumerate(reply.alternatives)
    ]


def missed_card(question: Question, reply: Reply) -> Card:
    """Offer what else may be meant to somebody whom the answer didn't help."""
    others = _others(question, reply)
    text = "### Sorry that wasn't it\n"
    text += (
        "Did you mean one of these? If not, ask in other words" if others else "Ask in other words"
    )
    text += f", or let {say.staff} answer." if question.guild_id else "."
    staff = (press(question.guild_id, question.id, "staff", f"Ask {say.staff}", PRIMARY),)
    buttons = staff if question.guild_id else ()
    return Card(KINDS["answer"], (_echo(question), text), buttons, tuple(others))


def other_card(question: Question, reply: Reply, number: int) -> Card:
    """Lay out one of the other answers that may have been meant. Raises QuestionGone."""
    if number >= len(reply.alternatives):
        raise QuestionGone
    choice = reply.alternatives[number]
    source = _origin([choice.said.source])
    buttons = [*_more(choice), press(question.guild_id, question.id, "staff", f"Ask {say.staff}")]
    return Card(KINDS["answer"], (_echo(question), *_body([choice]), *source), tuple(buttons))


def _origin(sources: Sequence[str], shared_by: str = "") -> list[str]:
    """Return where an answer comes from: parts of the course page, staff's own words. Nothing stated has no source."""
    parts = ", ".join(one for one in sources if one not in (STAFF, OPEN, ""))
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
    return [turn("See more", choice.said.page, BESIDE, primary=True)] if choice.said.page else []


def _buttons(question: Question, reply: Reply, *, beside: bool) -> list[Button]:
    guild_id, id = question.guild_id, question.id
    if reply.ask:
        return [press(guild_id, id, "staff", reply.ask, PRIMARY)] if guild_id else []
    ask = press(guild_id, id, "staff", f"Ask {say.staff}", PRIMARY if reply.abstained else None)
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
    words = re.sub(r"\bi\b(?!')|\bi(?=')", "I", words.rstrip(" ?!."))
    return clip(f"{raised(words)}?", LONGEST_LABEL)


def shared_card(question: Question, reply: Reply, who: str) -> Card:
    """Lay out an answer for everybody in the channel."""
    source = _origin(reply.sources, shared_by=who)
    more = _more(reply.choices[0]) if reply.choices else []
    return Card(KINDS["answer"], (_echo(question), *_body(reply.choices), *source), tuple(more))


def wait_card(error: TooManyQuestions, guild_id: GuildId, typed: Sequence[str]) -> Card:
    """Tell somebody who asks too fast when they can ask again, and keep each of their questions for one press."""
    blocks, presses = [str(error)], list[Press]()
    for text in typed:
        address = f"ask-again:{guild_id}:{text}"
        if len(address) > MAX_CUSTOM_ID:
            blocks.append(f"Here is your question, to copy:\n```\n{plain(text)}\n```")
            continue
        blocks[0] += f"\n> {plain(text)}"
        label = "Ask it again" if len(typed) == 1 else clip(raised(text), LONGEST_LABEL)
        presses.append(Press(label, address) if presses else Press(label, address, PRIMARY))
    return Card(KINDS["answer"], tuple(blocks), tuple(presses))


def sent_card(question: Unanswered) -> Card:
    """Tell somebody that staff have their question."""
    others = question.people - 1
    with_you = (
        f" {plural(others, 'other person', 'other people')} asked the same." if others else ""
    )
    head = f"### {say.Staff} have your question\n> {plain(clip(question.text, 200))}"
    return Card(KINDS["answer"], (head, f"You'll get their answer by direct message.{with_you}"))


def thanks_card() -> Card:
    """Thank for a rating."""
    return Card(
        KINDS["answer"], (f"### Thanks, noted\nIt shows {say.staff} what the answers miss.",)
    )


def told_card(text: str, answer: str) -> Card:
    """Lay out staff's answer for whoever asked."""
    blocks = (
        f"### {say.Staff} answered your question\n> {plain(clip(text, 300))}",
        answer,
        f"-# From the course {say.staff}, not from the course page",
    )
    return Card(KINDS["answer"], blocks)


def not_answered_card(text: str) -> Card:
    """Tell whoever asked that staff won't answer here."""
    words = (
        f"### {say.Staff} won't answer this one here\n> {plain(clip(text, 300))}\n"
        "It's off their list: it may have been answered elsewhere, or it isn't about the course. "
        f"If it still matters to you, ask again in other words with `/ask`, or write to the course {say.staff}."
    )
    return Card(KINDS["answer"], (words,))
