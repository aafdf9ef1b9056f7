"""What can happen in a story, by brute force: the oracle for what the explorer finds.

Each function takes a story as plain YAML and the world that `everything` makes of it. A number is always the least
number of choices. It imports nothing from the engine, and may be handed valid stories only.
"""

from collections import deque
from collections.abc import Iterable

from tests.reference.everything import Key, Way, World, everything
from tests.reference.inside import Inside, arrivals, drawn, inside, written
from tests.reference.memory import holds
from tests.reference.walker import HERE, Story, offered

Asked = dict[str | tuple[str, int], set[bool]]


# The graph -----------------------------------------------------------------------------------------------------------


def depths(world: World) -> dict[Key, int]:
    """Count the choices to each state."""
    found: dict[Key, int] = {}
    for way in world.ways:  # they stand in the order of a search that is breadth first
        found.setdefault(way.target, 0 if way.source is None else found[way.source] + 1)
    return found


def made(way: Way, depth: dict[Key, int]) -> int:
    """Count the choices made when this step is taken as early as it can be, its own included."""
    return 0 if way.source is None else depth[way.source] + 1


def sources_of(world: World, goals: Iterable[Key]) -> set[Key]:
    """Return the states from which some play comes to one of these, these included."""
    before: dict[Key, set[Key]] = {}
    for way in world.ways:
        if way.source is not None:
            before.setdefault(way.target, set()).add(way.source)
    found = set(goals)
    waiting = deque(found)
    while waiting:
        new = before.get(waiting.popleft(), set()) - found
        found |= new
        waiting.extend(new)
    return found


def endings(story: Story, world: World) -> dict[Key, str]:
    """Return the states at an ending, and its scene."""
    return {key: memory.scene for key, memory in world.states.items() if "ending" in story["scenes"][memory.scene]}


def menus(story: Story, world: World) -> dict[Key, list[str]]:
    """Return the states at a menu, and the places of its available choices."""
    found = {key: offered(story, memory)[0] for key, memory in world.states.items()}
    return {key: [f"{world.states[key].scene}.{each}" for each in ids] for key, ids in found.items() if ids}


def insides(story: Story, world: World) -> list[Inside]:
    """Retell every step."""
    return [inside(story, world, way) for way in world.ways]


