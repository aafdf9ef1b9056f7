"""Where moments are remembered, and where their consequences are told, whatever the conditions say.

May import floors 0 and 1.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.model import Block, Choice, Cycle, Effects, First, Paragraph, Scene, Sequence, Set, Shuffle, Story, Text


@dataclass(frozen=True, slots=True)
class Moments:
    """The moments of a story, each with the names of what remembers it, and of what tells its consequences.

    A name is a scene, or a `scene.choice`: then the choice does the one, or its reply the other. `makes` and `tells`
    are the same the other way round: what has a name there, with its moments.
    """

    remembered: Mapping[str, tuple[str, ...]]
    told: Mapping[str, tuple[str, ...]]
    makes: Mapping[str, tuple[str, ...]]
    tells: Mapping[str, tuple[str, ...]]

    def arcs(self) -> Iterator[tuple[str, str, str]]:
        """Yield each moment with a scene that remembers it and one that tells of it, each three once."""
        for moment, names in self.remembered.items():
            targets = scenes_of(self.told.get(moment, ()))
            yield from ((moment, source, target) for source in scenes_of(names) for target in targets)


def scenes_of(names: Iterable[str]) -> list[str]:
    """Return the scenes of scenes and `scene.choice`s, each once."""
    return list(dict.fromkeys(name.partition(".")[0] for name in names))


def moments(story: Story) -> Moments:
    """Return where the moments of `story` are remembered and come back."""
    by_slot = {moment.slot: name for name, moment in story.moments.items()}
    makes: dict[str, tuple[str, ...]] = {}
    tells: dict[str, tuple[str, ...]] = {}
    for scene in story.scenes.values():
        holders: dict[str, Scene | Choice] = {scene.id: scene, **{choice.name: choice for choice in scene.choices}}
        for name, holder in holders.items():
            if made := tuple(dict.fromkeys(by_slot[slot] for slot in _set(holder.effects) if slot in by_slot)):
                makes[name] = made
            if told := tuple(dict.fromkeys(_told(holder))):
                tells[name] = told
    return Moments(_turned(story, makes), _turned(story, tells), makes, tells)


def _turned(story: Story, held: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {moment: [] for moment in story.moments}
    for name, moments_ in held.items():
        for moment in moments_:
            found[moment].append(name)
    return {moment: tuple(names) for moment, names in found.items() if names}


def _set(effects: Effects) -> Iterator[int]:
    yield from (effect.slot for effect in effects if isinstance(effect, Set))


def _told(holder: Scene | Choice) -> Iterator[str]:
    if isinstance(holder, Scene):
        yield from holder.ripple_of
    for text in (holder.text,) if isinstance(holder, Scene) else (holder.reply, holder.locked):
        for paragraph in paragraphs(text) if text else ():
            yield from paragraph.ripple_of


def paragraphs(text: Text) -> Iterator[Paragraph]:
    """Yield every paragraph that `text` may show."""
    if text.fixed is not None:
        yield from text.fixed
        return
    for block in text.blocks:
        yield from _of(block)


def _of(block: Block) -> Iterator[Paragraph]:
    match block.content:
        case First(items):
            for item in items:
                yield from _of(item)
        case Sequence(items) | Cycle(items) | Shuffle(items):
            for prose in items:
                yield from prose
        case prose:
            yield from prose
    yield from block.otherwise
