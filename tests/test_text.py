"""What people typed does nothing where others see it, and looks to them as it was typed."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import MOST_MARKS, plain, plural_of, the, visible

HOSTILE = (
    "<t:0:R>", "<t:1>", "<@1234567890123456>", "<@!123456789012345678>", "<@&123456789012345678>",
    "<#123456789012345678>", "</staff:123456789012345678>", "<:smile:123456789012345678>",
    "<a:wave:123456789012345678>", "<id:customize>", "@everyone", "@here", "[free](https://evil.example)", "**bold**",
    "__under__", "*it*", "~~gone~~", "||secret||", "`code`", "```py\nx\n```", "<https://evil.example>",
)  # fmt: skip
AT_LINE_START = (
    "# big",
    "## big",
    "### big",
    "-# small",
    "> quote",
    ">>> all of it",
    "- item",
    "* item",
    "1. item",
)
ACTS = re.compile(
    r"(?<!\\)<(?:t:|@|#|/|a?:|id:|https?:)|@(?:everyone|here|[!&]?\d{15,})|(?<!\\)[*`|\[]|(?<!\\)__|(?<!\\)~~"
    r"|^\s*(?:#{1,3}\s|-#|>|-\s|\d+\.\s)",
    re.MULTILINE,
)
"""What Discord would do something with."""


def shown(text: str) -> str:
    """What a reader sees: a backslash before a sign is taken away, and what has no width isn't seen."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text).replace("\u200b", "")


@pytest.mark.parametrize("typed", [*HOSTILE, *AT_LINE_START])
@pytest.mark.parametrize(
    "around", ["{}", "well, {} and", "first\n{}", "\u200b{}", "  {}", "\\{}", "https://a.b {}"]
)
def test_no_markup_of_discords_comes_through(typed: str, around: str) -> None:
    assert not ACTS.search(plain(around.format(typed)))


@pytest.mark.parametrize(
    "typed",
    [
        "C# & 3 < 5", "snake_case and __init__", "a*b*c", "I <3 this", "50% - 60%", "#1 of 3", "e-mail me :)",
        "see https://arxiv.org/abs/1706_03762_v2?a=b&c=*", "日本語 עברית", "👩🏽‍🔬 and 🏳️‍🌈", "نمی‌خواهم", "naïve café",
        "[1] Vaswani et al.", "C:\\temp\\x", "1. first\n2. second", "- one\n- two", "a | b || c", "~5 GPUs", "(x > y)",
        "me@mit.edu",
    ],
)  # fmt: skip
def test_what_is_meant_well_looks_as_it_was_typed(typed: str) -> None:
    assert shown(plain(typed)) == typed


def test_an_address_stays_one() -> None:
    address = "https://docs.google.com/presentation/d/1_a_b/edit?x=__y__#slide=id_1"
    assert plain(f"({address}).") == f"({address})."


@pytest.mark.parametrize(
    "typed", ["a\u202eb", "a\u2066b\u2069", "a\u200b\u200e\u2060b", "a\x00\x1bb", "a\u3164b"]
)
def test_what_cannot_be_seen_is_gone(typed: str) -> None:
    assert visible(typed) == "ab"


def test_a_tower_of_marks_is_cut_down() -> None:
    tower = "Z" + "\u0301" * 200 + "algo"
    assert visible(tower) == "Z" + "\u0301" * MOST_MARKS + "algo"


def test_a_page_of_empty_lines_is_one() -> None:
    assert visible("a" + "\n \n" * 50 + "b") == "a\n\nb"


@given(
    st.text(
        alphabet=st.sampled_from("<>@#:/*_~|`[]()!&-\\ \n.1234567890abcethr\u200d\u202e\u0301é"),
        max_size=60,
    )
)
def test_whatever_is_typed_does_nothing(typed: str) -> None:
    safe = plain(typed)
    assert not re.search(r"(?<!\\)(?:\\\\)*[*`|\[<]", re.sub(r"https?://\S+", "", safe))
    assert not re.search(r"^\s*(?:#{1,3}\s|-#|>|-\s|\d+\.\s)", safe, re.MULTILINE)
    assert shown(safe) == visible(typed)


@given(st.text(max_size=200))
def test_what_is_visible_stays_so(typed: str) -> None:
    once = visible(typed)
    assert visible(once) == once
    assert not any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in once)


def test_letters_that_pass_at_once_are_those_that_pass_one_by_one() -> None:
    """A text with an ideograph is looked at letter by letter, one without mostly isn't."""
    for letter in map(chr, range(1, 0x3000)):
        assert visible(f"a{letter}b\u4e00") == f"{visible(f'a{letter}b')}\u4e00", hex(ord(letter))


@pytest.mark.parametrize(
    ("name", "in_a_sentence"),
    [
        ("paper review", "the paper review"),
        ("Lab 1 entry", "the Lab 1 entry"),
        ("Quiz 1", "Quiz 1"),
        ("PS2", "PS2"),
    ],
)
def test_a_number_makes_a_name_of_a_title(name: str, in_a_sentence: str) -> None:
    assert the(name) == in_a_sentence


@pytest.mark.parametrize(
    ("noun", "many"),
    [
        ("lecture", "lectures"), ("ceremony", "ceremonies"), ("quiz", "quizzes"), ("class", "classes"),
        ("bench", "benches"), ("campus", "campuses"), ("thesis", "theses"), ("day off", "days off"),
        ("office hours", "office hours"), ("presentations", "presentations"), ("demos", "demos"),
    ],
)  # fmt: skip
def test_several_of_a_kind_are_written_as_people_do(noun: str, many: str) -> None:
    assert plural_of(noun) == many
