"""Grades are out: at the moment that the course file gives them, or when staff say so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.client.layout import Button, Visit
from bot.client.look import KINDS as LOOKS
from bot.client.look import clip, due_stamp, stamp
from bot.client.pages import turn
from bot.course.sessions import Release
from bot.course.timeline import DAY, Timeline
from bot.delivery.model import Notice
from bot.reminders.kinds.base import Occasion, Part, ReminderKind, Said, Scene, Timing, vanished

USE = timedelta(days=7)
"""How long after grades are out it's still worth saying so."""


class GradesReleased(ReminderKind):
    """Each of the course file's `releases` of the kind `grades`."""

    name = "grades released"
    quiet = "later"
    corrected = True
    returns = True
    staff_say = True
    preference = "grades"
    beforehand = False

    def plan(self, timeline: Timeline, said: Said) -> Iterator[Notice]:
        for release in self._releases(timeline):
            out_at = _out_at(release, said)
            if out_at is not None:
                timing = Timing(out_at, out_at, out_at + USE)
                yield self.notice(f"grades:{release.id}", release.id, timing)

    def waiting(self, timeline: Timeline, said: Said) -> Iterator[Notice]:
        end = timeline.midnight(timeline.course.term.last_day + DAY)
        for release in self._releases(timeline):
            if _out_at(release, said) is None:
                yield self.notice(f"grades:{release.id}", release.id, Timing(end, end, end))

    def occasions(self, timeline: Timeline, said: Said) -> Iterator[Occasion]:
        for notice in self.plan(timeline, said):
            yield Occasion(notice.item, notice.item, notice.anchor_at, notice.until)

    def in_course(self, timeline: Timeline) -> bool:
        return any(True for _ in self._releases(timeline))

    def title(self, timeline: Timeline, notice: Notice) -> str:
        release = timeline.course.release(notice.item)
        return f"{self.name}: {clip(release.title, 60)}" if release else notice.key

    def part(self, scene: Scene, notice: Notice) -> Part:
        release = scene.timeline.course.release(notice.item)
        if release is None:
            return vanished(notice)
        lines = [f"### 📣 Out now: {clip(release.title, 150)}"]
        lines += [release.text] if release.text else []
        lines.append(f"-# Out since {stamp(notice.anchor_at, 'F')}")
        link = scene.timeline.course.link(release.link)
        buttons: list[Button] = [Visit(f"Open {link.title}", link.url)] if link else []
        return Part("\n".join(lines), LOOKS["release"], (*buttons, turn("What's next", "next:")))

    def correction(self, scene: Scene, notice: Notice) -> Part:
        release = scene.timeline.course.release(notice.item)
        if release is None:
            return super().correction(scene, notice)
        head = f"### ✏️ Correction: not out yet: {clip(release.title, 150)}"
        text = f"{head}\nWhat was posted above came too early. They come out {due_stamp(notice.anchor_at)}."
        return Part(text, LOOKS["release"], (turn("What's next", "next:"),))

    def _releases(self, timeline: Timeline) -> Iterator[Release]:
        return (one for one in timeline.course.releases if one.kind == "grades")


def _out_at(release: Release, said: Said) -> datetime | None:
    return said.get(release.id) or release.at
