"""The writers' guide, `scenes/README.md`: every example in it is checked and played, and its table holds every key.

The comment on the line before a block says what it is:

- `<!-- fragment: KIND -->` before ```yaml: a piece that goes into a small frame story (`framed`) and checks clean.
  KIND is `story` (keys of the header), `scene` (scenes), `keys` (keys of one scene), `choice` or `chapter`. What the
  guide declares anywhere under `variables`, `moments`, `cast` and `dimensions` is declared in every frame, so a piece
  can only use names that the reader was shown.
- `<!-- beside: KIND -->` before ```yaml: a file KIND.yaml, `lesson` or `walks`, beside a story that holds the guide's
  piece on ways by chance; nothing is wrong with it, and each of its walks arrives.
- `<!-- wrong: CODE -->` before ```yaml: these keys of a scene have exactly this one fault, and a ```text block right
  behind it is what `curbside check story.yaml` says of it where they stand alone in the file: without what it says of
  their being no whole story, and without the last line, which counts the faults.
- `<!-- played: 1 2 Enter -->` before ```text: what `curbside play story.yaml --plain --seed 1` prints of the story
  above it when that is typed. Cut off is all that stands above the heading of the first scene or, if that scene has
  no title, above its first words.
- ```yaml without a comment is a whole story and checks clean; ```text without one is only looked at.

A line that begins with "Right: `" is a piece of the kind `keys`.
`pytest --update-expected` rewrites the ```text blocks.
"""

import contextlib
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple
from unittest.mock import patch

import pytest

from engine.checking.lesson import read_lesson
from engine.checking.walks import Walks, read_walks
from engine.cli import main
from engine.explore.trying import tried
from engine.reading.load import load

ROOT: Final = Path(__file__).parent.parent
PAGE: Final = ROOT / "scenes" / "README.md"
LONGEST: Final = 930
NOTE: Final = "These are choices tried in a story. They do not measure empathy or character."
FILE: Final = "story.yaml"

_BLOCK: Final = re.compile(
    r"^(?:<!-- (?P<mark>[^\n]*) -->\n)?```(?P<kind>\w+)\n(?P<body>.*?)^```$|^Right: `(?P<right>[^`\n]*)`$",
    re.MULTILINE | re.DOTALL,
)
_SECTION: Final = re.compile(r"^(?=\w+:)", re.MULTILINE)
_DECLARED: Final = ("variables", "moments", "cast", "dimensions")

_SCENES: Final = {
    "bus_stop": "bus_stop:\n  choices:\n    - {id: pocket, text: Keep it., to: bus}\n",
    **{name: f"{name}:\n  ending: The end of {name}\n" for name in ("bus", "fence", "she_sees_it", "school")},
}
"""The scenes that pieces of the guide lead to, where they do not hold them."""


class Block(NamedTuple):
    """A block of the guide: its first line's number, `yaml` or `text`, its words, and what its comment says.

    `story` is the last yaml block above a text block, and `span` where the words stand in the page.
    """

    line: int
    kind: str
    body: str
    mark: str
    story: str
    span: tuple[int, int]

    def __str__(self) -> str:
        """Return where it stands and what it is, as the name of its test."""
        return f"line {self.line}, {self.mark or self.kind}"


def blocks(page: str) -> Iterator[Block]:
    """Yield every block of the guide. What a `wrong` block is answered with is marked `said`, with its code."""
    above, mark, end = "", "", 0
    for found in _BLOCK.finditer(page):
        line = page.count("\n", 0, found.start()) + 1
        if found["right"] is not None:
            yield Block(line, "yaml", found["right"] + "\n", "fragment: keys", "", found.span("right"))
            continue
        answers = found["kind"] == "text" and mark.startswith("wrong") and not page[end : found.start()].strip()
        mark, end = mark.replace("wrong", "said") if answers else found["mark"] or "", found.end()
        yield Block(line, found["kind"], found["body"], mark, above, found.span("body"))
        above = found["body"] if found["kind"] == "yaml" else above


def sections(text: str) -> dict[str, str]:
    """Return the parts of a piece of YAML by their keys; comments above the first are left out."""
    parts = [part for part in _SECTION.split(text) if re.match(r"\w+:", part)]
    return {part.partition(":")[0]: part for part in parts}


def indented(text: str, by: int) -> str:
    """Return `text` further in; empty lines stay empty."""
    return re.sub(r"^(?=.)", " " * by, text, flags=re.MULTILINE)


def framed(kind: str, body: str, page: str) -> str:
    """Return a whole story around a piece of one."""
    parts = {"curbside": "curbside: 1\n", "title": "title: A frame\n"}
    for block in blocks(page):
        if block.mark == "fragment: story":
            parts |= {key: part for key, part in sections(block.body).items() if key in _DECLARED}
    scenes = dict(_SCENES)
    match kind:
        case "story":
            parts |= sections(body)
        case "scene":
            scenes |= sections(body)
        case "keys":
            leads = {"choices", "to", "ending"} & set(sections(body))
            scenes["bus"] = "bus:\n" + indented(body if leads else f"{body}to: school\n", 2)
        case "choice":
            scenes["bus"] = "bus:\n  choices:\n" + indented(body, 4) + "  to: school\n"
        case _:
            pytest.fail(f"there is no frame for {kind!r}")
    return "".join(parts.values()) + "scenes:\n" + indented("".join(scenes.values()), 2)


