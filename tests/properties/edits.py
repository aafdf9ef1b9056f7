"""Random edits of a random story, as a writer makes them between two versions: some said in `renamed:`, some not.

What comes out may be no valid story; whoever asks tries another.
"""

import copy
import re
from collections.abc import Callable

from tests.properties.dice import Dice
from tests.properties.stories import HERE, Node, Story


def edited(story: Story, dice: Dice) -> Story:
    """Return the story after one to three edits."""
    story = copy.deepcopy(story)
    for _ in range(dice.pick([1, 1, 2, 3])):
        dice.pick(EDITS)(story, dice)
    return story


def _scene_renamed(story: Story, dice: Dice) -> None:
    old = dice.pick(list(story["scenes"]))
    new = f"{old}_now"
    if new in story["scenes"]:
        return
    _replace(story, lambda text: re.sub(rf"\b{old}\b", new, text))
    story["scenes"] = {new if name == old else name: scene for name, scene in story["scenes"].items()}
    if dice.often(7):
        _say(story, "scenes", old, new)


def _choice_renamed(story: Story, dice: Dice) -> None:
    scene, choice = _choice(story, dice)
    if choice is None:
        return
    old, new = choice["id"], f"{choice['id']}_now"
    _replace(story, lambda text: re.sub(rf"\b{scene}\.{old}\b", f"{scene}.{new}", text))
    choice["id"] = new
    if dice.often(7):
        _say(story, "choices", f"{scene}.{old}", f"{scene}.{new}")


def _choice_gone(story: Story, dice: Dice) -> None:
    scene, choice = _choice(story, dice)
    if choice is None:
        return
    menu = story["scenes"][scene]["choices"]
    menu.remove(choice)
    if dice.often(5) and menu:
        _say(story, "choices", f"{scene}.{choice['id']}", f"{scene}.{dice.pick(menu)['id']}")
    elif dice.often(2):
        other, heir = _choice(story, dice)
        if heir is not None:
            _say(story, "choices", f"{scene}.{choice['id']}", f"{other}.{heir['id']}")
    if not menu:
        del story["scenes"][scene]["choices"]


def _choice_added(story: Story, dice: Dice) -> None:
    scene, choice = _choice(story, dice)
    if choice is not None:
        other = {**choice, "id": f"{choice['id']}_too"}
        for key in ("when", "locked", "once") if dice.often(5) else ():
            other.pop(key, None)
        story["scenes"][scene]["choices"].insert(0, other)


def _choice_opened_or_closed(story: Story, dice: Dice) -> None:
    _, choice = _choice(story, dice)
    if choice is None:
        return
    if "when" in choice and dice.often(4):
        choice["when"] = f"not ({choice['when']})"
    elif "when" in choice and dice.often(5):
        del choice["when"]
        choice.pop("locked", None)
    else:
        choice["once"] = not choice.get("once", False)


def _choice_borrows(story: Story, dice: Dice) -> None:
    _, choice = _choice(story, dice)
    _, other = _choice(story, dice)
    if choice is not None and other is not None:
        for key in ("when", "set", "add", "remember"):
            choice.pop(key, None)
            if key in other:
                choice[key] = other[key]
        if "when" not in choice:
            choice.pop("locked", None)


def _some_change(story: Story, dice: Dice) -> None:
    """Let every other choice that can be taken once lead elsewhere: those that were equal may be so no more."""
    to = dice.pick(list(story["scenes"]))
    for scene in story["scenes"].values():
        for choice in [each for each in scene.get("choices", []) if each.get("once")][::2]:
            choice["to"] = to


def _leads_elsewhere(story: Story, dice: Dice) -> None:
    holder = _holder(story, dice)
    if holder is not None:
        holder["to"] = dice.pick([*story["scenes"], HERE])


def _chance_comes_in(story: Story, dice: Dice) -> None:
    holder = _holder(story, dice)
    if holder is None:
        return
    some = dice.sample(list(story["scenes"]), 2, 3)
    if isinstance(holder["to"], str) and dice.often(7):
        some = [holder["to"], next(name for name in some if name != holder["to"])]
    if len(some) > 1:
        holder["to"] = [{"chance": dice.between(1, 3), "to": name} for name in some]


