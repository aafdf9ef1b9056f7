"""Floors: scripts that import and do only what a path cannot avoid. What an engine costs is what it costs above these.

Imports nothing at the top, since what a floor imports is part of what is measured. Each is run in a process of its own.
"""

from collections.abc import Iterable, Iterator
from typing import Any


def start(*paths: str) -> None:
    """Start to first choices from YAML: `story.yaml`, then its chapters.

    Does: imports argparse, json, yaml and jsonschema; parses an argument; reads the bytes through the events of
    yaml's C parser into plain values; runs the `Draft202012Validator` of our schemas over each file until it is
    through; prints the words and choices of the first scene. The collector of cycles is off.
    Leaves out: places, every check that a schema cannot make, names, conditions, the model, the rules, wrapping.
    """
    _start(paths, checks=True)


def start_unchecked(*paths: str) -> None:
    """Do as `start` does, without jsonschema: neither imported nor run. Below this no reader of YAML can be."""
    _start(paths, checks=False)


def kept(folder: str, *paths: str) -> None:
    """Start to first choices from what was kept of a story in `folder`: `story.yaml`, then its chapters.

    Does: imports argparse, hashlib, json and zlib; parses an argument; reads the story's bytes and their SHA-256; reads
    what was kept and its check sum; decodes the header and the first scene; prints its words and choices.
    Leaves out: finding the files, the model, the rules, wrapping, writing what was chosen.
    """
    import argparse  # noqa: PLC0415
    import hashlib  # noqa: PLC0415
    import json  # noqa: PLC0415
    import os  # noqa: PLC0415
    import sys  # noqa: PLC0415
    import zlib  # noqa: PLC0415

    parser = argparse.ArgumentParser()
    parser.add_argument("story", nargs="+")
    digest = hashlib.sha256()
    for file in parser.parse_args(paths).story:
        digest.update(_bytes(file))
    (name,) = os.listdir(f"{folder}/stories")  # noqa: PTH208 - as `_bytes`
    first, _line, rest = _bytes(f"{folder}/stories/{name}").partition(b"\n")
    *_form, length, check = first.split(b" ")
    assert zlib.crc32(rest) == int(check)
    header = json.loads(rest[: int(length)])
    places = dict(zip(header["scenes"], zip([0, *header["ends"]], header["ends"], strict=False), strict=True))
    start, end = places[header["story"]["start"]]
    scene = json.loads(rest[int(length) :][start:end])
    sys.stdout.write(f"{scene[4]}\n")
    for number, choice in enumerate(scene[6], 1):
        sys.stdout.write(f"{number}. {choice[1]}\n")


def kept_typed(folder: str, *paths: str) -> None:
    """Do as `kept` does, and import what code in frozen, typed values is written with: contextlib to typing."""
    import contextlib  # noqa: F401, PLC0415
    import dataclasses  # noqa: F401, PLC0415
    import enum  # noqa: F401, PLC0415
    import pathlib  # noqa: F401, PLC0415
    import re  # noqa: F401, PLC0415
    import typing  # noqa: F401, PLC0415

    kept(folder, *paths)


def _start(paths: tuple[str, ...], *, checks: bool) -> None:
    import argparse  # noqa: PLC0415
    import gc  # noqa: PLC0415

    gc.disable()
    parser = argparse.ArgumentParser()
    parser.add_argument("story", nargs="+")
    files = parser.parse_args(paths).story
    documents = [plain_values(_bytes(file)) for file in files]
    if checks:
        import json  # noqa: PLC0415

        from jsonschema import Draft202012Validator  # noqa: PLC0415

        validators = [Draft202012Validator(json.loads(_bytes(f"schemas/{of}.schema.json"))) for of in _kinds(files)]
        for validator, document in zip(validators, documents, strict=True):
            assert not list(validator.iter_errors(document))
    header = documents[0]
    scenes = {name: scene for document in documents for name, scene in document.get("scenes", {}).items()}
    _print(scenes[header["start"]] if "start" in header else next(iter(scenes.values())))


def _kinds(files: list[str]) -> Iterator[str]:
    yield "story"
    yield from ("chapter" for _ in files[1:])


def _bytes(file: str) -> bytes:
    with open(file, "rb") as stream:  # noqa: PTH123 - pathlib is an import that can be avoided
        return stream.read()


def _print(scene: dict[str, Any]) -> None:
    import sys  # noqa: PLC0415

    words = scene["text"] if isinstance(scene["text"], list) else [scene["text"]]
    for each in words:
        if isinstance(each, str):
            sys.stdout.write(f"{' '.join(each.split())}\n\n")
    for number, choice in enumerate(scene["choices"], 1):
        sys.stdout.write(f"{number}. {choice['text']}\n")


