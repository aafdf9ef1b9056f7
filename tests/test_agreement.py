"""Others who read our schemas say of every story what we say: that its shape is right, or that it is not.

`check-jsonschema` is an independent program over another YAML reader; `jsonschema-rs` is what the extra `fast` puts in
front of jsonschema.
"""

import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.reading import schema, source
from engine.reading.files import shelf
from engine.reading.load import load, schema_of
from engine.reading.values import Document
from tests import test_mutations as slips
from tests import test_schemas as examples
from tests.properties.laws import TIMES

TESTS = Path(__file__).parent


def files(story: Path) -> Iterator[tuple[str, Path]]:
    """Yield each file of a story with the name of its schema."""
    yield "story", story / "story.yaml"
    yield from (("chapter", path) for path in sorted((story / "chapters").glob("*.yaml")))


def rejected(kind: str, paths: list[Path]) -> set[Path]:
    """Return the files of which check-jsonschema says that they do not fit the schema."""
    schema_file = TESTS.parent / "schemas" / f"{kind}.schema.json"
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema_file), "-o", "json"]
    done = subprocess.run([*command, *map(str, paths)], capture_output=True, check=False, text=True)
    report = json.loads(done.stdout)
    assert not report["parse_errors"]
    assert done.returncode == bool(report["errors"]), done.stderr
    return {Path(error["filename"]) for error in report["errors"]}


def test_an_independent_validator_agrees(tmp_path: Path) -> None:
    """On every bundled story, and on half of those with a slip in it that is no slip of YAML (a quarter by default)."""
    pytest.importorskip("check_jsonschema", reason="pip install check-jsonschema")
    ours: dict[str, dict[Path, bool]] = {"story": {}, "chapter": {}}
    for story in shelf():
        assert not load(story).diagnostics
        for kind, path in files(story):
            ours[kind][path] = False
    for number, slip in enumerate(slips.SLIPS[:: 2 if TIMES > 1 else 4]):
        expected = slips.mutated(tmp_path / str(number), slip)
        if not any(" Y" in fault for fault in expected):
            path = tmp_path / str(number) / slip.file
            found = [each.code for each in load(tmp_path / str(number)).diagnostics]
            ours["chapter" if slip.file.startswith("chapters") else "story"][path] = any(
                code[0] == "S" for code in found
            )
    told = [path for each in ours.values() for path, is_told in each.items() if is_told]
    assert len(told) > (10 if TIMES > 1 else 4)
    for kind, paths in ours.items():
        assert rejected(kind, list(paths)) == {path for path, is_told in paths.items() if is_told}


def agree(kind: str, value: Any) -> bool:  # noqa: ANN401 - any shape at all
    """Assert that the quick validator and the one that explains say the same, and return what."""
    known = schema_of(kind)
    quick = schema.accepts(Document("a.yaml", [], value), known)
    assert quick == schema._validator()(known).is_valid(value), value  # noqa: SLF001 - the other of the two
    return quick


@pytest.fixture(scope="module", autouse=True)
def _fast() -> None:
    pytest.importorskip("jsonschema_rs", reason="pip install 'curbside[fast]'")


def test_the_quick_validator_agrees_on_every_story_that_is_there() -> None:
    """Bundled stories, golden stories, and those with every fault that has a code."""
    found = {True: 0, False: 0}
    stories = sorted(path for path in TESTS.glob("[ds]*/**/*.yaml") if path.is_file())
    for path in [*stories, *(file for story in shelf() for _kind, file in files(story))]:
        document = source.read(path.name, path.read_bytes())
        kind = (
            path.stem if path.stem in ("lesson", "walks") else "chapter" if path.parent.name == "chapters" else "story"
        )
        if document.root is not None:
            found[agree(kind, document.root)] += 1
    assert found[True] > 100
    assert found[False] > 40


@pytest.mark.parametrize("document", [*examples.GOOD.values(), *(document for document, _ in examples.BAD.values())])
def test_the_quick_validator_agrees_on_every_example(document: examples.Schema) -> None:
    """What `test_schemas` holds of the one holds of the other."""
    agree("story", document)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - as it was read
    """Yield the way to everything in a value."""
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield from places(each, (*path, key))


STORY = examples.page()
PLACES = list(places(STORY))
ODD = st.sampled_from(
    [True, False, 0, 1, -1, 7, 601, 1001, "", " ", "here", "a b", "A", "a\n", "é", [], ["a"], {}, {"a": 1}]
)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), ODD), min_size=1, max_size=2))
def test_the_quick_validator_agrees_whatever_stands_anywhere(changes: list[tuple[tuple[Any, ...], object]]) -> None:
    """In a story that uses all of the language, with one or two values exchanged for others."""
    value: Any = copy.deepcopy(STORY)
    for path, odd in changes:
        holder = value
        for key in path[:-1]:
            holder = holder[key] if isinstance(holder, dict | list) and _has(holder, key) else None
        if path and isinstance(holder, dict | list):
            if _has(holder, path[-1]):
                holder[path[-1]] = odd
        elif not path:
            value = odd
    agree("story", value)


def _has(holder: Any, key: Any) -> bool:  # noqa: ANN401 - as it was read
    return key in holder if isinstance(holder, dict) else isinstance(key, int) and key < len(holder)
