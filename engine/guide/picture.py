"""The map of a story as pictures that print: a chapter each, the decisions with their numbers.

May import `languages`, the room `map`, `pages`, and from its own room `matter`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from engine.guide.matter import Matter
from engine.languages.messages import _
from engine.map.chart import Chart, Place
from engine.map.layout import Layout
from engine.map.markup import attribute
from engine.map.own import own
from engine.map.part import chapter
from engine.map.svg import style, svg
from engine.pages.parts import paragraph

MANY: Final = 120
"""How many scenes are drawn at most in one picture: more could not be read on paper."""

WIDE: Final = 1.1
"""How much wider than high a picture is that is larger on a sheet turned on its side."""

_DARK: Final = "@media (prefers-color-scheme: dark)"


def look() -> str:
    """Return what pictures look like: the map's own style in its light colours, for a page that is always light."""
    return style().partition(_DARK)[0]


def picture(of: Matter) -> Iterator[str]:
    """Yield the map, a picture for each chapter; where one would be too large, a line that says so."""
    yield paragraph(
        _(
            "Each box is a scene. A number is that of a decision; its choices, with their letters, stand below under "
            "the same number."
        )
    )
    chapters = [title for title in of.chart.chapters() if title]
    parts = [_part(of, title) for title in chapters] if len(chapters) > 1 else [_numbered(of, of.chart)]
    for number, part in enumerate(parts, 1):
        if len(part.places) > MANY:
            title = part.part or of.story.title
            yield paragraph(_("{part}: too large for one sheet. curbside map draws it.").format(part=title))
            continue
        yield from _drawn(part, number)


def _part(of: Matter, title: str) -> Chart:
    return _numbered(of, chapter(of.chart, title))


def _numbered(of: Matter, part: Chart) -> Chart:
    """Return a map with numbers before the titles of decisions, and without what only a screen has room for."""
    places = {name: _titled(of, place) for name, place in part.places.items()}
    return replace(part, places=places, arcs=())


def _titled(of: Matter, place: Place) -> Place:
    return replace(place, title=of.title(place.id))


def _drawn(part: Chart, number: int) -> Iterator[str]:
    layout = own(part)
    kind = "wide picture landscape" if _is_wide(layout) else "wide picture"
    label = _("Picture {number} of the map").format(number=number)
    yield f'<div class={attribute(kind)} tabindex="0" role="group" aria-label={attribute(label)}>'
    yield alone(svg(part, layout), f"map{number}-")
    yield "</div>"


def _is_wide(layout: Layout) -> bool:
    return layout.width > WIDE * layout.height


def alone(drawn: str, prefix: str) -> str:
    """Return a picture for a page that holds others: its look is the page's, and its own anchors begin with `prefix`.

    Only markup is changed, never words: in those there is no `<`.
    """
    head, _style, rest = drawn.partition("<style>")
    body = head + rest.partition("</style>\n")[2]
    return re.sub(r"<[^>]*>", lambda found: _prefixed(found[0], prefix), body)


def _prefixed(tag: str, prefix: str) -> str:
    if tag.startswith("<marker "):
        return tag.replace(' id="', f' id="{prefix}', 1)
    return tag.replace(' marker-end="url(#', f' marker-end="url(#{prefix}')
