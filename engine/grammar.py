"""The condition language as it is written: words to a closed tree, its names and types checked.

May import `diagnostics`, `model` and `conditions`. Faults are gathered with their place in the text, never raised.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, NoReturn, Protocol, assert_never

from engine.conditions import SIGNS, All, Always, Any, Chose, Compare, Holds, IsWord, Not, Tree
from engine.diagnostics import did_you_mean, quoted
from engine.model import Moment, OneOf, Variable, Whole, YesNo

LONGEST: Final = 1000
DEEPEST: Final = 32
BIGGEST: Final = 1_000_000
RESERVED: Final = frozenset(
    "and or not is true false here endings visited visits chose call choices_from deck".split()  # noqa: SIM905
)
"""Words that no id and no word of a `one_of` may be."""


class Fault(NamedTuple):
    """What is wrong with a condition, and where in its text."""

    at: int
    length: int
    code: str
    message: str
    hint: str = ""


class Names(Protocol):
    """What a condition may speak of. The last two are told what is asked, so that just that is counted."""

    @property
    def variables(self) -> Mapping[str, Variable]:
        """Every variable."""
        ...

    @property
    def moments(self) -> Mapping[str, Moment]:
        """Every moment."""
        ...

    @property
    def scenes(self) -> Mapping[str, object]:
        """Every scene."""
        ...

    @property
    def choices(self) -> Mapping[str, object]:
        """Every choice, by `scene.choice`."""
        ...

    def is_doubtful(self, name: str) -> bool:
        """Tell whether the declaration of `name` is at fault, which was said: then nothing is asked of it."""
        ...

    def visits(self, scene: str, upto: int) -> int:
        """Return the place in `State.counts` that counts the visits of `scene`, exactly below `upto`."""
        ...

    def bit(self, choice: str) -> int:
        """Return the bit in `State.taken` that tells whether `choice` was taken."""
        ...


_SIDES: Final = "a name stands on the left, a number on the right"
_NAMED: Final = {"scene": "name a scene of this story", "choice": "write the scene, a dot and the choice"}
_ENGLISH: Final = {
    **dict.fromkeys(("if", "when", "the", "a", "an", "you", "he", "she", "they", "it", "has", "have"), "leave it out"),
    "unless": 'write "not"',
}
"""Words of a sentence that mean nothing in a condition, and what to do with them."""
_MORE_OR_LESS: Final = frozenset({"<", "<=", ">", ">="})


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


_TOKEN = re.compile(
    r"\s*(?:(?P<name>[A-Za-z_]\w*)|(?P<number>-?[0-9]+(?![\w.]))|(?P<sign><=|>=|==|!=|<>|&&|\|\||[<>=!])"
    r"|(?P<mark>[().])|(?P<end>\Z)|(?P<bad>[0-9][\w.]*|.))",
    re.ASCII | re.DOTALL,
)


def _tokens(text: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or "end"
        yield _Token(kind, found[kind], found.start(kind))
        if kind == "end":
            return


class _Stop(Exception):  # noqa: N818 - not an error: the parser's way out, caught in `parse`
    """No sense can be made of what follows; the fault is already noted."""


def parse(text: str, names: Names) -> tuple[Tree | None, list[Fault]]:
    """Return the tree of `text`, or None and what is wrong with it. Names and types are checked against `names`."""
    if len(text) > LONGEST:
        message = f"this condition has {len(text):,} characters; at most {LONGEST:,} are read"
        return None, [Fault(0, 1, "S110", message, "remember a moment on the way and ask for that")]
    parser = _Parser(names, list(_tokens(text)))
    try:
        tree = parser.whole()
    except _Stop:
        return None, parser.faults
    return (None if parser.faults else tree), parser.faults


_FAILED: Final = Always(value=False)
"""Stands where a fault was noted, so that the rest is still read."""


@dataclass(slots=True)
class _Parser:
    """A recursive descent over the tokens; its depth is held by `DEEPEST`."""

    names: Names
    tokens: list[_Token]
    faults: list[Fault] = field(default_factory=list)
    depth: int = 0

    def whole(self) -> Tree:
        tree = self.together()
        if self.next.kind != "end":
            self.surplus()
        return tree

    def together(self) -> Tree:
        """Read parts joined by `and`, or parts joined by `or`, never both."""
        parts, joint = [self.negated()], self.next
        while self.next.kind == "name" and self.next.text in ("and", "or"):
            if self.next.text != joint.text:
                self.stop(
                    "L224",
                    '"and" and "or" stand side by side, and people read that in two ways',
                    "put what belongs together in ( )",
                )
            self.take()
            parts.append(self.negated())
        if len(parts) == 1:
            return parts[0]
        return All(tuple(parts)) if joint.text == "and" else Any(tuple(parts))

    def negated(self) -> Tree:
        if not self.meets("not"):
            return self.comparison()
        self.deeper()
        tree = Not(self.negated())
        self.depth -= 1
        return tree

    def comparison(self) -> Tree:
        opened = self.next
        if self.meets("("):
            self.deeper()
            tree = self.together()
            if self.next.kind == "end":
                self.fault(opened.at, 1, "L222", "this ( is never closed", 'write ")" where it ends')
                raise _Stop
            if not self.meets(")"):
                self.surplus()
            self.depth -= 1
        else:
            tree = self.subject()
        if self.next.text in ("is", *SIGNS):
            self.stop("L222", "this was compared already", 'join two comparisons with "and"')
        return tree

    def subject(self) -> Tree:
        token = self.next
        if self.repair():
            self.foreign()
        if token.kind != "name" or token.text in ("and", "or", "is"):
            hint = _SIDES if token.kind == "number" else "write the name of a variable or a moment"
            hint = "leave it out, or write a name before it" if token.text in ("and", "or") else hint
            self.stop("L222", f"a name is missing before {self.seen}", hint)
        self.take()
        match token.text:
            case "true" | "false":
                return Always(token.text == "true")
            case "visited" | "visits" | "chose":
                return self.asked(token)
            case name if name in self.names.variables and self.names.is_doubtful(name):
                return self.passed_over()
            case name if name in self.names.moments:
                return self.yes_no(self.names.moments[name].slot)
            case name if name in self.names.variables:
                return self.compared(token, self.names.variables[name])
        return self.unknown(token)

    def compared(self, token: _Token, variable: Variable) -> Tree:
        match variable.domain:
            case YesNo():
                return self.yes_no(variable.slot)
            case OneOf(words):
                return self.word(token, variable.slot, words)
            case Whole():
                return self.number(token, counts=False)
        assert_never(variable.domain)

    def asked(self, token: _Token) -> Tree:
        """Read `visited(scene)`, `visits(scene) >= 2` or `chose(scene.choice)`."""
        self.expect("(", f"{token.text} needs ( ) with a name behind it")
        at = self.next.at
        if self.next.text in ("'", '"'):
            self.stop("L222", "a name stands here as it is", "leave the quotes out")
        name = self.take().text if self.next.kind == "name" else ""
        while name and self.meets("."):
            name += "." + (self.take().text if self.next.kind == "name" else "")
        last = self.tokens[0].at
        self.expect(")", f"{token.text}( ) holds one name")
        known, what, code = (
            (self.names.choices, "choice", "L206") if token.text == "chose" else (self.names.scenes, "scene", "L201")
        )
        if name not in known and self.names.is_doubtful(name):
            return _FAILED
        if name not in known:
            near = next((f'did you mean "{full}"?' for full in known if full.endswith(f".{name}")), "")
            hint = near or did_you_mean(name, known) or _NAMED[what]
            self.fault(at, max(1, last - at), code, f"there is no {what} {quoted(name)}", hint)
            if token.text == "visits":
                self.number_after(token)
            return _FAILED
        if token.text == "chose":
            return Chose(self.names.bit(name))
        if token.text == "visited":
            return Compare(counts=True, slot=self.names.visits(name, 1), sign=">=", number=1)
        return self.number(token, counts=True, scene=name)

    def yes_no(self, slot: int) -> Tree:
        if self.next.text in _MORE_OR_LESS:
            self.stop(
                "L223", "this is a yes or a no: it has no more or less", 'write just the name, or "not" and the name'
            )
        if not self.meets("is"):
            return Holds(slot)
        no = self.meets("not")
        if self.next.text not in ("true", "false"):
            self.fault_here("L223", f"this is a yes or a no: it cannot be {self.seen}", 'write "true" or "false"')
        no ^= self.take().text == "false"
        return Not(Holds(slot)) if no else Holds(slot)

    def word(self, token: _Token, slot: int, words: tuple[str, ...]) -> Tree:
        if not self.meets("is"):
            if self.next.text in _MORE_OR_LESS:
                self.stop("L223", f'"{token.text}" is a word: it has no more or less', 'write "is" or "is not"')
            if self.next.kind == "sign":
                self.foreign()
            message = f'"{token.text}" is a word, and a condition asks which one'
            self.fault(token.at, len(token.text), "L223", message, f'write "{token.text} is {words[0]}"')
            return _FAILED
        no = self.meets("not")
        if self.next.text not in words:
            message = f"{self.seen} is none of the words of {token.text}: {', '.join(words[:12])}"
            self.fault_here("L223", message, did_you_mean(self.next.text, words) or "write one of those")
        tree = IsWord(slot, self.take().text)
        return Not(tree) if no else tree

    def number(self, token: _Token, *, counts: bool, scene: str = "") -> Tree:
        found = self.number_after(token)
        if found is None:
            return _FAILED
        sign, number = found
        slot = self.names.visits(scene, max(1, number + 1)) if counts else self.names.variables[token.text].slot
        tree = Compare(counts, slot, sign.removesuffix(" not"), number)
        return Not(tree) if sign.endswith(" not") else tree

    def number_after(self, token: _Token) -> tuple[str, int] | None:
        """Read a sign and a number; None when there is no sign."""
        if self.meets("is"):
            sign = "is not" if self.meets("not") else "is"
        elif self.next.text in SIGNS:
            sign = self.take().text
        elif self.next.kind == "sign":
            self.foreign()
        else:
            asked = f"{token.text}(...)" if token.text == "visits" else token.text
            message = f'"{token.text}" is a number, and a condition asks how much'
            self.fault(token.at, len(token.text), "L223", message, f'write "{asked} >= 1", or another number')
            return None
        if self.next.kind != "number":
            message = f"a whole number must stand here, not {self.seen}"
            if self.next.kind == "name":
                self.stop("L223", message, _SIDES)
            self.stop("L222", message, 'such as "3"')
        if abs(int(self.next.text[:12])) > BIGGEST:
            self.fault_here("S107", f"numbers go from -{BIGGEST:,} to {BIGGEST:,}", "write one between them")
        return sign, int(self.take().text[:12])

    def unknown(self, token: _Token) -> Tree:
        names = {**self.names.variables, **self.names.moments}
        message = f'nothing here is called "{token.text}": no variable and no moment'
        hint = did_you_mean(token.text, names) or "declare it under variables: or moments:"
        hint = _ENGLISH.get(token.text.lower(), hint)
        if self.next.text == "." and len(self.tokens) > 1:
            hint = f'for a choice that was taken write "chose({token.text}.{self.tokens[1].text})"'
        elif token.text in self.names.scenes:
            hint = f'for a scene where the player was write "visited({token.text})"'
        self.fault(token.at, len(token.text), "L202", message, hint)
        return self.passed_over()

    def passed_over(self) -> Tree:
        """Read past what is asked of a name that means nothing, so that the rest is checked as well."""
        if self.next.text in _MORE_OR_LESS:
            self.take()
        elif self.meets("is"):
            self.meets("not")
        else:
            return _FAILED
        if self.next.kind in ("name", "number"):
            self.take()
        return _FAILED

    @property
    def next(self) -> _Token:
        return self.tokens[0]

    @property
    def seen(self) -> str:
        return "the end of the condition" if self.next.kind == "end" else quoted(self.next.text)

    def take(self) -> _Token:
        return self.tokens.pop(0) if len(self.tokens) > 1 else self.tokens[0]

    def meets(self, text: str) -> bool:
        if self.next.text == text and self.next.kind != "bad":
            self.take()
            return True
        return False

    def expect(self, text: str, message: str) -> None:
        if not self.meets(text):
            self.stop("L222", message, f'write "{text}" here')

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            message = f"this condition is more than {DEEPEST} levels deep"
            self.stop("L222", message, "remember a moment on the way and ask for that")

    def surplus(self) -> NoReturn:
        if self.repair():
            self.foreign()
        if self.faults:  # an unknown name: what follows it is not to be judged
            raise _Stop
        hint = 'put "and" or "or" between two conditions, and leave out all other words'
        if self.next.text in (")", ","):
            hint = "leave it out"
        self.stop("L222", f"nothing can follow here, but {self.seen} does", hint)

    def foreign(self) -> NoReturn:
        self.stop("L222", f"{self.seen} means nothing in a condition", self.repair())

    def repair(self) -> str:
        """Return what to write instead of the next token, where habit from elsewhere put it there."""
        small = self.next.text.lower()
        if small in RESERVED and small != self.next.text:
            return f'write "{small}"'
        repairs = {
            "==": 'write "is"',
            "=": 'write "is"',
            "!=": 'write "is not"',
            "<>": 'write "is not"',
            "&&": 'write "and"',
            "||": 'write "or"',
            "!": 'write "not"',
        }
        return repairs.get(self.next.text, "")

    def fault(self, at: int, length: int, code: str, message: str, hint: str = "") -> None:
        self.faults.append(Fault(at, length, code, message, hint))

    def fault_here(self, code: str, message: str, hint: str = "") -> None:
        self.fault(self.next.at, max(1, len(self.next.text)), code, message, hint)

    def stop(self, code: str, message: str, hint: str = "") -> NoReturn:
        self.fault_here(code, message, hint)
        raise _Stop
