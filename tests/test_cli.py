"""The command line as a user meets it: exit codes, words for what went wrong, and what a start does not import."""

import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

import engine
from engine.checking.formats import Format
from engine.commands.checking import FORMATS
from tests.screens import BARE, ROOT, shown

STORIES = ROOT / "tests" / "stories"
COIN, HUB, WIDE = (str(STORIES / name) for name in ("chance", "hub", "wide-characters"))
BROKEN = "curbside: 1\ntitle: A\nscenes:\n  a:\n    txet: Hm.\n    ending: B\n"


class Ran(subprocess.CompletedProcess[str]):
    """What a process of its own left."""


def ran(*arguments: str, typed: str | bytes = "", env: dict[str, str] | None = None) -> Ran:
    """Run `python -m engine` with arguments, as its own process."""
    done = subprocess.run(
        [sys.executable, "-m", "engine", *arguments],
        input=typed if isinstance(typed, bytes) else typed.encode(),
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**BARE, **(env or {})},
        timeout=60,
    )
    return Ran(done.args, done.returncode, done.stdout.decode(errors="strict"), done.stderr.decode())


def story(folder: Path, text: str = BROKEN) -> str:
    """Write a story, and return its path."""
    path = folder / "story.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


# Help and version


@cache
def _help() -> Ran:
    return ran("--help")


