"""`curbside map`: a story as a map.

May import floors 0 to 3, where it is used, and `shared`.
"""

import argparse
import gc
import sys
from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.commands.shared import FINE, PROBLEMS, USAGE, Command, nothing_called, say

if TYPE_CHECKING:
    from engine.map.chart import Chart
    from engine.map.known import Known
    from engine.map.layout import Layout
    from engine.model import Story

SUFFIXES: Final = (".svg", ".html", ".dot", ".txt")


STATES: Final = 300_000
"""How many states are looked at before a map does without what they would show: a few seconds."""


def _known(story: "Story", *, chances: bool) -> "Known | None":
    """Return what the explorer finds of `story`; None where it could not follow every path."""
    from engine.explore.facts import offered  # noqa: PLC0415
    from engine.explore.menus import with_menus  # noqa: PLC0415
    from engine.explore.passing import gone, passes  # noqa: PLC0415
    from engine.explore.search import Wish, search  # noqa: PLC0415

    graph = search(story, Wish(limit=STATES))
    if graph.why:
        return _known_of_sets(story)
    often = passes(with_menus(graph)) if chances else {}
    known = _never(story, graph.scenes.keys(), offered(graph), gone(graph))
    ends = {name: sum(share for (_from, to), share in often.items() if to == name) for name in story.endings}
    if story.start in ends:
        ends[story.start] = 1.0  # no way leads there, and every play is at its end
    return replace(known, passes=often, chances=ends if chances else {})


def _known_of_sets(story: "Story") -> "Known | None":
    """Return what can be told of a story that has too many states to be visited: nothing of how often."""
    from engine.engines.choosing import followed  # noqa: PLC0415

    facts = followed(story)
    return None if facts is None else _never(story, facts.scenes, facts.choices, facts.ways)


def _never(
    story: "Story", scenes: AbstractSet[str], offered: AbstractSet[str], gone: AbstractSet[tuple[str, str]]
) -> "Known":
    from engine.explore.never import leads_to  # noqa: PLC0415
    from engine.map.known import Known  # noqa: PLC0415

    choices = {choice.name for scene in story.scenes.values() for choice in scene.choices}
    written = {(scene.id, to) for scene in story.scenes.values() for to in leads_to(scene) if to in story.scenes}
    return Known(
        scenes_never=frozenset(story.scenes.keys() - scenes),
        choices_never=frozenset(choices - offered),
        ways_never=frozenset(written - gone),
    )


def _map(options: argparse.Namespace) -> int:
    from engine.reading.files import files_at, find  # noqa: PLC0415

    gc.disable()  # a map is soon made, and to look for garbage in a large story would take a third of it
    if not _fits(options):
        return USAGE
    path = find(options.story)
    if path is None:
        return nothing_called(options.story)
    story = _story(path)
    if story is None:
        return PROBLEMS
    folder = str(Path(files_at(path).files[0].name).parent)
    chart = _chart(story, folder, options)
    return USAGE if chart is None else _written(_drawn(chart, _suffix(options)), options.output)


def _suffix(options: argparse.Namespace) -> str:
    return options.output.suffix.lower() if options.output else ".txt"


def _fits(options: argparse.Namespace) -> bool:
    """Say what is wrong with options that cannot be, or do not go together; return whether nothing is."""
    from engine.diagnostics import nearest, quoted  # noqa: PLC0415

    wrong = ""
    if _suffix(options) not in SUFFIXES:
        near = nearest(_suffix(options), SUFFIXES)
        hint = f"did you mean {near}?" if near else f"it may end in {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}."
        wrong = f"{quoted(options.output)} says by its end what is drawn; {hint}"
    elif options.chapter is not None and options.around is not None:
        wrong = "--chapter and --around each choose a part of the map: leave one of them out."
    elif options.depth is not None and options.around is None:
        wrong = "--depth says how far the map goes --around a scene: name the scene as well."
    if wrong:
        say(wrong)
    return not wrong


def _story(path: Path) -> "Story | None":
    """Return the story at `path`; None where it has faults, which are said."""
    from engine.compiled.kept import keep, kept  # noqa: PLC0415
    from engine.reading.files import files_at  # noqa: PLC0415

    found = files_at(path)
    if (story := kept(found)) is not None:
        return story
    from engine.diagnostics import render  # noqa: PLC0415
    from engine.reading.load import loaded  # noqa: PLC0415

    built = loaded(found)
    if built.story is not None:
        keep(found, built.story)
        return built.story
    say(render([each for each in built.diagnostics if each.severity == "error"], built.lines))
    say("There is no map of this story before that is mended.")
    return None


