"""An example as one text: a story's files one behind the other, each under a line with its name.

```
curbside: 1
...
==== chapters/1.yaml
chapter: One
...
```

What stands before the first such line is `story.yaml`. `play` is a transcript, and `condition` a condition alone.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

STORY: Final = "story.yaml"
PLAY: Final = "play"
CONDITION: Final = "condition"
NAMES: Final = (*(f"chapters/{number}.yaml" for number in range(10)), "lesson.yaml", "walks.yaml", PLAY, CONDITION)
_SEPARATOR: Final = re.compile(rb"^==== (%b)\n" % "|".join(map(re.escape, NAMES)).encode(), re.MULTILINE)


def parts(example: bytes) -> dict[str, bytes]:
    """Return the parts of an example by their names. Of two of one name the last holds."""
    first, *others = _SEPARATOR.split(example)
    names = [name.decode() for name in others[::2]]
    return {STORY: first, **dict(zip(names, others[1::2], strict=True))}


def joined(files: Mapping[str, bytes]) -> bytes:
    """Return parts as one example."""
    others = (b"==== " + name.encode() + b"\n" + data for name, data in files.items() if name != STORY)
    return (
        b"\n".join((files.get(STORY, b"").removesuffix(b"\n"), *(each.removesuffix(b"\n") for each in others))) + b"\n"
    )


def of_story(path: Path) -> bytes:
    """Return a story on disk, a file or a folder, as an example."""
    if path.is_file():
        return path.read_bytes()
    files = {STORY: (path / STORY).read_bytes()} if (path / STORY).is_file() else {}
    for number, chapter in enumerate(sorted(path.glob("chapters/*.yaml"))[:10]):
        if chapter.is_file():
            files[f"chapters/{number}.yaml"] = chapter.read_bytes()
    for name in ("lesson.yaml", "walks.yaml"):
        if (path / name).is_file():
            files[name] = (path / name).read_bytes()
    return joined(files)
