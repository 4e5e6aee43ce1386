"""Questions in plain words: how well they are answered, how fast, and what it costs to be able to.

How well wordings are told apart that were held out with all that are near them, `python -m tools.learn --weights` says.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path

from bot.answers.answerer import Answerer, answerer_for
from bot.answers.terminal import first_morning
from bot.course.asking import FrequentQuestion
from bot.course.loader import load_course
from bot.course.timeline import Timeline
from bot.questions.faq import AnswererCache
from tests.answers.asking import cases, score, verdicts
from tools.bench.report import Report

COURSE = Path("data/course.yaml")
SERVERS = 20
SETS = (
    ("held_out.txt", "the product's authors, never tuned by", True),
    ("tuned.txt", "the product's authors, who tuned by it", False),
)
"""Each set of questions, who wrote it, and whether it has goals."""
COST = """
import json, time
from pathlib import Path
import psutil
from bot.course.loader import load_course
from bot.course.timeline import Timeline
timeline = Timeline(load_course(Path("data/course.yaml")))
before = psutil.Process().memory_info().rss
from bot.answers.answerer import answerer_for
begun = time.perf_counter()
answerer = answerer_for(timeline)
built = time.perf_counter() - begun
answerer.ask("wehn is lab 2 deu", timeline.midnight(timeline.course.term.start))
print(json.dumps([built, (psutil.Process().memory_info().rss - before) / 2**20]))
"""


def measure(report: Report) -> None:
    """Measure building (three fresh processes, the median), answering, and how often the answer is right."""
    runs = [
        json.loads(
            subprocess.run(
                [sys.executable, "-c", COST], check=True, capture_output=True, text=True
            ).stdout
        )
        for _ in range(3)
    ]
    report.add("answers: built from the course file", sorted(r[0] for r in runs)[1], "s", 1)
    report.add("answers: more memory", max(r[1] for r in runs), "MB", 110)
    answerer = answerer_for(Timeline(load_course(COURSE)))
    _speed(report, answerer)
    for name, wrote, goals in SETS:
        result = score(answerer, name)
        kind = f"{name} ({result.questions} questions, by {wrote})"
        report.add(f"{kind}: right", 100 * result.right, "%", at_least=90 if goals else None)
        report.add(f"{kind}: answered wrongly", 100 * result.wrong, "%", 3 if goals else None)
        report.add(
            f"{kind}: abstaining, recall", 100 * result.recall, "%", at_least=85 if goals else None
        )
        report.add(
            f"{kind}: abstaining, precision",
            100 * result.precision,
            "%",
            at_least=85 if goals else None,
        )
        report.add(
            f"{kind}: right with others",
            100 * result.with_others,
            "%",
            at_least=97 if goals else None,
        )
    false, right, asked = verdicts(answerer)
    polar = f"polar.txt ({asked} questions, by the product's authors)"
    report.add(f"{polar}: false yes or no", len(false), "", 0)
    report.add(f"{polar}: right yes or no", right, "")
    asyncio.run(_own_faqs(report))


async def _own_faqs(report: Report) -> None:
    """Ask `SERVERS` servers, each with an FAQ of its own, three rounds: the first builds each."""
    timeline = Timeline(load_course(COURSE))
    now, cache = first_morning(timeline), AnswererCache()
    await cache.get(timeline)
    spent: list[float] = []
    for faq in [_faq(number) for number in range(1, SERVERS + 1)] * 3:
        begun = time.perf_counter()
        (await cache.get(timeline, faq)).ask("is there any parking?", now)
        spent.append((time.perf_counter() - begun) * 1000)
    cache.close()
    report.add(f"answers: {SERVERS} servers with their own FAQ, slowest", max(spent), "ms", 100)


def _faq(number: int) -> tuple[FrequentQuestion, ...]:
    answer = f"Lot {number}."
    return (FrequentQuestion(id=f"learned-{number}", ask=("is there parking",), answer=answer),)


def _speed(report: Report, answerer: Answerer) -> None:
    now = first_morning(answerer.timeline)
    questions = [case.question for case in cases("tuned.txt")]
    spent: list[float] = []
    for question in questions:
        begun = time.perf_counter()
        answerer.ask(question, now)
        spent.append((time.perf_counter() - begun) * 1000)
    spent.sort()
    report.add("one question, p50", spent[len(spent) // 2], "ms", 8)
    report.add("one question, p99", spent[len(spent) * 99 // 100], "ms", 15)
