"""`walks.yaml`: what stands in it becomes values, in every form; and the bundled story's own walks arrive.

What is said of a mistake is data: folders of `diagnostics/` with a `walks.yaml`.
"""

import copy
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from engine.checking.beside import Beside
from engine.checking.walks import Walks, read_walks
from engine.conditions import Always, Chose, Compare, Holds, Not, Tree, compiled
from engine.diagnostics import Diagnostic, Span
from engine.explore.promised import CanAlwaysReach, Goal, Never, Reachable
from engine.explore.trying import tried
from engine.explore.walk import Chosen, Drawn, Ends, Has, Practised, Remembers, Stands, Walk
from engine.model import Condition, Counter
from engine.play.rules import begin, step
from engine.reading.files import bundled
from engine.reading.load import Loaded, load
from tests.properties.laws import examples, law
from tests.properties.stories import Play, render
from tests.properties.test_rules import agree, asking
from tests.reference import walker
from tests.reference.memory import holds
from tests.test_schemas import SCHEMAS, Schema, _faults, faults

BOY = bundled("scenes") / "boy-on-the-curb"
SOMEWHERE = Span("", 0, 0, 0, 0)
"""Places do not count when values are compared."""

STORY = """
curbside: 1
title: The gate
variables:
  steps: {start: 0, min: 0, max: 5}
  gate_is: {start: shut, one_of: [shut, open]}
  wet: {start: false}
moments:
  rang: {title: You rang}
  waved: {title: You waved}
dimensions:
  listen: {title: Listening, about: Hears it out.}
scenes:
  gate:
    tags: [outside]
    choices:
      - {id: ring, text: Ring., remember: rang, add: {steps: 1}, empathy: {notice: You looked.}, to: path}
      - {id: wait, text: Wait., to: [{chance: 1, to: path}, {chance: 1, to: here}]}
  path:
    tags: [outside]
    text: [{when: visits(path) < 3, text: Leaves.}]
    choices:
      - {id: walk, text: Walk., set: {gate_is: open, wet: true}, empathy: {listen: You heard it.}, to: garden}
      - {id: back, text: Go back., once: true, remember: waved, to: gate}
  garden: {ending: Apples}
  street: {ending: Rain}
"""

WALKS = """
curbside: 1
walks:
  - id: in
    about: The long way.
    choose:
      - gate.wait
      - {drew: here}
      - gate.wait
      - drew: here
      - gate.ring
      - path.walk
    expect:
      ending: garden
      remembers: rang
      forgot:
        - waved
      variables: {steps: 1, gate_is: open, wet: true}
      practised: {notice: 1, listen: 1, feel: 0}
  - id: on_the_way
    choose: [gate.ring]
    expect: {at: path, remembers: [rang]}
  - {id: bare, choose: [gate.ring]}
promises:
  - {id: all, reachable: endings, about: Both of them.}
  - {id: there, reachable: outside}
  - {id: home, can_always_reach: garden}
  - {id: in_the_end, can_always_reach: endings, unless: not rang}
  - {id: in, never: visits(path) > 4}
  - id: dry
    never: |
      chose(gate.ring)
"""


def written(folder: Path, story: str, walks: str) -> Loaded:
    """Write a story and its walks into `folder`, and return the story as loaded."""
    (folder / "story.yaml").write_text(story, "utf-8")
    (folder / "walks.yaml").write_text(walks, "utf-8")
    return load(folder)


def read(folder: Path, walks: str, story: str = STORY) -> Beside[Walks]:
    """Return walks as read beside a story in `folder`."""
    found = read_walks(folder, written(folder, story, walks))
    assert found is not None
    return found


def condition(text: str, tree: Tree) -> Condition:
    """Return a condition as it should be read."""
    return Condition(text, tree, compiled(tree))


