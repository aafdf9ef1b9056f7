"""A story such as people write, as large as is wanted: four acts, places with errands, and what was done comes back.

The same arguments give the same story, as the plain values that YAML gives. It has fifteen variables and about forty
once-only choices, however many scenes. An act has places: each a hub, to which its errands lead back, and from which
the next places of the act can be walked to. An errand is a few scenes on end. An act changes some of the variables, and
asks for those and for some that the act before it changed; the last one asks for a few of all. The day passes, and in
the evening an act can be left in any case: but for one act, in which the way on has to be earned, and can be missed.
"""

import random
from collections.abc import Iterator, Sequence
from typing import Any, Final

from tests.bench.acts import ACTS, COUNTS, FLAGS, WORDS, Act, Asking, act_of

Plain = dict[str, Any]
"""A story, or a part of one, as YAML gives it."""

ONCE: Final = 40
"""How many choices can be taken once, at most; a story of few scenes has half as many as scenes."""
PLACE: Final = 20
"""How many scenes a place has with its errands, about."""
DIMENSIONS: Final = ("notice", "understand", "feel", "act", "respect")
ENDINGS: Final = ("together", "a_beginning", "a_call", "another_day", "alone")


def realistic(scenes: int, seed: int = 1) -> Plain:
    """Return a story of so many scenes, 12 at least, and its five endings."""
    return _Writer(scenes, random.Random(seed)).story()  # noqa: S311 - the same story every time


