"""Words as they are typed, and what is shown of them."""

from pathlib import Path

import pytest

from engine import begin, load, words

SHOWN = [
    ("plain words", [("plain words", "")]),
    ("*soft* and _soft_", [("soft", "soft"), (" and ", ""), ("soft", "soft")]),
    ("**strong**.", [("strong", "strong"), (".", "")]),
    ("***both***", [("both", "soft strong")]),
    ("**a *b* c**", [("a ", "strong"), ("b", "soft strong"), (" c", "strong")]),
    ("*x **y** z*", [("x ", "soft"), ("y", "soft strong"), (" z", "soft")]),
    ("(*in brackets*)", [("(", ""), ("in brackets", "soft"), (")", "")]),
    ("2 * 3 * 4", [("2 * 3 * 4", "")]),
    ("snake_case_word and a*b*c", [("snake_case_word and a*b*c", "")]),
    ("* open", [("* open", "")]),
    ("*never closed", [("*never closed", "")]),
    (r"\*a star\*", [("*a star*", "")]),
    (r"a \_ and a \\", [("a _ and a \\", "")]),
    ("a \\b c", [("a \\b c", "")]),
    ("{minutes} minutes, *{minutes}*", [("7", ""), (" minutes, ", ""), ("7", "soft")]),
]


@pytest.mark.parametrize(("typed", "shown"), SHOWN, ids=[typed for typed, _shown in SHOWN])
def test_markup(typed: str, shown: list[tuple[str, str]], tmp_path: Path) -> None:
    """Markdown's smallest part: soft, strong, a star that is itself, a number."""
    text = "\n".join(f"      {line}" for line in typed.split("\n"))
    head = "curbside: 1\ntitle: T\nvariables:\n  minutes: {start: 7, min: 0, max: 9}\n"
    (tmp_path / "story.yaml").write_text(f"{head}scenes:\n  a:\n    text: |\n{text}\n    ending: E\n", encoding="utf-8")
    loaded = load(tmp_path)
    assert loaded.diagnostics == ()
    assert loaded.story is not None
    [paragraph] = words(loaded.story, begin(loaded.story).told[0])
    assert [(run.text, run.style) for run in paragraph.runs] == shown
    assert paragraph.plain == "".join(text for text, _style in shown)
