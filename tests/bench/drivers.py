"""Drivers of the peers that are written in Python: each shows the first choices, or takes the walk.

Run by the interpreter that has them, in a process of its own: `python -c "from tests.bench.drivers import ..."`.
Imports nothing at the top, since that would count as theirs.
"""

from typing import Any


def _text(path: str) -> str:
    with open(path, encoding="utf-8-sig") as stream:  # noqa: PTH123 - pathlib is an import that would count as theirs
        return stream.read()


def _show(words: str, choices: list[str]) -> None:
    import sys  # noqa: PLC0415

    sys.stdout.write(words + "\n")
    for number, choice in enumerate(choices, 1):
        sys.stdout.write(f"{number}. {choice}\n")


def _count(words: str, choices: list[str]) -> tuple[int, int]:
    return len(choices), len(words) - words.count("\n") + sum(map(len, choices))


def _bink(path: str) -> Any:  # noqa: ANN401 - bink ships no types
    import bink.story  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415

    return bink.story.Story(_text(path))


def bink_start(path: str) -> None:
    """Show the first choices of a compiled ink story."""
    story = _bink(path)
    _show(story.continue_maximally(), list(story.get_current_choices()))


def bink_walk(path: str) -> None:
    """Walk a compiled ink story."""
    from tests.bench.walk import serve  # noqa: PLC0415

    story = _bink(path)

    def told() -> tuple[int, int]:
        return _count(story.continue_maximally(), list(story.get_current_choices()))

    def begin() -> tuple[int, int]:
        story.reset_state()
        return told()

    def choose(index: int) -> tuple[int, int]:
        story.choose_choice_index(index)
        return told()

    serve(begin, choose)


def _inkpython(path: str) -> Any:  # noqa: ANN401 - inkpython ships no types
    import inkpython.engine.story  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415

    return inkpython.engine.story.Story(_text(path))


def inkpython_start(path: str) -> None:
    """Show the first choices of a compiled ink story."""
    story = _inkpython(path)
    _show(story.ContinueMaximally(), [choice.text for choice in story.currentChoices])


def inkpython_walk(path: str) -> None:
    """Walk a compiled ink story."""
    from tests.bench.walk import serve  # noqa: PLC0415

    story = _inkpython(path)

    def told() -> tuple[int, int]:
        return _count(story.ContinueMaximally(), [choice.text for choice in story.currentChoices])

    def begin() -> tuple[int, int]:
        story.ResetState()
        return told()

    def choose(index: int) -> tuple[int, int]:
        story.ChooseChoiceIndex(index)
        return told()

    serve(begin, choose)


def _bardic(path: str) -> Any:  # noqa: ANN401 - bardic ships no types
    import json  # noqa: PLC0415

    from bardic.runtime.engine import BardEngine  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415

    return BardEngine(json.loads(_text(path)))


def bardic_compile(path: str, to: str) -> None:
    """Compile a story to JSON."""
    import json  # noqa: PLC0415

    from bardic.compiler.compiler import BardCompiler  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415

    with open(to, "w", encoding="utf-8") as stream:  # noqa: PTH123
        json.dump(BardCompiler().compile_string(_text(path)), stream)


def bardic_start(path: str) -> None:
    """Show the first choices of a compiled story."""
    shown = _bardic(path).current()
    _show(shown.content, [choice["text"] for choice in shown.choices])


def bardic_source(path: str) -> None:
    """Compile a story and show its first choices."""
    from bardic.compiler.compiler import BardCompiler  # noqa: PLC0415
    from bardic.runtime.engine import BardEngine  # noqa: PLC0415

    shown = BardEngine(BardCompiler().compile_string(_text(path))).current()
    _show(shown.content, [choice["text"] for choice in shown.choices])


def bardic_walk(path: str) -> None:
    """Walk a compiled story."""
    from tests.bench.walk import serve  # noqa: PLC0415

    engine = _bardic(path)

    def told(shown: Any) -> tuple[int, int]:  # noqa: ANN401
        return _count(shown.content, [choice["text"] for choice in shown.choices])

    serve(lambda: told(engine.goto("Start")), lambda index: told(engine.choose(index)))
