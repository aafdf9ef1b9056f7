"""Stories to be searched: layers of scenes, and hubs. They have hardly any words, and what is asked and changed counts.

The same arguments give the same bytes. In a *layered* story every scene leads to the three behind it, every choice adds
to a number or takes from it, two of three stand under a condition, and the last menu asks for every number: so nothing
can be forgotten on the way, and nearly every number meets every other in every scene. A *hub* has choices that can each
be taken once, in any order, three counters that they add to, and two exits that ask for these.
"""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

COUNTERS: Final = ("kind", "brave", "calm")
MOST: Final = 20
"""As far as a counter of a hub goes."""


class Layers(NamedTuple):
    """A layered story: how many scenes it has, how many numbers, and how far these go from 0."""

    scenes: int
    numbers: int
    upto: int

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"layers-{self.scenes}-{self.numbers}-{self.upto}.yaml"

    def yaml(self, seed: int = 1) -> str:
        """Return the story."""
        return "\n".join(_layers(self, random.Random(seed))) + "\n"  # noqa: S311 - the same story every time


class Hub(NamedTuple):
    """A hub of so many choices. Equal ones add 1 to the first, second or third counter; all unlike ones differ."""

    choices: int
    equal: bool

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"hub-{'equal' if self.equal else 'unlike'}-{self.choices}.yaml"

    def yaml(self) -> str:
        """Return the story."""
        return "\n".join(_hub(self)) + "\n"

    @property
    def asks(self) -> tuple[int, int]:
        """What the two exits ask for: of the first counter, and of the second."""
        return self.choices // 6, self.choices // 4


def _layers(made: Layers, chance: random.Random) -> Iterator[str]:
    names = [f"n{number}" for number in range(made.numbers)]
    yield from ("curbside: 1", "title: Layers", "variables:")
    yield from (f"  {name}: {{start: 0, min: 0, max: {made.upto}}}" for name in names)
    yield "scenes:"
    for at in range(made.scenes - 2):
        yield from (f"  s{at}:", "    text: Here.", "    choices:")
        for index in range(3):
            yield from (f"      - id: c{index}", f"        text: Go {index}.")
            if index:
                yield f"        when: {_condition(made, names, chance)}"
            yield f"        add: {{{chance.choice(names)}: {chance.choice((-1, 1, 1))}}}"
            yield f"        to: s{min(at + 1 + index, made.scenes - 2)}"
    yield from (f"  s{made.scenes - 2}:", "    text: Last.", "    choices:", "      - {id: out, text: Out., to: end}")
    every = " and ".join(f"{name} >= {made.upto}" for name in names)
    yield from ("      - id: all", "        text: All of it.", f"        when: {every}", "        to: end")
    yield from ("  end:", "    text: Over.", "    ending: The end")


def _condition(made: Layers, names: Sequence[str], chance: random.Random) -> str:
    one, other = (
        f"{name} {chance.choice(('<', '>='))} {chance.randint(1, made.upto)}" for name in chance.sample(names, 2)
    )
    return chance.choice((one, f"{one} and {other}", f"{one} or {other}"))


def _hub(made: Hub) -> Iterator[str]:
    yield from ("curbside: 1", "title: Hub", "variables:")
    yield from (f"  {name}: {{start: 0, min: 0, max: {MOST}}}" for name in COUNTERS)
    yield from ("scenes:", "  hub:", "    text: Here.", "    choices:")
    for index in range(made.choices):
        adds = 1 if made.equal else 1 + index // 3
        yield from (f"      - id: c{index}", f"        text: Try {index}.", "        once: true")
        yield from (f"        add: {{{COUNTERS[index % 3]}: {adds}}}", "        to: here")
    for number, (name, least) in enumerate(zip(COUNTERS, made.asks, strict=False)):
        yield from (f"      - id: out{number}", f"        text: Out by {name}.", f"        when: {name} >= {least}")
        yield f"        to: end{number}"
    yield from (
        line for number in range(2) for line in (f"  end{number}:", "    text: Over.", f"    ending: End {number}")
    )


def write(folder: Path, made: Layers | Hub) -> Path:
    """Write a story into `folder`, and return where."""
    path = folder / made.file
    path.write_text(made.yaml(), encoding="utf-8", newline="\n")
    return path
