"""Changes to an example that know the language: blocks, keys, indentation, names and signs, and letters that hurt.

Everything is decided by the `Random` that is handed in.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Final

from engine.grammar import RESERVED
from engine.reading.load import schema_of
from tests.fuzz.parts import NAMES

Change = Callable[[Random, list[bytes], Sequence[bytes]], None]
"""What changes the lines of an example in place, with a pool of other examples at hand."""

LONGEST: Final = 20_000
"""How many bytes an example has at most."""


def _keys(of: object) -> Iterator[str]:
    """Yield every key that a schema knows."""
    if isinstance(of, dict):
        known = of.get("properties")
        yield from known if isinstance(known, dict) else ()
    if isinstance(of, dict | list):
        for inner in of.values() if isinstance(of, dict) else of:
            yield from _keys(inner)


_SCHEMAS: Final = ("story", "chapter", "lesson", "walks")
KEYS: Final = [key.encode() for key in sorted({key for name in _SCHEMAS for key in _keys(schema_of(name))})]
_VALUES: Final = r"""
true
false
0
-1
1000000
1000001
99999999999999999999
1.0
010
0x1F
1e3
~
null
yes
here
you
''
""
[]
{}
[a, b]
{a: b}
[a b]
[[a]]
{a, b}
*a
&a b
!a b
'a
"a
"\x41"
"\e"
"\q"
'it''s'
a: b
a #b
#a
- a
? a
@a
%a
`a
|$  a
>$  a
|-$  a$  - b: c
{n} left
*soft* **strong**
***a**_b_*
\*
{
{n
A sentence. And one more!
2024-01-01
12:30
=
<<
a-b_c
a and b
not (a or b)
n >= 3
visits(a) > 1
chose(a.b)
visited(a)
n is not 3
a is b and (n < 1 or true)
"""
VALUES: Final = [value.replace(b"$", b"\n") for value in _VALUES.encode().splitlines()]
"""What may stand behind a key; the first is nothing."""
SIGNS: Final = [
    sign.encode("utf-8", "surrogatepass")
    for sign in (
        *":-?[]{},#&*!|>'\"%@`\\~=._()<",
        *(
            ": ",
            "- ",
            "? ",
            " #",
            "\n",
            "\n\n",
            "\n  ",
            "\n- ",
            "---\n",
            "...\n",
            "<<: ",
            "\r\n",
            "\r",
            "\t",
            "  ",
            " ",
        ),
        *(
            "\x00",
            "\x07",
            "\x1b[2J",
            "\x7f",
            "\x85",
            "\u202e",
            "\u2066",
            "\u2028",
            "\ufeff",
            "\ufffd",
            "\u200d",
            "\ud800",
        ),
        *("é", "e\u0301", "漢", "字。", "🚲", "👩\u200d👧", "\u0301", "\U0010ffff", "ﷺ", "\u3000", "\u00a0", "\u00ad"),
    )
]
WORDS: Final = [
    word.encode() for word in (*sorted(RESERVED), "is not", "<=", ">=", "==", "(", ")", "true", "a", "n", "3", "-1")
]
_NAME: Final = re.compile(rb"[a-z_][a-z0-9_]*")
_KEY: Final = re.compile(rb"^(\s*(?:- +)*)([A-Za-z_]\w*)(?=\s*:)")
_VALUE: Final = re.compile(rb":[ \t]+(.*)$")


def mutated(random: Random, example: bytes, pool: Sequence[bytes]) -> bytes:
    """Return the example after one to four changes."""
    lines = example.split(b"\n")
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 4))):
        random.choice(_CHANGES)(random, lines, pool)
    return b"\n".join(lines)[:LONGEST]


def _indented(line: bytes) -> int:
    return len(line) - len(line.lstrip(b" "))


def _block(random: Random, lines: Sequence[bytes]) -> tuple[int, int]:
    """Return where a line begins and all that stands further in below it ends."""
    start = random.randrange(len(lines))
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or _indented(lines[end]) > _indented(lines[start])):
        end += 1
    return start, end


def _other(random: Random, pool: Sequence[bytes], lines: Sequence[bytes]) -> list[bytes]:
    return random.choice(pool).split(b"\n") if pool else list(lines)


def _splice(random: Random, lines: list[bytes], pool: Sequence[bytes]) -> None:
    """Put a block of another example before a line, mostly as far in as that line."""
    other = _other(random, pool, lines)
    start, end = _block(random, other)
    at = random.randrange(len(lines) + 1)
    more = _indented(lines[min(at, len(lines) - 1)]) - _indented(other[start]) if random.random() < 0.8 else 0
    lines[at:at] = [b" " * (_indented(each) + more) + each.lstrip(b" ") for each in other[start:end]]


def _cross(random: Random, lines: list[bytes], pool: Sequence[bytes]) -> None:
    other = _other(random, pool, lines)
    lines[random.randrange(len(lines)) :] = other[random.randrange(len(other)) :]


def _add_part(random: Random, lines: list[bytes], pool: Sequence[bytes]) -> None:
    """Add another file: all of another example, or a part of it."""
    other = _other(random, pool, lines)
    cuts = [0, *(at + 1 for at, line in enumerate(other) if line.startswith(b"==== "))]
    lines += [b"==== " + random.choice(NAMES).encode(), *other[random.choice(cuts) :]]


def _delete(random: Random, lines: list[bytes], _pool: Sequence[bytes]) -> None:
    start, end = _block(random, lines)
    del lines[start : end if random.random() < 0.5 else start + 1]
    lines[:] = lines or [b""]


def _double(random: Random, lines: list[bytes], _pool: Sequence[bytes]) -> None:
    start, end = _block(random, lines)
    times = random.choice((1, 1, 2, 30, 300))
    at = end if random.random() < 0.7 else random.randrange(len(lines))
    lines[at:at] = (lines[start:end] * times)[:1000]


