"""Aliases for a class: two friendly words, drawn from lists, so that nobody ever has to type a name.

May import the standard library. None of the words teases, praises or is a skin, a body or a rank; none is only a name.
"""

import re
import secrets
from collections.abc import Callable, Collection, Sequence
from typing import Final

_WORDS_BEFORE: Final = """
amber apricot autumn azure bamboo beige birch bronze calico canvas cedar cinnamon citrus cloudy clover
cobalt copper coral cotton crimson cyan denim dewy distant drifting early eastern emerald evening fern
flannel frosty glass gleaming golden granite green highland honey indigo inland jade khaki lakeside
lavender leafy lemon lilac lime linen lunar magenta mango maple marble maroon marine meadow midday
midnight minty misty morning mossy mulberry navy northern nutmeg ochre opal orange paper paprika patterned
peppermint pewter pine plaid pumpkin purple quartz quiet quilted rainy raspberry river rustling saffron
sandy sapphire satin scarlet seaside sepia silken silver solar southern spring starry striped summer sunny
tangerine teal thistle tidal timber topaz turquoise twilight vanilla velvet walnut western wicker willow
winter woven
"""
_WORDS_BEHIND: Final = """
acorn alpaca anchor antelope arrow atlas badger balloon beacon bell bicycle biscuit boat bobcat book
bramble bridge bucket button canoe caribou castle chestnut chipmunk cloud comet compass condor cormorant
cottage crane cricket curlew cushion deer dolphin dragonfly drum eagle egret elk falcon feather ferry
firefly flute fountain gate gecko guitar hamster harbour hare harp hedgehog heron hornbill ibis iguana
island jaguar kayak kettle key kingfisher kite kiwi koala ladder lamp lantern lemur leopard llama lynx
magnet marmot marten meerkat mitten moth mountain narwhal newt notebook ocelot orbit oriole osprey otter
paddle panda pebble pelican pencil petrel pillow piano planet plover porcupine puffin quail rabbit raft
reindeer ribbon rocket sail salmon sandpiper scarf seal shell sparrow squirrel starfish starling stoat
stork sundial swan swift tapir teapot tern thimble thrush toucan train tram tunnel umbrella violin waggon
wallaby warbler whistle windmill wombat woodpecker wren zebra
"""
FIRST: Final = tuple(_WORDS_BEFORE.split())
SECOND: Final = tuple(_WORDS_BEHIND.split())
_KNOWN: Final = (frozenset(FIRST), frozenset(SECOND))
_TRIES: Final = 50


def is_alias(text: str) -> bool:
    """Whether an alias is made of one word of each list, with a hyphen between them."""
    found = re.fullmatch(r"([a-z]+)-([a-z]+)", text)
    return found is not None and all(word in known for word, known in zip(found.groups(), _KNOWN, strict=True))


def offered(taken: Collection[str], draw: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """Return an alias that is not taken, drawn by chance; where nearly all are, one that is."""
    alias = ""
    for _try in range(_TRIES):
        alias = f"{draw(FIRST)}-{draw(SECOND)}"
        if alias not in taken:
            break
    return alias
