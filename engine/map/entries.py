"""What the text map and the page say of each scene: its choices, what they depend on, where they lead.

May import floors 0 and 1, and from its own room what stands above.
"""

from collections.abc import Iterator
from typing import NamedTuple

from engine.diagnostics import cut
from engine.map.chart import Chart, Line, Place
from engine.map.coming_back import scenes_of
from engine.map.leading import Lead, leads
from engine.map.saying import Names, names
from engine.model import HERE, Choice, Scene


class Goal(NamedTuple):
    """Where a choice may lead: a scene, or None where it stays. `how` says when, or by what chance; often nothing."""

    to: str | None
    how: str


class Ripple(NamedTuple):
    """A moment, by its title, and scenes: those in which it comes back, or from which it comes."""

    title: str
    scenes: tuple[str, ...]


class Deed(NamedTuple):
    """A choice: its words, what it depends on, where it may lead. Without goals it goes on as its scene does.

    `never`: it is never offered, though its scene is reached.
    """

    words: str
    terms: tuple[str, ...]
    goals: tuple[Goal, ...]
    never: bool
    remembers: tuple[Ripple, ...]


class Entry(NamedTuple):
    """All that is said of a scene. `remembers` is what arriving does, `tells` what comes back here.

    `onward` is where the scene leads by itself, or where choices lead that go on as it does; `passed` says whether it
    may be passed by, because none of its choices is open. `sources` are the scenes from which ways lead here. Ways on
    from here: `unused` are the scenes to which no play goes, `passes` how often a random play goes to each.
    """

    place: Place
    kind: str
    deeds: tuple[Deed, ...]
    onward: tuple[Goal, ...]
    passed: bool
    remembers: tuple[Ripple, ...]
    tells: tuple[Ripple, ...]
    sources: tuple[str, ...]
    unused: tuple[str, ...]
    passes: tuple[tuple[str, float], ...]


def entries(chart: Chart) -> Iterator[Entry]:
    """Yield what is said of each scene of `chart`, but not of those outside of it, in the order of the story."""
    known = names(chart.story)
    arriving: dict[str, list[Line]] = {}
    leaving: dict[str, list[Line]] = {}
    for line in chart.lines:
        arriving.setdefault(line.target, []).append(line)
        leaving.setdefault(line.source, []).append(line)
    for place in chart.places.values():
        if not place.outside:
            yield _entry(chart, place, known, arriving.get(place.id, []), leaving.get(place.id, []))


def called(chart: Chart, id_: str) -> str:
    """Return what a scene is called: its title, and its id where that is another."""
    title = chart.story.scenes[id_].title
    return f"{cut(title)} ({id_})" if title and title != id_ else id_


def kind_of(place: Place, scene: Scene) -> str:
    """Return what kind of place it is, in a few words."""
    count = len(scene.choices)
    kind = f'ending "{place.ending}"' if place.kind == "ending" else "passage"
    if place.kind != "ending" and count:
        kind = f"decision, {count} choices" if count > 1 else "passage, 1 choice"
    words = ["start"] * place.start + [kind]
    if place.chance is not None:
        words.append(f"chance {percent(place.chance)}")
    return ", ".join(words + ["never reached"] * place.never)


def percent(chance: float) -> str:
    """Return a chance from 0 to 1 in percent, as exactly as is of use."""
    if 0 < chance < 0.001:  # noqa: PLR2004 - below a tenth of a percent
        return "less than 0.1 %"
    return f"{100 * chance:.1f} %".replace(".0 %", " %")


def _entry(chart: Chart, place: Place, known: Names, arriving: list[Line], leaving: list[Line]) -> Entry:
    scene = chart.story.scenes[place.id]
    held: dict[str, list[Lead]] = {choice.name: [] for choice in scene.choices}
    own: list[Lead] = []
    for lead in leads(scene):
        (own if lead.choice is None else held[lead.choice.name]).append(lead)
    shared = [choice for choice in scene.choices if choice.to is None and isinstance(scene.to, tuple)]
    onward = own or (held[shared[0].name] if shared else [])
    for choice in shared:
        held[choice.name] = []
    deeds = tuple(_deed(chart, place, choice, held[choice.name], known) for choice in scene.choices)
    telling = (scene.id, *(choice.name for choice in scene.choices))
    tells = dict.fromkeys(moment for name in telling for moment in chart.moments.tells.get(name, ()))
    return Entry(
        place,
        kind_of(place, scene),
        deeds,
        _goals(onward, known),
        bool(own and own[0].passing),
        _remembers(chart, place.id),
        tuple(Ripple(_title(chart, each), _scenes(chart.moments.remembered.get(each, ()))) for each in tells),
        tuple(line.source for line in arriving),
        tuple(line.target for line in leaving if line.never and not place.never),
        tuple((line.target, line.passes) for line in leaving if line.passes is not None),
    )


def times(count: float) -> str:
    """Return how often something happens in a play, on average."""
    return "never" if count == 0 else f"{count:.2f} times" if count >= 0.01 else "less than 0.01 times"  # noqa: PLR2004 - as said


def _deed(chart: Chart, place: Place, choice: Choice, ways: list[Lead], known: Names) -> Deed:
    never = not place.never and chart.known is not None and choice.name in chart.known.choices_never
    terms = tuple(_terms(choice, known))
    return Deed(known.words(choice.text), terms, _goals(ways, known), never, _remembers(chart, choice.name))


def _terms(choice: Choice, known: Names) -> Iterator[str]:
    if choice.when is not None:
        yield f"if {known.condition(choice.when)}"
    if choice.locked is not None:
        yield f"until then closed: {known.words(choice.locked)}"
    if choice.once:
        yield "once only"
    if choice.by_waiting is not None:
        yield f"taken by waiting for {choice.by_waiting} seconds, where waiting is switched on"


def _goals(ways: list[Lead], known: Names) -> tuple[Goal, ...]:
    return tuple(Goal(None if lead.to == HERE else lead.to, _how(lead, known)) for lead in ways)


def _how(lead: Lead, known: Names) -> str:
    if lead.odds:
        weight, whole = lead.odds
        return f"by chance, {weight} in {whole}"
    if lead.when is not None:
        return f"if {known.condition(lead.when)}"
    return "otherwise" if lead.otherwise else ""


def _remembers(chart: Chart, name: str) -> tuple[Ripple, ...]:
    made = chart.moments.makes.get(name, ())
    return tuple(Ripple(_title(chart, each), _scenes(chart.moments.told.get(each, ()))) for each in made)


def _scenes(names_: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(scenes_of(names_))


def _title(chart: Chart, moment: str) -> str:
    return cut(chart.story.moments[moment].title, 80)
