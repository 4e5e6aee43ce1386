"""What `/setup` refuses, in the words a person reads."""

from __future__ import annotations

from bot.errors import UserError


class EveryonesRole(UserError):
    """The role of everybody in a server was chosen for some of them."""

    def __init__(self, setting: str) -> None:
        self.setting = setting
        super().__init__(
            f"**@everyone can't be the {setting.replace('_', ' ')}, so nothing was changed.** Everybody in this "
            "server has it, so it doesn't tell me who is who. Choose a role that only those people have; "
            "you can make one under Server Settings, Roles."
        )


class NoChannel(UserError):
    """No announcements channel is chosen, so there's nowhere to post."""

    def __init__(self) -> None:
        super().__init__(
            "**There's no announcements channel yet, so nothing was posted.** Choose one in `/setup`, then press again."
        )
