"""Files of one sign, files that go deep, and files with one thing in them that is very long."""

from collections.abc import Iterable
from typing import Final

from tests.hostile import ALL, EIGHT_MIB, HEADER, STORY, TEXT, Hostile, condition, each, eighth, full, many


def _signs() -> Iterable[Hostile]:
    """Yield files of one sign, or of a few, and nothing else; most of them smaller, for there are many."""
    most = ["{", "}", '"', "#", "\t", "\n", ":", "- ", "\x00", "0"]
    signs = "[ ] ' , & * ! | > % @ ` ? - \\ a ~ = . é 漢 🚲".split()  # noqa: SIM905
    pairs = [": ", "? ", "{}", "[]", "{a: ", "[{", "[?", "[-", '""', '"a": ', "&a ", "*a ", "!a ", "a ", "a, ", "a #"]
    lines = ["-", ":", "?", "a:", "a: b", "- - a", '- "', "a: |", "- a: >", "---", "...", "%A", " a", "a b", "'", "*a"]
    white = ["\r", "\r\n", " ", "  \n", "\n ", "\ufeff", "\u2028", "\x85", "\x7f", "\ta", "\u202ea"]
    for unit in most:
        yield Hostile(f"only {unit!r}", full(unit))
    for unit in (*signs, *pairs, *(f"{line}\n" for line in lines), *white):
        yield Hostile(f"only {unit!r}", eighth(unit))