def _chance_changes(story: Story, dice: Dice) -> None:
    lists = [each["to"] for each in _holders(story) if isinstance(each["to"], list) and "chance" in each["to"][0]]
    if not lists:
        return
    chances = dice.pick(lists)
    if dice.often(3):
        chances[0]["chance"] = 7
    elif len(chances) > 2 and dice.often(5):
        chances.pop(dice.below(len(chances)))
    else:
        there = {each["to"] for each in chances}
        chances[0]["to"] = dice.pick([name for name in story["scenes"] if name not in there] or [chances[0]["to"]])


def _chance_goes(story: Story, dice: Dice) -> None:
    some = [each for each in _holders(story) if isinstance(each["to"], list)]
    if some:
        holder = dice.pick(some)
        holder["to"] = dice.pick(holder["to"])["to"]


def _start_moves(story: Story, dice: Dice) -> None:
    story["start"] = dice.pick([name for name, scene in story["scenes"].items() if "ending" not in scene])


def _scene_between(story: Story, dice: Dice) -> None:
    holder = _holder(story, dice)
    if holder is not None and "between" not in story["scenes"]:
        story["scenes"] = {"between": {"text": "A corridor.", "to": holder["to"]}, **story["scenes"]}
        story.setdefault("start", next(name for name in story["scenes"] if name != "between"))
        if dice.often(5):
            story["scenes"]["between"]["choices"] = [{"id": "on", "text": "On."}]
        holder["to"] = "between"


def _value_changes(story: Story, dice: Dice) -> None:
    names = [name for name, value in story.get("variables", {}).items() if isinstance(value["start"], bool)]
    if names:
        value = story["variables"][dice.pick(names)]
        value["start"] = not value["start"]


def _effects_go(story: Story, dice: Dice) -> None:
    holders = [each for scene in story["scenes"].values() for each in (scene, *scene.get("choices", []))]
    some = [each for each in holders if {"set", "add", "remember"} & each.keys()]
    if some:
        holder = dice.pick(some)
        for key in ("set", "add", "remember"):
            holder.pop(key, None)


def _menu_turned(story: Story, dice: Dice) -> None:
    menus = [scene["choices"] for scene in story["scenes"].values() if "choices" in scene]
    if menus:
        dice.pick(menus).reverse()


def _names_swapped(story: Story, dice: Dice) -> None:
    """Let two choices of a menu have each other's ids: their plays take the wrong one."""
    menus = [scene["choices"] for scene in story["scenes"].values() if len(scene.get("choices", [])) > 1]
    if menus:
        menu = dice.pick(menus)
        one, other = dice.sample(range(len(menu)), 2, 2)
        menu[one]["id"], menu[other]["id"] = menu[other]["id"], menu[one]["id"]


EDITS: list[Callable[[Story, Dice], None]] = [
    _menu_turned,
    _scene_renamed,
    _choice_renamed,
    _choice_renamed,
    _choice_gone,
    _choice_gone,
    _choice_added,
    _choice_opened_or_closed,
    _choice_opened_or_closed,
    _choice_borrows,
    _some_change,
    _leads_elsewhere,
    _chance_comes_in,
    _chance_changes,
    _chance_goes,
    _start_moves,
    _scene_between,
    _value_changes,
    _effects_go,
    _names_swapped,
]


def _choice(story: Story, dice: Dice) -> tuple[str, Node]:
    menus = [(name, scene["choices"]) for name, scene in story["scenes"].items() if scene.get("choices")]
    if not menus:
        return "", None
    name, menu = dice.pick(menus)
    return name, dice.pick(menu)


def _holders(story: Story) -> list[Node]:
    holders = [each for scene in story["scenes"].values() for each in (scene, *scene.get("choices", []))]
    return [each for each in holders if "to" in each]


def _holder(story: Story, dice: Dice) -> Node:
    holders = _holders(story)
    return dice.pick(holders) if holders else None


def _say(story: Story, kind: str, old: str, new: str) -> None:
    story.setdefault("renamed", {}).setdefault(kind, {})[old] = new


def _replace(story: Story, change: Callable[[str], str]) -> None:
    """Change every condition and way on, and where it starts."""
    for scene in story["scenes"].values():
        _replaced(scene, change)
    if "start" in story:
        story["start"] = change(story["start"])
    for kind, renames in story.get("renamed", {}).items():
        story["renamed"][kind] = {old: change(new) for old, new in renames.items()}


def _replaced(node: Node, change: Callable[[str], str]) -> None:
    for key, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
        if isinstance(value, str) and key in {"when", "to"}:
            node[key] = change(value)
        elif isinstance(value, dict | list):
            _replaced(value, change)
