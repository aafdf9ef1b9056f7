"""A story as the rules read it: frozen values, every name resolved.

May import `diagnostics`, for places, and `conditions`. No behaviour beyond look-up; nothing here is ever changed after
`reading/build.py` has made it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from engine.conditions import Test, Tree
from engine.diagnostics import Span

HERE: Final = "here"
"""The `to` that stays where it is."""

Value = bool | int | str


class State(NamedTuple):
    """What the rules need to know, and nothing else: where the story stands and what it remembers.

    `values` holds the variables, then the moments; `counts` the visits and takings that something reads, as `Counter`
    keeps them; `taken` has a bit for each choice whose having been taken matters. Hashable.
    """

    scene: str
    values: tuple[Value, ...]
    counts: tuple[int, ...]
    taken: int


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition as it was written, as a tree, and as it is tested."""

    text: str
    tree: Tree
    holds: Test = field(compare=False, repr=False)


class YesNo(NamedTuple):
    """The domain of a yes/no."""


class OneOf(NamedTuple):
    """The domain of a word."""

    words: tuple[str, ...]


class Whole(NamedTuple):
    """The domain of a whole number: both bounds belong to it."""

    low: int
    high: int


class Variable(NamedTuple):
    """What a story remembers under a name; `slot` is its place in `State.values`."""

    name: str
    domain: YesNo | OneOf | Whole
    start: Value
    slot: int


class Moment(NamedTuple):
    """What has happened: once true, always true. `slot` is its place in `State.values`."""

    name: str
    title: str
    slot: int


@dataclass(frozen=True, slots=True)
class Set:
    """The effect that gives a value; `remember` is one as well."""

    slot: int
    value: Value


@dataclass(frozen=True, slots=True)
class Add:
    """The effect that adds to a whole number and stops at its bounds."""

    slot: int
    amount: int
    low: int
    high: int


Effects = tuple[Set | Add, ...]


class Counter(NamedTuple):
    """How far a count of visits or takings is kept: exactly below `upto`, from there on round a ring of `period`.

    Conditions tell apart no counts from `upto` on; blocks that go round tell them apart by what is left over.
    """

    upto: int
    period: int

    def after(self, count: int) -> int:
        """Return the count that follows `count`."""
        return count + 1 if count + 1 < self.upto + self.period else self.upto


class Run(NamedTuple):
    """A piece of a paragraph in one style: "", "soft", "strong", "soft strong" or "speaker".

    `slot` is the place in `State.values` of a number to be shown instead of the text, or None.
    """

    text: str
    style: str = ""
    slot: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of words. `ripple_of` names the moments that it is a consequence of."""

    runs: tuple[Run, ...]
    ripple_of: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        """The words alone."""
        return "".join(run.text for run in self.runs) if len(self.runs) != 1 else self.runs[0].text


Prose = tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class First:
    """The block that shows the first of its items that holds."""

    items: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class Sequence:
    """The block that shows an item a visit; the last one stays. `slot` is the count's place in `State.counts`."""

    items: tuple[Prose, ...]
    slot: int


@dataclass(frozen=True, slots=True)
class Cycle:
    """The block that shows an item a visit, round and round."""

    items: tuple[Prose, ...]
    slot: int


@dataclass(frozen=True, slots=True)
class Shuffle:
    """The block that shows an item a visit, round and round, in an order that the seed decides.

    `place` and `words`, the items as they were written, are what the order is made from.
    """

    items: tuple[Prose, ...]
    slot: int
    place: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Words that are shown when `when` holds (or is None); `otherwise` when it does not."""

    content: Prose | First | Sequence | Cycle | Shuffle
    when: Condition | None = None
    otherwise: Prose = ()


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they were written. When they are the same in every state, `fixed` holds them and `line` joins them."""

    blocks: tuple[Block, ...]
    fixed: Prose | None
    line: str | None


def text_of(blocks: tuple[Block, ...]) -> Text:
    """Return words in blocks, with what of them is the same in every state."""
    paragraphs: list[Paragraph] = []
    for block in blocks:
        if block.when is not None or not isinstance(block.content, tuple):
            return Text(blocks, None, None)
        paragraphs += block.content
    if any(run.slot is not None for paragraph in paragraphs for run in paragraph.runs):
        return Text(blocks, None, None)
    return Text(blocks, tuple(paragraphs), " ".join(paragraph.plain for paragraph in paragraphs))


class Branch(NamedTuple):
    """A way on that is open when its condition holds; the last of a list has none."""

    when: Condition | None
    to: str


