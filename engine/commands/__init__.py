"""What each command does: it asks the rooms below, prints what they say, and returns the exit code."""
