"""The program's own sentences in the player's language."""
