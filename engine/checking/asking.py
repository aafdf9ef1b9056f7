"""Conditions beside a story: the story's own language, and a story that also remembers what they ask.

May import floors 0 and 1, and `beside`. Changes nothing of the story that was read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from engine.checking.beside import Page
from engine.conditions import compiled
from engine.grammar import parse
from engine.model import Condition, Counter, Moment, Story, Variable
from engine.reading.names import ASKED, Names
from engine.reading.values import Map, words


@dataclass(slots=True)
class Watch:
    """The names of a story as conditions beside it see them. What they ask for is kept here.

    So they are tested in states of the story that `watching` returns. The story as it was read counts only what it asks
    itself.
    """

    names: Names
    asked: int = 0
    """How many words the conditions hold that were read so far."""
    _upto: dict[str, int] = field(default_factory=dict)
    _slots: dict[str, int] = field(default_factory=dict)
    _bits: dict[str, int] = field(default_factory=dict)
    _counters: int = field(init=False)

    def __post_init__(self) -> None:
        self._counters = len(self.names.counters())

    @property
    def variables(self) -> Mapping[str, Variable]:
        """Every variable."""
        return self.names.variables

    @property
    def moments(self) -> Mapping[str, Moment]:
        """Every moment."""
        return self.names.moments

    @property
    def scenes(self) -> Mapping[str, object]:
        """Every scene."""
        return self.names.scenes

    @property
    def choices(self) -> Mapping[str, object]:
        """Every choice, by `scene.choice`."""
        return self.names.choices

    def is_doubtful(self, name: str) -> bool:
        """Tell whether the declaration of `name` is at fault."""
        return self.names.is_doubtful(name)

    def visits(self, scene: str, upto: int) -> int:
        """Return the place of the visits of `scene` in the counts of a watching story's states."""
        self._upto[scene] = max(upto, self._upto.get(scene, 1))
        slot = self.names.counter(scene)
        return self._slots.setdefault(scene, self._counters + len(self._slots)) if slot is None else slot

    def bit(self, choice: str) -> int:
        """Return the bit of `choice` in what a watching story's states hold as taken."""
        known = self.names.bits.get(choice)
        return self._bits.setdefault(choice, 1 << len(self.names.bits) + len(self._bits)) if known is None else known

    def watching(self, story: Story) -> Story:
        """Return `story`, remembering also what was asked here. Every play of the one is a play of the other."""
        counters = [*story.counters, *(Counter(self._upto[scene], 1) for scene in self._slots)]
        for scene, upto in self._upto.items():
            if (slot := self.names.counter(scene)) is not None:
                counters[slot] = Counter(max(upto, counters[slot].upto), counters[slot].period)
        counted = {scene: replace(story.scenes[scene], counter=slot) for scene, slot in self._slots.items()}
        return replace(
            story,
            scenes={**story.scenes, **counted},
            counters=tuple(counters),
            bits={**story.bits, **self._bits},
        )


def condition(page: Page, watch: Watch, of: Map, key: str) -> Condition | None:
    """Return the condition behind `key`, or None where there is none or it is wrong, which is noted at its place."""
    text = words(of, key)
    if text is None or page.sheet.is_full or page.sheet.is_misshapen(span := page.place(of, key)):
        return None
    before, watch.asked = watch.asked, watch.asked + text.count(" ") + 1
    if watch.asked > ASKED:
        if before <= ASKED:
            message = f"the conditions of these promises hold more than {ASKED:,} words"
            page.fault("Y024", span, message, "keep to fewer, shorter promises")
        return None
    tree, faults = parse(text, watch)
    for fault in faults:
        within = page.sheet.document.inside(span, text, fault.at, fault.length)
        renamed = page.today(text[fault.at :][: fault.length]) if fault.code in ("L201", "L206") else ""
        page.sheet.fault(fault.code, within, fault.message, renamed or fault.hint)
    return None if tree is None else Condition(text, tree, compiled(tree))
