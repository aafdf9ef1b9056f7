"""What was explored, for programs.

May import floors 0 and 1, `explore`, and `figures` of its own room. More keys may follow in a later version 1; these
keep their names and meaning.
"""

import json
from collections.abc import Iterable, Mapping

from engine.diagnostics import showable
from engine.explore.counting import Count
from engine.explore.explored import Ended, Explored, Practice, Share
from engine.explore.findings import Finding
from engine.explore.judged import Proved
from engine.explore.moves import Moves
from engine.explore.moves import as_json as moves
from engine.explore.spoken import Spoken
from engine.exploring.figures import digits
from engine.versions.against import Change, Differences
from engine.versions.survival import Loss, Strayed, Survival


def as_json(found: Explored, differences: Differences | None = None, survival: Survival | None = None) -> str:
    """Return an answer, and perhaps what became different and what becomes of kept plays, as a JSON document."""
    older = {**_against(differences), "kept_plays": _survival(survival) if survival else None} if differences else None
    return json.dumps({**_whole(found), **_numbers(found), "against": older}, ensure_ascii=False, indent=2) + "\n"


def _whole(found: Explored) -> dict[str, object]:
    choices = [choice.name for scene in found.story.scenes.values() for choice in scene.choices]
    scenes = [name for name in found.story.scenes if name not in found.scenes]
    missing = [name for name in choices if name not in found.choices]
    return {
        "version": 1,
        "story": found.story.id,
        "verdict": "complete" if found.is_complete else "incomplete",
        "reason": found.reason,
        "withheld": list(found.withheld),
        "engine": found.engine,
        "states": found.states,
        "transitions": found.transitions,
        "playthroughs": _digits(found.count),
        "circle": {"before": moves(found.circle[0]), "round": moves(found.circle[1])} if found.circle else None,
        "scenes": {"of": len(found.story.scenes), "reached": len(found.scenes), "not_reached": scenes},
        "choices": {"of": len(choices), "offered": len(found.choices), "not_offered": missing},
        "endings": [_ended(found, each) for each in found.endings],
        "findings": [_finding(each) for each in found.findings],
        "promises": [_promise(each) for each in found.promises],
    }


def _numbers(found: Explored) -> dict[str, object]:
    return {
        "empathy": _empathy(found.empathy),
        "words": _words(found.words),
        "words_with_menus": _words(found.with_menus),
        "rest": float(found.rest),
        "covering": {
            "at_least": found.covering.least,
            "plays": [moves(each) for each in found.covering.plays],
            "left": list(found.covering.left),
        }
        if found.covering
        else None,
    }


def _digits(count: Count | None) -> str | None:
    return None if count is None or count.number is None else digits(count.number)


def _moves(made: Moves | None) -> list[object] | None:
    return None if made is None else moves(made)


def _ended(found: Explored, each: Ended) -> dict[str, object]:
    return {
        "id": each.scene,
        "title": showable(found.story.scenes[each.scene].ending or ""),
        "reached": each.shortest is not None,
        "chance": None if each.chance is None else float(each.chance),
        "shortest": _moves(each.shortest),
        "is_shortest": each.is_shortest,
        "words": _words(each.words),
        "empathy": _empathy(each.empathy),
        "closed_by": list(each.closed_by),
    }


def _words(spoken: Spoken | None) -> dict[str, object] | None:
    return None if spoken is None else {"min": spoken.least, "mean": spoken.mean, "max": spoken.most}


def _empathy(practices: Mapping[str, Practice] | None) -> dict[str, object] | None:
    if practices is None:
        return None
    return {name: {"offered": _share(each.offered), "taken": _share(each.taken)} for name, each in practices.items()}


def _share(share: Share) -> dict[str, object]:
    return {"min": share.least, "mean": float(share.mean), "max": share.most}


def _finding(each: Finding) -> dict[str, object]:
    told = each.diagnostic
    return {
        "code": told.code,
        "severity": told.severity,
        "subject": each.subject,
        "message": showable(told.message),
        "hint": showable(told.hint),
        "file": showable(told.span.file),
        "line": told.span.line,
        "column": told.span.column,
        "witness": _moves(each.witness),
    }


def _promise(each: Proved) -> dict[str, object]:
    return {
        "id": each.promise.id,
        "kept": each.kept,
        "said": showable(each.said),
        "counterexample": _moves(each.counterexample),
    }


def _against(different: Differences) -> dict[str, object]:
    old = different.old
    return {
        "story": old.story.id,
        "verdict": "complete" if old.is_complete else "incomplete",
        "reason": old.reason,
        "not_compared": list(different.unsure),
        "endings": _change(different.endings),
        "scenes": _change(different.scenes),
        "choices": _change(different.choices),
        "chances": [
            {"id": each.scene, "before": float(each.before), "now": float(each.now)} for each in different.moved
        ],
        "findings": {"new": _subjects(different.appeared), "gone": _subjects(different.gone)},
        "promises": {
            "broken": [each.promise.id for each in different.broken],
            "mended": [each.promise.id for each in different.mended],
            "dropped": list(different.dropped),
        },
        "playthroughs": {"before": _digits(old.count), "now": _digits(different.new.count)},
    }


def _change(change: Change) -> dict[str, object]:
    return {"gained": list(change.gained), "lost": list(change.lost)}


def _subjects(findings: Iterable[Finding]) -> list[dict[str, str]]:
    return [{"code": each.diagnostic.code, "subject": each.subject} for each in findings]


def _survival(found: Survival) -> dict[str, object]:
    tally = found.tally
    return {
        "verdict": "complete" if found.is_complete else "incomplete",
        "reason": found.reason,
        "states": None
        if tally is None
        else {
            "all": tally.states,
            "exact": tally.exact,
            "renamed": tally.renamed,
            "elsewhere": tally.elsewhere,
            "lost": tally.lost,
            "lost_always": tally.always,
            "lost_by": dict(tally.lost_by),
        },
        "lost": [_lost(each) for each in found.losses],
        "elsewhere": [_strayed(each) for each in found.strays],
    }


def _lost(each: Loss) -> dict[str, object]:
    return {"kind": each.kind, "choice": each.choice, "at": each.at, "witness": _moves(each.witness)}


def _strayed(each: Strayed) -> dict[str, object]:
    return {"scene": each.expected, "at": each.at, "witness": _moves(each.witness)}
