"""What is wrong, each in its frame, and below it the play that shows it.

May import floors 0 and 1, `explore`, and from its own room what stands above it.
"""

from collections.abc import Iterator, Mapping, Sequence

from engine.diagnostics import Diagnostic, quoted, render
from engine.explore.explored import Explored
from engine.explore.judged import Proved
from engine.explore.moves import choices
from engine.explore.saved import Saved
from engine.exploring.figures import counted, rows, told
from engine.exploring.witnesses import Witnesses

BROKEN = "A121"


def frames(found: Explored, plays: Witnesses, lines: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the lines of all frames, findings first, then promises that are broken; a blank line behind each."""
    for at, each in enumerate(found.findings):
        yield from _frame(each.diagnostic, plays.findings.get(at), lines)
    for proof in found.promises:
        if proof.kept is False:
            yield from _frame(broken(proof), plays.promises.get(proof.promise.id), lines)


def _frame(fault: Diagnostic, play: Saved | None, lines: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield from render([fault], lines).splitlines()
    if play is not None and play.moves:
        number = choices(play.moves)
        yield from rows(f"  {play.id}, {counted(number, 'choice')}: {told(play.moves)}", 2, 4)
    yield ""


def broken(proof: Proved) -> Diagnostic:
    """Return a broken promise as a fault at its place."""
    message = f"promise {quoted(proof.promise.id)} is broken: {' '.join(proof.said.split())}"
    hint = "let some way lead there, or take this promise out" if proof.counterexample is None else ""
    return Diagnostic(code=BROKEN, span=proof.promise.span, message=message, hint=hint)
