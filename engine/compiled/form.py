"""A story as plain data and back: what JSON can hold, and nothing that could run.

May import floor 0. A scene is a value of its own, so that each can be made when it is first entered. Data of another
form raise ValueError, TypeError, LookupError or AttributeError.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from engine import conditions, model
from engine.conditions import Tree, compiled
from engine.diagnostics import Span
from engine.model import (
    Add,
    Block,
    Branch,
    Chance,
    Choice,
    Condition,
    Effects,
    Fork,
    Paragraph,
    Prose,
    Run,
    Scene,
    Set,
    Story,
    Text,
    Variable,
    Way,
    text_of,
)

Plain: TypeAlias = Any
"""What JSON holds: None, true and false, numbers, strings, lists, and maps of strings to them."""

_TREES: Final[Mapping[str, Any]] = {
    kind.__name__: kind for kind in (conditions.Always, conditions.Holds, conditions.IsWord, conditions.Compare)
}
_DOMAINS: Final[Mapping[str, Any]] = {kind.__name__: kind for kind in (model.YesNo, model.OneOf, model.Whole)}
_TURNS: Final[Mapping[str, Any]] = {kind.__name__: kind for kind in (model.Sequence, model.Cycle)}


def plain_header(story: Story) -> Plain:
    """Return all of a story but its scenes."""
    return {
        "id": story.id,
        "title": story.title,
        "start": story.start,
        "variables": [[*each[:1], type(each[1]).__name__, *each[1:]] for each in story.variables.values()],
        "moments": [*story.moments.values()],
        "counters": story.counters,
        "bits": [*story.bits],
        "cast": {**story.cast},
        "dimensions": {**story.dimensions},
        "content_notes": {**story.content_notes},
        "renamed_scenes": {**story.renamed_scenes},
        "renamed_choices": {**story.renamed_choices},
        "about": [story.version, story.language, story.summary, story.authors, story.license, story.ages],
        "digest": story.digest,
        "endings": story.endings,
    }


def story(data: Plain, scenes: Mapping[str, Scene]) -> Story:
    """Return the story of a header, with these scenes."""
    version, language, summary, authors, license_, ages = data["about"]
    return Story(
        id=data["id"],
        title=data["title"],
        scenes=scenes,
        start=data["start"],
        variables={each[0]: _variable(*each) for each in data["variables"]},
        moments={each[0]: model.Moment(*each) for each in data["moments"]},
        counters=tuple(model.Counter(*each) for each in data["counters"]),
        bits={name: 1 << index for index, name in enumerate(data["bits"])},
        cast=data["cast"],
        dimensions={name: model.Dimension(*each) for name, each in data["dimensions"].items()},
        content_notes=data["content_notes"],
        renamed_scenes=data["renamed_scenes"],
        renamed_choices=data["renamed_choices"],
        version=version,
        language=language,
        summary=summary,
        authors=tuple(authors),
        license=license_,
        ages=ages,
        digest=data["digest"],
        endings=tuple(data["endings"]),
    )


def _variable(name: str, kind: str, domain: Sequence[Any], start: model.Value, slot: int) -> Variable:
    values = (tuple(each) if isinstance(each, list) else each for each in domain)
    return Variable(name, _DOMAINS[kind](*values), start, slot)


def plain_scene(scene: Scene, files: Sequence[str]) -> Plain:
    """Return a scene; of the name of its file, which one of `files` it is."""
    return [
        scene.id,
        _plain_span(scene.span, files),
        scene.chapter,
        scene.title,
        _plain_text(scene.text),
        _plain_effects(scene.effects),
        [_plain_choice(choice, files) for choice in scene.choices],
        _plain_way(scene.to),
        scene.ending,
        {eyes: _plain_text(words) for eyes, words in scene.seen_by.items()},
        scene.discuss,
        scene.ripple_of,
        scene.tags,
        scene.counter,
    ]


def scene(data: Plain, files: Sequence[str]) -> Scene:
    """Return the scene of what `plain_scene` made."""
    id_, span, chapter, title, text, effects, choices, to, ending, seen_by, discuss, ripple_of, tags, counter = data
    return Scene(
        id=id_,
        span=_span(span, files),
        chapter=chapter,
        title=title,
        text=_text(text),
        effects=_effects(effects),
        choices=tuple(_choice(choice, id_, files) for choice in choices),
        to=_way(to),
        ending=ending,
        seen_by=_views(seen_by),
        discuss=tuple(discuss),
        ripple_of=tuple(ripple_of),
        tags=tuple(tags),
        counter=counter,
    )


def _plain_choice(choice: Choice, files: Sequence[str]) -> Plain:
    return [
        choice.id,
        _plain_text(choice.text),
        _plain_span(choice.span, files),
        _plain_condition(choice.when),
        _plain_text(choice.locked),
        choice.once,
        choice.by_waiting,
        _plain_effects(choice.effects),
        _plain_text(choice.reply),
        _plain_way(choice.to),
        {**choice.empathy},
        {eyes: _plain_text(words) for eyes, words in choice.seen_by.items()},
        choice.counter,
    ]


def _choice(data: Plain, of: str, files: Sequence[str]) -> Choice:
    id_, text, span, when, locked, once, by_waiting, effects, reply, to, empathy, seen_by, counter = data
    return Choice(
        id=id_,
        name=f"{of}.{id_}",
        text=_words(text),
        span=_span(span, files),
        when=_condition(when),
        locked=_text(locked),
        once=once,
        by_waiting=by_waiting,
        effects=_effects(effects),
        reply=_text(reply),
        to=_way(to),
        empathy=empathy,
        seen_by=_views(seen_by),
        counter=counter,
    )


def _plain_span(span: Span, files: Sequence[str]) -> Plain:
    return [files.index(span.file), *span[1:]]


def _span(data: Plain, files: Sequence[str]) -> Span:
    file, *place = data
    return Span(files[file], *place)


def _views(data: Plain) -> dict[str, Text]:
    return {eyes: _words(words) for eyes, words in data.items()}


def _plain_effects(effects: Effects) -> Plain:
    return [[*(getattr(effect, name) for name in effect.__slots__)] for effect in effects]


def _effects(data: Plain) -> Effects:
    return tuple(Set(*each) if len(each) == len(Set.__slots__) else Add(*each) for each in data)


def _plain_way(way: Way | None) -> Plain:
    match way:
        case None | str():
            return way
        case Fork(place, chances):
            return {"place": place, "chances": chances}
        case _:
            return [[_plain_condition(branch.when), branch.to] for branch in way]


def _way(data: Plain) -> Way | None:
    if data is None or isinstance(data, str):
        return data
    if isinstance(data, list):
        return tuple(Branch(_condition(when), to) for when, to in data)
    return Fork(data["place"], tuple(Chance(*each) for each in data["chances"]))


def _plain_condition(condition: Condition | None) -> Plain:
    return None if condition is None else [condition.text, _plain_tree(condition.tree)]


def _condition(data: Plain) -> Condition | None:
    if data is None:
        return None
    text, plain = data
    tree = _tree(plain)
    return Condition(text, tree, compiled(tree))


def _plain_tree(tree: Tree) -> Plain:
    match tree:
        case conditions.Not(inner):
            return ["Not", _plain_tree(inner)]
        case conditions.Chose(bit):  # as the number of the bit: it may have thousands of digits
            return ["Chose", bit.bit_length() - 1]
        case conditions.All(parts) | conditions.Any(parts):
            return [type(tree).__name__, *map(_plain_tree, parts)]
        case _:
            return [type(tree).__name__, *tree]


def _tree(data: Plain) -> Tree:
    kind, *fields = data
    match kind:
        case "Not":
            return conditions.Not(_tree(*fields))
        case "Chose":
            (number,) = fields
            return conditions.Chose(1 << number)
        case "All":
            return conditions.All(tuple(map(_tree, fields)))
        case "Any":
            return conditions.Any(tuple(map(_tree, fields)))
        case _:
            tree: Tree = _TREES[kind](*fields)
            return tree


def _plain_text(text: Text | None) -> Plain:
    return None if text is None else [*map(_plain_block, text.blocks)]


def _text(data: Plain) -> Text | None:
    return None if data is None else _words(data)


def _words(data: Plain) -> Text:
    return text_of(tuple(map(_block, data)))


def _plain_block(block: Block) -> Plain:
    """Return a block: as its paragraphs where it is nothing else, which most are."""
    if block.when is None and isinstance(block.content, tuple):
        return _plain_prose(block.content)
    return {
        "content": _plain_content(block.content),
        "when": _plain_condition(block.when),
        "otherwise": _plain_prose(block.otherwise),
    }


def _block(data: Plain) -> Block:
    if isinstance(data, list):
        return Block(_prose(data))
    return Block(_content(data["content"]), _condition(data["when"]), _prose(data["otherwise"]))


def _plain_content(content: Prose | model.First | model.Sequence | model.Cycle | model.Shuffle) -> Plain:
    match content:
        case tuple():
            return _plain_prose(content)
        case model.First(items):
            return {"First": [*map(_plain_block, items)]}
        case model.Sequence(items, slot) | model.Cycle(items, slot):
            return {type(content).__name__: [*map(_plain_prose, items)], "slot": slot}
        case model.Shuffle(items, slot, place, words):
            return {"Shuffle": [*map(_plain_prose, items)], "slot": slot, "place": place, "words": words}


def _content(data: Plain) -> Prose | model.First | model.Sequence | model.Cycle | model.Shuffle:
    if isinstance(data, list):
        return _prose(data)
    (kind, items), *_rest = data.items()
    if kind == "First":
        return model.First(tuple(map(_block, items)))
    shown = tuple(map(_prose, items))
    if kind == "Shuffle":
        return model.Shuffle(shown, data["slot"], data["place"], tuple(data["words"]))
    content: model.Sequence | model.Cycle = _TURNS[kind](shown, data["slot"])
    return content


def _plain_prose(prose: Prose) -> Plain:
    return [*map(_plain_paragraph, prose)]


def _prose(data: Plain) -> Prose:
    return tuple(map(_paragraph, data))


def _plain_paragraph(paragraph: Paragraph) -> Plain:
    """Return a paragraph: as a string where it is nothing else, which most are."""
    if paragraph == Paragraph((Run(paragraph.plain),)):
        return paragraph.plain
    return [[[*run] for run in paragraph.runs], paragraph.ripple_of]


def _paragraph(data: Plain) -> Paragraph:
    if isinstance(data, str):
        return Paragraph((Run(data),))
    runs, ripple_of = data
    return Paragraph(tuple(Run(*run) for run in runs), tuple(ripple_of))
