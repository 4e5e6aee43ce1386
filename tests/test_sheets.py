"""Cells are harmless in a spreadsheet, and names sound on every file system, whatever was typed."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sheets import LONGEST_PART, Names, safe_cell, safe_part

FORMULA = re.compile(r"^[\s\ufeff]*[=+\-@＝＋－＠﹢﹣﹦﹫]|^[\t\r\n]")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


@pytest.mark.parametrize(
    "start",
    [
        "=",
        "+",
        "-",
        "@",
        "\t",
        "\r",
        "\n",
        "＝",
        "＋",
        "－",
        "＠",
        " =",
        "\ufeff=",
        "\x1f=",
        "\0=",
        "\u200b=",
    ],
)
def test_no_cell_begins_as_a_formula(start: str) -> None:
    assert safe_cell(f"{start}cmd|x") == f"'{start}cmd|x"


@pytest.mark.parametrize("value", [-1.5, -3, "-0.5", "+2", 3, "1=1", "anna_b", "1e-9", None, "a-b"])
def test_numbers_and_plain_words_stay_as_they_are(value: object) -> None:
    assert safe_cell(value) == ("" if value is None else str(value))


@given(st.text(max_size=40))
def test_whatever_is_typed_is_no_formula_and_comes_back(typed: str) -> None:
    cell = safe_cell(typed)
    assert cell in (typed, f"'{typed}")
    assert NUMBER.fullmatch(cell) or not FORMULA.match(cell)
    if "\0" not in typed:
        out = io.StringIO(newline="")
        csv.writer(out).writerow([cell])
        assert next(csv.reader(io.StringIO(out.getvalue(), newline=""))) == [cell]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("review.pdf", "review.pdf"), ("CON", "_CON"), ("aux.txt", "_aux.txt"), ("COM1.pdf", "_COM1.pdf"),
        ("a\u202egpj.exe", "a_gpj.exe"), ("../x", "_x"), ("a:b|c?.txt", "a_b_c_.txt"), ("...", "file"), ("", "file"),
        ("👩🏽‍🔬 Ana", "👩🏽‍🔬 Ana"), ("עברית.pdf", "עברית.pdf"), ("x. ", "x"),
    ],
)  # fmt: skip
def test_a_name_is_fit_for_every_system(typed: str, name: str) -> None:
    assert safe_part(typed) == name


@pytest.mark.parametrize("letter", ["x", "é", "👩", "語"])
def test_a_long_name_keeps_its_ending_and_whole_letters(letter: str) -> None:
    name = safe_part(letter * 255 + ".ipynb")
    assert len(name.encode()) <= LONGEST_PART and name.endswith(".ipynb")
    assert set(name.removesuffix(".ipynb")) == {letter}


@given(st.lists(st.text(max_size=300), max_size=8))
def test_every_file_of_a_folder_has_a_name_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, typed: list[str]
) -> None:
    names = Names()
    given_names = [names.take(one) for one in [*typed, *typed, *(t.upper() for t in typed)]]
    assert len({name.casefold() for name in given_names}) == len(given_names)
    folder = tmp_path_factory.mktemp("names")
    for number, name in enumerate(given_names):
        assert (
            not set(name) & set('<>:"/\\|?*\0')
            and not name.endswith((".", " "))
            and len(name.encode()) <= 255
        )
        (folder / name).write_text(str(number))
    assert len(list(Path(folder).iterdir())) == len(given_names)