def test_help(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It shows what one can type, with whole lines that can be copied, and each of them works, one after the other."""
    monkeypatch.chdir(tmp_path)
    assert _help().returncode == 0
    assert _help().stderr == ""
    examples = [line.split("  ")[0] for line in re.findall(r"^  (curbside.*)$", _help().stdout, re.MULTILINE)]
    assert {line.split()[1] for line in examples if " " in line} >= {"play", "check", "new", "explain"}
    for line in examples:
        assert shown(line.split()[1:]).code == 0, line


def test_help_leads_with_examples() -> None:
    """Who asks for help wants a line to copy first."""
    text = _help().stdout
    assert text.index("examples") < text.index("options")


@pytest.mark.parametrize(
    "command", ["play", "check", "explore", "walk", "map", "guide", "report", "new", "schema", "explain", "data"]
)
def test_help_for_each_command(command: str) -> None:
    """Each command tells of itself, and fits an old screen."""
    screen = shown([command, "--help"])
    assert screen.code == 0
    assert screen.out.startswith(f"usage: curbside {command}")
    assert max(map(len, screen.out.splitlines())) <= 80


def test_version() -> None:
    """One line, made for programs too."""
    assert shown(["--version"]).out == f"curbside {engine.__version__}\n"


def test_is_a_module_too() -> None:
    """`python -m engine` is the command."""
    done = ran("--version")
    assert (done.returncode, done.stdout) == (0, f"curbside {engine.__version__}\n")


# Exit codes


def test_exit_codes(tmp_path: Path) -> None:
    """0 is fine, 1 is a story with problems, 2 is wrong usage or nothing to read."""
    broken = story(tmp_path)
    assert shown(["check", HUB]).code == 0
    assert shown(["check", broken]).code == 1
    assert shown(["check", "no-such-thing"]).code == 2
    assert shown(["check", broken, "no-such-thing", HUB]).code == 2
    assert shown(["play", HUB], ["5"]).code == 0
    assert shown(["play", broken]).code == 1
    assert shown(["play", "no-such-thing"]).code == 2
    assert shown(["play", str(STORIES / "dead-end")], ["1"]).code == 1
    assert shown(["play", "--width"]).code == 2


def test_the_end_of_input_leaves() -> None:
    """At a menu, at a page turn and on the shelf, no more input is no fault."""
    for arguments in (["play", HUB], ["play", COIN], []):
        screen = shown(arguments)
        assert (screen.code, screen.err) == (0, "")
        assert screen.out.endswith("> \n")


# Wrong words


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["paly"], "play"),
        (["chekc", "--foo"], "check"),
        (["--verison"], "--version"),
        (["play", HUB, "--plian"], "--plain"),
        (["play", HUB, "--sede", "7"], "--seed"),
        (["play", HUB, "--widht=40"], "--width"),
        (["play", "boy-on-the-crub"], "boy-on-the-curb"),
        (["check", "boy_on_the_curb"], "boy-on-the-curb"),
        (["check", "--format", "jsn"], "json"),
        (["schema", "boy-on-the-crub"], "boy-on-the-curb"),
        (["explain", "unknwn-key"], "unknown-key"),
    ],
)
def test_a_misspelt_word_finds_the_right_one(arguments: Sequence[str], meant: str) -> None:
    """What was probably meant is named, on standard error; nothing is done."""
    done = ran(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.search(rf"did you mean \"?{meant}\"?\?", done.stderr, re.IGNORECASE)


def test_a_strange_word_is_only_refused() -> None:
    """Nothing is suggested where nothing is near."""
    done = ran("play", "xyzzy")
    assert done.returncode == 2
    assert "did you mean" not in done.stderr.lower()
    assert '"xyzzy"' in done.stderr


@pytest.mark.parametrize("width", ["19", "0", "-5", "wide", "40.0", "", "99999"])
def test_a_width_that_is_none_is_refused(width: str) -> None:
    """The bounds are said."""
    screen = shown(["play", HUB, f"--width={width}"])
    assert (screen.code, screen.out) == (2, "")
    assert "from 20 to 9999" in screen.err


def test_a_seed_is_a_whole_number() -> None:
    """Anything else is wrong usage; a negative one will do."""
    assert shown(["play", HUB, "--seed", "x"]).code == 2
    assert shown(["play", HUB, "--seed", "-3"]).code == 0


# Check


def test_check_reads_folders_files_and_bundled_ids(tmp_path: Path) -> None:
    """Each is named as it was typed, and counted."""
    alone = tmp_path / "alone.yaml"
    alone.write_text((STORIES / "hub" / "story.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    screen = shown(["check", HUB, str(alone), "boy-on-the-curb"])
    first, second, third = screen.out.splitlines()
    notes = r"(; \d+ notes? on craft, shown with --craft)?"
    assert re.fullmatch(re.escape(f"{HUB}: no faults (2 scenes, 1 ending)") + notes, first)
    assert re.fullmatch(re.escape(f"{alone}: no faults (2 scenes, 1 ending)") + notes, second)
    assert re.fullmatch(r"boy-on-the-curb: no faults \(\d+ scenes, \d+ endings\)" + notes, third)


LOOSE = """\
curbside: 1
title: The gate
moments:
  knocked:
    title: You knocked
scenes:
  gate:
    text: It is locked.
    choices:
      - {id: knock, text: Knock., remember: knocked, to: inside}
      - {id: go, text: Go home., to: inside}
  inside:
    ending: Tea
"""


def test_what_is_loose_counts_only_when_asked(tmp_path: Path) -> None:
    """A warning is shown, and lets the check pass; with `--strict` it does not."""
    path = tmp_path / "gate.yaml"
    path.write_text(LOOSE, encoding="utf-8")
    screen = shown(["check", str(path)])
    assert (screen.code, screen.err) == (0, "")
    assert "warning[L229]" in screen.out
    assert screen.out.endswith("1 warning (2 scenes, 1 ending); 2 notes on craft, shown with --craft\n")
    assert shown(["check", str(path), "--strict"]).code == 1
    assert shown(["play", str(path)], ["1"]).code == 0


def test_craft_is_shown_when_asked_and_never_counts(tmp_path: Path) -> None:
    """Notes are advice."""
    path = tmp_path / "gate.yaml"
    path.write_text(LOOSE, encoding="utf-8")
    screen = shown(["check", str(path), "--craft"])
    assert screen.code == 0
    assert screen.out.count("note[W") == 2
    assert screen.out.endswith("2 notes on craft\n")


@pytest.mark.parametrize("format_", ["json", "sarif"])
def test_programs_read_one_document_for_all_paths(format_: str, tmp_path: Path) -> None:
    """Two stories, one valid document, sorted by file; the exit code is that of the worst."""
    (tmp_path / "a.yaml").write_text(LOOSE, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(LOOSE.replace("to: inside}", "to: insid}"), encoding="utf-8")
    screen = shown(["check", str(tmp_path / "b.yaml"), str(tmp_path / "a.yaml"), "--format", format_])
    assert screen.code == 1
    read = json.loads(screen.out)
    if format_ == "json":
        assert [each["code"] for each in read["diagnostics"]] == ["L229", "L201", "L201"]
        assert read["summary"]["errors"] == 2
    else:
        assert [each["ruleId"] for each in read["runs"][0]["results"]] == ["L229", "L201", "L201"]


def test_the_formats_are_those_that_can_be_asked_for() -> None:
    """`--help` names them without importing them."""
    assert get_args(Format) == FORMATS


def test_colour_is_there_when_it_is_asked_for(tmp_path: Path) -> None:
    """Into a pipe there is none, unless it is always wanted."""
    path = tmp_path / "gate.yaml"
    path.write_text(LOOSE, encoding="utf-8")
    assert "\x1b" not in shown(["check", str(path)]).out
    assert "\x1b[" in shown(["check", str(path), "--color", "always"]).out


def test_check_of_a_part_checks_the_story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is in a chapter, or in the story's folder, and asks for a check means the story."""
    monkeypatch.chdir(tmp_path)
    assert shown(["new", "My", "lunch"]).code == 0
    Path("my-lunch/chapters").mkdir()
    Path("my-lunch/chapters/1.yaml").write_text("chapter: One\nscenes:\n  a: {text: A., to: bench}\n", encoding="utf-8")
    for part in ("my-lunch/walks.yaml", "my-lunch/chapters/1.yaml"):
        screen = shown(["check", part])
        assert screen.code == 1
        assert screen.out.startswith('error[L201]: there is no scene "bench"')
    monkeypatch.chdir(tmp_path / "my-lunch")
    assert 'there is no scene "bench"' in shown(["check"]).out


def test_what_keeps_the_rest_from_being_read_is_said(tmp_path: Path) -> None:
    """A line that stands in no column hides what is below it, and the last line says so."""
    (tmp_path / "a.yaml").write_text(LOOSE.replace("  inside:", "   inside:"), encoding="utf-8")
    screen = shown(["check", str(tmp_path / "a.yaml")])
    assert screen.code == 1
    assert screen.out.endswith("1 fault; mend what keeps the rest from being read, and more may come\n")
    whole = shown(["check", story(tmp_path)])
    assert "more may come" not in whole.out


def test_a_story_that_is_here_is_found_by_nearly_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`Lunch` is probably `lunch`; and `help` is help."""
    monkeypatch.chdir(tmp_path)
    assert shown(["new", "lunch"]).code == 0
    for wrong in ("lnch", "lunhc"):
        screen = shown(["play", wrong])
        assert (screen.code, 'did you mean "lunch"?' in screen.err) == (2, True)
    assert shown(["help"]) == shown(["--help"])


def test_check_without_a_path_reads_what_is_bundled() -> None:
    """So that one can see it work at once."""
    screen = shown(["check"])
    assert screen.code == 0
    assert "boy-on-the-curb: no faults" in screen.out


def test_check_tells_faults_on_standard_output(tmp_path: Path) -> None:
    """Results go to one stream and messages to the other; a count comes last."""
    screen = shown(["check", story(tmp_path), "no-such-thing"])
    assert screen.out.startswith("error[S103]")
    assert 'did you mean "text"?' in screen.out
    assert screen.out.endswith("story.yaml: 1 fault\n")
    assert screen.err == 'There is no file, folder or bundled story called "no-such-thing".\n'


def test_a_story_with_faults_is_not_played(tmp_path: Path) -> None:
    """The faults are told where they are, and nothing is played."""
    screen = shown(["play", story(tmp_path)])
    assert screen.out == ""
    assert "error[S103]" in screen.err


# Streams


def _into_a_closed_pipe(*arguments: str) -> tuple[int, str]:
    """Run with a standard output whose reader has gone."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "engine", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=writer,
            stderr=subprocess.PIPE,
            check=False,
            cwd=ROOT,
            env=BARE,
            timeout=60,
        )
    finally:
        os.close(writer)
    return done.returncode, done.stderr.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is another thing on Windows")
