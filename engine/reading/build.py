"""Documents to a story: every name resolved, every fault gathered.

May import floor 0 and the rest of `reading` that stands above it. Bears with any shape: what is wrong there was said by
`schema`, and is passed over here without a second word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from engine.diagnostics import Diagnostic, Span, quoted
from engine.model import HERE, Add, Branch, Chance, Choice, Effects, Fork, Scene, Set, Story, Way, Whole
from engine.model import Text as Words
from engine.reading import whole
from engine.reading.names import (
    REMEMBERED,
    SCENES,
    Names,
    Sheet,
    check_value,
    declare_header,
    declare_scenes,
    moments_named,
)
from engine.reading.prose import Place, text
from engine.reading.values import Document, List, Map, Mark, below, items, strings, words


class Source(NamedTuple):
    """What a story is built from: the first document holds the header, any others are chapters."""

    documents: Sequence[Document]
    id: str
    digest: str


@dataclass(frozen=True, slots=True)
class Built:
    """A story, complete when there are no diagnostics, and what is wrong with it.

    `names` is None where what a story declares could not be told.
    """

    story: Story | None
    diagnostics: tuple[Diagnostic, ...]
    names: Names | None = None


def build(source: Source, shape: Sequence[Diagnostic] = ()) -> Built:
    """Return the story. `shape` is what the schemas found: where it is nothing, also the whole is looked at."""
    is_sound = not shape and not any(document.doubtful for document in source.documents)
    names, faults = Names(), list[Diagnostic]()
    sheets = [Sheet(document, names, faults, _places(document, shape)) for document in source.documents]
    header = _root(sheets[0])
    if any(not isinstance(_root(sheet).get(key, header), Map) for sheet in sheets for key in _DECLARED):
        return Built(None, ())  # what is declared cannot be told, which was said; no name is unknown
    declare_header(sheets[0], header)
    for sheet in sheets:
        declare_scenes(sheet, below(_root(sheet), "scenes"))
    if len(names.scenes) > SCENES:
        span = list(names.scenes.values())[SCENES]
        message = f"this story has more than {SCENES:,} scenes"
        return Built(None, (Diagnostic(code="Y024", span=span, message=message, hint="make two of it"),))
    scenes: dict[str, Scene] = {}
    for sheet in sheets:
        for name, scene in below(_root(sheet), "scenes").items():
            span = sheet.document.key(below(_root(sheet), "scenes"), name)
            if isinstance(scene, Map) and names.scenes[name] == span:
                scenes[name] = _scene(sheet, name, scene)
    if len(names.bits) > REMEMBERED:
        span = names.choices[list(names.bits)[REMEMBERED]]
        message = f"this story remembers of more than {REMEMBERED:,} choices whether they were taken"
        sheets[0].fault("Y024", span, message, "let fewer be once: true or asked for with chose(...)")
    scenes = {name: _counted(scene, names) for name, scene in scenes.items()}
    whole.check_renames(sheets[0], header)
    if is_sound:
        whole.check(sheets[0], header, scenes)
    start = _start(sheets[0], header, scenes)
    if faults or start is None or not is_sound:
        return Built(None, tuple(faults), names)
    return Built(_story(source, header, names, scenes, start), (), names)


_DECLARED: Final = ("variables", "moments", "cast", "dimensions", "scenes")


def _places(document: Document, shape: Sequence[Diagnostic]) -> frozenset[Mark]:
    return frozenset((each.span.line, each.span.column) for each in shape if each.span.file == document.file)


def _root(sheet: Sheet) -> Map:
    return sheet.document.root if isinstance(sheet.document.root, Map) else Map()


def _start(sheet: Sheet, header: Map, scenes: Mapping[str, Scene]) -> str | None:
    start = words(header, "start")
    if start is None:
        return next(iter(scenes), None)
    if start not in sheet.names.scenes:
        sheet.unknown("L201", sheet.document.value(header, "start"), "scene", start, sheet.names.scenes)
    return start


def _story(source: Source, header: Map, names: Names, scenes: Mapping[str, Scene], start: str) -> Story:
    renamed = below(header, "renamed")
    return Story(
        id=words(header, "id") or source.id,
        title=words(header, "title") or "",
        scenes=scenes,
        start=start,
        variables=names.variables,
        moments=names.moments,
        counters=names.counters(),
        bits=names.bits,
        cast=names.cast,
        dimensions=names.dimensions,
        content_notes=strings(below(header, "content_notes")),
        renamed_scenes=strings(below(renamed, "scenes")),
        renamed_choices=strings(below(renamed, "choices")),
        version=words(header, "version") or "",
        language=words(header, "language") or "en",
        summary=" ".join((words(header, "summary") or "").split()),
        authors=tuple(map(str, items(header, "authors"))),
        license=words(header, "license") or "",
        ages=words(header, "ages") or "",
        digest=source.digest,
        endings=tuple(name for name, scene in scenes.items() if scene.ending is not None),
    )


def _scene(sheet: Sheet, name: str, of: Map) -> Scene:
    place = Place(sheet, name)
    choices = tuple(
        choice for each in items(of, "choices") if isinstance(each, Map) and (choice := _choice(sheet, name, of, each))
    )
    _one_waits(sheet, of)
    _tags(sheet, of)
    return Scene(
        id=name,
        span=sheet.names.scenes[name],
        chapter=words(_root(sheet), "chapter") or "",
        title=words(of, "title") or "",
        text=text(place, of, "text"),
        effects=_effects(sheet, of),
        choices=choices,
        to=_way(sheet, name, of, stays=bool(items(of, "choices"))),
        ending=words(of, "ending"),
        seen_by=_seen_by(place, of),
        discuss=tuple(map(str, items(of, "discuss"))),
        ripple_of=moments_named(sheet, of, "ripple_of"),
        tags=tuple(map(str, items(of, "tags"))),
    )


def _choice(sheet: Sheet, scene: str, within: Map, of: Map) -> Choice | None:
    """Return the choice, or None where it has no id or no words (which was said)."""
    id_, span = words(of, "id"), sheet.document.first(of)
    full = f"{scene}.{id_}"
    place = Place(sheet, full)
    label = text(place, of, "text")
    when = sheet.condition(of)
    locked, reply = text(place, of, "locked"), text(place, of, "reply")
    is_sure = not any(sheet.document.is_doubtful(sheet.document.value(of, key)) for key in of)
    if "to" not in of and "to" not in within and "ending" not in within and is_sure:
        message = "this choice leads nowhere: it has no to:, and neither has its scene"
        sheet.fault("L214", span, message, "add to: with a scene, or to: here to stay")
    way = _way(sheet, full, of, stays=True)
    effects, seen_by, empathy = _effects(sheet, of), _seen_by(place, of), _empathy(sheet, of)
    if id_ is None or label is None:
        return None
    once = of.get("once") is True
    if once:
        sheet.names.bit(full)
    waits = of.get("by_waiting")
    return Choice(
        id=id_,
        name=full,
        text=label,
        span=span,
        when=when,
        locked=locked,
        once=once,
        by_waiting=waits if isinstance(waits, int) else None,
        effects=effects,
        reply=reply,
        to=way,
        empathy=empathy,
        seen_by=seen_by,
    )


def _counted(scene: Scene, names: Names) -> Scene:
    """Return the scene with the places of its counts, which are known when all has been read."""
    counts = [names.counter(choice.name) for choice in scene.choices]
    if any(count is not None for count in counts):
        pairs = zip(scene.choices, counts, strict=True)
        scene = replace(scene, choices=tuple(replace(choice, counter=count) for choice, count in pairs))
    count = names.counter(scene.id)
    return scene if count is None else replace(scene, counter=count)


def _one_waits(sheet: Sheet, scene: Map) -> None:
    waiting = [each for each in items(scene, "choices") if isinstance(each, Map) and "by_waiting" in each]
    for choice in waiting[1:]:
        span = sheet.document.key(choice, "by_waiting")
        message = "a second choice of this scene is taken by waiting"
        sheet.fault("L226", span, message, "leave it to one of them")


def _tags(sheet: Sheet, scene: Map) -> None:
    listed = items(scene, "tags")
    for index, tag in enumerate(listed):
        span = sheet.document.value(listed, index)
        if isinstance(tag, str) and sheet.id(tag, span) in sheet.names.scenes:
            sheet.fault("L209", span, f"{quoted(tag)} is the id of a scene", "choose another tag")


def _seen_by(place: Place, of: Map) -> dict[str, Words]:
    sheet, seen = place.sheet, below(of, "seen_by")
    found: dict[str, Words] = {}
    for eyes in seen:
        span = sheet.document.key(seen, eyes)
        if eyes == "you":
            sheet.fault("L225", span, "your own eyes see what text: says", "put these words there")
        elif eyes not in sheet.names.cast:
            sheet.unknown("L204", span, "member of the cast", eyes, sheet.names.cast)
        if view := text(place, seen, eyes):
            found[eyes] = view
    return found


def _empathy(sheet: Sheet, of: Map) -> dict[str, str]:
    reasons = below(of, "empathy")
    for name in reasons:
        if name not in sheet.names.dimensions:
            sheet.unknown("L205", sheet.document.key(reasons, name), "dimension", name, sheet.names.dimensions)
    return strings(reasons)


def _effects(sheet: Sheet, of: Map) -> Effects:
    names, document = sheet.names, sheet.document
    effects: list[Set | Add] = []
    given, added = below(of, "set"), below(of, "add")
    for name in (*given, *(name for name in added if name not in given)):
        holder = given if name in given else added
        variable = names.variables.get(name)
        if variable is None:
            _no_variable(sheet, name, document.key(holder, name))
        elif name in given and name in added:
            message = f"{quoted(name)} is both set and added to, and the order would matter"
            sheet.fault("L213", document.key(added, name), message, "keep one of them")
        elif name in names.broken:
            continue
        elif holder is given:
            value = check_value(sheet, variable, given[name], document.value(given, name))
            effects += [] if value is None else [Set(variable.slot, value)]
        elif not isinstance(variable.domain, Whole):
            sheet.fault("L212", document.key(added, name), f"{quoted(name)} is no number to add to", "use set:")
        elif type(amount := added[name]) is int:
            effects.append(Add(variable.slot, amount, variable.domain.low, variable.domain.high))
    return (*effects, *(Set(names.moments[name].slot, value=True) for name in moments_named(sheet, of, "remember")))


def _no_variable(sheet: Sheet, name: str, span: Span) -> None:
    if name in sheet.names.moments:
        sheet.fault("L202", span, f"{quoted(name)} is a moment, not a variable", f"write remember: {name}")
    else:
        sheet.unknown("L202", span, "variable", name, sheet.names.variables)


def _way(sheet: Sheet, place: str, of: Map, *, stays: bool) -> Way | None:
    """Return where `to` leads; `stays` tells whether it may lead `here`."""
    value = of.get("to")
    if isinstance(value, str):
        _target(sheet, of, stays=stays)
        return value
    if not isinstance(value, List):
        return None
    branches = [each for each in value if isinstance(each, Map)]
    for branch in branches:
        _target(sheet, branch, stays=stays)
    if any("chance" in branch for branch in branches):
        return Fork(place, _chances(sheet, branches))
    in_order = branches if not sheet.is_misshapen(sheet.document.value(of, "to")) else ()
    for index, branch in enumerate(in_order):
        _order(sheet, branch, last=index == len(branches) - 1)
    return tuple(Branch(sheet.condition(branch), words(branch, "to") or HERE) for branch in branches)


def _target(sheet: Sheet, of: Map, *, stays: bool) -> None:
    target = words(of, "to")
    if target is None or (target in sheet.names.scenes and target != HERE):
        return
    span = sheet.document.value(of, "to")
    if target != HERE:
        sheet.unknown("L201", span, "scene", target, sheet.names.scenes)
    elif not stays:
        message = "a scene without choices cannot stay here: nothing would ever happen"
        sheet.fault("L217", span, message, "name the scene that comes next")


def _order(sheet: Sheet, branch: Map, *, last: bool) -> None:
    if last and "when" in branch:
        message = "the last way on has a condition, and when it fails there is none"
        sheet.fault("L215", sheet.document.key(branch, "when"), message, "add a last branch without when:")
    elif not last and "when" not in branch:
        message = "this way on has no condition, so none behind it is ever taken"
        sheet.fault("L215", sheet.document.first(branch), message, "move it to the end, or give it when:")


def _chances(sheet: Sheet, branches: list[Map]) -> tuple[Chance, ...]:
    chances, targets = list[Chance](), set[str]()
    for branch in branches:
        weight, target = branch.get("chance"), words(branch, "to")
        if not isinstance(weight, int) or target is None:
            continue
        if target in targets:
            message = f"{quoted(target)} is drawn twice, and a play could not tell which"
            sheet.fault("L216", sheet.document.value(branch, "to"), message, "add the weights up in one branch")
        targets.add(target)
        chances.append(Chance(weight, target))
    return tuple(chances)
