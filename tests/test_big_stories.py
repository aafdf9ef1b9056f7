"""Stories with more states than are visited: which engine answers, where each ends, and what is said of it."""

import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from engine.checking.asked import asked
from engine.engines import choosing
from engine.engines.somewhere import found
from engine.explore.explored import Ask
from engine.reading.load import load
from engine.symbolic import bitsets, strategies
from engine.symbolic.history import History
from tests.bench import big
from tests.properties.exploring import replayed
from tests.screens import BARE, ROOT
from tests.test_explore_command import Came, explore, lamps


def numbers(folder: Path, scenes: int = 4) -> str:
    """Write a story of scenes in a row, with three numbers that may be anything at each, and return its path."""
    lines = ["curbside: 1", "title: Numbers", "variables:"]
    lines += [f"  {name}: {{start: 0, min: 0, max: 9}}" for name in ("red", "green", "blue")]
    lines += ["scenes:"]
    for at in range(scenes):
        to = f"s{at + 1}" if at + 1 < scenes else "over"
        lines += [f"  s{at}:", "    text: On.", "    choices:"]
        for name in ("red", "green", "blue"):
            lines.append(f"      - {{id: {name}, text: More., reply: Done., add: {{{name}: 1}}, to: here}}")
        lines.append(
            f"      - {{id: go, text: Go., reply: Gone., when: red + 0 >= 0, to: {to}}}".replace("red + 0", "red")
        )
        lines.append("      - {id: back, text: Back., reply: No., when: green is 9 and blue is 9, to: stuck}")
    lines += ["  stuck:", "    text: Stuck.", "    choices:"]
    lines.append("      - {id: out, text: Out., reply: Gone., when: red is 5 and green is 3, to: over}")
    lines += ["  over: {ending: Over}", ""]
    file = folder / "story.yaml"
    file.write_text("\n".join(lines), "utf-8")
    return str(file)


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    """States are hardly visited before sets are asked."""
    monkeypatch.setattr(choosing, "FEW", 50)


def said(came: Came) -> str:
    """Return what was printed, on one line."""
    return " ".join(came.out.split())


# Which engine answers ------------------------------------------------------------------------------------------------


def test_few_states_are_visited_after_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Sets tell that there is room for all of them, and one by one they answer more."""
    came = json.loads(explore(capsys, numbers(tmp_path), "--json").out)
    assert (came["engine"], came["verdict"]) == ("states", "complete")


def test_numbers_are_bits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is wrong is what visiting finds wrong, to the word."""
    story = numbers(tmp_path)
    whole = json.loads(explore(capsys, story, "--json").out)
    came = json.loads(explore(capsys, story, "--json", "--limit", "100").out)
    assert came["engine"] == "bitsets"
    assert came["states"] == whole["states"] > 2000
    assert came["findings"] == whole["findings"]
    assert [each["code"] for each in came["findings"]] == ["A106"] * 4 + ["A101", "A104"]
    assert [each["shortest"] for each in came["endings"]] == [each["shortest"] for each in whole["endings"]]
    assert (came["withheld"], came["reason"]) == (["covering"], "sets of states do not answer everything")
    assert said(explore(capsys, story, "--limit", "100")).startswith(
        f"Numbers Every path was looked at ({whole['states']:,} states, as sets). Not known, at this size: "
    )