class Chance(NamedTuple):
    """A way on by chance."""

    weight: int
    to: str


class Fork(NamedTuple):
    """A list of ways by chance. `place` is the `scene` or `scene.choice` that holds it."""

    place: str
    chances: tuple[Chance, ...]


Way = str | tuple[Branch, ...] | Fork
"""Where it leads: a scene's id or `here`, branches tried from the top, or a fork."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the player may do. `name` is `scene.choice`; `counter` the place of its takings in `State.counts`."""

    id: str
    name: str
    text: Text
    span: Span = field(compare=False)
    when: Condition | None = None
    locked: Text | None = None
    once: bool = False
    by_waiting: int | None = None
    effects: Effects = ()
    reply: Text | None = None
    to: Way | None = None
    empathy: Mapping[str, str] = field(default_factory=dict)
    seen_by: Mapping[str, Text] = field(default_factory=dict)
    counter: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A place in the story. `to` is None when it leads nowhere by itself; `ending` is the ending's title.

    `counter` is the place of its visits in `State.counts`, if something reads them.
    """

    id: str
    span: Span = field(compare=False)
    chapter: str = ""
    title: str = ""
    text: Text | None = None
    effects: Effects = ()
    choices: tuple[Choice, ...] = ()
    to: Way | None = None
    ending: str | None = None
    seen_by: Mapping[str, Text] = field(default_factory=dict)
    discuss: tuple[str, ...] = ()
    ripple_of: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    counter: int | None = None


class Dimension(NamedTuple):
    """A kind of empathic act, and where it comes from."""

    title: str
    about: str


DIMENSIONS: Final[Mapping[str, Dimension]] = {
    "notice": Dimension("Noticing", "Kanov et al. 2004; Dutton et al. 2014: noticing"),
    "understand": Dimension(
        "Wondering", "Dutton et al. 2014: sensemaking; Davis: perspective taking; Batson et al. 1997: imagine-other"
    ),
    "feel": Dimension("Feeling with", "Dutton et al. 2014: feeling; Davis: empathic concern"),
    "act": Dimension("Doing", "Kanov et al. 2004: responding; Noddings"),
    "respect": Dimension("Leaving room", "our addition, after Noddings' reciprocity"),
}
"""The five dimensions that every story shares, with their sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A whole story. Names in it are those that the writer wrote; every name that is used exists.

    `endings` are the scenes that end it. `counters` says how each of `State.counts` goes on; `bits` gives each choice
    whose having been taken matters, by its `scene.choice`, its bit in `State.taken`.
    """

    id: str
    title: str
    scenes: Mapping[str, Scene]
    start: str
    variables: Mapping[str, Variable] = field(default_factory=dict)
    moments: Mapping[str, Moment] = field(default_factory=dict)
    counters: tuple[Counter, ...] = ()
    bits: Mapping[str, int] = field(default_factory=dict)
    cast: Mapping[str, str] = field(default_factory=dict)
    dimensions: Mapping[str, Dimension] = field(default_factory=lambda: DIMENSIONS)
    content_notes: Mapping[str, str] = field(default_factory=dict)
    renamed_scenes: Mapping[str, str] = field(default_factory=dict)
    renamed_choices: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    language: str = "en"
    summary: str = ""
    authors: tuple[str, ...] = ()
    license: str = ""
    ages: str = ""
    digest: str = ""
    endings: tuple[str, ...] = ()

    def values(self, state: State) -> dict[str, Value]:
        """Return what `state` holds of every variable and moment, by name."""
        names = (*self.variables, *self.moments)
        return dict(zip(names, state.values, strict=True))

    def choice(self, name: str) -> Choice | None:
        """Return the choice called `scene.choice`, or None."""
        scene = self.scenes.get(name.partition(".")[0])
        return next((choice for choice in scene.choices if choice.name == name), None) if scene else None


def renamed_to(name: str, scenes: Mapping[str, str], choices: Mapping[str, str]) -> str:
    """Return what `name`, a scene or a `scene.choice`, is called today; in a ring of renames, what it was.

    The full name first, then the scene part, until neither applies.
    """
    now, seen = name, {name}
    while (after := renamed_once(now, scenes, choices)) is not None:
        if after in seen:
            return name
        seen.add(after)
        now = after
    return now


def renamed_once(name: str, scenes: Mapping[str, str], choices: Mapping[str, str]) -> str | None:
    """Return what `name` was renamed to first, or None where it was not."""
    scene, dot, choice = name.partition(".")
    if name in choices:
        return choices[name]
    return scenes[scene] + dot + choice if scene in scenes else None
