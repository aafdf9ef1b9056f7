"""The names of a story: who declares them, what they stand for, and what is asked of them.

May import floor 0 and `values`. Knows ids and domains; knows nothing of texts and ways.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from math import lcm
from typing import Final

from engine.conditions import compiled
from engine.diagnostics import MOST, Diagnostic, Related, Span, did_you_mean, quoted
from engine.grammar import RESERVED, parse
from engine.model import DIMENSIONS, Condition, Counter, Dimension, Moment, OneOf, Value, Variable, Whole, YesNo
from engine.reading.values import Document, List, Map, Mark, below, items, listed, words

SCENES: Final = 50_000
REMEMBERED: Final = 10_000
"""How many choices may be remembered as taken: each costs as many bits as there are before it."""
ASKED: Final = 500_000
"""How many words the conditions of a story may have in all: each costs some hundred bytes."""


@dataclass(slots=True)
class Names:
    """Every name of a story, and which visits, takings and choices something reads."""

    variables: dict[str, Variable] = field(default_factory=dict)
    moments: dict[str, Moment] = field(default_factory=dict)
    cast: dict[str, str] = field(default_factory=dict)
    dimensions: dict[str, Dimension] = field(default_factory=lambda: dict(DIMENSIONS))
    scenes: dict[str, Span] = field(default_factory=dict)
    choices: dict[str, Span] = field(default_factory=dict)
    bits: dict[str, int] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    """Variables whose declaration is at fault, and with a dot behind them scenes whose choices are.

    They are there, and nothing is asked of them.
    """
    signs: int = 0
    """How many signs of markup were read so far."""
    asked: int = 0
    """How many words of conditions were read so far."""
    _counts: dict[str, tuple[int, int, int]] = field(default_factory=dict)

    def is_doubtful(self, name: str) -> bool:
        """Tell whether a name may well be there, and only what declares it is at fault."""
        return name in self.broken or name.partition(".")[0] + "." in self.broken

    def visits(self, scene: str, upto: int) -> int:
        """Return the place in `State.counts` of the visits of `scene`, kept exactly below `upto`."""
        return self.count(scene, upto, 1)

    def count(self, place: str, upto: int, period: int) -> int:
        """Return the place in `State.counts` of the visits of a scene or the takings of a `scene.choice`."""
        slot, most, ring = self._counts.get(place, (len(self._counts), 1, 1))
        self._counts[place] = slot, max(most, upto), lcm(ring, period)
        return slot

    def counter(self, place: str) -> int | None:
        """Return the place in `State.counts` of what was asked for, or None."""
        return self._counts[place][0] if place in self._counts else None

    def counters(self) -> tuple[Counter, ...]:
        """Return how each of `State.counts` goes on."""
        return tuple(Counter(upto, period) for _slot, upto, period in self._counts.values())

    def bit(self, choice: str) -> int:
        """Return the bit in `State.taken` for `choice`; beyond `REMEMBERED` choices none, which is a fault."""
        if choice not in self.bits:
            self.bits[choice] = 1 << len(self.bits) if len(self.bits) < REMEMBERED else 0
        return self.bits[choice]


@dataclass(slots=True)
class Sheet:
    """One file that is being built from: its document, the names of the whole story, and the faults found so far."""

    document: Document
    names: Names
    faults: list[Diagnostic]
    misshapen: frozenset[Mark]
    """Where the shape was found at fault, which was said: no more is said of these places."""

    def fault(self, code: str, span: Span, message: str, hint: str = "", related: tuple[Related, ...] = ()) -> None:
        """Note a fault, unless the shape was found at fault there."""
        if not self.is_misshapen(span):
            self.faults.append(Diagnostic(code=code, span=span, message=message, hint=hint, related=related))

    def unknown(self, code: str, span: Span, kind: str, name: str, known: Collection[str]) -> None:
        """Note a name that names nothing."""
        near = "" if self.is_full else did_you_mean(name, known)
        self.fault(code, span, f"there is no {kind} {quoted(name)}", near or _NEXT_STEP[kind])

    @property
    def is_full(self) -> bool:
        """Whether so many faults are known that no more need to be looked for at length."""
        return len(self.faults) >= MOST

    def is_misshapen(self, span: Span) -> bool:
        """Tell whether the shape of anything in a place was found at fault."""
        start, end = (span.line, span.column), (span.end_line, span.end_column)
        return any(start <= place < end for place in self.misshapen) or self.document.is_doubtful(span)

    def condition(self, of: Map, key: str = "when") -> Condition | None:
        """Return the condition behind `key`, or None where there is none or it is wrong."""
        text = words(of, key)
        if text is None or self.is_full or self.is_misshapen(self.document.value(of, key)):
            return None
        self.names.asked += text.count(" ") + 1
        if self.names.asked > ASKED:
            if self.names.asked - text.count(" ") - 1 <= ASKED:
                message = f"the conditions of this story hold more than {ASKED:,} words"
                self.fault("Y024", self.document.value(of, key), message, "remember moments on the way")
            return None
        tree, faults = parse(text, self.names)
        for fault in faults:
            span = self.document.inside(self.document.value(of, key), text, fault.at, fault.length)
            self.fault(fault.code, span, fault.message, fault.hint)
        return None if tree is None else Condition(text, tree, compiled(tree))

    def id(self, name: str, span: Span) -> str:
        """Return an id as it is, noting it where it is a reserved word."""
        if name in RESERVED:
            taken = ", ".join(sorted(RESERVED))
            self.fault(
                "L208", span, f"{quoted(name)} is a word of this language", f"choose another id; taken are {taken}"
            )
        return name


_NEXT_STEP: Final = {
    "scene": "write that scene, or name one that is there",
    "choice": "write the scene, a dot and the choice",
    "variable": "declare it under variables:",
    "moment": "declare it under moments:",
    "member of the cast": "add it under cast:",
    "dimension": f"there are {', '.join(DIMENSIONS)}, and what you add under dimensions:",
}
"""What to do where no known name is near."""


def declare_header(sheet: Sheet, header: Map) -> None:
    """Take in the variables, moments, cast, dimensions and content notes."""
    slot = 0
    declarations = below(header, "variables")
    for name, declared in declarations.items():
        sheet.id(name, sheet.document.key(declarations, name))
        at_fault = sheet.is_misshapen(sheet.document.value(declarations, name))
        if isinstance(declared, Map) and not at_fault and (variable := _variable(sheet, name, declared, slot)):
            sheet.names.variables[name] = variable
            slot += 1
        else:
            sheet.names.broken.add(name)
            sheet.names.variables[name] = Variable(name, YesNo(), start=False, slot=0)
    for name, declared in below(header, "moments").items():
        span = _key(sheet, header, "moments", name)
        if name in sheet.names.variables:
            first = Related(_key(sheet, header, "variables", name), "the variable")
            sheet.fault("L209", span, f"{quoted(name)} is a variable already", "rename one of them", (first,))
        title = words(declared, "title") if isinstance(declared, Map) else None
        sheet.names.moments[sheet.id(name, span)] = Moment(name, title or "", slot)
        slot += 1
    _declare_people(sheet, header)
    _check_words(sheet, header)


def _declare_people(sheet: Sheet, header: Map) -> None:
    for name, member in below(header, "cast").items():
        shown = words(member, "name") if isinstance(member, Map) else None
        sheet.names.cast[sheet.id(name, _key(sheet, header, "cast", name))] = shown or name
    for name in below(header, "dimensions"):
        span = _key(sheet, header, "dimensions", name)
        if name in DIMENSIONS:
            message = f"{quoted(name)} is one of the five dimensions that every story shares"
            sheet.fault("L209", span, message, "choose another id")
        else:
            own = below(below(header, "dimensions"), name)
            dimension = Dimension(words(own, "title") or name, words(own, "about") or "")
            sheet.names.dimensions[sheet.id(name, span)] = dimension
    for name in below(header, "content_notes"):
        sheet.id(name, _key(sheet, header, "content_notes", name))


def _check_words(sheet: Sheet, header: Map) -> None:
    """Note words of a `one_of` that name a variable or a moment: a condition could not tell them apart."""
    taken = {**sheet.names.variables, **sheet.names.moments}
    for declared in below(header, "variables").values():
        choices = items(declared, "one_of") if isinstance(declared, Map) else List()
        for index, word in enumerate(choices):
            span = sheet.document.value(choices, index)
            if isinstance(word, str) and sheet.id(word, span) in taken:
                sheet.fault(
                    "L209", span, f"{quoted(word)} is the name of a variable or a moment", "choose another word"
                )


def _variable(sheet: Sheet, name: str, declared: Map, slot: int) -> Variable | None:
    """Return the variable, or None where no number lies within its bounds."""
    start = declared["start"]
    assert isinstance(start, (bool, int, str))  # noqa: S101 - its shape is sound; this tells the type checker
    low, high = declared.get("min"), declared.get("max")
    domain: YesNo | OneOf | Whole = YesNo()
    if isinstance(start, str):
        domain = OneOf(tuple(map(str, items(declared, "one_of"))))
    elif type(low) is int and type(high) is int:
        if low > high:
            span = sheet.document.value(declared, "min")
            sheet.fault("L211", span, f"no number lies between {low} and {high}", "exchange min and max")
            return None
        domain = Whole(low, high)
    variable = Variable(name, domain, start, slot)
    check_value(sheet, variable, start, sheet.document.value(declared, "start"))
    return variable


def check_value(sheet: Sheet, variable: Variable, value: object, span: Span) -> Value | None:
    """Return `value` when `variable` can have it; note a fault and return None when not."""
    name = variable.name
    match variable.domain:
        case YesNo():
            if isinstance(value, bool):
                return value
            sheet.fault("L212", span, f'"{name}" is a yes or a no', "write true or false")
        case OneOf(choices):
            if isinstance(value, str) and value in choices:
                return value
            if isinstance(value, str):
                message = f"{quoted(value)} is none of the words of {name}: {', '.join(choices[:12])}"
                near = "" if sheet.is_full else did_you_mean(value, choices)
                sheet.fault("L210", span, message, near or "write one of those")
            else:
                sheet.fault("L212", span, f'"{name}" is a word', f"write one of {', '.join(choices[:12])}")
        case Whole(low, high):
            if isinstance(value, int) and not isinstance(value, bool):
                if low <= value <= high:
                    return value
                message = f"{value} is outside of {name}, which goes from {low} to {high}"
                sheet.fault("L210", span, message, "write a number within, or widen its bounds")
            else:
                sheet.fault("L212", span, f'"{name}" is a whole number', f"write a number from {low} to {high}")
    return None


def declare_scenes(sheet: Sheet, scenes: Map) -> None:
    """Take in the names of the scenes of one file, and of their choices."""
    for name, scene in scenes.items():
        span = sheet.document.key(scenes, name)
        if name in sheet.names.scenes:
            first = Related(sheet.names.scenes[name], "it first stands here")
            sheet.fault("L207", span, f"there is a scene {quoted(name)} already", "rename one of them", (first,))
            continue
        sheet.names.scenes[sheet.id(name, span)] = span
        if not isinstance(scene, Map) or sheet.document.is_doubtful(span):  # of two scenes of one name only one is here
            sheet.names.broken.add(f"{name}.")
        if not isinstance(scene, Map):
            continue
        if "choices" in scene and not _are_told(sheet, scene["choices"]):
            sheet.names.broken.add(f"{name}.")
        for choice in items(scene, "choices"):
            if isinstance(choice, Map) and (id_ := words(choice, "id")) is not None:
                _declare_choice(sheet, name, id_, sheet.document.value(choice, "id"))


def _are_told(sheet: Sheet, choices: object) -> bool:
    """Tell whether every choice of a scene has an id that is what the writer meant."""
    return isinstance(choices, List) and all(
        isinstance(each, Map) and words(each, "id") and not sheet.is_misshapen(sheet.document.value(each, "id"))
        for each in choices
    )


def _declare_choice(sheet: Sheet, scene: str, name: str, span: Span) -> None:
    full = f"{scene}.{sheet.id(name, span)}"
    if full in sheet.names.choices:
        first = Related(sheet.names.choices[full], "it first stands here")
        message = f"this scene has a choice {quoted(name)} already"
        sheet.fault("L207", span, message, "give each choice an id of its own", (first,))
    sheet.names.choices.setdefault(full, span)


def _key(sheet: Sheet, header: Map, of: str, name: str) -> Span:
    return sheet.document.key(below(header, of), name)


def moments_named(sheet: Sheet, of: Map, key: str) -> tuple[str, ...]:
    """Return the moments behind `key`, one or a list; note the names that are none."""
    found = []
    for name, holder, place in listed(of, key):
        if name in sheet.names.moments:
            found.append(name)
            continue
        span = sheet.document.value(holder, place)
        if name in sheet.names.variables:
            sheet.fault("L203", span, f"{quoted(name)} is a variable, not a moment", "declare it under moments:")
        else:
            sheet.unknown("L203", span, "moment", name, sheet.names.moments)
    return tuple(found)
