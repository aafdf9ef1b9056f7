"""The settings' file: believed as far as it can be, and changed without harm to what somebody wrote there."""

import os
import stat
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from engine.plays.settings import Settings, keep_settings, settings
from engine.plays.toml import with_key
from tests.screens import BARE, ROOT

ALL = Settings(width=60, plain=True, markup=False, large_spacing=True, waiting=True, language="pt_BR")


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep settings in a folder of the test's own, which is not there yet, and return their file."""
    monkeypatch.setenv("CURBSIDE_DATA", str(tmp_path / "kept"))
    return tmp_path / "kept" / "settings.toml"


def write(file: Path, text: str | bytes) -> None:
    """Let somebody write the file by hand."""
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


# Reading


def test_without_a_file_all_is_as_usual(file: Path) -> None:
    """Nothing is said, nothing is made, and no reader of TOML is imported."""
    assert settings() == (Settings(), "")
    assert keep_settings(Settings()) == ""
    assert not file.parent.exists()
    code = "import sys; from engine.plays.settings import settings; settings(); sys.exit('tomllib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={**BARE, "CURBSIDE_DATA": "off"}, check=False)
    assert done.returncode == 0


def test_every_setting_is_read(file: Path) -> None:
    """As a player writes them; what is not known belongs to somebody else."""
    lines = 'width = 60\nplain = true\nmarkup = false\nspacing = "large"\nwaiting = true\nlanguage = "pt_BR"\n'
    write(file, f"# mine\nnewer = [1, 2]\n{lines}[table]\nwidth = 3\n")
    assert settings() == (ALL, "")
    write(file, b"\xef\xbb\xbfwidth = 60\r\n")
    assert settings() == (Settings(width=60), "")


WRONG = {
    "width = 19": "width must be a whole number from 20 to 9999",
    "width = 10000": "width must be",
    "width = true": "width must be",
    "width = 72.0": "width must be",
    'width = "72"': "width must be",
    "plain = 1": "plain must be true or false",
    "markup = 'no'": "markup must be",
    "waiting = []": "waiting must be",
    "spacing = true": 'spacing must be "large" or "usual"',
    'spacing = "huge"': "spacing must be",
    "language = 7": 'language must be a code such as "de"',
    'language = "../../x"': "language must be",
    'language = "de\\u001b[2J"': "language must be",
    f"language = '{'a' * 99}'": "language must be",
    "spacing = {a = 1}": "spacing must be",
}


@pytest.mark.parametrize(("line", "why"), WRONG.items())
def test_a_value_that_cannot_be_is_told_and_the_rest_counts(line: str, why: str, file: Path) -> None:
    """The sentence names the file and the key, and never shows what stands there."""
    other = "width = 60" if not line.startswith("width") else "plain = true"
    write(file, f"{line}\n{other}\n")
    found, said = settings()
    assert found == (Settings(width=60) if "width" in other else Settings(plain=True))
    assert f"In {file}, {why}" in said
    assert "\x1b" not in said


def test_several_are_told_in_order(file: Path) -> None:
    """One sentence each."""
    write(file, "waiting = 1\nplain = 2\n")
    said = settings()[1]
    assert said.index("plain must be") < said.index("waiting must be")
    assert said.endswith("until then it is as usual.")


DAMAGED: dict[bytes, str] = {
    b"width = 60\nwidth 60\n": "Line 2 of {file} cannot be understood",
    b"width = 60\n\xff\xfe\n": "Line 2 of {file} cannot be understood",
    b"width = 60\nwidth = 70\n": "{file} cannot be understood",
    b"width = '\x1b[2J'\n": "Line 1 of {file} cannot be understood",
    b"x = " + b"[" * 30000: "{file} cannot be understood",
    b"x = " + b"9" * 20000: "{file} cannot be understood",
    b"# " + b"x" * 70000: "{file} cannot be understood",
    b"\0": "{file} cannot be understood",
    b"a = [\n": "{file} cannot be understood",
}


@pytest.mark.parametrize("data", DAMAGED, ids=range(len(DAMAGED)))
def test_a_file_that_is_no_toml_is_told_and_never_written_over(data: bytes, file: Path) -> None:
    """All is as usual then, and what somebody wrote stays, to be mended."""
    write(file, data)
    found, said = settings()
    assert found == Settings()
    assert DAMAGED[data].format(file=file) in said
    assert "usual" in said
    assert "\x1b" not in said
    assert keep_settings(ALL) == said
    assert file.read_bytes() == data
    assert len(list(file.parent.iterdir())) == 1


# Writing


