"""The tutorial quotes itself: each quoted line stands, whole, in the scene that quotes it, and each key is at work.

A quote is a block that the cast member `book` says (what stands in the same scene) or `top` (what stands above the
scenes). Dots in front of it are spaces: so much further in than the quote without dots before it does its line stand,
and below it. Quotes are no source of themselves or of each other, and neither are comments and the words behind a |.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import pytest
import yaml

from tests.screens import ROOT, shown

FOLDER: Final = ROOT / "scenes" / "how-a-story-works"
SOURCE: Final = (FOLDER / "story.yaml").read_text("utf-8")
DOT: Final = chr(0xB7)
BARE: Final = {"hatch", "the_moon", "late_moon", "smaller_whisper", "rope_moon", "umbrellas"}
NEEDED: Final = """title text say cast name to choices id reply once remember moments empathy notice when locked
sequence variables start min max add seen_by pim ripple_of"""
NOT_SHOWN: Final = {("scene", "set")}
"""Scenes for the tale alone: the best of it, and the endings. Then what a writer needs first: keys, and a few names,
quoted on every path. Then what the tutorial does without: a scene sets just as the tin does, and none has to."""


class Quote(NamedTuple):
    """A line that is quoted: by whom, in which scene, and on which line of the file that is done, the first being 1."""

    by: str
    scene: str
    words: str
    line: int

    @property
    def dots(self) -> int:
        """How much further in it stands than the quote without dots before it."""
        return len(self.words) - len(self.words.lstrip(DOT))


Lines = list[tuple[int, str]]  # how far in each stands, and what it says
_QUOTE: Final = re.compile(r"^ *- (?:when: .*\n *)?say: (book|top)\n *text: (.*)\n", re.MULTILINE)
_SCENE: Final = re.compile(r"^  (\w+):\n", re.MULTILINE)
_UNSEEN: Final = re.compile(r"^( *)(.*\|\n)(?:(?:\1 .*)?\n)*|^ *#.*\n", re.MULTILINE)


def read(source: str) -> tuple[list[list[Quote]], dict[str, Lines]]:
    """Return quotes, each in a list with the dotted ones behind it; and the lines of each scene, of the top as ""."""
    groups = list[list[Quote]]()
    for found in _QUOTE.finditer(source):
        line = source.count("\n", 0, found.start(2)) + 1
        each = Quote(found[1], _SCENE.findall(source, 0, found.start())[-1], yaml.safe_load(found[2]), line)
        follows = each.dots and groups and groups[-1][-1][:2] == each[:2] and groups[-1][-1].line == line - 2
        groups[-1:] = [[*groups[-1], each]] if follows else [*groups[-1:], [each]]
    top, _, below = _UNSEEN.sub(r"\1\2", _QUOTE.sub("", source)).partition("\nscenes:\n")
    _, *parts = _SCENE.split(below)
    return groups, {
        scene: [(len(line) - len(line.lstrip()), line.strip()) for line in part.splitlines()]
        for scene, part in [("", top), *zip(parts[::2], parts[1::2], strict=True)]
    }


def untrue(source: str) -> set[int]:
    """Return on which lines quotes stand that do not stand so in what they quote."""
    groups, lines = read(source)
    return {each.line for group in groups if not _stands(*group, lines=lines) for each in group}


def _stands(head: Quote, *dotted: Quote, lines: dict[str, Lines]) -> bool:
    place = lines["" if head.by == "top" else head.scene]
    return any(words == head.words and _below(dotted, place[at:]) for at, (_, words) in enumerate(place))


def _below(dotted: tuple[Quote, ...], lines: Lines) -> bool:
    """Tell whether quotes stand below the first line: each so far in, and nothing between that is further out."""
    (edge, _), *lines = lines
    for each in dotted:
        line = edge + each.dots, each.words[each.dots :]
        end = next((at for at, (column, _) in enumerate(lines) if column < line[0]), len(lines))
        if line not in lines[:end]:
            return False
        lines = lines[lines.index(line) + 1 :]
    return True


GROUPS, LINES = read(SOURCE)
QUOTES: Final = [each for group in GROUPS for each in group]


def test_every_quote_is_true() -> None:
    """What the tutorial says of itself stands there; every scene does so, but for those that are better without."""
    assert len(QUOTES) == len(re.findall("say: (?:book|top)$", SOURCE, re.MULTILINE)) > 40
    assert untrue(SOURCE) == set()
    assert set(LINES) - {"", *(each.scene for each in QUOTES)} == BARE


@pytest.mark.parametrize("quote", QUOTES, ids=lambda each: f"{each.line}")
def test_a_changed_quote_is_found(quote: Quote) -> None:
    """Another sign in any quote, and it is told with those around it, and no other. Another dot, and it is told."""
    [own] = [{each.line for each in group} for group in GROUPS if quote in group]
    lines = SOURCE.splitlines()
    before, _, after = lines[quote.line - 1].rpartition(quote.words)
    lines[quote.line - 1] = f"{before}{quote.words[:-2]}~{quote.words[-1]}{after}"
    assert quote.line in untrue("\n".join(lines)) <= own
    lines[quote.line - 1] = f"{before}{DOT}{quote.words}{after}"
    assert quote.line in untrue("\n".join(lines))


BROKEN: Final = [
    ('"to: here"', '"to: there"'),  # more than a line
    ('"to: here"', '"to: headset"'),  # of another scene
    ('"to: here"', '"start: front_doors"'),  # of the top, not of the scene
    ('"to: here"', '"Forty hooks, thirty-nine keys. Beside the bare hook hangs a list: who"'),  # only in the words
    ('"to: here"', '"once: never"\n          # once: never'),  # only in a comment
    ('"to: here"', "\"text: 'x'\"\n          - text: \"text: 'x'\"\n            say: top"),  # quotes, of each other
    ('"cast:"', '"title: The front doors"'),  # of a scene, not of the top
    ('"variables:"', '"moments:"'),  # below that stands something else
    ("    title: The front doors\n", "    title: The doors\n"),  # what was quoted has changed
    ("    name: Ines\n    about: She", "      name: Ines\n      about: She"),  # it stands further in
    ("    start: 10\n    min: 0\n", "    min: 0\n    start: 10\n"),  # in another order
]


@pytest.mark.parametrize(("old", "new"), BROKEN, ids=[new.strip() for _, new in BROKEN])
def test_a_broken_copy_is_found(old: str, new: str) -> None:
    """No quote is true by being quoted, by being said in the tale, or by standing somewhere else."""
    assert untrue(SOURCE.replace(old, new, 1))


@cache
def _plays() -> list[str]:
    """Return what the screen shows of a few plays that together take every choice."""
    with TemporaryDirectory() as folder:
        shown(["explore", str(FOLDER), "--save-plays", folder])
        kept = sorted(Path(folder).glob("covering_*"))
        return [shown(["--plain", "--width", "200", "play", str(FOLDER), "--replay", str(each)]).out for each in kept]


def test_quotes_are_shown_as_they_stand() -> None:
    """No sign of markup is lost on the way to the screen, and no number stands where a word stood."""
    told = {line for out in _plays() for line in out.splitlines() if line.startswith(("Book: ", "Top: "))}
    assert told == {f"{each.by.capitalize()}: {each.words}" for each in QUOTES if each.scene != "row_c"}  # by chance


def test_what_is_needed_is_met_on_every_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has played once can begin: and is told how, last of all, in commands that work."""
    monkeypatch.chdir(tmp_path)
    for out in _plays():
        assert set(re.findall(rf"^(?:Book|Top): {DOT}*(?:- )?(\w+):", out, re.MULTILINE)) >= {*NEEDED.split()}
        assert all(each in out for each in (f"Book: {DOT}{DOT}- |", "notice, understand, feel, act, respect."))
        last = out[out.index("Now you: ") : out.index("\nThe end.\n")]
        assert re.findall(r"^Now you: curbside (\w+) lunch$", last, re.MULTILINE) == ["new", "check", "play"]
        assert "scenes/README.md" in last
    assert [shown([command, "lunch"], ["2"]).code for command in ("new", "check", "play")] == [0, 0, 0]