@pytest.mark.parametrize("arguments", [["check", HUB], ["play", HUB], ["--help"], ["--version"], ["play", "--help"]])
def test_a_closed_pipe_is_quiet(arguments: Sequence[str]) -> None:
    """`curbside check | head -c 1` does not end in a traceback."""
    assert _into_a_closed_pipe(*arguments) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell with >&-")
@pytest.mark.parametrize(("closing", "code"), [("<&-", 0), (">&-", 0)])
def test_a_closed_stream_is_no_traceback(closing: str, code: int) -> None:
    """A player without a keyboard, or without a screen, leaves as at the end of input."""
    line = f'"{sys.executable}" -m engine play "{HUB}" {closing}'
    done = subprocess.run(line, shell=True, capture_output=True, check=False, cwd=ROOT, env=BARE, timeout=60)  # noqa: S602 - the shell is what closes it
    assert "Traceback" not in done.stderr.decode()
    assert done.returncode == code


def test_input_that_is_no_utf8() -> None:
    """Bytes that are no letters are a typing mistake, not a crash."""
    done = ran("play", HUB, typed=b"\xff\xfe\x80\n1\n\x1b[2J\nq\n", env={"PYTHONIOENCODING": "utf-8"})
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("Type a number") == 2
    assert "They carry a leaf." in done.stdout
    assert "\x1b" not in done.stdout


