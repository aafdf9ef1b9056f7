"""`curbside play --at`: the way to a scene, or why there is none.

May import floors 0 to 3, where it is used, and `shared`.
"""

from typing import TYPE_CHECKING, Final

from engine.commands.shared import PROBLEMS, USAGE, say
from engine.languages.messages import _

if TYPE_CHECKING:
    from engine.explore.somewhere import Found
    from engine.model import Story
    from engine.plays.somewhere import There

LIMIT: Final = 500_000
"""How many states are looked at for a way."""


def there(story: "Story", scene: str, holding: str | None) -> "There | int":
    """Return a play that comes to a scene, as the words in `holding` say if there are any, by the shortest way.

    Where there is none, say why, and return the exit code.
    """
    from engine.engines.somewhere import found  # noqa: PLC0415
    from engine.explore.moves import played  # noqa: PLC0415
    from engine.plays.somewhere import There  # noqa: PLC0415

    if scene not in story.scenes:
        return _no_scene(story, scene)
    watching, condition, text = story, None, ""
    if holding is not None:
        from engine.checking.asked import asked  # noqa: PLC0415
        from engine.diagnostics import render  # noqa: PLC0415

        condition, watching, text, faults = asked(story, holding, "--with")
        if condition is None:
            say(render(faults, {"--with": [text]}).rstrip())
            return USAGE
    way = found(watching, scene, condition, LIMIT)
    if way.moves is None:
        say(_why_not(way, scene, text))
        return PROBLEMS
    return There(played(story, way.moves), "" if way.rests else scene)


def _no_scene(story: "Story", scene: str) -> int:
    from engine.diagnostics import nearest, quoted  # noqa: PLC0415
    from engine.model import renamed_to  # noqa: PLC0415

    now = renamed_to(scene, story.renamed_scenes, {})
    titled = {each.title.casefold(): each.id for each in story.scenes.values() if each.title}
    near = now if now in story.scenes else titled.get(scene.casefold()) or nearest(scene, story.scenes)
    missing = _("This story has no scene called {scene}.").format(scene=quoted(scene))
    say(f"{missing} {_('Did you mean {scene}?').format(scene=quoted(near))}" if near else missing)
    return USAGE


def _why_not(way: "Found", scene: str, condition: str) -> str:
    """Return that there is no way, or that none was found among so many states."""
    from engine.diagnostics import cut, quoted  # noqa: PLC0415

    told, asked = quoted(scene), cut(condition, 200)
    if way.reached and not way.why:
        never = _("Every path was followed, and on none of them this holds at {scene}: {condition}")
        return never.format(scene=told, condition=asked)
    if not way.why:
        return _("No path leads to {scene}: every one was followed.").format(scene=told)
    if way.reached:
        nowhere = _("Within {count} states no way to {scene} was found so that this holds there: {condition}")
        return nowhere.format(count=f"{way.states:,}", scene=told, condition=asked)
    nothing = _("Within {count} states no way to {scene} was found. There may be one further on.")
    return nothing.format(count=f"{way.states:,}", scene=told)
