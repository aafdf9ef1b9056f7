"""Draw the README's pictures anew: `python -m tests.pictures`."""

import sys

from tests.pictures.readme import FOLDER, pictures

for name, svg in pictures().items():
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / name).write_text(svg, encoding="utf-8", newline="\n")
    sys.stdout.write(f"{FOLDER.name}/{name}\n")