def codes(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    """Return what was told, and on which line."""
    return [f"{each.code}:{each.span.line}" for each in diagnostics]


# Values


def test_every_form_of_a_walk(tmp_path: Path) -> None:
    """One moment or a list, a draw on its own line or in braces, an ending, a scene or nothing at all."""
    found = read(tmp_path, WALKS)
    assert found.diagnostics == ()
    assert found.value is not None
    at = SOMEWHERE
    assert found.value.walks == (
        Walk(
            "in",
            (
                *(Chosen("gate.wait", at), Drawn("here", at)),
                *(Chosen("gate.wait", at), Drawn("here", at)),
                *(Chosen("gate.ring", at), Chosen("path.walk", at)),
            ),
            (
                Ends("garden", at),
                Remembers("rang", happened=True, span=at),
                Remembers("waved", happened=False, span=at),
                Has("steps", 1, at),
                Has("gate_is", "open", at),
                Has("wet", value=True, span=at),
                Practised("notice", 1, at),
                Practised("listen", 1, at),
                Practised("feel", 0, at),
            ),
            at,
        ),
        Walk("on_the_way", (Chosen("gate.ring", at),), (Stands("path", at), Remembers("rang", True, at)), at),  # noqa: FBT003 - as it stands
        Walk("bare", (Chosen("gate.ring", at),), (), at),
    )


def test_every_form_of_a_promise(tmp_path: Path) -> None:
    """A scene, a tag, `endings`; a condition on one line or below its key. Ids of walks and promises are apart."""
    value = read(tmp_path, WALKS).value
    assert value is not None
    at = SOMEWHERE
    assert value.promises == (
        Reachable("all", Goal("endings", ("garden", "street"), at), at),
        Reachable("there", Goal("outside", ("gate", "path"), at), at),
        CanAlwaysReach("home", Goal("garden", ("garden",), at), None, at),
        CanAlwaysReach(
            "in_the_end", Goal("endings", ("garden", "street"), at), condition("not rang", Not(Holds(3))), at
        ),
        Never("in", condition("visits(path) > 4", Compare(counts=True, slot=0, sign=">", number=4)), at),
        Never("dry", condition("chose(gate.ring)\n", Chose(2)), at),
    )


def test_places_are_kept(tmp_path: Path) -> None:
    """A walk that fails later is shown at its step or at what was expected, and a promise at its id."""
    found = read(tmp_path, WALKS)
    assert found.value is not None
    walk, promise = found.value.walks[0], found.value.promises[0]
    spans = [walk.span, *(each.span for each in (*walk.moves, *walk.expects)), promise.span]
    lines = found.document.lines
    shown = [lines[span.line - 1][span.column - 1 : span.end_column - 1] for span in spans]
    assert shown == (
        "in gate.wait here gate.wait here gate.ring path.walk garden rang waved 1 open true 1 1 0 all".split()  # noqa: SIM905 - a row of words
    )


def test_one_kind_is_enough(tmp_path: Path) -> None:
    """Walks alone, or promises alone."""
    walks = read(tmp_path, "curbside: 1\nwalks:\n  - {id: w, choose: [gate.ring]}\n").value
    promises = read(tmp_path, "curbside: 1\npromises:\n  - {id: p, never: 'true'}\n").value
    assert walks is not None
    assert promises is not None
    assert (len(walks.walks), walks.promises) == (1, ())
    assert promises.walks == ()
    assert promises.promises == (Never("p", condition("true", Always(value=True)), SOMEWHERE),)


def test_without_a_file_there_is_nothing(tmp_path: Path) -> None:
    """Walks are no duty; nor are they read beside a story that is a single file of another name."""
    loaded = written(tmp_path, STORY, WALKS)
    (tmp_path / "other.yaml").write_text(STORY, "utf-8")
    assert read_walks(tmp_path / "other.yaml", loaded) is None
    assert read_walks(tmp_path / "story.yaml", loaded) is not None
    (tmp_path / "walks.yaml").unlink()
    assert read_walks(tmp_path, loaded) is None


# What stands in the way


def test_in_a_broken_story_names_are_looked_up_where_they_are_known(tmp_path: Path) -> None:
    """A fault elsewhere in the story hides no slip here; endings, tags and draws wait until the story is mended."""
    story = STORY.replace("to: garden", "to: gardne")
    walks = WALKS.replace("path.walk", "path.wlak").replace("ending: garden", "ending: gate")
    found = read(tmp_path, walks, story)
    assert codes(found.diagnostics) == ["L206:12"]
    assert found.value is None
    assert read(tmp_path, WALKS, story).value is None, "a story that cannot be played has no walks"


@pytest.mark.parametrize(
    "story",
    [
        "curbside: 1\ntitle: [\n",
        "",
        "- a list\n",
        STORY.replace("moments:\n", "moments: none\nmomnts:\n"),
        STORY.replace("scenes:\n", "scenes: none\nscnes:\n"),
    ],
)
def test_where_the_story_cannot_be_told_no_name_is_missing(tmp_path: Path, story: str) -> None:
    """Only the shape of the file itself is looked at."""
    found = read(tmp_path, WALKS.replace("path.walk", "nowhere.walk").replace("id: bare", "idd: bare"), story)
    assert codes(found.diagnostics) == ["S103:23"]


def test_a_name_whose_declaration_is_at_fault_is_not_asked_about(tmp_path: Path) -> None:
    """One cause, one fault: the story's."""
    story = STORY.replace("max: 5", "max: none").replace("- {id: ring", "- {idd: 7, id: ring")
    assert read(tmp_path, WALKS.replace("steps: 1", "steps: 99"), story).diagnostics == ()
    story = STORY.replace("- {id: ring, text: Ring.,", "- {text: Ring.,")
    assert read(tmp_path, WALKS, story).diagnostics == ()


def test_in_yaml_that_is_no_yaml_the_rest_is_read(tmp_path: Path) -> None:
    """A slip of YAML is told, and the names behind it are looked up."""
    found = read(tmp_path, WALKS.replace("about: The long way.", "about: The way: long").replace("id: bare", "id: in"))
    assert codes(found.diagnostics) == ["Y005:5", "L207:23"]
    assert found.value is None


@pytest.mark.parametrize(
    "rows",
    [
        "walks:\n  - id: w\n    choose:\n" + "      - gate.wring\n" * 500,
        "walks:\n" + "  - {id: here, choose: [gate.ring]}\n" * 500,
        "promises:\n" + "".join(f"  - {{id: p{number}, reachable: nowhere, never: wrong}}\n" for number in range(500)),
        "promises:\n" + "".join(f"  - {{id: p{number}, reachable: nowhere}}\n" for number in range(500)),
        "walks:\n"
        + "".join(f"  - {{id: w{n}, choose: [gate.wring], expect: {{remembers: rong}}}}\n" for n in range(500)),
        "walks:\n  - id: w\n    choose: [gate.ring]\n    expect:\n      variables:\n"
        + "".join(f"        v{number}: 1\n" for number in range(500)),
    ],
)
def test_faults_come_in_the_order_of_the_file_and_at_most_two_hundred(tmp_path: Path, rows: str) -> None:
    """However many there are."""
    lines = [each.span.line for each in read(tmp_path, f"curbside: 1\n{rows}").diagnostics]
    assert len(lines) == 200
    assert lines == sorted(lines)
    assert lines[-1] <= 210


def test_conditions_have_a_limit_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As those of a story have; past it one fault is told, and the rest is not read."""
    monkeypatch.setattr("engine.checking.asking.ASKED", 4)
    promises = "".join(
        f"  - {{id: p{number}, never: {condition}}}\n"
        for number, condition in enumerate(("rang and waved", "rang", "rong", "rong"))
    )
    found = read(tmp_path, f"curbside: 1\npromises:\n{promises}")
    assert codes(found.diagnostics) == ["Y024:5"]


# A story that is watched


def test_the_story_is_left_alone(tmp_path: Path) -> None:
    """What a promise asks is not kept in the states of a play, only in those of whoever watches."""
    loaded = written(tmp_path, STORY, WALKS)
    before = load(tmp_path).story
    found = read_walks(tmp_path, loaded)
    assert found is not None
    assert found.value is not None
    assert loaded.story == before
    assert loaded.story is not None
    assert loaded.names is not None
    assert loaded.names.counters() == loaded.story.counters == (Counter(4, 1),)
    assert set(loaded.story.bits) == {"path.back"}
    assert found.value.watching.counters == (Counter(5, 1),)
    assert set(found.value.watching.bits) == {"path.back", "gate.ring"}


def test_a_story_of_which_nothing_is_asked_is_watched_as_it_is(tmp_path: Path) -> None:
    """States do not grow for nothing."""
    value = read(tmp_path, "curbside: 1\npromises: [{id: p, never: rang and visits(path) > 1}]\n").value
    assert value is not None
    assert value.watching == load(tmp_path).story


@law(60)
def test_a_watched_story_plays_the_same_and_remembers_what_is_asked(play: Play) -> None:
    """Along a play, each condition is as true as to one who has counted everything."""
    plain, picks, seed = play
    value = _asking_everything(plain)
    ours, theirs = walker.drawing(seed), asking(walker.drawing(seed))
    walk, made = walker.begin(plain, ours, seed), begin(value.watching, theirs)
    for pick in picks:
        agree(plain, value.watching, walk, made, seed)
        for promise in value.promises:
            assert isinstance(promise, Never)
            text = promise.condition.text
            assert promise.condition.holds(made.state) == holds(text, walk.memory), text
        available, _, _ = walker.offered(plain, walk.memory)
        if not available:
            break
        choice = available[pick % len(available)]
        walk = walker.choose(plain, walk.memory, choice, ours, seed)
        made = step(value.watching, made.state, choice, theirs)


def _asking_everything(plain: dict[str, Any]) -> Walks:
    """Return the promises that ask for every visit and every choice of a story."""
    conditions = [f"visits({scene}) is {times}" for scene in plain["scenes"] for times in (0, 1, 3)]
    conditions += [f"not visited({scene})" for scene in plain["scenes"]]
    for name, scene in plain["scenes"].items():
        conditions += [f"chose({name}.{choice['id']})" for choice in scene.get("choices", ())]
    promises = [{"id": f"p{number}", "never": condition} for number, condition in enumerate(conditions)]
    with tempfile.TemporaryDirectory() as folder:
        found = read(Path(folder), yaml.safe_dump({"curbside": 1, "promises": promises}), render(plain))
    assert found.diagnostics == ()
    assert found.value is not None
    return found.value


# Hostile files


GOOD = yaml.safe_load(WALKS)
ODD: list[Any] = [
    *(None, True, 0, -1, 1.5, 10**9, "", " ", "here", "a.b", "a b", "\x00", "a\n", "(" * 2000, "not " * 400),
    *([], [[]], ["rang"], {}, {"a": {}}, {"drew": ["path"]}, [{"drew": "path"}] * 3),
    {"id": "x", "choose": ["gate.ring"]},
]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - as YAML gives it
    """Yield the way to everything in a value."""
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield from places(each, (*path, key))


def exchanged(value: Any, path: tuple[Any, ...], odd: Any) -> Any:  # noqa: ANN401 - as above
    """Return a copy of `value` in which something else stands at `path`."""
    if not path:
        return odd
    changed = copy.deepcopy(value)
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = odd
    return changed


@pytest.mark.parametrize("path", list(places(GOOD)), ids=lambda path: ".".join(map(str, path)) or "all")
def test_whatever_stands_anywhere_is_borne(tmp_path: Path, path: tuple[Any, ...]) -> None:
    """Walks either have a value, or something is said; nothing is ever raised."""
    loaded = written(tmp_path, STORY, "")
    for odd in ODD:
        text = json.dumps(exchanged(GOOD, path, odd))
        (tmp_path / "walks.yaml").write_text(text, "utf-8")
        found = read_walks(tmp_path, loaded)
        assert found is not None
        assert (found.value is None) == bool(found.diagnostics), text


WORDS = st.text(max_size=8) | st.sampled_from(["gate", "gate.ring", "rang", "endings"])
KEYS = st.sampled_from(sorted({key for path in places(GOOD) for key in path if isinstance(key, str)})) | WORDS
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
)


@examples(150)
@given(ANYTHING.map(lambda value: yaml.safe_dump(value).encode()) | st.binary(max_size=60))
def test_any_file_gives_diagnostics(data: bytes) -> None:
    """Whatever stands beside a story, it is read or told, and never raises."""
    with tempfile.TemporaryDirectory() as folder:
        loaded = written(Path(folder), STORY, "")
        (Path(folder) / "walks.yaml").write_bytes(data)
        found = read_walks(Path(folder), loaded)
        assert found is not None
        assert found.diagnostics


def test_what_is_no_file_of_the_folder_is_not_read(tmp_path: Path) -> None:
    """A folder of that name, or a link that leads out."""
    story = tmp_path / "story"
    story.mkdir()
    loaded = written(story, STORY, WALKS)
    (story / "walks.yaml").rename(tmp_path / "walks.yaml")
    (story / "walks.yaml").symlink_to(tmp_path / "walks.yaml")
    linked = read_walks(story, loaded)
    (story / "walks.yaml").unlink()
    (story / "walks.yaml").mkdir()
    folder = read_walks(story, loaded)
    assert linked is not None
    assert folder is not None
    assert codes(linked.diagnostics) == codes(folder.diagnostics) == ["Y023:1"]


# The shape


def test_the_page_of_the_language_is_right_in_shape() -> None:
    """What the design shows, but for the version: a key cannot stand in a file twice."""
    assert faults("walks", yaml.safe_load(PAGE)) == []


PAGE = """
curbside: 1
walks:
  - id: lunch_is_shared
    choose:
      - the_curb.crouch
      - eye_level.offer_lunch
      - {drew: owner_watches}
    expect: {ending: twenty_minutes, remembers: [shared_lunch], practised: {act: 1}}
promises:
  - {id: every_ending, reachable: endings}
  - {id: always_a_way_back, can_always_reach: connected, unless: drove_off}
  - {id: clip_needs_a_lunch, never: visited(the_clip) and not shared_lunch}
"""


def walk(**keys: object) -> Schema:
    """Return walks with one walk that holds these keys as well."""
    return {"curbside": 1, "walks": [{"id": "w", "choose": ["a.b"], **keys}]}


def promise(**keys: object) -> Schema:
    """Return walks with one promise that holds these keys."""
    return {"curbside": 1, "promises": [{"id": "p", **keys}]}


ONE, EXPECT, KEPT = "$.walks[0]", "$.walks[0].expect", "$.promises[0]"

BAD: dict[str, tuple[Schema, list[str]]] = {
    "nothing": ({}, ["$ required"]),
    "a version alone": ({"curbside": 1}, ["$ required"]),
    "a later version": ({**walk(), "curbside": 2}, ["$.curbside const"]),
    "the version as a key of its own": ({"walks": 1}, ["$.walks type"]),
    "no walk": ({"curbside": 1, "walks": []}, ["$.walks minItems"]),
    "walks by their ids": ({"curbside": 1, "walks": {"w": ["a.b"]}}, ["$.walks type"]),
    "a walk without an id": ({"curbside": 1, "walks": [{"choose": ["a.b"]}]}, [f"{ONE} required"]),
    "a walk that goes nowhere": (walk(choose=[]), [f"{ONE}.choose minItems"]),
    "a walk of one step, no list": (walk(choose="a.b"), [f"{ONE}.choose type"]),
    "a step by half": (walk(choose=["b"]), [f"{ONE}.choose[0] pattern"]),
    "a blank step": (walk(choose=[" "]), [f"{ONE}.choose[0] pattern", f"{ONE}.choose[0] pattern"]),
    "a step that is a number": (walk(choose=[1]), [f"{ONE}.choose[0] type"]),
    "a step of nothing": (walk(choose=[{}]), [f"{ONE}.choose[0] required"]),
    "a draw of a choice": (walk(choose=[{"drew": "a.b"}]), [f"{ONE}.choose[0].drew pattern"]),
    "a draw and more": (walk(choose=[{"drew": "a", "from": "b"}]), [f"{ONE}.choose[0] additionalProperties"]),
    "nothing expected": (walk(expect={}), [f"{EXPECT} minProperties"]),
    "an ending alone": (walk(expect="a"), [f"{EXPECT} type"]),
    "an ending by its title": (walk(expect={"ending": "The end"}), [f"{EXPECT}.ending pattern"]),
    "two places": (walk(expect={"ending": "a", "at": "a"}), [f"{EXPECT}.at not"]),
    "a moment twice": (walk(expect={"remembers": ["m", "m"]}), [f"{EXPECT}.remembers uniqueItems"]),
    "no moment": (walk(expect={"forgot": []}), [f"{EXPECT}.forgot minItems"]),
    "a list of values": (walk(expect={"variables": ["v"]}), [f"{EXPECT}.variables type"]),
    "a value of parts": (walk(expect={"variables": {"v": ["a"]}}), [f"{EXPECT}.variables.v type"]),
    "half a time": (walk(expect={"practised": {"act": 0.5}}), [f"{EXPECT}.practised.act type"]),
    "less than never": (walk(expect={"practised": {"act": -1}}), [f"{EXPECT}.practised.act minimum"]),
    "a promise of nothing": (promise(), [f"{KEPT} required"]),
    "a promise by condition alone": (promise(unless="a"), [f"{KEPT} required"]),
    "a promise without an id": ({"curbside": 1, "promises": [{"never": "a"}]}, [f"{KEPT} required"]),
    "two promises in one": (promise(never="a", reachable="b"), [f"{KEPT}.never not"]),
    "three promises in one": (
        promise(never="a", reachable="b", can_always_reach="c"),
        [f"{KEPT}.can_always_reach not", f"{KEPT}.never not"],
    ),
    "reachable, unless": (promise(reachable="b", unless="a"), [f"{KEPT}.unless not"]),
    "never, unless": (promise(never="b", unless="a"), [f"{KEPT}.unless not"]),
    "two goals": (promise(reachable=["a", "b"]), [f"{KEPT}.reachable type"]),
    "a condition that is no words": (promise(never=True), [f"{KEPT}.never type"]),
    "too long a condition": (promise(never="a" * 1001), [f"{KEPT}.never maxLength"]),
}


@pytest.mark.parametrize(("document", "expected"), BAD.values(), ids=BAD)
def test_bad_shapes(document: Schema, expected: list[str]) -> None:
    """Each mistake is found where it stands, and nothing else is; older editors say the same."""
    assert faults("walks", document) == expected
    assert older("walks", document) == expected


def older(file: str, document: object) -> list[str]:
    """Return what a reader that knows draft 07 only says of a document."""
    return _faults(Draft7Validator(SCHEMAS[file]), document)


# The bundled story


def bundled_walks() -> Walks:
    """Return the walks of the bundled story."""
    found = read_walks(BOY, load(BOY))
    assert found is not None
    assert found.diagnostics == ()
    assert found.value is not None
    return found.value


@pytest.mark.parametrize("walk", bundled_walks().walks, ids=lambda walk: walk.id)
def test_the_walks_of_the_bundled_story_arrive(walk: Walk) -> None:
    """Each comes where it is expected to, with what it is expected to hold."""
    kinds = {type(each) for each in walk.expects}
    assert kinds >= {Ends, Remembers, Practised}
    assert tried(bundled_walks().watching, walk).differences == ()


def test_the_walks_of_the_bundled_story_are_different_ones() -> None:
    """They come to different endings, and one of them by chance."""
    walks = bundled_walks().walks
    ends = {expected.scene for walk in walks for expected in walk.expects if isinstance(expected, Ends)}
    assert len(ends) == len(walks) >= 3
    assert any(isinstance(move, Drawn) for walk in walks for move in walk.moves)


def test_no_walk_of_the_bundled_story_breaks_a_promise() -> None:
    """What is never to be does not hold at any menu of theirs, and every ending is promised."""
    value = bundled_walks()
    never = [promise for promise in value.promises if isinstance(promise, Never)]
    assert len(never) >= 2
    for walk in value.walks:
        play = tried(value.watching, walk).play
        assert play is not None
        for move in play.moves:
            assert [each.id for each in never if each.condition.holds(move.step.state)] == []
    endings = {name for name, scene in value.watching.scenes.items() if scene.ending is not None}
    assert any(isinstance(each, Reachable) and set(each.goal.scenes) == endings for each in value.promises)
