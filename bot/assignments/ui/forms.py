"""The form of an assignment, made from what it takes. Discord's own upload field takes the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.assignments.model import Address, Assignment, Details, Document, Version
from bot.assignments.ui import handlers
from bot.client.look import clip, plural
from bot.client.surfaces import Form
from bot.course.work import EntryItem
from bot.ids import GuildId
from bot.permissions import Capability

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.client.surfaces import Interaction

MOST_FILES = 10
MOST_TEXTS = 4
LONGEST_TEXT = 4000
TITLE, LABEL, DESCRIPTION, OPTION = 45, 45, 100, 100
"""Discord's limits of a form."""


class HandInForm(Form, needs=Capability.HAND_IN):
    """Hands in an assignment, or adds to what is in already. What was typed is handed back if it is refused.

    Args:
        last: the newest version; its texts are filled in, its files stay unless they are replaced.
        group: the number of the group whose assignment it is.
    """

    def __init__(
        self, guild_id: GuildId, assignment: Assignment, last: Version | None, group: int | None
    ) -> None:
        title = clip(f"Hand in: {assignment.title}", TITLE)
        super().__init__(
            guild_id, title=title, custom_id=f"form:hand-in:{guild_id}:{assignment.id}"
        )
        self._assignment = assignment
        self._files: list[ui.FileUpload[Any]] = []
        self._confirmed: list[ui.CheckboxGroup[Any] | ui.Checkbox[Any]] = []
        self._texts: dict[str, ui.TextInput[Any]] = {}
        self._paper: ui.TextInput[Any] | None = None
        self._link: ui.TextInput[Any] | None = None
        said = last.details if last else Details()
        if assignment.document:
            self._ask_document(assignment.document, said, given=last is not None)
        if assignment.address:
            self._ask_address(assignment.address, said, group)
        if assignment.items:
            self._ask_items(assignment.items, said.texts)

    def _ask_document(self, asked: Document, said: Details, *, given: bool) -> None:
        about = f"{plural(asked.pages, 'page')}, PDF"
        if given:
            about += ". Leave it empty to keep the file you handed in."
        file: ui.FileUpload[Any] = ui.FileUpload(
            custom_id="file", required=not given, min_values=0 if given else 1, max_values=1
        )
        self._files.append(file)
        self.add_item(ui.Label(text="Your file", description=about, component=file))
        self._paper = ui.TextInput(
            custom_id="paper",
            required=False,
            max_length=300,
            default=said.paper or None,
            placeholder="Its title or address",
        )
        self.add_item(ui.Label(text="Which paper", component=self._paper))
        parts: ui.CheckboxGroup[Any] = ui.CheckboxGroup(
            custom_id="parts",
            required=False,
            min_values=0,
            max_values=len(asked.content),
            options=[
                discord.CheckboxGroupOption(
                    label=clip(f"({n}) {text}", OPTION), value=str(n), default=said.ticked
                )
                for n, text in enumerate(asked.content, 1)
            ],
        )
        self._confirmed.append(parts)
        about = "Check what's in it."
        self.add_item(ui.Label(text="It includes", description=about, component=parts))

    def _ask_address(self, asked: Address, said: Details, group: int | None) -> None:
        self._link = ui.TextInput(
            custom_id="link",
            max_length=500,
            default=said.link or None,
            placeholder=f"https://{asked.host}{asked.path}…",
        )
        self.add_item(ui.Label(text="Address of your slides", component=self._link))
        if group is not None:
            numbered: ui.Checkbox[Any] = ui.Checkbox(custom_id="numbered", default=said.ticked)
            self._confirmed.append(numbered)
            text = f"Our group number, {group}, is on them"
            self.add_item(ui.Label(text=text, component=numbered))

    def _ask_items(self, items: Sequence[EntryItem], said: Mapping[str, str]) -> None:
        files: ui.FileUpload[Any] = ui.FileUpload(
            custom_id="files", required=False, min_values=0, max_values=MOST_FILES
        )
        self._files.append(files)
        wanted = "; ".join(item.title for item in items if item.kind != "text")
        about = clip(wanted or "The files of your entry", DESCRIPTION)
        self.add_item(ui.Label(text="Files", description=about, component=files))
        for item in [item for item in items if item.kind == "text"][:MOST_TEXTS]:
            self._texts[item.id] = box = _box(item.id, said.get(item.id))
            label = clip(item.id.replace("-", " ").capitalize(), LABEL)
            about = clip(item.title, DESCRIPTION)
            self.add_item(ui.Label(text=label, description=about, component=box))

    async def submitted(self, interaction: Interaction) -> None:
        texts = {id: str(box.value).strip() for id, box in self._texts.items()}
        details = Details(
            paper=str(self._paper.value).strip() if self._paper else "",
            ticked=bool(self._confirmed) and all(map(_is_checked, self._confirmed)),
            texts={id: text for id, text in texts.items() if text},
            link=str(self._link.value).strip() if self._link else "",
        )
        files = [file for field in self._files for file in field.values]
        await handlers.take(interaction, self.guild_id, self._assignment.id, files, details)


def _is_checked(field: ui.CheckboxGroup[Any] | ui.Checkbox[Any]) -> bool:
    if isinstance(field, ui.CheckboxGroup):
        return len(field.values) == len(field.options)
    return bool(field.value)


def _box(item: str, said: str | None) -> ui.TextInput[Any]:
    return ui.TextInput(
        custom_id=f"text-{item}"[:100],
        style=discord.TextStyle.paragraph,
        required=False,
        max_length=LONGEST_TEXT,
        default=said,
    )
