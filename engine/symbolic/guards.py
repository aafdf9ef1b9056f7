"""Conditions on the codes of a state, in one normal form.

May import `conditions`, and `explore` for what a state remembers. A *code* is the place of a value among those that are
told apart (`explore/layout`). A guard is `True`, `False`, a question about one field, or a join of guards; there is no
"not", since the opposite of a question is another question. Joins know each field's question once, where they can.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeAlias, assert_never

from engine.conditions import SIGNS, All, Always, Any, Chose, Compare, Holds, IsWord, Not, Tree
from engine.explore.layout import Layout
from engine.explore.reads import Leaf
from engine.model import Condition, Value


class In(NamedTuple):
    """Whether a field has one of some codes: `codes` has a bit for each of them, out of `of`."""

    field: int
    codes: int
    of: int


class Join(NamedTuple):
    """Whether all parts hold, or (not `every`) at least one of them."""

    every: bool
    parts: "tuple[In | Join, ...]"


Guard: TypeAlias = bool | In | Join

Table: TypeAlias = tuple[int, ...]
"""What becomes of each code of a field."""
Tables: TypeAlias = Mapping[int, Table]
"""What becomes of fields; of those that are not in it, nothing."""


def is_in(field: int, codes: int, of: int) -> Guard:
    """Return whether a field has one of some codes."""
    if not codes:
        return False
    return True if codes == (1 << of) - 1 else In(field, codes, of)


def all_of(guards: Iterable[Guard]) -> Guard:
    """Return whether all of some guards hold."""
    return _joined(guards, every=True)


def any_of(guards: Iterable[Guard]) -> Guard:
    """Return whether at least one of some guards holds."""
    return _joined(guards, every=False)


def _joined(guards: Iterable[Guard], *, every: bool) -> Guard:
    parts = [guard for guard in guards if guard is not every]
    if (not every) in parts:
        return not every
    match parts:  # what comes most often
        case []:
            return every
        case [guard]:
            return guard
        case [In(one), In(two)] if one != two:
            return Join(every, tuple(parts if one < two else parts[::-1]))  # type: ignore[arg-type]  # as it matched
    return _gathered(parts, every=every)


def _gathered(waiting: list[Guard], *, every: bool) -> Guard:
    """Return the join of some guards, with one question for each field."""
    waiting.reverse()
    fields, others = dict[int, In](), dict[Join, None]()
    while waiting:
        guard = waiting.pop()
        if isinstance(guard, bool):
            if guard is not every:
                return guard
        elif isinstance(guard, In):
            known = fields.get(guard.field)
            codes = guard.codes if known is None else known.codes & guard.codes if every else known.codes | guard.codes
            joined = is_in(guard.field, codes, guard.of)
            if isinstance(joined, In):
                fields[guard.field] = joined
            else:
                return joined  # nothing is left of an "and", or an "or" holds whatever it is
        elif guard.every is every:
            waiting += guard.parts[::-1]
        else:
            others[guard] = None
    parts: tuple[In | Join, ...] = (*(fields[field] for field in sorted(fields)), *others)
    if not parts:
        return every
    return parts[0] if len(parts) == 1 else Join(every, parts)


def opposite(guard: Guard) -> Guard:
    """Return what holds whenever a guard does not."""
    if isinstance(guard, bool):
        return not guard
    if isinstance(guard, In):
        return In(guard.field, (1 << guard.of) - 1 ^ guard.codes, guard.of)
    return _joined(map(opposite, guard.parts), every=not guard.every)


def after(guard: Guard, tables: Tables) -> Guard:
    """Return what has to hold before a change for `guard` to hold behind it."""
    if isinstance(guard, bool) or not tables:
        return guard
    if isinstance(guard, In):
        table = tables.get(guard.field)
        if table is None:
            return guard
        return is_in(guard.field, sum(1 << code for code, to in enumerate(table) if guard.codes >> to & 1), guard.of)
    return _joined((after(each, tables) for each in guard.parts), every=guard.every)


def composed(first: Tables, then: Tables) -> Tables:
    """Return what two changes make together, one behind the other."""
    if not first or not then:
        return first or then
    both = dict(first)
    for field, table in then.items():
        before = first.get(field)
        both[field] = table if before is None else tuple(table[code] for code in before)
    return both


class Guards:
    """Conditions as guards, for one layout; each question is worked out once."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._known: dict[tuple[type, Leaf], Guard] = {}

    def of(self, condition: Condition | None) -> Guard:
        """Return a condition as a guard; where there is none, it holds."""
        return True if condition is None else self._tree(condition.tree)

    def _tree(self, tree: Tree) -> Guard:
        match tree:
            case Not(inner):
                return opposite(self._tree(inner))
            case All(parts):
                return all_of(map(self._tree, parts))
            case Any(parts):
                return any_of(map(self._tree, parts))
            case leaf:
                key = type(leaf), leaf  # leaves of different kinds may be equal tuples
                if key not in self._known:
                    self._known[key] = self._leaf(leaf)
                return self._known[key]

    def _leaf(self, leaf: Leaf) -> Guard:
        reads = self.layout.reads
        match leaf:
            case Always(value):
                return value
            case Holds(slot):
                return self._asked(slot, lambda value: value is True)
            case IsWord(slot, word):
                return self._asked(slot, lambda value: value == word)
            case Compare(counts, slot, sign, number):
                return self._asked(
                    reads.counts + slot if counts else slot, lambda value: SIGNS[sign](int(value), number)
                )
            case Chose(bit):
                return self._asked(reads.bits + bit.bit_length() - 1, bool)
        assert_never(leaf)

    def _asked(self, field: int, test: Callable[[Value], bool]) -> Guard:
        stands = self.layout.kept[field].stands
        return is_in(field, sum(1 << code for code, value in enumerate(stands) if test(value)), len(stands))
