"""`curbside report`: the figures of a class by hand against a second working-out, and what must never be in a report.

The class stands in `tests/report/class`, the story in `tests/report/story`, the second working-out in
`tests/reference/report.py`.
"""

import argparse
import csv
import getpass
import io
import json
import os
import re
import shutil
import socket
from collections import Counter
from pathlib import Path
from typing import Any, Final, NamedTuple
from xml.etree import ElementTree as ET

import pytest

from engine.commands.reporting import REPORT
from engine.report.picture import picture
from engine.report.rows import harmless
from tests.reference.report import figures

HERE: Final = Path(__file__).parent / "report"
STORY: Final = HERE / "story"
CLASS: Final = HERE / "class"
NOTE: Final = "These are choices tried in a story. They do not measure empathy or character."
FORBIDDEN: Final = re.compile(
    r"\b(measur\w*|assess\w*|diagnos\w*|scor\w*|grad(?:e|es|ed|ing)|prov(?:e|es|en)|validated|quotient|"
    r"empathy level|level of empathy|progress|rank\w*|improve\w*)\b",
    re.IGNORECASE,
)


class Came(NamedTuple):
    """What the command left: its exit code, what it printed, and what it said beside that."""

    code: int
    out: str
    err: str


def report(capsys: pytest.CaptureFixture[str], *arguments: object) -> Came:
    """Run the command."""
    parser = argparse.ArgumentParser()
    REPORT.add(parser)
    code = REPORT.run(parser.parse_args([str(each) for each in arguments]))
    return Came(code, *capsys.readouterr())


def of_class(folder: Path, capsys: pytest.CaptureFixture[str], out: Path, *more: str) -> Came:
    """Report on a class that played the story of the tests."""
    return report(capsys, folder, "-o", out, "--story", STORY, *more)


def as_json(out: Path) -> dict[str, Any]:
    """Return `report.json`."""
    found: dict[str, Any] = json.loads((out / "report.json").read_text("utf-8"))
    return found