def _least(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, number in pairs:
        found[name] = min(number, found.get(name, number))
    return found


# 1. What can be reached ----------------------------------------------------------------------------------------------


def reached_scenes(world: World) -> dict[str, int]:
    """Return the scenes that some step arrives at, if only in passing, with the choices made until then."""
    depth = depths(world)
    return _least((scene, made(way, depth)) for way in world.ways for scene in arrivals(way.walk))


def offered_choices(story: Story, world: World) -> dict[str, int]:
    """Return the choices that are available at some menu, with the choices made before."""
    depth = depths(world)
    return _least((place, depth[key]) for key, menu in menus(story, world).items() for place in menu)


# 2. and 3. Conditions and locks --------------------------------------------------------------------------------------


def asked(story: Story, world: World) -> Asked:
    """Return for each condition of the rules that is ever asked the answers that it gives.

    A choice's `when` stands under `scene.choice`, that of a branch under the place of its list and its index there.
    """
    found: Asked = {}
    for step in insides(story, world):
        for memory in step.looked:
            for choice in story["scenes"][memory.scene].get("choices", []):
                place = f"{memory.scene}.{choice['id']}"
                used_up = choice.get("once") and memory.takings[place] > 0
                if "when" in choice and not used_up:
                    found.setdefault(place, set()).add(holds(choice["when"], memory))
        for holder, memory in step.followed:
            to = written(story, holder)["to"]
            for index, branch in enumerate([] if isinstance(to, str) else to):
                if "when" not in branch:
                    break
                answer = holds(branch["when"], memory)
                found.setdefault((holder, index), set()).add(answer)
                if answer:
                    break
    return found


def never_open(story: Story, world: World) -> set[str]:
    """Return the locked choices that were asked for and never available."""
    places = {place for place in asked(story, world) if isinstance(place, str) and "locked" in written(story, place)}
    return places - offered_choices(story, world).keys()


# 4. Dead ends and traps ----------------------------------------------------------------------------------------------


def dead_ends(story: Story, world: World) -> dict[tuple[str, str | None], int]:
    """Return each scene with a dead end, and the scene before which the step stopped, if that is why it is one."""
    depth, found = depths(world), dict[tuple[str, str | None], int]()
    alive = menus(story, world).keys() | endings(story, world).keys()
    for way in world.ways:
        if way.target not in alive:
            end = (way.walk.memory.scene, way.walk.stopped)
            found[end] = min(made(way, depth), found.get(end, made(way, depth)))
    return found


def traps(story: Story, world: World) -> dict[str, int]:
    """Return the scenes at which a menu stands from which no play comes to an ending."""
    depth = depths(world)
    lost = menus(story, world).keys() - sources_of(world, endings(story, world))
    return _least((world.states[key].scene, depth[key]) for key in lost)


# 5. Choices that make no difference ----------------------------------------------------------------------------------


def no_difference(story: Story, world: World) -> dict[str, set[str]]:
    """Return the choices without reply and `seen_by` that never matter, and what each is always like.

    That is `here` when the menu is the same after it as before, nothing told; and each other such choice of its menu
    that is there whenever it is, and comes to the same: the same draws at the same odds, scenes and states.

    The states of `everything` hold all variables and moments, and all counts that conditions read, those of words too.
    What blocks read besides are visits, and the scenes arrived at are compared; and takings of choices with a reply.
    """
    results: dict[str, dict[Key, set[object]]] = {}
    staying: dict[str, bool] = {}
    for way in world.ways:
        if way.source is None:
            continue
        place = f"{world.states[way.source].scene}.{way.choice}"
        if not written(story, place).keys() & {"reply", "seen_by"}:
            result = (tuple(drawn(story, way.walk)), tuple(arrivals(way.walk)), way.target)
            results.setdefault(place, {}).setdefault(way.source, set()).add(result)
            staying[place] = staying.get(place, True) and not arrivals(way.walk) and way.target == way.source
    found = {place: {HERE} if stays else set() for place, stays in staying.items()}
    for place, mine in results.items():
        for other, its in results.items():
            alike = all(its.get(key) == outcomes for key, outcomes in mine.items())
            if other != place and alike:
                found[place].add(other)
    return {place: like for place, like in found.items() if like}


# 6. Endings ----------------------------------------------------------------------------------------------------------


def reached_endings(story: Story, world: World) -> dict[str, int]:
    """Return the endings that some play comes to."""
    depth = depths(world)
    return _least((scene, depth[key]) for key, scene in endings(story, world).items())


def out_of_reach(story: Story, world: World) -> dict[str, set[str]]:
    """Return for each ending that is reached the choices that rule it out for good.

    Such a choice is taken somewhere where that ending can still be reached, and wherever it is taken it can no more.
    """
    found: dict[str, set[str]] = {}
    states = endings(story, world)
    for ending in sorted(set(states.values())):
        near = sources_of(world, (key for key, scene in states.items() if scene == ending))
        ruling_out, leaving_open = set(), set()
        for way in world.ways:
            if way.source is not None:
                place = f"{world.states[way.source].scene}.{way.choice}"
                if way.target in near:
                    leaving_open.add(place)
                elif way.source in near:
                    ruling_out.add(place)
        found[ending] = ruling_out - leaving_open
    return found


# 11. Promises --------------------------------------------------------------------------------------------------------


def broken_reachable(world: World, goals: Iterable[str]) -> set[str]:
    """Return the scenes among these that no play comes to."""
    return set(goals) - reached_scenes(world).keys()


def broken_never(story: Story, condition: str, cap: int = 100_000) -> int | None:
    """Return the choices to the nearest menu, ending or dead end at which a condition holds; None if it never does."""
    world = everything(watching(story, condition), cap)
    depth = depths(world)
    return min((depth[key] for key, memory in world.states.items() if holds(condition, memory)), default=None)


def broken_can_always_reach(
    story: Story, goals: Iterable[str], unless: str | None = None, cap: int = 100_000
) -> dict[str, int]:
    """Return the scenes with a menu at which `unless` is false and from which no play comes to any of the goals."""
    goals = set(goals)
    world = everything(watching(story, unless or "true"), cap)
    depth = depths(world)
    there = {key for key, memory in world.states.items() if memory.scene in goals}
    there |= {way.source for way in world.ways if way.source is not None and goals & set(arrivals(way.walk))}
    lost = menus(story, world).keys() - sources_of(world, there)
    asked_of = {key: world.states[key] for key in lost}
    return _least(
        (memory.scene, depth[key]) for key, memory in asked_of.items() if not (unless and holds(unless, memory))
    )


def watching(story: Story, condition: str) -> Story:
    """Return the story with one more condition that its states are to tell apart; it is played alike."""
    first, *_ = story["scenes"]
    scenes = story["scenes"] | {first: story["scenes"][first] | {"watched": {"when": condition}}}
    return story | {"scenes": scenes}
