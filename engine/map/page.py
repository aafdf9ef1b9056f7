"""A map as a page of its own: the picture, and the scenes as a list that says all the rest. Nothing comes from outside.

May import from its own room what stands above. Words of a story stand in it as text alone, and the page's own policy
lets nothing run or load but the script and the styles that it is made with.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.resources import files

from engine.map.chart import Chart
from engine.map.entries import Deed, Entry, Goal, Ripple, entries, times
from engine.map.layout import Layout
from engine.map.markup import attribute, text
from engine.map.summary import summary
from engine.map.svg import style, svg


def page(chart: Chart, layout: Layout) -> str:
    """Return the page."""
    look, script = _own("page.css"), _own("page.js")
    policy = (
        f"default-src 'none'; style-src {_hash(look)} {_hash(f'{chr(10)}{style()}')}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    return "".join(f"{line}\n" for line in _rows(chart, layout, look, script, policy))


def _own(name: str) -> str:
    return files("engine.map").joinpath(name).read_text(encoding="utf-8")


def _hash(source: str) -> str:
    return f"'sha256-{b64encode(sha256(source.encode()).digest()).decode()}'"


def _rows(chart: Chart, layout: Layout, look: str, script: str, policy: str) -> Iterator[str]:
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f"<title>Map: {text(chart.story.title)}</title>"
    yield f"<style>{look}</style>\n</head>\n<body>"
    yield from _head(chart)
    yield '<main>\n<section class="canvas" aria-label="Map">'
    yield svg(chart, layout, links=True)
    yield '</section>\n<section class="list" aria-label="Scenes">'
    yield from _list(chart)
    yield f"</section>\n</main>\n<script>{script}</script>\n</body>\n</html>"


def _head(chart: Chart) -> Iterator[str]:
    yield f"<header>\n<div><h1{_lang(chart)}>{text(chart.story.title)}</h1>"
    yield f"<p>{text(' '.join(summary(chart)))}</p></div>"
    yield (
        '<form class="tools" role="search" hidden><label>Find <input type="search" id="find" '
        'placeholder="a title, or words of a choice"></label> <button type="button" id="before" '
        'aria-label="Found before">&#8593;</button> <button type="submit" id="next" aria-label="Found next">&#8595;'
        '</button> <output id="found" role="status"></output></form>'
    )
    yield (
        '<div class="tools" hidden><button type="button" id="smaller" aria-label="Smaller">&minus;</button> '
        '<button type="button" id="larger" aria-label="Larger">+</button> '
        '<button type="button" id="whole">Whole map</button></div>'
    )
    if chart.arcs:
        options = "".join(
            f'<option value="{name}"{_lang(chart)}>{text(chart.story.moments[name].title)}</option>'
            for name in dict.fromkeys(arc.moment for arc in chart.arcs)
        )
        yield (
            '<div class="tools" hidden><label>Ripples <select id="ripples"><option value="@chosen">of the chosen scene'
            '</option><option value="@all">all</option><option value="@none">none</option>'
            f"{options}</select></label></div>"
        )
    yield (
        '<p class="tools keys" hidden>Arrow keys go along the ways. Enter opens a scene in the list, Escape goes back '
        "to the map, + and &minus; zoom, / finds.</p>"
    )
    yield "</header>"


def _list(chart: Chart) -> Iterator[str]:
    by_chapter: dict[str, list[Entry]] = {}
    for entry in entries(chart):
        by_chapter.setdefault(entry.place.chapter, []).append(entry)
    for chapter, found in by_chapter.items():
        if chapter:
            yield f"<h2{_lang(chart)}>{text(chapter)}</h2>"
        yield "<ul>"
        yield from (_entry(chart, entry) for entry in found)
        yield "</ul>"


def _entry(chart: Chart, entry: Entry) -> str:
    place = entry.place
    parts = [f'<p class="where"><code>{text(place.id)}</code> in <code>{text(place.where)}</code></p>']
    if entry.sources:
        parts.append(f"<p>Ways lead here from {_links(chart, entry.sources)}.</p>")
    parts += [f"<p>{_remembered(chart, ripple)}</p>" for ripple in entry.remembers]
    if entry.deeds:
        parts.append(f'<ol class="choices">{"".join(_deed(chart, deed) for deed in entry.deeds)}</ol>')
    if entry.onward:
        said = "Where none of these choices is open:" if entry.passed else "This scene goes on:" if entry.deeds else ""
        parts.append(f"<p>{said}</p>{_goals(chart, entry.onward)}")
    parts += [f"<p>No play goes from here to {_link(chart, scene)}.</p>" for scene in entry.unused]
    if entry.passes:
        passes = ", ".join(f"{_link(chart, scene)} {times(count)}" for scene, count in entry.passes)
        parts.append(f"<p>In a random play, on from here to: {passes}.</p>")
    for ripple in entry.tells:
        origin = f", from {_links(chart, ripple.scenes)}" if ripple.scenes else ", but nothing remembers it"
        parts.append(f'<p class="ripple">Comes back here: <q{_lang(chart)}>{text(ripple.title)}</q>{origin}.</p>')
    return (
        f'<li><details id="scene-{place.id}"><summary><span{_lang(chart)}>{text(place.title)}</span> '
        f"<small>{text(entry.kind)}</small></summary>{''.join(parts)}</details></li>"
    )


def _deed(chart: Chart, deed: Deed) -> str:
    terms = [*deed.terms, *["never open on any path"] * deed.never, *["goes on as this scene does"] * (not deed.goals)]
    said = f'<p class="terms">{text("; ".join(terms))}</p>' if terms else ""
    ripples = "".join(f'<p class="ripple">{_remembered(chart, ripple)}</p>' for ripple in deed.remembers)
    goals = _goals(chart, deed.goals) if deed.goals else ""
    return f"<li><p{_lang(chart)}>{text(deed.words)}</p>{said}{goals}{ripples}</li>"


def _goals(chart: Chart, goals: Iterable[Goal]) -> str:
    return f'<ul class="goals">{"".join(f"<li>{_goal(chart, goal)}</li>" for goal in goals)}</ul>'


def _goal(chart: Chart, goal: Goal) -> str:
    to = "stays here" if goal.to is None else f"leads to {_link(chart, goal.to)}"
    return f"{text(goal.how)}: {to}" if goal.how else to


def _remembered(chart: Chart, ripple: Ripple) -> str:
    back = f"comes back in {_links(chart, ripple.scenes)}" if ripple.scenes else "never comes back in words"
    return f"Remembers <q{_lang(chart)}>{text(ripple.title)}</q>, which {back}."


def _links(chart: Chart, scenes: Iterable[str]) -> str:
    return ", ".join(_link(chart, scene) for scene in scenes)


def _link(chart: Chart, scene: str) -> str:
    """Return a link to a scene of the list; to one that is not on this map, only what it is called."""
    title = text(chart.story.scenes[scene].title or scene)
    inside = scene in chart.places and not chart.places[scene].outside
    return f'<a href="#scene-{scene}"{_lang(chart)}>{title}</a>' if inside else f"<em{_lang(chart)}>{title}</em>"


def _lang(chart: Chart) -> str:
    """Return the language of the story's own words as an attribute, where it is another than ours."""
    return "" if chart.story.language == "en" else f" lang={attribute(chart.story.language)}"