def plain_values(data: bytes) -> Any:  # noqa: ANN401 - whatever stands in the file
    """Return what stands in a YAML file, in one pass over the events of the C parser."""
    import yaml  # noqa: PLC0415

    root: list[Any] = []
    stack: list[tuple[Any, str]] = []
    here: Any = root
    key: str | None = None
    scalar, mapping, sequence = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
    ends = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
    event: Any  # the parser's events come without types
    for event in yaml.parse(data, Loader=yaml.CSafeLoader):
        kind = type(event)
        if kind is scalar:
            if type(here) is dict and key is None:
                key = event.value
                continue
            value = _scalar(event.value) if event.implicit[0] else event.value
        elif kind is mapping or kind is sequence:
            stack.append((here, key or ""))
            here, key = {} if kind is mapping else [], None
            continue
        elif kind in ends:
            value = here
            here, key = stack.pop()
        else:
            continue
        if type(here) is dict:
            here[key] = value
            key = None
        else:
            here.append(value)
    return root[0]


def _scalar(text: str) -> str | int | bool:
    if text in {"true", "false"}:
        return text == "true"
    return int(text) if text.removeprefix("-").isdigit() else text


def walk(path: str) -> None:
    """Choices per second: the same story as plain dictionaries, conditions as pairs, one dictionary as the state.

    Does: looks the scene up, changes a copy of the numbers, filters the choices, counts the letters.
    Leaves out: bounds, replies, `once`, visits, chance, blocks, other eyes, values that stay as they were told.
    """
    from tests.bench.walk import serve  # noqa: PLC0415

    with open(path, "rb") as stream:  # noqa: PTH123
        story = plain_values(stream.read())
    scenes = {name: (" ".join(scene["text"].split()), list(_ways(scene))) for name, scene in story["scenes"].items()}
    numbers = dict.fromkeys(story["variables"], 0)
    offered: list[Any] = []

    def told(name: str) -> tuple[int, int]:
        nonlocal offered
        words, choices = scenes[name]
        offered = [each for each in choices if each[1] is None or numbers[each[1]] >= each[2]]
        letters = len(words)
        for each in offered:
            letters += len(each[0])
        return len(offered), letters

    def begin() -> tuple[int, int]:
        nonlocal numbers
        numbers = dict.fromkeys(numbers, 0)
        return told("s0")

    def choose(index: int) -> tuple[int, int]:
        nonlocal numbers
        _text, _name, _least, given, added, to = offered[index]
        if given:
            numbers = numbers | given
        for name, more in added:
            numbers = {**numbers, name: numbers[name] + more}
        return told(to)

    serve(begin, choose)


def _ways(scene: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    for choice in scene.get("choices", ()):
        name, _sign, least = choice["when"].split() if "when" in choice else (None, "", 0)
        added = tuple(choice.get("add", {}).items())
        yield choice["text"], name, int(least), choice.get("set"), added, choice["to"]


def menu(path: str) -> None:
    """Ask with bare menus of prompt_toolkit: the words and rows of a generated story, the first choice each time.

    Does: writes the scene's words as one line; shows the rows, one chosen; keys for the digits, the arrows and Enter;
    erases itself. Leaves out: wrapping, styles of prose, closed rows, commands, undo, the rules, the transcript.
    """
    import json  # noqa: PLC0415
    import os  # noqa: PLC0415
    import sys  # noqa: PLC0415

    os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")
    with open(path, "rb") as stream:  # noqa: PTH123
        scenes = json.load(stream)
    for words, labels in scenes:
        sys.stdout.write(f"{words}\n\n")
        sys.stdout.flush()
        if not labels or _asked(labels) < 0:
            break


def _asked(labels: Iterable[str]) -> int:
    from prompt_toolkit.application import Application  # noqa: PLC0415
    from prompt_toolkit.formatted_text import FormattedText  # noqa: PLC0415
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent  # noqa: PLC0415
    from prompt_toolkit.layout import FormattedTextControl, Layout, Window  # noqa: PLC0415

    rows, chosen, keys = list(labels), 0, KeyBindings()

    def shown() -> FormattedText:
        lines = [
            ("bold" if at == chosen else "", f"{'>' if at == chosen else ' '} {at + 1}  {row}\n")
            for at, row in enumerate(rows)
        ]
        return FormattedText([*lines[:-1], (lines[-1][0], lines[-1][1].rstrip())])

    def move(by: int) -> None:
        nonlocal chosen
        chosen = (chosen + by) % len(rows)

    for at in range(len(rows)):
        keys.add(str(at + 1))(lambda event, at=at: event.app.exit(result=at))
    keys.add("up")(lambda _event: move(-1))
    keys.add("down")(lambda _event: move(1))
    keys.add("q")(lambda event: event.app.exit(result=-1))

    @keys.add("enter")
    def _(event: KeyPressEvent) -> None:
        event.app.exit(result=chosen)

    window = Window(FormattedTextControl(shown, focusable=True, show_cursor=False), dont_extend_height=True)
    application: Application[int] = Application(Layout(window), key_bindings=keys, erase_when_done=True)
    return application.run()
