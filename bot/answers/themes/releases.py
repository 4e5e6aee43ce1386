"""What comes out, such as grades: when, and whether it is out."""

from __future__ import annotations

from bot.answers.compare import on_days
from bot.answers.said import OPEN, Said, answers, length, moment, sentence
from bot.course.sessions import Release
from bot.course.words import say
from bot.text import listing
from bot.understanding.asked import Asked
from bot.understanding.naming import DULL
from bot.understanding.polarity import turns
from bot.understanding.words import tidy

RELEASES = "Releases"
MOST = 4
"""Releases told of in one answer."""


def meant(q: Asked) -> list[Release]:
    """Return the releases a question names, or has a word of that no other has; all where it has none."""
    releases = q.course.releases
    named = [one for one in releases if one.id in q.named("release")]
    return named or [one for one in releases if _own_words(q, one) & q.plain] or list(releases)


def _own_words(q: Asked, release: Release) -> frozenset[str]:
    others = {w for one in q.course.releases if one is not release for w in tidy(one.title)}
    return frozenset(w for w in tidy(release.title) if w not in others and w not in DULL)


@answers("release-when", "release-out")
def release_out(q: Asked) -> Said | None:
    """Return when something comes out, and whether it is out; that nobody has said it, where that is so."""
    found = meant(q)[:MOST]
    if not found:
        return None
    timed = _timed(found)
    open_ = [one.title for one in found if one.at is None]
    told = [_told(q, one) for one in timed]
    if open_:
        told.append(
            f"Nobody has said yet when this comes out: {listing(open_)}. {say.Staff} will post it in the "
            "announcements channel "
            "when it does."
        )
    if not timed:
        return Said(" ".join(told), OPEN, stated=False)
    first = timed[0].at
    return Said(" ".join(told), RELEASES, fits=_fits(q, found), instant=first, page="next:")


def _timed(releases: list[Release]) -> list[Release]:
    return sorted((one for one in releases if one.at), key=lambda one: str(one.at))


def _told(q: Asked, release: Release) -> str:
    assert release.at is not None
    when = moment(q.timeline, release.at)
    if release.at > q.now:
        return f"{release.title}: out on {when}, in {length(release.at - q.now)}."
    link = q.course.link(release.link)
    where = f" {link.title}: {link.url}." if link else ""
    text = f" {sentence(release.text)}" if release.text else ""
    return f"{release.title}: out since {when}.{where}{text}"


def _fits(q: Asked, releases: list[Release]) -> bool | None:
    """Return whether everything asked about is out; or comes out on the day that is named."""
    if q.days:
        return on_days(q, [q.timeline.today(one.at) for one in releases if one.at])
    if turns(q.words) and not q.says("yet"):
        return None
    return all(one.at is not None and one.at <= q.now for one in releases)
