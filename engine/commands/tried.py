"""What came of a story's walks and promises, as people and as programs read it.

May import floors 0 to 2. Pure functions to text.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from engine.diagnostics import Diagnostic, quoted, render, showable
from engine.explore.judged import Proved
from engine.explore.moves import Moves
from engine.explore.moves import as_json as moves_as_json
from engine.explore.otherwise import stands
from engine.explore.trying import Tried

WALK_DIFFERS: Final = "A120"
PROMISE_BROKEN: Final = "A121"


def as_text(results: Sequence[Tried], proofs: Sequence[Proved], lines: Mapping[str, Sequence[str]]) -> str:
    """Return a line for each walk and each promise, then a frame for all that is otherwise, then a count."""
    rows = [*map(_row_of_walk, results), *map(_row_of_promise, proofs)]
    found = faults(results, proofs)
    told = "".join(f"{showable(row)}\n" for row in rows)
    return "\n".join([told, *([render(found, lines)] if found else []), f"{_count(results, proofs)}\n"])


def faults(results: Sequence[Tried], proofs: Sequence[Proved]) -> list[Diagnostic]:
    """Return in what walks came to something else, in their order, and then which promises are broken."""
    found = [fault for each in results for fault in _differing(each)]
    return found + [_broken(each) for each in proofs if each.kept is False]


def _row_of_walk(tried: Tried) -> str:
    made = len(tried.play.moves) - 1 if tried.play else 0
    if tried.play is None or not tried.passed:
        return f"{tried.walk.id}: failed"
    return f"{tried.walk.id}: passed, {_counted(made, 'choice')}, {stands(tried.play)}"


def _row_of_promise(proof: Proved) -> str:
    if proof.kept is None:
        return f"{proof.promise.id}: not proved, {' '.join(proof.said.split())}"
    return f"{proof.promise.id}: {'kept' if proof.kept else 'broken'}"


def _differing(tried: Tried) -> Iterator[Diagnostic]:
    for span, message, hint in tried.differences:
        yield Diagnostic(code=WALK_DIFFERS, span=span, message=f"walk {quoted(tried.walk.id)}: {message}", hint=hint)


def _broken(proof: Proved) -> Diagnostic:
    match proof.counterexample:
        case None:
            hint = "let some way lead there, or take this promise out"
        case ():
            hint = "it is so from the start"
        case way:
            hint = f"the shortest way there: {_way(way)}"
    message = f"promise {quoted(proof.promise.id)} is broken: {' '.join(proof.said.split())}"
    return Diagnostic(code=PROMISE_BROKEN, span=proof.promise.span, message=message, hint=hint)


def _way(made: Moves) -> str:
    return ", ".join(each if isinstance(each, str) else f"{{drew: {each.scene}}}" for each in made)


def _count(results: Sequence[Tried], proofs: Sequence[Proved]) -> str:
    """Return the closing line: how many walks passed, and how many promises are kept."""
    passed, kept = sum(each.passed for each in results), sum(each.kept is True for each in proofs)
    said = [f"{passed} of {_counted(len(results), 'walk')} passed"] if results else []
    said += [f"{kept} of {_counted(len(proofs), 'promise')} kept"] if proofs else []
    unknown = sum(each.kept is None for each in proofs)
    return "; ".join(said) + (f", {unknown} not proved" if unknown else "")


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def as_json(results: Sequence[Tried], proofs: Sequence[Proved]) -> str:
    """Return what came of it as a JSON document. Of a failed walk, `line` and `column` are those of what differs first.

    More keys may follow in a later version 1; these keep their names and meaning.
    """
    walks = [_entry(each) for each in results]
    promises = [
        {
            "id": each.promise.id,
            "kept": each.kept,
            "counterexample": None if each.counterexample is None else moves_as_json(each.counterexample),
        }
        for each in proofs
    ]
    return json.dumps({"version": 1, "walks": walks, "promises": promises}, indent=2) + "\n"


def _entry(tried: Tried) -> dict[str, object]:
    entry: dict[str, object] = {"id": tried.walk.id, "passed": tried.passed, "difference": None}
    if tried.differences:
        told = [f"{each.message}; {each.hint}" if each.hint else each.message for each in tried.differences]
        first = tried.differences[0].span
        entry |= {"difference": "\n".join(told), "line": first.line, "column": first.column}
    return entry
