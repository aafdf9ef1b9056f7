"""The JSON Schemas that editors read, with a story's own names in them: scenes, choices, moments, variables, cast.

May import floors 0 and 1, and `own_names`. Names are offered and never demanded: a scene that is written today is no
fault to an editor that reads yesterday's schema. Only keywords that draft 07 knows, in the shapes that editors complete
best.
"""

import errno
import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

from engine.reading.load import Loaded, schema_of
from engine.reading.values import Map, listed, words
from engine.writing.own_names import OwnNames, names_of

Schema = dict[str, Any]

_FILES: Final = {"story": "story.yaml", "chapter": "chapters", "lesson": "lesson.yaml", "walks": "walks.yaml"}
"""The kinds of schemas for writers, each with what it is for in a story's folder. A story may be called otherwise."""

_SCENES: Final = {
    "$defs/scene/properties/to": "scenes or here",
    "$defs/choice/properties/to": "scenes or here",
    "$defs/branch/properties/to": "scenes or here",
    "$defs/scene/properties/remember": "moments",
    "$defs/choice/properties/remember": "moments",
    "$defs/scene/properties/ripple_of": "moments",
    "$defs/block/properties/ripple_of": "moments",
    "$defs/item/properties/ripple_of": "moments",
    "$defs/block/properties/say": "cast",
    "$defs/item/properties/say": "cast",
    "$defs/scene/properties/tags": "tags",
    "$defs/scene/properties/seen_by": "eyes",
    "$defs/choice/properties/seen_by": "eyes",
    "$defs/choice/properties/empathy": "dimensions",
    "$defs/scene/properties/set": "variables",
    "$defs/choice/properties/set": "variables",
    "$defs/scene/properties/add": "numbers",
    "$defs/choice/properties/add": "numbers",
}
PLACES: Final[Mapping[str, Mapping[str, str]]] = {
    "story": {
        "properties/start": "scenes",
        "properties/renamed/properties/scenes/additionalProperties": "scenes",
        "properties/renamed/properties/choices/additionalProperties": "choices",
        **_SCENES,
    },
    "chapter": _SCENES,
    "lesson": {"$defs/pause/properties/scene": "scenes"},
    "walks": {
        "$defs/walk/properties/choose/items": "choices",
        "$defs/step/properties/drew": "scenes or here",
        "$defs/expect/properties/ending": "endings",
        "$defs/expect/properties/at": "scenes",
        "$defs/expect/properties/remembers": "moments",
        "$defs/expect/properties/forgot": "moments",
        "$defs/expect/properties/variables": "variables",
        "$defs/expect/properties/practised": "dimensions",
        "$defs/promise/properties/reachable": "goals",
        "$defs/promise/properties/can_always_reach": "goals",
    },
}
"""Where a schema of each kind has something named, and what: by its value, or where it is a map by its keys."""


def schema_for(kind: str = "story", loaded: Loaded | None = None) -> Schema:
    """Return the schema for a kind of file (one of `PLACES`), with the names of a story where there is one."""
    schema = deepcopy(schema_of(kind))
    if loaded is not None:
        offers = _offers(names_of(loaded.documents))
        for place, what in PLACES[kind].items():
            _offer(schema, place, offers[what])
    return schema


def write_beside(loaded: Loaded, folder: Path) -> tuple[Path, ...]:
    """Write the schemas for a story's files into the `.curbside` of their folder, and return where they are.

    What they are called there is ours, and is written anew; nothing outside of the folder is, whatever links there are.
    Raises OSError where nothing can be written.
    """
    kept = folder / ".curbside"
    kept.mkdir(exist_ok=True)
    if kept.resolve() != folder.resolve() / kept.name:
        raise NotADirectoryError(errno.ENOTDIR, "it leads out of the story's folder", str(kept))
    files = []
    for kind in (kind for kind, file in _FILES.items() if kind == "story" or (folder / file).exists()):
        file = kept / f"{kind}.schema.json"
        file.unlink(missing_ok=True)  # a link goes, not what it leads to
        file.write_text(as_text(schema_for(kind, loaded)), encoding="utf-8", newline="\n")
        files.append(file)
    return tuple(files)


