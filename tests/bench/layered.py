"""A story in layers of scenes: no play comes back to a scene, and four numbers meet in nearly all their combinations.

The same arguments give the same story: as the plain values that YAML gives, and the same as a `Story`, made without
reading anything. Three choices in a scene lead into the next layer or the one behind that, two of them under
conditions; in one scene of five hundred, and in the last layer, all are. Each adds to one or two numbers, or sets them.
"""

import random
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from engine.conditions import All, Compare, compiled
from engine.diagnostics import Span
from engine.model import (
    Add,
    Block,
    Choice,
    Condition,
    Paragraph,
    Run,
    Scene,
    Set,
    Story,
    Text,
    Variable,
    Whole,
    text_of,
)
from tests.bench.realistic import Plain

NUMBERS: Final = ("trust", "courage", "patience", "worry")
UPTO: Final = 10
WIDE: Final = 10
"""How many scenes a layer has."""
ENDINGS: Final = 4


class _Act(NamedTuple):
    """A choice of a layered story: the numbers that it asks for, those that it changes, and where it leads."""

    when: tuple[tuple[str, str, int], ...]
    change: tuple[tuple[str, str, int], ...]
    to: str


def layered(scenes: int, seed: int = 1) -> Plain:
    """Return a layered story; `scenes` are all of it, its endings too, 20 at least."""
    made: Plain = {"curbside": 1, "id": "big", "title": "Layers"}
    made["variables"] = {name: {"start": UPTO // 2, "min": 0, "max": UPTO} for name in NUMBERS}
    made["scenes"] = {
        name: {"text": "Here.", "choices": [*map(_plain, range(9), acts)]} for name, acts in _acts(scenes, seed)
    }
    made["scenes"] |= {f"end{at}": {"text": "Over.", "ending": f"End {at}"} for at in range(ENDINGS)}
    return made


def _plain(at: int, act: _Act) -> Plain:
    made: Plain = {"id": f"c{at}", "text": f"Go {at}.", "reply": "Done.", "to": act.to}
    for name, how, number in act.change:
        made.setdefault(how, {})[name] = number
    return {**made, "when": _written(act)} if act.when else made


def _written(act: _Act) -> str:
    return " and ".join(f"{name} {sign} {number}" for name, sign, number in act.when)


def layered_story(scenes: int, seed: int = 1) -> Story:
    """Return the same as `story(layered(scenes, seed))`, in a tenth of the time and of the memory."""
    numbers = [Variable(name, Whole(0, UPTO), UPTO // 2, slot) for slot, name in enumerate(NUMBERS)]
    here, over = _words("Here."), _words("Over.")
    goes = [_words(f"Go {at}.") for at in range(3)]
    made: dict[str, Scene] = {}
    for name, acts in _acts(scenes, seed):
        made[name] = Scene(
            id=name, span=_SPAN, text=here, choices=tuple(map(_choice, [name] * 3, range(3), acts, goes))
        )
    ends = [Scene(id=f"end{at}", span=_SPAN, text=over, ending=f"End {at}") for at in range(ENDINGS)]
    made |= {each.id: each for each in ends}
    return Story(
        id="big",
        title="Layers",
        scenes=made,
        start="s0",
        variables={each.name: each for each in numbers},
        endings=tuple(each.id for each in ends),
    )


_SPAN: Final = Span("story.yaml", 1, 1, 1, 1)


def _words(text: str) -> Text:
    return text_of((Block((Paragraph((Run(text),)),)),))


_DONE: Final = _words("Done.")


def _choice(scene: str, at: int, act: _Act, text: Text) -> Choice:
    when = None
    if act.when:
        parts = tuple(
            Compare(counts=False, slot=NUMBERS.index(name), sign=sign, number=to) for name, sign, to in act.when
        )
        tree = All(parts) if len(parts) > 1 else parts[0]
        when = Condition(_written(act), tree, compiled(tree))
    effects = tuple(_effect(*each) for each in sorted(act.change, key=lambda each: each[1] != "set"))
    return Choice(
        id=f"c{at}",
        name=f"{scene}.c{at}",
        text=text,
        span=_SPAN,
        when=when,
        effects=effects,
        reply=_DONE,
        to=act.to,
    )


def _effect(name: str, how: str, number: int) -> Set | Add:
    slot = NUMBERS.index(name)
    return Set(slot, number) if how == "set" else Add(slot, number, 0, UPTO)


def _acts(scenes: int, seed: int) -> Iterator[tuple[str, Sequence[_Act]]]:
    """Yield each scene with its three choices: into the next layer, or the one behind that, and at last the endings."""
    chance = random.Random(seed)  # noqa: S311 - the same story every time
    wide, last = max(3, min(WIDE, scenes // WIDE)), scenes - ENDINGS
    for at in range(last):
        layer = (at + wide - 1) // wide  # the first is the start alone
        behind = 1 + layer * wide
        near, same, far = (behind + each for each in (chance.randrange(wide), at % wide, chance.randrange(2 * wide)))
        # of one scene in five hundred every choice asks, and of all in the last layer: dead ends
        asks = 2 if behind >= last or (at and not chance.randrange(500)) else 0
        ways = [f"s{to}" if to < last else f"end{chance.randrange(ENDINGS)}" for to in (near, same, far)]
        yield f"s{at}", [_act(chance, ways[0], asks), *(_act(chance, to, chance.choice((1, 2, 2))) for to in ways[1:])]


def _act(chance: random.Random, to: str, asks: int) -> _Act:
    """Return a choice that asks for so many numbers: each for about three in four of its values."""
    when = tuple(
        (name, *chance.choice(((">=", chance.randint(1, 4)), ("<", chance.randint(7, 10)))))
        for name in chance.sample(NUMBERS, asks)
    )
    names = chance.sample(NUMBERS, chance.choice((1, 2)))
    return _Act(when, tuple((name, *_change(chance)) for name in names), to)


def _change(chance: random.Random) -> tuple[str, int]:
    if chance.random() < 1 / 16:
        return "set", chance.randint(0, UPTO)
    return "add", chance.choice((-2, -1, -1, 1, 1, 2))
