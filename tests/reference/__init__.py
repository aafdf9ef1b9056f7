"""The oracle: the rules of play, written a second time, apart from the engine."""
