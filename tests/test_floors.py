"""The house stands as `engine/README.md` says: who imports whom, what comes from outside, how large the core is."""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import engine

ENGINE = Path(__file__).parent.parent / "engine"
VIEWS = (2, 3)
"""The floors on which a room may also use those that stand before it."""
CORE_LINES = 3265  # code without blank lines, comments and docstrings; an evening, if a long one


class Room(NamedTuple):
    """A row of the table."""

    floor: int
    module: str
    outside: frozenset[str]


def rooms() -> list[Room]:
    """Return the rows of the table, in its order."""
    text = (ENGINE / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d) \| `([\w/]+)` \| [^|]+ \| ?([^|]*)\|$", text, re.MULTILINE)
    return [Room(int(floor), module, frozenset(outside.split())) for floor, module, outside in rows]


def imports(path: Path) -> Iterator[str]:
    """Yield the full name of every module that a file imports, anywhere in it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            assert node.module is not None
            inside = [f"{node.module}.{each.name}" for each in node.names]
            found = [each for each in inside if (ENGINE.parent / (each.replace(".", "/") + ".py")).exists()]
            yield from found or [node.module]


ROOMS = rooms()


def test_the_table_names_every_module() -> None:
    """A module that is not in the table has no place; one that is not there is a lie."""
    files = {path.relative_to(ENGINE).with_suffix("").as_posix() for path in ENGINE.rglob("*.py")}
    folders = {file for file in files if "/" in file and file.endswith("/__init__")}
    for folder in folders:
        tree = ast.parse((ENGINE / f"{folder}.py").read_text(encoding="utf-8"))
        assert len(tree.body) == 1, f"{folder} holds more than its docstring"
    assert ROOMS
    assert {room.module for room in ROOMS} == files - folders


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.module)
def test_a_module_imports_only_what_stands_below_it(room: Room) -> None:
    """Lower floors, and what stands above it in its own room; on floors 2 and 3 in the rooms before it as well."""
    order = [each.module for each in ROOMS]
    floors = {each.module: each.floor for each in ROOMS}
    folder = room.module.rpartition("/")[0]
    for name in imports(ENGINE / f"{room.module}.py"):
        if not name.startswith("engine"):
            continue
        other = name.removeprefix("engine").lstrip(".").replace(".", "/") or "__init__"
        if room.floor >= 3 and other == "__init__":
            continue  # the version
        above = order.index(other) < order.index(room.module)
        near = other.rpartition("/")[0] == folder or room.floor in VIEWS
        assert floors[other] < room.floor or (above and near), f"{room.module} may not import {other}"


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.module)
def test_packages_from_outside_have_one_door_each(room: Room) -> None:
    """Only the modules that the table names import something that does not come with Python."""
    tops = {name.partition(".")[0] for name in imports(ENGINE / f"{room.module}.py")}
    assert tops - sys.stdlib_module_names - {"engine"} == room.outside


def test_nothing_below_floor_three_touches_the_world() -> None:
    """No clock, no die, no screen, no network in the core; one reader of files."""
    worldly = {"time", "datetime", "random", "secrets", "socket", "subprocess", "os", "sys", "threading", "urllib"}
    for room in ROOMS:
        if room.floor < 3:
            path = ENGINE / f"{room.module}.py"
            assert not worldly & {name.partition(".")[0] for name in imports(path)}, room.module
            calls = [
                node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
            ]
            names = {node.func.id for node in calls if isinstance(node.func, ast.Name)}
            assert not names & {"print", "input", "open", "eval", "exec", "compile", "__import__"}, room.module


def code_lines(path: Path) -> int:
    """Count lines that hold code: no blank ones, no comments, no docstrings."""
    text = path.read_text(encoding="utf-8")
    lines: set[int] = set()
    skipped = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in skipped:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            lines.difference_update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(lines)


def test_the_core_stays_small() -> None:
    """The reading-playing core is what a newcomer reads in an evening."""
    core = [room for room in ROOMS if room.floor <= 1]
    assert core
    assert sum(code_lines(ENGINE / f"{room.module}.py") for room in core) <= CORE_LINES


def test_the_public_names_are_few_and_there() -> None:
    """What `engine` hands out is what it says, each name from its home, and nothing else."""
    assert sorted(engine.__all__) == sorted(engine._HOMES)  # noqa: SLF001 - the list of homes is what is held
    for name in engine.__all__:
        assert getattr(engine, name).__module__ == f"engine.{engine._HOMES[name]}"  # noqa: SLF001 - as above
    with pytest.raises(AttributeError, match="no attribute 'Manager'"):
        _ = engine.Manager
