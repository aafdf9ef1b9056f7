"""What has to hold for any example, whatever it is: no exception that is not documented, and faults that can be shown.

`held` goes the whole way that bytes can go: reading by both parsers, shape, names, what is loose, lesson and walks, all
formats, conditions, and, where there is a story, some steps of play, shown and kept and replayed.
"""

import io
import json
import re
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from engine.checking import formats
from engine.checking.check import Checked, check
from engine.compiled import form
from engine.conditions import compiled
from engine.diagnostics import Diagnostic, Span, is_sound
from engine.grammar import parse
from engine.model import Story
from engine.play import transcript
from engine.play.transcript import Play
from engine.plays.settings import Settings
from engine.reading import schema, source
from engine.reading.load import schema_of
from engine.reading.names import Names
from engine.terminal import telling
from engine.terminal.plain import Plain
from tests.boxed import UNFIT
from tests.fuzz.parts import CONDITION, PLAY, STORY, parts

STEPS: Final = 8
"""How many choices are made in a story at most."""
LONGEST: Final = 2000
"""How many characters a message has at most."""
FORMATS: Final[tuple[formats.Format, ...]] = ("text", "concise", "json", "github", "sarif")
_KINDS: Final = ("story", "chapter", "lesson", "walks")
_COLOR: Final = re.compile(r"\x1b\[[0-9;]*m")
_PURE: Final = 4
"""One of how many examples is read by the parser that is written in Python as well: it takes five times as long."""


class Broken(AssertionError):  # noqa: N818 - named for what happened
    """Something that has to hold and does not. The first words say what."""


def hold(is_so: object, what: str, shown: object = "") -> None:
    """Raise `Broken` unless something is so."""
    if not is_so:
        message = f"{what}: {shown!r}" if shown != "" else what
        raise Broken(message)


def held(example: bytes, folder: Path) -> None:
    """Raise an exception where anything that has to hold does not. `folder` is overwritten."""
    chance = zlib.crc32(example)
    files = parts(example)
    for data in files.values():
        _read(data, chance)
    _asked(files.get(CONDITION, b"").decode("utf-8", "replace"), Names())
    checked = check(_laid_out(files, folder))
    _shown(checked, chance)
    if checked.story is not None:
        _played(checked.story, chance, files.get(PLAY, b""))
        _kept(checked.story)


def _laid_out(files: dict[str, bytes], folder: Path) -> Path:
    """Write the files of an example into the folder, and return the path to check: a lone story is a file."""
    for old in [*folder.glob("*.yaml"), *folder.glob("chapters/*.yaml")]:
        old.unlink()
    (folder / "chapters").mkdir(exist_ok=True)
    written = [name for name in files if name.endswith(".yaml")]
    if written == [STORY]:
        (folder / "alone.yaml").write_bytes(files[STORY])
        return folder / "alone.yaml"
    for name in written:
        (folder / name).write_bytes(files[name])
    return folder


def _read(data: bytes, chance: int) -> None:
    loaders = [None] if chance % _PURE else [None, yaml.SafeLoader]
    values = []
    for loader in loaders:
        document = source.read("a.yaml", data, loader=loader)
        sound = is_sound(document.diagnostics)
        hold(document.root is not None or not sound, "no value and no fault")
        values += [repr(document.root)] if sound else []
        told = document.diagnostics
        if document.root is not None:
            told = [*told, *schema.faults(document, schema_of(_KINDS[chance % len(_KINDS)]))]
        _placed(told, {"a.yaml": document.lines})
    hold(len(set(values)) < 2, "the two parsers give two values", values)


def _asked(text: str, names: Names) -> None:
    tree, faults = parse(text, names)
    hold((tree is None) == bool(faults), "a condition without a tree or with faults", text)
    for fault in faults:
        hold(0 <= fault.at <= len(text) and fault.length > 0, "a fault outside of its condition", (text, fault))
    if tree is not None:
        compiled(tree)


def _placed(told: Iterable[Diagnostic], lines: formats.Lines) -> None:
    """Hold that every fault stands in its file, and says something in so many words."""
    for each in told:
        for span in (each.span, *(related.span for related in each.related)):
            hold(_is_within(span, lines.get(span.file, ())), "a place outside of its file", each)
        hold(each.message.strip() and len(each.message) + len(each.hint) < LONGEST, "an odd message", each)
        hold("  " not in each.message + each.hint, "a message with a gap", each)


def _is_within(span: Span, lines: Sequence[str]) -> bool:
    start, end = (span.line, span.column), (span.end_line, span.end_column)
    if not (1, 1) <= start <= end or min(span.column, span.end_column) < 1:
        return False
    if not lines:
        return True
    if span.end_line > len(lines):
        return False
    return span.column <= len(lines[span.line - 1]) + 1 and span.end_column <= len(lines[span.end_line - 1]) + 2


def _shown(checked: Checked, chance: int) -> None:
    told = checked.diagnostics
    hold((checked.story is None) <= (not is_sound(told)), "no story and no fault")
    _placed(told, checked.lines)
    plain = formats.formatted("text", told, checked.lines, color=False, version="0")
    name = FORMATS[chance % len(FORMATS)]
    other = formats.formatted(name, told, checked.lines, color=name == "text", version="0")
    if name == "text":
        other = _COLOR.sub("", other)
        hold(other == plain, "colour changes words", other)
    for shown in (plain, other):
        hold(not UNFIT.search(shown), f"an odd letter in {name}", shown)


def _played(story: Story, chance: int, kept: bytes) -> None:
    shown = io.StringIO()
    face = Plain(io.StringIO(), shown, Settings(width=40))
    play = transcript.started(story, chance)
    lines = [transcript.header(story, chance, "a"), *transcript.entries(play.moves[0])]
    for step in range(STEPS):
        _told(face, play)
        choices = play.offer.choices
        if not choices:
            break
        play = play.choose(choices[(chance >> step) % len(choices)].name)
        lines += transcript.entries(play.moves[-1])
    hold(not UNFIT.search(shown.getvalue()), "an odd letter in a play", shown.getvalue())
    again = transcript.read(transcript.written(lines))
    *_others, last = transcript.replay(story, again)
    hold(last.play.moves == play.moves, "a kept play is another play")
    hold(play.undo(3).redo(3) == play, "what is undone and done again is another play")
    _replayed(story, kept.decode("utf-8", "replace"))


def _told(face: Plain, play: Play) -> None:
    for item in telling.move(play, len(play.moves) - 1):
        face.show(item)
    for row in telling.menu(play.offer, play.step.state):
        face.show(row)


def _kept(story: Story) -> None:
    """Hold that a story as plain data gives the same story."""
    files = sorted({scene.span.file for scene in story.scenes.values()})
    header, scenes = _plain(story, files)
    made = (form.scene(each, files) for each in scenes)
    again = form.story(header, {scene.id: scene for scene in made})
    hold(_plain(again, files) == (header, scenes), "what is kept of a story is another story")


def _plain(story: Story, files: Sequence[str]) -> tuple[Any, Any]:
    """Return the header and the scenes as they come out of a file."""
    plain = form.plain_header(story), [form.plain_scene(scene, files) for scene in story.scenes.values()]
    header, scenes = json.loads(json.dumps(plain))
    return header, scenes


def _replayed(story: Story, text: str) -> None:
    try:
        read = transcript.read(text)
        for _each in transcript.replay(story, read):
            pass
    except (transcript.NotATranscript, transcript.CannotReplay) as error:
        hold(str(error), "no words for what is wrong with a kept play")
