"""Words and choices that are never shown, whatever happens, for a reason that stands beside them.

May import floors 0 and 1, and what stands before it in its room.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from engine.checking import written
from engine.conditions import SIGNS, All, Always, Any, Compare, Not, Tree
from engine.diagnostics import Diagnostic, Related, Span
from engine.grammar import BIGGEST
from engine.model import Story, Whole
from engine.reading.values import Document, Map, items, words

Block = tuple[Document, Map]
Trees = Mapping[str, Tree]
"""The trees of all conditions, by their words."""
Bounds = Mapping[int, Whole]
"""The bounds of the whole numbers, by their places in `State.values`."""


def hidden(story: Story, documents: Sequence[Document], blocks: Iterable[Block], trees: Trees) -> Iterator[Diagnostic]:
    """Yield L234 for all that no play of `story` can show. `blocks` are those of its `documents`."""
    bounds = {each.slot: each.domain for each in story.variables.values() if isinstance(each.domain, Whole)}
    for document, block in blocks:
        yield from _in_block(document, block, trees, bounds)
    for document, _name, scene in written.scenes(documents):
        for choice in written.choices(scene):
            if "locked" not in choice and _outcome(choice, trees, bounds) is False:
                yield _never(document, choice, "so this choice is never offered", "leave the choice out")


def _in_block(document: Document, block: Map, trees: Trees, bounds: Bounds) -> Iterator[Diagnostic]:
    outcome = _outcome(block, trees, bounds)
    if outcome is False and "else" in block:
        yield _never(document, block, "so only the words behind else: are ever shown", "keep those alone")
    elif outcome is False:
        yield _never(document, block, "so these words are never shown", "leave the words out")
    elif outcome and "else" in block:
        yield Diagnostic(
            code="L234",
            span=document.key(block, "else"),
            message="these words are never shown: the condition beside them is always true",
            hint="leave them out, or mend the condition",
            related=(Related(document.value(block, "when"), "the condition"),),
        )
    if outcome is not False:
        listed = [item for item in items(block, "first") if isinstance(item, Map)]
        yield from _in_first(document, listed, trees, bounds)


def _in_first(document: Document, listed: list[Map], trees: Trees, bounds: Bounds) -> Iterator[Diagnostic]:
    """Yield what is wrong with the items of a `first`; of all that stand behind one that always holds, once."""
    asked: dict[str, Span] = {}  # by what trees look like: two of them are equal when their parts are
    for index, item in enumerate(listed):
        outcome, when = _outcome(item, trees, bounds), words(item, "when")
        if outcome is False:
            yield _never(document, item, "so this item is never shown", "leave the item out")
        elif outcome or when is None:
            if behind := listed[index + 1 :]:
                yield _behind(document, item, behind)
            return
        elif (tree := repr(trees[when])) in asked:
            message = "this item is never shown: one above it asks the same, and the first that holds is shown"
            related = (Related(asked[tree], "it is asked here"),)
            yield Diagnostic(
                code="L234",
                span=document.value(item, "when"),
                message=message,
                hint="mend one of the two conditions",
                related=related,
            )
        else:
            asked[tree] = document.value(item, "when")


def _behind(document: Document, item: Map, behind: list[Map]) -> Diagnostic:
    others = len(behind) - 1
    below = f" and the {others} below it are" if others > 1 else " and the one below it are" if others else " is"
    return Diagnostic(
        code="L234",
        span=document.first(behind[0]),
        message=f"this item{below} never shown: the one above always holds",
        hint="move it up, or give the one above a when: that can fail",
        related=(Related(document.first(item), "this one always holds"),),
    )


def _never(document: Document, holder: Map, consequence: str, hint: str) -> Diagnostic:
    message = f"this condition is never true, {consequence}"
    return Diagnostic(code="L234", span=document.value(holder, "when"), message=message, hint=f"mend it, or {hint}")


def _outcome(holder: Map, trees: Trees, bounds: Bounds) -> bool | None:
    """Return what the condition of `holder` always comes to, or None where that differs or there is none."""
    when = words(holder, "when")
    return None if when is None else _constant(trees[when], bounds)


def _constant(tree: Tree, bounds: Bounds) -> bool | None:
    match tree:
        case Always(value):
            return value
        case Not(inner):
            outcome = _constant(inner, bounds)
            return None if outcome is None else not outcome
        case All(parts) | Any(parts):
            decisive = isinstance(tree, Any)
            outcomes = {_constant(part, bounds) for part in parts}
            return decisive if decisive in outcomes else None if None in outcomes else not decisive
        case Compare(counts, slot, sign, number):
            low, high = (0, BIGGEST + 1) if counts else bounds[slot]
            tried = {low, high, *(each for each in (number - 1, number, number + 1) if low <= each <= high)}
            outcomes = {SIGNS[sign](each, number) for each in tried}
            return outcomes.pop() if len(outcomes) == 1 else None
    return None
