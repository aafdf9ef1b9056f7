"""One seed to one story, in three languages: ours, ink and bardic's.

The same seed gives the same bytes. A scene has about 40 words and three choices, one choice in five under a condition,
one scene in sixty ends the story. Four whole numbers start at 0; choices set them or add to them, and their bounds lie
so far off that nothing ever meets them: ink has none. Every twelfth scene is a hub, to which the scenes around it lead
back. Only what all three languages say alike is used: no replies, `once`, blocks, visits or chance.
"""

import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

NUMBERS: Final = ("trust", "hunger", "noise", "minutes")
_SYLLABLES: Final = "ba be bo da di do fa fe ka ko la lu ma mi mo na ne ra ri ro sa se ta ti to va vo wa".split()  # noqa: SIM905
_HUBS: Final = 12
_ENDINGS: Final = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice. `when` is a number and what it must reach; `change` a number, and what is added to or put in it."""

    text: str
    to: int
    when: tuple[str, int] | None
    change: tuple[str, str, int] | None


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene: words, then choices; an ending when there are none."""

    text: str
    choices: tuple[Choice, ...]


def story(scenes: int, seed: int = 1) -> list[Scene]:
    """Return a story of so many scenes, two at least; the first is where it begins."""
    chance = random.Random(seed)  # noqa: S311 - the same story every time is what is wanted
    words = sorted({"".join(chance.choices(_SYLLABLES, k=chance.randint(1, 3))) for _ in range(1200)})
    return [_scene(chance, words, at, scenes) for at in range(scenes)]


def _scene(chance: random.Random, words: list[str], at: int, scenes: int) -> Scene:
    text = _sentences(chance, words, 40)
    if at % _ENDINGS == _ENDINGS - 1 or at == scenes - 1:
        return Scene(text, ())
    return Scene(text, tuple(_choice(chance, words, at, scenes, index) for index in range(3)))


def _choice(chance: random.Random, words: list[str], at: int, scenes: int, index: int) -> Choice:
    conditional = index > 0 and chance.random() < 0.3  # the first always stands open: one in five of all
    when = (chance.choice(NUMBERS), chance.randint(1, 3)) if conditional else None
    change = None
    if chance.random() < 0.5:
        how = chance.choice(("add", "add", "set"))
        change = (chance.choice(NUMBERS), how, chance.choice((-1, 1, 1, 2)) if how == "add" else chance.randint(0, 2))
    return Choice(_sentences(chance, words, chance.randint(3, 8)), _target(chance, at, scenes, index), when, change)


def _target(chance: random.Random, at: int, scenes: int, index: int) -> int:
    if index == 0:
        return at + 1
    if index == 1 and chance.random() < 0.5 and at % _HUBS:
        return at - at % _HUBS
    return min(at + chance.randint(1, 2 * _HUBS), scenes - 1) if chance.random() < 0.9 else chance.randrange(scenes)


def _sentences(chance: random.Random, words: list[str], count: int) -> str:
    """Return about `count` words in sentences of five to twelve."""
    parts: list[str] = []
    while count > 0:
        size = min(count, chance.randint(5, 12))
        parts.append(" ".join(chance.choices(words, k=size)).capitalize() + ".")
        count -= size
    return " ".join(parts)


def yaml(scenes: list[Scene]) -> str:
    """Return the story in our language."""
    return "\n".join(_yaml(scenes)) + "\n"


def _yaml(scenes: list[Scene]) -> Iterator[str]:
    yield "curbside: 1"
    yield "title: Generated"
    yield "variables:"
    yield from (f"  {name}: {{start: 0, min: -1000000, max: 1000000}}" for name in NUMBERS)
    yield "scenes:"
    for at, scene in enumerate(scenes):
        yield f"  s{at}:"
        yield "    text: |"
        yield from _folded(scene.text, "      ")
        if not scene.choices:
            yield f"    ending: The end of s{at}"
            continue
        yield "    choices:"
        for index, choice in enumerate(scene.choices):
            yield f"      - id: c{index}"
            yield f"        text: {choice.text}"
            if choice.when:
                yield f"        when: {choice.when[0]} >= {choice.when[1]}"
            if choice.change:
                yield f"        {choice.change[1]}: {{{choice.change[0]}: {choice.change[2]}}}"
            yield f"        to: s{choice.to}"


