"""Random small stories that are valid by the language page, as the plain dicts that YAML gives.

`stories()` and `plays()` are the strategies, `render()` writes a story as YAML. Nothing is imported from the engine:
what is valid is decided here a second time.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml
from hypothesis import strategies as st

from tests.properties.dice import Dice

Story = dict[str, Any]
Node = Any  # a value as YAML gives it

HERE = "here"
PLACES = ["curb", "shop", "park", "bus_stop", "bridge", "station", "home"]
ACTS = ["wait", "ask", "look", "walk_away"]
SENTENCES = [
    "A bus passes.",
    "A dog barks.",
    "Nobody looks up.",
    "The boy holds the paper.",
    "The light has moved.",
    "Rain begins, and the street empties.",
]
SIGNS = ["is", "is not", "<", "<=", ">", ">="]


@dataclass(frozen=True)
class _Names:
    """What is declared, and so may be referred to."""

    counters: dict[str, tuple[int, int]]
    words: dict[str, list[str]]
    switches: list[str]
    moments: list[str]
    cast: list[str]
    kinds: dict[str, str]  # scene to "menu", "plain" or "ending", in the order of the file
    acts: dict[str, list[str]]  # scene to the ids of its choices

    def targets(self, scene: str, *, stay: bool) -> list[str]:
        """List where a `to` in this scene may lead: from one without choices only on, never round."""
        order = list(self.kinds)
        going = [
            other
            for other, kind in self.kinds.items()
            if "plain" not in {kind} & {self.kinds[scene]} or order.index(other) > order.index(scene)
        ]
        menus = [other for other in going if self.kinds[other] == "menu"]
        return going + menus * 2 + [HERE] * stay  # menus three times: plays go on for longer


ROLLS, ROLLS_OF_A_SCENE = 3000, 400


class Play(NamedTuple):
    """A story, what to choose in it (each modulo the number of choices there are), and a seed for its chances."""

    story: Story
    picks: list[int]
    seed: int


def stories() -> st.SearchStrategy[Story]:
    """Give random stories of two to seven scenes with at most four choices each."""
    return plays().map(lambda play: play.story)


def plays() -> st.SearchStrategy[Play]:
    """Give random stories, each with up to twelve choices to take."""
    return st.binary(min_size=ROLLS, max_size=ROLLS).map(lambda rolls: _play(Dice(rolls)))


def _play(dice: Dice) -> Play:
    seed, picks = dice.below(1 << 16), [dice.below(12) for _ in range(12)]
    return Play(_story(dice), picks, seed)


def _story(dice: Dice) -> Story:
    names = _names(dice)
    story: Story = {"curbside": 1, "id": "random-story", "title": "A random story"}
    if dice.often(3):
        story["start"] = dice.pick([scene for scene, kind in names.kinds.items() if kind != "ending"])
    variables = _variables(dice, names)
    if variables:
        story["variables"] = variables
    if names.moments:
        story["moments"] = {name: {"title": f"You remember {name}"} for name in names.moments}
    if names.cast:
        story["cast"] = {name: {"name": f"The {name}"} for name in names.cast}
    story["scenes"] = {scene: _scene(dice.handful(ROLLS_OF_A_SCENE), names, scene) for scene in names.kinds}
    return story


# Declarations --------------------------------------------------------------------------------------------------------


def _names(dice: Dice) -> _Names:
    scenes = PLACES[: dice.between(2, len(PLACES))]
    kinds = {scene: dice.pick(["menu"] * 5 + ["plain"] * 4 + ["ending"]) for scene in scenes}
    kinds[scenes[-1]] = "ending"
    if kinds[scenes[0]] == "ending":
        kinds[scenes[0]] = "menu"
    counters = {}
    for name in ["minutes", "coins"]:
        if dice.often(6):
            low = dice.between(-5, 2)
            counters[name] = (low, low + dice.between(1, 6))
    return _Names(
        counters=counters,
        words={"distance": ["far", "near", "beside"][: dice.between(1, 3)]} if dice.often(6) else {},
        switches=[name for name in ["hat_on", "wet"] if dice.often(5)],
        moments=[name for name in ["shared_lunch", "asked_name"] if dice.often(5)],
        cast=["boy", "owner"][: dice.between(0, 2)],
        kinds=kinds,
        acts={scene: ACTS[: dice.between(1, 4)] for scene, kind in kinds.items() if kind == "menu"},
    )


def _variables(dice: Dice, names: _Names) -> dict[str, Node]:
    variables: dict[str, Node] = {}
    for name, (low, high) in names.counters.items():
        variables[name] = {"start": dice.between(low, high), "min": low, "max": high}
    for name, words in names.words.items():
        variables[name] = {"start": dice.pick(words), "one_of": words}
    for name in names.switches:
        variables[name] = {"start": dice.pick([False, True])}
    return variables


# Scenes and choices --------------------------------------------------------------------------------------------------


def _scene(dice: Dice, names: _Names, scene_id: str) -> dict[str, Node]:
    kind = names.kinds[scene_id]
    scene: dict[str, Node] = {}
    if dice.often(3):
        scene["title"] = f"At the {scene_id}"
    if dice.often(6 if kind == "plain" else 8):
        scene["text"] = _text(dice, names)
    if dice.often(3):
        scene |= _effects(dice, names)
    if names.cast and dice.often(2):
        scene["seen_by"] = {dice.pick(names.cast): _text(dice, names)}
    if dice.often(1):
        scene["discuss"] = ["What might the boy be thinking?"]
    if kind == "ending":
        scene["ending"] = f"The {scene_id} at last"
        return scene
    if kind == "plain" or dice.often(6):
        scene["to"] = _to(dice, names, scene_id, stay=kind == "menu")
    if kind == "menu":
        scene["choices"] = _menu(dice, names, scene_id, finds_to="to" in scene)
    return scene


def _menu(dice: Dice, names: _Names, scene_id: str, *, finds_to: bool) -> list[dict[str, Node]]:
    guarded = dice.often(3)  # no choice without a condition: sooner or later none is available
    choices = [_choice(dice, names, act, guarded=guarded) for act in names.acts[scene_id]]
    for choice in choices:
        if not finds_to or dice.often(5):
            choice["to"] = HERE if dice.often(4) else _to(dice, names, scene_id, stay=True)
    if dice.often(1):
        dice.pick(choices)["by_waiting"] = 20
    return choices


def _choice(dice: Dice, names: _Names, act: str, *, guarded: bool) -> dict[str, Node]:
    choice: dict[str, Node] = {"id": act, "text": dice.pick(SENTENCES)}
    if dice.often(5):
        choice["reply"] = _text(dice, names)
    if guarded or dice.often(3):
        choice["when"] = _condition(dice, names)
        if dice.often(6):
            choice["locked"] = _string(dice, names)
    if dice.often(4):
        choice["once"] = True
    if dice.often(5):
        choice |= _effects(dice, names)
    if dice.often(1):
        choice["empathy"] = {dice.pick(["notice", "act", "respect"]): "You took your time."}
    if names.cast and dice.often(1):
        choice["seen_by"] = {dice.pick(names.cast): _text(dice, names)}
    return choice


def _to(dice: Dice, names: _Names, scene_id: str, *, stay: bool) -> Node:
    targets = names.targets(scene_id, stay=stay)
    kind = dice.pick(["plain"] * 5 + ["when", "when", "chance", "chance"])
    if kind == "when":
        count = dice.between(1, 2)
        return [{"when": _condition(dice, names), "to": dice.pick(targets)} for _ in range(count)] + [
            {"to": dice.pick(targets)}
        ]
    if kind == "chance" and len(set(targets)) > 1:
        some = dice.sample(targets, 2, 3)
        return [{"chance": dice.between(1, dice.pick([5, 1000])), "to": target} for target in some]
    return dice.pick(targets)


def _effects(dice: Dice, names: _Names) -> dict[str, Node]:
    changes = {name: _change(dice, names, name) for name in [*names.counters, *names.words, *names.switches]}
    effects: dict[str, Node] = {}
    for effect in ("set", "add"):
        values = {name: change[1] for name, change in changes.items() if change is not None and change[0] == effect}
        if values:
            effects[effect] = values
    if names.moments and dice.often(4):
        some = names.moments[: dice.between(1, len(names.moments))]
        effects["remember"] = some[0] if len(some) == 1 and dice.often(5) else some
    return effects


def _change(dice: Dice, names: _Names, name: str) -> tuple[str, Node] | None:
    """Draw what becomes of one variable: nothing, a new value, or an amount that is added."""
    if not dice.often(5):
        return None
    if name in names.words:
        return "set", dice.pick(names.words[name])
    if name in names.switches:
        return "set", dice.pick([False, True])
    if dice.often(7):
        return "add", dice.pick([1, 2, 4, -1, -2, -4])
    low, high = names.counters[name]
    return "set", dice.between(low, high)


# Conditions ----------------------------------------------------------------------------------------------------------


def _condition(dice: Dice, names: _Names) -> str:
    return _expression(dice, names, 2)[0]


def _expression(dice: Dice, names: _Names, depth: int) -> tuple[str, str]:
    """Draw a condition and its outermost word; parentheses stand where they must, and sometimes where they need not."""
    kind = dice.pick(["one"] * 4 + ["not", "not", "and", "or"]) if depth else "one"
    if kind == "one":
        return _comparison(dice, names), kind
    if kind == "not":
        return f"not {_operand(dice, names, depth, {'one'})}", kind
    bare = {"one", "not", kind}
    operands = [_operand(dice, names, depth, bare) for _ in range(dice.between(2, 3))]
    return f" {kind} ".join(operands), kind


def _operand(dice: Dice, names: _Names, depth: int, bare: set[str]) -> str:
    expression, kind = _expression(dice, names, depth - 1)
    return expression if kind in bare and not dice.often(1) else f"({expression})"


def _comparison(dice: Dice, names: _Names) -> str:
    scene = dice.pick(list(names.kinds))
    sign = dice.pick(SIGNS)
    simple = [f"visited({scene})", f"visits({scene}) {sign} {dice.between(0, 4)}"]
    if names.acts:
        menu = dice.pick(list(names.acts))
        simple.append(f"chose({menu}.{dice.pick(names.acts[menu])})")
    for name, (low, high) in names.counters.items():
        simple.append(f"{name} {sign} {dice.between(low, high)}")
    for name, words in names.words.items():
        simple.append(f"{name} {dice.pick(['is', 'is not'])} {dice.pick(words)}")
    for name in names.switches:
        simple += [name, f"{name} {dice.pick(['is', 'is not'])} {dice.pick(['true', 'false'])}"]
    return dice.pick(simple + names.moments)


# Words ---------------------------------------------------------------------------------------------------------------


def _text(dice: Dice, names: _Names) -> Node:
    if dice.often(7):
        return [_item(dice, names) for _ in range(dice.between(1, 3))]
    return _string(dice, names)


def _item(dice: Dice, names: _Names) -> Node:
    return _block(dice, names) if dice.often(8) else _string(dice, names)


def _string(dice: Dice, names: _Names) -> str:
    words = dice.pick(SENTENCES)
    if names.counters and dice.often(3):
        words = f"{{{dice.pick(list(names.counters))}}} of them. {words}"
    if dice.often(2):
        words += f"\n\n{dice.pick(SENTENCES)}\nAnd on.\n"
    return words


def _block(dice: Dice, names: _Names) -> dict[str, Node]:
    kind = dice.pick(["text", "text", "first", "sequence", "cycle", "shuffle"])
    block: dict[str, Node] = {}
    if dice.often(5):
        block["when"] = _condition(dice, names)
    if names.cast and dice.often(3):
        block["say"] = dice.pick(names.cast)
    if names.moments and dice.often(1):
        block["ripple_of"] = dice.pick(names.moments)
    if kind == "text":
        block["text"] = _string(dice, names)
        if "when" in block and dice.often(5):
            block["else"] = _string(dice, names)
    elif kind == "first":
        block["first"] = _firsts(dice, names, spoken="say" in block)
    else:
        # one line each: the page does not say whether the last line break of an item is "as typed" in its hash
        block[kind] = dice.sample(SENTENCES, 1, 3)
    return block


def _firsts(dice: Dice, names: _Names, *, spoken: bool) -> list[dict[str, Node]]:
    """Draw the items of a `first`; only a last one stands without `when`, and only one of the two says who speaks."""
    items = []
    for _ in range(dice.between(1, 3)):
        item = {"when": _condition(dice, names), "text": _string(dice, names)}
        if names.cast and not spoken and dice.often(2):
            item["say"] = dice.pick(names.cast)
        items.append(item)
    if dice.often(6):
        items.append({"text": _string(dice, names)})
    return items


# As YAML -------------------------------------------------------------------------------------------------------------


class _Dumper(yaml.SafeDumper):
    """No anchors, and words of several lines as a writer types them."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  asked about each value; the answer is the same
        return True


def _string_node(dumper: yaml.SafeDumper, words: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", words, style="|" if "\n" in words else None)


_Dumper.add_representer(str, _string_node)


def render(story: Story) -> str:
    """Write a story as YAML; the words of these stories are simple enough for every reader."""
    return yaml.dump(story, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)
