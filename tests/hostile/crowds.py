"""Files with very many of one thing, where looking at each beside each other would take for ever."""

from typing import Final

from tests.hostile import ALL, EIGHT_MIB, HEADER, STORY, YES_OR_NO, Hostile, each, full, many, ring, row

_SCENES = f"{HEADER}scenes:\n"
_IN_BOTH = " or ".join(f"v{number}" for number in range(15))
_FIFTEEN = f"{HEADER}variables:\n" + "".join(f"  v{number}: {{start: true}}\n" for number in range(15))
_MENU = f"""  t{{0}}:
    choices:
      - {{id: x, text: x, to: t{{1}}, when: {_IN_BOTH}}}
      - {{id: y, text: x, to: b, when: not ({_IN_BOTH})}}
"""
_SLIPS = """curbside: 1
titel: T
scens:
  z:
    choises:
      - id: x
        txet: x
        repyl:
          - frist:
              - txt: a
                wehn: b
"""

MANY: Final = [
    Hostile("keys", each("k{0}: x\n", 700_000)),
    Hostile("keys in braces", each("k{0}: x, ", 80_000, "{", "}")),
    Hostile("one key again and again", each("a: b\n", 200_000)),
    Hostile("one scene again and again", each("  a: {ending: x}\n", 200_000, _SCENES)),
    Hostile("scenes that are words", each("  s{0}: x\n", 40_000, _SCENES)),
    Hostile("scenes that lead nowhere known", each("  s{0}: {text: x, to: t{0}}\n", 25_000, _SCENES)),
    Hostile("scenes that lead to themselves", ring("  s{0}: {text: x, to: s{0}}\n", 25_000, _SCENES)),
    Hostile("scenes in a ring", ring("  s{0}: {text: x, to: s{1}}\n", 30_000, _SCENES)),
    Hostile(
        "scenes in a row",
        row("  s{}: {{to: s{}}}\n", 49_999, _SCENES, "  s{}: {{ending: x}}\n"),
        is_wrong=False,
    ),
    Hostile("scenes in rings of two", ring("  s{0}: {to: r{0}}\n  r{0}: {to: s{0}}\n", 12_500, _SCENES)),
    Hostile(
        "ways back",
        ring("  s{0}:\n    to: [{when: visited(b), to: s0}, {to: s{1}}]\n", 10_000, _SCENES, "  b: {to: b}\n"),
    ),
    Hostile("scenes that nothing leads to", each("  s{0}: {ending: x}\n", 15_000, _SCENES), is_wrong=False),
    Hostile("long names nearly right", each(f"  {'ab' * 25}_{{0}}: {{to: {'ba' * 25}_{{0}}}}\n", 1500, _SCENES)),
    Hostile(
        "conditions nearly right",
        each("  scene_{0}: {ending: x, text: [{when: visited(secne_{0}), text: x}]}\n", 1500, _SCENES),
    ),
    Hostile(
        "words of a list nearly right",
        lambda: (
            each("      - word_{0}\n", 2500, f"{HEADER}variables:\n  v:\n    start: word_1\n    one_of:\n")()
            + each("  s{0}: {ending: x, set: {v: wrod_{0}}}\n", 3000, "scenes:\n")()
        ),
    ),
    Hostile("a tag again and again", each("      - t\n", 50_000, f"{STORY}    tags:\n")),
    Hostile("tags that are maps", each("      - {a: {0}}\n", 40_000, f"{STORY}    tags:\n")),
    Hostile("moments that are none", each("      - t{0}\n", 100_000, f"{STORY}    remember:\n")),
    Hostile(
        "moments",
        each("  m{0}: {title: x}\n", 40_000, f"{HEADER}moments:\n", "scenes: {a: {ending: x}}\n"),
        is_wrong=False,
    ),
    Hostile(
        "notes", each("  n{0}: x\n", 80_000, f"{HEADER}content_notes:\n", "scenes: {a: {ending: x}}\n"), is_wrong=False
    ),
    Hostile("eyes", each("      c{0}: x\n", 200_000, f"{STORY}    seen_by:\n")),
    Hostile(
        "choices",
        each("      - {id: c{0}, text: x, to: a}\n", 15_000, f"{_SCENES}  b: {{ending: x}}\n  a:\n    choices:\n"),
        is_wrong=False,
    ),
    Hostile("choices of one id", each("      - {id: c, text: x, to: a}\n", 20_000, f"{_SCENES}  a:\n    choices:\n")),
    Hostile(
        "choices that are gone once taken",
        each(
            "      - {id: c{0}, text: x, once: true}\n",
            20_000,
            f"{_SCENES}  b: {{ending: x}}\n  a:\n    to: b\n    choices:\n",
        ),
        is_wrong=None,
    ),
    Hostile(
        "choices that are asked for",
        each(
            "      - {id: c{0}, text: x, when: not chose(a.c{0})}\n",
            20_000,
            f"{_SCENES}  b: {{ending: x}}\n  a:\n    to: b\n    choices:\n",
        ),
        is_wrong=None,
    ),
    Hostile(
        "draws of all scenes",
        each(
            "      - {chance: 1, to: s{0}}\n",
            10_000,
            each("  s{0}: {ending: x}\n", 10_000, _SCENES)() + "  a:\n    to:\n",
        ),
        is_wrong=False,
    ),
    Hostile(
        "a draw of one scene",
        each("      - {chance: 1, to: b}\n", 20_000, f"{_SCENES}  b: {{ending: x}}\n  a:\n    to:\n"),
    ),
    Hostile(
        "renames in a row",
        row("    o{}: o{}\n", 100_000, f"{HEADER}renamed:\n  scenes:\n", "scenes: {{a: {{ending: x}}}}\n"),
    ),
    Hostile(
        "renames in a ring",
        ring("    o{0}: o{1}\n", 100_000, f"{HEADER}renamed:\n  scenes:\n", "scenes: {a: {ending: x}}\n"),
    ),
    Hostile(
        "renames of choices in a ring",
        ring("    a.o{0}: a.o{1}\n", 60_000, f"{HEADER}renamed:\n  choices:\n", "scenes: {a: {ending: x}}\n"),
    ),
    Hostile(
        "long conditions",
        each(f"  s{{0}}: {{ending: x, text: [{{when: {'b and ' * 160}b, text: x}}]}}\n", 4000, YES_OR_NO),
        is_wrong=ALL,
    ),
    Hostile(
        "long conditions of unknown names",
        each(f"  s{{0}}: {{ending: x, text: [{{when: {'c and ' * 160}c, text: x}}]}}\n", 2000, YES_OR_NO),
    ),
    Hostile(
        "counted scenes",
        each("  s{0}: {text: [{when: visits(s{0}) > 3, text: x}], ending: x}\n", 10_000, _SCENES),
        is_wrong=False,
    ),
    Hostile("menus of many cases", ring(_MENU, 600, f"{_FIFTEEN}scenes:\n", "  b: {ending: x}\n"), is_wrong=None),
    Hostile(
        "menus and counted scenes",
        lambda: (
            ring(_MENU, 30, f"{_FIFTEEN}scenes:\n")()
            + each(
                "  s{0}: {text: [{when: visits(s{0}) > 3, text: x}], ending: x}\n", 10_000, "", "  b: {ending: x}\n"
            )()
        ),
        is_wrong=None,
    ),
    Hostile(
        "slips one in another",
        each(
            "  s{0}: {choices: [{id: a, text: x, to: here}, {id: b, text: x, to: here}], title: x, text: [a, b, c]}\n",
            19_000 if ALL else 4000,
            _SLIPS,
        ),
    ),
    Hostile("ids to mend", each("  S {0}: {text: a, ending: b}\n", 10_000, _SCENES)),
    Hostile("values of a wrong kind", each("  s{0}: {text: 1, ending: 2, to: 3}\n", 20_000, _SCENES)),
    Hostile("faults in a line", each("s{0}: {txet: x, 漢: y}, ", 20_000, f"{HEADER}scenes: {{", "}\n")),
    Hostile(
        "braces in words",
        lambda: f"{STORY}    text: |\n" + ("      " + "x" * 500 + "\n") * many(60) + "      " + "{a} " * 300,
    ),
    Hostile(
        "braces in many words",
        each(f"      - |\n        {'x ' * 49_000}{{q}} {{q}} {{q}}\n", 24, f"{STORY}    text:\n"),
    ),
    Hostile("lines where YAML stops", each("a{0}: b: c\n", 240, "x: y\n" * 10)),
    Hostile("no UTF-8 at the end", lambda: full("a: b\n")() + b"\xed\xa0\x80"),
    Hostile("half a letter at the end", lambda: full("a: b\n")() + "漢".encode()[:2]),
    Hostile("no UTF-8 at all", lambda: b"\xff" * EIGHT_MIB),
    Hostile("UTF-16", lambda: full("a: b\n")().decode().encode("utf-16")),
]
"""Files with very many of one thing."""
