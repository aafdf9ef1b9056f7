"""The wheel: built here, installed elsewhere without a network, and played from there."""

import re
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.screens import BARE, ROOT

PLAY = """
import sys
sys.path[:0] = sys.argv[1:4]
import engine
from engine.cli import main
sys.stderr.write(engine.__file__)
sys.exit(main(["play", "boy-on-the-curb", "--plain", "--seed", "7"]))
"""


def run(*command: str, cwd: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command that must not fail, and return what it left."""
    done = subprocess.run(
        command, cwd=cwd, input=typed, capture_output=True, text=True, check=False, env=BARE, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, with what this environment holds and nothing from outside."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    [built] = folder.glob("*.whl")
    return built


def test_holds_what_is_needed_and_nothing_else(wheel: Path) -> None:
    """Every module, story and schema, the licence, the mark of types; no tests, no caches."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        metadata = archive.read(next(name for name in names if name.endswith("/METADATA"))).decode()
        entries = archive.read(next(name for name in names if name.endswith("/entry_points.txt"))).decode()
        bundled = {name: archive.read(name) for name in names if name.startswith("engine/_bundled/")}
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "engine").rglob("*.py")}
    assert modules
    assert {name for name in names if name.endswith(".py")} == modules
    assert "engine/py.typed" in names
    for kind in ("scenes", "schemas"):
        files = {path for path in (ROOT / kind).rglob("*") if path.suffix in {".yaml", ".json"}}
        assert files
        for path in files:
            assert bundled[f"engine/_bundled/{path.relative_to(ROOT).as_posix()}"] == path.read_bytes()
    examples = [path for path in (ROOT / "tests" / "diagnostics").rglob("*") if path.is_file()]
    assert examples
    for path in examples:
        inside = path.relative_to(ROOT / "tests").as_posix()
        assert bundled[f"engine/_bundled/{inside}"] == path.read_bytes()
    assert any(re.fullmatch(r"curbside-.*\.dist-info/licenses/LICENSE", name) for name in names)
    assert "curbside = engine.cli:main" in entries
    assert re.search(r"^License-Expression: \S+", metadata, re.MULTILINE)
    strange = {name for name in names if not name.startswith(("engine/", "curbside-")) or "__pycache__" in name}
    assert strange == set()


def test_is_played_elsewhere(wheel: Path, tmp_path: Path) -> None:
    """Installed into a folder of its own, without the network and without this checkout, it plays to an ending."""
    target, empty = tmp_path / "in stalled", tmp_path / "empty"
    empty.mkdir()
    install = ("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target), str(wheel))
    run(sys.executable, *install, cwd=empty)
    assert (target / "engine" / "_bundled" / "scenes").is_dir()
    explain = "import sys; sys.path[:0] = sys.argv[1:]; from engine.cli import main; main(['explain', 'S103'])"
    libraries = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    told = run(sys.executable, "-I", "-S", "-c", explain, str(target), *libraries, cwd=empty)
    assert 'did you mean "text"?' in told.stdout
    # -S: the .pth file of an editable install would put this checkout on the path
    typed = "1\n" * 200
    done = run(sys.executable, "-I", "-S", "-c", PLAY, str(target), *libraries, cwd=empty, typed=typed)
    assert Path(done.stderr).resolve() == (target / "engine" / "__init__.py").resolve()
    assert "\nThe end.\n" in done.stdout
    here = run(sys.executable, "-m", "engine", "play", "boy-on-the-curb", "--seed", "7", cwd=ROOT, typed=typed)
    assert done.stdout == here.stdout
    assert list(empty.iterdir()) == []
