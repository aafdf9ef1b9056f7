"""How the laws are tried: a little by default, six times as much when CURBSIDE_ALL=1, always on the same examples.

A story that breaks a law is made as small as it can be by `smallest`, which knows what stories are made of, rather
than by hypothesis, and shown as YAML.
"""

import functools
import os
from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, settings

from tests.properties.smallest import smallest
from tests.properties.stories import Play, plays, render

TIMES = 3 if os.environ.get("CURBSIDE_ALL") == "1" else 1


def examples(count: int) -> settings:
    """Try so many examples, or three times as many."""
    big = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
    return settings(
        max_examples=count * TIMES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=big,
    )


def law(count: int) -> Callable[[Callable[[Play], None]], Callable[[], None]]:
    """Turn a check of one play into a test of half as many random plays (six times as many with CURBSIDE_ALL=1)."""
    tried = count if TIMES > 1 else (count + 1) // 2

    def decorate(check: Callable[[Play], None]) -> Callable[[], None]:
        @functools.wraps(check)
        def once(play: Play) -> None:
            fault = _fault(check, play)
            if fault is None:
                return
            least = smallest(play, lambda other: _alike(_fault(check, other), fault))
            raise AssertionError(_shown(least)) from _fault(check, least)

        test: Callable[[], None] = examples(tried)(given(plays())(once))
        return test

    return decorate


def _fault(check: Callable[[Play], None], play: Play) -> Exception | None:
    try:
        check(play)
    except Exception as fault:  # noqa: BLE001  whatever it is, it breaks the law
        return fault
    return None


def _alike(one: Exception | None, other: Exception) -> bool:
    """Tell whether two faults are of one type and from one line (and, if they say so, of one kind)."""
    return one is not None and _identity(one) == _identity(other)


def _identity(fault: Exception) -> tuple[object, ...]:
    last = fault.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    return type(fault), getattr(fault, "kind", None), last and (last.tb_frame.f_code.co_filename, last.tb_lineno)


def _shown(play: Play) -> str:
    return f"the law is broken, with the choices {play.picks} and the seed {play.seed}, by\n\n{render(play.story)}"
