"""What can be said of a story only as a whole: that it has scenes and an end, no rings, and sound renames.

May import floor 0, `names` and `values`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from engine.diagnostics import Related, quoted
from engine.model import HERE, Fork, Scene, Way, renamed_once
from engine.reading.names import Sheet
from engine.reading.values import Map, below, strings


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
    order = {name: at for at, name in enumerate(scenes)}
    for ring in rings(after):
        _tell_ring(sheet, scenes, sorted(ring, key=order.__getitem__))
        if sheet.is_full:
            return


def rings(after: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Yield a ring for each way that leads back; `after` holds what follows on what. Each way is gone once."""
    done: set[str] = set()
    for first in after:
        path: dict[str, None] = {}  # in order, and quick to ask
        ways = [iter([first])]
        while ways:  # depth first, without recursion: a story may have 50,000 scenes in a row
            name = next(ways[-1], None)
            if name is None:
                ways.pop()
                if path:
                    done.add(path.popitem()[0])
            elif name in path:
                walked = list(path)
                yield walked[walked.index(name) :]
            elif name not in done:
                path[name] = None
                ways.append(iter(after.get(name, ())))


def _tell_ring(sheet: Sheet, scenes: Mapping[str, Scene], ring: list[str]) -> None:
    first, *others = ring
    message = "these scenes lead to each other for ever, and none has a choice"
    message = message if others else "this scene leads to itself for ever, and has no choice"
    related = tuple(Related(scenes[name].span, "and this one") for name in others[:8])
    sheet.fault("L218", scenes[first].span, message, "give one of them choices, or another way on", related)


def check_renames(sheet: Sheet, header: Map) -> None:
    """Note renames of names that are in use, to names that are not, or in a ring, of which the first is told."""
    renamed = below(header, "renamed")
    scenes, choices = strings(below(renamed, "scenes")), strings(below(renamed, "choices"))
    for kind, known in (("scenes", sheet.names.scenes), ("choices", sheet.names.choices)):
        renames = below(renamed, kind)
        for old, new in strings(renames).items():
            if old in known:
                key, first = sheet.document.key(renames, old), Related(known[old], "here")
                message = f"{quoted(old)} is still the id of a {kind[:-1]}"
                sheet.fault("L228", key, message, "an old name must not be in use", (first,))
            elif renamed_once(new, scenes, choices) is None and new not in known and not sheet.names.is_doubtful(new):
                code = "L201" if kind == "scenes" else "L206"
                sheet.unknown(code, sheet.document.value(renames, old), kind[:-1], new, known)
    _check_ring_of_renames(sheet, renamed, scenes, choices)


def _check_ring_of_renames(sheet: Sheet, renamed: Map, scenes: Mapping[str, str], choices: Mapping[str, str]) -> None:
    after: dict[str, list[str]] = {}
    waiting = [*reversed([*scenes, *choices])]
    while waiting:
        name = waiting.pop()
        if name not in after and (new := renamed_once(name, scenes, choices)) is not None:
            after[name] = [new]
            waiting.append(new)
    for ring in rings(after):
        kind = "scenes" if ring[0] in scenes else "choices"
        if ring[0] in below(renamed, kind):
            key = sheet.document.key(below(renamed, kind), ring[0])
            sheet.fault("L227", key, "these renames go round in a ring", "let them end at a name in use")
        return