def test_output_in_ascii() -> None:
    """A letter that the terminal cannot show becomes a question mark, and the play goes on to its end."""
    done = ran("play", WIDE, typed="14\n", env={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.isascii()
    assert "You chose: Go." in done.stdout
    broken = ran("check", "さむい", env={"PYTHONIOENCODING": "ascii"})
    assert (broken.returncode, broken.stdout) == (2, "")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")
def test_interrupted() -> None:
    """Ctrl-C at the prompt ends with 130 and without a traceback."""
    with subprocess.Popen(
        [sys.executable, "-m", "engine", "play", HUB],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=BARE,
    ) as process:
        assert process.stdout is not None
        while not process.stdout.readline().startswith(b"   You do not know"):
            pass
        process.send_signal(2)
        _out, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (130, b"\n")


# Transcripts


def test_a_transcript_is_private_and_never_written_over(tmp_path: Path) -> None:
    """It belongs to its player alone, and a second play does not cost the first."""
    file = tmp_path / "play.jsonl"
    assert shown(["play", HUB, "--transcript", str(file)], ["1"]).code == 0
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    kept = file.read_bytes()
    screen = shown(["play", HUB, "--transcript", str(file)], ["2"])
    assert screen.code == 2
    assert "is there already" in screen.err
    assert file.read_bytes() == kept


def test_a_link_is_not_followed_out_of_the_way(tmp_path: Path) -> None:
    """What stands behind a link is not written over either."""
    target = tmp_path / "precious"
    target.write_text("precious", encoding="utf-8")
    link = tmp_path / "play.jsonl"
    link.symlink_to(target)
    assert shown(["play", HUB, "--transcript", str(link)]).code == 2
    assert target.read_text(encoding="utf-8") == "precious"


def test_a_transcript_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A folder that is not there is wrong usage, in words, and said before the story begins."""
    screen = shown(["play", HUB, "--transcript", str(tmp_path / "nowhere" / "play.jsonl")], ["1"])
    assert screen.code == 2
    assert "nowhere" in screen.err
    assert "You chose" not in screen.out


def test_transcript_and_replay_do_not_go_together(tmp_path: Path) -> None:
    """It is said why."""
    screen = shown(["play", HUB, "--transcript", str(tmp_path / "a"), "--replay", str(tmp_path / "b")])
    assert (screen.code, screen.out) == (2, "")
    assert "leave one of them out" in screen.err


HEAD = '{"curbside": 1, "story": "hub"}\n'
LOOK = '{"choice": "curb.look"}\n'


@pytest.mark.parametrize(
    ("text", "code", "why"),
    [
        ("", 2, "no transcript"),
        ("once upon a time\n", 2, "no transcript"),
        ('{"curbside": 2, "story": "hub"}\n', 2, "version 2"),
        ('{"curbside": 1, "story": "chance"}\n', 2, 'a play of "chance"'),
        (HEAD + LOOK + LOOK, 1, "line 3"),
        (HEAD + LOOK + "{\n" + LOOK, 1, "line 3 is damaged"),
        (HEAD + LOOK + '{"undo": 5}\n', 1, "line 3"),
    ],
)
def test_a_replay_that_cannot_be_is_told(text: str, code: int, why: str, tmp_path: Path) -> None:
    """The file and the reason are named; what came before is shown."""
    file = tmp_path / "play.jsonl"
    file.write_text(text, encoding="utf-8")
    screen = shown(["play", HUB, "--replay", str(file)])
    assert screen.code == code
    assert str(file) in screen.err
    assert why in screen.err
    assert ("They carry a leaf." in screen.out) == (code == 1)


def test_a_replay_of_nothing(tmp_path: Path) -> None:
    """A file that is not there, a folder, and bytes that are no text are told."""
    assert "cannot be read" in shown(["play", HUB, "--replay", str(tmp_path / "none")]).err
    assert "cannot be read" in shown(["play", HUB, "--replay", str(tmp_path)]).err
    file = tmp_path / "bytes"
    file.write_bytes(b"\xff\xfe\x00")
    screen = shown(["play", HUB, "--replay", str(file)])
    assert (screen.code, screen.out) == (2, "")
    assert "cannot be replayed" in screen.err


def test_a_replay_asks_nothing(tmp_path: Path) -> None:
    """It stops where the play ends, whatever is typed."""
    file = tmp_path / "play.jsonl"
    file.write_text(HEAD + LOOK, encoding="utf-8")
    assert shown(["play", HUB, "--replay", str(file)], ["2"] * 9) == shown(["play", HUB, "--replay", str(file)])


# What a start does not import


def imported(*arguments: str, typed: str = "", cache: Path | str = "off") -> set[str]:
    """Return the names of all modules that a run has imported by its end."""
    code = (
        "import sys; from engine.cli import main\n"
        "try: code = main()\n"
        "except SystemExit: pass\n"
        "sys.stderr.write(' '.join(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        input=typed,
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**BARE, "CURBSIDE_CACHE": str(cache)},
    )
    return {name.partition(".")[0] for name in done.stderr.split()}


def test_a_start_imports_what_it_needs() -> None:
    """Help is at once; a check and a plain play never load the menu's library; ASCII needs no table of widths."""
    rich = {"prompt_toolkit"}
    readers = {"yaml", "jsonschema", "referencing"}
    assert not imported("--help") & {*rich, *readers, "wcwidth"}
    assert not imported("--version") & {*rich, *readers, "wcwidth"}
    assert not imported("play", "--help") & {*rich, *readers, "wcwidth"}
    assert not imported("check", HUB) & rich
    play = imported("play", HUB, "--plain", typed="1\n1\nh\nu\nq\n")
    assert "yaml" in play
    assert not play & {*rich, "wcwidth"}
    assert "wcwidth" in imported("play", WIDE, "--plain", typed="14\n")


def test_a_story_that_was_kept_starts_without_its_readers(tmp_path: Path) -> None:
    """The second start of an unchanged story imports neither YAML nor a validator."""
    readers = {"yaml", "jsonschema", "jsonschema_rs", "referencing"}
    assert imported("play", HUB, "--plain", cache=tmp_path) & readers
    assert not imported("play", HUB, "--plain", cache=tmp_path) & {*readers, "prompt_toolkit", "platformdirs"}


@pytest.mark.parametrize("arguments", [["--plain", "--width", "30", "play"], ["play", "--plain", "--width", "30"]])
def test_looks_stand_before_a_command_or_behind_it(arguments: list[str]) -> None:
    """`curbside --width 30 play STORY` is as good as `curbside play STORY --width 30`."""
    at = arguments.index("play") + 1
    screen = shown([*arguments[:at], HUB, *arguments[at:]], ["3"])
    assert screen.code == 0
    assert 20 < max(map(len, screen.out.splitlines())) <= 30


def test_the_shelf_takes_looks_as_well() -> None:
    """Somebody who needs plain lines can say so at once."""
    screen = shown(["--plain", "--width", "24"], ["q"])
    assert (screen.code, screen.err) == (0, "")
    assert max(map(len, screen.out.splitlines())) <= 24


def test_check_says_that_more_may_come(tmp_path: Path) -> None:
    """What would follow from another warning waits, and that is said."""
    path = tmp_path / "story.yaml"
    lines = [
        "curbside: 1",
        "title: The bell",
        "moments: {rang: {title: You rang}}",
        "scenes:",
        "  gate:",
        "    choices:",
    ]
    lines += ["      - {id: on, text: Go on., to: home}", "      - {id: in, text: Go in., when: rang, to: home}"]
    path.write_text("\n".join([*lines, "  home: {ending: Home}"]), encoding="utf-8")
    screen = shown(["check", str(path)])
    assert "L230" in screen.out
    assert "A104" not in screen.out
    assert "mend these, and more may come of them: curbside explore" in screen.out
