"""Words as they are written to words as they are shown: paragraphs, soft and strong, numbers, blocks.

May import floor 0, `values` and `names`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from engine.diagnostics import did_you_mean, quoted
from engine.model import Block, Cycle, First, Paragraph, Prose, Run, Sequence, Shuffle, Text, Whole, text_of
from engine.reading.names import Sheet, moments_named
from engine.reading.values import List, Map, items, words

_BLANK_LINE: Final = re.compile(r"\n[ ]*\n\s*")
SIGNS: Final = 500_000
"""How many signs are read in the words of a story: each costs some hundred bytes on the way."""
_SPECIAL: Final = re.compile(r"[*_{\\]")
_MARKS: Final = re.compile(r"\\(?P<kept>[*_\\])|\{(?P<number>[^{}\n]*)\}?|(?P<sign>\*{1,3}|_+)")


class Place(NamedTuple):
    """Where words stand: the `scene` or `scene.choice`, whose visits or takings its blocks count."""

    sheet: Sheet
    name: str


def text(place: Place, of: Map, key: str) -> Text | None:
    """Return the words behind `key`, or None where there are none."""
    value = of.get(key)
    if isinstance(value, str):
        blocks: tuple[Block, ...] = (Block(prose(place.sheet, of, key)),)
    elif isinstance(value, List):
        blocks = tuple(_block(place, value, index) for index in range(len(value)))
    else:
        return None
    return text_of(blocks)


def _block(place: Place, of: List, index: int) -> Block:
    value = of[index]
    if isinstance(value, Map):
        return _kind(place, value)
    return Block(prose(place.sheet, of, index))


def _kind(place: Place, block: Map) -> Block:
    """Return one block; of several kinds on it, which the schema refuses, the first is read."""
    sheet = place.sheet
    when = sheet.condition(block)
    speaker = _speaker(sheet, block)
    ripple_of = moments_named(sheet, block, "ripple_of")

    def shown(of: Map | List, key: str | int) -> Prose:
        return _told(prose(sheet, of, key), speaker, ripple_of)

    if "first" in block:
        inner = tuple(_kind(place, item) for item in items(block, "first") if isinstance(item, Map))
        return Block(First(tuple(_under(item, speaker, ripple_of) for item in inner)), when)
    for kind in ("sequence", "cycle", "shuffle"):
        if kind in block:
            listed = items(block, kind)
            content = tuple(shown(listed, index) for index in range(len(listed)))
            return Block(_turns(place, kind, content, tuple(map(str, listed))), when)
    otherwise = _told(prose(sheet, block, "else"), speaker, ())
    return Block(shown(block, "text"), when, otherwise)


def _turns(place: Place, kind: str, content: tuple[Prose, ...], written: tuple[str, ...]) -> Sequence | Cycle | Shuffle:
    if kind == "sequence":
        return Sequence(content, place.sheet.names.count(place.name, len(content), 1))
    slot = place.sheet.names.count(place.name, 1, max(1, len(content)))
    return Cycle(content, slot) if kind == "cycle" else Shuffle(content, slot, place.name, written)


def _under(item: Block, speaker: str, ripple_of: tuple[str, ...]) -> Block:
    """Return an item of `first` with what its block says for all of them."""
    content = item.content if isinstance(item.content, tuple) else ()  # what is no text there was said by the schema
    own = bool(content) and content[0].runs[:1] != () and content[0].runs[0].style == "speaker"
    return Block(_told(content, "" if own else speaker, ripple_of), item.when)


def _told(paragraphs: Prose, speaker: str, ripple_of: tuple[str, ...]) -> Prose:
    """Return paragraphs with who says them in front of the first, and what they are a consequence of."""
    if not paragraphs or not (speaker or ripple_of):
        return paragraphs
    told = [Paragraph(each.runs, (*each.ripple_of, *ripple_of)) for each in paragraphs]
    if speaker:
        told[0] = Paragraph((Run(f"{speaker}: ", "speaker"), *told[0].runs), told[0].ripple_of)
    return tuple(told)


def _speaker(sheet: Sheet, block: Map) -> str:
    name = words(block, "say")
    if name is not None and name not in sheet.names.cast:
        sheet.unknown("L204", sheet.document.value(block, "say"), "member of the cast", name, sheet.names.cast)
    return sheet.names.cast.get(name or "", "")


def prose(sheet: Sheet, of: Map | List, key: str | int) -> Prose:
    """Return the paragraphs of the string behind `key`; none where there is no string."""
    value = of.get(key) if isinstance(of, Map) else of[key]  # type: ignore[arg-type,index]  # a key for each
    if not isinstance(value, str):
        return ()
    if not _SPECIAL.search(value) or _are_too_many(sheet, of, key, value):
        return tuple(Paragraph((Run(" ".join(part.split())),)) for part in _BLANK_LINE.split(value.strip()))
    paragraphs, start = [], 0
    for blank in [*_BLANK_LINE.finditer(value), None]:
        end = blank.start() if blank else len(value)
        if value[start:end].strip():
            paragraphs.append(Paragraph(tuple(_runs(sheet, of, key, value, start, end))))
        start = blank.end() if blank else end
    return tuple(paragraphs)


def _are_too_many(sheet: Sheet, of: Map | List, key: str | int, value: str) -> bool:
    """Count the signs of a string, and tell whether the story holds more of them than are read."""
    before = sheet.names.signs
    sheet.names.signs += sum(map(value.count, "*_{\\"))
    if before <= SIGNS < sheet.names.signs:
        message = f"the words of this story hold more than {SIGNS:,} of the signs * _ {{ and \\"
        sheet.fault("Y024", sheet.document.value(of, key), message, "leave some out")
    return sheet.names.signs > SIGNS


class _Piece(NamedTuple):
    """A piece of a paragraph: words, a number, or a sign that may open or close a style."""

    words: str
    slot: int | None = None
    opens: bool = False
    closes: bool = False


def _runs(sheet: Sheet, of: Map | List, key: str | int, value: str, start: int, end: int) -> Iterator[Run]:  # noqa: PLR0913, PLR0917 - a part of a string that knows its place
    """Yield one paragraph, `value[start:end]`, in runs of one style."""
    pieces = list(_pieces(sheet, of, key, value, start, end))
    partner = _pairs(pieces)
    styles = Counter[str]()
    runs: list[tuple[list[str], str, int | None]] = []
    for index, piece in enumerate(pieces):
        other = partner.get(index)
        if other is not None:
            style = "strong" if piece.words == "**" else "soft"
            styles[style] += 1 if other > index else -1
            continue
        style = " ".join(sorted(+styles))
        if runs and runs[-1][1:] == (style, None) and piece.slot is None:
            runs[-1][0].append(piece.words)
        else:
            runs.append(([piece.words], style, piece.slot))
    yield from _one_space([Run("".join(words), style, slot) for words, style, slot in runs])


def _one_space(runs: list[Run]) -> Iterator[Run]:
    """Yield runs with white space folded to one space, also across their borders, and none at the ends."""
    gap = True
    for index, run in enumerate(runs):
        shown = re.sub(r"\s+", " ", run.text)
        shown = shown[1:] if gap and shown.startswith(" ") else shown
        shown = shown.rstrip(" ") if index == len(runs) - 1 else shown
        if shown or run.slot is not None:
            gap = shown.endswith(" ")
            yield Run(shown, run.style, run.slot)


def _pieces(sheet: Sheet, of: Map | List, key: str | int, value: str, start: int, end: int) -> Iterator[_Piece]:  # noqa: PLR0913, PLR0917 - as `_runs`
    at = start
    for found in _MARKS.finditer(value, start, end):
        if found.start() > at:
            yield _Piece(value[at : found.start()])
        at = found.end()
        if found["kept"]:
            yield _Piece(found["kept"])
        elif found["number"] is not None:
            yield _Piece("", _number(sheet, of, key, value, found))
        else:
            before = value[found.start() - 1] if found.start() > start else " "
            after = value[found.end()] if found.end() < end else " "
            known = found["sign"] in ("*", "**", "***", "_")
            opens = known and not after.isspace() and not before.isalnum()
            closes = known and not before.isspace() and not after.isalnum()
            both = ("**", "*") if opens else ("*", "**")  # what opens last closes first
            for sign in both if found["sign"] == "***" else (found["sign"],):
                yield _Piece(sign, None, opens, closes)
    if at < end:
        yield _Piece(value[at:end])


def _pairs(pieces: list[_Piece]) -> dict[int, int]:
    """Return which sign closes which; a sign without a partner is itself."""
    partner: dict[int, int] = {}
    waiting: dict[str, list[int]] = {}
    for index, piece in enumerate(pieces):
        same = waiting.setdefault(piece.words, []) if piece.opens or piece.closes else []
        if piece.closes and same and same[-1] < index - 1:
            match = same[-1]
            partner[match], partner[index] = index, match
            for others in waiting.values():  # what opened inside is not closed any more
                while others and others[-1] >= match:
                    others.pop()
        elif piece.opens:
            same.append(index)
    return partner


def _number(sheet: Sheet, of: Map | List, key: str | int, value: str, found: re.Match[str]) -> int:
    """Return the slot of the number in `{ }`; note a brace that shows none."""
    variable = sheet.names.variables.get(found["number"])
    if found["number"] in sheet.names.broken or sheet.is_full:
        return 0
    if variable and isinstance(variable.domain, Whole):
        return variable.slot
    length = len(found[0]) if found[0].endswith("}") else 1
    span = sheet.document.inside(sheet.document.value(of, key), value, found.start(), length)
    numbers = [name for name, each in sheet.names.variables.items() if isinstance(each.domain, Whole)]
    if variable:
        message = f"{quoted(found['number'])} is no whole number, and only those can be shown in words"
        sheet.fault("L221", span, message, "use a block with when:")
    else:
        message = "a { in words shows a whole number, and this names none"
        hint = did_you_mean(found["number"], numbers) or "leave the { out, or declare the variable"
        sheet.fault("L221", span, message, hint)
    return 0
