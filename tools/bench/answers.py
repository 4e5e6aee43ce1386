"""Questions in plain words: how well they are answered, how fast, and what it costs to be able to.

Leaving one wording out: the wordings of all questions are dealt into 10 parts; each part is asked of a ranker that
learned from the other 9. It is stricter than what people meet, since every wording was written to differ from the
others, and many neighbouring questions share an answer.
"""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.answers.answerer import Answerer, answerer_for
from bot.answers.cache import AnswererCache
from bot.answers.terminal import first_morning
from bot.course.asking import FrequentQuestion
from bot.course.loader import load_course
from bot.course.timeline import Timeline
from bot.ids import GuildId
from bot.understanding.intents import Intent
from bot.understanding.lexicon import Lexicon
from bot.understanding.ranker import Ranker, train
from bot.understanding.training import Trained, learn, samples_of
from tests.answers.asking import cases, score
from tools.bench.report import Report

COURSE = Path("data/course.yaml")
PARTS = 10
SERVERS, PAUSE_S = 20, 0.005
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
    report.add("answers: more memory", max(r[1] for r in runs), "MB", 80)
    answerer = answerer_for(Timeline(load_course(COURSE)))
    _speed(report, answerer)
    for name, goals in (("held_out.txt", True), ("tuned.txt", False)):
        result = score(answerer, name)
        kind = f"{name} ({result.questions} questions)"
        report.add(f"{kind}: right", 100 * result.right, "%", at_least=90 if goals else None)
        report.add(f"{kind}: answered wrongly", 100 * result.wrong, "%", 5 if goals else None)
        report.add(
            f"{kind}: abstaining, recall", 100 * result.recall, "%", at_least=85 if goals else None
        )
        report.add(
            f"{kind}: abstaining, precision",
            100 * result.precision,
            "%",
            at_least=80 if goals else None,
        )
        report.add(
            f"{kind}: right with others",
            100 * result.with_others,
            "%",
            at_least=97 if goals else None,
        )
    asyncio.run(_own_faqs(report))
    _leave_one_out(report, answerer)


async def _own_faqs(report: Report) -> None:
    """Ask `SERVERS` servers, each with an FAQ of its own, while these are learned: three rounds, and until all are."""
    timeline, built = Timeline(load_course(COURSE)), 0
    now, faqs = first_morning(timeline), {GuildId(n): _faq(n) for n in range(1, SERVERS + 1)}

    def counted(lexicon: Lexicon, intents: Sequence[Intent]) -> Trained:
        nonlocal built
        built += 1
        return learn(lexicon, intents)

    cache = AnswererCache(counted)
    await cache.get(GuildId(0), timeline)
    learning, spent = None, []
    while learning is None or not learning.done() or len(spent) < 3 * SERVERS:
        for guild_id, faq in faqs.items():
            begun = time.perf_counter()
            (await cache.get(guild_id, timeline, faq)).ask("is there any parking?", now)
            spent.append((time.perf_counter() - begun) * 1000)
            await asyncio.sleep(PAUSE_S)
        learning = learning or asyncio.ensure_future(cache.settle())
    cache.close()
    report.add(f"answers: {SERVERS} servers with their own FAQ, slowest", max(spent), "ms", 100)
    report.add(f"answers: {SERVERS} servers with their own FAQ, builds", built, "", SERVERS + 1)


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
    report.add("one question, p50", spent[len(spent) // 2], "ms", 2)
    report.add("one question, p99", spent[len(spent) * 99 // 100], "ms", 15)


def _leave_one_out(report: Report, answerer: Answerer) -> None:
    intents = (known.intent for known in answerer.catalogue.values())
    samples = list(samples_of(answerer.reader.lexicon, intents))
    order = sorted({one.wording for one in samples})
    random.Random(1).shuffle(order)
    part = {wording: n % PARTS for n, wording in enumerate(order)}
    first = third = nearest = 0
    for number in range(PARTS):
        seen = [one for one in samples if part[one.wording] != number]
        ranker = train([one.units for one in seen], [one.classes for one in seen])
        known = [(frozenset(one.units), one.intent) for one in seen]
        for one in samples:
            if part[one.wording] == number:
                best = _best(ranker, one.units)
                first += best[0] == one.intent
                third += one.intent in best
                nearest += _nearest(known, one.units) == one.intent
    total = len(samples)
    report.add(f"one wording left out ({len(order)}): first", 100 * first / total, "%")
    report.add("one wording left out: among three", 100 * third / total, "%")
    report.add("one wording left out: nearest wording instead", 100 * nearest / total, "%")


def _best(ranker: Ranker, words: Sequence[str]) -> list[str]:
    whole = [n for n, name in enumerate(ranker.classes) if "/" not in name]
    scores = ranker.scores(words)[whole]
    return [ranker.classes[whole[n]] for n in np.argsort(-scores)[:3]]


def _nearest(known: Sequence[tuple[frozenset[str], str]], words: Sequence[str]) -> str:
    units = frozenset(words)
    return max(known, key=lambda one: len(units & one[0]) / (len(units | one[0]) or 1))[1]
