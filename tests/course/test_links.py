"""Addresses on the web: what Discord takes for a button, and nothing else."""

from __future__ import annotations

import pytest

from bot.course.links import is_web_address


@pytest.mark.parametrize(
    "address",
    [
        "https://docs.google.com/presentation/d/1/edit?usp=sharing#slide=id.p",
        "http://a.b",
        "https://a.b:8080/x",
        "https://192.168.0.1/x",
        "https://müller.example/ü",
        "https://a_b.example.org/(x)",
    ],
)
def test_an_address_with_a_host_is_taken(address: str) -> None:
    assert is_web_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "a.b", "//a.b", "ftp://a.b", "javascript:alert(1)", "https://", "https://a", "https://a..b", "https://.a.b",
        "https://-a.b", "https://a.b:x", "https://a.b:", "https://a.b:0", "https://a.b:99999", "https://[::1", "https://[::1]",
        "https://me:secret@a.b", "https://a.b/ c", "https://a.b/\n", "https://a.b/\0", "https://a.b/<x>", "https://a.b/`",
        "https://a.b\\c", "https://a.b\u202e", "https://a%20b.c", f"https://{'a' * 64}.b", f"https://{'a.' * 130}b", "https://ａ.",
        "https://\ud83d.b",
    ],
)  # fmt: skip
def test_what_discord_would_refuse_is_no_address(address: str) -> None:
    assert not is_web_address(address)
