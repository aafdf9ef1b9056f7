"""YAML joins lines, but behind `|`: that is told where it runs paragraphs together, and nowhere else."""

import pytest

from engine.reading.source import read

HEAD = "curbside: 1\ntitle: Lines\nscenes:\n  curb:\n"


def told(lines: str) -> list[tuple[str, int, int]]:
    """Return the faults in a scene: code, line and column."""
    document = read("story.yaml", (HEAD + lines).encode())
    assert document.root is not None, "a warning stands in nobody's way"
    return [(each.code, each.span.line, each.span.column) for each in document.diagnostics]


@pytest.mark.parametrize(
    "lines",
    [
        "    text: >\n      One.\n      Two.\n",
        "    text: >-\n      One.\n      Two.\n\n",  # what is blank at the end parts nothing
        "    text: >+\n      One.\n\n",
        "    text: >\n\n      One.\n",
        "    text: >\n      One.\n\n\n      Two.\n",  # of two blank lines one is left, and that parts paragraphs
        "    text: |\n      One.\n\n      Two.\n",
        "    text: >\n      One.\n        in\n      Two.\n",  # further in, and no blank line
        "    text: One.\n      Two.\n",
        "    text: 'One.\n      Two.'\n",
        '    text: "One.\\nTwo."\n',
        '    text: "One.\n\n\n      Two."\n',
        "    choices:\n      - when: >\n          hat_on\n\n          and wet\n",  # no prose
    ],
)
def test_what_is_harmless(lines: str) -> None:
    """Nothing is said."""
    assert told(lines) == []


@pytest.mark.parametrize(
    ("lines", "line", "column"),
    [
        ("    text: >\n      One.\n\n      Two.\n", 5, 11),
        ("    text: >-\n      One.\n\n      Two.\n\n      Three.\n", 5, 11),
        ("    text:\n      - >\n        One.\n\n        Two.\n", 6, 9),
        ("    seen_by:\n      nan: >\n        One.\n\n        Two.\n", 6, 12),
        ("    choices:\n      - text: Go.\n        reply: >+\n          One.\n\n          Two.\n", 7, 16),
        ("    text: One.\n\n      Two.\n", 5, 11),
        ("    text:\n      - 'One.\n\n        Two.'\n", 6, 9),
        ("    title: One\n    text: >2\n      One.\n\n      Two.\n", 6, 11),
    ],
)
def test_what_is_told(lines: str, line: int, column: int) -> None:
    """Once for each text, at the sign."""
    assert told(lines) == [("Y028", line, column)]
