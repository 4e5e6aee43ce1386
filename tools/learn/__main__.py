"""python -m tools.learn: learn from the built-in wordings, and write what is shipped.

With `--weights`, also fit how candidates are ordered and how likely the first is right: ten minutes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bot.answers.confidence import weights
from tools.learn.classifier import learn, save, vectors_of
from tools.learn.decision import fit, report, trials, write
from tools.learn.wordings import all_wordings

SHIPPED, CONFIDENCE = Path("bot/answers/learned.npz"), Path("bot/answers/confidence.json")


def main() -> int:
    """Learn again. Vectors of wordings that haven't changed are taken from what is there."""
    wordings = all_wordings()
    print(f"{len(wordings)} wordings")
    vectors = vectors_of([one.text for one in wordings], SHIPPED)
    save(learn(wordings, vectors), SHIPPED)
    print(f"wrote {SHIPPED}: {SHIPPED.stat().st_size / 2**20:.1f} MiB")
    if "--weights" in sys.argv:
        tried = list(trials(wordings, vectors))
        write(fit(tried), CONFIDENCE)
        weights.cache_clear()
        print("\n".join(report(tried)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
