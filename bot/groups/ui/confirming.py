"""What is asked before a red button does what its person can't take back."""

from __future__ import annotations

from bot.client.layout import Card, Press
from bot.client.look import KINDS, plain
from bot.course.words import say
from bot.groups.model import ProjectGroup
from bot.groups.ui.cards import DANGER, GREY
from bot.groups.ui.replies import Scene


def confirm_card(text: str, confirm: Press, cancel: Press) -> Card:
    """Ask before something that can't be taken back by its person."""
    note = "-# Nothing has been changed yet."
    return Card(KINDS["trouble"], (text, note), (confirm, cancel))


def leave_card(scene: Scene, group: ProjectGroup, *, changed: bool = False) -> Card:
    """Ask somebody whether to leave. `changed`: they were asked before, and had company then."""
    number, name = group.number, f"{say.group} {group.number}: {plain(group.title)}"
    cancel = scene.button("Cancel", "keep", number, GREY)
    if len(group.members) > 1:
        text = f"**Leave {name}?** To come back you'd need an invite, or ask to join."
        confirm = scene.button("Leave", "leave-confirmed", number, DANGER)
    else:
        since = "Everybody else has left since you were asked. " if changed else ""
        text = (
            f"**Leave {name}?** {since}You're its last member, so leaving disbands it: its number won't be used "
            "again, and its open invitations end."
        )
        confirm = scene.button("Leave and disband", "leave-and-disband", number, DANGER)
    return confirm_card(text, confirm, cancel)


def disband_card(scene: Scene, group: ProjectGroup, *, changed: bool = False) -> Card:
    """Ask the founder whether to disband. `changed`: the group had other members when they were asked before."""
    count = len(group.members)
    people = "you alone" if count == 1 else f"all {count} of you"
    since = "Its members have changed since you were asked. " if changed else ""
    text = (
        f"**Disband {say.group} {group.number}: {plain(group.title)}?** {since}It ends for {people}, with its open "
        "invitations. Its number won't be used again."
    )
    confirm = scene.button("Disband", "disband-confirmed", group.number, DANGER, count)
    return confirm_card(text, confirm, scene.button("Cancel", "keep", group.number, GREY))
