"""Discord's ids as types of their own, so that a person's can't stand where a server's belongs."""

from __future__ import annotations

from typing import NewType

GuildId = NewType("GuildId", int)
UserId = NewType("UserId", int)
ChannelId = NewType("ChannelId", int)
MessageId = NewType("MessageId", int)