def _chart(story: "Story", folder: str, options: argparse.Namespace) -> "Chart | None":
    """Return what is to be drawn; None where the part that is asked for is not there, which is said."""
    from engine.map import part  # noqa: PLC0415
    from engine.map.chart import chart  # noqa: PLC0415

    known = _known(story, chances=options.chances)
    if options.chances and not (known and known.passes):
        say("How often a way is gone is not known: there are too many states. The map is drawn without that.")
    whole = chart(story, folder, known, chances=options.chances)
    if options.chapter is not None:
        title = _meant("chapter", options.chapter, {name: name for name in whole.chapters() if name})
        return part.chapter(whole, title) if title is not None else None
    if options.around is not None:
        names = {id_: id_ for id_ in story.scenes}
        for place in whole.places.values():
            names.setdefault(place.title, place.id)
        scene = _meant("scene", options.around, names)
        depth = 2 if options.depth is None else options.depth
        return part.around(whole, scene, depth) if scene is not None else None
    return whole


def _meant(kind: str, asked: str, names: Mapping[str, str]) -> str | None:
    """Return what stands under the name that was asked for; say which may have been meant where there is none."""
    from engine.diagnostics import nearest, quoted  # noqa: PLC0415

    folded = dict[str, str]()
    for each in names:
        folded.setdefault(each.casefold(), each)
    name = asked if asked in names else folded.get(asked.casefold())
    if name is not None:
        return names[name]
    near = nearest(asked, names)
    hint = f"; did you mean {quoted(near)}?" if near else _there_are(kind, names)
    say(f"This story has no {kind} called {quoted(asked)}{hint}")
    return None


def _there_are(kind: str, names: Collection[str]) -> str:
    from engine.diagnostics import quoted  # noqa: PLC0415

    if not names:
        return f", and no {kind} at all."
    shown = ", ".join(quoted(name) for name in list(names)[:8])
    return f"; there are {shown}{' and more' if len(names) > 8 else ''}."  # noqa: PLR2004 - a line of names


def _drawn(chart: "Chart", suffix: str) -> str:
    if suffix == ".txt":
        from engine.map.spoken import text  # noqa: PLC0415

        return text(chart)
    if suffix == ".dot":
        from engine.map.dot import dot  # noqa: PLC0415

        return dot(chart)
    if suffix == ".svg":
        from engine.map.svg import svg  # noqa: PLC0415

        return svg(chart, _layout(chart))
    from engine.map.page import page  # noqa: PLC0415

    return page(chart, _layout(chart))


def _layout(chart: "Chart") -> "Layout":
    from engine.map.graphviz import by_graphviz  # noqa: PLC0415
    from engine.map.own import own  # noqa: PLC0415

    return by_graphviz(chart) or own(chart)


def _written(drawn: str, output: Path | None) -> int:
    if output is None:
        sys.stdout.write(drawn)
        return FINE
    from engine.diagnostics import on_one_line  # noqa: PLC0415

    try:
        with suppress(FileNotFoundError):
            if not drawn.encode("utf-8", "replace").startswith(output.read_bytes()[:5]):
                say(f"{on_one_line(str(output))} is there already, and is no map like this: it is not written over.")
                return USAGE
        output.write_bytes(drawn.encode("utf-8", "replace"))
    except OSError as error:
        say(f"{on_one_line(str(output))} cannot be written: {error.strerror}.")
        return USAGE
    return FINE


def _add_map(command: argparse.ArgumentParser) -> None:
    command.add_argument("story", metavar="STORY", help="a file or folder, or the id of a bundled story")
    command.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="what to write, by its end: .svg a picture, .html a page to look around in, .dot for Graphviz, .txt text; "
        "without it the text is shown",
    )
    command.add_argument("--chapter", metavar="TITLE", help="only the chapter with that title")
    command.add_argument("--around", metavar="SCENE", help="only what lies around a scene")
    command.add_argument(
        "--depth", type=_depth, metavar="N", help="how many ways away that may be: 2 unless you say so"
    )
    command.add_argument("--chances", action="store_true", help="draw a way the wider the more often it is gone")


def _depth(text: str) -> int:
    if not text.isdecimal() or not text.isascii() or len(text) > 6:  # noqa: PLR2004 - more than any story holds
        message = f"{text!r} is no number of ways: write a whole number such as 2"
        raise argparse.ArgumentTypeError(message)
    return int(text)


MAP: Final = Command(_map, _add_map, "draw a story as a map")