def ran(folder: Path, arguments: list[str], typed: str = "") -> str:
    """Return what the program prints when it runs in `folder` and that is typed."""
    out = io.StringIO()
    with contextlib.chdir(folder), patch("sys.stdin", io.StringIO(typed)), contextlib.redirect_stdout(out):
        main(arguments)
    return out.getvalue()


def checked(folder: Path, story: str) -> str:
    """Return what `curbside check` says of a file."""
    (folder / FILE).write_text(story, "utf-8")
    return ran(folder, ["check", FILE])


def said(folder: Path, block: Block) -> str:
    """Return what the checker says of the fault in the lines above."""
    code = block.mark.removeprefix("said: ")
    told = checked(folder, block.story).split("\n\n")
    return "\n\n".join(each for each in told if each.startswith(f"error[{code}]")) + "\n"


def played(folder: Path, block: Block) -> str:
    """Return what the plain player prints of the story above, from the heading of its first scene on."""
    typed = ["" if word == "Enter" else word for word in block.mark.removeprefix("played:").split()]
    (folder / FILE).write_text(block.story, "utf-8")
    story = load(folder / FILE).story
    assert story is not None
    first = story.scenes[story.start]
    heading = first.title or " ".join(sections(block.story)["scenes"].partition("text: ")[2].split())[:30]
    assert heading != story.title, "the two could not be told apart"
    told = ran(folder, ["play", FILE, "--plain", "--seed", "1"], "".join(f"{word}\n" for word in typed))
    return told[re.search(f"^{re.escape(heading)}", told, re.MULTILINE).start() :]  # type: ignore[union-attr]  # it is shown


ANSWERS: Final[dict[str, Callable[[Path, Block], str]]] = {"said": said, "played": played}

TEXT: Final = PAGE.read_text("utf-8")
BLOCKS: Final = list(blocks(TEXT))
STORIES: Final = [block for block in BLOCKS if block.kind == "yaml" and not block.mark]
FRAGMENTS: Final = [block for block in BLOCKS if block.mark.startswith("fragment: ")]
FAULTY: Final = [block for block in BLOCKS if block.mark.startswith("wrong: ")]
BESIDE: Final = [block for block in BLOCKS if block.mark.startswith("beside: ")]
ANSWERED: Final = [block for block in BLOCKS if block.mark.partition(":")[0] in ANSWERS]


# The examples


def test_every_comment_is_understood() -> None:
    """No block is passed over for a slip in its comment, and there is something of each kind."""
    known = re.compile(
        r"|fragment: (story|scene|keys|choice|chapter)|beside: (lesson|walks)|(wrong|said): [A-Z]\d{3}|played:( \S+)*"
    )
    assert [str(block) for block in BLOCKS if not known.fullmatch(block.mark)] == []
    assert {block.kind for block in BLOCKS} == {"text", "yaml", "yml"}
    right = TEXT.count("\nRight: `")
    answers = sum(block.mark.startswith("said") for block in BLOCKS)
    assert TEXT.count("<!--") == sum(bool(block.mark) for block in BLOCKS) - right - answers
    assert TEXT.count("```") == 2 * (len(BLOCKS) - right)
    assert STORIES
    assert FRAGMENTS
    assert {block.mark for block in BESIDE} == {"beside: lesson", "beside: walks"}
    assert len({block.mark for block in FAULTY}) >= 10
    assert {block.mark.partition(":")[0] for block in ANSWERED} == set(ANSWERS)


@pytest.mark.parametrize("block", STORIES, ids=str)
def test_whole_stories(block: Block, tmp_path: Path) -> None:
    """What looks like a story is one."""
    assert "curbside:" in block.body
    assert "no faults" in checked(tmp_path, block.body)


@pytest.mark.parametrize("block", FRAGMENTS, ids=str)
def test_fragments(block: Block, tmp_path: Path) -> None:
    """A piece is right where it belongs; what a frame declares and does not use is of no matter."""
    kind = block.mark.removeprefix("fragment: ")
    if kind == "chapter":
        (tmp_path / "chapters").mkdir()
        (tmp_path / "chapters" / "2.yaml").write_text(block.body, "utf-8")
    story = framed("story", "", TEXT) if kind == "chapter" else framed(kind, block.body, TEXT)
    (tmp_path / FILE).write_text(story, "utf-8")
    assert load(tmp_path / FILE).diagnostics == ()