def test_what_is_kept_is_found_again(file: Path) -> None:
    """Each setting by itself and all together, privately; as usual, a key needs not stand there."""
    for now in (ALL, *(replace(Settings(), **{name: getattr(ALL, name)}) for name in Settings.__slots__), Settings()):
        assert keep_settings(now) == ""
        assert settings() == (now, "")
    assert [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")] == []
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert list(file.parent.iterdir()) == [file]


EDITED: list[tuple[str, Callable[[Settings], Settings], str]] = [
    ("width = 60  # for my eyes\n", lambda now: replace(now, width=72), "width = 72  # for my eyes\n"),
    (
        "a = 1\nwidth = 60  # for my eyes\nb = 2\n",
        lambda now: replace(now, width=None),
        "a = 1\n# for my eyes\nb = 2\n",
    ),
    ("width = 60\nplain = true\n", lambda now: replace(now, width=None), "plain = true\n"),
    ("", lambda now: replace(now, width=60), "width = 60\n"),
    ("# mine", lambda now: replace(now, width=60), "# mine\nwidth = 60\n"),
    ("plain = true\r\n", lambda now: replace(now, width=60), "plain = true\r\nwidth = 60\r\n"),
    ("  'width'=60\r\n", lambda now: replace(now, width=61), "  'width'=61\r\n"),
    ("width = 'wide' # no\n", lambda now: replace(now, plain=True), "width = 'wide' # no\nplain = true\n"),
    ("width = 'wide' # no\n", lambda now: replace(now, width=60), "width = 60 # no\n"),
    ("width = [\n  60, # no\n]\nplain = true\n", lambda now: replace(now, width=60), "width = 60\nplain = true\n"),
    ('language = "de"', lambda now: replace(now, language="fr"), 'language = "fr"'),
    ('spacing = "large"\n', lambda now: replace(now, large_spacing=False), ""),
    (
        "newer = true\n\n# Theirs\n[their.table] # x\nwidth = 3\nplain = true\n",
        lambda now: replace(now, width=60, plain=True),
        "newer = true\n\nwidth = 60\nplain = true\n# Theirs\n[their.table] # x\nwidth = 3\nplain = true\n",
    ),
    (
        'note = """\nwidth = 50\n[x]\n"""\nlist = [\n[1],\n]\nwidth = 60\n',
        lambda now: replace(now, width=70, waiting=True),
        'note = """\nwidth = 50\n[x]\n"""\nlist = [\n[1],\n]\nwidth = 70\nwaiting = true\n',
    ),
    (
        "plain = false # as it is\n",
        lambda now: replace(now, markup=False),
        "plain = false # as it is\nmarkup = false\n",
    ),
]


@pytest.mark.parametrize(("before", "change", "after"), EDITED)
def test_only_what_changed_is_written_anew(
    before: str, change: Callable[[Settings], Settings], after: str, file: Path
) -> None:
    """Keys, tables and comments of others stay where they are, letter by letter."""
    write(file, before)
    now = change(settings()[0])
    assert keep_settings(now) == ""
    assert file.read_bytes().decode() == after
    assert settings()[0] == now


@pytest.mark.parametrize(
    "text",
    ['"wi\\u0064th" = 60\n', "\n".join(["x = '''", *["width = 1"] * 30, "'''", "width = 60", ""]), "spacing.a = 1\n"],
)
def test_what_is_written_too_cleverly_is_left_alone(text: str, file: Path) -> None:
    """Better to say so than to harm it."""
    write(file, text)
    found = settings()[0]
    said = keep_settings(replace(found, width=61, large_spacing=True))
    assert said == f"The settings were not kept: {file} cannot be changed without harm. Change it by hand."
    assert file.read_bytes().decode() == text


WIDTHS = [
    "",
    "width = 2",
    "  width=2 # no",
    "'width' = \"x # y\"",
    "width = '''\nwidth = 3\n[t]'''",
    "width = [\n1,\n[2], # no\n]",
]
OTHERS = [
    "a = 1",
    "# width = 9",
    "",
    'b = """\nwidth = 5\n[t]\n"""',
    "c = [\n[1], # [t]\n'width = 1',\n]",
    "d.width = 2",
    "  # [t]",
    "wider = 1",
]
TABLES = ["[t]", "width = 4", "# no", "[[u]]", "e = '''\nwidth = 5\n'''", "  [v] # no", ""]


def mixed(parts: list[str]) -> st.SearchStrategy[list[str]]:
    """Draw some of these in some order."""
    return st.lists(st.sampled_from(parts), unique=True)


@bounds(max_examples=500, derandomize=True, deadline=None)
@given(mixed(OTHERS), st.integers(0, 8), st.sampled_from(WIDTHS), mixed(TABLES), st.sampled_from(["\n", "\r\n"]))
def test_a_key_changes_and_nothing_else(others: list[str], at: int, width: str, tables: list[str], end: str) -> None:
    """In whatever TOML: the key has its value or is gone, and every other line is there as it was."""
    kept = [*others, *(["[s]", *tables] if tables else [])]
    rows = [*kept[: min(at, len(others))], width, *kept[min(at, len(others)) :]]
    text = "\n".join(rows).replace("\n", end)
    before = tomllib.loads(text)
    assert ("width" in before) == bool(width)
    before.pop("width", None)
    for value, more in (("7", {"width": 7}), (None, {})):
        after = with_key(text, "width", value)
        assert tomllib.loads(after) == {**before, **more}
        left = after.split(end)
        for line in filter(None, "\n".join(kept).split("\n")):
            left.remove(line)
        assert len(list(filter(None, left))) <= len(more) + width.count("no")


# Where it cannot be


def test_nothing_is_kept_where_nothing_may_be(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`CURBSIDE_DATA=off`: the settings hold for this sitting, and nothing is said of it."""
    monkeypatch.setenv("CURBSIDE_DATA", "off")
    assert keep_settings(ALL) == ""
    assert settings() == (Settings(), "")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a sentence with the file and the reason; what stood there stands there."""
    file.mkdir(parents=True)
    assert f"The settings in {file} cannot be read" in settings()[1]
    assert f"The settings in {file} cannot be read" in keep_settings(ALL)
    file.rmdir()
    write(file, "plain = true\n")

    def full(_handle: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("os.fsync", full)
    assert keep_settings(ALL) == f"The settings were not kept: {file} cannot be written ({os.strerror(28)})."
    assert [(each.name, each.read_bytes()) for each in file.parent.iterdir()] == [(file.name, b"plain = true\n")]


def test_a_file_in_place_of_the_folder_is_told(file: Path) -> None:
    """It is not touched."""
    file.parent.write_text("mine", encoding="utf-8")
    assert "cannot be read" in settings()[1]
    assert keep_settings(ALL)
    assert file.parent.read_text(encoding="utf-8") == "mine"
