"""A class report worked out a second time, from the story's YAML and the plays' JSON lines alone.

It imports nothing from the engine. It is enough for the class in `tests/report`: no variables, conditions of one
moment, no scene that is passed by. `python tests/reference/report.py STORY FOLDER` prints the figures.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from statistics import median
from typing import Any

import yaml

Line = dict[str, Any]
Row = tuple[str, str, str, int, str, str, str, str]


def plays(folder: Path) -> list[tuple[str, list[Line]]]:
    """Return the plays of a folder by the names of their files, the first line of each with the others."""
    files = sorted(folder.glob("*.jsonl"), key=lambda path: path.name)
    return [(path.name, [json.loads(row) for row in path.read_text("utf-8").splitlines()]) for path in files]


def net(lines: list[Line], names: dict[str, str]) -> list[Line]:
    """Return the choices that stay, each a line with its `draws` and the `votes` before it."""
    stay, undone, votes = list[Line](), list[Line](), None
    for line in lines[1:]:
        if "votes" in line:
            votes = line
        if "choice" in line:
            name = names.get(line["choice"], line["choice"])
            stay.append({"choice": name, "draws": [], "votes": votes})
            undone, votes = [], None
        if "drew" in line:
            stay[-1]["draws"].append(line["drew"])
        for _time in range(line.get("undo", 0)):
            undone.append(stay.pop())
        for _time in range(line.get("redo", 0)):
            stay.append(undone.pop())
    return stay


class Walk:
    """One play, walked through the story."""

    def __init__(self, story: dict[str, Any], moves: list[Line]) -> None:
        self.story, self.scene, self.held = story, "", set[str]()
        self.taken, self.path, self.made, self.stays = set[str](), list[str](), list[Line](), list[Line]()
        self.arrive(story["start"], [])
        for move in moves:
            self.choose(move)

    def arrive(self, scene: str, draws: list[str]) -> None:
        """Go into a scene, and on from there where it has a way on by chance."""
        self.scene = scene
        self.path.append(scene)
        self.stays.append({"offered": set(), "taken": set()})
        if "to" in self.story["scenes"][scene]:
            self.arrive(draws[0], draws[1:])

    def open(self) -> list[Line]:
        """Return the choices that are offered now."""
        return [
            each
            for each in self.story["scenes"][self.scene]["choices"]
            if f"{self.scene}.{each['id']}" not in self.taken and each.get("when", "") in {"", *self.held}
        ]

    def choose(self, move: Line) -> None:
        """Make a choice."""
        scene, _dot, id_ = move["choice"].partition(".")
        assert scene == self.scene
        there = self.story["scenes"][scene]["choices"]
        at = next(number for number, each in enumerate(there) if each["id"] == id_)
        menu, taken = self.open(), there[at]
        assert taken in menu
        practised = list(taken.get("empathy", {})) if len(menu) > 1 else []
        if len(menu) > 1:
            self.stays[-1]["offered"] |= {name for each in menu for name in each.get("empathy", {})}
            self.stays[-1]["taken"] |= set(practised)
        self.made.append({"name": move["choice"], "at": at, "text": taken["text"], "practised": practised})
        if taken.get("once"):
            self.taken.add(move["choice"])
        self.held |= {taken["remember"]} if "remember" in taken else set()
        if taken["to"] != "here":
            self.arrive(taken["to"], move["draws"])


def figures(story_file: Path, folder: Path) -> tuple[dict[str, Any], list[Row]]:
    """Return the figures as `report.json` has them, and the rows as `choices.csv` has them."""
    story = yaml.safe_load(story_file.read_text("utf-8"))
    names = story.get("renamed", {}).get("choices", {})
    menus = {name: scene["choices"] for name, scene in story["scenes"].items() if "choices" in scene}
    count, votes, seconds, rows, all_ = Counter[Any](), Counter[Any](), list[int](), list[Row](), 0
    two: dict[tuple[str, str], list[Any]] = {}
    shared: list[str] = []
    for file, lines in plays(folder):
        head, moves = lines[0], net(lines, names)
        shared += [line["shared"] for line in lines if "shared" in line]
        if any("votes" in line for line in lines):
            votes["plays"] += 1
            for move in moves:
                if move["votes"]:
                    scene = move["choice"].split(".")[0]
                    votes["rounds", scene] += 1
                    votes["ties", scene] += move["votes"]["tie"]
                    votes.update({("votes", name): n for name, n in move["votes"]["votes"].items()})
            continue
        all_ += 1
        walk = Walk(story, moves)
        times = [line["after"] for line in lines if "after" in line]
        seconds += [sum(times)] if times else []
        count.update(("plays", scene) for scene in set(walk.path))
        count.update(("flow", *pair) for pair in zip(walk.path, walk.path[1:], strict=False))
        count["ending", walk.scene if "ending" in story["scenes"][walk.scene] else ""] += 1
        for stay in walk.stays:
            count.update(("offered", name) for name in stay["offered"])
            count.update(("taken", name) for name in stay["taken"])
        for number, made in enumerate(walk.made, 1):
            scene = made["name"].split(".")[0]
            count.update([("choice", made["name"]), ("reached", scene)])
            text = ("'" if made["text"][0] in "=+-@" else "") + made["text"]
            who = (head["class"] or "", head["alias"] or "", head["play"])
            practised = " ".join(made["practised"])
            rows.append((*who, number, scene, "ABCDEFGH"[made["at"]], text, practised))
        if head["alias"]:
            mine = two.setdefault((head["class"].lower(), head["alias"]), [])
            mine.append((head.get("nth", 0), file, sorted(made["name"] for made in walk.made)))
    both, differ, twice = _differences(two)
    found = {
        "story": story["id"],
        "plays": all_,
        "aliases": len(two),
        "endings": {name: count["ending", name] for name, scene in story["scenes"].items() if "ending" in scene},
        "decisions": [
            {
                "scene": name,
                "plays": count["plays", name],
                "reached": count["reached", name],
                "choices": {f"{name}.{each['id']}": count["choice", f"{name}.{each['id']}"] for each in choices},
            }
            for name, choices in menus.items()
        ],
        "flow": {f"{key[1]} {key[2]}": n for key, n in count.items() if key[0] == "flow"},
        "dimensions": {
            key[1]: {"offered": n, "taken": count["taken", key[1]]} for key, n in count.items() if key[0] == "offered"
        },
        "unfinished": count["ending", ""],
        "median_minutes": round(median(seconds) / 60, 1),
        "replays": {
            "aliases": twice,
            "decisions": {name: {"both": both[name], "differ": differ[name]} for name in menus if both[name]},
        },
        "votes": {
            "plays": votes["plays"],
            "decisions": {
                name: {
                    "rounds": votes["rounds", name],
                    "ties": votes["ties", name],
                    "choices": {f"{name}.{each['id']}": votes["votes", f"{name}.{each['id']}"] for each in choices},
                }
                for name, choices in menus.items()
                if votes["rounds", name]
            },
        },
        "shared": sorted(shared),
    }
    return found, rows


def _differences(two: dict[tuple[str, str], list[Any]]) -> tuple[Counter[str], Counter[str], int]:
    both, differ, twice = Counter[str](), Counter[str](), 0
    for mine in two.values():
        if len(mine) > 1:
            twice += 1
            (_one, _file, first), (_two, _other, second) = sorted(mine)[:2]
            for scene in {name.split(".")[0] for name in first} & {name.split(".")[0] for name in second}:
                both[scene] += 1
                here, there = ([each for each in names if each.startswith(f"{scene}.")] for names in (first, second))
                differ[scene] += here != there
    return both, differ, twice


if __name__ == "__main__":
    sys.stdout.write(json.dumps(figures(Path(sys.argv[1]) / "story.yaml", Path(sys.argv[2])), indent=1))
