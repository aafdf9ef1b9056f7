"""The guide: all its sections in order, as one page.

May import floors 0 to 2, `languages`, `pages`, and from its own room what stands above it.
"""

from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from typing import NamedTuple

from engine.guide import beginning, ending, talking
from engine.guide.decisions import decisions
from engine.guide.handouts import handouts, sheets
from engine.guide.levels import has_levels, levels
from engine.guide.marks import contents
from engine.guide.matter import Matter
from engine.guide.picture import look, picture
from engine.guide.plan import plan
from engine.languages.messages import _
from engine.pages.page import page
from engine.pages.parts import section


class _Part(NamedTuple):
    name: str
    title: str
    body: Callable[[Matter], Iterable[str]]
    kind: str = ""


def guide(of: Matter) -> str:
    """Return the guide as a page that stands alone."""
    title = _("Guide: {title}").format(title=of.lesson.title if of.has_lesson else of.story.title)
    style = look() + files("engine.guide").joinpath("guide.css").read_text(encoding="utf-8")
    return page(title, _body(of), language=of.story.language, style=style)


def _body(of: Matter) -> Iterator[str]:
    left_out = {"words"} if not of.lesson.vocabulary else set()
    left_out |= {"levels"} if not has_levels(of) else set()
    parts = [each for each in _parts() if each.name not in left_out]
    links = [(each.name, each.title) for each in parts]
    at = [each.name for each in parts].index("stored")
    links[at:at] = [(name, title) for name, title, _sheet in handouts(of)]
    yield from contents(_("Contents"), links)
    for each in parts:
        if each.name == "stored":
            yield from sheets(of)
        yield from section(each.title, each.body(of), name=each.name, kind=each.kind)


def _parts() -> list[_Part]:
    return [
        _Part("what", _("What this is"), beginning.what_this_is),
        _Part("plan", _("The lesson on one page"), plan, "sheet"),
        _Part("evening", _("One evening's preparation"), beginning.evening, "sheet"),
        _Part("aims", _("Aims"), beginning.aims),
        _Part("story", _("The story in short, and its endings"), beginning.in_short),
        _Part("long", _("How long a play is"), beginning.how_long),
        _Part("map", _("The map"), picture, "sheet"),
        _Part("decisions", _("Decision by decision"), decisions, "sheet"),
        _Part("notes", _("Content notes"), talking.content_notes, "sheet"),
        _Part("norms", _("Norms"), talking.norms),
        _Part("warm-up", _("Warm-up"), talking.warm_up),
        _Part("pauses", _("Pauses"), talking.pauses),
        _Part("talk", _("Talking about it"), talking.talk),
        _Part("acts", _("One small safe act"), talking.acts),
        _Part("hard", _("Hard moments"), talking.hard_moments),
        _Part("ways", _("Ways to play"), talking.ways),
        _Part("words", _("Words to explain"), talking.vocabulary),
        _Part("levels", _("Reading level"), levels),
        _Part("stored", _("What is stored, and how to delete it"), ending.stored, "sheet"),
        _Part("sources", _("Sources"), ending.sources),
    ]
