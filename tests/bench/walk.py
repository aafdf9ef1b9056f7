"""The walk that every runtime takes, and the way it is asked for: the same choices everywhere, from the same numbers.

Run inside the process that is measured, with other interpreters too: imports nothing but the standard library.
Each line on standard input is a number of choices; each line on standard output is the processor time that they took,
in seconds, and how many letters were told. A story that ends begins again. `peers.js` does the same.
"""

import sys
import time
from collections.abc import Callable

Told = tuple[int, int]
"""How many choices are offered, and how many letters the words and the choices have."""


def serve(begin: Callable[[], Told], choose: Callable[[int], Told]) -> None:
    """Walk as asked until the input ends."""
    offered, _letters = begin()
    number = 1
    for line in sys.stdin:
        count, letters = int(line), 0
        before = time.process_time()
        for _ in range(count):
            if offered:
                number = number * 16807 % 2147483647
                offered, told = choose(number % offered)
            else:
                offered, told = begin()
            letters += told
        sys.stdout.write(f"{time.process_time() - before} {letters}\n")
        sys.stdout.flush()
