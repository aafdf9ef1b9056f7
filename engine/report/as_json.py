"""`report.json`: what programs read. Its keys keep their names and meaning; more may follow.

May import floors 0 to 2, `languages`, `classes/folder`, `cells` and `figures`. A count that is hidden is null.
"""

import json
from collections.abc import Iterable
from typing import Any

from engine.classes.folder import Skipped
from engine.languages.sentences import honesty
from engine.report.cells import UNFINISHED, came, choice, chosen, deciding, ended
from engine.report.figures import Figures


def as_json(figures: Figures, *, with_shared: bool = False) -> str:
    """Return the report as one JSON object. What is shared holds no alias, no file's name and nobody's words."""
    counts, story = figures.counts, figures.story
    found: dict[str, Any] = {
        "version": 1,
        "note": honesty(),
        "story": story.id,
        "plays": figures.plays,
        "aliases": figures.aliases,
        "endings": {scene: figures.of(ended(scene)) for scene in story.endings},
        "decisions": [
            {
                "scene": scene.id,
                "plays": figures.of(came(scene.id)),
                "reached": figures.of(chosen(scene.id)),
                "choices": {each.name: figures.of(choice(each.name)) for each in scene.choices},
            }
            for scene in deciding(story)
        ],
        "skipped": [] if figures.share else _named(counts.skipped),
        "share": figures.share,
        "flow": [{"from": before, "to": after, "count": count} for before, after, count in figures.flow()],
        "dimensions": {name: {"offered": all_, "taken": some} for name, all_, some in figures.dimensions()},
    }
    if not figures.share:
        found |= _more(figures)
    if with_shared and not figures.share:
        found["shared"] = sorted(counts.shared)
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _more(figures: Figures) -> dict[str, Any]:
    """Return what is for the class alone."""
    counts, votes = figures.counts, figures.counts.votes
    return {
        "partly": _named(counts.partly),
        "unfinished": counts.cells[UNFINISHED],
        "median_minutes": counts.minutes,
        "replays": {
            "aliases": counts.replays.twice,
            "decisions": [
                {"scene": scene, "both": each.both, "differ": each.differ}
                for scene, each in sorted(counts.replays.scenes().items())
            ],
        },
        "votes": {
            "plays": votes.plays,
            "decisions": [
                {
                    "scene": scene.id,
                    "rounds": votes.rounds[scene.id],
                    "ties": votes.ties[scene.id],
                    "choices": {each.name: votes.choices[each.name] for each in scene.choices},
                }
                for scene in deciding(figures.story)
                if votes.rounds[scene.id]
            ],
        },
    }


def _named(files: Iterable[Skipped]) -> list[dict[str, str]]:
    return [{"file": each.file, "why": each.why} for each in files]