class _Writer:
    """Writes one story, its scenes in the order of the story."""

    def __init__(self, scenes: int, chance: random.Random) -> None:
        self.chance, self.asking = chance, Asking(chance)
        self.upto = 3 if scenes < 2 * PLACE else 10
        self.sizes = [scenes * (act + 1) // ACTS - scenes * act // ACTS for act in range(ACTS)]
        self.places = [
            [f"act{act}_place{at}" for at in range(size // PLACE or 1)] for act, size in enumerate(self.sizes)
        ]
        self.once = min(ONCE, scenes // 2) // sum(map(len, self.places)) or 1
        self.earned = chance.randrange(1, ACTS)
        self.scenes: dict[str, Plain] = {}

    def story(self) -> Plain:
        """Return the story."""
        for number in range(ACTS):
            act, places, gate = act_of(number, self.upto), self.places[number], f"act{number}_gate"
            left = self.sizes[number] - 1
            for at, place in enumerate(places):
                size = left // (len(places) - at)
                left -= size
                near = [each for each in places[max(0, at - 1) : at + 2] if each != place]
                self._place(act, place, size, near, gate)
            self._gate(act, gate)
        for ending in ENDINGS:
            self.scenes[ending] = {"text": "This is where it ends.", "ending": ending.replace("_", " ").capitalize()}
        variables: Plain = {name: {"start": 0, "min": 0, "max": self.upto} for name in COUNTS}
        variables |= {name: {"start": words[0], "one_of": [*words]} for name, words in WORDS.items()}
        variables |= {name: {"start": False} for name in FLAGS}
        return {"curbside": 1, "id": "acts", "title": "Four acts", "variables": variables, "scenes": self.scenes}

    # Places and errands ----------------------------------------------------------------------------------------------

    def _place(self, act: Act, place: str, size: int, near: Sequence[str], gate: str) -> None:
        """Write a hub: errands and small acts, many of them once only, ways to the places near it, and ways on."""
        errands, once = [*self._errands(place, size - 1)], self.once
        choices = list[Plain]()
        self.scenes[place] = {"title": "A place to be", "text": "People come and go here.", "choices": choices}
        for at, errand in enumerate(errands):
            choices.append(self._choice(act, f"go{at}", errand[0], at and self.chance.randrange(3)))
            if once and self.chance.random() < 0.7:
                choices[-1]["once"], once = True, once - 1
        choices += ({**self._choice(act, f"try{at}", "here", at % 2), "once": True} for at in range(once))
        choices += self._always()
        choices += ({"id": f"walk{at}", "text": "Walk on.", "to": each} for at, each in enumerate(near))
        choices += self._ways_on(act, gate)
        self.asking.met.append(place)
        for errand in errands:
            self._errand(act, errand, place)
        if errands and place.endswith("place0"):
            self.scenes[errands[0][-1]]["choices"][0]["set"] = {act.flags[0]: True}  # what may have to be earned
        self.asking.done += [f"{place}.{each['id']}" for each in choices if "once" in each]

    def _always(self) -> Iterator[Plain]:
        """Yield what can be done at every place, again and again."""
        talk = {"id": "talk", "text": "Talk about the day.", "when": "day is not evening", "add": {"trust": 1}}
        yield {**talk, "empathy": {"feel": "You stayed and talked."}, "to": "here"}
        yield {"id": "tease", "text": "Tease him.", "add": {"trust": -1}, "to": "here"}
        for now, then in (("morning", "noon"), ("noon", "evening")):
            when = {"when": f"day is {now}", "set": {"day": then}}
            yield {"id": f"wait_{then}", "text": f"Wait until {then}.", **when, "to": "here"}

    def _ways_on(self, act: Act, gate: str) -> Iterator[Plain]:
        on = {"id": "on", "text": "It is time.", "to": gate}
        if act.number == self.earned:
            yield {**on, "when": f"{act.flags[0]} and trust >= {self.upto // 2}"}
            return
        yield {**on, "when": self.asking.asks(act, 2)}
        late = {"id": "late", "text": "It has become late.", "when": "day is evening", "add": {"worry": 1}}
        yield {**late, "to": gate}

    def _gate(self, act: Act, gate: str) -> None:
        """Write the way out of an act: a scene without choices, behind which it is morning."""
        if act.number == ACTS - 1:
            ways = [{"when": self.asking.asks(act, 2), "to": each} for each in ENDINGS[:-1]]
            self.scenes[gate] = {"text": "And so it comes to an end.", "to": [*ways, {"to": ENDINGS[-1]}]}
            return
        first, *others = self.places[act.number + 1]
        ways = [{"when": self.asking.asks(act, 1), "to": each} for each in others[:2]]
        to = [*ways, {"to": first}] if ways else first
        self.scenes[gate] = {"text": "Some days go by.", "set": {"day": "morning"}, "to": to}

    def _errands(self, place: str, size: int) -> Iterator[list[str]]:
        """Yield errands: the names of scenes on end, two to four of them, so many in all."""
        number = 0
        while size > 0:
            length = min(size, self.chance.randint(2, 4))
            yield [f"{place}_errand{number}_{at}" for at in range(length)]
            size, number = size - length, number + 1

    def _errand(self, act: Act, errand: Sequence[str], place: str) -> None:
        """Write the scenes of an errand: on, or differently on, or back; the last lead back."""
        behind = [*errand[1:], place, place]
        for name, on, beyond in zip(errand, behind, behind[1:], strict=False):
            asks = self.chance.random() < 0.04  # now and then nothing may be open
            choices = [self._choice(act, "do", on, asks)]
            choices.append(self._choice(act, "other", self._led(act, on, beyond), self.chance.randint(1, 2)))
            if self.chance.random() < 0.3:
                when = {"when": self.asking.asks(act, 1)} if asks else {}
                choices.append({"id": "back", "text": "Leave it.", **when, "to": place})
            self.scenes[name] = {"text": "Something has to be done here.", "choices": choices}
            self.asking.met.append(name)

    def _led(self, act: Act, on: str, beyond: str) -> str | list[Plain]:
        """Return where a choice leads: on, or by a list, or by chance."""
        kind = self.chance.random()
        if kind < 0.15 and on != beyond:
            return [{"when": self.asking.asks(act, 1), "to": beyond}, {"to": on}]
        if kind < 0.3 and on != beyond:
            return [{"chance": self.chance.randint(1, 3), "to": on}, {"chance": 1, "to": beyond}]
        return self.chance.choice((on, on, beyond))

    def _choice(self, act: Act, name: str, to: str | list[Plain], asks: int) -> Plain:
        """Return a choice that changes something of what the act is about, and asks for so many things."""
        made: Plain = {"id": name, "text": "Do something about it.", "reply": "It is done.", "to": to}
        if asks:
            made["when"] = self.asking.asks(act, asks)
        if self.chance.random() < 0.4:
            made["empathy"] = {self.chance.choice(DIMENSIONS): "It is a way to care."}
        return {**made, **self._effects(act)}

    def _effects(self, act: Act) -> Plain:
        kind = self.chance.random()
        if kind < 0.5:
            return {"add": {self.chance.choice(act.counts): self.chance.choice((-1, 1, 1, 2))}}
        if kind < 0.75:
            name = self.chance.choice(act.words)
            return {"set": {name: self.chance.choice(WORDS[name])}}
        return {"set": {self.chance.choice(act.flags): self.chance.random() < 0.8}}
