"""What can be said of a story only as a whole: that it has scenes and an end, no rings, and sound renames.

May import floor 0, `names` and `values`.
"""

from collections.abc import Iterable, Mapping

from engine.diagnostics import Related, quoted
from engine.model import HERE, Fork, Scene, Way, renamed_to
from engine.reading.names import Sheet
from engine.reading.values import Map, below, strings, words


def check(sheet: Sheet, header: Map, scenes: Mapping[str, Scene]) -> None:
    """Note what is wrong with the whole of a story of the right shape."""
    _check_rings(sheet, scenes)
    if not scenes:
        sheet.fault("L220", sheet.document.first(header), "this story has no scenes", "add scenes:")
    elif not any(scene.ending for scene in scenes.values()):
        span = next(iter(scenes.values())).span
        sheet.fault("L219", span, "no scene of this story ends it", "give one of them ending: with a title")


def targets(way: Way | None) -> Iterable[str]:
    """Return every scene that `way` may lead to."""
    match way:
        case None:
            return ()
        case str():
            return (way,)
        case Fork(_, chances):
            return tuple(chance.to for chance in chances)
        case _:
            return tuple(branch.to for branch in way)


def _check_rings(sheet: Sheet, scenes: Mapping[str, Scene]) -> None:
    """Note each ring of scenes without choices, at the first of them in the story."""
    after = {
        name: [to for to in targets(scene.to) if to in scenes and not scenes[to].choices and to != HERE]
        for name, scene in scenes.items()
        if not scene.choices
    }
    done: set[str] = set()
    for first in after:
        path: dict[str, None] = {}  # in order, and quick to ask
        ways = [iter((first,))]
        while ways:  # depth first, without recursion: a story may have 50,000 scenes in a row
            name = next(ways[-1], None)
            if name is None:
                ways.pop()
                if path:
                    done.add(path.popitem()[0])
            elif name in path:
                walked = list(path)
                _tell_ring(sheet, scenes, walked[walked.index(name) :])
            elif name not in done:
                path[name] = None
                ways.append(iter(after[name]))


def _tell_ring(sheet: Sheet, scenes: Mapping[str, Scene], ring: list[str]) -> None:
    order = list(scenes)
    first, *others = sorted(ring, key=order.index)
    message = "these scenes lead to each other for ever, and none has a choice"
    message = message if others else "this scene leads to itself for ever, and has no choice"
    related = tuple(Related(scenes[name].span, "and this one") for name in others[:8])
    sheet.fault("L218", scenes[first].span, message, "give one of them choices, or another way on", related)


def check_renames(sheet: Sheet, header: Map) -> None:
    """Note renames of names that are in use, to names that are not, or in a ring, which is told once."""
    renamed = below(header, "renamed")
    scenes, choices = strings(below(renamed, "scenes")), strings(below(renamed, "choices"))
    rings = False
    for kind, known in (("scenes", sheet.names.scenes), ("choices", sheet.names.choices)):
        renames = below(renamed, kind)
        for old in renames:
            key, final = sheet.document.key(renames, old), renamed_to(old, scenes, choices)
            if old in known:
                message, first = f"{quoted(old)} is still the id of a {kind[:-1]}", Related(known[old], "here")
                sheet.fault("L228", key, message, "an old name must not be in use", (first,))
            elif final is None:
                if not rings:
                    sheet.fault("L227", key, "these renames go round in a ring", "let them end at a name in use")
                rings = True
            elif final not in known and final == words(renames, old) and not sheet.names.is_doubtful(final):
                code = "L201" if kind == "scenes" else "L206"
                sheet.unknown(code, sheet.document.value(renames, old), kind[:-1], final, known)
