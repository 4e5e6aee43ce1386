"""The forms of the hand-ins. Discord's own upload field takes the files; typed text is handed back if refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.assignments.model import REVIEW, Details, Task, Version
from bot.assignments.ui import handlers
from bot.client.look import clip
from bot.client.surfaces import Form
from bot.course.work import EntryItem, PaperReview
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

MOST_FILES = 10
MOST_TEXTS = 4
LONGEST_TEXT = 4000
LABEL, DESCRIPTION = 45, 100
"""Discord's limits of a form."""


class ReviewForm(Form, needs=Capability.HAND_IN):
    """Hands in a paper review, or says about the one that is in what wasn't said yet."""

    def __init__(self, guild_id: int, review: PaperReview, last: Version | None) -> None:
        address = f"form:review:{guild_id}"
        super().__init__(guild_id, title="Hand in a paper review", custom_id=address)
        self.file: ui.FileUpload[Any] = ui.FileUpload(
            custom_id="file", required=last is None, min_values=0 if last else 1, max_values=1
        )
        about = f"{review.pages} page{'s' if review.pages > 1 else ''}, PDF"
        if last:
            about += ". Leave it empty to keep the file you handed in."
        self.add_item(ui.Label(text="Your review", description=about, component=self.file))
        self.paper: ui.TextInput[Any] = ui.TextInput(
            custom_id="paper",
            required=False,
            max_length=300,
            default=last.details.paper if last else None,
            placeholder="Its title or address",
        )
        self.add_item(ui.Label(text="Which paper", component=self.paper))
        self.parts: ui.CheckboxGroup[Any] = ui.CheckboxGroup(
            custom_id="parts",
            required=False,
            min_values=0,
            max_values=len(review.content),
            options=[
                discord.CheckboxGroupOption(
                    label=clip(f"({n}) {text}", 100),
                    value=str(n),
                    default=bool(last and last.details.ticked),
                )
                for n, text in enumerate(review.content, 1)
            ],
        )
        self._all_parts = len(review.content)
        self.add_item(
            ui.Label(text="It holds", description="Tick what is there.", component=self.parts)
        )

    async def submitted(self, interaction: Interaction) -> None:
        details = Details(
            paper=str(self.paper.value).strip(), ticked=len(self.parts.values) == self._all_parts
        )
        await handlers.take(interaction, self.guild_id, REVIEW, self.file.values, details)


class LabForm(Form, needs=Capability.HAND_IN):
    """Hands in a lab's entry, or adds to it."""

    def __init__(self, guild_id: int, task: Task, last: Version | None) -> None:
        address = f"form:lab:{guild_id}:{task.id}"
        super().__init__(guild_id, title=f"Hand in: {task.title}", custom_id=address)
        self._task = task
        self.files: ui.FileUpload[Any] = ui.FileUpload(
            custom_id="files", required=False, min_values=0, max_values=MOST_FILES
        )
        wanted = "; ".join(item.title for item in task.items if item.kind != "text")
        about = clip(wanted or "The files of your entry", DESCRIPTION)
        self.add_item(ui.Label(text="Files", description=about, component=self.files))
        self.texts = {item.id: _box(item, last) for item in _texts(task)}
        for item in _texts(task):
            about = clip(item.title, DESCRIPTION)
            label = clip(item.id.replace("-", " ").capitalize(), LABEL)
            self.add_item(ui.Label(text=label, description=about, component=self.texts[item.id]))

    async def submitted(self, interaction: Interaction) -> None:
        texts = {id: str(box.value).strip() for id, box in self.texts.items()}
        details = Details(texts={id: text for id, text in texts.items() if text})
        await handlers.take(interaction, self.guild_id, self._task.id, self.files.values, details)


def _texts(task: Task) -> list[EntryItem]:
    return [item for item in task.items if item.kind == "text"][:MOST_TEXTS]


def _box(item: EntryItem, last: Version | None) -> ui.TextInput[Any]:
    return ui.TextInput(
        custom_id=f"text-{item.id}"[:100],
        style=discord.TextStyle.paragraph,
        required=False,
        max_length=LONGEST_TEXT,
        default=last.details.texts.get(item.id) if last else None,
    )


class SlidesForm(Form, needs=Capability.HAND_IN):
    """Hands in the address of a group's slides."""

    def __init__(self, guild_id: int, number: int, last: Version | None) -> None:
        address = f"form:slides:{guild_id}"
        super().__init__(guild_id, title="Hand in your slides", custom_id=address)
        self.link: ui.TextInput[Any] = ui.TextInput(
            custom_id="link",
            max_length=500,
            default=last.details.link if last else None,
            placeholder="https://docs.google.com/presentation/…",
        )
        self.add_item(ui.Label(text="Address of your slides", component=self.link))
        self.numbered: ui.Checkbox[Any] = ui.Checkbox(
            custom_id="numbered", default=bool(last and last.details.ticked)
        )
        text = f"Our group number, {number}, is on them"
        self.add_item(ui.Label(text=text, component=self.numbered))

    async def submitted(self, interaction: Interaction) -> None:
        details = Details(link=str(self.link.value).strip(), ticked=bool(self.numbered.value))
        await handlers.take(interaction, self.guild_id, "slides", [], details)
