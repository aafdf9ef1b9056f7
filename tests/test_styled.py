"""Paragraphs as lines of styled pieces: no letter is lost or changes its style, and no line is too wide."""

import re
from itertools import pairwise

import pytest
import wcwidth
from hypothesis import given
from hypothesis import strategies as st

from engine.model import Run
from engine.terminal.styled import STYLES, laid_out, painted
from engine.width import wrap

LETTERS = st.sampled_from("aZ.<&[ \n　夕縁🥪é") | st.sampled_from(["e\u0301", "👩‍👩‍👧", "❤️", "नि", "word", "  "])
RUNS = st.lists(
    st.builds(Run, st.lists(LETTERS, max_size=12).map("".join), st.sampled_from(["", "soft", "strong", "soft strong"])),
    max_size=6,
)
CODES = re.compile(r"\x1b\[([0-9;]*)m")


@given(RUNS, st.integers(2, 40))
def test_is_the_plain_wrap_in_styles(runs: list[Run], width: int) -> None:
    """The words are those of the wrapped text, line by line; each letter keeps its style; each line its width."""
    lines = list(laid_out(runs, width))
    shown = ["".join(text for _style, text in line) for line in lines]
    assert shown == list(wrap("".join(run.text for run in runs), width))
    assert all(wcwidth.width(line) <= width for line in shown)
    assert [(letter, style) for line in lines for style, text in line for letter in text if letter != " "] == [
        (letter, run.style) for run in runs for letter in run.text if not letter.isspace()
    ]


@given(RUNS, st.integers(2, 40))
def test_blanks_take_the_style_that_is_on_both_sides(runs: list[Run], width: int) -> None:
    """So a styled phrase is one piece, and nothing is styled that was not."""
    for line in laid_out(runs, width):
        for (left, _), (right, _) in pairwise(line):
            assert left != right, "neighbours of one style are one piece"
        letters = [(letter, style) for style, text in line for letter in text]
        for before, (letter, style), after in zip(letters, letters[1:], letters[2:], strict=False):
            if letter == " ":
                assert style == (before[1] if before[1] == after[1] else "")


def test_nothing_is_a_blank_line() -> None:
    """An empty paragraph still takes its line."""
    assert list(laid_out([], 10)) == [[]]


@pytest.mark.parametrize("style", [*STYLES, "accent strong", "soft strong"])
def test_colour_is_painted_only_where_it_is_wanted(style: str) -> None:
    """Without it bold and italics are left; a style always ends where it should."""
    pieces = [("", "one "), (style, "two"), ("", " three")]
    bare, full = (painted(pieces, colour=colour) for colour in (False, True))
    assert CODES.sub("", bare) == CODES.sub("", full) == "one two three"
    assert {code for codes in CODES.findall(bare) for code in codes.split(";")} <= {"0", "1", "3"}
    codes = CODES.findall(full)
    assert codes == [";".join(STYLES[name] for name in style.split()), "0"]
    assert {code for code in ";".join(codes).split(";") if len(code) > 1} <= {str(code) for code in range(30, 38)}


def test_blanks_are_not_painted() -> None:
    """An italic blank would be a coloured box on terminals that show italics so."""
    assert painted([("soft strong", "  ")], colour=True) == "  "