def _move(random: Random, lines: list[bytes], _pool: Sequence[bytes]) -> None:
    start, end = _block(random, lines)
    block = lines[start:end]
    del lines[start:end]
    at = random.randrange(len(lines) + 1)
    lines[at:at] = block


def _indent(random: Random, lines: list[bytes], _pool: Sequence[bytes]) -> None:
    start, end = _block(random, lines)
    by = random.choice((-4, -2, -1, 1, 1, 2, 4, 64))
    for at in range(start, end if random.random() < 0.5 else start + 1):
        lines[at] = b" " * by + lines[at] if by > 0 else lines[at][min(-by, _indented(lines[at])) :]


def _tab(random: Random, lines: list[bytes], _pool: Sequence[bytes]) -> None:
    at = random.randrange(len(lines))
    lines[at] = lines[at].replace(b"  ", b"\t", 1)


def _swap_key(random: Random, lines: list[bytes], _pool: Sequence[bytes]) -> None:
    at = _matching(random, lines, _KEY)
    lines[at] = _KEY.sub(lambda found: found[1] + random.choice(KEYS), lines[at])


def _misspell(random: Random, lines: list[bytes], _pool: Sequence[bytes]) -> None:
    at = _matching(random, lines, _NAME)
    names = list(_NAME.finditer(lines[at]))
    if names:
        start, end = random.choice(names).span()
        cut = random.randrange(start, end)
        instead = random.choice((b"", b"x", b"_", b"-", b"A", lines[at][cut : cut + 1] * 2))
        lines[at] = lines[at][:cut] + instead + lines[at][cut + 1 :]


def _change_value(random: Random, lines: list[bytes], _pool: Sequence[bytes]) -> None:
    at = _matching(random, lines, _VALUE)
    value = random.choice(VALUES)
    lines[at] = _VALUE.sub(lambda _found: b": " + value, lines[at])


def _take_name(random: Random, lines: list[bytes], _pool: Sequence[bytes]) -> None:
    """Put a name that stands somewhere in place of another one, so that it means something."""
    names = _NAME.findall(b"\n".join(lines))
    at = _matching(random, lines, _NAME)
    here = list(_NAME.finditer(lines[at]))
    if here:
        found = random.choice(here)
        lines[at] = lines[at][: found.start()] + random.choice(names) + lines[at][found.end() :]


def _ask(random: Random, lines: list[bytes], _pool: Sequence[bytes]) -> None:
    """Write a condition, of names that stand somewhere."""
    names = _NAME.findall(b"\n".join(lines)) or [b"a"]
    words = [
        random.choice(WORDS) if random.random() < 0.6 else random.choice(names) for _ in range(random.randrange(1, 9))
    ]
    at = random.randrange(len(lines))
    lines.insert(at, b" " * _indented(lines[at]) + b"when: " + b" ".join(words))


def _insert(random: Random, lines: list[bytes], _pool: Sequence[bytes]) -> None:
    at = random.randrange(len(lines))
    cut = random.randrange(len(lines[at]) + 1)
    sign = random.choice(SIGNS) * random.choice((1, 1, 1, 1, 2, 3, 40, 400))
    lines[at] = lines[at][:cut] + sign + lines[at][cut:]


def _cut(random: Random, lines: list[bytes], _pool: Sequence[bytes]) -> None:
    at = random.randrange(len(lines))
    start = random.randrange(len(lines[at]) + 1)
    lines[at] = lines[at][:start] + lines[at][start + random.choice((1, 1, 2, 5, 1000)) :]


def _repeat(random: Random, lines: list[bytes], _pool: Sequence[bytes]) -> None:
    at = random.randrange(len(lines))
    start = random.randrange(len(lines[at]) + 1)
    piece = lines[at][start : start + random.choice((1, 2, 5, 20))]
    lines[at] = lines[at][:start] + piece * random.choice((2, 3, 10, 100, 1200)) + lines[at][start:]


def _spoil(random: Random, lines: list[bytes], _pool: Sequence[bytes]) -> None:
    """Change single bytes, so that letters may be cut in half."""
    at = random.randrange(len(lines))
    spoilt = bytearray(lines[at])
    for _ in range(random.choice((1, 1, 2, 8))):
        spoilt.insert(random.randrange(len(spoilt) + 1), random.randrange(256))
        if random.random() < 0.5:
            del spoilt[random.randrange(len(spoilt))]
    lines[at] = bytes(spoilt)


def _join(random: Random, lines: list[bytes], _pool: Sequence[bytes]) -> None:
    at = random.randrange(len(lines))
    lines[at : at + 2] = [b" ".join(line.strip() for line in lines[at : at + 2])]


def _end_lines(random: Random, lines: list[bytes], _pool: Sequence[bytes]) -> None:
    end = random.choice((b"\r", b" ", b"\x85", b"\\", b"  # a"))
    some = random.random()
    lines[:] = [line + end if random.random() < some else line for line in lines]


def _matching(random: Random, lines: Sequence[bytes], wanted: re.Pattern[bytes]) -> int:
    """Return a line in which something wanted stands; any line where there is none."""
    found = [at for at, line in enumerate(lines) if wanted.search(line)]
    return random.choice(found or range(len(lines)))


_CHANGES: Final[list[Change]] = [
    *[_splice] * 4,
    *[_insert] * 3,
    *[_swap_key, _change_value, _take_name] * 2,
    *[
        _cross,
        _add_part,
        _delete,
        _double,
        _move,
        _indent,
        _tab,
        _misspell,
        _ask,
        _cut,
        _repeat,
        _spoil,
        _join,
        _end_lines,
    ],
]
