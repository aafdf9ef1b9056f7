"""A document against a JSON Schema: what has the wrong shape, in the writer's words, at the exact key or value.

The only import of jsonschema, made when a document is checked and not before: it costs more than all the rest of a
start. Knows no schema by heart: nouns come from the schemas' titles.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from engine.diagnostics import Diagnostic, Span, did_you_mean, nearest, quoted
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
    missing: str


_NAMES: Final = {
    "string": "words",
    "integer": "a whole number",
    "boolean": "true or false",
    "object": "keys with values",
    "array": "a list",
}
_WHAT_FOUND: Final = {str: "words", int: "a number", bool: "true or false", Map: "keys with values", List: "a list"}
_ONE_OF_THREE: Final = '"choices", "to" or "ending"'


def faults(document: Document, schema: Schema) -> list[Diagnostic]:
    """Return everything in `document` that does not have the shape of `schema`."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - see the module's docstring

    found = [
        _Failure(
            path=tuple(error.absolute_path),
            keyword=str(error.validator),
            wanted=error.validator_value,
            value=error.instance,
            schema=error.schema if isinstance(error.schema, dict) else {},
            schema_path=tuple(error.absolute_schema_path),
            missing=error.message.partition("' is a required")[0][1:],
        )
        for error in Draft202012Validator(schema).iter_errors(document.root)
    ]
    misspelt = {
        (error.path, meant)
        for error in found
        if error.keyword == "additionalProperties"
        for meant in (nearest(key, error.schema["properties"]) for key in _unknown(error))
        if meant
    }
    told: dict[tuple[Span, str], Diagnostic] = {}
    for error in found:
        for fault in _told(document, schema, error, misspelt):
            told.setdefault((fault.span, fault.code), fault)
    return list(told.values())


def _told(  # noqa: PLR0911 - one way out for each keyword
    document: Document, schema: Schema, error: _Failure, misspelt: set[tuple[Path, str]]
) -> Iterator[Diagnostic]:
    match error.keyword:
        case "additionalProperties":
            return _unknown_keys(document, error)
        case "required":
            return _missing(document, schema, error, misspelt)
        case "not":
            return _forbidden(document, schema, error)
        case "type":
            return _wrong_type(document, error)
        case "pattern" | "maxLength" | "minLength" | "minItems" | "minProperties":
            return _unfit(document, error)
        case "uniqueItems":
            return _twice(document, error)
        case "minimum" | "maximum":
            return _out_of_bounds(document, error)
        case _:  # "const" and "enum"
            return _wrong_value(document, error)


def _unknown(error: _Failure) -> list[str]:
    return [key for key in error.value if key not in error.schema["properties"]]


def _unknown_keys(document: Document, error: _Failure) -> Iterator[Diagnostic]:
    allowed = error.schema["properties"]
    for key in _unknown(error):
        message = f"{_this(error)} has an unknown key {quoted(key)}"
        hint = did_you_mean(key, allowed) or f"its keys are {', '.join(allowed)}"
        yield Diagnostic(code="S103", span=document.key(error.value, key), message=message, hint=hint)


def _missing(
    document: Document,
    schema: Schema,
    error: _Failure,
    misspelt: set[tuple[Path, str]],
) -> Iterator[Diagnostic]:
    missing = error.missing
    of_three = missing == "choices"
    if any((error.path, key) in misspelt for key in (("choices", "to", "ending") if of_three else (missing,))):
        return
    asked = _condition(schema, error)
    because = next((key for key in asked.get("required", ()) if key in error.value), None)
    if because:
        span, code = document.key(error.value, because), "S111"
        message, hint = f'"{because}" needs "{missing}" beside it', f'add "{missing}"'
    else:
        span, code = document.first(error.value) if error.value else _place(document, error.path), "S102"
        message = f"{_this(error)} has no {_ONE_OF_THREE if of_three else quoted(missing)}"
        hint = f"add {'one of them' if of_three else missing + ':'}"
    yield Diagnostic(code=code, span=span, message=message, hint=hint)