def _folded(text: str, before: str) -> Iterator[str]:
    """Yield words in lines as people write them: lines of at most 72 characters."""
    line = before
    for word in text.split():
        if len(line) + len(word) > 72:
            yield line.rstrip()
            line = before
        line += word + " "
    yield line.rstrip()


def ink(scenes: list[Scene]) -> str:
    """Return the story in ink. Ink has no folding: a scene's words are one line."""
    return "\n".join(_ink(scenes)) + "\n"


def _ink(scenes: list[Scene]) -> Iterator[str]:
    yield from (f"VAR {name} = 0" for name in NUMBERS)
    yield "-> s0"
    for at, scene in enumerate(scenes):
        yield f"=== s{at} ==="
        yield scene.text
        for choice in scene.choices:
            condition = f"{{{choice.when[0]} >= {choice.when[1]}}} " if choice.when else ""
            yield f"+ {condition}[{choice.text}]"
            if choice.change:
                name, how, number = choice.change
                yield f"    ~ {name} = {number}" if how == "set" else f"    ~ {name} = {name} + {number}"
            yield f"    -> s{choice.to}"
        if not scene.choices:
            yield "-> END"


def bard(scenes: list[Scene]) -> str:
    """Return the story in bardic's language, where a choice changes nothing itself: passages in between do."""
    return "\n".join(_bard(scenes)) + "\n"


def _bard(scenes: list[Scene]) -> Iterator[str]:
    yield ":: Start"
    yield from (f"~ {name} = 0" for name in NUMBERS)
    yield "-> s0"
    for at, scene in enumerate(scenes):
        yield f"\n:: s{at}\n{scene.text}\n"
        for index, choice in enumerate(scene.choices):
            condition = f"{{{choice.when[0]} >= {choice.when[1]}}} " if choice.when else ""
            target = f"s{at}_{index}" if choice.change else f"s{choice.to}"
            yield f"+ {condition}[{choice.text}] -> {target}"
        for index, choice in enumerate(scene.choices):
            if choice.change:
                name, how, number = choice.change
                change = f"~ {name} = {number}" if how == "set" else f"~ {name} = {name} + {number}"
                yield f"\n:: s{at}_{index}\n{change}\n-> s{choice.to}"


def rows(scenes: list[Scene]) -> str:
    """Return as JSON what someone sees who always takes the first choice: each scene's words, and what is offered."""
    numbers, at, seen = dict.fromkeys(NUMBERS, 0), 0, []
    while True:
        scene = scenes[at]
        offered = [each for each in scene.choices if each.when is None or numbers[each.when[0]] >= each.when[1]]
        seen.append([scene.text, [choice.text for choice in offered]])
        if not offered:
            return json.dumps(seen)
        if offered[0].change:
            name, how, number = offered[0].change
            numbers[name] = number + (numbers[name] if how == "add" else 0)
        at = offered[0].to


def write(folder: Path, scenes: int, seed: int = 1) -> None:
    """Write `story-N` in every form into `folder`."""
    made = story(scenes, seed)
    for end, text in (("yaml", yaml(made)), ("ink", ink(made)), ("bard", bard(made)), ("rows.json", rows(made))):
        (folder / f"story-{scenes}.{end}").write_text(text, encoding="utf-8", newline="\n")


def main(arguments: Sequence[str]) -> None:
    """Write stories: a folder, then how many scenes each has."""
    for scenes in arguments[1:]:
        write(Path(arguments[0]), int(scenes))


if __name__ == "__main__":
    main(sys.argv[1:])
