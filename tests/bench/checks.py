"""`curbside check`: whole processes, against what PyYAML alone takes to load the same file."""

from pathlib import Path
from typing import Final

from tests.bench.rows import Row, Section, ms
from tests.bench.turns import in_turn, python

_LOAD: Final = "import sys, yaml; yaml.load(open(sys.argv[1], 'rb'), Loader=yaml.CSafeLoader)"
_NO_FAST: Final = "import sys; sys.modules['jsonschema_rs'] = None; from engine.cli import main; sys.exit(main())"
_LOADED, _LOADED_WITHOUT = "yaml.load, C loader", "yaml.load, C loader, collector off"


def section(folder: Path, scenes: int, rounds: int) -> Section:
    """Return the rows of a generated story."""
    story = str(folder / f"story-{scenes}.yaml")
    commands = {
        _LOADED: python("-c", _LOAD, story),
        _LOADED_WITHOUT: python("-c", f"import gc; gc.disable(); {_LOAD}", story),
        "curbside check, with `fast`": python("-m", "engine", "check", story),
        "curbside check, without": python("-c", _NO_FAST, "check", story),
    }
    costs = in_turn(commands, rounds, dict.fromkeys([*commands][2:], "no faults"))
    bounds = iter(["<= 0.8", "<= 5"])
    rows = []
    for name, cost in costs.items():
        bound = next(bounds) if name.startswith("curbside") else ""
        rows.append(Row(name, ms(cost.processor), _LOADED, cost.processor / costs[_LOADED].processor, bound))
        if bound:
            less = cost.processor / costs[_LOADED_WITHOUT].processor
            rows.append(Row(name, ms(cost.processor), _LOADED_WITHOUT, less))
    return Section(f"Check of {scenes:,} scenes", tuple(rows))
