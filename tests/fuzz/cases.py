"""How many cases are tried, and what is typed in them.

`make test` tries a sample that is always the same; `make fuzz` sets FUZZ_CASES and a seed, which it prints.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

CASES = int(os.environ.get("FUZZ_CASES", "0"))

ODD_TEXTS = (
    "", " ", "\n", "\0", "a\0b", "\ud83d", "a\udc00b", "\ufeff", "\u200b", "\u202etxet", "\U0010ffff", "\x1b[31m",
    "🧑‍🚀" * 40, "Z̸̢̛͙" * 60, "ﷺ" * 99, "İıßŉ", "²³½", "١٢٣", "Ⅷ", "-0", "+1", "1e400", "nan", "inf", "0x10", "1_000",
    "9" * 30, "-" + "9" * 30, "9999-12-31", "0001-01-01", "2021-02-30", "2021-01-26T25:00", "0001-01-01T00:00+14:00",
    "9999-12-31T23:59:59-12:00", "25:61", "in 99999999999 years", "in 1e9 days", "999999999 weeks ago", "now",
    "tomorrow 9am", "friday 17:00", "jan 26", "jan 0", "feb 30 2021", "1/1/1", "99/99/9999", "week 0", "week 99",
    "the 31st", "lab 2", "all", "next tue", "last last", "@everyone @here", "<@1> <@&2> <#3> </ask:4>", "<t:0:R>",
    "<t:99999999999999:F>", "# head\n> quote\n||spoil||", "```\n```", "`", "[a](https://a.b)", "<:x:1>", "https://a.b:x",
    "https://[::1", "https://a.b:99999", "http://", "https://" + "a" * 300 + ".b", "https://é.ü/%00",
    "javascript:alert(1)", "=1+1", "＝1", "'; DROP TABLE groups; --", "../../etc/passwd", "{0}{x!r}%s%n", "score",
    "score 1: 5 4 3", "score 1: ٥ 4 3", f"score {'9' * 40}: 1", "score 1:" + " 5" * 900, "R-2222-2222", "R" * 24,
)  # fmt: skip
"""What people have typed into such things, and what they might."""


def fuzzed(sample: int, share: float = 1.0) -> Any:
    """Try a test with so many cases: a sample, or a share of what `make fuzz` asks for."""
    return settings(
        max_examples=max(1, round(CASES * share)) if CASES else sample,
        derandomize=not CASES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
    )


def typed_by(chance: Random, longest: int = 6000, shortest: int = 0) -> str:
    """Text of any length, odd or plain."""
    odd = "".join(chr(chance.choice(PLANES)(chance)) for _ in range(chance.randint(0, 12)))
    piece = chance.choice([chance.choice(ODD_TEXTS), chance.choice(ODD_TEXTS), odd])
    length = chance.choice([None, None, shortest, longest, longest // 2, 80, 100])
    if length is not None and piece:
        piece = (piece * (length // len(piece) + 1))[:length]
    return piece[:longest].ljust(shortest, "x")


PLANES: tuple[Callable[[Random], int], ...] = (
    lambda chance: chance.randrange(128),
    lambda chance: chance.randrange(0x300),
    lambda chance: chance.randrange(0x10000),
    lambda chance: chance.randrange(0x110000),
)


def texts(longest: int = 6000, shortest: int = 0) -> st.SearchStrategy[str]:
    """Text of any length, odd or plain."""
    made = st.randoms(use_true_random=True).map(lambda it: typed_by(it, longest, shortest))
    return st.one_of(st.sampled_from(ODD_TEXTS), st.text(max_size=40), made)
