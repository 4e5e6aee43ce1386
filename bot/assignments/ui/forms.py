"""The form of an assignment, made from what it takes. Discord's own upload field takes the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.assignments.model import Assignment, Details, Version
from bot.assignments.ui import handlers
from bot.client.look import clip, plural
from bot.client.surfaces import Form
from bot.course.assigned import MOST_FIELDS, Accepted, AssignmentPart, Subject
from bot.course.words import say
from bot.ids import GuildId
from bot.permissions import Capability
from bot.text import listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.client.surfaces import Interaction

MOST_FILES = 10
LONGEST_TEXT = 4000
WHOLE: frozenset[Accepted] = frozenset(("pdf", "notebook"))
"""What a part has one file of."""
KINDS_SAID: dict[Accepted, str] = {
    "pdf": "PDF",
    "notebook": "notebook",
    "audio": "audio",
    "video": "video",
    "image": "image",
    "text": "text",
    "link": "address",
    "file": "any file",
}
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
        self._assignment, self._given = assignment, last is not None
        self._files: dict[str, ui.FileUpload[Any]] = {}
        self._confirmed: list[ui.CheckboxGroup[Any] | ui.Checkbox[Any]] = []
        self._texts: dict[str, ui.TextInput[Any]] = {}
        self._subject: ui.TextInput[Any] | None = None
        self._link = ""
        said = last.details if last else Details()
        self._ask_files()
        for part in assignment.link_parts:
            self._ask_link(part, said)
        if assignment.subject:
            self._ask_subject(assignment.subject, said)
        for part in (part for part in assignment.parts if "text" in part.accepts):
            self._ask_text(part, said.texts.get(part.id))
        if assignment.includes:
            self._ask_content(assignment.includes, said)
        if assignment.numbered and group is not None:
            self._ask_number(group, said)

    def _ask_files(self) -> None:
        parts = [part for part in self._assignment.parts if part.takes_files]
        if len(parts) == 1 and self._assignment.holder:
            self._ask_file(parts[0], "")
        elif _are_alike(parts) and self._assignment.stated.fields + len(parts) - 1 <= MOST_FIELDS:
            for part in parts:
                self._ask_file(part, part.id)
        elif parts:
            files: ui.FileUpload[Any] = ui.FileUpload(
                custom_id="files", required=False, min_values=0, max_values=MOST_FILES
            )
            self._files[""] = files
            about = clip("; ".join(part.title for part in parts), DESCRIPTION)
            self.add_item(ui.Label(text="Files", description=about, component=files))

    def _ask_file(self, part: AssignmentPart, id: str) -> None:
        """Ask for the files of one part. `id`: what they're kept under."""
        about = _asked(part)
        needed = not (self._given or part.optional or id)
        if self._given:
            about += ". Leave it empty to keep what you handed in."
        file: ui.FileUpload[Any] = ui.FileUpload(
            custom_id=f"file-{id}"[:100] if id else "file",
            required=needed,
            min_values=1 if needed else 0,
            max_values=1 if set(part.accepts) <= WHOLE else MOST_FILES,
        )
        self._files[id] = file
        title = clip(part.title, LABEL)
        self.add_item(ui.Label(text=title, description=clip(about, DESCRIPTION), component=file))

    def _ask_link(self, part: AssignmentPart, said: Details) -> None:
        given = said.texts.get(part.id) if self._link else said.link
        link: ui.TextInput[Any] = ui.TextInput(
            custom_id=f"link-{part.id}"[:100] if self._link else "link",
            required=not part.optional and len(self._assignment.parts) == 1,
            max_length=500,
            default=given or None,
            placeholder=f"https://{part.hosts[0].at if part.hosts else ''}…",
        )
        self._link, self._texts[part.id] = self._link or part.id, link
        self.add_item(ui.Label(text=clip(part.title, LABEL), component=link))

    def _ask_subject(self, subject: Subject, said: Details) -> None:
        self._subject = ui.TextInput(
            custom_id="subject",
            required=False,
            max_length=300,
            default=said.paper or None,
            placeholder="Its title or address" if subject.suggestions else None,
        )
        self.add_item(ui.Label(text=clip(subject.ask, LABEL), component=self._subject))

    def _ask_text(self, part: AssignmentPart, said: str | None) -> None:
        self._texts[part.id] = box = _box(part.id, said)
        label = clip(part.id.replace("-", " ").capitalize(), LABEL)
        about = clip(part.title, DESCRIPTION)
        self.add_item(ui.Label(text=label, description=about, component=box))

    def _ask_content(self, content: Sequence[str], said: Details) -> None:
        parts: ui.CheckboxGroup[Any] = ui.CheckboxGroup(
            custom_id="parts",
            required=False,
            min_values=0,
            max_values=len(content),
            options=[
                discord.CheckboxGroupOption(
                    label=clip(f"({n}) {text}", OPTION), value=str(n), default=said.ticked
                )
                for n, text in enumerate(content, 1)
            ],
        )
        self._confirmed.append(parts)
        about = "Check what's in it."
        self.add_item(ui.Label(text="It includes", description=about, component=parts))

    def _ask_number(self, group: int, said: Details) -> None:
        numbered: ui.Checkbox[Any] = ui.Checkbox(custom_id="numbered", default=said.ticked)
        self._confirmed.append(numbered)
        self.add_item(
            ui.Label(text=f"Our {say.group} number, {group}, is on it", component=numbered)
        )

    async def submitted(self, interaction: Interaction) -> None:
        texts = {id: str(box.value).strip() for id, box in self._texts.items()}
        link = texts.pop(self._link, "")
        details = Details(
            paper=str(self._subject.value).strip() if self._subject else "",
            ticked=bool(self._confirmed) and all(map(_is_checked, self._confirmed)),
            texts={id: text for id, text in texts.items() if text},
            link=link,
        )
        files = [(file, id) for id, field in self._files.items() for file in field.values]
        await handlers.take(interaction, self.guild_id, self._assignment.id, files, details)


def _are_alike(parts: Sequence[AssignmentPart]) -> bool:
    """Return whether a file's kind doesn't tell which of several parts it is for."""
    kinds = [kind for part in parts for kind in part.accepts]
    return len(parts) > 1 and len(set(kinds)) < len(kinds)


def _asked(part: AssignmentPart) -> str:
    """Write what a part takes: 1 page, single-spaced, PDF."""
    length = [plural(part.pages, "page")] if part.pages else []
    layout = [part.layout] if part.layout else []
    kinds = listing([KINDS_SAID[kind] for kind in part.accepts], "or")
    return ", ".join([*length, *layout, kinds])


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
