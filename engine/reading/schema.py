"""A document against a JSON Schema: what has the wrong shape, in the writer's words, at the exact key or value.

The only import of jsonschema, made when there is something to explain: it costs more than all the rest of a start.
Where `jsonschema-rs` is installed (the extra `fast`), that says whether there is. Knows no schema by heart: nouns come
from the schemas' titles.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from itertools import islice
from typing import Any, Final, NamedTuple
from unicodedata import combining, normalize

from engine.diagnostics import MOST, Diagnostic, Span, did_you_mean, nearest, quoted
from engine.reading.values import Document, List, Map

Schema = Mapping[str, Any]
Path = tuple[str | int, ...]


class _Failure(NamedTuple):
    """One keyword that a value does not meet."""

    path: Path
    keyword: str
    wanted: Any
    value: Any
    schema: Schema
    schema_path: Path


LOOKED_AT: Final = 300_000
"""How many values are looked at anew, in all, when a slip has been put right: it takes seconds for a million."""

_NAMES: Final = {
    "string": "words",
    "integer": "a whole number",
    "boolean": "true or false",
    "object": "keys with values",
    "array": "a list",
}
_HOW: Final = {
    "string": 'write it as one text, in quotes if there is a colon or a "- " in it',
    "integer": "write a number without quotes",
    "boolean": "write true or false",
    "array": 'write each on a line of its own, behind "- "',
    "object": "write an id, a colon and the rest on a line below",
}
_WHAT_FOUND: Final = {str: "words", int: "a number", bool: "true or false", Map: "keys with values", List: "a list"}
_SPELT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "aa"})
_YES_OR_NO: Final[Mapping[object, str]] = {"yes": "true", "on": "true", "no": "false", "off": "false"}
_ONE_OF: Final[Mapping[str, str]] = {
    "choices": '"choices", "to" or "ending"',
    "promises": '"walks" or "promises"',
    "can_always_reach": '"reachable", "never" or "can_always_reach"',
}
"""What may stand instead of a key that a rule misses, by the last of them."""


def faults(document: Document, schema: Schema) -> list[Diagnostic]:
    """Return everything in `document` that does not have the shape of `schema`.

    A misspelt key or id is told, and then put right in `document`, so that nobody tells what follows from it.
    """
    if accepts(document, schema):
        return []
    told: dict[tuple[Span, str], Diagnostic] = {}
    looks = 1 + LOOKED_AT // (1 + document.nodes)
    validator = _validator()(schema)
    while True:
        failures = [_failure(error) for error in islice(validator.iter_errors(document.root), MOST)]
        mends = list(islice((mend for failure in failures for mend in _mends(document, failure)), MOST))
        looks -= 1
        for fault, put_right in mends:
            told.setdefault((fault.span, fault.code), fault)
            if looks:
                put_right()
        if not mends or not looks:
            break
        if len(told) >= MOST:
            return list(told.values())
    explained = {(each.path, keyword) for each in failures for keyword in _explains(each)}
    for failure in failures:
        if (failure.path, failure.keyword) not in explained and not _is_in_doubt(document, schema, failure):
            for fault in islice(_told(document, schema, failure), MOST):
                told.setdefault((fault.span, fault.code), fault)
    return [fault for fault in told.values() if not document.is_doubtful(fault.span)]


def accepts(document: Document, schema: Schema) -> bool:
    """Tell whether the quick validator is there and finds nothing wrong; a test holds that it agrees with the other."""
    try:
        from jsonschema_rs import Draft202012Validator  # noqa: PLC0415 - see the module
    except ImportError:
        return False
    try:
        return Draft202012Validator(dict(schema)).is_valid(document.root)
    except ValueError:  # a letter that it cannot read
        return False


@cache
def _validator() -> Any:  # noqa: ANN401 - jsonschema names no type for what it makes
    """Return a kind of validator in which `$` is the end of the words, as in every language but Python."""
    from jsonschema import Draft202012Validator, ValidationError, validators  # noqa: PLC0415 - see the module

    @cache
    def compiled(wanted: str) -> re.Pattern[str]:
        return re.compile(re.sub(r"\$$", r"\\Z", wanted))

    def pattern(_validator: object, wanted: str, words: object, of: Schema) -> Iterator[ValidationError]:
        if (
            isinstance(words, str)
            and len(words) <= of.get("maxLength", len(words))
            and not compiled(wanted).search(words)
        ):
            yield ValidationError(f"no match for {wanted}")  # of what is too long, that is said

    def unique(_validator: object, wanted: bool, items: object, _of: Schema) -> Iterator[ValidationError]:  # noqa: FBT001 - so jsonschema calls it
        words = [item for item in items if isinstance(item, str)] if isinstance(items, list) else []
        if wanted and len(set(words)) < len(words):  # of what is no words, that is said
            yield ValidationError("twice in a list")

    return validators.extend(Draft202012Validator, {"pattern": pattern, "uniqueItems": unique})  # type: ignore[no-untyped-call]


def _failure(error: Any) -> _Failure:  # noqa: ANN401 - the values in it have any shape
    return _Failure(
        path=tuple(error.absolute_path),
        keyword=str(error.validator),
        wanted=error.validator_value,
        value=error.instance,
        schema=error.schema,
        schema_path=tuple(error.absolute_schema_path),
    )


def _mends(document: Document, error: _Failure) -> Iterator[tuple[Diagnostic, Callable[[], None]]]:
    """Yield slips whose meaning is plain, each with what puts it right."""
    if _is_unknown(error):
        for key in _unknown(error)[:MOST]:
            meant = nearest(key, [name for name in error.schema["properties"] if name not in error.value])
            if meant:
                fault = _unknown_key(document, error, key, f'did you mean "{meant}"?')
                yield fault, partial(error.value.rename, key, meant)
    elif error.keyword == "pattern" and (better := _as_id(error)):
        *above, last = error.path
        for fault in _unfit(document, error):
            if "propertyNames" in error.schema_path:
                yield fault, partial(_at(document, error.path).rename, error.value, better)
            else:
                yield fault, partial(_put, _at(document, above), last, better)


def _put(holder: Map | List, at: Any, better: str) -> None:  # noqa: ANN401 - a key of a map or a place in a list
    """Put a value right, unless its key was put right just now: it is met again under that."""
    if not isinstance(holder, Map) or at in holder:
        holder[at] = better


def _told(  # noqa: PLR0911 - one way out for each keyword
    document: Document, schema: Schema, error: _Failure
) -> Iterator[Diagnostic]:
    match error.keyword:
        case "additionalProperties":
            return _unknown_keys(document, error)
        case "required":
            return _missing(document, schema, error)
        case "not":
            return _forbidden(document, schema, error)
        case "type":
            return _wrong_type(document, error)
        case "uniqueItems":
            return _twice(document, error)
        case "minimum" | "maximum":
            return _out_of_bounds(document, error)
        case "const" | "enum":
            return _wrong_value(document, error)
        case _:  # "pattern", "maxLength", "minLength", "minItems", "minProperties"
            return _unfit(document, error)


def _explains(error: _Failure) -> tuple[str, ...]:
    """Return which other failures of the same value need no telling beside this one."""
    if error.keyword == "type":
        return ("const", "enum")
    return ("required",) if _is_strange(error) else ()


def _is_in_doubt(document: Document, schema: Schema, error: _Failure) -> bool:
    """Tell whether a rule about the keys of a map was called up by a value that is not what the writer meant."""
    if not document.doubtful or error.keyword not in ("required", "not"):
        return False
    holder = error.value if error.keyword == "required" else _at(document, error.path[:-1])
    asked = [key for key in _asked(schema, error) if key in holder]
    return any(document.is_doubtful(document.value(holder, key)) for key in asked)


def _is_unknown(error: _Failure) -> bool:
    return error.keyword == "additionalProperties"


def _is_strange(error: _Failure) -> bool:
    """Tell whether a map has no known key at all: it was probably never meant as a map."""
    return _is_unknown(error) and len(_unknown(error)) == len(error.value)


def _unknown(error: _Failure) -> list[str]:
    return [key for key in error.value if key not in error.schema["properties"]]


def _unknown_keys(document: Document, error: _Failure) -> Iterator[Diagnostic]:
    allowed = error.schema["properties"]
    others = f"its keys are {', '.join(allowed)}"
    if (
        error.path
        and isinstance(error.path[-1], int)
        and "string" in error.schema.get("type", ())
        and _is_strange(error)
    ):
        others = "if these are words, put them in quotes"
    for key in _unknown(error):
        hint = did_you_mean(key, allowed) or others
        if not error.path and hint == others and (above := _above(error.value, key)):
            hint = f"if it belongs to {above}:, move it in by two spaces; if not, {others}"
        if (
            isinstance(value := error.value[key], Map)
            and error.schema.get("title") == "scene"
            and value.keys() & allowed
        ):
            hint = "if it is a scene, it stands too far in: move it left, under the other scenes"
        yield _unknown_key(document, error, key, hint)


def _above(of: Map, key: str) -> str:
    """Return the key that stands above another in a map, where that may hold keys of its own."""
    keys = list(of)
    above = keys[keys.index(key) - 1] if keys.index(key) else ""
    holds_keys = isinstance(of.get(above), Map) or of.get(above) == ""
    return above if holds_keys and re.fullmatch(r"\w+", above, re.ASCII) else ""


def _unknown_key(document: Document, error: _Failure, key: str, hint: str) -> Diagnostic:
    message = f"{_this(error)} has an unknown key {quoted(key)}"
    return Diagnostic(code="S103", span=document.key(error.value, key), message=message, hint=hint)


def _missing(document: Document, schema: Schema, error: _Failure) -> Iterator[Diagnostic]:
    """Tell of all that one rule misses, at the key that asks for it or else where the map begins."""
    missing = [key for key in error.wanted if key not in error.value]
    one_of = _ONE_OF.get(" ".join(missing))
    names = one_of or " and ".join(map(quoted, missing))
    because = next((key for key in _asked(schema, error) if key in error.value), None)
    if because:
        span, code = document.key(error.value, because), "S111"
        value = error.value[because]
        shown = f"{because}: {value}" if because == "start" and isinstance(value, (int, str)) else because
        message, hint = f"{quoted(shown)} needs {names} beside it", f"add {names}"
        if isinstance(value, str) and value in _YES_OR_NO:
            hint = f"for a yes or a no write {_YES_OR_NO[value]}"
    else:
        span, code = document.first(error.value) if error.value else _place(document, error.path), "S102"
        message = f"{_this(error)} has no {names.replace(' and ', ' and no ')}"
        hint = "add one of them" if one_of else f"add {' and '.join(_begun(error.schema, key) for key in missing)}"
    yield Diagnostic(code=code, span=span, message=message, hint=hint)


def _begun(schema: Schema, key: str) -> str:
    """Return a key as it is typed, with its value where there is only one."""
    only = schema.get("properties", {}).get(key, {}).get("const")
    return f"{key}:" if only is None else f"{key}: {only}"


def _forbidden(document: Document, schema: Schema, error: _Failure) -> Iterator[Diagnostic]:
    *above, key = error.path
    holder = _at(document, above)
    assert isinstance(holder, Map)  # noqa: S101 - only keys are forbidden; this tells the type checker
    others = [other for other in _asked(schema, error) if other != key]
    beside = next((other for other in others if other in holder), None)
    if beside is None:
        message, hint = f'"{key}" cannot stand in a list with "{others[0]}"', "use one of the two in every item"
    elif isinstance(holder[beside], bool):
        message = f'"{key}" cannot stand beside "{beside}: {str(holder[beside]).lower()}"'
        hint = "leave it out: a yes or a no has only a start"
    else:
        message, hint = f'"{key}" cannot stand beside "{beside}"', "keep one of them"
    yield Diagnostic(code="S108", span=document.key(holder, str(key)), message=message, hint=hint)


def _wrong_type(document: Document, error: _Failure) -> Iterator[Diagnostic]:
    kinds = error.wanted if isinstance(error.wanted, list) else [error.wanted]
    wanted = " or ".join(_NAMES[kind] for kind in kinds)
    found = _WHAT_FOUND[type(error.value)]
    name = next((quoted(part) for part in reversed(error.path) if isinstance(part, str)), "the file")
    item = "each item of " if error.path and error.path and isinstance(error.path[-1], int) else ""
    message = f"{item}{name} takes {wanted}, and this is {found}"
    hint = _as_kind(kinds[0], error)
    yield Diagnostic(code="S101", span=_place(document, error.path), message=message, hint=hint)


def _as_kind(kind: str, error: _Failure) -> str:
    """Return how to write the value that was found as one of the kind that is wanted."""
    if kind == "string" and isinstance(error.value, int):
        return f'put it in quotes: "{str(error.value).lower()}"'
    if kind == "boolean" and isinstance(error.value, str):
        return f"write {_YES_OR_NO.get(error.value, 'true or false')}"
    keys = error.schema.get("required") or [key for key in error.schema.get("properties", ()) if key == "text"]
    if kind == "object" and keys:
        return f"put {keys[0]}: in front of it, on a line below" if error.path else f"begin with {keys[0]}:"
    if kind == "object" and "properties" in error.schema:
        return f"its keys are {', '.join(error.schema['properties'])}"
    return _HOW[kind]


def _unfit(document: Document, error: _Failure) -> Iterator[Diagnostic]:
    """Tell of words that are empty, too long, or no id; of keys as well, which `propertyNames` looks at."""
    span = _place(document, error.path)
    if "propertyNames" in error.schema_path:
        holder = _at(document, error.path)
        span = document.key(holder, error.value) if isinstance(holder, Map) else span
    title = error.schema.get("title", "value")
    if error.keyword == "maxLength":
        message = f"this {title} has {len(error.value):,} characters; at most {error.wanted:,} are read"
        yield Diagnostic(code="S110", span=span, message=message, hint="shorten it")
    elif error.keyword != "pattern" or error.wanted == r"\S":
        key = next((part for part in reversed(error.path) if isinstance(part, str)), title)
        message = f"there is nothing in {quoted(key)}"
        yield Diagnostic(code="S106", span=span, message=message, hint="fill it in, or leave it out")
    elif error.value.strip():
        message = f"{quoted(error.value)} cannot be {'an' if title[0] in 'aeiou' else 'a'} {title}"
        if error.value.endswith("\n"):
            message = f"a line break stands behind {quoted(error.value)}"
        better = _as_id(error)
        like = f'write it like "{error.schema["examples"][0]}", in small letters, digits and _, a letter first'
        hint = f'write "{better}"' if better else like if title in ("id", "word") else like.partition(",")[0]
        if _are_several(error):
            hint = 'one name stands here; where a list may stand, each on a line of its own behind "- "'
        yield Diagnostic(code="S105", span=span, message=message, hint=hint)


def _are_several(error: _Failure) -> bool:
    """Tell whether a value is several names in one."""
    return "," in error.value and "propertyNames" not in error.schema_path


def _as_id(error: _Failure) -> str:
    """Return the id that some words were probably meant to be, or nothing."""
    title = error.schema.get("title")
    dash = "-" if title == "story id" else "_"
    if _are_several(error):
        return ""
    plain = normalize("NFKD", error.value.lower().translate(_SPELT))
    plain = "".join(letter for letter in plain if not combining(letter))
    better = re.sub(r"[^a-z0-9]+", dash, plain).strip(dash)
    return better[:64] if title in ("id", "word", "story id") and re.match("[a-z]", better) else ""


def _twice(document: Document, error: _Failure) -> Iterator[Diagnostic]:
    items = error.value
    seen = set[str]()
    for index, item in enumerate(items):
        if not isinstance(item, str) or item not in seen:
            seen.add(str(item))
        else:
            message = f"{quoted(item)} stands in this list twice"
            yield Diagnostic(code="S109", span=document.value(items, index), message=message, hint="keep one of them")


def _out_of_bounds(document: Document, error: _Failure) -> Iterator[Diagnostic]:
    low, high = error.schema.get("minimum"), error.schema.get("maximum")
    message = f"{error.value} is out of bounds: this goes from {low:,} to {high:,}"
    yield Diagnostic(code="S107", span=_place(document, error.path), message=message, hint="write one between them")


def _wrong_value(document: Document, error: _Failure) -> Iterator[Diagnostic]:
    allowed = error.wanted if isinstance(error.wanted, list) else [error.wanted]
    shown = ", ".join(str(each).lower() if isinstance(each, bool) else str(each) for each in allowed)
    key = next((part for part in reversed(error.path) if isinstance(part, str)), "this")
    message = f"{quoted(key)} cannot be {quoted(str(error.value).lower())}"
    hint = f"write {shown}" + ", or leave it out" * (error.wanted is True) if len(allowed) == 1 else f"one of {shown}"
    if len(allowed) > 1 and isinstance(error.value, str):
        hint = did_you_mean(error.value, allowed) or hint
    yield Diagnostic(code="S104", span=_place(document, error.path), message=message, hint=hint)


def _this(error: _Failure) -> str:
    title = error.schema.get("title", "map")
    return f"the {title}" if not error.path else f"this {title}"


def _asked(schema: Schema, error: _Failure) -> list[str]:
    """Return the keys for whose sake the keyword that failed is there: what each `if` around it requires."""
    asked: list[str] = []
    path = list(error.schema_path)
    while path:
        if path.pop() == "then":
            place: Any = schema
            for part in path:
                place = place[part]
                if isinstance(place, Mapping) and "$ref" in place:
                    place = schema["$defs"][place["$ref"].rsplit("/", 1)[1]]
            asked += [*place["if"].get("required", ()), *place["if"].get("contains", {}).get("required", ())]
    return asked


def _at(document: Document, path: Path | list[str | int]) -> Any:  # noqa: ANN401 - as the writer made it
    place: Any = document.root
    for part in path:
        place = place[part]
    return place


def _place(document: Document, path: Path) -> Span:
    """Return the span of the value at `path`; of a map or list, its first key or item where it has one."""
    if not path:
        return document.first(document.root if isinstance(document.root, (Map, List)) else None)
    holder = _at(document, path[:-1])
    value = _at(document, path)
    if isinstance(value, (Map, List)) and value:
        return document.first(value)
    assert isinstance(holder, (Map, List))  # noqa: S101 - what holds a path is one of them
    return document.value(holder, path[-1])