DEEP: Final = [
    Hostile("brackets", lambda: "[" * 60_000),
    Hostile("braces", lambda: "{" * 60_000),
    Hostile("braces with keys", lambda: "{a: " * 15_000),
    Hostile("dashes", lambda: "- " * 30_000),
    Hostile("question marks", lambda: "? " * 30_000),
    Hostile("indentation", lambda: "".join(" " * depth + "a:\n" for depth in range(many(4000)))),
    Hostile("a flow within a flow, closed", lambda: "[" * 30_000 + "]" * 30_000),
    Hostile(
        "laughs", lambda: "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    ),
    Hostile("anchors", each("a{0}: &a{0} x\n", 400_000)),
    Hostile("aliases", each("b{0}: [*a, *a]\n", 300_000, "a: &a [x]\n")),
    Hostile("merged maps", full("b: {<<: *a}\n", "a: &a {x: y}\n")),
    Hostile("names of tags", each("%TAG !e{0}! tag:x\n", 250_000, after="--- a\n")),
    Hostile("names of tags behind", each("%TAG !e{0}! tag:x\n", 250_000, "a: b\n...\n", "--- a\n")),
    Hostile("directives", full("%YAML 1.2\n")),
]
"""Files that go deep, or that mean more than they hold."""

LONG: Final = [
    Hostile("plain text in a line", full("a word ", f"{STORY}    text: "), is_wrong=False),
    Hostile("plain text in lines", full("      a word or two\n", f"{STORY}    text:\n"), is_wrong=False),
    Hostile("quoted text in a line", full("a word ", f'{STORY}    text: "', '"\n'), is_wrong=False),
    Hostile("quoted text in lines", full("      a word or two\n", f'{STORY}    text: "\n', '"\n'), is_wrong=False),
    Hostile("single quotes", full("it''s ", f"{STORY}    text: '", "'\n"), is_wrong=False),
    Hostile("a block in a line", full("a word ", TEXT), is_wrong=False),
    Hostile("a block in lines", full("      a word or two\n", f"{STORY}    text: |\n"), is_wrong=False),
    Hostile(
        "a block of paragraphs",
        eighth("      a word or two and a third word\n\n", f"{STORY}    text: |\n"),
        is_wrong=False,
    ),
    Hostile("a folded block", eighth("      a word or two\n", f"{STORY}    text: >\n"), is_wrong=False),
    Hostile("wide text", eighth("漢", TEXT), is_wrong=False),
    Hostile("accents", eighth("\u0301", TEXT), is_wrong=False),
    Hostile("families", eighth("\U0001f468\u200d\U0001f469\u200d", TEXT), is_wrong=False),
    Hostile("comments", eighth("  # a comment that is long enough\n", STORY), is_wrong=False),
    Hostile("written line breaks", eighth("\\n", f'{STORY}    text: "', '"\n')),
    Hostile("written escapes", eighth("\\e", f'{STORY}    text: "', '"\n')),
    Hostile("an open quote", eighth("      a word\n", f'{STORY}    text: "')),
    Hostile("a colon behind words", eighth("b ", "a: ", ": c")),
    Hostile("a colon behind dashes", eighth("- ", "a: ", ": c")),
    Hostile("a colon behind spaces", eighth(" ", "a:", "b: c")),
    Hostile("a label", eighth("a", "a: &", " x")),
    Hostile("an alias", eighth("a", "a: *", " x")),
    Hostile("a tag", eighth("%41", "a: !", " x")),
    Hostile("a key", eighth("a", "", ": x")),
    Hostile("a quoted key", eighth("a", '"', '": x')),
    Hostile("a number", eighth("9", f"{STORY}    ripple_of: ")),
    Hostile("a title", eighth("a ", "curbside: 1\ntitle: ", "\nscenes: {a: {ending: x}}\n"), is_wrong=False),
    Hostile("an id", eighth("a-", f"{HEADER}id: ", "\nscenes: {a: {ending: x}}\n")),
    Hostile("an id with all that no id holds", eighth("A_- ", f"{HEADER}start: ", "\nscenes: {a: {ending: x}}\n")),
    Hostile("an id of dashes", eighth("-", f"{HEADER}start: ", "\nscenes: {a: {ending: x}}\n")),
    Hostile("an id of white space", eighth(" ", f'{HEADER}start: "', '"\nscenes: {a: {ending: x}}\n')),
    Hostile("an id that nearly is one", eighth("a_", f'{HEADER}start: "', '-"\nscenes: {a: {ending: x}}\n')),
    Hostile("a language", eighth("-a", f"{HEADER}language: en", "\nscenes: {a: {ending: x}}\n")),
    Hostile("a tag of a scene", eighth("a", f"{STORY}    tags: [", "]\n")),
    Hostile("a target", eighth("a", f"{HEADER}scenes: {{a: {{to: ", "}}\n")),
    Hostile("a speaker", eighth("a", f"{STORY}    text: [{{say: ", ", text: x}]\n")),
    Hostile(
        "a word of a list",
        eighth("a", f"{HEADER}variables: {{v: {{start: a, one_of: [", "]}}\nscenes: {a: {ending: x, set: {v: b}}}\n"),
    ),
    Hostile(
        "a word that is set",
        eighth(
            "b",
            f"{HEADER}variables: {{v: {{start: a, one_of: [a, b]}}}}\nscenes: {{a: {{ending: x, set: {{v: ",
            "}}}\n",
        ),
    ),
    Hostile("a name in braces", eighth("a", TEXT + "{", "}\n")),
    Hostile("a yes", eighth("a", f"{HEADER}scenes: {{a: {{choices: [{{id: x, text: x, once: ", "}]}}\n")),
]
"""Files with one thing in them that is very long."""


def _marks() -> Iterable[Hostile]:
    """Yield words of nothing but marks: as many as may be, and as many as are read."""
    for unit in ("{", "{a} ", "{}", "*", "**", "***", "*a ", "*a* ", "**a** ", "_a ", "\\*", "a* _b ", "*a ** b* "):
        count = EIGHT_MIB // 4 // len(unit) * sum(map(unit.count, "*_{\\"))
        yield Hostile(
            f"words of {unit!r}", full(unit, TEXT, size=EIGHT_MIB // 4), is_wrong="{" in unit or count > 500_000
        )
        some = each(unit, 100_000 // len(unit), TEXT)
        yield Hostile(f"some words of {unit!r}", some, is_wrong="{" in unit)
    nested = f"{TEXT}{'*a ' * many(100_000)}{'a* ' * many(100_000)}"
    yield Hostile("stars within stars", lambda: nested, is_wrong=False)
    both = f"{TEXT}{'*a _a ' * many(40_000)}{'a_ a* ' * many(40_000)}"
    yield Hostile("stars and strokes", lambda: both, is_wrong=False)


CONDITIONS: Final = [
    condition("b and " * 16_000 + "b"),
    condition("b and " * 160 + "b", is_wrong=False),
    condition("(" * 10_000 + "b" + ")" * 10_000),
    condition("(" * 490 + "b" + ")" * 490),
    condition("(" * 32 + "b" + ")" * 32, is_wrong=False),
    condition("not " * 100_000 + "b"),
    condition("not " * 200 + "b"),
    condition("not (" * 150),
    condition(" " * 990 + "b", is_wrong=False),
    condition(" " * many(8 * 10**6) + "b"),
    condition("chose(" + "a." * 480 + "b)"),
    condition("visits(a) > " + "9" * 900),
    condition("-" * 990),
    condition("$" * 990),
    condition("é" * 990),
    condition("b is " * 190),
    condition("1" * 990),
    condition("b" * 990),
]
"""Conditions that are long, or deep, or nearly one."""


FILES: Final = [*list(_signs())[:: 1 if ALL else 4], *DEEP, *LONG, *list(_marks())[:: 1 if ALL else 3], *CONDITIONS]
