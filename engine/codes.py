"""The table of diagnostic codes: what can be wrong with a story.

Imports nothing. A code is never reused. Each has a folder in `tests/diagnostics/` named `CODE-slug`.
Families: Y not YAML, S shape, L links and names, A found by exploring, W craft.
"""

from typing import Final, Literal

Severity = Literal["error", "warning", "note"]

CODES: Final[dict[str, str]] = {
    # Y: the file cannot be read as the plain YAML that every reader agrees on.
    "Y001": "not-utf-8",
    "Y002": "control-character",
    "Y003": "tab",
    "Y004": "not-yaml",
    "Y005": "colon-in-words",
    "Y006": "sign-at-the-start",
    "Y007": "unclosed-quote",
    "Y008": "words-after-quote",
    "Y009": "indentation",
    "Y010": "anchor",
    "Y011": "alias",
    "Y012": "tag",
    "Y013": "merge-key",
    "Y014": "duplicate-key",
    "Y015": "ambiguous-value",
    "Y016": "nothing-there",
    "Y017": "comment-cuts-words",
    "Y018": "words-in-brackets",
    "Y019": "comma-cuts-words",
    "Y020": "second-document",
    "Y021": "key-not-text",
    "Y022": "empty-file",
    "Y023": "unreadable",
    "Y024": "limit",
    "Y025": "unclosed-bracket",
    "Y026": "no-space",
    "Y027": "no-colon",
    "Y028": "paragraphs-folded",
    "Y029": "no-dash",
    "Y030": "note-among-words",
    # S: the shape is not that of a story.
    "S101": "wrong-type",
    "S102": "missing-key",
    "S103": "unknown-key",
    "S104": "wrong-value",
    "S105": "not-an-id",
    "S106": "empty",
    "S107": "out-of-bounds",
    "S108": "key-not-here",
    "S109": "twice-in-a-list",
    "S110": "too-long",
    "S111": "key-needs-another",
    # L: a name means nothing, or what it names cannot be used so.
    "L201": "unknown-scene",
    "L202": "unknown-variable",
    "L203": "unknown-moment",
    "L204": "unknown-cast",
    "L205": "unknown-dimension",
    "L206": "unknown-choice",
    "L207": "duplicate-id",
    "L208": "reserved-word",
    "L209": "name-taken",
    "L210": "outside-domain",
    "L211": "empty-range",
    "L212": "wrong-kind",
    "L213": "set-and-add",
    "L214": "leads-nowhere",
    "L215": "branch-order",
    "L216": "chance-target-twice",
    "L217": "here-without-choices",
    "L218": "ring",
    "L219": "no-ending",
    "L220": "no-scenes",
    "L221": "brace",
    "L222": "bad-condition",
    "L223": "cannot-compare",
    "L224": "and-with-or",
    "L225": "eyes-of-you",
    "L226": "second-waiting",
    "L227": "rename-ring",
    "L228": "renamed-still-used",
    "L229": "never-read",
    "L230": "never-set",
    "L231": "never-used",
    "L232": "nothing-leads-here",
    "L233": "may-run-dry",
    "L234": "never-shown",
    # L24: the lesson and the walks beside a story.
    "L240": "not-an-ending",
    "L241": "never-drawn",
    "L242": "unknown-goal",
    "L243": "happened-and-not",
    "L244": "second-pause",
    "L245": "pauses-too-long",
    # A: what can happen in the story is not what was meant.
    "A101": "dead-end",
    "A102": "trap",
    "A103": "never-reached",
    "A104": "never-offered",
    "A105": "never-opens",
    "A106": "always-true",
    "A107": "never-true",
    "A108": "no-difference",
    "A109": "words-never-shown",
    "A110": "nothing-seen",
    "A120": "walk-differs",
    "A121": "promise-broken",
    # W: craft. Nothing is wrong; a reader or a class would have more of it.
    "W301": "few-questions",
    "W302": "no-reason",
    "W303": "long-choice",
    "W304": "long-scene",
    "W305": "hard-scene",
    "W306": "short-lesson",
}

WARNINGS: Final = frozenset({"Y028", "Y030", *(f"L{n}" for n in range(229, 235)), *(f"A{n}" for n in range(103, 111))})
"""Codes of what breaks no play: unused, never reached, or perhaps not what was meant."""


def severity(code: str) -> Severity:
    """Return how much a code weighs: every one the same each time, so that `--strict` means one thing."""
    return "note" if code.startswith("W") else "warning" if code in WARNINGS else "error"
