"""The standings as a picture, with its words for those who can't see it."""

from __future__ import annotations

import io
from collections.abc import Sequence

from bot.client.look import clip
from bot.competitions.model import Contest, Standing
from bot.competitions.ui.cards import score_text

MOST = 40
"""Entries in one picture; more can't be read."""
NAME = "standings.png"
BAR, EDGE, BACK, TEXT = "#e67e22", "#f5c396", "#2b2d31", "#f2f3f5"


def draw(contest: Contest, standings: Sequence[Standing]) -> bytes:
    """Draw the scores as bars, best on top, as a PNG. Slow: call this off the event loop.

    matplotlib is loaded here, at its first use; drawing without pyplot keeps no state between pictures.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    scored = [s for s in standings if s.score is not None]
    shown = scored[:MOST][::-1]
    labels = [_label(s, contest) for s in shown]
    scores = [float(s.score) for s in shown if s.score is not None]
    figure = Figure(figsize=(8, 1.2 + 0.35 * max(1, len(shown))), dpi=120, facecolor=BACK)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot(facecolor=BACK)
    bars = axes.barh(labels, scores, color=BAR, edgecolor=EDGE)
    axes.bar_label(bars, [score_text(s.score) for s in shown], padding=4, color=TEXT)
    axes.set_xlim(contest.low - 1 if contest.low else 0, contest.high + 0.4)
    best = f": the best {MOST} of {len(scored)}" if len(scored) > MOST else ""
    axes.set_title(f"{contest.title}{best}", color=TEXT, loc="left")
    axes.tick_params(colors=TEXT)
    for side in axes.spines.values():
        side.set_visible(False)
    figure.tight_layout()
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def alt_text(contest: Contest, standings: Sequence[Standing]) -> str:
    """Say in words what the picture shows."""
    named = [
        f"{s.place}. {_label(s, contest)}, {score_text(s.score)}"
        for s in standings
        if s.score is not None
    ]
    return clip(f"Scores of {contest.title}, best first: {'; '.join(named)}", 1000)


def _label(standing: Standing, contest: Contest) -> str:
    name = contest.name_of(standing.entry.number)
    return name if contest.assignment else f"{name} {clip(standing.entry.title, 32)}"
