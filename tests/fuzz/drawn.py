"""The fuzzer with hypothesis, where atheris is not installed: it draws examples; what reaches a new path is kept."""

from collections.abc import Callable
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.mutations import KEYS, SIGNS, VALUES, mutated
from tests.fuzz.running import Runner

Over = Callable[[Runner, int], bool]
"""What is asked before each example, with how many are in the corpus: whether it is time to stop."""

BUFFER = 2000
"""Out of how many random bytes hypothesis draws an example."""
NEW = 0.5
"""How much of the time what was found here is changed, and not what was there before."""

_PIECES = st.lists(
    st.sampled_from(
        [*SIGNS, *VALUES, *(key + b": " for key in KEYS), b"\n", b"\n  ", b"\n    - ", b"\n==== condition\n"]
    )
    | st.text(max_size=3).map(lambda text: text.encode("utf-8", "surrogatepass")),
    max_size=60,
).map(b"".join)


def fuzz(runner: Runner, corpus: list[bytes], random: Random, over: Over) -> list[bytes]:
    """Run examples until it is over, and return those that reached something new."""
    found: list[bytes] = []

    @settings(database=None, deadline=None)
    @given(st.randoms(use_true_random=True), st.integers(0, 9).flatmap(lambda n: st.none() if n else _PIECES))
    def one(dice: Random, pieces: bytes | None) -> None:
        example = pieces
        if example is None:
            known = found if found and dice.random() < NEW else corpus
            example = mutated(dice, dice.choice(known), corpus)
        if runner.run(example):
            found.append(example)

    while not over(runner, len(corpus) + len(found)):
        one.hypothesis.fuzz_one_input(random.randbytes(BUFFER))  # type: ignore[attr-defined]  # `given` sets it
    return found