INSIDE: Final = {"scenes": "scene", "variables": "variable", "choices": "choice", "to": "branch"}
INSIDE.update(dict.fromkeys(["text", "reply", "seen_by", "first"], "block"))


def _used(kind: str, written: object) -> Iterator[tuple[str, str]]:
    """Yield kind and key of all that is used."""
    for each in written if isinstance(written, list) else [written]:
        for key, value in each.items() if isinstance(each, dict) else ():
            yield kind, key
            for inside in value.values() if key in {"scenes", "variables", "seen_by"} else [value]:
                yield from _used(INSIDE[key], inside) if key in INSIDE else ()


def test_every_key_is_at_work() -> None:
    """All that the table of the writers' guide names is used, but for a few; of each of these it is said why."""
    page = (ROOT / "scenes" / "README.md").read_text("utf-8").partition("\n## All keys\n")[2]
    rows = re.findall(r"^\| `(\w+)` \| ([\w, ]+) \|", page, re.MULTILINE)
    table = {(kind, key) for key, kinds in rows for kind in kinds.split(", ")}
    assert len(rows) > 40
    assert table - NOT_SHOWN == set(_used("story", yaml.safe_load(SOURCE)))


def test_every_way_has_been_looked_at() -> None:
    """Nothing is stuck, lost or never shown; each ending can be reached; its promises are kept; nothing to say."""
    found = json.loads(shown(["explore", str(FOLDER), "--words", "--json"]).out)
    assert (found["verdict"], found["findings"]) == ("complete", [])
    assert [each["reached"] for each in found["endings"]] == [True] * 4
    assert all(each["kept"] for each in found["promises"])
    assert shown(["check", str(FOLDER), "--strict", "--craft"]).out.count("\n") == 1


def test_it_can_be_read_side_by_side() -> None:
    """Scenes stand in the order in which they are first met by one who opens every door."""
    assert 12 <= len(LINES) - 1 <= 18
    whole = yaml.safe_load((FOLDER / "walks.yaml").read_text("utf-8"))["walks"][0]["choose"]
    met = list(dict.fromkeys(step.partition(".")[0] for step in whole if isinstance(step, str)))
    assert met == [name for name in LINES if name in met]
