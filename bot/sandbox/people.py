"""Who lives in the sandbox, and where they can be."""

from __future__ import annotations

from dataclasses import dataclass

CHANNELS = ("announcements", "office-hours", "general", "staff")
DM = "dm"
PLACE_WORDS = {DM: "Direct messages"}
ROLES = {
    "staff": "Staff",
    "judge": "Judge",
    "registered": "Registered student",
    "affiliate": "Affiliate",
    "listener": "Listener",
}


@dataclass(frozen=True, slots=True)
class Resident:
    """A person of the sandbox."""

    id: str
    name: str
    role: str
    who: str

    @property
    def places(self) -> tuple[str, ...]:
        """The channels this person can see, and their direct messages with the bot."""
        return (*(c for c in CHANNELS if c != "staff" or self.role == "staff"), DM)

    @property
    def full_name(self) -> str:
        """Their name, and what they are."""
        return f"{self.name} ({self.who})"


RESIDENTS = (
    Resident("ana", "Ana", "registered", "registered student"),
    Resident("leo", "Leo", "listener", "listener"),
    Resident("joy", "Joy", "judge", "judge"),
    Resident("kim", "Kim", "judge", "judge"),
    Resident("sam", "Sam", "staff", "staff"),
    Resident("tim", "Tim", "staff", "staff"),
)