def _forbidden(document: Document, schema: Schema, error: _Failure) -> Iterator[Diagnostic]:
    *above, key = error.path
    holder = _at(document, above)
    if not isinstance(holder, Map) or not isinstance(key, str):
        return
    asked = _condition(schema, error)
    beside = next((other for other in asked.get("required", ()) if other in holder and other != key), None)
    reason = f'beside "{beside}"' if beside else "here"
    message = f'"{key}" cannot stand {reason}'
    yield Diagnostic(
        code="S108", span=document.key(holder, key), message=message, hint="keep one of them" * bool(beside)
    )


def _wrong_type(document: Document, error: _Failure) -> Iterator[Diagnostic]:
    kinds = error.wanted if isinstance(error.wanted, list) else [error.wanted]
    wanted = " or ".join(_NAMES[kind] for kind in kinds)
    found = _WHAT_FOUND[type(error.value)]
    name = next((f'"{part}"' for part in reversed(error.path) if isinstance(part, str)), "the file")
    item = "each item of " if error.path and isinstance(error.path[-1], int) else ""
    hint = (
        f'put it in quotes: "{str(error.value).lower()}"'
        if "string" in kinds and found.startswith(("a n", "t"))
        else ""
    )
    message = f"{item}{name} takes {wanted}, and this is {found}"
    yield Diagnostic(code="S101", span=_place(document, error.path), message=message, hint=hint)


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
        yield Diagnostic(
            code="S106", span=span, message=f'there is nothing in "{key}"', hint="fill it in, or leave it out"
        )
    elif error.value:
        message = f"{quoted(error.value)} is no {title}"
        yield Diagnostic(code="S105", span=span, message=message, hint=_id_hint(title, str(error.value)))


def _id_hint(title: str, words: str) -> str:
    dash = "-" if title == "story id" else "_"
    better = re.sub(r"[^a-z0-9]+", dash, words.lower()).strip(dash)
    if title in ("id", "story id") and better[:1].isalpha():
        return f'write "{better[:64]}"'
    return "write scene.choice" if "choice" in title else "use small letters, digits and _, beginning with a letter"


def _twice(document: Document, error: _Failure) -> Iterator[Diagnostic]:
    items = error.value
    for index, item in enumerate(items):
        if item in items[:index] and isinstance(items, List):
            message = f"{quoted(item)} stands in this list twice"
            yield Diagnostic(code="S109", span=document.value(items, index), message=message, hint="keep one of them")


def _out_of_bounds(document: Document, error: _Failure) -> Iterator[Diagnostic]:
    low, high = error.schema.get("minimum"), error.schema.get("maximum")
    message = f"{error.value} is out of bounds: this goes from {low:,} to {high:,}"
    yield Diagnostic(code="S107", span=_place(document, error.path), message=message)


def _wrong_value(document: Document, error: _Failure) -> Iterator[Diagnostic]:
    allowed = error.wanted if isinstance(error.wanted, list) else [error.wanted]
    shown = ", ".join(str(each).lower() if isinstance(each, bool) else str(each) for each in allowed)
    message = f"{quoted(str(error.value).lower())} cannot stand here"
    hint = f"write {shown}" if len(allowed) == 1 else f"one of {shown}"
    yield Diagnostic(code="S104", span=_place(document, error.path), message=message, hint=hint)


def _this(error: _Failure) -> str:
    title = error.schema.get("title")
    return f"the {title}" if not error.path else f"this {title or 'map'}"


def _condition(schema: Schema, error: _Failure) -> Schema:
    """Return the nearest `if` whose `then` or `else` holds the keyword that failed."""
    path = list(error.schema_path)
    while path:
        if path.pop() == "then":
            place: Any = schema
            for part in path:
                place = place[part]
                if isinstance(place, Mapping) and "$ref" in place:
                    place = schema["$defs"][place["$ref"].rsplit("/", 1)[1]]
            found: Schema = place["if"]
            return found
    return {}


def _at(document: Document, path: Path | list[str | int]) -> object:
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
