"""Words on their way to the screen: what is shown of them, to whom, and how they are broken into lines."""

from itertools import pairwise

import pytest
import wcwidth
from hypothesis import given
from hypothesis import strategies as st

from engine import Play, Story, load, started, words
from engine.play.words import line
from engine.width import columns, wrap
from tests.properties.laws import examples

STORY = """
curbside: 1
title: A
variables:
  apples: {start: 2, min: 0, max: 9}
cast:
  boy: {name: The boy}
  owner: {name: Mrs. Varga}
scenes:
  stall:
    text:
      - "You hold **{apples}**."
      - shuffle:
          - One.
          - Two.
          - Three.
          - Four.
    seen_by:
      boy:
        - sequence:
            - Shoes stop.
            - The same shoes.
        - "{apples} apples."
    choices:
      - id: give
        text: Give *one* of {apples}.
        add: {apples: -1}
        reply: Gone.
        seen_by:
          boy:
            - when: apples is 1
              text: An apple. One is left.
        to: stall
      - {id: stop, text: Stop., to: end}
  end: {ending: Over, text: Done.}
"""


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Return a story with numbers, other eyes and a shuffle."""
    path = tmp_path_factory.mktemp("words") / "story.yaml"
    path.write_text(STORY, encoding="utf-8")
    loaded = load(path)
    assert loaded.story is not None, loaded.diagnostics
    return loaded.story


def told(play: Play, eyes: str | None = None) -> list[str]:
    """Return the words of a play's last step."""
    return [
        paragraph.plain for each in play.step.told for paragraph in words(play.story, each, seed=play.seed, eyes=eyes)
    ]


def test_numbers_are_those_of_the_moment(story: Story) -> None:
    """A menu shows the number before the choice, the words behind it the number after."""
    play = started(story, 1)
    assert told(play)[0] == "You hold 2."
    assert line(play.offer.choices[0].text, play.step.state) == "Give one of 2."
    after = play.choose("stall.give")
    assert told(after)[:2] == ["Gone.", "You hold 1."]
    assert told(play)[0] == "You hold 2."


def test_other_eyes_see_the_same_moment(story: Story) -> None:
    """They have words of their own, in the same state, counted by the same visits; where there are none, none."""
    play = started(story, 1)
    assert told(play, "boy") == ["Shoes stop.", "2 apples."]
    after = play.choose("stall.give")
    assert told(after, "boy") == ["An apple. One is left.", "The same shoes.", "1 apples."]
    assert told(after, "owner") == []
    assert told(after.choose("stall.stop"), "boy") == []


def test_a_shuffle_goes_round_in_the_order_of_its_seed(story: Story) -> None:
    """Each round shows each item once, in one order for a seed; seeds order differently, and undo changes nothing."""
    orders = set()
    for seed in range(30):
        play, shown = started(story, seed), list[str]()
        for _visit in range(8):
            shown.append(told(play)[-1])
            play = play.choose("stall.give")
        assert shown[:4] == shown[4:]
        assert sorted(shown[:4]) == ["Four.", "One.", "Three.", "Two."]
        assert told(play.undo().choose("stall.give")) == told(play)
        orders.add(tuple(shown[:4]))
    assert len(orders) > 8


# Lines

LETTERS = "ab, -\n\té\u0301\u0308座縁石。🥪🚌👍🏽❤\ufe0f👩\u200d👧🇭🇺नमस्तेสวัสดีשלום\u00a0\u3000\u200b"
texts = st.text() | st.text(alphabet=LETTERS, max_size=60)


@examples(400)
@given(texts, st.integers(16, 40))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    """Whatever the letters: every line fits, and all of them together say what was to be said."""
    text = "".join(letter for letter in text if wcwidth.wcwidth(letter) >= 0 or letter.isspace())
    lines = list(wrap(text, width))
    assert lines
    for each in lines:
        assert wcwidth.wcswidth(each) <= width
        assert each == each.strip()
    assert "".join("".join(lines).split()) == "".join(text.split())


@examples(100)
@given(st.text(alphabet="ab c", max_size=80), st.integers(2, 30))
def test_lines_are_as_full_as_they_can_be(text: str, width: int) -> None:
    """No line ends before it must, and words that fit on a line are whole."""
    lines = list(wrap(text, width))
    assert " ".join(lines).split() == text.split() or max(map(len, text.split())) > width
    for each, behind in pairwise(lines):
        assert len(each) + 1 + len(behind.split(" ")[0]) > width


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("座る", 4), ("e\u0301", 1), ("👩\u200d👧", 2), ("❤\ufe0f", 2), ("🇭🇺", 2)]
)
def test_columns(text: str, width: int) -> None:
    """A column is what a terminal makes of it: two for CJK and emoji, none for a mark that sits on a letter."""
    assert columns(text) == width


def test_clusters_are_never_torn() -> None:
    """A family, a flag and an accent stay whole where a long word is cut."""
    for cluster in ("👩\u200d👩\u200d👧\u200d👦", "🇭🇺", "e\u0301", "👍🏽"):
        for each in wrap(cluster * 20, 7):
            assert each.replace(cluster, "") == ""
