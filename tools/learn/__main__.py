"""python -m tools.learn: learn from the built-in wordings, and write what is shipped.

With `--adapter`, first learn what is added to the sentence model. With `--weights`, also fit how candidates are ordered
and how likely the first is right. Both take jax, and ten minutes and twenty: `make adapter`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bot.answers.confidence import weights
from bot.understanding.learned import LEARNED, VECTORS
from tools.learn.classifier import learn, save, vectors_of
from tools.learn.wordings import all_wordings

SHIPPED, CONFIDENCE = Path("bot/answers"), Path("bot/answers/confidence.json")
ADAPTER, HELD_OUT = Path("bot/understanding/adapter.npz"), Path("build/adapters")


def main() -> int:
    """Learn again. Vectors of wordings that haven't changed are taken from what is there."""
    wordings = all_wordings()
    print(f"{len(wordings)} wordings")
    if "--adapter" in sys.argv:
        from tools.learn.adapter import learn_adapter

        learn_adapter(wordings, ADAPTER)
    vectors = vectors_of([one.text for one in wordings], SHIPPED)
    save(*learn(wordings, vectors), SHIPPED)
    size = sum((SHIPPED / name).stat().st_size for name in (LEARNED, VECTORS))
    print(f"wrote {SHIPPED / LEARNED} and {VECTORS}: {size / 2**20:.1f} MiB")
    if "--weights" in sys.argv:
        from tools.learn.decision import fit, report, trials, write

        tried = list(trials(wordings, HELD_OUT))
        write(fit(tried), CONFIDENCE)
        weights.cache_clear()
        print("\n".join(report(tried)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
