"""The door to all engines: which of them answers."""