def test_many_choices_are_diagrams(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of fifty that can each be taken once every set may have been taken."""
    story = lamps(tmp_path, 50)
    came = json.loads(explore(capsys, story, "--json", "--limit", "100").out)
    assert (came["engine"], came["states"]) == ("diagrams", 2**50 + 2)
    assert "traps" not in came["withheld"]
    text = said(explore(capsys, story, "--limit", "100"))
    assert f"({2**50 + 2:,} states, as decision diagrams)" in text
    assert "How many" not in text


def test_what_is_not_known_to_be_shortest_is_not_called_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where rings are given up there may be shorter plays."""
    monkeypatch.setattr(strategies, "MOMENT", -1)
    text = explore(capsys, lamps(tmp_path, 20), "--engine", "diagrams").out
    assert "The plays that are shown are not always the shortest" in " ".join(text.split())
    assert " or fewer  Lit (lit)" in text
    assert "A way to each:" in text


def test_without_the_extra_it_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not installed may tell more; who asks for it is told where it is."""
    monkeypatch.setattr(choosing, "find_spec", lambda _name: None)
    story = lamps(tmp_path, 50)
    came = explore(capsys, story, "--limit", "100")
    assert "there are more than 100 states" in said(came)
    assert "Decision diagrams may tell more: pip install 'curbside[symbolic]' brings them." in said(came)
    refused = explore(capsys, story, "--engine", "diagrams")
    assert refused == Came(
        2, "", "Decision diagrams are not installed: pip install 'curbside[symbolic]' brings them.\n"
    )


@pytest.mark.parametrize("engine", ["states", "bitsets", "diagrams"])
def test_an_engine_can_be_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str], engine: str) -> None:
    """All of them tell the same."""
    came = json.loads(explore(capsys, numbers(tmp_path, 2), "--json", "--engine", engine).out)
    assert came["engine"] == engine
    assert came["states"] == 1408
    assert ("A101", "stuck") in [(each["code"], each["subject"]) for each in came["findings"]]


def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave diagrams little room."""
    monkeypatch.setattr(strategies, "NODES", 400)
    monkeypatch.setattr(choosing, "DIAGRAMS", replace(choosing.DIAGRAMS, most=400))


# Where each ends -----------------------------------------------------------------------------------------------------


def test_the_most_nodes_end_in_a_verdict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was met was met, and the rest is withheld."""
    narrow(monkeypatch)
    came = explore(capsys, lamps(tmp_path, 50), "--engine", "diagrams", "--json")
    found = json.loads(came.out)
    assert (came.code, found["verdict"]) == (0, "incomplete")
    assert found["reason"] == "decision diagrams would have more than 400 nodes"
    assert {"dead_ends", "traps"} <= set(found["withheld"])


def test_the_most_cells_end_in_a_verdict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is known before the start."""
    came = explore(capsys, lamps(tmp_path, 50), "--engine", "bitsets")
    assert came.code == 0
    assert f"Not complete: sets of states would take more than {bitsets.ALL:,} bits" in said(came)


def test_both_ends_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one engine met counts beside what the other did."""
    narrow(monkeypatch)
    text = said(explore(capsys, lamps(tmp_path, 50), "--limit", "100"))
    assert "there are more than 100 states, and decision diagrams would have more than 400 nodes." in text


@pytest.mark.parametrize("engine", ["states", "diagrams", "auto"])
def test_time_ends_in_a_verdict(tmp_path: Path, capsys: pytest.CaptureFixture[str], engine: str) -> None:
    """Time that is up is no interruption."""
    came = explore(capsys, lamps(tmp_path, 50), "--engine", engine, "--seconds", "0.000001", "--json")
    found = json.loads(came.out)
    assert (came.code, found["verdict"]) == (0, "incomplete")
    assert found["reason"].startswith("stopped after ")


@pytest.mark.parametrize("seconds", ["0", "-1", "soon", "nan", "inf"])
def test_a_time_that_is_none(capsys: pytest.CaptureFixture[str], seconds: str) -> None:
    """It is wrong usage."""
    with pytest.raises(SystemExit) as left:
        explore(capsys, "boy-on-the-curb", f"--seconds={seconds}")
    assert left.value.code == 2
    assert "is no number of seconds" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signal")
def test_ctrl_c_ends_sets_too(tmp_path: Path) -> None:
    """What is known by then is told; the exit code is 130."""
    story = lamps(tmp_path, 18)
    command = [sys.executable, "-m", "engine", "explore", story, "--engine", "bitsets", "--json"]
    with subprocess.Popen(command, cwd=ROOT, env=BARE, stdout=subprocess.PIPE) as running:
        time.sleep(1.5)
        running.send_signal(signal.SIGINT)
        out, _err = running.communicate(timeout=60)
    if running.returncode == 130:
        assert json.loads(out)["reason"].startswith("stopped after ")
    else:
        assert running.returncode == 0


# Beyond explore ------------------------------------------------------------------------------------------------------


def test_a_way_is_found_past_the_limit(tmp_path: Path) -> None:
    """It is the shortest where rings show that; that there is none is proven."""
    story = load(Path(numbers(tmp_path))).story
    assert story is not None
    condition, watching, _text, _faults = asked(story, "blue is 9 and red is 7", "--with")
    far = found(watching, "s2", condition, 20)
    assert (far.rests, far.why, len(far.moves or ())) == (True, "", 18)
    assert found(story, "stuck", None, 20).moves is not None
    condition, watching, _text, _faults = asked(story, "blue is 3", "--with")
    none = found(watching, "over", condition, 20)
    assert none.moves is not None


@pytest.mark.parametrize("seed", [1, 2])
def test_plays_are_shown_where_there_is_room_for_a_part_of_the_history(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty million states in 2^15 nodes: the same is found as with more room, and each play is one."""
    story = big.story(big.MADE["realistic"](40, seed))
    ask = Ask(engine="diagrams", figures=False)
    monkeypatch.setattr(strategies, "NODES", 1 << 18)
    full = choosing.explore(story, ask)
    forgot, thin = list[bool](), History.thin

    def thinned(history: History[int]) -> bool:
        forgot.append(thin(history))
        return forgot[-1]

    monkeypatch.setattr(History, "thin", thinned)
    monkeypatch.setattr(strategies, "NODES", 1 << 15)
    narrow = choosing.explore(story, ask)
    assert any(forgot)
    assert narrow.is_complete
    assert narrow.states == full.states > 10**7
    assert [each.diagnostic.code for each in narrow.findings] == [each.diagnostic.code for each in full.findings]
    for mine, other in zip(narrow.endings, full.endings, strict=True):
        assert (mine.shortest is None) == (other.shortest is None)
        if mine.shortest is not None:
            assert replayed(story, mine.shortest).step.state.scene == mine.scene
