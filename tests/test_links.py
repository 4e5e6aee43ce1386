"""What can stand behind a button, and what Discord would refuse a whole message for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import links

GOOD = (
    "https://docs.google.com/presentation/d/1?usp=sharing#slide=id.p",
    "https://a.b:443/x", "https://bücher.example/ä", "https://a.b", "https://xn--bcher-kva.example/%20",
    "https://0x1.example", "https://a.0xg",
)  # fmt: skip
BAD = (
    "", "slides", "http://a.b", "javascript:x", "https://", "https://a", "https://a.b:x", "https://a.b:",
    "https://a.b:0", "https://a.b:65536", "https://a.b:99999999999999999999", "https://[::1]/", "https://[a.b/",
    "https://a.b/[1]", "https://me@a.b", "https://me:pw@a.b", "https://a b.c", "https://a.b/\x00", "https://a.b/\u200b",
    "https://a..b", "https://-a.b", "https://a_b.c", "https://127.0.0.1/", "https://a.b\\c", "https://a.b/<x>",
    "https://127.0.0.0x1", "https://a.0x", "https://0X7f.0xA.", "https://127.0.0.０ｘ1",
    f"https://{'a' * 64}.b", f"https://a.b/{'c' * 501}", "HTTPS//a.b", "https:a.b", "https:///x.y", "https://a.b/\ud800",
)  # fmt: skip


@pytest.mark.parametrize("address", GOOD)
def test_addresses_that_can_be_opened(address: str) -> None:
    assert links.why_not(address) == ""


@pytest.mark.parametrize("address", BAD)
def test_addresses_that_cannot(address: str) -> None:
    assert links.why_not(address)


def test_the_longest_and_one_more() -> None:
    address = f"https://a.b/{'c' * 500}"
    assert len(address) == links.LONGEST and links.why_not(address) == ""
    assert links.why_not(f"{address}c") == "it's longer than 512 characters"


def test_a_course_file_may_have_http_too() -> None:
    assert links.why_not("http://a.b", ("http", "https")) == ""
    assert links.why_not("ftp://a.b", ("http", "https")).startswith("it doesn't begin with http://")


@given(st.text(max_size=80), st.sampled_from(["", "https://", "https://a.b", "https://a.b:", "//"]))
def test_any_text_gets_a_verdict(text: str, before: str) -> None:
    address = before + text
    if not links.why_not(address):
        assert address.lower().startswith("https://") and "." in links.host_of(address)
