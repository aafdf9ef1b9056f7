"""What the explorer found, as people and as programs read it."""