@pytest.mark.parametrize("block", BESIDE, ids=str)
def test_files_beside_a_story(block: Block, tmp_path: Path) -> None:
    """A lesson and walks name what the guide's story has, and each walk arrives."""
    ways = next(each.body for each in FRAGMENTS if "chance:" in each.body)
    (tmp_path / FILE).write_text(framed("keys", ways, TEXT), "utf-8")
    (tmp_path / f"{block.mark.removeprefix('beside: ')}.yaml").write_text(block.body, "utf-8")
    loaded = load(tmp_path)
    found = (read_lesson if block.mark == "beside: lesson" else read_walks)(tmp_path, loaded)
    assert found is not None
    assert found.diagnostics == ()
    if isinstance(found.value, Walks):
        assert found.value.walks
        assert [each for walk in found.value.walks for each in tried(found.value.watching, walk).differences] == []


@pytest.mark.parametrize("block", FAULTY, ids=str)
def test_faulty(block: Block, tmp_path: Path) -> None:
    """What is shown as wrong has just the fault that is spoken of."""
    found = checked(tmp_path, framed("keys", block.body, TEXT))
    assert re.findall(r"^error\[(\w+)\]", found, re.MULTILINE) == [block.mark.removeprefix("wrong: ")]


@pytest.mark.parametrize("number", range(len(ANSWERED)), ids=lambda number: str(ANSWERED[number]))
def test_what_the_program_says(number: int, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """What stands under an example is what one sees."""
    block = ANSWERED[number]
    told = ANSWERS[block.mark.partition(":")[0]](tmp_path, block)
    if request.config.getoption("--update-expected", default=False):
        page = PAGE.read_text("utf-8")
        now = [each for each in blocks(page) if each.mark.partition(":")[0] in ANSWERS][number]
        PAGE.write_text(page[: now.span[0]] + told + page[now.span[1] :], "utf-8")
    else:
        assert told == block.body


# The page


def _schema() -> dict[str, set[str]]:
    schema = json.loads((ROOT / "schemas" / "story.schema.json").read_text("utf-8"))
    found = {
        name: set(schema["$defs"][name]["properties"]) for name in ("scene", "choice", "block", "branch", "variable")
    }
    return {"story": set(schema["properties"]), **found}


def test_the_table_has_every_key() -> None:
    """The table of keys and the schema hold the same, once each; by the alphabet, each with a link."""
    table: dict[str, list[str]] = {kind: [] for kind in _schema()}
    rows = re.findall(r"^\| `(\w+)` \| ([\w, ]+) \| \S.* \| \[[\w ]+\]\(#[\w-]+\) \|$", TEXT, re.MULTILINE)
    for key, kinds in rows:
        for kind in kinds.split(", "):
            table[kind].append(key)
    assert {kind: sorted(keys) for kind, keys in _schema().items()} == table
    assert [key for key, _kinds in rows] == sorted(key for key, _kinds in rows)
    assert TEXT.partition("\n## All keys\n")[2].partition("\n## ")[0].count("\n") == len(rows) + 3


def test_every_key_is_shown() -> None:
    """Each key stands in some example, or at least in the words above the table."""
    above = TEXT.partition("\n## All keys\n")[0]
    keys = set().union(*_schema().values())
    assert {key for key in keys if not re.search(rf"\b{key}:|`{key}", above)} == set()


@pytest.mark.parametrize("kind", ["lesson", "walks"])
def test_every_key_of_what_stands_beside_is_shown(kind: str) -> None:
    """Each key of a lesson and of walks stands in the example, or in the words around it."""
    schema = json.loads((ROOT / "schemas" / f"{kind}.schema.json").read_text("utf-8"))
    section = TEXT.partition("\n## Lessons and walks\n")[2].partition("\n## ")[0]
    keys = set(_keys(schema))
    assert len(keys) > 12
    assert {key for key in keys if not re.search(rf"\b{key}:|`{key}`", section)} == set()


def _keys(schema: object) -> Iterator[str]:
    """Yield every key that a schema knows, at any depth."""
    if isinstance(schema, dict):
        properties = schema.get("properties", {})
        yield from (key for key, value in properties.items() if "not" not in value)
        for name, inner in schema.items():
            yield from _keys(list(inner.values()) if name in ("properties", "$defs") else inner)
    elif isinstance(schema, list):
        for each in schema:
            yield from _keys(each)


def test_links_lead_somewhere() -> None:
    """Every link within the page names a heading."""
    headings = re.findall(r"^#+ (.*)$", re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL), re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    links = re.findall(r"\]\(#([^)]*)\)", TEXT)
    assert links
    assert set(links) <= anchors


def test_commands_exist() -> None:
    """Only commands are named that the program has."""
    named = set(re.findall(r"`curbside (\w+)", TEXT))
    assert named
    for command in named:
        with contextlib.redirect_stdout(io.StringIO()):
            assert main([command, "--help"]) == 0


def test_it_is_honest_and_short() -> None:
    """The sentence on honesty stands there, and the page can be read in one sitting."""
    assert f"**{NOTE}**" in TEXT
    assert TEXT.count("\n") <= LONGEST
    assert max(len(line) for line in TEXT.splitlines()) <= 120
