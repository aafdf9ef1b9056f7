"""Pages that stand alone: what a teacher opens in a browser, and prints."""
