"""Walks that no file gives: whatever stands in one, it is told and never raised."""

from engine.diagnostics import Span
from engine.explore.trying import tried
from engine.explore.walk import Chosen, Drawn, Walk
from engine.model import Chance, Choice, Fork, Scene, Story, text_of

FIRST, AT = Span("walks.yaml", 1, 1, 1, 2), Span("walks.yaml", 2, 1, 2, 2)
CHOICE = Choice(id="go", name="curb.go", text=text_of(()), span=AT, to="home")
HOME = Scene(id="home", span=AT, ending="Home")
STORY = Story(
    id="s", title="S", scenes={"curb": Scene(id="curb", span=AT, choices=(CHOICE,)), "home": HOME}, start="curb"
)
CHANCE = Story(
    id="s",
    title="S",
    scenes={"bus": Scene(id="bus", span=AT, to=Fork("bus", (Chance(1, "home"), Chance(1, "curb")))), **STORY.scenes},
    start="bus",
)


def test_a_walk_without_a_step_stands_at_the_beginning() -> None:
    """It passes, with a play of the beginning alone."""
    came = tried(STORY, Walk("w", (), (), FIRST))
    assert came.passed
    assert came.play is not None
    assert came.play.step.state.scene == "curb"


def test_a_beginning_by_chance_of_which_nothing_is_said() -> None:
    """There is no play, and the place is that of the walk itself."""
    came = tried(CHANCE, Walk("w", (), (), FIRST))
    assert not came.passed
    assert came.play is None
    assert [(each.span, each.hint) for each in came.differences] == [
        (FIRST, "write before it {drew: home} or {drew: curb}")
    ]


def test_names_that_the_story_does_not_have() -> None:
    """A choice of no scene and one of no choice; a draw of no scene."""
    for name in ("nowhere.go", "curb.gone", "", "curb"):
        (difference,) = tried(STORY, Walk("w", (Chosen(name, AT),), (), FIRST)).differences
        assert difference.span == AT
        assert difference.message.endswith("there is no such choice")
        assert difference.hint == "offered is: curb.go"
    (difference,) = tried(CHANCE, Walk("w", (Drawn("nowhere", AT),), (), FIRST)).differences
    assert difference.message == 'chance at bus does not bring "nowhere" here'


def test_the_play_goes_as_far_as_the_walk() -> None:
    """What was made before the step that cannot be made stands."""
    came = tried(CHANCE, Walk("w", (Drawn("curb", AT), Chosen("curb.go", AT), Chosen("curb.go", AT)), (), FIRST))
    assert came.play is not None
    assert [move.choice for move in came.play.moves] == [None, "curb.go"]
    assert came.play.step.state.scene == "home"