def rows(out: Path) -> list[list[str]]:
    """Return the rows of `choices.csv` as a spreadsheet reads them, without the first."""
    text = (out / "choices.csv").read_bytes().decode("utf-8-sig")
    head, *found = csv.reader(io.StringIO(text, newline=""))
    assert head == ["class", "alias", "play", "sequence", "decision", "letter", "choice", "practised"]
    return found


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy the class, to add to it."""
    shutil.copytree(CLASS, tmp_path / "class")
    return tmp_path / "class"


# Figures


def test_every_figure_is_that_of_the_second_working_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is counted but what a script finds that shares no line with the engine."""
    came = of_class(CLASS, capsys, tmp_path, "--with-shared")
    assert (came.code, came.err) == (0, "")
    expected, lines = figures(STORY / "story.yaml", CLASS)
    found = as_json(tmp_path)
    assert found.pop("note") == NOTE
    assert (found.pop("version"), found.pop("skipped"), found.pop("partly"), found.pop("share")) == (1, [], [], False)
    found["flow"] = {f"{each['from']} {each['to']}": each["count"] for each in found["flow"]}
    for part in ("replays", "votes"):
        decisions = found[part]["decisions"]
        found[part]["decisions"] = {each.pop("scene"): each for each in decisions}
    assert found == expected
    assert rows(tmp_path) == [[str(cell) for cell in line] for line in lines]
    assert (tmp_path / "choices.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_figures_add_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Choices add up to what was chosen, endings to plays, ways to visits, rows to all of it."""
    of_class(CLASS, capsys, tmp_path)
    found = as_json(tmp_path)
    assert found["plays"] == 30
    assert sum(found["endings"].values()) + found["unfinished"] == 30
    made = Counter(f"{row[4]}" for row in rows(tmp_path))
    for decision in found["decisions"]:
        assert sum(decision["choices"].values()) == decision["reached"] == made[decision["scene"]]
        come = sum(way["count"] for way in found["flow"] if way["to"] == decision["scene"])
        assert decision["plays"] == come + (30 if decision["scene"] == "gate" else 0)
    for ending, count in found["endings"].items():
        assert count == sum(way["count"] for way in found["flow"] if way["to"] == ending)
    assert all(0 < each["taken"] <= each["offered"] for each in found["dimensions"].values())


def test_the_page_says_the_same_as_the_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each decision stands there with full words and its denominators, in a picture and in a table."""
    of_class(CLASS, capsys, tmp_path)
    page = (tmp_path / "report.html").read_text("utf-8")
    for words, said in (
        ("A. Stop, and look where she is looking.", "15 of 30"),
        ("C. Cross the street with her.", "11 of 33"),
        ("B. Step back, and let her call him.", "6 of 13"),
    ):
        assert re.search(rf"{re.escape(words)}</text>(?:(?!</text>).)*{said}</text>", page, re.DOTALL)
        assert f'<th scope="row">{words}</th><td>{said}</td>' in page
    pictures = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(pictures) == 1 + 4 + 1 + 3  # endings, decisions, the flow, votes
    assert all("<title id=" in each and "<desc" in each for each in pictures)
    names = re.findall(r' id="([^"]+)"', page)
    assert len(names) == len(set(names))


def test_two_runs_write_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing of a clock, a die or a machine is in a report."""
    for name in ("one", "other"):
        of_class(CLASS, capsys, tmp_path / name)
    for file in ("report.html", "report.json", "choices.csv"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "other" / file).read_bytes()
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == ["choices.csv", "report.html", "report.json"]


# What is shared


def test_what_is_shared_holds_no_small_count_and_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No count from 1 to 4, no alias, no class, no play, nobody's words, no rows."""
    came = of_class(CLASS, capsys, tmp_path, "--share")
    assert (came.code, sorted(path.name for path in tmp_path.iterdir())) == (0, ["report.html", "report.json"])
    found = as_json(tmp_path)
    assert found["plays"] == 29  # one play came to no ending
    assert found["aliases"] is None
    counts = [*found["endings"].values(), *(way["count"] for way in found["flow"])]
    for decision in found["decisions"]:
        counts += [decision["plays"], decision["reached"], *decision["choices"].values()]
    counts += [each[key] for each in found["dimensions"].values() for key in ("offered", "taken")]
    assert all(count is None or count == 0 or count >= 5 for count in counts)
    assert sum(count is not None for count in counts) >= 15
    gate = next(each for each in found["decisions"] if each["scene"] == "gate")["choices"]
    assert gate == {"gate.look": None, "gate.offer": 11, "gate.go_by": None}  # 29 - 11 - 15 would be one below 5
    written = "".join(path.read_text("utf-8") for path in tmp_path.iterdir())
    for file in CLASS.iterdir():
        head = json.loads(file.read_text("utf-8").partition("\n")[0])
        assert head["play"] not in written
        assert (head["alias"] or "5B") not in written
    assert "waited longer" not in written


def test_what_is_shared_never_stands_beside_the_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that already holds every pupil's choices is not one to hand on."""
    of_class(CLASS, capsys, tmp_path)
    before = (tmp_path / "report.html").read_bytes()
    came = of_class(CLASS, capsys, tmp_path, "--share")
    assert came.code == 2
    assert "choices.csv, which is not for sharing" in came.err
    assert (tmp_path / "report.html").read_bytes() == before
    assert of_class(CLASS, capsys, tmp_path / "new", "--share", "--with-shared").code == 2


def test_of_fewer_than_five_nothing_is_shared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not even how many there are."""
    few = tmp_path / "few"
    few.mkdir()
    for file in sorted(CLASS.iterdir())[:4]:
        shutil.copy(file, few)
    of_class(few, capsys, tmp_path / "out", "--share")
    found = as_json(tmp_path / "out")
    assert found["plays"] is None
    assert not re.search(r"\d", json.dumps({**found, "version": ""}))
    assert "Fewer than 5 plays" in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_pupils_words_are_shown_only_where_they_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And then without the alias."""
    of_class(CLASS, capsys, tmp_path)
    assert all(b"waited longer" not in path.read_bytes() for path in tmp_path.iterdir())
    of_class(CLASS, capsys, tmp_path, "--with-shared")
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "<li>I would have waited longer.</li>" in page
    assert "golden-gecko" not in page


# What is in the folder


def _add(folder: Path, name: str, *lines: str) -> None:
    (folder / name).write_bytes("".join(f"{line}\n" for line in lines).encode())


HEAD: Final = '{"curbside": 1, "story": "the-umbrella", "play": "ab12", "alias": null, "class": "5B"}'


def _bad(folder: Path) -> dict[str, str]:
    """Put everything into a folder that is no play, and return each name with the reason that is to be given."""
    first = min(CLASS.iterdir())
    _add(folder, "broken.jsonl", HEAD, '{"choice": "gate.look"', '{"choice": "bench.leave"}')
    (folder / "bytes.jsonl").write_bytes(b"\xff\xfe\x00\n\x80\n")
    (folder / "empty.jsonl").write_bytes(b"")
    (folder / "half.jsonl").write_bytes(b'{"curbside": 1, "story": "the-um')
    _add(folder, "foreign.jsonl", HEAD.replace("the-umbrella", "boy-on-the-curb"))
    _add(folder, "shopping.jsonl", '{"milk": 2}')
    _add(folder, "list.jsonl", "[1]")
    _add(folder, "newer.jsonl", HEAD.replace('"curbside": 1', '"curbside": 9'))
    _add(folder, "deep.jsonl", "[" * 50_000)
    shutil.copy(first, folder / "zz-copy.jsonl")
    (folder / "huge.jsonl").write_bytes(first.read_bytes() + b'{"shared": "' + b"a" * (1 << 20) + b'"}\n')
    (folder / "folder.jsonl").mkdir()
    (folder / "5C").mkdir()
    (folder / "link.jsonl").symlink_to(first)
    os.mkfifo(folder / "pipe.jsonl")
    return {
        "broken.jsonl": "line 2 is damaged",
        "bytes.jsonl": "not a play: its first line does not say of which story",
        "empty.jsonl": "empty",
        "half.jsonl": "not a play: its first line does not say of which story",
        "foreign.jsonl": "a play of another story: boy-on-the-curb",
        "shopping.jsonl": "not a play: its first line does not say of which story",
        "list.jsonl": "not a play: its first line does not say of which story",
        "newer.jsonl": "written by another version of the program",
        "deep.jsonl": "not a play: its first line does not say of which story",
        "zz-copy.jsonl": f"the same play as {first.name}",
        "huge.jsonl": "larger than 1 MiB, as no play is",
        "folder.jsonl": "a folder: only files that stand in the class folder itself are read",
        "5C": "a folder: only files that stand in the class folder itself are read",
        "pipe.jsonl": "not a file",
        "link.jsonl": "a link: only files that stand in the folder themselves are read",
    }


def test_what_is_no_play_is_named_and_the_rest_is_right(
    copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each with its reason, on the screen, on the page and for programs; every other figure stays as it was."""
    of_class(CLASS, capsys, tmp_path / "right")
    bad = _bad(copy)
    (copy / "notes.txt").write_text("Not a play, and no business of ours.")
    (copy / ".hidden.jsonl").write_text("")
    came = of_class(copy, capsys, tmp_path / "out")
    assert came.code == 1
    found, right = as_json(tmp_path / "out"), as_json(tmp_path / "right")
    assert {each["file"]: each["why"] for each in found["skipped"]} == bad
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    for name, why in bad.items():
        assert f"  {name}: {why}\n" in came.err
        assert f'<th scope="row">{name}</th><td>{why}</td>' in page
    assert {**found, "skipped": []} == right
    assert rows(tmp_path / "out") == rows(tmp_path / "right")


def test_a_report_into_the_class_folder_is_not_named_when_it_is_made_again(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is ours, and no play was expected in it."""
    assert [of_class(copy, capsys, copy / "report").code for _time in range(2)] == [0, 0]


def test_a_last_line_that_is_not_whole_is_left_out_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What stands before it counts."""
    whole = f'{HEAD}\n{{"choice": "gate.look"}}\n'.encode()
    for number, end in enumerate((b'{"choice": "bench.le', b'{"shared": "\xc3', b"")):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "play.jsonl").write_bytes(whole + end)
        came = of_class(folder, capsys, tmp_path / f"out{number}")
        found = as_json(tmp_path / f"out{number}")
        assert found["skipped"] == []
        assert found["partly"] == (
            [{"file": "play.jsonl", "why": "its last line is not whole, and was left out"}] if end else []
        )
        assert came.code == (1 if end else 0)
        assert [row[5] for row in rows(tmp_path / f"out{number}")] == ["A"]


def test_a_play_counts_as_far_as_the_story_lets_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only what can really have happened counts; where that ends is said."""
    folder = tmp_path / "class"
    folder.mkdir()
    _add(folder, "a.jsonl", HEAD, '{"choice": "gate.offer"}', '{"choice": "walk.fly"}', '{"ending": "home"}')
    _add(folder, "b.jsonl", HEAD.replace("ab12", "cd"), '{"choice": "gate.fly"}')
    _add(folder, "c.jsonl", HEAD.replace("ab12", "ef"), '{"drew": "gate"}', '{"choice": "gate.look"}')
    came = of_class(folder, capsys, tmp_path / "out")
    found = as_json(tmp_path / "out")
    assert came.code == 1
    assert found["endings"] == {"home": 0, "gone": 0, "stop": 0}
    assert [row[6] for row in rows(tmp_path / "out")] == ["'+ Hold the umbrella over both of you."]
    gone = '"walk.fly", is not in the story any more'
    assert found["partly"][0] == {
        "file": "a.jsonl",
        "why": f"it counts as far as its first choice: the choice that came next, {gone}",
    }
    assert found["partly"][1]["why"].startswith("it counts up to its first choice: ")
    assert found["skipped"] == [{"file": "c.jsonl", "why": "chance decided something then that it does not decide now"}]


def test_the_story_of_most_plays_is_told(copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Found by its id, when it comes with the program; the others are named."""
    header = '{"curbside": 1, "story": "how-a-story-works", "play": "%d", "alias": null, "class": null}'
    for number in range(32):
        _add(copy, f"{number}.jsonl", header % number)
    came = report(capsys, copy, "-o", tmp_path / "out")
    assert came.code == 1
    found = as_json(tmp_path / "out")
    assert (found["story"], found["plays"], len(found["skipped"])) == ("how-a-story-works", 32, 31)
    assert {each["why"] for each in found["skipped"]} == {"a play of another story: the-umbrella"}


def test_where_there_is_nothing_to_read_it_says_what_would_help(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And writes nothing."""
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    for arguments, said in (
        ([nothing], "There are no plays in"),
        ([tmp_path / "none"], "cannot be looked into: No such file or directory."),
        ([CLASS], "does not come with this program. Name its folder with --story."),
        ([CLASS, "--story", "twenty-three"], 'None of the plays is of the story "twenty-three"'),
        ([CLASS, "--story", "umbrela"], "There is no file, folder or bundled story"),
    ):
        came = report(capsys, *arguments, "-o", tmp_path / "out")
        assert (came.code, came.out) == (2, "")
        assert said in came.err
    assert not (tmp_path / "out").exists()
    (tmp_path / "file").write_text("")
    assert of_class(CLASS, capsys, tmp_path / "file").code == 2


@pytest.mark.parametrize("after", ["true", "-1", "1.5", '"9"', "9" * 4000, "9" * 9000, "1e400"])
def test_seconds_that_nobody_can_have_waited_are_left_aside(
    after: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A number that is none, or too large for one, spoils no figure."""
    _add(tmp_path, "a.jsonl", HEAD, '{"choice": "gate.go_by", "after": 90}')
    _add(tmp_path, "b.jsonl", HEAD.replace("ab12", "cd"), f'{{"choice": "gate.go_by", "after": {after}}}')
    of_class(tmp_path, capsys, tmp_path / "out")
    assert as_json(tmp_path / "out")["median_minutes"] == 1.5


# Spreadsheets


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1", "\uff1d1"])
def test_no_spreadsheet_runs_a_cell(words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever a pupil's file says an alias is."""
    assert harmless(words).startswith("'")
    head = {**json.loads(HEAD), "alias": words, "class": words, "play": words}
    folder = tmp_path / "class"
    folder.mkdir()
    _add(folder, "a.jsonl", json.dumps(head), '{"choice": "gate.look"}')
    of_class(folder, capsys, tmp_path / "out")
    assert all(not re.match(r"\s*[=+\-@\uff1d]", cell) for row in rows(tmp_path / "out") for cell in row)


def test_plain_words_stay_as_they_are() -> None:
    """An apostrophe stands only where it is needed."""
    assert [harmless(words) for words in ("quiet-otter", "5B", "", '"No," you say.')] == [
        "quiet-otter",
        "5B",
        "",
        '"No," you say.',
    ]


def test_nothing_in_a_file_is_markup(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Names of files, classes and pupils' words are words."""
    folder = tmp_path / "class"
    folder.mkdir()
    head = {**json.loads(HEAD), "class": "<b>5</b>"}
    _add(folder, "a.jsonl", json.dumps(head), '{"shared": "<script>alert(1)</script>"}')
    _add(folder, "<i>b.jsonl", "no play")
    of_class(folder, capsys, tmp_path / "out", "--with-shared")
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert not re.search(r"<script|<b>|<i>", page)
    assert "&lt;script&gt;alert(1)" in page


# What must never be there


def test_it_never_asks_for_a_network_and_names_no_machine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No socket is made; no user, host or home is in what is written or said."""

    def refused(*_arguments: object, **_more: object) -> None:
        message = "a socket was asked for"
        raise AssertionError(message)

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refused)
    monkeypatch.setenv("HOME", str(tmp_path / "home-of-miss-honey"))
    monkeypatch.setenv("USER", "misshoney")
    monkeypatch.setenv("LOGNAME", "misshoney")
    assert getpass.getuser() == "misshoney"
    monkeypatch.chdir(tmp_path)
    shutil.copytree(CLASS, "class")
    _bad(Path("class"))
    for name, more in (("out", "--with-shared"), ("shared", "--share")):
        came = of_class(Path("class"), capsys, Path(name), more)
        texts = [path.read_text("utf-8") for path in Path(name).iterdir()] + [came.out, came.err]
        for text in texts:
            for private in ("miss", os.uname().nodename, str(tmp_path), str(Path(__file__).parents[1])):
                assert private not in text


def test_the_sentence_is_there_and_no_word_of_measuring(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On the page and for programs, in the version to be shared as well."""
    for name, more in (("out", "--with-shared"), ("shared", "--share")):
        of_class(CLASS, capsys, tmp_path / name, more)
        page = (tmp_path / name / "report.html").read_text("utf-8")
        assert page.count(NOTE) == 1
        assert as_json(tmp_path / name)["note"] == NOTE
        words = re.sub(r"<style>.*?</style>|<[^>]*>", " ", page.replace(NOTE, ""), flags=re.DOTALL)
        assert not FORBIDDEN.search(words)
        assert not FORBIDDEN.search((tmp_path / name / "report.json").read_text("utf-8").replace(NOTE, ""))
        assert not re.search(r"https?:|//|url\(|@import|<script|<link|<img", page)


# The picture of the flow


def test_the_picture_leads_down_and_back() -> None:
    """Each scene has one box below those that lead to it, each way one line and its number; a way back is dashed."""
    ways = [("a", "b", 7), ("a", "c", 3), ("b", "c", 6), ("c", "a", 2), ("c", "c", 1), ("c", "d", 1)]
    titles = {"a": "<Start>", "b": "B", "c": "C", "d": "A title that is far too long for any box"}
    drawn = "\n".join(picture("a", ways, titles, {"a": 10, "b": 7, "c": 9, "d": 1}))
    svg = drawn[drawn.index("<svg") : drawn.index("</svg>") + 6]
    root = ET.fromstring(svg)  # noqa: S314 - we made it
    texts = [each.text for each in root.iter("text")]
    assert [each for each in texts if each and each.isdigit()] == ["7", "3", "6", "2", "1", "1"]
    tops = [float(each.attrib["y"]) for each in root.iter("rect")]
    names = [each for each in texts if each in {"<Start>", "B", "C", "A title that is fa…"}]
    assert names == sorted(names, key=lambda name: tops[names.index(name)])
    assert len(set(tops)) == 4
    lines = list(root.iter("path"))
    assert [each.get("class") for each in lines] == [None, None, None, "back", "back", None]
    widths = [float(each.attrib["stroke-width"]) for each in lines]
    assert widths[0] > widths[2] > widths[1] > widths[3] > widths[4]


def test_of_votes_alone_there_is_a_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A class that only ever played together."""
    _add(tmp_path, "a.jsonl", HEAD, '{"votes": {"gate.look": 9, "gate.go_by": 4}}', '{"choice": "gate.look"}')
    assert of_class(tmp_path, capsys, tmp_path / "out").code == 0
    found = as_json(tmp_path / "out")
    assert (found["plays"], found["votes"]["plays"], rows(tmp_path / "out")) == (0, 1, [])
    assert "9 of 13" in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_a_whole_class_that_showed_letters_only_is_no_pupil(
    copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its file says that they played together, also where nobody counted votes."""
    of_class(CLASS, capsys, tmp_path / "before")
    first, *others = (
        next(path for path in sorted(copy.glob("*.jsonl")) if "votes" not in path.read_text("utf-8"))
        .read_text("utf-8")
        .splitlines()
    )
    head = {**json.loads(first), "alias": None, "together": True, "play": "0123456789abcdef"}
    (copy / "together.jsonl").write_text("\n".join([json.dumps(head), *others, ""]), encoding="utf-8")
    of_class(copy, capsys, tmp_path / "out")
    before, after = as_json(tmp_path / "before"), as_json(tmp_path / "out")
    assert (after["plays"], after["decisions"]) == (before["plays"], before["decisions"])