def as_text(schema: Schema) -> str:
    """Return a schema as text, in letters that any terminal can show."""
    return json.dumps(schema, indent=2) + "\n"


def _offers(names: OwnNames) -> dict[str, Sequence[str] | Mapping[str, Schema]]:
    """Return what can be offered: names for a value, or keys, each with what more is known of its value."""
    return {
        "scenes": names.scenes,
        "scenes or here": (*names.scenes, "here"),
        "endings": names.endings,
        "goals": ("endings", *names.scenes, *names.tags),
        "choices": names.choices,
        "moments": names.moments,
        "cast": tuple(names.cast),
        "tags": names.tags,
        "eyes": {name: {"description": f"{shown}."} for name, shown in names.cast.items() if name != "you"},
        "dimensions": {name: {"description": f"{shown}."} for name, shown in names.dimensions.items()},
        "variables": {name: _value(each) for name, each in names.variables.items()},
        "numbers": {name: _value(each) for name, each in names.variables.items() if _kind(each) is int},
    }


def _kind(declared: Map) -> type:
    return bool if isinstance(declared.get("start"), bool) else str if "one_of" in declared else int


def _value(declared: Map) -> Schema:
    """Return what is known of a variable's value: what it is in words, and what it can be if that is a few things."""
    of = [word for word, _holder, _at in listed(declared, "one_of")]
    low, high = (declared.get(bound, "?") for bound in ("min", "max"))
    said, offered = {
        bool: ("A yes or a no.", {"enum": [True, False]}),
        str: (f"One of {', '.join(of)}.", {"enum": list(dict.fromkeys(of))} if of else {}),
        int: (f"A whole number from {low} to {high}.", {"type": "integer"}),
    }[_kind(declared)]
    about = words(declared, "about")
    return {"description": f"{said} {about}" if about else said, "anyOf": [offered, True]}


def _offer(schema: Schema, place: str, names: Sequence[str] | Mapping[str, Schema]) -> None:
    """Put names into one place of a schema. Examples from another story go."""
    *above, last = place.split("/")
    holder = schema
    for step in above:
        holder = holder[step]
    part = holder[last] = _resolved(schema, holder[last])
    part.pop("examples", None)
    if not names:
        return
    if isinstance(names, Mapping):
        _offer_keys(schema, part, names)
    elif last == "items":  # within `[a, b]` editors complete examples, but no alternatives
        part["examples"] = list(names)
    else:
        _offer_values(schema, part, list(names))


def _offer_values(schema: Schema, part: Schema, names: list[str]) -> None:
    """Put names into what takes a name, a list of names, or either."""
    if "string" in part["type"]:
        part["anyOf"] = [{"title": part["title"], "description": part["description"], "enum": names}, True]
        if "items" in part:  # without an example of its own, editors offer what is one of its items
            part["examples"] = names[:1]
    holder = part if "items" in part else part.get("then", {})
    if holder.get("items") == {"$ref": "#/$defs/id"}:
        holder["items"] = {**schema["$defs"]["id"], "examples": names}


def _offer_keys(schema: Schema, part: Schema, names: Mapping[str, Schema]) -> None:
    """Put names into a map, as its known keys; any other key takes what every key took before.

    That stands in `patternProperties`: what stands in `additionalProperties` editors offer behind known keys as well.
    And it stands in `then`: of a type that stands beside the offer, `true` and `false` would be offered too.
    """
    value = _resolved(schema, part["additionalProperties"])
    value.pop("examples", None)
    known = {}
    for name, more in names.items():
        said = {**value, "description": f"{more['description']} {value['description']}"}
        shown = {key: said[key] for key in ("title", "description")}
        known[name] = {**shown, "anyOf": more["anyOf"], "if": {}, "then": said} if "anyOf" in more else said
    part |= {"properties": known, "patternProperties": {"^": value}, "additionalProperties": False}


def _resolved(schema: Schema, part: Schema) -> Schema:
    return dict(schema["$defs"][part["$ref"].removeprefix("#/$defs/")] if "$ref" in part else part)
