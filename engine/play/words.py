"""The words of a step, resolved: which blocks are shown, which item is due, what a number stands at.

May import `model`, and from its own room `chance` and `rules`. Pure: the seed, which decides how a `shuffle` is
shuffled, is handed in.
"""

from engine.model import Block, Cycle, First, Paragraph, Prose, Run, Sequence, Shuffle, State, Story, Text
from engine.play.chance import shuffled
from engine.play.rules import Told, offer


def words(story: Story, told: Told, seed: int = 0, eyes: str | None = None) -> Prose:
    """Return the paragraphs that `told` brings; none where there are none.

    `eyes` is someone of the cast: then the words are those of `seen_by`. Each paragraph of `locked` is one reason.
    """
    if told.kind == "scene":
        scene = story.scenes[told.place]
        text = scene.seen_by.get(eyes) if eyes else scene.text
    elif told.kind == "reply":
        choice = story.choice(told.place)
        assert choice is not None  # noqa: S101 - it was taken, so it exists; this tells the type checker
        text = choice.seen_by.get(eyes) if eyes else choice.reply
    else:
        closed = () if eyes else offer(story, told.state).locked
        return tuple(
            reason for choice in closed if choice.locked for reason in resolved(choice.locked, told.state, seed)
        )
    return resolved(text, told.state, seed) if text else ()


def resolved(text: Text, state: State, seed: int = 0) -> Prose:
    """Return the paragraphs that `text` shows in `state`."""
    if text.fixed is not None:
        return text.fixed
    return tuple(_numbered(each, state) for block in text.blocks for each in _shown(block, state, seed))


def line(text: Text, state: State) -> str:
    """Return `text` as one line without styles: a choice in a menu, say."""
    if text.line is not None:
        return text.line
    return " ".join(paragraph.plain for paragraph in resolved(text, state))


def _shown(block: Block, state: State, seed: int) -> Prose:
    if block.when is not None and not block.when.holds(state):
        return block.otherwise
    match block.content:
        case First(items):
            held = (item for item in items if item.when is None or item.when.holds(state))
            first = next(held, None)
            return _shown(first, state, seed) if first else ()
        case Sequence(items, slot):
            return items[min(state.counts[slot], len(items)) - 1]
        case Cycle(items, slot):
            return items[(state.counts[slot] - 1) % len(items)]
        case Shuffle(items, slot, place, written):
            order = shuffled(seed, place, written)
            return items[order[(state.counts[slot] - 1) % len(items)]]
        case prose:
            return prose


def _numbered(paragraph: Paragraph, state: State) -> Paragraph:
    if all(run.slot is None for run in paragraph.runs):
        return paragraph
    runs = tuple(run if run.slot is None else Run(str(state.values[run.slot]), run.style) for run in paragraph.runs)
    return Paragraph(runs, paragraph.ripple_of)
