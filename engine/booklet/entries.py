"""A story made into entries: what to mark, to read, to choose, and where to turn.

May import floors 0 and 1, `languages`, and what stands before it in its own room.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.booklet.lots import throw
from engine.booklet.numbering import has_entry, numbers
from engine.booklet.printed import Act, Booklet, Branch, Entry, Go, Item, Option, Piece
from engine.booklet.printed import Way as Printed
from engine.booklet.tally import Tally, tally
from engine.booklet.turns import turns
from engine.map.coming_back import paragraphs
from engine.model import HERE, Block, Choice, First, Fork, Paragraph, Scene, Story, Text, Way


def printed(story: Story) -> Booklet:
    """Return `story` on paper. The same story gives an equal booklet."""
    made = _Made(story, tally(story), numbers(story))
    entries = [entry for scene in story.scenes.values() for entry in made.entries(scene)]
    return Booklet(made.tally.marks, tuple(sorted(entries, key=lambda entry: entry.number)))


def letter(at: int) -> str:
    """Return the letter of the choice at a place in its scene, from 0: A to Z, then AA."""
    return (letter(at // 26 - 1) if at > 25 else "") + chr(ord("A") + at % 26)  # noqa: PLR2004 - Z


@dataclass(frozen=True, slots=True)
class _Made:
    story: Story
    tally: Tally
    numbers: dict[str, int]

    def entries(self, scene: Scene) -> Iterator[Entry]:
        """Yield the entry of a scene, and those of its choices; one that only passes on has no heading."""
        is_seen = bool(scene.text or scene.choices or scene.ending is not None)
        yield Entry(
            number=self.numbers[scene.id],
            scene=scene.id,
            chapter=scene.chapter if is_seen else "",
            title=scene.title if is_seen else "",
            acts=(*self.tally.effects(scene.effects), *self.tally.counted(scene.counter)),
            pieces=self.pieces(scene.text),
            options=tuple(self.option(scene, choice, at) for at, choice in enumerate(scene.choices)),
            foot=self.foot(scene),
            ending=scene.ending,
        )
        for choice in scene.choices:
            if has_entry(choice):
                yield Entry(
                    number=self.numbers[choice.name],
                    scene=scene.id,
                    choice=choice.name,
                    acts=self.acts(choice),
                    pieces=self.pieces(choice.reply),
                    foot=self.after(scene, choice),
                )

    def option(self, scene: Scene, choice: Choice, at: int) -> Option:
        own = has_entry(choice)
        return Option(
            letter(at),
            self.words(choice.text),
            self.tally.condition(choice.when),
            self.words(choice.locked),
            choice.once,
            () if own else self.acts(choice),
            Go(self.numbers[choice.name]) if own else self.after(scene, choice),
        )

    def acts(self, choice: Choice) -> tuple[Act, ...]:
        bit = self.story.bits.get(choice.name)
        return (
            *self.tally.effects(choice.effects),
            *self.tally.counted(choice.counter),
            *self.tally.took(bit),
        )

    def words(self, text: Text | None) -> tuple[Paragraph, ...]:
        """Return the words of a choice, which are the same whatever happened, numbers aside."""
        return self.tally.words(tuple(paragraphs(text))) if text else ()

    def pieces(self, text: Text | None) -> tuple[Piece, ...]:
        return tuple(self.piece(block) for block in text.blocks) if text else ()

    def piece(self, block: Block) -> Piece:
        when = self.tally.condition(block.when)
        match block.content:
            case First(items):
                return Piece(tuple(self.item(item) for item in items), when)
            case tuple(prose) if block.otherwise:
                return Piece((Item(when, self.tally.words(prose)), Item(None, self.tally.words(block.otherwise))))
            case tuple(prose):
                return Piece((Item(None, self.tally.words(prose)),), when)
            case turning:
                return Piece(tuple(turns(turning, self.tally)), when)

    def item(self, block: Block) -> Item:
        prose = block.content if isinstance(block.content, tuple) else ()  # a block in a block holds words only
        return Item(self.tally.condition(block.when), self.tally.words(prose))

    def after(self, scene: Scene, choice: Choice) -> Printed:
        """Return where a choice leads: for a list of ways that its scene has for all, to where that stands."""
        if choice.to is None and scene.to is not None and not isinstance(scene.to, str):
            return Go(self.numbers[scene.id], "foot")
        way = choice.to if choice.to is not None else scene.to
        return self.way(scene, HERE if way is None else way)

    def foot(self, scene: Scene) -> Printed | None:
        """Return the way on that stands below the choices, where anybody can come to need it."""
        if scene.to is None:
            return None
        is_shared = not isinstance(scene.to, str) and any(choice.to is None for choice in scene.choices)
        runs_dry = all(choice.when is not None or choice.once for choice in scene.choices)
        return self.way(scene, scene.to) if is_shared or runs_dry else None

    def way(self, scene: Scene, way: Way) -> Printed:
        match way:
            case str():
                return self.go(scene, way)
            case Fork():
                return throw(way, lambda to: self.go(scene, to))
            case branches:
                return tuple(Branch(self.tally.condition(each.when), self.go(scene, each.to)) for each in branches)

    def go(self, scene: Scene, to: str) -> Go:
        return Go(self.numbers[scene.id], "choices") if to == HERE else Go(self.numbers[to])
