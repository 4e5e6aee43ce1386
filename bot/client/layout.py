"""How a reply is laid out: a card (one container, one accent colour, its buttons) as components v2, answered or sent.

Limits are Discord's ("Component Reference"). A card that breaks one is refused here, before Discord would.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.client.look import Kind, clip
from bot.delivery.model import Batch, Elsewhere, Post
from bot.ids import ChannelId, UserId

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

MAX_TEXT = 4000
"""Characters of text in one message."""
MAX_COMPONENTS = 40
MAX_BUTTONS_A_ROW = 5
MAX_SWITCHES = 20
MAX_CUSTOM_ID = 100
MAX_LABEL = 80
MAX_OPTIONS = 25
MAX_OPTION = 100

PAGE_TEXT = 3400
"""Characters that one page of a long list may fill; the rest is for its heading and footer."""

RULE = "\n---\n"
"""A block that draws a line."""

heading: ContextVar[str] = ContextVar("heading", default="")
"""A line above every card that a task lays out, such as that it is a rehearsal."""


REHEARSAL = "-# 🎭 Rehearsal: nothing of this is real"


class CardBreaksLimit(Exception):
    """A card would be refused by Discord: a mistake of ours, never of the person."""


@dataclass(frozen=True, slots=True)
class Press:
    """A button that presses into the bot; what it does is all in its `custom_id`. None is there that does nothing."""

    label: str
    custom_id: str
    style: discord.ButtonStyle = discord.ButtonStyle.secondary


@dataclass(frozen=True, slots=True)
class Visit:
    """A button that opens an address."""

    label: str
    url: str


Button = Press | Visit


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a menu. `about`: a second line under its label."""

    label: str
    value: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """A select that one thing is chosen from; what it does is all in its `custom_id`. At most 25 options are shown."""

    custom_id: str
    placeholder: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A reply.

    Attributes:
        kind: gives the accent colour.
        blocks: texts in Discord's markdown, top to bottom; `RULE` draws a line.
        buttons: the next actions, at most five; the first is the main one.
        menu: a select, above the buttons.
        picture: an attached file's name, and its words for those who can't see it.
        files: names of attached files, to be opened.
        switches: buttons that turn something on or off, in rows above the others; at most twenty.
    """

    kind: Kind
    blocks: tuple[str, ...]
    buttons: tuple[Button, ...] = ()
    switches: tuple[Press, ...] = ()
    menu: Menu | None = None
    picture: tuple[str, str] | None = None
    files: tuple[str, ...] = ()


class Reply(ui.LayoutView):
    """A laid-out card. It holds no callbacks (buttons are found by their custom_id), so one object can be
    sent any number of times and nothing of it stays in memory after sending."""

    def __init__(self, items: Iterable[ui.Item[Any]]) -> None:
        super().__init__(timeout=None)
        for item in items:
            self.add_item(item)
        self._components = super().to_components()
        self.stop()

    def to_components(self) -> list[dict[str, Any]]:
        return self._components

    def is_dispatchable(self) -> bool:
        return False


def lay_out(card: Card, mark: int | None = None) -> Reply:
    """Turn a card into what discord.py sends.

    Args:
        mark: the container's id, by which a message can be found again.

    Raises:
        CardBreaksLimit: it has too much text, too many parts, or a custom_id that is too long.
    """
    card = headed(card, heading.get())
    _guard(card)
    items: list[ui.Item[Any]] = []
    for block in card.blocks:
        items.append(ui.Separator() if block == RULE else ui.TextDisplay(block))
    if card.picture:
        name, words = card.picture
        items.append(
            ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{name}", description=words))
        )
    items += [ui.File(f"attachment://{name}") for name in card.files]
    rows = [
        card.switches[n : n + MAX_BUTTONS_A_ROW]
        for n in range(0, len(card.switches), MAX_BUTTONS_A_ROW)
    ]
    for row in rows:
        items.append(ui.ActionRow(*(_button(button) for button in row)))
    if card.menu:
        items.append(ui.ActionRow(_select(card.menu)))
    if card.buttons:
        items.append(ui.ActionRow(*(_button(button) for button in card.buttons)))
    return Reply([ui.Container(*items, accent_colour=card.kind.colour, id=mark)])


def headed(card: Card, line: str) -> Card:
    """Put a line above a card, in its first text: a card at Discord's limit of parts takes no other.

    Where its texts leave no room for the line, the longest gives way at its end.
    """
    first, *others = card.blocks or ("",)
    if not line or first.startswith(line):
        return card
    blocks = [f"{line}\n{first}", *others]
    over = sum(len(block) for block in blocks if block != RULE) - MAX_TEXT
    if over > 0:
        longest = max(range(len(blocks)), key=lambda n: len(blocks[n]))
        blocks[longest] = f"{blocks[longest][: -over - 1]}…"
    return replace(card, blocks=tuple(blocks))


def message_texts(part: Any) -> Iterator[str]:
    """Yield the texts of a message and of whatever it's built from, top to bottom."""
    if isinstance(content := getattr(part, "content", None), str):
        yield content
    for inner in (*getattr(part, "components", ()), *getattr(part, "children", ())):
        yield from message_texts(inner)


