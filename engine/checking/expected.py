"""What a walk is expected to have come to at its end.

May import floors 0 and 1, the room `explore`, and `beside`. Whether it has is for others to find out.
"""

from collections.abc import Iterator

from engine.checking.beside import Page
from engine.diagnostics import Related, Span, quoted
from engine.explore.walk import Ends, Expected, Has, Practised, Remembers, Stands
from engine.reading.names import check_value, moments_named
from engine.reading.values import Map, below, listed, words


def expected(page: Page, of: Map) -> Iterator[Expected]:
    """Yield what is expected in `of`, whatever its shape; what is wrong with it is noted."""
    yield from _places(page, of)
    happened = _moments(page, of, "remembers")
    yield from happened.values()
    for name, forgotten in _moments(page, of, "forgot").items():
        yield forgotten
        if name in happened:
            related = (Related(happened[name].span, "it is expected to have happened"),)
            message = f"{quoted(name)} cannot have happened and not have happened"
            page.fault("L243", forgotten.span, message, "keep one of them", related)
    yield from _values(page, below(of, "variables"))
    practised = below(of, "practised")
    for name, times in practised.items():
        page.known("L205", "dimension", name, page.sheet.document.key(practised, name), page.names.dimensions)
        if type(times) is int:
            yield Practised(name, times, page.place(practised, name))


def _places(page: Page, of: Map) -> Iterator[Ends | Stands]:
    ending, at = words(of, "ending"), words(of, "at")
    if ending is not None:
        span = page.place(of, "ending")
        page.scene(ending, span)
        scene = page.story.scenes.get(ending) if page.story else None
        if scene is not None and scene.ending is None:
            message = f"the story does not end in {quoted(ending)}"
            page.fault("L240", span, message, f"write at: {ending}, or name an ending")
        yield Ends(ending, span)
    if at is not None:
        page.scene(at, page.place(of, "at"))
        yield Stands(at, page.place(of, "at"))


def _moments(page: Page, of: Map, key: str) -> dict[str, Remembers]:
    if page.sheet.is_full:
        return {}
    known = moments_named(page.sheet, of, key)
    places = {name: page.place(holder, at) for name, holder, at in listed(of, key)}
    return {name: Remembers(name, key == "remembers", places[name]) for name in known}


def _values(page: Page, of: Map) -> Iterator[Has]:
    for name, value in of.items():
        variable, span = page.names.variables.get(name), page.place(of, name)
        if page.sheet.is_full or name in page.names.broken:
            continue
        if variable is None:
            _no_variable(page, name, page.sheet.document.key(of, name))
        elif (sound := check_value(page.sheet, variable, value, span)) is not None:
            yield Has(name, sound, span)


def _no_variable(page: Page, name: str, span: Span) -> None:
    if name in page.names.moments:
        message = f"{quoted(name)} is a moment, not a variable"
        page.fault("L202", span, message, "name it under remembers: or forgot:")
    else:
        page.known("L202", "variable", name, span, page.names.variables)
