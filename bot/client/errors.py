"""Why a request wasn't begun, in the words a person reads."""

from __future__ import annotations

from collections.abc import Sequence

from bot.course.words import in_words, say
from bot.errors import UserError


class Overloaded(UserError):
    """More is asked than can be answered in time."""

    def __init__(self) -> None:
        super().__init__("**Busy right now, so this wasn't done.** Try again in a few seconds.")


class TooLate(UserError):
    """Discord takes no answer to this any more, so nobody will read these words."""

    def __init__(self) -> None:
        super().__init__("**This came too late to be answered, so it wasn't done.** Try again.")


class RehearsedElsewhere(UserError):
    """The bot rehearses in another server and does nothing in this one."""

    def __init__(self) -> None:
        super().__init__(
            "**I'm only rehearsing, and in another server, so nothing was done here.** If I should be at work here, "
            f"please tell {say.staff}."
        )


class FormGone(UserError):
    """A form was sent that this process doesn't have open."""

    def __init__(self) -> None:
        super().__init__(
            "**This form wasn't open anymore, so nothing was saved now.** I was restarted since you opened it, or "
            "you'd sent it before. Open it again to send what you typed."
        )


class FormForgotten(UserError):
    """A refused form isn't kept any more, or it's another person's."""

    def __init__(self) -> None:
        super().__init__(
            "**I don't have that form anymore, so it can't be opened again.** I keep one for 15 minutes, and a restart "
            "forgets it. What you typed is still in the message above: open a new form and copy it over."
        )


class WhichCourse(UserError):
    """A direct message might be about several courses. `choices`: each one's name and its server's id."""

    def __init__(self, choices: Sequence[tuple[str, int]]) -> None:
        self.choices = tuple(choices)
        super().__init__(
            "**Which course is this about?** You're in several, and a direct message doesn't say which. "
            "Choose one, then ask again; I'll remember it."
        )


class NoCourse(UserError):
    """A direct message of somebody who hasn't used the bot in any server yet."""

    def __init__(self) -> None:
        super().__init__(
            "**I don't know which course you're in yet.** Use any of my commands in your course's server once, such as "
            "`/next`; then I can answer here, too."
        )


class NotInThisCourse(UserError):
    """A command that the server's course has nothing for."""

    def __init__(self, command: str, lacks: str) -> None:
        self.command, self.lacks = command, lacks
        super().__init__(
            f"**This course has no {in_words(lacks)}, so there's nothing for `/{command}` to do.** The course has "
            "changed, and your Discord still shows you what it had before; Ctrl+R (or restarting the app) updates it. "
            "`/help` lists everything there is."
        )


class CannotAsk(UserError):
    """Discord doesn't say whether somebody is in the server, and as what."""

    def __init__(self) -> None:
        super().__init__(
            "**Discord won't tell me right now what you're allowed to do in the course's server, so nothing was "
            "done.** Try again in a minute, or use it in a channel there."
        )