def rehearsed(bot: CourseBot, card: Card) -> Card:
    """Say on a card that this is a rehearsal, if it is one."""
    return headed(card, REHEARSAL) if bot.app.rehearsal else card


def laid_out(bot: CourseBot, card: Card, batch: Batch) -> Reply:
    """Lay a card out so that its message can be found again by the batch's mark."""
    return lay_out(rehearsed(bot, card), batch.mark)


def post_of(bot: CourseBot, card: Card, batch: Batch) -> Post:
    """Make a card a message."""
    return Post(laid_out(bot, card, batch))


def post_to_person(bot: CourseBot, card: Card, batch: Batch, channel_id: ChannelId | None) -> Post:
    """Make a card a direct message. `channel_id`: where to show it, naming them, if theirs are closed."""
    user_id = batch.first.user_id
    if channel_id is None or user_id is None:
        return post_of(bot, card, batch)
    text = f"-# For <@{user_id}>, whose direct messages are closed"
    shown = replace(card, blocks=(*card.blocks, text))
    elsewhere = Elsewhere(channel_id, laid_out(bot, shown, batch), UserId(user_id))
    return Post(laid_out(bot, card, batch), elsewhere=elsewhere)


def _guard(card: Card) -> None:
    texts = [block for block in card.blocks if block != RULE]
    if sum(map(len, texts)) > MAX_TEXT:
        raise CardBreaksLimit(f"{sum(map(len, texts))} characters of text")
    if any(not text.strip() for text in texts) or not texts:
        raise CardBreaksLimit("an empty text")
    pressed = (*card.switches, *card.buttons)
    switch_rows = -(-len(card.switches) // MAX_BUTTONS_A_ROW)
    parts = len(card.blocks) + len(card.files) + len(pressed) + switch_rows + 2
    parts += 2 if card.menu else 0
    if parts > MAX_COMPONENTS:
        raise CardBreaksLimit(f"{parts} components")
    if len(card.buttons) > MAX_BUTTONS_A_ROW or len(card.switches) > MAX_SWITCHES:
        raise CardBreaksLimit(f"{len(card.buttons)} buttons, {len(card.switches)} switches")
    ids = [button.custom_id for button in pressed if isinstance(button, Press)]
    if len(set(ids)) < len(ids) or any(len(id) > MAX_CUSTOM_ID for id in ids):
        raise CardBreaksLimit(f"custom_ids {ids}")


def _button(button: Button) -> ui.Button[Any]:
    if isinstance(button, Visit):
        return ui.Button(label=button.label[:MAX_LABEL], url=button.url)
    return ui.Button(
        label=button.label[:MAX_LABEL],
        custom_id=button.custom_id,
        style=button.style,
    )


def _select(menu: Menu) -> ui.Select[Any]:
    return ui.Select(
        custom_id=menu.custom_id,
        placeholder=menu.placeholder,
        options=[
            discord.SelectOption(
                label=clip(option.label, MAX_OPTION),
                value=option.value,
                description=clip(option.about, MAX_OPTION) or None,
            )
            for option in menu.options[:MAX_OPTIONS]
        ],
    )


def paginate(
    parts: Sequence[str], budget: int = PAGE_TEXT, separator: str = "\n"
) -> list[list[str]]:
    """Pack parts into pages of at most `budget` characters, in order. A part longer than that is cut."""
    pages: list[list[str]] = [[]]
    used = 0
    for part in parts:
        text = part if len(part) <= budget else f"{part[: budget - 1]}…"
        cost = len(text) + len(separator)
        if pages[-1] and used + cost > budget:
            pages.append([])
            used = 0
        pages[-1].append(text)
        used += cost
    return pages
