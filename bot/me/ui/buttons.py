"""The buttons about what concerns one person. Each names its server: it works in DMs and after a restart."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from discord import ui

from bot.client.surfaces import Persistent
from bot.me.ui import asked, dropped, handlers
from bot.me.ui.forms import AskForm
from bot.permissions import Capability
from bot.questions.ui import handlers as questions

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

Button = ui.Button[ui.LayoutView]


class MeButton(Persistent[Button], template=r"me:(?P<guild>\d+)", needs=Capability.READ_COURSE):
    """Shows its presser what concerns them."""

    async def used(self, interaction: Interaction) -> None:
        await handlers.show(interaction, self.guild_id)


class ThereButton(
    Persistent[Button],
    template=r"there:(?P<guild>\d+):(?P<assignment>[a-z0-9.-]+):(?P<there>[01])",
    needs=Capability.HAND_IN,
):
    """Says that something is in its official place, too; or takes it back."""

    async def used(self, interaction: Interaction) -> None:
        there = self.found["there"] == "1"
        await handlers.say_there(interaction, self.guild_id, self.found["assignment"], there=there)


class RemindAtButton(
    Persistent[Button],
    template=r"remind-at:(?P<guild>\d+):(?P<question>\d+):(?P<at>\d{1,11})",
    needs=Capability.HAND_IN,
):
    """Sets the reminder that its card asked about."""

    async def used(self, interaction: Interaction) -> None:
        at = datetime.fromtimestamp(int(self.found["at"]), UTC)
        await asked.set_reminder(interaction, self.guild_id, int(self.found["question"]), at)


class AboutMeButton(
    Persistent[Button],
    template=r"about-me:(?P<guild>\d+):(?P<about>[a-z-]+)",
    needs=Capability.READ_COURSE,
):
    """Answers a question about whoever presses, to them alone."""

    async def used(self, interaction: Interaction) -> None:
        await asked.show_about(interaction, self.guild_id, self.found["about"])


class DropButton(
    Persistent[Button],
    template=r"drop:(?P<guild>\d+):(?P<assignment>[a-z0-9.-]+):(?P<message>\d+)",
    needs=Capability.HAND_IN,
):
    """Hands in the files of a direct message."""

    async def used(self, interaction: Interaction) -> None:
        await dropped.hand_in(
            interaction, self.guild_id, self.found["assignment"], int(self.found["message"])
        )


class AskButton(Persistent[Button], template=r"ask:(?P<guild>\d+)", needs=Capability.READ_COURSE):
    """Opens the form that a question is typed into."""

    async def used(self, interaction: Interaction) -> None:
        await interaction.response.send_modal(AskForm(self.guild_id))


class AskAgainButton(
    Persistent[Button],
    template=r"ask-again:(?:\d+):(?P<text>.+)",
    needs=Capability.READ_COURSE,
):
    """Asks a question again that came too soon after others."""

    async def used(self, interaction: Interaction) -> None:
        await questions.ask(interaction, self.found["text"])
